/** A store for tests and benchmarks: a RaftStore on a consensus of one, its log kept to be read. */
import type { Clock } from "../../shared/clock.ts";
import type { CommittedEntry } from "../raft/consensus.ts";
import { LoopbackConsensus } from "../raft/loopback-consensus.ts";
import { RaftStore } from "./store.ts";

export interface StoreForTest {
  readonly store: RaftStore;
  /** `loseLead()` and `becomeLeader()` are its. */
  readonly consensus: LoopbackConsensus;
  /** Every entry so far, to be applied elsewhere. */
  readonly entries: readonly CommittedEntry[];
}

export interface StoreForTestOptions {
  /** Stands at 0 when left out. */
  readonly clock?: Clock;
  /** False: don't keep `entries`, for benchmarks. */
  readonly keepEntries?: boolean;
}

const stillClock: Clock = { now: () => 0, after: () => ({ cancel: () => {} }) };

export function storeForTest(options: StoreForTestOptions = {}): StoreForTest {
  const store = new RaftStore({ clock: options.clock ?? stillClock });
  const entries: CommittedEntry[] = [];
  const keep = options.keepEntries ?? true;
  const consensus = new LoopbackConsensus({
    apply: (committed) => {
      if (keep) entries.push(...committed);
      store.apply(committed);
    },
    image: () => store.image(),
    restore: (index, chunks) => store.restore(index, chunks),
  });
  store.attach(consensus);
  return { store, consensus, entries };
}
