/**
 * Who is at the other end of a connection, as its certificate says: CN is the node, OU its role,
 * O the cluster (reference 3.6). A machine that has no certificate yet is anonymous.
 */
import type { NodeRole } from "./domain/objects.ts";
import type { ClusterId, NodeId } from "./ids.ts";

export type Caller =
  | {
      readonly kind: "node";
      readonly nodeId: NodeId;
      readonly role: NodeRole;
      readonly clusterId: ClusterId;
    }
  | { readonly kind: "anonymous" };

export const ANONYMOUS: Caller = { kind: "anonymous" };

/** The certificate's organizational unit of each role. */
export const ROLE_UNITS: { readonly [Role in NodeRole]: string } = {
  manager: "swarm-manager",
  worker: "swarm-worker",
};

export function roleFromUnit(unit: string): NodeRole | undefined {
  if (unit === ROLE_UNITS.manager) return "manager";
  if (unit === ROLE_UNITS.worker) return "worker";
  return undefined;
}

/**
 * The TLS server names of a manager. The front door of port 2377 tells by them which thread
 * serves a connection; they are in managers' certificates only, so that no worker can pose as one.
 */
export const SERVER_NAMES = { manager: "manager.skep", raft: "raft.skep" } as const;
export type ServerName = (typeof SERVER_NAMES)[keyof typeof SERVER_NAMES];

/** Every name in the certificate of a node. */
export function certificateNames(nodeId: NodeId, role: NodeRole): readonly string[] {
  const managers = role === "manager" ? [SERVER_NAMES.manager, SERVER_NAMES.raft] : [];
  return [ROLE_UNITS[role], nodeId, ...managers];
}

/** The caller that a certificate's subject names; anonymous when it is not a node's. */
export function callerFromSubject(subject: {
  readonly CN?: unknown;
  readonly OU?: unknown;
  readonly O?: unknown;
}): Caller {
  const { CN, OU, O } = subject;
  if (typeof CN !== "string" || typeof OU !== "string" || typeof O !== "string") return ANONYMOUS;
  const role = roleFromUnit(OU);
  if (role === undefined || CN === "" || O === "") return ANONYMOUS;
  return { kind: "node", nodeId: CN as NodeId, role, clusterId: O as ClusterId };
}
