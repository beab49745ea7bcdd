/**
 * The log of one node: what Storage has, and after it what is unstable. Knows how far it is
 * committed and applied, and how much may be handed out for applying.
 *
 *     first ...... applied ... applying ... committed ... last
 *                  (state      (handed
 *                  machine)    out)
 *
 * INVARIANT: applied <= applying <= committed <= last.
 */
import { entriesSize } from "./entry-size.ts";
import { fail } from "./errors.ts";
import { type Entry, type EntryId, NO_ENTRIES, NO_LIMIT, type Snapshot } from "./message.ts";
import type { Missing, Storage } from "./storage.ts";
import type { Trace } from "./trace.ts";
import { UnstableLog } from "./unstable-log.ts";

export class RaftLog {
  readonly unstable: UnstableLog;
  committed: number;
  applying: number;
  applied: number;
  private readonly storage: Storage;
  private readonly trace: Trace | undefined;
  /** Bound on the encoded size of entries that are handed out and not yet applied. */
  readonly maxApplyingSize: number;
  private applyingSize = 0;
  /** Nothing more is handed out until what is out has been (in part) applied. */
  private applyingPaused = false;

  constructor(storage: Storage, maxApplyingSize: number, trace: Trace | undefined) {
    this.storage = storage;
    this.trace = trace;
    this.maxApplyingSize = maxApplyingSize;
    const compacted = storage.firstIndex() - 1;
    this.unstable = new UnstableLog(storage.lastIndex() + 1, trace);
    this.committed = compacted;
    this.applying = compacted;
    this.applied = compacted;
  }

  firstIndex(): number {
    return this.unstable.firstIndex() ?? this.storage.firstIndex();
  }

  lastIndex(): number {
    return this.unstable.lastIndex() ?? this.storage.lastIndex();
  }

  lastId(): EntryId {
    const index = this.lastIndex();
    const term = this.term(index);
    if (typeof term === "string") fail(`the last entry, ${index}, is ${term}`);
    return { index, term };
  }

  term(index: number): number | Missing {
    const unstable = this.unstable.term(index);
    if (unstable !== undefined) return unstable;
    // The entry just before the first is gone, its term is not: it is the snapshot's.
    if (index + 1 < this.firstIndex()) return "compacted";
    if (index > this.lastIndex()) return "unavailable";
    return this.storage.term(index);
  }

  /** 0 where there is no entry: matches no term of an entry. */
  termOrZero(index: number): number {
    const term = this.term(index);
    return typeof term === "string" ? 0 : term;
  }

  matches(id: EntryId): boolean {
    return this.term(id.index) === id.term;
  }

  /** Paper §5.4.1: may the owner of a log that ends with `their` entry lead this node? */
  isUpToDate(their: EntryId): boolean {
    const our = this.lastId();
    return their.term > our.term || (their.term === our.term && their.index >= our.index);
  }

  /** Entries from `index` to the end of the log, within maxSize (but at least one). */
  entries(index: number, maxSize: number): readonly Entry[] | Missing {
    const last = this.lastIndex();
    return index > last ? NO_ENTRIES : this.slice(index, last + 1, maxSize);
  }

  /**
   * A leader's append: entries after `prev`. Returns the last index that now agrees with the
   * leader, or undefined if the log has no entry `prev`.
   */
  maybeAppend(prev: EntryId, entries: readonly Entry[], commit: number): number | undefined {
    if (!this.matches(prev)) return undefined;
    const last = prev.index + entries.length;
    const conflict = this.findConflict(entries);
    if (conflict !== 0) {
      if (conflict <= this.committed) {
        fail(`entry ${conflict} conflicts with a committed entry (committed: ${this.committed})`);
      }
      const skip = conflict - (prev.index + 1);
      this.append(skip === 0 ? entries : entries.slice(skip));
    }
    // Only what the leader has confirmed in this message: entries after `last` may be an older
    // leader's, and will be replaced.
    this.commitTo(Math.min(commit, last));
    return last;
  }

  append(entries: readonly Entry[]): number {
    const first = entries[0];
    if (first !== undefined) {
      if (first.index <= this.committed) {
        fail(`append at ${first.index} would replace committed entries (to ${this.committed})`);
      }
      this.unstable.truncateAndAppend(entries);
    }
    return this.lastIndex();
  }

  /** The first of `entries` that is not in the log as it is; 0 if all are. */
  private findConflict(entries: readonly Entry[]): number {
    for (const entry of entries) {
      if (this.matches(entry)) continue;
      if (entry.index <= this.lastIndex()) {
        this.trace?.(
          "info",
          `found conflict at index ${entry.index} [existing term: ` +
            `${this.termOrZero(entry.index)}, conflicting term: ${entry.term}]`,
        );
      }
      return entry.index;
    }
    return 0;
  }

