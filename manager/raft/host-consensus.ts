/**
 * The main thread's side of consensus: speaks with a RaftLoop, in another thread or (in tests) in
 * this one, and drives the state machine. What the loop says is done in order; only the loss of
 * the lead and the chunks of a snapshot that is being restored overtake.
 */
import { ClusterError } from "../../shared/errors.ts";
import type { LogIndex, NodeId, Term } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import { ChunkQueue } from "./chunk-queue.ts";
import type { Consensus, Leadership, RaftMember, RaftStatus, StateMachine } from "./consensus.ts";
import { NO_COUNTS } from "./histogram.ts";
import { survivesRemoval } from "./membership.ts";
import type { KeyChange, LogPolicy, RaftDetails, StopCause, TlsMaterial } from "./options.ts";
import {
  type FromLoop,
  type Operation,
  pack,
  type ToLoop,
  unpack,
  type WireError,
  type WireStatus,
} from "./protocol.ts";

export interface LoopLink {
  post(message: ToLoop): void;
}

interface Waiter {
  readonly resolve: (index: LogIndex) => void;
  readonly reject: (error: Error) => void;
}

export const NO_DETAILS: RaftDetails = {
  fsync: NO_COUNTS,
  commit: NO_COUNTS,
  snapshot: NO_COUNTS,
  applyLag: 0,
  logBytes: 0,
  firstIndex: 0,
  lastIndex: 0,
  snapshotIndex: 0,
  snapshotBytes: 0,
  matches: [],
  elections: 0,
  leaderChanges: 0,
  leaderGapMs: 0,
  stalls: 0,
  diskFull: false,
  messagesSent: 0,
  messagesReceived: 0,
  messagesDropped: 0,
};

export interface HostConsensusOptions {
  readonly machine: StateMachine;
  readonly link: LoopLink;
  readonly isRemoved: (nodeId: NodeId) => boolean;
  readonly logger: Logger;
}

export class HostConsensus implements Consensus {
  readonly #options: HostConsensusOptions;
  readonly #statusListeners = new Set<(status: RaftStatus) => void>();
  readonly #leadListeners = new Set<(leadership: Leadership | undefined) => void>();
  readonly #waiters = new Map<number, Waiter>();
  readonly #stopped: PromiseWithResolvers<StopCause> = withResolvers();
  readonly #started: PromiseWithResolvers<void> = withResolvers();
  /** What must wait until a snapshot is restored. */
  #inbox: FromLoop[] = [];
  #restore: ChunkQueue | undefined;
  #reads: { readonly id: number; readonly index: number }[] = [];
  #proposals: { readonly id: number; readonly data: Uint8Array }[] = [];
  #image: Iterator<Uint8Array> | undefined;
  #nextId = 1;
  #raftId = 0;
  #applied = 0;
  #commit = 0;
  #wire: WireStatus = { role: "follower", term: 0, leader: 0, commit: 0, members: [] };
  #details: RaftDetails = NO_DETAILS;
  #lead: { readonly leadership: Leadership; readonly abort: AbortController } | undefined;
  /** Terms whose loss was told before their lead was reached in the inbox. */
  #lostInInbox = 0;
  #over: StopCause | undefined;

  constructor(options: HostConsensusOptions) {
    this.#options = options;
    // Whoever asks hears of it; nobody has to.
    this.#started.promise.catch(() => {});
  }

  get raftId(): number {
    return this.#raftId;
  }

  get stopped(): Promise<StopCause> {
    return this.#stopped.promise;
  }

