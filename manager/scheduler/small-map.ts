/**
 * A map that holds one entry without the weight of a Map. Most services have one task that waits,
 * or tasks on one node: a hundred thousand Maps would be most of the scheduler's memory.
 * It grows into a Map with its second entry, and stays one.
 */
export class SmallMap<K, V> {
  #key: K | undefined;
  #value: V | undefined;
  #size = 0;
  #map: Map<K, V> | undefined;

  get size(): number {
    return this.#map === undefined ? this.#size : this.#map.size;
  }

  has(key: K): boolean {
    return this.#map === undefined ? this.#holds(key) : this.#map.has(key);
  }

  get(key: K): V | undefined {
    if (this.#map !== undefined) return this.#map.get(key);
    return this.#holds(key) ? this.#value : undefined;
  }

  set(key: K, value: V): void {
    if (this.#map !== undefined) {
      this.#map.set(key, value);
    } else if (this.#size === 0 || this.#key === key) {
      this.#key = key;
      this.#value = value;
      this.#size = 1;
    } else {
      this.#map = new Map([
        [this.#key as K, this.#value as V],
        [key, value],
      ]);
      this.#forget();
    }
  }

  delete(key: K): void {
    if (this.#map !== undefined) this.#map.delete(key);
    else if (this.#holds(key)) this.#forget();
  }

  keys(): IterableIterator<K> {
    if (this.#map !== undefined) return this.#map.keys();
    return (this.#size === 0 ? [] : [this.#key as K]).values();
  }

  /** Entries that are deleted while it runs are left out, as with a Map. */
  values(): IterableIterator<V> {
    if (this.#map !== undefined) return this.#map.values();
    return (this.#size === 0 ? [] : [this.#value as V]).values();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    if (this.#map !== undefined) return this.#map.entries();
    const entries: [K, V][] = this.#size === 0 ? [] : [[this.#key as K, this.#value as V]];
    return entries.values();
  }

  #holds(key: K): boolean {
    return this.#size === 1 && this.#key === key;
  }

  #forget(): void {
    this.#key = undefined;
    this.#value = undefined;
    this.#size = 0;
  }
}
