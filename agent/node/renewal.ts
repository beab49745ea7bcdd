import type { Instant } from "../../shared/clock.ts";
import type { Rng } from "../../shared/rng.ts";

export interface Validity {
  readonly notBeforeMs: Instant;
  readonly notAfterMs: Instant;
}

/**
 * When to ask for the next certificate: at random between 50 and 80 % of this one's life
 * (reference 3.6), so that nodes that joined together do not all come together.
 * @param backdateMs how long before its making it is valid from; that time is not of its life, or
 *   a one-hour certificate would be due for renewal the moment it is made.
 */
export function chooseRenewal(validity: Validity, backdateMs: number, rng: Rng): Instant {
  const madeMs = Math.min(validity.notBeforeMs + backdateMs, validity.notAfterMs);
  const lifeMs = validity.notAfterMs - madeMs;
  return Math.round(madeMs + lifeMs * (0.5 + 0.3 * rng.fraction()));
}
