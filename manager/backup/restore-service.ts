/**
 * Restores a cluster from a backup: reads and checks all of it, then writes what a manager starts
 * from. The file is read twice; nothing is written before its checksum was found right.
 */
import { createReadStream } from "node:fs";
import type { Clock } from "../../shared/clock.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import { newId } from "../../shared/ids.ts";
import { type BackupFacts, backupChunks, verifyBackup } from "../../shared/node/backup-file.ts";
import {
  createSigningRequest,
  DEFAULT_CERT_LIFE_MS,
  issueCertificate,
} from "../../shared/node/pki.ts";
import type { KeyPair } from "../../shared/node/tls.ts";
import type { Rng } from "../../shared/rng.ts";
import { certificateLifeMs } from "../ca/issuance.ts";
import { signingRoot, trustedRoots } from "../ca/root-rotation.ts";
import { NodeDisk } from "../raft/adapters/node-disk.ts";
import { foundFromImage } from "../raft/found-from-image.ts";
import type { SealingKey } from "../raft/options.ts";
import { imageChunks, readImage } from "../store/image.ts";
import { adoptState, clusterOf } from "./restored-state.ts";

/**
 * The log goes on this far behind the backup. The old cluster wrote on after it: a version that
 * a client saw then must not come again with other contents.
 */
const INDEX_GAP = 1_000_000;
const TERM_GAP = 1_000;

export interface RestoreOptions {
  readonly file: string;
  readonly stateDir: string;
  readonly advertiseAddr: string;
  /** Bare address of this node. */
  readonly addr: string;
  readonly sealingKeyOf: (unlockKey: Uint8Array) => SealingKey;
  readonly clock: Clock;
  readonly rng: Rng;
}

export interface Restored {
  readonly cluster: Cluster;
  readonly nodeId: NodeId;
  readonly pair: KeyPair;
  readonly rootPem: string;
}

/** Throws INVALID_ARGUMENT for a file that is none, before anything was changed. */
export async function restoreCluster(options: RestoreOptions): Promise<Restored> {
  const { file, stateDir, advertiseAddr, sealingKeyOf, clock, rng } = options;
  const facts = await verifyBackup(createReadStream(file));
  const state = await readImage(backupChunks(createReadStream(file)));
  const cluster = clusterOf(state, facts.clusterId);
  const index = facts.index + INDEX_GAP;
  const { node, pair } = await certifySelf(options, cluster, facts);
  adoptState(state, node, clock.now());
  await foundFromImage({
    disk: new NodeDisk(stateDir),
    clock,
    rng,
    nodeId: node.id,
    clusterId: cluster.id,
    advertiseAddr,
    sealingKey: sealingKeyOf(cluster.unlockKey),
    index,
    // Higher than any that agents may remember of the old cluster's last days.
    term: facts.term + TERM_GAP,
    chunks: imageChunks(state.freeze()),
  });
  return { cluster, nodeId: node.id, pair, rootPem: trustedRoots(cluster.rootCa) };
}

async function certifySelf(
  options: RestoreOptions,
  cluster: Cluster,
  facts: BackupFacts,
): Promise<{ readonly node: Node; readonly pair: KeyPair }> {
  const now = options.clock.now();
  const nodeId = newId<NodeId>(options.rng);
  const { csrPem, keyPem } = await createSigningRequest();
  const certPem = await issueCertificate({
    root: signingRoot(cluster.rootCa),
    csrPem,
    nodeId,
    role: "manager",
    clusterId: cluster.id,
    now,
    lifeMs: certificateLifeMs(cluster, DEFAULT_CERT_LIFE_MS),
  });
  const node: Node = {
    id: nodeId,
    meta: { versionIndex: facts.index, createdMs: now, updatedMs: now },
    spec: { Labels: {}, Role: "manager", Availability: "active" },
    status: { state: "unknown", message: "", addr: options.addr },
    role: "manager",
    membership: "accepted",
    certificatePem: certPem,
  };
  return { node, pair: { certPem, keyPem } };
}
