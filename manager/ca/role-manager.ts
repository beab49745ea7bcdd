/**
 * What must happen so that nodes' roles, and Raft's members, follow what users wish?
 *
 * One row per node, by four facts: the wished role (spec), the observed role, whether it is a Raft
 * member, and whether it can be taken out of Raft now.
 *
 * | row | wish    | role    | member         | action                                         |
 * |-----|---------|---------|----------------|------------------------------------------------|
 * | A   | worker  | worker  | no             | none                                           |
 * | B   | worker  | any     | this manager   | hand over the lead; the next leader does C     |
 * | C   | worker  | any     | removable      | remove it from Raft                            |
 * | D   | worker  | any     | not removable  | wait: the quorum would be lost                 |
 * | E   | worker  | manager | no             | role becomes worker: its agent may renew now   |
 * | F   | manager | worker  | yes            | role becomes manager                           |
 * | G   | manager | worker  | no, or learner | wait: it gets its certificate and joins        |
 * | H   | manager | manager | yes            | keep `manager` {raftId, addr} as Raft has it   |
 * | I   | manager | manager | no             | clear `manager`, if set                        |
 * | J   | (gone)  |         | yes            | remove it from Raft, as in B, C and D          |
 */
import type { Instant } from "../../shared/clock.ts";
import type { Node, NodeRole } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { RaftMember } from "../raft/consensus.ts";

export type RoleNode = Pick<Node, "id" | "spec" | "role" | "manager">;

export interface RoleView {
  readonly nodes: readonly RoleNode[];
  readonly members: readonly RaftMember[];
  /** This manager, which leads. */
  readonly selfRaftId: number;
  /** Whether the reachable members would still be a quorum without this one. */
  readonly canRemove: (raftId: number) => boolean;
}

export type RoleAction =
  | {
      readonly kind: "set-node";
      readonly nodeId: NodeId;
      readonly role: NodeRole;
      readonly manager: { readonly raftId: number; readonly addr: string } | undefined;
    }
  | { readonly kind: "remove-member"; readonly nodeId: NodeId; readonly raftId: number }
  | { readonly kind: "transfer-leadership"; readonly nodeId: NodeId };

export interface RoleWait {
  readonly nodeId: NodeId;
  readonly why: "quorum" | "certificate" | "last-manager";
}

export interface RolePlan {
  /** At most one of them changes Raft: each is decided on what the one before it left. */
  readonly actions: readonly RoleAction[];
  readonly waitingOn: readonly RoleWait[];
  readonly wakeAt: Instant | null;
}

/** Swarm looks again as often (reference 3.3): a member may be reachable by then. */
export const RECONCILE_MS = 5_000;

export function planRoles(view: RoleView, now: Instant): RolePlan {
  const memberOf = new Map(view.members.map((member) => [member.nodeId, member]));
  const actions: RoleAction[] = [];
  const waitingOn: RoleWait[] = [];
  const leaving: RaftMember[] = [];
  for (const node of [...view.nodes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const member = memberOf.get(node.id);
    memberOf.delete(node.id);
    if (node.spec.Role !== "manager") {
      if (member !== undefined) leaving.push(member);
      else if (node.role === "manager" || node.manager !== undefined) {
        actions.push({ kind: "set-node", nodeId: node.id, role: "worker", manager: undefined });
      }
      continue;
    }
    if (member === undefined || member.learner) {
      if (node.role === "worker") waitingOn.push({ nodeId: node.id, why: "certificate" });
      else if (node.manager !== undefined) actions.push(setNode(node, undefined));
    } else if (node.role === "worker" || !sameManager(node.manager, member)) {
      actions.push(setNode(node, { raftId: member.raftId, addr: member.addr }));
    }
  }
  // Row J: what is left has no node.
  leaving.push(...memberOf.values());
  const change = chooseRemoval(leaving, view, waitingOn);
  if (change !== undefined) actions.push(change);
  const looksAgain = change !== undefined || waitingOn.some(({ why }) => why !== "certificate");
  return { actions, waitingOn, wakeAt: looksAgain ? now + RECONCILE_MS : null };
}

function setNode(
  node: RoleNode,
  manager: { readonly raftId: number; readonly addr: string } | undefined,
): RoleAction {
  return { kind: "set-node", nodeId: node.id, role: "manager", manager };
}

/** Rows B, C and D. Others go first, so that the lead is handed over once and to one who stays. */
function chooseRemoval(
  leaving: readonly RaftMember[],
  view: RoleView,
  waitingOn: RoleWait[],
): RoleAction | undefined {
  let chosen: RoleAction | undefined;
  for (const { nodeId, raftId } of leaving) {
    if (raftId === view.selfRaftId) continue;
    if (chosen === undefined && view.canRemove(raftId)) {
      chosen = { kind: "remove-member", nodeId, raftId };
    } else {
      waitingOn.push({ nodeId, why: "quorum" });
    }
  }
  const self = leaving.find(({ raftId }) => raftId === view.selfRaftId);
  if (self === undefined || chosen !== undefined) return chosen;
  if (view.members.length === 1) waitingOn.push({ nodeId: self.nodeId, why: "last-manager" });
  else if (view.canRemove(self.raftId)) return { kind: "transfer-leadership", nodeId: self.nodeId };
  else waitingOn.push({ nodeId: self.nodeId, why: "quorum" });
  return undefined;
}

function sameManager(manager: RoleNode["manager"], member: RaftMember): boolean {
  return manager?.raftId === member.raftId && manager.addr === member.addr;
}
