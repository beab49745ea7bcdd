/** The first cluster object, the first node and its certificate, for `docker swarm init`. */
import { randomBytes } from "node:crypto";
import type { Instant } from "../../shared/clock.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import { mergeSwarmSpec } from "../../shared/domain/swarm-spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import { newId } from "../../shared/ids.ts";
import { formatJoinToken, formatTokenSecret } from "../../shared/join-token.ts";
import {
  createRoot,
  createSigningRequest,
  DEFAULT_CERT_LIFE_MS,
  issueCertificate,
  rootDigest,
} from "../../shared/node/pki.ts";
import type { KeyPair } from "../../shared/node/tls.ts";
import type { Rng } from "../../shared/rng.ts";
import type { WriteTx } from "../store/types.ts";
import { certificateLifeMs, parseAvailability } from "./issuance.ts";
import type { NextTokens } from "./root-rotation.ts";

export interface InitOptions {
  readonly spec: SwarmSpec;
  readonly availability: string;
  readonly autoLock: boolean;
  readonly defaultAddrPool: readonly string[];
  readonly subnetSize: number;
  readonly dataPathPort: number;
  /** Bare address of this node. */
  readonly addr: string;
}

export interface FirstCluster {
  readonly cluster: Cluster;
  readonly node: Node;
  /** This node's certificate and key. */
  readonly pair: KeyPair;
  readonly rootPem: string;
}

const NS_PER_MS = 1_000_000;
const NO_META = { versionIndex: 0, createdMs: 0, updatedMs: 0 } as const;

/**
 * Makes all that is random and secret of a new cluster. Nothing is stored: `writeFirstCluster`
 * does that once Raft runs, under the certificate that is made here.
 */
export async function createFirstCluster(
  options: InitOptions,
  now: Instant,
  rng: Rng,
): Promise<FirstCluster> {
  const availability = parseAvailability(options.availability);
  if (availability === undefined) {
    throw new ClusterError("INVALID_ARGUMENT", `invalid availability: ${options.availability}`);
  }
  const clusterId = newId<ClusterId>(rng);
  const nodeId = newId<NodeId>(rng);
  const root = await createRoot(now);
  const cluster = firstCluster(options, clusterId, root);
  const { csrPem, keyPem } = await createSigningRequest();
  const certPem = await issueCertificate({
    root,
    csrPem,
    nodeId,
    role: "manager",
    clusterId,
    now,
    lifeMs: certificateLifeMs(cluster, DEFAULT_CERT_LIFE_MS),
  });
  const node: Node = {
    id: nodeId,
    meta: NO_META,
    spec: { Labels: {}, Role: "manager", Availability: availability },
    status: { state: "unknown", message: "", addr: options.addr },
    role: "manager",
    membership: "accepted",
    certificatePem: certPem,
  };
  return { cluster, node, pair: { certPem, keyPem }, rootPem: root.certPem };
}

/** Harmless when repeated: a manager that died between Raft's start and this write does it then. */
export function writeFirstCluster(
  tx: WriteTx,
  first: Pick<FirstCluster, "cluster" | "node">,
): void {
  if (tx.count("cluster") > 0) return;
  const specSince = tx.index;
  tx.create("cluster", { ...first.cluster, specSince });
  if (tx.get("node", first.node.id) === undefined) tx.create("node", { ...first.node, specSince });
}

function newJoinToken(rootPem: string): string {
  return formatJoinToken({ rootDigest: rootDigest(rootPem), secret: newSecret() });
}

/** Of a root that becomes the cluster's: its digest, and both join tokens, which have it. */
export function newRootFacts(certPem: string): NextTokens {
  return {
    certDigest: `sha256:${Buffer.from(rootDigest(certPem)).toString("hex")}`,
    joinTokenWorker: newJoinToken(certPem),
    joinTokenManager: newJoinToken(certPem),
  };
}

/** What takes the place of a join token's secret when it is rotated. */
export function newTokenSecret(): string {
  return formatTokenSecret(newSecret());
}

function newSecret(): Uint8Array {
  return randomBytes(16);
}

export function newUnlockKey(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}

function firstCluster(options: InitOptions, id: ClusterId, root: KeyPair): Cluster {
  return {
    id,
    meta: NO_META,
    spec: withDefaults(options.spec, options.autoLock),
    rootCa: {
      certPem: root.certPem,
      keyPem: root.keyPem,
      ...newRootFacts(root.certPem),
      lastForcedRotation: 0,
    },
    defaultAddressPool:
      options.defaultAddrPool.length > 0 ? options.defaultAddrPool : ["10.0.0.0/8"],
    subnetSize: options.subnetSize > 0 ? options.subnetSize : 24,
    dataPathPort: options.dataPathPort > 0 ? options.dataPathPort : 4789,
    unlockKey: options.autoLock ? newUnlockKey() : new Uint8Array(),
    unlockKeyVersion: options.autoLock ? 1 : 0,
    removedNodes: [],
    networkKeys: [],
    encryptionKeyLamport: 0,
  };
}

/**
 * The defaults that `docker swarm init` shows (reference 3.7, 4), and what was asked for on top. The
 * CLI writes zeros where it leaves the choice to the swarm.
 */
function withDefaults(spec: SwarmSpec, autoLock: boolean): SwarmSpec {
  const defaults: SwarmSpec = {
    Orchestration: { TaskHistoryRetentionLimit: 5 },
    Raft: {
      SnapshotInterval: 10_000,
      KeepOldSnapshots: 0,
      LogEntriesForSlowFollowers: 500,
      ElectionTick: 10,
      HeartbeatTick: 1,
    },
    Dispatcher: { HeartbeatPeriod: 5_000 * NS_PER_MS },
    CAConfig: { NodeCertExpiry: DEFAULT_CERT_LIFE_MS * NS_PER_MS },
    TaskDefaults: {},
  };
  const merged = mergeSwarmSpec(defaults, spec);
  return { ...merged, EncryptionConfig: { AutoLockManagers: autoLock } };
}
