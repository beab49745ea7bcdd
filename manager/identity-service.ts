/** With what certificate and keys a manager starts: new for `swarm init` and for a restored cluster, else from disk. */
import type { Clock } from "../shared/clock.ts";
import { ClusterError } from "../shared/errors.ts";
import type { ClusterId, NodeId } from "../shared/ids.ts";
import { parseUnlockKey } from "../shared/join-token.ts";
import type { ManagerStart } from "../shared/manager-ipc.ts";
import { readCertificates, writeCertificates } from "../shared/node/certificate-files.ts";
import { type KeyPair, TlsIdentity } from "../shared/node/tls.ts";
import type { Rng } from "../shared/rng.ts";
import { SWARM_TEXTS } from "../shared/swarm-errors.ts";
import { type RestoreOptions, restoreCluster } from "./backup/restore-service.ts";
import { createFirstCluster, type FirstCluster } from "./ca/bootstrap.ts";
import type { SealingKey } from "./raft/options.ts";

/** The state is sealed with an unlock key that was not given, or not this one. */
export class LockedError extends ClusterError {}

export interface ManagerIdentity {
  readonly tls: TlsIdentity;
  readonly pair: KeyPair;
  readonly rootPem: string;
  readonly nodeId: NodeId;
  readonly clusterId: ClusterId;
  readonly sealingKey: SealingKey;
  /** Empty while autolock is off. */
  readonly unlockKey: Uint8Array;
  /** To be written when Raft runs, after `swarm init`. */
  readonly first: FirstCluster | undefined;
}

const NO_KEY = new Uint8Array();

export async function establishIdentity(
  start: ManagerStart,
  clock: Clock,
  rng: Rng,
): Promise<ManagerIdentity> {
  const { how } = start;
  if (how.kind === "join" || how.kind === "restart") return readIdentity(start);
  const addr = hostOf(start.advertiseAddr);
  if (how.kind === "restore") return restoreIdentity(start, { file: how.file, addr, clock, rng });
  const first = await createFirstCluster({ ...how, addr }, clock.now(), rng);
  const { unlockKey } = first.cluster;
  const { pair, rootPem } = first;
  await writeCertificates(start.stateDir, { rootPem, pair }, unlockKey);
  return {
    tls: new TlsIdentity(rootPem, pair),
    pair,
    rootPem,
    nodeId: first.node.id,
    clusterId: first.cluster.id,
    sealingKey: sealingKeyOf(unlockKey),
    unlockKey,
    first,
  };
}

async function restoreIdentity(
  start: ManagerStart,
  options: Pick<RestoreOptions, "file" | "addr" | "clock" | "rng">,
): Promise<ManagerIdentity> {
  const { stateDir, advertiseAddr } = start;
  const restored = await restoreCluster({ ...options, stateDir, advertiseAddr, sealingKeyOf });
  const { cluster, nodeId, pair, rootPem } = restored;
  const { unlockKey } = cluster;
  await writeCertificates(stateDir, { rootPem, pair }, unlockKey);
  return {
    tls: new TlsIdentity(rootPem, pair),
    pair,
    rootPem,
    nodeId,
    clusterId: cluster.id,
    sealingKey: sealingKeyOf(unlockKey),
    unlockKey,
    first: undefined,
  };
}

export function sealingKeyOf(unlockKey: Uint8Array): SealingKey {
  return unlockKey.length === 0 ? { kind: "local" } : { kind: "unlock-key", key: unlockKey };
}

async function readIdentity(start: ManagerStart): Promise<ManagerIdentity> {
  const given = start.unlockKey === undefined ? NO_KEY : parseUnlockKey(start.unlockKey);
  const stored = await readCertificates(start.stateDir, given);
  switch (stored.kind) {
    case "none":
      throw new ClusterError(
        "FAILED_PRECONDITION",
        `no certificate in ${start.stateDir}: this node must join the swarm again`,
      );
    case "locked":
      throw new LockedError("UNAVAILABLE", SWARM_TEXTS.locked);
    case "wrong-key":
      throw new LockedError("UNAUTHENTICATED", SWARM_TEXTS.wrongUnlockKey);
    case "broken":
      throw new ClusterError("DATA_LOSS", `the certificate in ${start.stateDir}: ${stored.why}`);
    case "present":
      break;
  }
  const { rootPem, pair } = stored.certificates;
  const tls = new TlsIdentity(rootPem, pair);
  const { self } = tls;
  if (self.kind !== "node" || self.role !== "manager") {
    throw new ClusterError("FAILED_PRECONDITION", "this node's certificate is not a manager's");
  }
  const unlockKey = stored.sealed ? given : NO_KEY;
  return {
    tls,
    pair,
    rootPem,
    nodeId: self.nodeId,
    clusterId: self.clusterId,
    sealingKey: sealingKeyOf(unlockKey),
    unlockKey,
    first: undefined,
  };
}

/** host:port and [v6]:port without the port. */
export function hostOf(addr: string): string {
  const colon = addr.lastIndexOf(":");
  return (colon < 0 ? addr : addr.slice(0, colon)).replace(/^\[|\]$/g, "");
}
