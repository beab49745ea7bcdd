/**
 * Who waits for something scarce, and for what? What is given back wakes those that wait for it,
 * in the order in which they came, and only as many as it is enough for.
 */

/** What is missing: a network's address, a port, a service's own endpoint. */
export type Resource = string;
/** Undefined: it has all that it needs. */
export type Outcome = Resource | undefined;

export class WaitingRoom<Key> {
  readonly #fresh: Set<Key> = new Set();
  readonly #queues: Map<Resource, Set<Key>> = new Map();
  readonly #missing: Map<Key, Resource> = new Map();
  readonly #freed: Set<Resource> = new Set();

  /** It has never been tried, or must be tried again. */
  enter(key: Key): void {
    this.leave(key);
    this.#fresh.add(key);
  }

  leave(key: Key): void {
    this.#fresh.delete(key);
    const resource = this.#missing.get(key);
    if (resource === undefined) return;
    this.#missing.delete(key);
    const queue = this.#queues.get(resource);
    queue?.delete(key);
    if (queue?.size === 0) this.#queues.delete(resource);
  }

  freed(resource: Resource): void {
    if (this.#queues.has(resource)) this.#freed.add(resource);
  }

  get hasWork(): boolean {
    return this.#fresh.size > 0 || this.#freed.size > 0;
  }

  get size(): number {
    return this.#fresh.size + this.#missing.size;
  }

  /** Tries those that may have a chance, until `mayGoOn` says no. */
  tryAll(attempt: (key: Key) => Outcome, mayGoOn: () => boolean): void {
    for (const resource of [...this.#freed]) {
      if (!this.#tryQueue(resource, attempt, mayGoOn)) return;
      this.#freed.delete(resource);
    }
    for (const key of [...this.#fresh]) {
      if (!mayGoOn()) return;
      this.#settle(key, attempt(key));
    }
  }

  #tryQueue(resource: Resource, attempt: (key: Key) => Outcome, mayGoOn: () => boolean): boolean {
    for (const key of [...(this.#queues.get(resource) ?? [])]) {
      if (!mayGoOn()) return false;
      const missing = attempt(key);
      if (missing === resource) return true;
      this.#settle(key, missing);
    }
    return true;
  }

  #settle(key: Key, missing: Outcome): void {
    this.leave(key);
    if (missing === undefined) return;
    this.#missing.set(key, missing);
    const queue = this.#queues.get(missing);
    if (queue === undefined) this.#queues.set(missing, new Set([key]));
    else queue.add(key);
  }
}
