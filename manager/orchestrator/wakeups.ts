/** When which slot must be looked at again. One entry a slot: the soonest. */
import type { Instant } from "../../shared/clock.ts";
import type { ServiceId } from "../../shared/ids.ts";
import { Heap } from "../scheduler/heap.ts";
import type { Wake } from "./context.ts";

interface Entry {
  readonly at: Instant;
  readonly id: ServiceId;
  readonly key: string | undefined;
}

export class Wakeups {
  readonly #heap: Heap<Entry> = new Heap((a, b) => a.at < b.at);
  readonly #soonest: Map<string, Instant> = new Map();

  add(id: ServiceId, { at, key }: Wake): void {
    const name = nameOf(id, key);
    const soonest = this.#soonest.get(name);
    if (soonest !== undefined && soonest <= at) return;
    this.#soonest.set(name, at);
    this.#heap.push({ at, id, key });
  }

  get next(): Instant | null {
    return this.#heap.peek()?.at ?? null;
  }

  /** Takes out everything. */
  all(): IterableIterator<Entry> {
    return this.due(Number.POSITIVE_INFINITY);
  }

  /** Takes out what is due. */
  *due(now: Instant): IterableIterator<Entry> {
    for (let first = this.#heap.peek(); first && first.at <= now; first = this.#heap.peek()) {
      this.#heap.pop();
      const name = nameOf(first.id, first.key);
      if (this.#soonest.get(name) === first.at) this.#soonest.delete(name);
      yield first;
    }
  }
}

function nameOf(id: ServiceId, key: string | undefined): string {
  return `${id}/${key ?? ""}`;
}
