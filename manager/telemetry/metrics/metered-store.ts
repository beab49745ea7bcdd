/**
 * A store that measures itself, for the histograms that Swarm's users know. It hands every call on;
 * of lookups, which are many and short, it times one transaction in 64.
 */
import { Histogram } from "../../raft/histogram.ts";
import type {
  ChangeBatch,
  IdOf,
  ReadTx,
  Store,
  Subscription,
  TableName,
  WriteTx,
} from "../../store/types.ts";

const SAMPLED = 64;

export class MeteredStore implements Store {
  readonly writeTx: Histogram = new Histogram();
  readonly readTx: Histogram = new Histogram();
  readonly lookup: Histogram = new Histogram();
  /** How long a closure had the store to itself: what takes a lock in Swarm. */
  readonly lock: Histogram = new Histogram();
  readonly #store: Store;
  #reads = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  view<R>(read: (tx: ReadTx) => R): R {
    const sampled = this.#reads++ % SAMPLED === 0;
    const startedAt = performance.now();
    try {
      return this.#store.view(sampled ? (tx) => read(this.#timed(tx)) : read);
    } finally {
      this.readTx.recordMs(performance.now() - startedAt);
    }
  }

  async update<R>(write: (tx: WriteTx) => R, signal?: AbortSignal): Promise<R> {
    const startedAt = performance.now();
    try {
      return await this.#store.update((tx) => {
        const enteredAt = performance.now();
        try {
          return write(tx);
        } finally {
          this.lock.recordMs(performance.now() - enteredAt);
        }
      }, signal);
    } finally {
      this.writeTx.recordMs(performance.now() - startedAt);
    }
  }

  watch<R>(
    snapshot: (tx: ReadTx) => R,
    onBatch: (batch: ChangeBatch) => void,
  ): { readonly initial: R; readonly subscription: Subscription } {
    return this.#store.watch(snapshot, onBatch);
  }

  #timed(tx: ReadTx): ReadTx {
    const time = <T>(look: () => T): T => {
      const startedAt = performance.now();
      const found = look();
      this.lookup.recordMs(performance.now() - startedAt);
      return found;
    };
    return {
      get index() {
        return tx.index;
      },
      get: <T extends TableName>(table: T, id: IdOf<T>) => time(() => tx.get(table, id)),
      all: (table) => tx.all(table),
      each: (table, visit) => tx.each(table, visit),
      by: (table, index, key) => time(() => tx.by(table, index, key)),
      byIdPrefix: (table, prefix, limit) => time(() => tx.byIdPrefix(table, prefix, limit)),
      count: (table) => tx.count(table),
    };
  }
}
