/** What the records of a write-ahead log add up to. */
import type { LogEntry, WalRecord } from "./wal-record.ts";

export interface SnapshotMark {
  readonly index: number;
  readonly term: number;
}

export interface StoredLog {
  readonly hardState: { readonly term: number; readonly vote: number; readonly commit: number };
  /** Contiguous; the first may lie before the newest snapshot. */
  readonly entries: readonly LogEntry[];
  /** Snapshots that were durable when recorded, oldest first. */
  readonly marks: readonly SnapshotMark[];
}

export class LogReplay {
  #hardState = { term: 0, vote: 0, commit: 0 };
  #entries: LogEntry[] = [];
  #marks: SnapshotMark[] = [];

  /** False: the record does not follow from those before it. */
  add(record: WalRecord): boolean {
    switch (record.kind) {
      case "hard-state":
        this.#hardState = { term: record.term, vote: record.vote, commit: record.commit };
        return true;
      case "snapshot-taken":
        this.#mark(record);
        return true;
      case "snapshot-restored":
        this.#mark(record);
        this.#entries = [];
        return true;
      case "entry":
        return this.#append(record.entry);
    }
  }

  result(): StoredLog {
    return { hardState: this.#hardState, entries: this.#entries, marks: this.#marks };
  }

  #mark(mark: SnapshotMark): void {
    // One of this manager's own may be done after a newer one of the leader's.
    if (mark.index <= (this.#marks.at(-1)?.index ?? 0)) return;
    this.#marks.push({ index: mark.index, term: mark.term });
  }

  #append(entry: LogEntry): boolean {
    const first = this.#entries[0];
    if (first === undefined) {
      this.#entries.push(entry);
      return true;
    }
    const position = entry.index - first.index;
    // Released segments took the entries before `first` along; a rewrite of those cannot follow.
    if (position < 0 || position > this.#entries.length) return false;
    this.#entries.length = position;
    this.#entries.push(entry);
    return true;
  }
}
