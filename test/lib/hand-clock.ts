/** Time that a test moves by hand. Work that is due runs in order, and may ask for more. */
import type { Clock, Instant, Timer } from "../../shared/clock.ts";

interface Entry {
  readonly at: Instant;
  readonly seq: number;
  readonly fire: () => void;
}

export class HandClock implements Clock {
  readonly #waiting = new Set<Entry>();
  #now: Instant;
  #offMs = 0;
  #seq = 0;

  constructor(now: Instant = 1_000_000) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now + this.#offMs;
  }

  /** Somebody sets the wall clock; timers go on as they did. */
  set(byMs: number): void {
    this.#offMs += byMs;
  }

  after(delayMs: number, fire: () => void): Timer {
    const entry = { at: this.#now + Math.max(0, delayMs), seq: this.#seq++, fire };
    this.#waiting.add(entry);
    return { cancel: () => void this.#waiting.delete(entry) };
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#due(end); next !== undefined; next = this.#due(end)) {
      this.#now = Math.max(this.#now, next.at);
      this.#waiting.delete(next);
      next.fire();
      await settle();
    }
    this.#now = end;
  }

  /** Time passes and nothing runs: the process was stopped, or the clock was set. */
  freeze(ms: number): void {
    this.#now += ms;
  }

  #due(end: Instant): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.#waiting) {
      if (entry.at > end) continue;
      const sooner =
        first === undefined ||
        entry.at < first.at ||
        (entry.at === first.at && entry.seq < first.seq);
      if (sooner) first = entry;
    }
    return first;
  }
}

/** Lets every promise that can go on do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
