/** Milliseconds since the epoch. */
export type Instant = number;

export interface Timer {
  cancel(): void;
}

/**
 * Time as a port. Loops get one; cores get instants as values. The simulation's clock is virtual.
 */
export interface Clock {
  now(): Instant;
  /** Calls `fire` once, no sooner than `delayMs` from now. Never synchronously. */
  after(delayMs: number, fire: () => void): Timer;
}
