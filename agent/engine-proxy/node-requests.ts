/** The bodies of the calls that the node itself answers: their shapes, and defaults. Pure. */
import {
  anything,
  boolean,
  choice,
  conform,
  list,
  object,
  refuse,
  show,
  string,
  uint32,
} from "../../shared/document.ts";
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import { parseSwarmSpec } from "../../shared/domain/swarm-spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import { findPoolProblem } from "../address-pools.ts";
import type { InitRequest, JoinRequest, RestoreRequest } from "../node/lifecycle.ts";

const AVAILABILITY = choice("active", "pause", "drain");

const INIT = object({
  ListenAddr: string,
  AdvertiseAddr: string,
  DataPathAddr: string,
  DataPathPort: uint32,
  ForceNewCluster: boolean,
  Spec: anything,
  AutoLockManagers: boolean,
  Availability: AVAILABILITY,
  DefaultAddrPool: list(string),
  SubnetSize: uint32,
});

const JOIN = object({
  ListenAddr: string,
  AdvertiseAddr: string,
  DataPathAddr: string,
  RemoteAddrs: list(string),
  JoinToken: string,
  Availability: AVAILABILITY,
});

const DEFAULT_LISTEN = "0.0.0.0:2377";

interface Init {
  readonly ListenAddr?: string;
  readonly AdvertiseAddr?: string;
  readonly DataPathAddr?: string;
  readonly DataPathPort?: number;
  readonly ForceNewCluster?: boolean;
  readonly Spec?: unknown;
  readonly AutoLockManagers?: boolean;
  readonly Availability?: string;
  readonly DefaultAddrPool?: readonly string[];
  readonly SubnetSize?: number;
}

export function parseInit(document: unknown): InitRequest {
  const body = conform(document, INIT, "") as Init;
  const spec = parseInitSpec(body.Spec ?? {});
  const port = body.DataPathPort ?? 0;
  if (port !== 0 && (port < 1024 || port > 49151)) {
    refuse("DataPathPort", `${port}: expected a port from 1024 to 49151, or 0 for the default`);
  }
  const pools = body.DefaultAddrPool ?? [];
  const size = body.SubnetSize ?? 0;
  refusePools(pools, size);
  return {
    listenAddr: body.ListenAddr || DEFAULT_LISTEN,
    advertiseAddr: body.AdvertiseAddr ?? "",
    dataPathAddr: body.DataPathAddr ?? "",
    dataPathPort: port,
    forceNewCluster: body.ForceNewCluster ?? false,
    spec,
    autoLockManagers: body.AutoLockManagers ?? spec.EncryptionConfig?.AutoLockManagers ?? false,
    availability: body.Availability ?? "active",
    defaultAddrPool: pools,
    subnetSize: size,
  };
}

function refusePools(pools: readonly string[], size: number): void {
  const problem = findPoolProblem(pools, size);
  if (problem === undefined) return;
  const { at, expected } = problem;
  if (at === undefined) refuse("SubnetSize", `${size}: expected ${expected}`);
  refuse(`DefaultAddrPool[${at}]`, `${show(pools[at])}: expected ${expected}`);
}

function parseInitSpec(document: unknown): SwarmSpec {
  if (typeof document !== "object" || Array.isArray(document)) {
    refuse("Spec", `${show(document)}: expected an object`);
  }
  try {
    const spec = parseSwarmSpec(document);
    if ((spec.CAConfig?.SigningCACert ?? "") !== "") {
      const how = "docker swarm ca --rotate --ca-cert replaces it";
      refuse("CAConfig.SigningCACert", `a new swarm begins with a root of its own: ${how}`);
    }
    return spec;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    throw new ClusterError(error.code, `Spec.${error.message}`, { cause: error });
  }
}

interface Join {
  readonly ListenAddr?: string;
  readonly AdvertiseAddr?: string;
  readonly DataPathAddr?: string;
  readonly RemoteAddrs?: readonly string[];
  readonly JoinToken?: string;
  readonly Availability?: string;
}

export function parseJoin(document: unknown): JoinRequest {
  const body = conform(document, JOIN, "") as Join;
  const remoteAddrs = body.RemoteAddrs ?? [];
  if (remoteAddrs.length === 0) {
    refuse("RemoteAddrs", "at least 1 RemoteAddr is required to join");
  }
  const joinToken = body.JoinToken ?? "";
  if (joinToken === "") refuse("JoinToken", "expected a token, see `docker swarm join-token`");
  return {
    listenAddr: body.ListenAddr || DEFAULT_LISTEN,
    advertiseAddr: body.AdvertiseAddr ?? "",
    dataPathAddr: body.DataPathAddr ?? "",
    remoteAddrs,
    joinToken,
    availability: body.Availability ?? "active",
  };
}

export function parseUnlock(document: unknown): string {
  const body = conform(document, object({ UnlockKey: string }), "") as { UnlockKey?: string };
  const key = body.UnlockKey ?? "";
  if (key === "") refuse("UnlockKey", "unlock key is required");
  return key;
}

/** The body of a restore is the backup: what else it needs comes as parameters. */
export function parseRestore(query: URLSearchParams): RestoreRequest {
  return {
    listenAddr: query.get("listenAddr") || DEFAULT_LISTEN,
    advertiseAddr: query.get("advertiseAddr") ?? "",
    dataPathAddr: query.get("dataPathAddr") ?? "",
  };
}
