/** What is to happen and when: a binary heap; events of the same instant keep their order. */
import type { Timer } from "../../shared/clock.ts";

export interface SimEvent {
  readonly at: number;
  readonly seq: number;
  fire: () => void;
  cancelled: boolean;
}

const nothing = (): void => {};

export class EventQueue {
  readonly #heap: SimEvent[] = [];
  #seq = 0;

  add(at: number, fire: () => void): Timer {
    const event: SimEvent = { at, seq: this.#seq++, fire, cancelled: false };
    this.#heap.push(event);
    this.#up(this.#heap.length - 1);
    return {
      cancel: () => {
        event.cancelled = true;
        event.fire = nothing;
      },
    };
  }

  /** The next event no later than `until`. */
  take(until: number): SimEvent | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || (!first.cancelled && first.at > until)) return undefined;
      const last = this.#heap.pop();
      if (last !== undefined && last !== first) {
        this.#heap[0] = last;
        this.#down(0);
      }
      if (!first.cancelled) return first;
    }
  }

  #up(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #down(from: number): void {
    for (let at = from; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = left;
      if (right < this.#heap.length && this.#before(right, left)) least = right;
      if (least >= this.#heap.length || !this.#swapIfBefore(least, at)) return;
      at = least;
    }
  }

  #before(i: number, j: number): boolean {
    const [a, b] = [this.#heap[i], this.#heap[j]];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.seq < b.seq);
  }

  #swapIfBefore(i: number, j: number): boolean {
    if (!this.#before(i, j)) return false;
    const [a, b] = [this.#heap[i], this.#heap[j]];
    if (a !== undefined && b !== undefined) [this.#heap[i], this.#heap[j]] = [b, a];
    return true;
  }
}
