/** What must an agent know of the cluster? Rebuilt when something of it changes, sent if it differs. */
import type { skep } from "../../proto/messages.ts";
import { certifiedRole } from "../../shared/domain/certified-role.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import type { RaftMember } from "../raft/consensus.ts";

type ClusterView = skep.v1.ClusterView.$Properties;
type Peer = skep.v1.ManagerPeer.$Properties;

/** Managers that can be asked: learners are still catching up. */
export function managerPeers(members: readonly RaftMember[]): Peer[] {
  return members
    .filter((member) => !member.learner)
    .map(({ nodeId, addr, leader }) => ({ nodeId, addr, leader }))
    .sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
}

export interface ClusterFacts {
  readonly cluster: Cluster | undefined;
  readonly members: readonly RaftMember[];
  readonly periodMs: number;
  /** Whether the node's certificate is of a root that is on its way out; the CA knows. */
  readonly renewCertificate: (node: Node, cluster: Cluster) => boolean;
}

const encoder = new TextEncoder();

export function clusterViewFor(node: Node, facts: ClusterFacts): ClusterView {
  const { cluster, members, periodMs } = facts;
  return {
    managers: managerPeers(members),
    rootCaPem: encoder.encode(cluster?.rootCa.certPem ?? ""),
    desiredRole: certifiedRole(node),
    heartbeatPeriodMs: periodMs,
    nodeSpecJson: encoder.encode(JSON.stringify(node.spec)),
    clusterId: cluster?.id ?? "",
    renewCertificate: cluster !== undefined && facts.renewCertificate(node, cluster),
  };
}
