/**
 * Passes over a state, one at a time: a pass that is asked for while one runs follows it, and each
 * says when the next is due by itself.
 */
import type { Clock, Instant, Timer } from "../../shared/clock.ts";

export interface PassesOptions {
  readonly clock: Clock;
  /** Ends them. */
  readonly signal: AbortSignal;
  /** @returns when it is due again though nobody asks; null: not before somebody does */
  readonly pass: () => Promise<Instant | null>;
  /** A pass has failed; it is tried again after `retryMs`. */
  readonly onFailure: (error: unknown) => void;
  readonly retryMs: number;
}

export class Passes {
  readonly #options: PassesOptions;
  #running = false;
  #asked = false;
  #timer: Timer | undefined;

  constructor(options: PassesOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", () => this.#timer?.cancel(), { once: true });
  }

  ask(): void {
    this.#asked = true;
    if (this.#running || this.#options.signal.aborted) return;
    this.#running = true;
    queueMicrotask(() => {
      const done = (): void => {
        this.#running = false;
        if (this.#asked) this.ask();
      };
      this.#run().then(done, done);
    });
  }

  async #run(): Promise<void> {
    const { clock, signal, pass, onFailure, retryMs } = this.#options;
    this.#asked = false;
    if (signal.aborted) return;
    this.#timer?.cancel();
    let wakeAt: Instant | null;
    try {
      wakeAt = await pass();
    } catch (error) {
      if (signal.aborted) return;
      onFailure(error);
      wakeAt = clock.now() + retryMs;
    }
    if (wakeAt === null || signal.aborted) return;
    this.#timer = clock.after(Math.max(0, wakeAt - clock.now()), () => this.ask());
  }
}
