/** Who gets which certificate? Pure: the service signs and writes what is decided here. */
import type { Caller } from "../../shared/caller.ts";
import type { Instant } from "../../shared/clock.ts";
import { certifiedRole } from "../../shared/domain/certified-role.ts";
import type { Cluster, Node, NodeRole } from "../../shared/domain/objects.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import type { ReadTx } from "../store/types.ts";

export interface IssuanceRequest {
  readonly caller: Caller;
  /** Empty: the caller renews with its certificate. */
  readonly token: string;
  readonly availability: string;
  /** Bare. */
  readonly addr: string;
  /** The id that the node gets if it is new; drawn by the caller, so that this stays pure. */
  readonly freshId: NodeId;
}

export type Issuance =
  | {
      readonly kind: "new";
      readonly node: Node;
      readonly clusterId: ClusterId;
      readonly lifeMs: number;
    }
  | {
      readonly kind: "renewal";
      readonly nodeId: NodeId;
      readonly role: NodeRole;
      readonly clusterId: ClusterId;
      readonly lifeMs: number;
    }
  | { readonly kind: "refused"; readonly error: ClusterError };

const AVAILABILITIES = ["active", "pause", "drain"] as const;
type Availability = (typeof AVAILABILITIES)[number];

export function decideIssuance(
  request: IssuanceRequest,
  tx: Pick<ReadTx, "get" | "all">,
  defaultLifeMs: number,
): Issuance {
  const cluster = theCluster(tx);
  if (cluster === undefined) {
    return refused("UNAVAILABLE", "this manager does not know its cluster yet");
  }
  const lifeMs = certificateLifeMs(cluster, defaultLifeMs);
  if (request.token !== "") return admit(request, cluster, lifeMs);
  if (request.caller.kind === "anonymous") {
    return refused("UNAUTHENTICATED", "neither a join token nor a certificate was given");
  }
  const { nodeId } = request.caller;
  const node = tx.get("node", nodeId);
  if (node === undefined || isRemoved(cluster, nodeId)) {
    return refused("PERMISSION_DENIED", `node ${nodeId} was removed from the swarm`);
  }
  return {
    kind: "renewal",
    nodeId,
    role: certifiedRole(node),
    clusterId: cluster.id,
    lifeMs,
  };
}

function admit(request: IssuanceRequest, cluster: Cluster, lifeMs: number): Issuance {
  const role = roleOfToken(request.token, cluster);
  if (role === undefined) {
    return refused("INVALID_ARGUMENT", "A valid join token is necessary to join this cluster");
  }
  const availability = parseAvailability(request.availability);
  if (availability === undefined) {
    return refused(
      "INVALID_ARGUMENT",
      `invalid availability: ${request.availability}, expected ${AVAILABILITIES.join(", ")}`,
    );
  }
  const node: Node = {
    id: request.freshId,
    meta: { versionIndex: 0, createdMs: 0, updatedMs: 0 },
    spec: { Labels: {}, Role: role, Availability: availability },
    status: { state: "unknown", message: "", addr: request.addr },
    role,
    membership: "accepted",
  };
  return { kind: "new", node, clusterId: cluster.id, lifeMs };
}

/** The token says what its bearer becomes. Both are compared, whichever matches. */
export function roleOfToken(token: string, cluster: Cluster): NodeRole | undefined {
  // A machine that nobody knows yet says how long this comparison is.
  if (token.length > 256) return undefined;
  const worker = constantTimeEqual(token, cluster.rootCa.joinTokenWorker);
  const manager = constantTimeEqual(token, cluster.rootCa.joinTokenManager);
  if (manager) return "manager";
  return worker ? "worker" : undefined;
}

/** Takes as long for a token that is right in its first half as for one that is all wrong. */
export function constantTimeEqual(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) {
    difference |= a.charCodeAt(i) ^ (b.charCodeAt(i % Math.max(1, b.length)) || 0);
  }
  return difference === 0 && b.length > 0;
}

export function parseAvailability(text: string): Availability | undefined {
  return text === "" ? "active" : AVAILABILITIES.find((value) => value === text);
}

export function certificateLifeMs(cluster: Cluster, defaultLifeMs: number): number {
  const expiryNs = cluster.spec.CAConfig?.NodeCertExpiry;
  return expiryNs === undefined || expiryNs <= 0 ? defaultLifeMs : Math.floor(expiryNs / 1e6);
}

export function isRemoved(cluster: Cluster, nodeId: NodeId): boolean {
  return cluster.removedNodes.some((removed) => removed.nodeId === nodeId);
}

/** What remains of the list of removed nodes; the same list when nothing has expired. */
export function dropExpired(
  removed: Cluster["removedNodes"],
  now: Instant,
): Cluster["removedNodes"] {
  return removed.some((entry) => entry.expiresMs <= now)
    ? removed.filter((entry) => entry.expiresMs > now)
    : removed;
}

/** A swarm has one cluster object; undefined before it is applied here. */
export function theCluster(tx: Pick<ReadTx, "all">): Cluster | undefined {
  for (const cluster of tx.all("cluster")) return cluster;
  return undefined;
}

function refused(code: ClusterError["code"], message: string): Issuance {
  return { kind: "refused", error: new ClusterError(code, message) };
}
