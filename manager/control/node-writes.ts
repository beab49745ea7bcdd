/** What may be changed of a node, and when may it be removed? */
import type { Instant } from "../../shared/clock.ts";
import {
  checkLabels,
  choice,
  conform,
  map,
  object,
  refuse,
  string,
} from "../../shared/document.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import type { NodeSpec } from "../../shared/domain/spec.ts";
import { compareTaskStates } from "../../shared/domain/task-state.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { RaftMember } from "../raft/consensus.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";
import { decidedOn } from "./decided-on.ts";

const SPEC = object({
  Name: string,
  Labels: map(string),
  Role: choice("worker", "manager"),
  Availability: choice("active", "pause", "drain"),
});

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_CERTIFICATE_MS = 90 * DAY_MS;
/** A removed node's certificate is remembered this much longer than it can live (reference 3.3). */
const REMOVED_NODE_GRACE_MS = 7 * DAY_MS;

/** What the rules need to know of Raft. */
export interface Membership {
  readonly members: readonly RaftMember[];
  canRemove(raftId: number): boolean;
}

export function parseNodeSpec(document: unknown): NodeSpec {
  const spec = conform(document, SPEC, "") as NodeSpec;
  if (spec.Role === undefined) refuse("Role", 'invalid Role: "": expected worker or manager');
  if (spec.Availability === undefined) {
    refuse("Availability", 'invalid Availability: "": expected active, pause or drain');
  }
  checkLabels(spec.Labels, "Labels");
  return spec;
}

export function updateNode(
  tx: WriteTx,
  id: NodeId,
  versionIndex: number,
  spec: NodeSpec,
  raft: Membership,
): void {
  const node = findNode(tx, id);
  if (node.spec.Role === "manager" && spec.Role === "worker") checkDemotion(tx, node, raft);
  tx.update("node", { ...node, ...decidedOn(tx, node, versionIndex), spec });
}

function checkDemotion(tx: ReadTx, node: Node, raft: Membership): void {
  let managers = 0;
  for (const other of tx.all("node")) if (other.spec.Role === "manager") managers++;
  if (managers <= 1) {
    throw new ClusterError(
      "FAILED_PRECONDITION",
      "attempting to demote the last manager of the swarm",
    );
  }
  const member = raft.members.find((m) => m.nodeId === node.id);
  if (member !== undefined && !raft.canRemove(member.raftId)) {
    throw new ClusterError(
      "FAILED_PRECONDITION",
      "can't remove member from the raft: this would result in a loss of quorum",
    );
  }
}

/**
 * Forgets a node. Its certificate is refused from here on, and its tasks are orphaned in the same
 * entry: no agent will report on them any more.
 */
export function removeNode(
  tx: WriteTx,
  id: NodeId,
  force: boolean,
  now: Instant,
  raft: Membership,
): void {
  const node = findNode(tx, id);
  if (node.spec.Role === "manager" || node.manager !== undefined) {
    if (raft.members.some((member) => member.nodeId === id)) {
      throw new ClusterError(
        "FAILED_PRECONDITION",
        `node ${id} is a cluster manager and is a member of the raft cluster. ` +
          "It must be demoted to worker before removal",
      );
    }
  }
  if (!force && node.status.state === "ready") {
    throw new ClusterError("FAILED_PRECONDITION", `node ${id} is not down and can't be removed`);
  }
  for (const task of tx.by("task", "node", id)) {
    if (compareTaskStates(task.status.state, "orphaned") >= 0) continue;
    tx.update("task", {
      ...task,
      status: {
        ...task.status,
        state: "orphaned",
        timestampMs: now,
        message: "Task belonged to a node that has been deleted",
      },
    });
  }
  rememberRemoval(tx, id, now);
  tx.remove("node", id);
}

function rememberRemoval(tx: WriteTx, id: NodeId, now: Instant): void {
  const cluster = onlyCluster(tx);
  const configuredMs = (cluster.spec.CAConfig?.NodeCertExpiry ?? 0) / 1e6;
  // Issued before now for at most this long, whatever the setting was when it was issued.
  const lifeMs = Math.max(configuredMs, DEFAULT_CERTIFICATE_MS);
  const expiresMs = now + lifeMs + REMOVED_NODE_GRACE_MS;
  const removedNodes = cluster.removedNodes.filter((removed) => removed.expiresMs > now);
  tx.update("cluster", { ...cluster, removedNodes: [...removedNodes, { nodeId: id, expiresMs }] });
}

/** The node says that it leaves: down at once, not after the silence of a failed one. */
export function leaveNode(tx: WriteTx, id: NodeId, now: Instant): void {
  const node = findNode(tx, id);
  if (node.status.state === "down") return;
  tx.update("node", {
    ...node,
    status: { ...node.status, state: "down", message: "node has left the swarm" },
    downSinceMs: now,
  });
}

export function onlyCluster(tx: ReadTx): Cluster {
  for (const cluster of tx.all("cluster")) return cluster;
  throw new ClusterError("NOT_FOUND", "cluster default not found");
}

function findNode(tx: ReadTx, id: NodeId): Node {
  const node = tx.get("node", id);
  if (node === undefined) throw new ClusterError("NOT_FOUND", `node ${id} not found`);
  return node;
}
