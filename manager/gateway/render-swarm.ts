/** The cluster as the API shows it: GET /swarm, and the `Cluster` of GET /info. */
import type { Cluster } from "../../shared/domain/objects.ts";
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import { renderMeta, toBase64 } from "./json.ts";

/** Whose signature node certificates carry, as DER. */
export interface IssuerInfo {
  readonly certIssuerSubject: Uint8Array;
  readonly certIssuerPublicKey: Uint8Array;
}

const DEFAULTS = {
  taskHistory: 5,
  snapshotInterval: 10_000,
  slowFollowers: 500,
  electionTick: 10,
  heartbeatTick: 1,
  heartbeatNs: 5_000_000_000,
  certExpiryNs: 7_776_000_000_000_000,
} as const;

/** The root whose certificates nodes are to have: during a rotation the next one already. */
export function signerOf({ rootCa }: Cluster): string {
  return (rootCa.rotation ?? rootCa).certPem;
}

export function renderClusterInfo(cluster: Cluster, issuer: IssuerInfo): object {
  return {
    ID: cluster.id,
    ...renderMeta(cluster.meta),
    Spec: renderSwarmSpec(cluster.spec),
    TLSInfo: {
      TrustRoot: cluster.rootCa.certPem,
      CertIssuerSubject: toBase64(issuer.certIssuerSubject),
      CertIssuerPublicKey: toBase64(issuer.certIssuerPublicKey),
    },
    RootRotationInProgress: cluster.rootCa.rotation !== undefined,
    DefaultAddrPool: cluster.defaultAddressPool,
    SubnetSize: cluster.subnetSize,
    DataPathPort: cluster.dataPathPort,
  };
}

export function renderSwarm(cluster: Cluster, issuer: IssuerInfo): object {
  return {
    ...renderClusterInfo(cluster, issuer),
    JoinTokens: {
      Worker: cluster.rootCa.joinTokenWorker,
      Manager: cluster.rootCa.joinTokenManager,
    },
  };
}

function renderSwarmSpec(spec: SwarmSpec): object {
  const { SigningCAKey: _never, ...ca } = spec.CAConfig ?? {};
  return {
    ...spec,
    Name: spec.Name ?? "default",
    Labels: spec.Labels ?? {},
    Orchestration: { TaskHistoryRetentionLimit: DEFAULTS.taskHistory, ...spec.Orchestration },
    Raft: {
      SnapshotInterval: DEFAULTS.snapshotInterval,
      KeepOldSnapshots: 0,
      LogEntriesForSlowFollowers: DEFAULTS.slowFollowers,
      ElectionTick: DEFAULTS.electionTick,
      HeartbeatTick: DEFAULTS.heartbeatTick,
      ...spec.Raft,
    },
    Dispatcher: { HeartbeatPeriod: DEFAULTS.heartbeatNs, ...spec.Dispatcher },
    CAConfig: { NodeCertExpiry: DEFAULTS.certExpiryNs, ...ca },
    TaskDefaults: { ...spec.TaskDefaults },
    EncryptionConfig: { AutoLockManagers: false, ...spec.EncryptionConfig },
  };
}

/** `SWMKEY-1-` and the key; "" while autolock is off. */
export function renderUnlockKey(cluster: Cluster): object {
  const key = toBase64(cluster.unlockKey).replace(/=+$/, "");
  return { UnlockKey: key === "" ? "" : `SWMKEY-1-${key}` };
}
