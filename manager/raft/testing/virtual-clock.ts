/** Time that passes only when it is told to. Promises settle before it goes on. */
import type { Clock, Timer } from "../../../shared/clock.ts";

interface Event {
  readonly at: number;
  readonly seq: number;
  readonly fire: () => void;
}

export class VirtualClock implements Clock {
  #now = 0;
  #seq = 0;
  #events: Event[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, fire: () => void): Timer {
    const event = { at: this.#now + Math.max(0, delayMs), seq: this.#seq++, fire };
    // Kept sorted, latest first: the next one is popped.
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#events[middle];
      if (other !== undefined && isAfter(other, event)) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
    return {
      cancel: () => {
        this.#events = this.#events.filter((one) => one !== event);
      },
    };
  }

  /** Until `holds`, or fails after `forMs` of virtual time. */
  async until(holds: () => boolean, forMs: number, what: string): Promise<void> {
    const end = this.#now + forMs;
    for (;;) {
      await settled();
      if (holds()) return;
      const next = this.#events.at(-1);
      if (next === undefined || next.at > end) {
        throw new Error(`not within ${forMs} ms of virtual time: ${what}`);
      }
      this.#step();
    }
  }

  async run(forMs: number): Promise<void> {
    const end = this.#now + forMs;
    for (;;) {
      await settled();
      const next = this.#events.at(-1);
      if (next === undefined || next.at > end) break;
      this.#step();
    }
    this.#now = end;
  }

  /** The outcome of `work`, with time passing until it is there. */
  async settle<T>(work: Promise<T>, forMs: number, what: string): Promise<T> {
    let over = false;
    const noted = (): void => {
      over = true;
    };
    work.then(noted, noted);
    await this.until(() => over, forMs, what);
    return work;
  }

  #step(): void {
    const event = this.#events.pop();
    if (event === undefined) return;
    this.#now = Math.max(this.#now, event.at);
    event.fire();
  }
}

function isAfter(a: Event, b: Event): boolean {
  return a.at > b.at || (a.at === b.at && a.seq > b.seq);
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
