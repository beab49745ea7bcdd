/** What must an agent know of the cluster? Rebuilt when something of it changes, sent if it differs. */
import type { skep } from "../../proto/messages.ts";
import { certifiedRole } from "../../shared/domain/certified-role.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import { trustedRoots } from "../ca/root-rotation.ts";
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

/** What every agent is told alike; built once for all of them. */
export type CommonView = Required<
  Pick<ClusterView, "managers" | "rootCaPem" | "heartbeatPeriodMs" | "clusterId">
>;

const encoder = new TextEncoder();

export function commonView(
  cluster: Cluster | undefined,
  members: readonly RaftMember[],
  periodMs: number,
): CommonView {
  return {
    managers: managerPeers(members),
    rootCaPem: encoder.encode(cluster === undefined ? "" : trustedRoots(cluster.rootCa)),
    heartbeatPeriodMs: periodMs,
    clusterId: cluster?.id ?? "",
  };
}

/**
 * @param renewCertificate whether the node's certificate is of a root that is on its way out
 */
export function clusterViewFor(
  node: Node,
  common: CommonView,
  renewCertificate: boolean,
): ClusterView {
  const nodeSpecJson = encoder.encode(JSON.stringify(node.spec));
  return { ...common, desiredRole: certifiedRole(node), nodeSpecJson, renewCertificate };
}

/** By value, and fast where nothing was built anew: thousands of sessions ask at once. */
export function sameView(a: ClusterView, b: ClusterView): boolean {
  return (
    sameCommonView(a, b) &&
    a.desiredRole === b.desiredRole &&
    a.renewCertificate === b.renewCertificate &&
    sameBytes(a.nodeSpecJson, b.nodeSpecJson)
  );
}

export function sameCommonView(a: ClusterView, b: ClusterView): boolean {
  return (
    a.heartbeatPeriodMs === b.heartbeatPeriodMs &&
    a.clusterId === b.clusterId &&
    sameBytes(a.rootCaPem, b.rootCaPem) &&
    samePeers(a.managers ?? [], b.managers ?? [])
  );
}

function samePeers(a: readonly Peer[], b: readonly Peer[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((peer, at) => {
      const other = b[at];
      return (
        peer.nodeId === other?.nodeId && peer.addr === other?.addr && peer.leader === other?.leader
      );
    })
  );
}

function sameBytes(a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean {
  if (a === b) return true;
  return a?.length === b?.length && (a ?? []).every((byte, at) => byte === b?.[at]);
}
