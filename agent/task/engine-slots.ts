/**
 * How many engine operations run at once. An engine gets slower, not faster, beyond about a dozen
 * at a time. An operation that takes long (a pull, a stop that waits out its grace period) is not
 * using the engine but waiting for something else, so its slot is lent on after `leaseMs`: one
 * slow registry must not stop every other task of the node.
 */
import type { Clock } from "../../shared/clock.ts";

export class EngineSlots {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #leaseMs: number;
  #used = 0;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock, limit: number, leaseMs: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#leaseMs = leaseMs;
  }

  /** Runs `operation` when there is a slot; rejects with the signal's reason if it aborts first. */
  async run<T>(operation: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#acquire(signal);
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      this.#release();
    };
    const lease = this.#clock.after(this.#leaseMs, release);
    try {
      return await operation();
    } finally {
      lease.cancel();
      release();
    }
  }

  #acquire(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#used < this.#limit) {
      this.#used++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.delete(admit);
        reject(signal.reason);
      };
      const admit = (): void => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      this.#waiting.add(admit);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  #release(): void {
    const next = this.#waiting.values().next();
    if (next.done === true) {
      this.#used--;
      return;
    }
    // The slot passes on: `used` stays.
    this.#waiting.delete(next.value);
    next.value();
  }
}
