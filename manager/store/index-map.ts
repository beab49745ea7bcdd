/**
 * One index: ids by key. Most keys of a task's slot index have one id, so a lone id is kept as
 * such; a set is made for the second. Order is made when it is asked for and kept until an id
 * comes or goes.
 */

class Posting {
  readonly ids: Set<string>;
  order: readonly string[] | null = null;

  constructor(ids: readonly string[]) {
    this.ids = new Set(ids);
  }
}

const NO_IDS: readonly string[] = Object.freeze([]);

export class IndexMap {
  readonly #postings: Map<string, string | Posting> = new Map();

  add(key: string, id: string): void {
    const found = this.#postings.get(key);
    if (found === undefined) {
      this.#postings.set(key, id);
    } else if (typeof found === "string") {
      if (found !== id) this.#postings.set(key, new Posting([found, id]));
    } else {
      found.ids.add(id);
      found.order = null;
    }
  }

  remove(key: string, id: string): void {
    const found = this.#postings.get(key);
    if (found === undefined) return;
    if (typeof found === "string") {
      if (found === id) this.#postings.delete(key);
      return;
    }
    found.ids.delete(id);
    found.order = null;
    if (found.ids.size === 0) this.#postings.delete(key);
  }

  /** In order. */
  ids(key: string): readonly string[] {
    const found = this.#postings.get(key);
    if (found === undefined) return NO_IDS;
    if (typeof found === "string") return [found];
    found.order ??= [...found.ids].sort();
    return found.order;
  }

  /** Every key that has ids: what the tests compare. */
  *entries(): IterableIterator<readonly [string, readonly string[]]> {
    for (const key of [...this.#postings.keys()].sort()) yield [key, this.ids(key)];
  }
}