  /** The loop runs and the last snapshot, if any, is restored. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  // ---- Consensus ----

  status(): RaftStatus {
    const { role, term, leader, members } = this.#wire;
    const seen = members.map((member) => ({
      raftId: member.raftId,
      nodeId: member.nodeId as NodeId,
      addr: member.addr,
      learner: member.learner,
      reachable: member.reachable,
      leader: member.raftId === leader,
    })) satisfies RaftMember[];
    return {
      raftId: this.#raftId,
      role,
      term: term as Term,
      leader: seen.find((member) => member.leader),
      commit: this.#commit as LogIndex,
      applied: this.#applied as LogIndex,
      members: seen,
    };
  }

  onStatus(listener: (status: RaftStatus) => void): { close(): void } {
    this.#statusListeners.add(listener);
    return { close: () => this.#statusListeners.delete(listener) };
  }

  leadership(): Leadership | undefined {
    return this.#lead?.leadership;
  }

  onLeadership(listener: (leadership: Leadership | undefined) => void): { close(): void } {
    this.#leadListeners.add(listener);
    return { close: () => this.#leadListeners.delete(listener) };
  }

  propose(data: Uint8Array, signal?: AbortSignal): Promise<LogIndex> {
    return this.#wait(signal, (id) => {
      this.#proposals.push({ id, data });
      if (this.#proposals.length === 1) queueMicrotask(() => this.#flushProposals());
    });
  }

  readBarrier(signal?: AbortSignal): Promise<LogIndex> {
    return this.#wait(signal, (id) => this.#post({ kind: "read", id }));
  }

  async removeMember(raftId: number): Promise<void> {
    await this.#operate({ kind: "remove-member", raftId });
  }

  canRemoveMember(raftId: number): boolean {
    const { members } = this.#wire;
    const reachable = (id: number): boolean =>
      members.some((member) => member.raftId === id && member.reachable);
    return survivesRemoval({ members, removed: [] }, raftId, reachable);
  }

  async transferLeadership(): Promise<void> {
    await this.#operate({ kind: "transfer-leadership" });
  }

  // ---- beyond it ----

  async stop(): Promise<void> {
    if (this.#over === undefined) {
      await this.#operate({ kind: "stop" }).catch((error: unknown) => {
        if (this.#over === undefined) throw error;
      });
    }
    await this.#stopped.promise;
  }

  async updateTls(tls: TlsMaterial): Promise<void> {
    await this.#operate({ kind: "update-tls", tls });
  }

  async changeKeys(change: KeyChange): Promise<void> {
    await this.#operate({ kind: "change-keys", change });
  }

  setLogPolicy(policy: LogPolicy): void {
    this.#post({ kind: "log-policy", policy });
  }

  details(): RaftDetails {
    return this.#details;
  }

  // ---- to the loop ----

  #post(message: ToLoop): void {
    this.#options.link.post(message);
  }

  #operate(operation: Operation): Promise<LogIndex> {
    return this.#wait(undefined, (id) => this.#post({ kind: "operation", id, operation }));
  }

  #wait(signal: AbortSignal | undefined, send: (id: number) => void): Promise<LogIndex> {
    if (this.#over !== undefined) return Promise.reject(gone());
    if (signal?.aborted === true) return Promise.reject(cancelled(signal));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiters.delete(id);
        if (signal !== undefined) reject(cancelled(signal));
      };
      const settled = (): void => signal?.removeEventListener("abort", onAbort);
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiters.set(id, {
        resolve: (index) => {
          settled();
          resolve(index);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      send(id);
    });
  }

  #flushProposals(): void {
    const batch = this.#proposals;
    this.#proposals = [];
    // Ids are given in order, but reads may have taken some in between: one message per run.
    let run: { id: number; data: Uint8Array }[] = [];
    const flush = (): void => {
      const first = run[0];
      if (first === undefined) return;
      const data = pack(run.map((one) => one.data));
      this.#post({ kind: "propose", firstId: first.id, data });
      run = [];
    };
    for (const one of batch) {
      const last = run.at(-1);
      if (last !== undefined && one.id !== last.id + 1) flush();
      run.push(one);
    }
    flush();
  }

  #resolve(id: number, index: number): void {
    this.#waiters.get(id)?.resolve(index as LogIndex);
    this.#waiters.delete(id);
  }

  #reject(id: number, error: Error): void {
    this.#waiters.get(id)?.reject(error);
    this.#waiters.delete(id);
  }

  // ---- from the loop ----

  receive(message: FromLoop): void {
    if (this.#over !== undefined) return;
    switch (message.kind) {
      case "lead-lost":
        this.#onLeadLost();
        return;
      case "restore-chunk":
        this.#restore?.push(message.chunk);
        return;
      case "stopped":
        this.#onStopped(message);
        return;
      default:
        if (this.#restore === undefined) this.#take(message);
        else this.#inbox.push(message);
    }
  }

  #take(message: FromLoop): void {
    switch (message.kind) {
      case "started":
        this.#raftId = message.raftId;
        return;
      case "status":
        this.#onStatus(message.status);
        return;
      case "details":
        this.#details = message.details;
        return;
      case "committed":
        this.#onCommitted(message);
        return;
      case "refused":
        for (const id of message.ids) this.#reject(id, toError(message.error));
        return;
      case "read-at":
        for (const id of message.ids) this.#reads.push({ id, index: message.index });
        this.#answerReads();
        return;
      case "done":
        this.#resolve(message.id, this.#applied);
        return;
      case "lead":
        this.#onLead(message.term);
        return;
      case "image-wanted":
        this.#onImageWanted();
        return;
      case "image-pull":
        this.#onImagePull();
        return;
      case "image-dropped":
        this.#image = undefined;
        return;
      case "restore":
        this.#onRestore(message.index);
        return;
      case "check-node": {
        const removed = this.#options.isRemoved(message.nodeId as NodeId);
        this.#post({ kind: "node-checked", id: message.id, removed });
        return;
      }
      case "lead-lost":
      case "restore-chunk":
      case "stopped":
        return;
    }
  }

  #onStatus(status: WireStatus): void {
    this.#wire = status;
    this.#commit = Math.max(this.#commit, status.commit);
    this.#started.resolve();
    this.#announceStatus();
  }

  #announceStatus(): void {
    const status = this.status();
    for (const listener of [...this.#statusListeners]) listener(status);
  }

  #onCommitted(message: FromLoop & { kind: "committed" }): void {
    const { firstIndex, terms, proposals, commit } = message;
    const entries = unpack(message.data).map((data, i) => ({
      index: (firstIndex + i) as LogIndex,
      term: (terms[i] ?? 0) as Term,
      data,
    }));
    try {
      this.#options.machine.apply(entries);
    } catch (error) {
      this.#hostFailed("the state machine could not apply an entry", error);
      return;
    }
    this.#applied = firstIndex + entries.length - 1;
    this.#commit = Math.max(this.#commit, commit);
    this.#post({ kind: "applied", index: this.#applied });
    for (const [id, index] of proposals) this.#resolve(id, index);
    this.#answerReads();
  }

  #answerReads(): void {
    if (this.#reads.length === 0) return;
    const due = this.#reads.filter((read) => read.index <= this.#applied);
    if (due.length === 0) return;
    this.#reads = this.#reads.filter((read) => read.index > this.#applied);
    for (const read of due) this.#resolve(read.id, this.#applied);
  }

  #onLead(term: number): void {
    if (this.#lostInInbox > 0) {
      this.#lostInInbox--;
      return;
    }
    const abort = new AbortController();
    this.#lead = { leadership: { term: term as Term, signal: abort.signal }, abort };
    this.#announceLead();
  }

  #onLeadLost(): void {
    const lead = this.#lead;
    if (lead === undefined) {
      // It was won and lost while a snapshot was being restored.
      if (this.#inbox.some((message) => message.kind === "lead")) this.#lostInInbox++;
      return;
    }
    this.#lead = undefined;
    lead.abort.abort(new ClusterError("UNAVAILABLE", "this manager leads no more"));
    this.#announceLead();
  }

  #announceLead(): void {
    for (const listener of [...this.#leadListeners]) listener(this.#lead?.leadership);
  }

  #onImageWanted(): void {
    const image = this.#options.machine.image();
    this.#image = image.chunks()[Symbol.iterator]();
    this.#post({ kind: "image", index: image.index });
  }

  #onImagePull(): void {
    if (this.#image === undefined) return;
    try {
      const { done, value } = this.#image.next();
      // A copy of its own: the machine's buffer may be larger than the chunk, and stays with it.
      const chunk = done === true ? undefined : Uint8Array.from(value);
      if (chunk === undefined) this.#image = undefined;
      this.#post({ kind: "image-chunk", chunk });
    } catch (error) {
      this.#hostFailed("the state machine could not be written out", error);
    }
  }

  #onRestore(index: number): void {
    const queue = new ChunkQueue(() => this.#post({ kind: "restore-pull" }));
    this.#restore = queue;
    this.#image = undefined;
    this.#options.machine.restore(index as LogIndex, queue).then(
      () => {
        this.#applied = index;
        this.#commit = Math.max(this.#commit, index);
        this.#restore = undefined;
        this.#post({ kind: "applied", index });
        this.#answerReads();
        this.#takeInbox();
      },
      (error: unknown) => this.#hostFailed("the state machine could not be restored", error),
    );
  }

  #takeInbox(): void {
    while (this.#restore === undefined && this.#over === undefined) {
      const message = this.#inbox.shift();
      if (message === undefined) return;
      this.#take(message);
    }
  }

  #hostFailed(what: string, error: unknown): void {
    this.#options.logger.error({ error }, what);
    const why = error instanceof Error ? error.message : String(error);
    this.#post({ kind: "host-failed", message: `${what}: ${why}` });
  }

  #onStopped(message: FromLoop & { kind: "stopped" }): void {
    const error = message.error === undefined ? undefined : toError(message.error);
    this.end(
      message.cause === "failed"
        ? { kind: "failed", error: error ?? new Error("raft failed") }
        : { kind: message.cause },
    );
  }

  /** The loop is gone: said by itself, or its thread died. */
  end(cause: StopCause): void {
    if (this.#over !== undefined) return;
    this.#onLeadLost();
    this.#over = cause;
    this.#wire = { ...this.#wire, role: "stopped", leader: 0 };
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    for (const waiter of waiters) waiter.reject(gone());
    this.#announceStatus();
    this.#started.reject(cause.kind === "failed" ? cause.error : gone());
    this.#stopped.resolve(cause);
  }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** Node 20 has no Promise.withResolvers. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function toError(error: WireError): ClusterError {
  return new ClusterError(error.code, error.message);
}

function gone(): ClusterError {
  return new ClusterError("UNAVAILABLE", "this manager takes no part in raft any more");
}

function cancelled(signal: AbortSignal): ClusterError {
  return new ClusterError("CANCELLED", "the wait was given up: outcome unknown", {
    cause: signal.reason,
  });
}
