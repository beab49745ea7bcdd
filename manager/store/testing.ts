/**
 * A store for tests and benchmarks: a RaftStore on a log of its own that commits every proposal
 * in the next turn of the event loop's microtasks. Not for production.
 */
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { LogIndex, Term } from "../../shared/ids.ts";
import type { CommittedEntry, Consensus, Leadership } from "../raft/consensus.ts";
import { RaftStore } from "./store.ts";

export interface StoreForTest {
  readonly store: RaftStore;
  readonly consensus: Consensus;
  /** Every entry so far, to be applied elsewhere. */
  readonly entries: readonly CommittedEntry[];
  /** Gives the lead (again) or takes it away. */
  lead(leads: boolean): void;
  /** While held, proposals wait; releasing commits them in order. */
  hold(held: boolean): void;
}

export interface StoreForTestOptions {
  readonly clock?: Clock;
  /** Keep the log for `entries`; benchmarks turn it off. */
  readonly keepEntries?: boolean;
}

/** Stands at 0 unless told otherwise; timers never fire. */
const stillClock: Clock = { now: () => 0, after: () => ({ cancel: () => {} }) };

export function storeForTest(options: StoreForTestOptions = {}): StoreForTest {
  const store = new RaftStore({ clock: options.clock ?? stillClock });
  const log = new TestLog(store, options.keepEntries ?? true);
  store.attach(log.consensus);
  return {
    store,
    consensus: log.consensus,
    entries: log.entries,
    lead: (leads) => log.lead(leads),
    hold: (held) => log.hold(held),
  };
}

class TestLog {
  readonly entries: CommittedEntry[] = [];
  readonly consensus: Consensus;
  readonly #store: RaftStore;
  readonly #keep: boolean;
  readonly #listeners: Set<(leadership: Leadership | undefined) => void> = new Set();
  #held: (() => void)[] | undefined;
  #index = 0;
  #term = 1;
  #abort: AbortController = new AbortController();
  #leadership: Leadership | undefined;

  constructor(store: RaftStore, keep: boolean) {
    this.#store = store;
    this.#keep = keep;
    this.#leadership = { term: 1 as Term, signal: this.#abort.signal };
    this.consensus = this.#consensus();
  }

  lead(leads: boolean): void {
    if (leads === (this.#leadership !== undefined)) return;
    if (leads) {
      this.#abort = new AbortController();
      this.#term += 1;
      this.#leadership = { term: this.#term as Term, signal: this.#abort.signal };
    } else {
      this.#leadership = undefined;
      this.#abort.abort();
    }
    for (const listener of this.#listeners) listener(this.#leadership);
  }

  hold(held: boolean): void {
    const waiting = this.#held ?? [];
    this.#held = held ? waiting : undefined;
    if (!held) for (const go of waiting) go();
  }

  async #propose(data: Uint8Array): Promise<LogIndex> {
    await new Promise<void>((go) => (this.#held === undefined ? go() : this.#held.push(go)));
    if (this.#leadership === undefined) throw new ClusterError("UNAVAILABLE", "lost the lead");
    this.#index += 1;
    const entry = { index: this.#index as LogIndex, term: this.#term as Term, data };
    if (this.#keep) this.entries.push(entry);
    this.#store.apply([entry]);
    return entry.index;
  }

  #consensus(): Consensus {
    const close = { close: () => {} };
    return {
      status: () => ({
        raftId: 1,
        role: this.#leadership === undefined ? "follower" : "leader",
        term: this.#term as Term,
        leader: undefined,
        commit: this.#index as LogIndex,
        applied: this.#index as LogIndex,
        members: [],
      }),
      onStatus: () => close,
      leadership: () => this.#leadership,
      onLeadership: (listener) => {
        this.#listeners.add(listener);
        return { close: () => void this.#listeners.delete(listener) };
      },
      propose: (data) => this.#propose(data),
      readBarrier: async () => this.#index as LogIndex,
      removeMember: async () => {},
      canRemoveMember: () => true,
      transferLeadership: async () => this.lead(false),
    };
  }
}
