/**
 * What the rest of skepd sees of this machine's life in a cluster. `NodeLifecycle` (loop.ts) is
 * the implementation; the engine proxy asks it for POST /swarm/init|join|leave|unlock and for the
 * Swarm part of GET /info.
 */
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import type { TlsIdentity } from "../../shared/node/tls.ts";

/** As the API's LocalNodeState. */
export const LOCAL_NODE_STATES = ["inactive", "pending", "active", "error", "locked"] as const;
export type LocalNodeState = (typeof LOCAL_NODE_STATES)[number];

export interface ManagerAddr {
  readonly nodeId: NodeId;
  /** host:port of its control port. */
  readonly addr: string;
}

export interface LocalNodeStatus {
  readonly state: LocalNodeState;
  /** Empty while not in a cluster. */
  readonly nodeId: string;
  readonly clusterId: string;
  /** Bare, without a port. */
  readonly nodeAddr: string;
  /** The manager of this machine is up and answers the API on `apiSocket`. */
  readonly controlAvailable: boolean;
  /** This node is certified as a manager, whether or not its manager process is up. */
  readonly isManager: boolean;
  readonly error: string;
  readonly remoteManagers: readonly ManagerAddr[];
  /** Exchanged on renewal; undefined while there is none. */
  readonly certificateExpiresMs: number | undefined;
}

/** The value of /_ping's `Swarm` header (reference 0.6). */
export function swarmHeader(status: LocalNodeStatus): string {
  if (status.state !== "active") return status.state;
  return status.controlAvailable ? "active/manager" : "active/worker";
}

export interface InitRequest {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
  readonly dataPathPort: number;
  readonly forceNewCluster: boolean;
  readonly spec: SwarmSpec;
  readonly autoLockManagers: boolean;
  readonly availability: string;
  readonly defaultAddrPool: readonly string[];
  readonly subnetSize: number;
}

export interface JoinRequest {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
  readonly remoteAddrs: readonly string[];
  readonly joinToken: string;
  readonly availability: string;
}

export interface RestoreRequest {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
}

export interface NodeLife {
  status(): LocalNodeStatus;
  onChange(listener: (status: LocalNodeStatus) => void): { close(): void };
  /** Unix socket of this machine's manager, to speak to while `controlAvailable`. */
  readonly apiSocket: string;
  init(request: InitRequest): Promise<NodeId>;
  /** Becomes the only manager of the cluster whose backup `bytes` are. Refused inside a cluster. */
  restore(request: RestoreRequest, bytes: AsyncIterable<Uint8Array>): Promise<NodeId>;
  /** Rejects with Swarm's timeout text after 20 s; the attempt goes on in the background. */
  join(request: JoinRequest): Promise<void>;
  leave(force: boolean): Promise<void>;
  /** @param key `SWMKEY-1-…` */
  unlock(key: string): Promise<void>;
}

/** What the session with the managers learned that concerns the node's life. */
export interface ClusterNews {
  readonly managers: readonly ManagerAddr[];
  readonly rootCaPem: string;
  readonly desiredRole: "worker" | "manager";
  readonly renewCertificate: boolean;
}

/** What the agent's other parts (session, tasks) need of the node while it is in a cluster. */
export interface Membership {
  readonly nodeId: NodeId;
  readonly clusterId: ClusterId;
  /** Live: renewed and rotated certificates appear in it. */
  readonly identity: TlsIdentity;
  /** Bare address of this node; empty: the managers take the one they see. */
  readonly nodeAddr: string;
  /** Managers known now, on disk across restarts; never empty. */
  managers(): readonly ManagerAddr[];
  /** For every Welcome, ClusterView and Redirect of a session. */
  learn(news: Partial<ClusterNews>): void;
  /** The managers refuse this node for good (removed, or its certificate expired). */
  refused(reason: string): void;
}

/** The agent's other parts, started when the node is in a cluster. */
export interface AgentParts {
  /** Resolves when a manager has taken this node in for the first time. */
  readonly welcomed: Promise<void>;
  /** On "leave" every container of a task is removed, on "shutdown" they run on. */
  stop(why: "leave" | "shutdown"): Promise<void>;
}

export type StartAgentParts = (membership: Membership) => Promise<AgentParts> | AgentParts;
