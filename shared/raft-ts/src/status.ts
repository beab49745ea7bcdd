/** A node as seen from outside: copies, at one moment. */
import type { HardState, Role } from "./message.ts";
import type { Progress, ProgressState } from "./progress.ts";
import type { Raft } from "./raft.ts";
import type { Membership } from "./tracker.ts";

/** Cheap: no copies of anything that grows with the group. */
export interface BasicStatus {
  readonly id: number;
  readonly hardState: HardState;
  readonly lead: number;
  readonly role: Role;
  readonly learner: boolean;
  readonly applied: number;
  readonly lastIndex: number;
  /** To whom this leader hands its lead; 0: to nobody. */
  readonly leadTransferee: number;
}

export interface ProgressStatus {
  readonly match: number;
  readonly next: number;
  readonly state: ProgressState;
  readonly pendingSnapshot: number;
  readonly recentActive: boolean;
  readonly paused: boolean;
  readonly learner: boolean;
  readonly inflight: number;
  readonly inflightBytes: number;
  readonly inflightFull: boolean;
}

export interface Status extends BasicStatus {
  readonly members: Membership;
  /** By node, ascending; empty unless this node leads. */
  readonly progress: ReadonlyMap<number, ProgressStatus>;
}

export function basicStatus(raft: Raft): BasicStatus {
  return {
    id: raft.id,
    hardState: raft.hardState(),
    lead: raft.lead,
    role: raft.role,
    learner: raft.learner,
    applied: raft.log.applied,
    lastIndex: raft.log.lastIndex(),
    leadTransferee: raft.leadTransferee,
  };
}

export function progressStatus(progress: Progress): ProgressStatus {
  return {
    match: progress.match,
    next: progress.next,
    state: progress.state,
    pendingSnapshot: progress.pendingSnapshot,
    recentActive: progress.recentActive,
    paused: progress.isPaused(),
    learner: progress.learner,
    inflight: progress.inflights.count,
    inflightBytes: progress.inflights.bytes,
    inflightFull: progress.inflights.full(),
  };
}

export function status(raft: Raft): Status {
  const progress = new Map<number, ProgressStatus>();
  for (const [id, one] of raft.role === "leader" ? raft.tracker.peers : []) {
    progress.set(id, progressStatus(one));
  }
  // A membership is never changed in place, so it may be handed out.
  return { ...basicStatus(raft), members: raft.tracker.members, progress };
}
