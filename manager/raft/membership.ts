/**
 * Who is in the Raft group, where they are, and who was: what the conf-change entries of the log
 * and the newest snapshot add up to. Only single changes are ever proposed, so that this stays a
 * plain list; raft-ts holds the same configuration, and the loop asserts that they agree.
 */
import { skep } from "../../proto/messages.ts";

export interface Member {
  readonly raftId: number;
  readonly nodeId: string;
  readonly addr: string;
  readonly learner: boolean;
}

export type MemberChange =
  | { readonly kind: "add-learner" | "add-voter" | "update"; readonly member: MemberAddress }
  | { readonly kind: "remove"; readonly raftId: number };

export interface MemberAddress {
  readonly raftId: number;
  readonly nodeId: string;
  readonly addr: string;
}

/** INVARIANT: sorted by raft id; a removed id never comes back. */
export interface Membership {
  readonly members: readonly Member[];
  readonly removed: readonly number[];
}

export const NO_MEMBERS: Membership = { members: [], removed: [] };
/** Removed ids that are remembered, so that a latecomer is told; random ids do not come again. */
const REMEMBERED = 1000;

export function findMember(membership: Membership, raftId: number): Member | undefined {
  return membership.members.find((member) => member.raftId === raftId);
}

export function applyMemberChange(membership: Membership, change: MemberChange): Membership {
  const { members, removed } = membership;
  if (change.kind === "remove") {
    if (findMember(membership, change.raftId) === undefined) return membership;
    return {
      members: members.filter((member) => member.raftId !== change.raftId),
      removed: [...removed, change.raftId].slice(-REMEMBERED),
    };
  }
  const { raftId, nodeId, addr } = change.member;
  const before = findMember(membership, raftId);
  if (change.kind === "update" && before === undefined) return membership;
  const learner = change.kind === "add-learner" || (change.kind === "update" && before?.learner);
  const member: Member = { raftId, nodeId, addr, learner: learner === true };
  const others = members.filter((other) => other.raftId !== raftId);
  return { members: [...others, member].sort((a, b) => a.raftId - b.raftId), removed };
}

export function encodeMemberContext(member: MemberAddress): Uint8Array {
  return skep.v1.RaftMember.encode(member).finish();
}

export function decodeMemberContext(context: Uint8Array): { nodeId: string; addr: string } {
  const { nodeId, addr } = skep.v1.RaftMember.decode(context);
  return { nodeId, addr };
}

/**
 * Whether the voters that are reachable would still be a quorum without `raftId`. Swarm's rule;
 * a learner has no vote, so it can always go.
 */
export function survivesRemoval(
  membership: Membership,
  raftId: number,
  reachable: (raftId: number) => boolean,
): boolean {
  const member = findMember(membership, raftId);
  if (member === undefined || member.learner) return true;
  const rest = membership.members.filter((other) => !other.learner && other.raftId !== raftId);
  const alive = rest.filter((other) => reachable(other.raftId)).length;
  return rest.length > 0 && alive >= Math.floor(rest.length / 2) + 1;
}

/** Travels with a snapshot, in the field that Raft leaves to its owner. */
export function encodeMembership(membership: Membership): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(membership));
}

export function decodeMembership(bytes: Uint8Array): Membership {
  if (bytes.length === 0) return NO_MEMBERS;
  return JSON.parse(new TextDecoder().decode(bytes)) as Membership;
}
