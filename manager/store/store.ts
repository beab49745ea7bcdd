/**
 * The store of one manager: the state machine that Raft drives, and the door through which the
 * rest of the manager reads, writes and listens. Acts: it proposes to a Consensus.
 */
import { skep } from "../../proto/messages.ts";
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { LogIndex } from "../../shared/ids.ts";
import type { CommittedEntry, Consensus, StateImage, StateMachine } from "../raft/consensus.ts";
import { applyBatch, type StoreAction } from "./actions.ts";
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
      const changes = applyBatch(this.#state, data, index);
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
    const overlay = new Overlay(this.#state, this.#clock.now(), () => --this.#pendingVersion);
    const batch = new BatchWriter();
    const done: { readonly job: Job; readonly result: unknown }[] = [];
    let at = from;
    for (; at < queue.length && !batch.full; at++) {
      const job = queue[at];
      if (job === undefined || job.settled) continue;
      try {
        const result = overlay.run(job.write, (actions) => batch.add(actions));
        done.push({ job, result });
      } catch (error) {
        job.reject(error);
      }
    }
    await this.#propose(consensus, batch, done);
    return at;
  }

  async #propose(
    consensus: Consensus,
    batch: BatchWriter,
    done: readonly { readonly job: Job; readonly result: unknown }[],
  ): Promise<void> {
    try {
      if (batch.actions > 0) {
        const start = this.#clock.now();
        await consensus.propose(batch.finish());
        this.#onCommit?.(this.#clock.now() - start, batch.actions);
      }
    } catch (error) {
      for (const { job } of done) job.reject(error);
      return;
    }
    for (const { job, result } of done) job.resolve(result);
  }
}

/** Puts actions behind each other as the field `actions` of a StoreBatch, and knows their size. */
class BatchWriter {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  actions = 0;

  get full(): boolean {
    return this.#bytes >= BATCH_BYTES || this.actions >= BATCH_ACTIONS;
  }

  add(actions: readonly StoreAction[]): void {
    if (actions.length === 0) return;
    const chunk = skep.v1.StoreBatch.encode({ actions: actions as StoreAction[] }).finish();
    if (chunk.length > MAX_CLOSURE_BYTES) {
      throw new ClusterError(
        "RESOURCE_EXHAUSTED",
        `a write of ${chunk.length} bytes: expected at most ${MAX_CLOSURE_BYTES}`,
      );
    }
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.actions += actions.length;
  }

  /** Protobuf messages concatenate: repeated fields append. */
  finish(): Uint8Array {
    const [only] = this.#chunks;
    if (only !== undefined && this.#chunks.length === 1) return only;
    const all = new Uint8Array(this.#bytes);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

function notLeader(): ClusterError {
  return new ClusterError("UNAVAILABLE", "this manager does not lead the cluster");
}

function cancelled(signal: AbortSignal | undefined): ClusterError {
  return new ClusterError("CANCELLED", "the write was given up; it may still take effect", {
    cause: signal?.reason,
  });
}
