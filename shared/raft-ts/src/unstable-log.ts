/**
 * The part of the log that is not known to be durable: entries from `offset` on, or a snapshot
 * that came from the leader. Entries below `offsetInProgress` have been handed to storage and
 * wait for its answer; those from there on go into the next Ready.
 *
 * INVARIANT: offset <= offsetInProgress <= offset + length.
 */
import { countWithin } from "./entry-size.ts";
import { fail } from "./errors.ts";
import type { Entry, EntryId, Snapshot } from "./message.ts";
import type { Trace } from "./trace.ts";

/** Below this many dead slots the array is not worth moving. */
const MOVE_AT = 256;

export class UnstableLog {
  snapshot: Snapshot | undefined = undefined;
  snapshotInProgress = false;
  offset: number;
  offsetInProgress: number;
  /** Slots before `head` are dead: a stable prefix is dropped without moving the rest. */
  private slots: Entry[] = [];
  private head = 0;
  private readonly trace: Trace | undefined;

  constructor(offset: number, trace: Trace | undefined) {
    this.offset = offset;
    this.offsetInProgress = offset;
    this.trace = trace;
  }

  get length(): number {
    return this.slots.length - this.head;
  }

  /** The first index of the log, if the snapshot here decides it. */
  firstIndex(): number | undefined {
    return this.snapshot === undefined ? undefined : this.snapshot.meta.index + 1;
  }

  /** The last index of the log, if it is known here. */
  lastIndex(): number | undefined {
    return this.length > 0 ? this.offset + this.length - 1 : this.snapshot?.meta.index;
  }

  /** The term at `index`, if it is known here. */
  term(index: number): number | undefined {
    if (index >= this.offset) return this.slots[this.head + index - this.offset]?.term;
    return this.snapshot?.meta.index === index ? this.snapshot.meta.term : undefined;
  }

  hasNextEntries(): boolean {
    return this.offset + this.length > this.offsetInProgress;
  }

  /** Entries that storage has not been given yet. */
  nextEntries(): readonly Entry[] {
    return this.slots.slice(this.head + this.offsetInProgress - this.offset);
  }

  nextSnapshot(): Snapshot | undefined {
    return this.snapshotInProgress ? undefined : this.snapshot;
  }

  /** Storage has been given all that is here. */
  acceptInProgress(): void {
    this.offsetInProgress = this.offset + this.length;
    if (this.snapshot !== undefined) this.snapshotInProgress = true;
  }

  /**
   * Entries up to `id` are durable. The term tells whether that was this log: an entry that was
   * replaced while the write was under way (and perhaps replaced back by one of a third leader)
   * must not count as stored.
   */
  stableTo(id: EntryId): void {
    const term = this.term(id.index);
    if (term === undefined) {
      this.trace?.("info", `entry at index ${id.index} missing from unstable log; ignoring`);
      return;
    }
    if (id.index < this.offset) {
      this.trace?.("info", `entry at index ${id.index} matched unstable snapshot; ignoring`);
      return;
    }
    if (term !== id.term) {
      this.trace?.(
        "info",
        `stored entry (index ${id.index}, term ${id.term}) has since been replaced by one of ` +
          `term ${term}; ignoring`,
      );
      return;
    }
    this.head += id.index + 1 - this.offset;
    this.offset = id.index + 1;
    this.offsetInProgress = Math.max(this.offsetInProgress, this.offset);
    this.moveIfWorth();
  }

  /** The snapshot at `index` is durable. */
  stableSnapshotTo(index: number): void {
    if (this.snapshot?.meta.index !== index) return;
    this.snapshot = undefined;
    this.snapshotInProgress = false;
  }

  /** The log becomes this snapshot. */
  restore(snapshot: Snapshot): void {
    this.offset = snapshot.meta.index + 1;
    this.offsetInProgress = this.offset;
    this.slots = [];
    this.head = 0;
    this.snapshot = snapshot;
    this.snapshotInProgress = false;
  }

  /**
   * Appends; what is at or after the first new index is replaced. A write of replaced entries may
   * be in progress: they are handed out again, in their new form.
   */
  truncateAndAppend(entries: readonly Entry[]): void {
    const first = entries[0];
    if (first === undefined) return;
    const end = this.offset + this.length;
    if (first.index > end) fail(`gap in the unstable log: it ends at ${end}, got ${first.index}`);
    if (first.index < this.offset || (first.index === this.offset && this.length > 0)) {
      this.trace?.("info", `replace the unstable entries from index ${first.index}`);
      this.slots = [];
      this.head = 0;
      this.offset = first.index;
      this.offsetInProgress = this.offset;
    } else if (first.index < end) {
      this.trace?.("info", `truncate the unstable entries before index ${first.index}`);
      this.slots.length = this.head + first.index - this.offset;
      this.offsetInProgress = Math.min(this.offsetInProgress, first.index);
    }
    for (const entry of entries) this.slots.push(entry);
  }

  /** [lo, hi), cut to maxSize (but at least one); copies no more than it returns. */
  slice(lo: number, hi: number, maxSize: number): readonly Entry[] {
    const end = this.offset + this.length;
    if (lo > hi || lo < this.offset || hi > end) {
      fail(`unstable entries [${lo}, ${hi}) asked for, there are [${this.offset}, ${end})`);
    }
    const from = this.head + lo - this.offset;
    const count = countWithin(this.slots, from, this.head + hi - this.offset, maxSize);
    return this.slots.slice(from, from + count);
  }

  private moveIfWorth(): void {
    if (this.length === 0) this.slots = [];
    else if (this.head >= MOVE_AT && this.head * 2 >= this.slots.length) {
      this.slots = this.slots.slice(this.head);
    } else return;
    this.head = 0;
  }
}
