/**
 * One table: objects by id, ordered, frozen in constant time. Objects lie in some 1,500 buckets
 * by the first two characters of their id, whose order is the order of ids. `freeze` hands out
 * the array of buckets and starts a new generation; the first write to a bucket of an older
 * generation copies that bucket alone (for a million objects some 700 entries), so that neither
 * an image nor a growing hash table ever stops the world for long.
 */

export interface Identified {
  readonly id: string;
}

interface Bucket<T> {
  readonly generation: number;
  readonly objects: Map<string, T>;
  /** Ids in order, while no id has come or gone since it was made. */
  order: readonly string[] | null;
}

const RANKS = 39;
const BELOW = 0;
const BETWEEN = 11;
const ABOVE = 38;

/** Monotone in the character, and one rank for each character that ids are made of. */
function rankOf(code: number): number {
  if (code < 48) return BELOW;
  if (code <= 57) return code - 47;
  if (code < 97) return BETWEEN;
  if (code <= 122) return code - 85;
  return ABOVE;
}

function isShared(rank: number): boolean {
  return rank === BELOW || rank === BETWEEN || rank === ABOVE;
}

/**
 * Ids that share a first rank without sharing the first character go to one bucket: ordering
 * them by their second would break the order of buckets.
 */
function bucketOf(id: string): number {
  const first = id.length > 0 ? rankOf(id.charCodeAt(0)) : BELOW;
  if (isShared(first) || id.length < 2) return first * RANKS;
  return first * RANKS + rankOf(id.charCodeAt(1));
}

/** What a frozen table looks like to the one that writes an image. */
export type FrozenTable<T> = readonly (ReadonlyMap<string, T> | undefined)[];

export class BucketTable<T extends Identified> {
  readonly #buckets: (Bucket<T> | undefined)[] = new Array(RANKS * RANKS).fill(undefined);
  #generation = 0;
  #size = 0;
  /** No bucket below or above these was ever written to. */
  #lowest = RANKS * RANKS;
  #highest = -1;

  get size(): number {
    return this.#size;
  }

  get(id: string): T | undefined {
    return this.#buckets[bucketOf(id)]?.objects.get(id);
  }

  /** Returns what was there before. */
  put(object: T): T | undefined {
    const bucket = this.#writable(bucketOf(object.id));
    const before = bucket.objects.get(object.id);
    bucket.objects.set(object.id, object);
    if (before === undefined) {
      bucket.order = null;
      this.#size += 1;
    }
    return before;
  }

  remove(id: string): T | undefined {
    const at = bucketOf(id);
    const before = this.#buckets[at]?.objects.get(id);
    if (before === undefined) return undefined;
    const bucket = this.#writable(at);
    bucket.objects.delete(id);
    bucket.order = null;
    this.#size -= 1;
    return before;
  }

  *all(): IterableIterator<T> {
    // Small tables are asked often: the one cluster with every call that comes in.
    for (let at = this.#lowest; at <= this.#highest; at++) {
      const bucket = this.#buckets[at];
      if (bucket !== undefined) yield* inOrder(bucket);
    }
  }

  /** In no order. */
  each(visit: (object: T) => void): void {
    for (const bucket of this.#buckets) bucket?.objects.forEach(visit);
  }

  byPrefix(prefix: string, limit: number): T[] {
    const found: T[] = [];
    for (const bucket of this.#bucketsOf(prefix)) {
      if (bucket === undefined) continue;
      for (const object of inOrder(bucket)) {
        if (found.length >= limit) return found;
        if (object.id.startsWith(prefix)) found.push(object);
      }
    }
    return found;
  }

  freeze(): FrozenTable<T> {
    this.#generation += 1;
    return this.#buckets.map((bucket) => bucket?.objects);
  }

  #bucketsOf(prefix: string): readonly (Bucket<T> | undefined)[] {
    if (prefix.length === 0) return this.#buckets;
    const first = rankOf(prefix.charCodeAt(0));
    if (prefix.length === 1) return this.#buckets.slice(first * RANKS, (first + 1) * RANKS);
    return [this.#buckets[bucketOf(prefix)]];
  }

  #writable(at: number): Bucket<T> {
    const bucket = this.#buckets[at];
    if (bucket !== undefined && bucket.generation === this.#generation) return bucket;
    const own: Bucket<T> = {
      generation: this.#generation,
      objects: new Map(bucket?.objects),
      order: bucket?.order ?? null,
    };
    this.#buckets[at] = own;
    this.#lowest = Math.min(this.#lowest, at);
    this.#highest = Math.max(this.#highest, at);
    return own;
  }
}

function* inOrder<T>(bucket: Bucket<T>): IterableIterator<T> {
  bucket.order ??= [...bucket.objects.keys()].sort();
  for (const id of bucket.order) {
    const object = bucket.objects.get(id);
    if (object !== undefined) yield object;
  }
}
