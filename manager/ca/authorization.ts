/**
 * Who may call what: the whole answer, in one table. A method without a row does not compile.
 * Being let in says nothing about what one may see: a handler still answers a worker only about
 * itself.
 */
import * as services from "../../proto/gen/services.ts";
import type { Caller } from "../../shared/caller.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";

/**
 * - `anyone`: also a machine without a certificate; the handler asks for a join token or answers
 *   what is public.
 * - `node`: a certificate of this cluster, worker or manager.
 * - `manager`: a manager's certificate.
 */
export const ACCESS_LEVELS = ["anyone", "node", "manager"] as const;
export type Access = (typeof ACCESS_LEVELS)[number];

type Services = typeof services;
export type AccessTable = {
  readonly [S in keyof Services]: { readonly [M in keyof Services[S]]: Access };
};

export const ACCESS: AccessTable = {
  nodeCaService: {
    getRootCa: "anyone",
    // With a join token, or with a certificate to renew.
    issueNodeCertificate: "anyone",
    getUnlockKey: "manager",
  },
  dispatcherService: { session: "node" },
  logsService: { publish: "node", read: "manager" },
  controlService: {
    create: "manager",
    update: "manager",
    remove: "manager",
    queryUsage: "manager",
    // A node says of itself that it leaves; the handler takes it from the certificate.
    leave: "node",
  },
  // A node asks for its own containers, which the handler takes from the certificate.
  resourceAllocatorService: { attachNetwork: "node", detachNetwork: "node" },
  raftService: { exchange: "manager", join: "manager", leave: "manager", health: "manager" },
};

const accessByPath: ReadonlyMap<string, Access> = new Map(
  Object.entries(services).flatMap(([service, methods]) =>
    Object.entries(methods).map(([name, { path }]): [string, Access] => {
      const row = ACCESS[service as keyof Services] as Readonly<Record<string, Access>>;
      return [path, row[name] ?? "manager"];
    }),
  ),
);

/** What the table is held against. Functions, because the cluster's state moves on. */
export interface AuthorizationFacts {
  /** Undefined while this manager does not know its cluster yet: then only its own peers call. */
  clusterId(): ClusterId | undefined;
  /** Removed from the cluster, though its certificate has not expired. */
  isRemoved(nodeId: NodeId): boolean;
}

/** A refusal, or undefined when the caller may. */
export function decideAccess(
  path: string,
  caller: Caller,
  facts: AuthorizationFacts,
): ClusterError | undefined {
  const access = accessByPath.get(path);
  if (access === undefined) return new ClusterError("UNIMPLEMENTED", `${path} is not known here`);
  if (caller.kind === "anonymous") {
    return access === "anyone"
      ? undefined
      : new ClusterError("PERMISSION_DENIED", `${path} needs a certificate of this cluster`);
  }
  const cluster = facts.clusterId();
  if (cluster !== undefined && caller.clusterId !== cluster) {
    return new ClusterError(
      "PERMISSION_DENIED",
      `node ${caller.nodeId} is of cluster ${caller.clusterId}, this is ${cluster}`,
    );
  }
  // Even the open calls: a removed node must not renew its way back in.
  if (facts.isRemoved(caller.nodeId)) {
    return new ClusterError(
      "PERMISSION_DENIED",
      `node ${caller.nodeId} was removed from the swarm`,
    );
  }
  if (access === "manager" && caller.role !== "manager") {
    return new ClusterError(
      "PERMISSION_DENIED",
      `${path} is for managers; node ${caller.nodeId} is a ${caller.role}`,
    );
  }
  return undefined;
}

/** For GrpcServer. */
export function authorizer(
  facts: AuthorizationFacts,
): (path: string, caller: Caller) => ClusterError | undefined {
  return (path, caller) => decideAccess(path, caller, facts);
}
