/** Level-triggered waits: ask again until it is so, within a bound, and say what was seen last. */
import { setTimeout as pause } from "node:timers/promises";

const POLL_MS = 50;

/**
 * Resolves with the first value of `check` that is neither undefined nor false. An error of
 * `check` counts as "not yet"; the last one is told when the time runs out.
 */
export async function eventually<T>(
  what: string,
  timeoutMs: number,
  check: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown = "nothing";
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms until ${what}, in vain; last: ${last}`, {
        cause: last,
      });
    }
    await pause(POLL_MS);
  }
}
