/**
 * The log in memory, as a Storage: enough for tests and for owners that keep their own durable
 * write-ahead log beside it and load it at start.
 */
import { countWithin } from "./entry-size.ts";
import { fail } from "./errors.ts";
import {
  type ConfState,
  EMPTY_CONF_STATE,
  EMPTY_HARD_STATE,
  type Entry,
  type EntryId,
  type HardState,
  NO_BYTES,
  type Snapshot,
} from "./message.ts";
import type { Missing, Storage } from "./storage.ts";

export class MemoryStorage implements Storage {
  private hardState: HardState = EMPTY_HARD_STATE;
  private latest: Snapshot = {
    meta: { index: 0, term: 0, confState: EMPTY_CONF_STATE },
    data: NO_BYTES,
  };
  /** The entry before the first one: compacted away, but its term is still known. */
  private base: EntryId = { index: 0, term: 0 };
  /** INVARIANT: entry i has index base.index + 1 + i. */
  private log: Entry[] = [];

  initialState(): { hardState: HardState; confState: ConfState } {
    return { hardState: this.hardState, confState: this.latest.meta.confState };
  }

  entries(lo: number, hi: number, maxSize: number): readonly Entry[] | Missing {
    if (lo <= this.base.index) return "compacted";
    if (hi > this.lastIndex() + 1) {
      fail(`entries up to ${hi} asked for, the last is ${this.lastIndex()}`);
    }
    if (this.log.length === 0) return "unavailable";
    const from = lo - this.base.index - 1;
    const to = hi - this.base.index - 1;
    return this.log.slice(from, from + countWithin(this.log, from, to, maxSize));
  }

  term(index: number): number | Missing {
    if (index < this.base.index) return "compacted";
    if (index === this.base.index) return this.base.term;
    return this.log[index - this.base.index - 1]?.term ?? "unavailable";
  }

  firstIndex(): number {
    return this.base.index + 1;
  }

  lastIndex(): number {
    return this.base.index + this.log.length;
  }

  /** The last that was applied or created, for whomever. */
  snapshot(_to?: number): Snapshot | "temporarily-unavailable" {
    return this.latest;
  }

  setHardState(hardState: HardState): void {
    this.hardState = hardState;
  }

  /** Replaces everything by a snapshot; false (and nothing changed) if it is not newer. */
  applySnapshot(snapshot: Snapshot): boolean {
    const index = this.latest.meta.index;
    if (index !== 0 && index >= snapshot.meta.index) return false;
    this.latest = snapshot;
    this.base = { index: snapshot.meta.index, term: snapshot.meta.term };
    this.log = [];
    return true;
  }

  /**
   * Makes the state at `index` the snapshot that lagging followers get; the log is kept until
   * `compact`. Undefined if there is a newer one already.
   */
  createSnapshot(
    index: number,
    confState: ConfState | undefined,
    data: Uint8Array,
  ): Snapshot | undefined {
    if (index <= this.latest.meta.index) return undefined;
    const term = this.term(index);
    if (typeof term === "string") fail(`snapshot at ${index}, but the entry there is ${term}`);
    this.latest = {
      meta: { index, term, confState: confState ?? this.latest.meta.confState },
      data,
    };
    return this.latest;
  }

  /** Forgets entries up to and including `index`; false if that has happened before. */
  compact(index: number): boolean {
    if (index <= this.base.index) return false;
    const term = this.term(index);
    if (typeof term === "string")
      fail(`compaction up to ${index}, the last is ${this.lastIndex()}`);
    this.log = this.log.slice(index - this.base.index);
    this.base = { index, term };
    return true;
  }

  /** Appends; entries that conflict, and all after them, are replaced. */
  append(entries: readonly Entry[]): void {
    const first = entries[0];
    if (first === undefined) return;
    const skip = Math.max(0, this.firstIndex() - first.index);
    const next = entries[skip];
    if (next === undefined) return;
    const at = next.index - this.firstIndex();
    if (at > this.log.length) {
      fail(`gap in the log: the last index is ${this.lastIndex()}, appended at ${next.index}`);
    }
    this.log.length = at;
    for (let i = skip; i < entries.length; i++) {
      const entry = entries[i];
      if (entry !== undefined) this.log.push(entry);
    }
  }
}
