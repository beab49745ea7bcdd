/**
 * This machine's life in a cluster, as the Docker API socket needs it. Implemented by agent/node;
 * refusals are ClusterErrors whose code chooses the HTTP status.
 */
import type { SwarmSpec } from "../../shared/domain/spec.ts";

/** The body of POST /swarm/init, checked for its types only. */
export interface InitRequest {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
  /** 0: the default. */
  readonly dataPathPort: number;
  readonly forceNewCluster: boolean;
  readonly spec: SwarmSpec;
  readonly autoLockManagers: boolean;
  readonly availability: "active" | "pause" | "drain";
  readonly defaultAddrPool: readonly string[];
  /** 0: the default. */
  readonly subnetSize: number;
}

/** The body of POST /swarm/join. */
export interface JoinRequest {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
  readonly remoteAddrs: readonly string[];
  readonly joinToken: string;
  readonly availability: "active" | "pause" | "drain";
}

export type LocalNodeState = "inactive" | "pending" | "active" | "error" | "locked";

export interface NodeLifeStatus {
  readonly state: LocalNodeState;
  /** Empty while inactive. */
  readonly nodeId: string;
  /** The address that other nodes reach this one at, without a port. */
  readonly nodeAddr: string;
  /** Whether this node's manager answers: `apiSocket` may be asked. */
  readonly manager: boolean;
  /** Unix socket of the local manager's gateway; empty without one. */
  readonly apiSocket: string;
  /** Why it is in state `error`, or why the last try failed. */
  readonly error: string;
  readonly remoteManagers: readonly { readonly nodeId: string; readonly addr: string }[];
}

export interface NodeLife {
  status(): NodeLifeStatus;
  /** Resolves with the node's id. UNAVAILABLE when already in a swarm. */
  init(request: InitRequest, signal: AbortSignal): Promise<string>;
  join(request: JoinRequest, signal: AbortSignal): Promise<void>;
  leave(force: boolean, signal: AbortSignal): Promise<void>;
  /** UNAUTHENTICATED for a wrong key, ALREADY_EXISTS (409) when not locked. */
  unlock(key: string, signal: AbortSignal): Promise<void>;
}
