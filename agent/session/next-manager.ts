/**
 * Which manager next, and after how long? The leader when it is known, at once; otherwise every
 * manager once without a pause, and only after a whole round in vain a pause that grows.
 */
import type { Rng } from "../../shared/rng.ts";

export interface Attempt {
  readonly addr: string;
  readonly delayMs: number;
}

const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 2_000;
/** Spreads the agents of a lost leader a little; none waits for longer than this. */
const JITTER_MS = 20;
/** Managers that disagree on who leads must not bounce an agent around at full speed. */
const MAX_FREE_REDIRECTS = 3;

export class ManagerChoice {
  readonly #rng: Rng;
  #managers: readonly string[];
  #at: number;
  #hint: string | undefined;
  #redirects = 0;
  #failures = 0;

  constructor(managers: readonly string[], rng: Rng) {
    this.#managers = managers;
    this.#rng = rng;
    // Not all agents begin with the same manager.
    this.#at = managers.length > 0 ? rng.below(managers.length) : 0;
  }

  /** The managers as known now; an empty list is no news. */
  know(managers: readonly string[]): void {
    if (managers.length > 0) this.#managers = managers;
  }

  next(): Attempt | undefined {
    if (this.#hint !== undefined) {
      const addr = this.#hint;
      this.#hint = undefined;
      return { addr, delayMs: this.#redirects > MAX_FREE_REDIRECTS ? this.#pause() : 0 };
    }
    const addr = this.#managers[this.#at % Math.max(1, this.#managers.length)];
    if (addr === undefined) return undefined;
    this.#at++;
    return { addr, delayMs: this.#pause() };
  }

  /** A manager welcomed us, and the session lasted: all is forgiven. */
  lasted(): void {
    this.#failures = 0;
    this.#redirects = 0;
  }

  /** The attempt failed, or the session broke. */
  failed(): void {
    this.#failures++;
  }

  redirected(leader: string | undefined): void {
    this.#redirects++;
    if (leader === undefined) this.#failures++;
    else this.#hint = leader;
  }

  #pause(): number {
    const jitterMs = this.#rng.fraction() * JITTER_MS;
    if (this.#failures === 0) return 0;
    const rounds = Math.floor(this.#failures / Math.max(1, this.#managers.length));
    if (rounds === 0) return jitterMs;
    const ceiling = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(rounds, 16));
    return ceiling / 2 + this.#rng.fraction() * (ceiling / 2);
  }
}
