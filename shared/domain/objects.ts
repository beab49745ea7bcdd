/**
 * The cluster's objects as every manager holds them. Immutable: a change is a new object.
 * INVARIANT: objects reachable from a store are never mutated; they are shared by every reader.
 */
import type { Instant } from "../clock.ts";
import type {
  ClusterId,
  ConfigId,
  NetworkId,
  NodeId,
  SecretId,
  ServiceId,
  SpecRevisionId,
  TaskId,
  VolumeId,
} from "../ids.ts";
import type {
  ConfigSpec,
  EndpointSpec,
  Labels,
  NetworkSpec,
  NodeSpec,
  SecretSpec,
  ServiceSpec,
  SwarmSpec,
  TaskSpec,
} from "./spec.ts";
import type { DesiredState, TaskState } from "./task-state.ts";

export interface Meta {
  /** Raft index of the last write: the API's `Version.Index`. */
  readonly versionIndex: number;
  readonly createdMs: Instant;
  readonly updatedMs: Instant;
}

/**
 * The Raft index of the state upon which the object's spec was written last: who has read a later
 * version has read this spec, whatever else of the object changed since. Absent on objects of
 * before this was kept.
 */
export type SpecSince = number;

export interface GenericResource {
  readonly kind: string;
  /** Set for a named resource; a discrete one has only a count. */
  readonly value?: string;
  readonly count: number;
}

export interface Resources {
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  readonly generic: readonly GenericResource[];
}

export const RUNTIMES = ["docker", "process", "fake"] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

export interface NodeDescription {
  readonly hostname: string;
  readonly os: string;
  /** As the kernel names it (`x86_64`); the platform filter normalizes, constraints do not. */
  readonly architecture: string;
  readonly resources: Resources;
  readonly engineVersion: string;
  readonly engineLabels: Labels;
  readonly plugins: readonly { readonly type: string; readonly name: string }[];
  readonly tls: {
    readonly trustRootPem: string;
    readonly certIssuerSubject: Uint8Array;
    readonly certIssuerPublicKey: Uint8Array;
  };
  readonly runtime: RuntimeName;
  readonly skepVersion: string;
  readonly engineId: string;
  /** host:port of this node's /metrics; absent when off. */
  readonly metricsAddr?: string;
  /**
   * The network stack of the node's containers (boot id and network namespace). Nodes with the
   * same one share bridges, addresses and published ports. Absent: the node has no networks.
   */
  readonly networkStack?: string;
  /** For encrypted networks; absent when the node can't. */
  readonly wireguardPublicKey?: Uint8Array;
  readonly wireguardPort?: number;
  /** While the key is being rotated: announced, not in use yet. */
  readonly wireguardNextPublicKey?: Uint8Array;
  readonly wireguardNextPort?: number;
}

export const NODE_STATES = ["unknown", "down", "ready", "disconnected"] as const;
export type NodeState = (typeof NODE_STATES)[number];
export type NodeRole = "worker" | "manager";

export interface Node {
  readonly id: NodeId;
  readonly meta: Meta;
  readonly spec: NodeSpec;
  readonly description?: NodeDescription;
  readonly status: { readonly state: NodeState; readonly message: string; readonly addr: string };
  /** Observed: the wish is `spec.Role`. */
  readonly role: NodeRole;
  readonly membership: "accepted" | "pending";
  /** Present while the node is a Raft member. */
  readonly manager?: { readonly raftId: number; readonly addr: string };
  readonly certificatePem?: string;
  readonly downSinceMs?: Instant;
  /** The node's own address on each network that it is on, the same on all nodes of a stack. */
  readonly attachments?: readonly NetworkAttachment[];
  readonly specSince?: SpecSince;
}

export const UPDATE_STATES = [
  "updating",
  "paused",
  "completed",
  "rollback_started",
  "rollback_paused",
  "rollback_completed",
] as const;
export type UpdateState = (typeof UPDATE_STATES)[number];

export interface UpdateStatus {
  readonly state: UpdateState;
  readonly startedMs: Instant;
  readonly completedMs?: Instant;
  readonly message: string;
}

export interface Port {
  readonly name: string;
  readonly protocol: "tcp" | "udp" | "sctp";
  readonly targetPort: number;
  readonly publishedPort: number;
  readonly publishMode: "ingress" | "host";
}

export interface Endpoint {
  readonly spec: EndpointSpec;
  readonly ports: readonly Port[];
  readonly virtualIps: readonly { readonly networkId: NetworkId; readonly addr: string }[];
}

export interface Service {
  readonly id: ServiceId;
  readonly meta: Meta;
  readonly spec: ServiceSpec;
  /** Counts this service's specs from 1; tasks name the one they run. */
  readonly specVersion: number;
  readonly previousSpec?: ServiceSpec;
  readonly previousSpecVersion?: number;
  readonly endpoint?: Endpoint;
  readonly updateStatus?: UpdateStatus;
  readonly jobIteration?: number;
  readonly jobLastExecutionMs?: Instant;
  /** The decoded X-Registry-Auth that came with the spec. Never shown. */
  readonly registryAuth?: Uint8Array;
  readonly previousRegistryAuth?: Uint8Array;
  readonly specSince?: SpecSince;
}

