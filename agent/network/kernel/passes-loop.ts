/**
 * Passes over the data plane, one at a time: whoever asks is answered by one that began after the
 * question; one that fails is tried again, with a look at everything.
 */
import type { Clock } from "../../../shared/clock.ts";

/** What besides the plans is looked at, for what other hands have changed. */
export type Look = "no" | "other" | "rules";

export interface PassesOptions {
  readonly pass: (look: Look, signal: AbortSignal) => Promise<void>;
  /** A pass has ended; `error` is undefined when it succeeded. */
  readonly onEnd: (error: unknown) => void;
  readonly clock: Clock;
  /** Ends it all. */
  readonly signal: AbortSignal;
}

const AGAIN_MS = 1_000;

export class Passes {
  readonly #options: PassesOptions;
  /** Those who wait for the next pass that begins. */
  #waiting: (() => void)[] = [];
  /** Those who wait for any pass. */
  readonly #watching = new Set<() => void>();
  #look: Look = "rules";
  #running = false;

  constructor(options: PassesOptions) {
    this.#options = options;
  }

  look(what: "other" | "rules"): void {
    if (this.#look !== "rules") this.#look = what;
    this.#kick();
  }

  /** Resolves when a pass that began after this call has succeeded. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.push(() => {
        signal.removeEventListener("abort", abort);
        resolve();
      });
      this.#kick();
    });
  }

  /**
   * Resolves when a pass has succeeded, whoever asked for it, or `signal` aborts. For what no pass
   * brings by itself: to ask for one after the other would keep the agent from hearing of anything.
   */
  any(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener("abort", done);
        this.#watching.delete(done);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener("abort", done, { once: true });
      this.#watching.add(done);
    });
  }

  /** As long as until the next try after a failure. */
  pause(): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(AGAIN_MS, resolve));
  }

  #kick(): void {
    if (this.#running || this.#options.signal.aborted) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { pass, onEnd, signal } = this.#options;
    while (!signal.aborted && (this.#waiting.length > 0 || this.#look !== "no")) {
      const waiting = this.#waiting;
      const look = this.#look;
      this.#waiting = [];
      this.#look = "no";
      try {
        await pass(look, signal);
        for (const done of [...waiting, ...this.#watching]) done();
        onEnd(undefined);
      } catch (error) {
        if (signal.aborted) break;
        onEnd(error);
        this.#waiting.push(...waiting);
        this.#look = "rules";
        await this.pause();
      }
    }
    this.#running = false;
  }
}
