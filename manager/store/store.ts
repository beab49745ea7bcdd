/**
 * The store of one manager: the state machine that Raft drives, and the door through which the
 * rest of the manager reads, writes and listens. Acts: it proposes to a Consensus.
 */
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { LogIndex } from "../../shared/ids.ts";
import type { CommittedEntry, Consensus, StateImage, StateMachine } from "../raft/consensus.ts";
import { applyBatch, applyWritten } from "./actions.ts";
import { EntryWriter, type WrittenEntry } from "./entry-writer.ts";
import { imageChunks, readImage } from "./image.ts";
import { Overlay } from "./overlay.ts";
import { State } from "./state.ts";
import type { ChangeBatch, ReadTx, Store, Subscription, WriteTx } from "./types.ts";

/** Closures join a batch until it is this big; the last may go beyond. */
const BATCH_BYTES = 1 << 20;
const BATCH_ACTIONS = 8_192;
/** What one closure may write: more would hold up heartbeats between managers. */
const MAX_CLOSURE_BYTES = 8 << 20;

interface Job {
  readonly write: (tx: WriteTx) => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  settled: boolean;
}

export interface StoreOptions {
  readonly clock: Clock;
  /** Told how long each proposal took until it was applied, and how many actions it carried. */
  readonly onCommit?: (elapsedMs: number, actions: number) => void;
}

export class RaftStore implements Store, StateMachine {
  readonly #clock: Clock;
  readonly #onCommit: StoreOptions["onCommit"];
  readonly #listeners: Set<(batch: ChangeBatch) => void> = new Set();
  #state: State = new State();
  #consensus: Consensus | undefined;
  #queue: Job[] = [];
  #flushing = false;
  #pendingVersion = 0;
  /** What was proposed upon the present state and has not been heard of since. */
  #proposed: WrittenEntry | undefined;

  constructor(options: StoreOptions) {
    this.#clock = options.clock;
    this.#onCommit = options.onCommit;
  }

  /** A consensus needs its state machine first, and the store its consensus only to write. */
  attach(consensus: Consensus): void {
    this.#consensus = consensus;
  }

  view<R>(read: (tx: ReadTx) => R): R {
    return read(this.#state);
  }

  update<R>(write: (tx: WriteTx) => R, signal?: AbortSignal): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled(signal));
      const onAbort = (): void => settle(() => reject(cancelled(signal)));
      const job: Job = {
        write,
        resolve: (result) => settle(() => resolve(result as R)),
        reject: (error) => settle(() => reject(error)),
        settled: false,
      };
      const settle = (how: () => void): void => {
        if (job.settled) return;
        job.settled = true;
        signal?.removeEventListener("abort", onAbort);
        how();
      };
      signal?.addEventListener("abort", onAbort);
      this.#queue.push(job);
      if (!this.#flushing) void this.#flush();
    });
  }

  watch<R>(
    snapshot: (tx: ReadTx) => R,
    onBatch: (batch: ChangeBatch) => void,
  ): { readonly initial: R; readonly subscription: Subscription } {
    const initial = snapshot(this.#state);
    // A listener of its own for each call, so that one function may listen twice.
    const listener = (batch: ChangeBatch): void => onBatch(batch);
    this.#listeners.add(listener);
    return { initial, subscription: { close: () => void this.#listeners.delete(listener) } };
  }

  apply(entries: readonly CommittedEntry[]): void {
    for (const { index, data } of entries) {
      if (data.length === 0) {
        this.#state.index = index;
        continue;
      }
      // Whatever it was: after any other entry the proposal's objects are no longer right.
      const proposed = this.#proposed;
      this.#proposed = undefined;
      // Equal bytes upon an equal state do the same, whoever's entry it is and in which term.
      const own = proposed !== undefined && sameBytes(proposed.bytes, data);
      const changes = own
        ? applyWritten(this.#state, proposed, index)
        : applyBatch(this.#state, data, index);
      this.#tell({ index, changes, reset: false });
    }
  }

  image(): StateImage {
    const frozen = this.#state.freeze();
    return { index: this.#state.index as LogIndex, chunks: () => imageChunks(frozen) };
  }

  async restore(index: LogIndex, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const state = await readImage(chunks);
    state.index = index;
    this.#state = state;
    this.#proposed = undefined;
    this.#tell({ index, changes: [], reset: true });
  }

  #tell(batch: ChangeBatch): void {
    for (const listener of [...this.#listeners]) listener(batch);
  }

  /**
   * One proposal at a time: while it is on its way the next batch gathers, so that batches grow
   * with the latency of a commit. Proposals in flight together would be faster only if a dropped
   * one could not be followed by an accepted one that was computed on top of it.
   */
  async #flush(): Promise<void> {
    this.#flushing = true;
    // Closures of the same turn go together.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#queue = [];
      let at = 0;
      while (at < queue.length) at = await this.#commitSome(queue, at);
    }
    this.#flushing = false;
  }

  /** Proposes one batch of the jobs from `from` on; returns the first that did not fit. */
  async #commitSome(queue: readonly Job[], from: number): Promise<number> {
    const consensus = this.#consensus;
    if (consensus?.leadership() === undefined) {
      for (const job of queue.slice(from)) job.reject(notLeader());
      return queue.length;
    }
    const entry = new EntryWriter();
    const nextVersion = (): number => --this.#pendingVersion;
    const overlay = new Overlay(this.#state, entry, this.#clock.now(), nextVersion);
    const done: { readonly job: Job; readonly result: unknown }[] = [];
    let at = from;
    for (; at < queue.length && !isFull(entry); at++) {
      const job = queue[at];
      if (job === undefined || job.settled) continue;
      try {
        done.push({ job, result: overlay.run(job.write, MAX_CLOSURE_BYTES) });
      } catch (error) {
        job.reject(error);
      }
    }
    await this.#propose(consensus, entry, done);
    return at;
  }

  async #propose(
    consensus: Consensus,
    entry: EntryWriter,
    done: readonly { readonly job: Job; readonly result: unknown }[],
  ): Promise<void> {
    try {
      if (entry.actions > 0) {
        const start = this.#clock.now();
        const written = entry.finish();
        this.#proposed = written;
        await consensus.propose(written.bytes);
        this.#onCommit?.(this.#clock.now() - start, entry.actions);
      }
    } catch (error) {
      this.#proposed = undefined;
      for (const { job } of done) job.reject(error);
      return;
    }
    for (const { job, result } of done) job.resolve(result);
  }
}

function isFull(entry: EntryWriter): boolean {
  return entry.bytes >= BATCH_BYTES || entry.actions >= BATCH_ACTIONS;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one === other || (one.length === other.length && Buffer.compare(one, other) === 0);
}

function notLeader(): ClusterError {
  return new ClusterError("ABORTED", "this manager does not lead the cluster");
}

function cancelled(signal: AbortSignal | undefined): ClusterError {
  return new ClusterError("CANCELLED", "the write was given up; it may still take effect", {
    cause: signal?.reason,
  });
}
