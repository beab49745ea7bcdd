/** A binary heap; the order among equals is that of `before` alone, so make it total. */
export class Heap<T> {
  readonly #items: T[];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean, items: readonly T[] = []) {
    this.#before = before;
    this.#items = [...items];
    for (let at = (this.#items.length >> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    let at = this.#items.length;
    this.#items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#items[parent] as T;
      if (!this.#before(item, above)) break;
      this.#items[at] = above;
      at = parent;
    }
    this.#items[at] = item;
  }

  pop(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (this.#items.length > 0) {
      this.#items[0] = last as T;
      this.#sink(0);
    }
    return top;
  }

  /** Puts the first item, whose rank has changed, in its new place. */
  sinkFirst(): void {
    if (this.#items.length > 1) this.#sink(0);
  }

  #sink(from: number): void {
    const item = this.#items[from] as T;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#items.length) break;
      const right = child + 1;
      if (
        right < this.#items.length &&
        this.#before(this.#items[right] as T, this.#items[child] as T)
      ) {
        child = right;
      }
      const below = this.#items[child] as T;
      if (!this.#before(below, item)) break;
      this.#items[at] = below;
      at = child;
    }
    this.#items[at] = item;
  }
}
