/** Level-triggered waits: ask again until it is so, within a bound, and say what was seen last. */
import { setTimeout as pause } from "node:timers/promises";

const POLL_MS = 50;
/**
 * A machine that tests may be slow, or have others' work to do. A bound is there so that what will
 * never be does not hang; a promise about time is measured, and tested as that.
 */
const PATIENCE = 4;

/**
 * Resolves with the first value of `check` that is neither undefined nor false. An error of
 * `check` counts as "not yet"; the last one is told when the time runs out.
 * @param timeoutMs what a machine that has nothing else to do needs at the most
 */
export async function eventually<T>(
  what: string,
  timeoutMs: number,
  check: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const boundMs = PATIENCE * timeoutMs;
  const deadline = performance.now() + boundMs;
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
      throw new Error(`waited ${boundMs} ms until ${what}, in vain; last: ${last}`, {
        cause: last,
      });
    }
    await pause(POLL_MS);
  }
}
