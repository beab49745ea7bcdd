/**
 * Who belongs to the group, what the leader knows of each, and the votes of the election that is
 * under way.
 */
import { isJoint, type JointVoters, jointCommitted, jointVote } from "./joint-quorum.ts";
import type { VoteResult } from "./majority.ts";
import type { ConfState } from "./message.ts";
import type { FlowLimits, Progress } from "./progress.ts";

/**
 * A membership. INVARIANT: a learner is no voter; `learnersNext` are outgoing voters; while not
 * joint there is no `learnersNext` and no `autoLeave`.
 */
export interface Membership {
  readonly voters: JointVoters;
  readonly learners: ReadonlySet<number>;
  readonly learnersNext: ReadonlySet<number>;
  /** The leader proposes to leave the joint configuration as soon as it may. */
  readonly autoLeave: boolean;
}

export type ProgressMap = ReadonlyMap<number, Progress>;

export const NO_MEMBERS: Membership = {
  voters: { incoming: new Set(), outgoing: new Set() },
  learners: new Set(),
  learnersNext: new Set(),
  autoLeave: false,
};

export function ascending(ids: Iterable<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}

export function toConfState(members: Membership): ConfState {
  return {
    voters: ascending(members.voters.incoming),
    learners: ascending(members.learners),
    votersOutgoing: ascending(members.voters.outgoing),
    learnersNext: ascending(members.learnersNext),
    autoLeave: members.autoLeave,
  };
}

export class Tracker {
  readonly limits: FlowLimits;
  members: Membership = NO_MEMBERS;
  progress: ProgressMap = new Map();
  /** Everyone with a progress, ascending by id: the order in which messages are made. */
  peers: readonly (readonly [number, Progress])[] = [];
  private readonly votes = new Map<number, boolean>();

  constructor(limits: FlowLimits) {
    this.limits = limits;
  }

  change(members: Membership, progress: ProgressMap): void {
    this.members = members;
    this.progress = progress;
    this.peers = [...progress].sort(([a], [b]) => a - b);
  }

  /** Is `id` the only voter? */
  isSingleton(id: number): boolean {
    const { incoming } = this.members.voters;
    return incoming.size === 1 && incoming.has(id) && !isJoint(this.members.voters);
  }

  /** The last index that a quorum stores. */
  committed(): number {
    return jointCommitted(this.members.voters, (id) => this.progress.get(id)?.match);
  }

  /** Has a quorum been heard of since the last look? */
  quorumActive(): boolean {
    const active = new Map<number, boolean>();
    for (const [id, progress] of this.peers) {
      if (!progress.learner) active.set(id, progress.recentActive);
    }
    return jointVote(this.members.voters, active) === "won";
  }

  resetVotes(): void {
    this.votes.clear();
  }

  /** The first vote of a node counts; it cannot change its mind within a term. */
  recordVote(id: number, granted: boolean): void {
    if (!this.votes.has(id)) this.votes.set(id, granted);
  }

  tally(): { granted: number; rejected: number; result: VoteResult } {
    let granted = 0;
    let rejected = 0;
    for (const [id, progress] of this.peers) {
      const vote = progress.learner ? undefined : this.votes.get(id);
      if (vote === true) granted++;
      else if (vote === false) rejected++;
    }
    return { granted, rejected, result: jointVote(this.members.voters, this.votes) };
  }
}
