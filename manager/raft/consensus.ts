/**
 * What the rest of a manager sees of Raft. Behind it: the worker thread that owns raft-ts, the
 * write-ahead log and the transport (the real one), or a loopback that commits at once (tests).
 */
import type { LogIndex, NodeId, Term } from "../../shared/ids.ts";

export interface CommittedEntry {
  readonly index: LogIndex;
  readonly term: Term;
  /** What was proposed; empty for entries that only Raft itself uses. */
  readonly data: Uint8Array;
}

/** A consistent image of the state at `index`; chunks may be produced later, the image is frozen. */
export interface StateImage {
  readonly index: LogIndex;
  chunks(): Iterable<Uint8Array>;
}

/** The replicated state machine that a Consensus drives. */
export interface StateMachine {
  /** Entries in log order, each exactly once. Synchronous: when it returns they are applied. */
  apply(entries: readonly CommittedEntry[]): void;
  /** Cheap: freezes an image without copying the state. */
  image(): StateImage;
  /** Replaces the whole state by an image that another manager (or this one, earlier) made. */
  restore(index: LogIndex, chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface RaftMember {
  readonly raftId: number;
  readonly nodeId: NodeId;
  /** host:port of its control port. */
  readonly addr: string;
  readonly learner: boolean;
  /** Heard from within an election timeout, as seen by this manager. */
  readonly reachable: boolean;
  readonly leader: boolean;
}

export interface RaftStatus {
  readonly raftId: number;
  readonly role: "leader" | "follower" | "candidate" | "learner" | "stopped";
  readonly term: Term;
  readonly leader: RaftMember | undefined;
  readonly commit: LogIndex;
  readonly applied: LogIndex;
  readonly members: readonly RaftMember[];
}

export interface Leadership {
  readonly term: Term;
  /** Aborts when the lead is lost. */
  readonly signal: AbortSignal;
}

export interface Consensus {
  status(): RaftStatus;
  /** Called on every change of role, leader or membership, with the new status. */
  onStatus(listener: (status: RaftStatus) => void): { close(): void };
  /**
   * The lead, from the moment when everything that earlier leaders committed is applied here;
   * undefined otherwise.
   */
  leadership(): Leadership | undefined;
  onLeadership(listener: (leadership: Leadership | undefined) => void): { close(): void };
  /**
   * Resolves with its index when committed and applied to the local state machine. Rejects with
   * ABORTED: not the leader, or one on its way out; nothing was done, and it may be tried again.
   * UNAVAILABLE: the lead was lost before the outcome was known.
   */
  propose(data: Uint8Array, signal?: AbortSignal): Promise<LogIndex>;
  /**
   * Resolves once the local state machine has applied everything that was acknowledged anywhere
   * before the call, so that a local read is linearizable. Rejects with UNAVAILABLE without a
   * quorum.
   */
  readBarrier(signal?: AbortSignal): Promise<LogIndex>;
  /** Leader only: removes a member; refused with FAILED_PRECONDITION if the quorum would be lost. */
  removeMember(raftId: number): Promise<void>;
  /** Whether the members that are reachable would still be a quorum without this one. */
  canRemoveMember(raftId: number): boolean;
  /** Hands the lead to the most up-to-date member; resolves when this manager leads no more. */
  transferLeadership(): Promise<void>;
}