  /**
   * The last position at or before `index` whose term is at most `term`: nothing after it can be
   * common to this log and one that has `term` at `index`. Term 0 if it is compacted away.
   */
  findConflictByTerm(index: number, term: number): EntryId {
    for (let at = index; at > 0; at--) {
      const ours = this.term(at);
      if (typeof ours === "string") return { index: at, term: 0 };
      if (ours <= term) return { index: at, term: ours };
    }
    return { index: 0, term: 0 };
  }

  commitTo(index: number): void {
    if (index <= this.committed) return;
    const last = this.lastIndex();
    if (last < index) {
      fail(`commit ${index} is beyond the last entry ${last}: was the log damaged or lost?`);
    }
    this.committed = index;
  }

  /** Commits up to `id` if that entry is the log's: of the leader's own term (paper §5.4.2). */
  maybeCommit(id: EntryId): boolean {
    if (id.term === 0 || id.index <= this.committed || !this.matches(id)) return false;
    this.commitTo(id.index);
    return true;
  }

  // ---- applying ----

  hasNextCommitted(allowUnstable: boolean): boolean {
    return this.mayApply() && this.applying < this.maxAppliable(allowUnstable);
  }

  /**
   * Entries to apply next. allowUnstable: also those that are not known to be durable here, for
   * owners that write them before they apply them.
   */
  nextCommitted(allowUnstable: boolean): readonly Entry[] {
    if (!this.mayApply()) return NO_ENTRIES;
    const lo = this.applying + 1;
    const hi = this.maxAppliable(allowUnstable) + 1;
    if (lo >= hi) return NO_ENTRIES;
    const entries = this.slice(lo, hi, this.maxApplyingSize - this.applyingSize);
    if (typeof entries === "string") fail(`committed entries [${lo}, ${hi}) are ${entries}`);
    return entries;
  }

  private mayApply(): boolean {
    // A snapshot comes first: entries after it cannot be applied before it.
    return !this.applyingPaused && this.unstable.snapshot === undefined;
  }

  private maxAppliable(allowUnstable: boolean): number {
    return allowUnstable ? this.committed : Math.min(this.committed, this.unstable.offset - 1);
  }

  /** Entries up to `index`, `size` bytes of them new, were handed out. */
  acceptApplying(index: number, size: number, allowUnstable: boolean): void {
    if (index > this.committed) fail(`applying ${index}, but committed is ${this.committed}`);
    this.applying = index;
    this.applyingSize += size;
    // Also when they were cut short: the rest would not fit, however little is out of the limit.
    this.applyingPaused =
      this.applyingSize >= this.maxApplyingSize || index < this.maxAppliable(allowUnstable);
  }

  appliedTo(index: number, size: number): void {
    if (index > this.committed || index < this.applied) {
      fail(`applied ${index} is outside of [${this.applied}, ${this.committed}]`);
    }
    this.applied = index;
    this.applying = Math.max(this.applying, index);
    this.applyingSize = Math.max(0, this.applyingSize - size);
    this.applyingPaused = this.applyingSize >= this.maxApplyingSize;
  }

  // ---- snapshots ----

  snapshot(to: number): Snapshot | "temporarily-unavailable" {
    return this.unstable.snapshot ?? this.storage.snapshot(to);
  }

  restore(snapshot: Snapshot): void {
    this.trace?.(
      "info",
      `log starts to restore snapshot [index: ${snapshot.meta.index}, term: ${snapshot.meta.term}]`,
    );
    this.committed = snapshot.meta.index;
    this.unstable.restore(snapshot);
  }

  // ---- reading ----

  /** [lo, hi), cut to maxSize (but at least one entry). */
  slice(lo: number, hi: number, maxSize: number): readonly Entry[] | Missing {
    if (lo > hi) fail(`entries [${lo}, ${hi}) asked for`);
    if (lo < this.firstIndex()) return "compacted";
    if (hi > this.lastIndex() + 1) fail(`entries to ${hi}, the last is ${this.lastIndex()}`);
    if (lo === hi) return NO_ENTRIES;
    const offset = this.unstable.offset;
    if (lo >= offset) return this.unstable.slice(lo, hi, maxSize);

    const cut = Math.min(hi, offset);
    const stable = this.storage.entries(lo, cut, maxSize);
    if (stable === "compacted") return stable;
    if (stable === "unavailable") fail(`entries [${lo}, ${cut}) are unavailable from storage`);
    if (hi <= offset || stable.length < cut - lo) return stable;
    const room = maxSize - (maxSize === NO_LIMIT ? 0 : entriesSize(stable));
    if (room <= 0) return stable;
    const rest = this.unstable.slice(offset, hi, room);
    // "At least one" holds for the whole, not for its second half.
    if (rest.length === 1 && entriesSize(rest) > room) return stable;
    return stable.concat(rest);
  }
}
