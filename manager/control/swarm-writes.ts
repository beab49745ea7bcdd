/** Changes of the cluster object: its spec, its tokens, its unlock key. */
import type { Cluster, RootCa } from "../../shared/domain/objects.ts";
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import { mergeSwarmSpec } from "../../shared/domain/swarm-spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ClusterId } from "../../shared/ids.ts";
import {
  type PreparedRotation,
  rotationBasis,
  type WantedRoot,
  wantedRoot,
} from "../ca/next-root.ts";
import type { WriteTx } from "../store/types.ts";
import { decidedOn } from "./decided-on.ts";

/** Made before the transaction, so that deciding it twice gives the same tokens. */
export interface FreshSecrets {
  /** The secret part of a join token: 25 characters of base 36. */
  readonly workerSecret: string;
  readonly managerSecret: string;
  /** 32 bytes. */
  readonly unlockKey: Uint8Array;
}

/** Made before the transaction: signing takes its time. */
export type PrepareRotation = (ca: RootCa, wanted: WantedRoot) => Promise<PreparedRotation>;

export interface SwarmChange {
  readonly id: ClusterId;
  readonly versionIndex: number;
  readonly spec: SwarmSpec;
  readonly rotateWorkerToken: boolean;
  readonly rotateManagerToken: boolean;
  readonly rotateManagerUnlockKey: boolean;
}

/** @param prepared for the root that the change asks for; ABORTED when it no longer fits */
export function updateCluster(
  tx: WriteTx,
  change: SwarmChange,
  fresh: FreshSecrets,
  prepared: PreparedRotation | undefined,
): void {
  const cluster = tx.get("cluster", change.id);
  if (cluster === undefined) throw new ClusterError("NOT_FOUND", `cluster ${change.id} not found`);
  const spec = mergeSwarmSpec(cluster.spec, change.spec);
  tx.update("cluster", {
    ...cluster,
    ...unlockKeyOf(cluster, spec, change.rotateManagerUnlockKey, fresh.unlockKey),
    ...decidedOn(tx, cluster, change.versionIndex),
    spec,
    rootCa: rotateRoot(cluster, change, rotateTokens(cluster.rootCa, change, fresh), prepared),
  });
}

/** A root that is asked for while another is on its way takes that one's place. */
function rotateRoot(
  cluster: Cluster,
  change: SwarmChange,
  ca: RootCa,
  prepared: PreparedRotation | undefined,
): RootCa {
  if (wantedRoot(cluster, change.spec) === undefined) return ca;
  if (prepared?.basis !== rotationBasis(cluster.rootCa)) {
    throw new ClusterError("ABORTED", "the root certificate changed meanwhile");
  }
  const lastForcedRotation = change.spec.CAConfig?.ForceRotate ?? ca.lastForcedRotation;
  const { rotation } = prepared;
  return { ...ca, lastForcedRotation, ...(rotation !== undefined && { rotation }) };
}

function rotateTokens(ca: RootCa, change: SwarmChange, fresh: FreshSecrets): RootCa {
  const { joinTokenWorker: worker, joinTokenManager: manager } = ca;
  return {
    ...ca,
    joinTokenWorker: change.rotateWorkerToken ? withSecret(worker, fresh.workerSecret) : worker,
    joinTokenManager: change.rotateManagerToken
      ? withSecret(manager, fresh.managerSecret)
      : manager,
  };
}

/** SWMTKN-1-DIGEST-SECRET: the digest of the root certificate stays. */
function withSecret(token: string, secret: string): string {
  return `${token.slice(0, token.lastIndexOf("-") + 1)}${secret}`;
}

function unlockKeyOf(
  cluster: Cluster,
  spec: SwarmSpec,
  rotate: boolean,
  fresh: Uint8Array,
): Pick<Cluster, "unlockKey" | "unlockKeyVersion"> {
  const locked = spec.EncryptionConfig?.AutoLockManagers ?? false;
  const { unlockKey, unlockKeyVersion } = cluster;
  if (!locked && unlockKey.length > 0) {
    return { unlockKey: new Uint8Array(0), unlockKeyVersion: unlockKeyVersion + 1 };
  }
  if (locked && (rotate || unlockKey.length === 0)) {
    return { unlockKey: fresh, unlockKeyVersion: unlockKeyVersion + 1 };
  }
  return { unlockKey, unlockKeyVersion };
}
