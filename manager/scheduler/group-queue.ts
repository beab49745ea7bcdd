/**
 * Groups to be tried, first come first served, each at most once. An array and a flag: a Set of
 * objects would give each of a hundred thousand a hash, and be slow to take its first from.
 */
export interface Queued {
  /** Owned by the queue. */
  queued: boolean;
  readonly tasks: { readonly size: number };
}

export class GroupQueue<T extends Queued> {
  #items: T[] = [];
  #next = 0;

  /** May still be true when all that is left are groups without tasks. */
  get hasMore(): boolean {
    return this.#next < this.#items.length;
  }

  add(group: T): void {
    if (group.queued) return;
    group.queued = true;
    this.#items.push(group);
  }

  /** The first group that has tasks. */
  take(): T | undefined {
    while (this.#next < this.#items.length) {
      const group = this.#items[this.#next++] as T;
      group.queued = false;
      if (group.tasks.size > 0) return group;
    }
    this.#items = [];
    this.#next = 0;
    return undefined;
  }
}
