/** The last so many values, oldest first. */
export class Ring<T> {
  readonly #capacity: number;
  #items: T[] = [];
  /** Where the oldest is, once the ring is full. */
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    if (this.#items.length < this.#capacity) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#oldest] = item;
    this.#oldest = (this.#oldest + 1) % this.#capacity;
  }

  /** Forgets the oldest. */
  shift(): void {
    this.#items = this.toArray().slice(1);
    this.#oldest = 0;
  }

  last(): T | undefined {
    const { length } = this.#items;
    return length === 0 ? undefined : this.#items[(this.#oldest + length - 1) % length];
  }

  toArray(): T[] {
    return [...this.#items.slice(this.#oldest), ...this.#items.slice(0, this.#oldest)];
  }
}
