import { describe, expect, test } from "vitest";
import type { NodeRole } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { RaftMember } from "../raft/consensus.ts";
import { planRoles, RECONCILE_MS, type RoleNode, type RolePlan } from "./role-manager.ts";

const NOW = 1_000_000;
const X = "x" as NodeId;
const LEADER = "leader" as NodeId;

function node(
  id: NodeId,
  wish: NodeRole,
  role: NodeRole,
  manager?: { raftId: number; addr: string },
): RoleNode {
  const base = { id, spec: { Role: wish }, role };
  return manager === undefined ? base : { ...base, manager };
}

function member(nodeId: NodeId, raftId: number, learner = false): RaftMember {
  const addr = `${nodeId}:2377`;
  return { raftId, nodeId, addr, learner, reachable: true, leader: raftId === 1 };
}

const leaderNode = node(LEADER, "manager", "manager", { raftId: 1, addr: "leader:2377" });
const leaderMember = member(LEADER, 1);
const third = member("zz" as NodeId, 3);
const thirdNode = node("zz" as NodeId, "manager", "manager", { raftId: 3, addr: "zz:2377" });

interface Row {
  readonly row: string;
  readonly nodes: readonly RoleNode[];
  readonly members: readonly RaftMember[];
  readonly removable?: boolean;
  readonly want: Partial<RolePlan>;
}

const nothing = { actions: [], waitingOn: [], wakeAt: null };
const again = NOW + RECONCILE_MS;
const asX = { raftId: 2, addr: "x:2377" };
const removeX = { kind: "remove-member", nodeId: X, raftId: 2 } as const;

const rows: readonly Row[] = [
  { row: "A a worker", nodes: [node(X, "worker", "worker")], members: [], want: nothing },
  {
    row: "B the leader itself is demoted",
    nodes: [node(LEADER, "worker", "manager"), thirdNode],
    members: [leaderMember, third],
    want: { actions: [{ kind: "transfer-leadership", nodeId: LEADER }], wakeAt: again },
  },
  {
    row: "B the last manager is demoted",
    nodes: [node(LEADER, "worker", "manager")],
    members: [leaderMember],
    want: { actions: [], waitingOn: [{ nodeId: LEADER, why: "last-manager" }], wakeAt: again },
  },
  {
    row: "B the leader and another are demoted: the other first",
    nodes: [node(LEADER, "worker", "manager"), node(X, "worker", "manager", asX), thirdNode],
    members: [leaderMember, member(X, 2), third],
    want: { actions: [removeX], wakeAt: again },
  },
  {
    row: "C another is demoted",
    nodes: [node(X, "worker", "manager", asX)],
    members: [member(X, 2)],
    want: { actions: [removeX], waitingOn: [], wakeAt: again },
  },
  {
    row: "C a member whose role never became manager",
    nodes: [node(X, "worker", "worker")],
    members: [member(X, 2, true)],
    want: { actions: [removeX] },
  },
  {
    row: "D another is demoted, the quorum would be lost",
    nodes: [node(X, "worker", "manager", asX)],
    members: [member(X, 2)],
    removable: false,
    want: { actions: [], waitingOn: [{ nodeId: X, why: "quorum" }], wakeAt: again },
  },
  {
    row: "E out of Raft",
    nodes: [node(X, "worker", "manager", asX)],
    members: [],
    want: {
      actions: [{ kind: "set-node", nodeId: X, role: "worker", manager: undefined }],
      wakeAt: null,
    },
  },
  {
    row: "F joined",
    nodes: [node(X, "manager", "worker")],
    members: [member(X, 2)],
    want: { actions: [{ kind: "set-node", nodeId: X, role: "manager", manager: asX }] },
  },
  {
    row: "G promoted, not joined",
    nodes: [node(X, "manager", "worker")],
    members: [],
    want: { actions: [], waitingOn: [{ nodeId: X, why: "certificate" }], wakeAt: null },
  },
  {
    row: "G promoted, still a learner",
    nodes: [node(X, "manager", "worker")],
    members: [member(X, 2, true)],
    want: { actions: [], waitingOn: [{ nodeId: X, why: "certificate" }] },
  },
  {
    row: "H as it should be",
    nodes: [node(X, "manager", "manager", asX)],
    members: [member(X, 2)],
    want: nothing,
  },
  {
    row: "H its address changed",
    nodes: [node(X, "manager", "manager", { raftId: 2, addr: "old:2377" })],
    members: [member(X, 2)],
    want: { actions: [{ kind: "set-node", nodeId: X, role: "manager", manager: asX }] },
  },
  {
    row: "I a manager that is no member (force-new-cluster)",
    nodes: [node(X, "manager", "manager", asX)],
    members: [],
    want: { actions: [{ kind: "set-node", nodeId: X, role: "manager", manager: undefined }] },
  },
  {
    row: "J a member whose node was removed",
    nodes: [],
    members: [member(X, 2)],
    want: { actions: [removeX] },
  },
];

describe("roles", () => {
  test.each(rows)("$row", ({ nodes, members, removable, want }) => {
    const all = nodes.some(({ id }) => id === LEADER) ? nodes : [...nodes, leaderNode];
    const plan = planRoles(
      {
        nodes: all,
        members: members.some(({ raftId }) => raftId === 1) ? members : [leaderMember, ...members],
        selfRaftId: 1,
        canRemove: () => removable ?? true,
      },
      NOW,
    );
    expect(plan).toMatchObject(want);
  });

  test("only one member leaves at a time", () => {
    const nodes = [node(X, "worker", "manager"), node("y" as NodeId, "worker", "manager")];
    const members = [leaderMember, member(X, 2), member("y" as NodeId, 4)];
    const view = { nodes: [...nodes, leaderNode], members, selfRaftId: 1, canRemove: () => true };
    const plan = planRoles(view, NOW);
    expect(plan.actions).toEqual([removeX]);
    expect(plan.waitingOn).toEqual([{ nodeId: "y", why: "quorum" }]);
  });
});