/** A spec that some task still runs. Written with the service, removed when no task names it. */
export interface SpecRevision {
  readonly id: SpecRevisionId;
  readonly meta: Meta;
  readonly serviceId: ServiceId;
  readonly specVersion: number;
  readonly spec: ServiceSpec;
}

export interface ContainerStatus {
  readonly containerId: string;
  readonly pid: number;
  readonly exitCode: number;
}

export interface TaskStatus {
  readonly state: TaskState;
  readonly timestampMs: Instant;
  readonly message: string;
  readonly err?: string;
  readonly container?: ContainerStatus;
  readonly ports?: readonly Port[];
  /** It runs, but its agent is about to stop it (unhealthy): no new connections may come. */
  readonly withdrawn?: boolean;
}

export interface NetworkAttachment {
  readonly networkId: NetworkId;
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
}

export interface Task {
  readonly id: TaskId;
  readonly meta: Meta;
  /** Empty for a task without a service (a network attachment). */
  readonly serviceId: ServiceId;
  readonly serviceName: string;
  /** From 1 for replicated services, from 0 for replicated jobs; 0 for global ones. */
  readonly slot: number;
  /** Empty until assigned; global tasks are born with it. */
  readonly nodeId: NodeId;
  readonly specVersion: number;
  readonly desiredState: DesiredState;
  readonly status: TaskStatus;
  readonly networks: readonly NetworkAttachment[];
  readonly endpointPorts: readonly Port[];
  readonly assignedGeneric: readonly GenericResource[];
  readonly jobIteration?: number;
  readonly ownSpec?: TaskSpec;
  /** While desired is `ready`: raised to `running` no sooner than this (restart delay). */
  readonly startAfterMs?: Instant;
}

/** What the allocator gave a network. */
export interface NetworkDriverState {
  readonly vni: number;
  /** Of its segments after the first (network/segments.ts). */
  readonly furtherVnis?: readonly number[];
}

/** One subnet of a network, complete: what the spec left open is chosen. */
export interface NetworkPool {
  /** CIDR, the network's address first. */
  readonly subnet: string;
  /** Bare address; taken, so that a task never has it. */
  readonly gateway: string;
  /** CIDR within the subnet that addresses are taken from; absent: all of it. */
  readonly ipRange?: string;
}

export interface Network {
  readonly id: NetworkId;
  readonly meta: Meta;
  readonly spec: NetworkSpec;
  /** Absent until allocated. */
  readonly driverState?: NetworkDriverState;
  readonly ipam?: { readonly pools: readonly NetworkPool[] };
  readonly pendingDelete: boolean;
}

export interface Secret {
  readonly id: SecretId;
  readonly meta: Meta;
  /** Without `Data`, which is below. */
  readonly spec: SecretSpec;
  readonly data: Uint8Array;
}

export interface Config {
  readonly id: ConfigId;
  readonly meta: Meta;
  readonly spec: ConfigSpec;
  readonly data: Uint8Array;
}

export interface Volume {
  readonly id: VolumeId;
  readonly meta: Meta;
  readonly spec: object;
  readonly state?: object;
}

/** The next root, and how far the nodes have been told to go over to it. */
export interface RootRotation {
  readonly certPem: string;
  readonly keyPem: string;
  /** Its name and key, signed by the root before it; "" when it is the same one. */
  readonly crossSignedPem: string;
  /** Base64 of DER: what nodes report of a certificate of this root. */
  readonly issuerSubject: string;
  readonly issuerPublicKey: string;
  /** Nodes up to this id have been told to renew, the last of them then; "": none yet. */
  readonly askedUpTo: string;
  readonly askedMs: Instant;
}

export interface RootCa {
  readonly certPem: string;
  readonly keyPem: string;
  readonly certDigest: string;
  readonly joinTokenWorker: string;
  readonly joinTokenManager: string;
  readonly rotation?: RootRotation;
  readonly lastForcedRotation: number;
}

export interface Cluster {
  readonly id: ClusterId;
  readonly meta: Meta;
  readonly spec: SwarmSpec;
  readonly rootCa: RootCa;
  readonly defaultAddressPool: readonly string[];
  readonly subnetSize: number;
  readonly dataPathPort: number;
  /** Empty while autolock is off. */
  readonly unlockKey: Uint8Array;
  readonly unlockKeyVersion: number;
  /** Removed nodes, whose certificates are refused until they expire. */
  readonly removedNodes: readonly { readonly nodeId: NodeId; readonly expiresMs: Instant }[];
  readonly networkKeys: readonly {
    readonly subsystem: string;
    readonly key: Uint8Array;
    readonly lamportTime: number;
  }[];
  readonly encryptionKeyLamport: number;
  readonly specSince?: SpecSince;
}
