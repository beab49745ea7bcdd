/** What a StorageAppend of raft-ts asks for, made durable in order and in as few syncs as it can. */
import type { HardState, Message } from "raft-ts";
import type { Wal } from "./wal.ts";
import type { WalRecord } from "./wal-record.ts";

export class LogWriter {
  readonly #wal: Wal;
  #vote: { readonly term: number; readonly vote: number };
  /** The commit index that is not on disk yet: it rides along with the next write. */
  #lazyCommit = 0;
  #writes: Promise<void> = Promise.resolve();
  #restoring = 0;

  constructor(wal: Wal, hardState: HardState) {
    this.#wal = wal;
    this.#vote = { term: hardState.term, vote: hardState.vote };
    this.#lazyCommit = hardState.commit;
  }

  /** Index of the newest leader's snapshot that was handed in, or 0. */
  get restoring(): number {
    return this.#restoring;
  }

  /** Calls `done` when the message is durable, after those of all earlier messages. */
  append(
    message: Message,
    mustSync: boolean,
    done: () => void,
    failed: (error: unknown) => void,
  ): void {
    if (message.term !== 0) {
      this.#vote = { term: message.term, vote: message.vote };
      this.#lazyCommit = message.commit;
    }
    // A moved commit index alone is not worth a sync: it may be lost. Its answers still wait for
    // the writes before it.
    const needed = mustSync || message.snapshot !== undefined;
    const before = this.#writes;
    const written = needed ? this.#wal.append(this.#records(message)) : before;
    // A batch ends for all its writes at once: also for those behind an answer that waited for one.
    this.#writes = written.then(() => before).then(done, failed);
  }

  /** Writes down the commit index, for a shorter start. */
  async finish(lastIndex: number): Promise<void> {
    if (this.#vote.term === 0) return;
    const commit = Math.min(this.#lazyCommit, lastIndex);
    await this.#wal.append([{ kind: "hard-state", ...this.#vote, commit }]);
  }

  #records({ entries, snapshot }: Message): WalRecord[] {
    const records: WalRecord[] = [];
    if (snapshot !== undefined) {
      const { index, term } = snapshot.meta;
      records.push({ kind: "snapshot-restored", index, term });
      this.#restoring = index;
    }
    for (const entry of entries) records.push({ kind: "entry", entry });
    records.push({ kind: "hard-state", ...this.#vote, commit: this.#lazyCommit });
    return records;
  }
}
