/**
 * Quorums while the membership changes (Raft paper §6): a decision needs a majority of the
 * incoming and of the outgoing voters. Outside of a change `outgoing` is empty and the incoming
 * majority decides alone.
 */
import { type AckedIndex, majorityCommitted, majorityVote, type VoteResult } from "./majority.ts";

export interface JointVoters {
  readonly incoming: ReadonlySet<number>;
  readonly outgoing: ReadonlySet<number>;
}

/** An index is committed if both halves have it. */
export function jointCommitted(voters: JointVoters, acked: AckedIndex): number {
  return Math.min(
    majorityCommitted(voters.incoming, acked),
    majorityCommitted(voters.outgoing, acked),
  );
}

/** Won if both halves are won, lost if one is lost. */
export function jointVote(voters: JointVoters, votes: ReadonlyMap<number, boolean>): VoteResult {
  const incoming = majorityVote(voters.incoming, votes);
  const outgoing = majorityVote(voters.outgoing, votes);
  if (incoming === outgoing) return incoming;
  return incoming === "lost" || outgoing === "lost" ? "lost" : "pending";
}

/** All voters of both halves, ascending. */
export function jointIds(voters: JointVoters): number[] {
  const ids = new Set([...voters.incoming, ...voters.outgoing]);
  return [...ids].sort((a, b) => a - b);
}

export function isJoint(voters: JointVoters): boolean {
  return voters.outgoing.size > 0;
}

export function isVoter(voters: JointVoters, id: number): boolean {
  return voters.incoming.has(id) || voters.outgoing.has(id);
}
