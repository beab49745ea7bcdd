/** What waits to be written to a store that may be away. Bounded: the oldest is given up first. */
export class WriteBuffer<T> {
  readonly #capacity: number;
  #items: T[] = [];
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#items.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    this.#items.push(item);
    // In bulk: shifting one by one would move the whole array each time.
    if (this.#items.length >= this.#capacity * 1.25) this.#shrink();
  }

  take(most: number): readonly T[] {
    return this.#items.splice(0, most);
  }

  putBack(items: readonly T[]): void {
    this.#items = [...items, ...this.#items];
    if (this.#items.length > this.#capacity) this.#shrink();
  }

  countDropped(count: number): void {
    this.#dropped += count;
  }

  #shrink(): void {
    const excess = this.#items.length - this.#capacity;
    this.#items.splice(0, excess);
    this.#dropped += excess;
  }
}
