import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Rng } from "../rng.ts";
import { rngFrom } from "../rng.ts";

// setTimeout turns a longer delay into 1 ms.
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, fire) {
    const bounded = Math.min(Math.max(0, delayMs), MAX_TIMEOUT_MS);
    const handle = setTimeout(fire, bounded);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Unpredictable: for ids, secrets' names and jitter outside of simulations. */
export function systemRng(): Rng {
  const pool = new Uint32Array(1024);
  let used = pool.length;
  return rngFrom(() => {
    if (used === pool.length) {
      pool.set(new Uint32Array(new Uint8Array(randomBytes(pool.byteLength)).buffer));
      used = 0;
    }
    return pool[used++] ?? 0;
  });
}
