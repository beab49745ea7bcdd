import type { Node, NodeRole } from "./objects.ts";

/**
 * The role that a node's certificate should have now, which is what its agent is told.
 *
 * A promotion shows at once: the certificate is what the node joins Raft with. A demotion shows
 * only when `role` has followed, that is after the node was taken out of Raft: a manager that lost
 * its certificate while it still counts for the quorum could cost the cluster its quorum.
 */
export function certifiedRole(node: Pick<Node, "spec" | "role">): NodeRole {
  return node.spec.Role === "manager" || node.role === "manager" ? "manager" : "worker";
}
