/**
 * A cluster of one without disk or network: what is proposed is committed in the next microtask.
 * For tests of everything above consensus, and only for them: nothing here outlives the process.
 */
import { ClusterError } from "../../shared/errors.ts";
import type { LogIndex, NodeId, Term } from "../../shared/ids.ts";
import type {
  CommittedEntry,
  Consensus,
  Leadership,
  RaftMember,
  RaftStatus,
  StateMachine,
} from "./consensus.ts";

interface Waiting {
  readonly data: Uint8Array;
  readonly resolve: (index: LogIndex) => void;
  readonly reject: (error: Error) => void;
}

export interface LoopbackOptions {
  readonly nodeId?: NodeId;
  readonly addr?: string;
  readonly raftId?: number;
  /** Start without the lead; `becomeLeader()` takes it. */
  readonly follower?: boolean;
}

export class LoopbackConsensus implements Consensus {
  readonly #machine: StateMachine;
  readonly #self: { readonly raftId: number; readonly nodeId: NodeId; readonly addr: string };
  readonly #statusListeners = new Set<(status: RaftStatus) => void>();
  readonly #leadListeners = new Set<(leadership: Leadership | undefined) => void>();
  #queue: Waiting[] = [];
  #flushing = false;
  #index = 0;
  #term = 0;
  #lead: { readonly leadership: Leadership; readonly abort: AbortController } | undefined;

  constructor(machine: StateMachine, options: LoopbackOptions = {}) {
    this.#machine = machine;
    this.#self = {
      raftId: options.raftId ?? 1,
      nodeId: options.nodeId ?? ("loopback" as NodeId),
      addr: options.addr ?? "127.0.0.1:2377",
    };
    if (options.follower !== true) this.becomeLeader();
  }

  status(): RaftStatus {
    const leader = this.#lead !== undefined;
    const self: RaftMember = { ...this.#self, learner: false, reachable: true, leader };
    return {
      raftId: self.raftId,
      role: leader ? "leader" : "follower",
      term: this.#term as Term,
      leader: leader ? self : undefined,
      commit: this.#index as LogIndex,
      applied: this.#index as LogIndex,
      members: [self],
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
    if (this.#lead === undefined) return Promise.reject(notLeader());
    if (signal?.aborted === true) return Promise.reject(cancelled(signal));
    return new Promise((resolve, reject) => {
      this.#queue.push({ data, resolve, reject });
      if (this.#flushing) return;
      this.#flushing = true;
      queueMicrotask(() => this.#flush());
    });
  }

  readBarrier(signal?: AbortSignal): Promise<LogIndex> {
    if (this.#lead === undefined) return Promise.reject(notLeader());
    if (signal?.aborted === true) return Promise.reject(cancelled(signal));
    return Promise.resolve(this.#index as LogIndex);
  }

  removeMember(raftId: number): Promise<void> {
    const message =
      raftId === this.#self.raftId
        ? "can't remove member from the raft: this would result in a loss of quorum"
        : `raft member ${raftId} not found`;
    return Promise.reject(new ClusterError("FAILED_PRECONDITION", message));
  }

  canRemoveMember(_raftId: number): boolean {
    return false;
  }

  transferLeadership(): Promise<void> {
    return Promise.reject(
      new ClusterError("FAILED_PRECONDITION", "there is no other manager to take the lead"),
    );
  }

  /** A new term begins and this manager leads it. */
  becomeLeader(): void {
    this.loseLead();
    this.#term++;
    // The new term's empty entry, as a real leader commits one before it serves.
    this.#apply([new Uint8Array(0)]);
    const abort = new AbortController();
    const leadership = { term: this.#term as Term, signal: abort.signal };
    this.#lead = { leadership, abort };
    this.#announce();
  }

  /** The lead is gone; what waits is rejected as unknown, as after a real loss. */
  loseLead(): void {
    if (this.#lead === undefined) return;
    const { abort } = this.#lead;
    this.#lead = undefined;
    const waiting = this.#queue;
    this.#queue = [];
    abort.abort(notLeader());
    for (const one of waiting) one.reject(notLeader());
    this.#announce();
  }

  #announce(): void {
    const status = this.status();
    for (const listener of [...this.#statusListeners]) listener(status);
    for (const listener of [...this.#leadListeners]) listener(this.#lead?.leadership);
  }

  #flush(): void {
    this.#flushing = false;
    const batch = this.#queue;
    if (batch.length === 0) return;
    this.#queue = [];
    const first = this.#index + 1;
    this.#apply(batch.map((one) => one.data));
    batch.forEach((one, i) => {
      one.resolve((first + i) as LogIndex);
    });
  }

  #apply(payloads: readonly Uint8Array[]): void {
    const entries: CommittedEntry[] = payloads.map((data) => ({
      index: ++this.#index as LogIndex,
      term: this.#term as Term,
      data,
    }));
    this.#machine.apply(entries);
  }
}

function notLeader(): ClusterError {
  return new ClusterError("UNAVAILABLE", "this manager does not lead; outcome unknown");
}

function cancelled(signal: AbortSignal): ClusterError {
  return new ClusterError("CANCELLED", "the wait was given up", { cause: signal.reason });
}
