/** What every answer of the proxy works with, and where it finds the others who answer. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  formatApiVersion,
  MAX_API_VERSION,
  type VersionedPath,
} from "../../../shared/docker-api.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { Attachments } from "../../network/attachments/attachments-loop.ts";
import type { Finding } from "../../network/doctor/finding.ts";
import { type NodeLife, swarmHeader } from "../../node/lifecycle.ts";
import { loweredTarget, pruneQuery } from "../lowering.ts";
import type { HostFacts } from "../swarm-info.ts";
import { forward } from "./forward.ts";
import type { EnginePing, Upstream, UpstreamAddress } from "./upstream.ts";

export interface EngineProxyOptions {
  readonly life: NodeLife;
  /** Undefined where tasks run as processes of the host. */
  readonly engine: UpstreamAddress | undefined;
  readonly host: HostFacts;
  /** This node's networks; undefined while it is in no swarm. */
  readonly networks?: () => NetworkAccess | undefined;
  /** Of Skep. */
  readonly version: string;
  readonly now: () => number;
  readonly logger: Logger;
}

/** What puts containers that nobody scheduled on the cluster's networks. */
export type ContainerAttachments = Pick<Attachments, "attach" | "overlay" | "look">;

/** What the local API may ask of the node's networks. */
export interface NetworkAccess {
  /** Absent where containers cannot be put on networks of the cluster. */
  readonly attachments?: ContainerAttachments;
  readonly doctor: () => Promise<readonly Finding[]>;
}

/** A request with what every answer needs. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: VersionedPath;
  readonly query: URLSearchParams;
  /** Aborts when the client is gone or the proxy closes. */
  readonly signal: AbortSignal;
}

export interface ProxyParts extends EngineProxyOptions {
  readonly engineUpstream: Upstream | undefined;
  /** UNAVAILABLE in Swarm's words where no manager answers. */
  readonly manager: () => Upstream;
  readonly closed: AbortSignal;
}

export const NO_ENGINE: string =
  "no container engine on this node: its tasks run as processes of the host " +
  "(start skepd with --engine unix:///var/run/docker.sock to use one)";

/** The manager speaks every version that clients may ask for: the path goes as it came. */
export function toManager(parts: ProxyParts, exchange: Exchange, body?: Uint8Array): Promise<void> {
  const { incoming, response, signal } = exchange;
  return forward(incoming, response, parts.manager(), incoming.url ?? "/", {
    ...(body !== undefined && { body }),
    signal,
  });
}

export function engineTarget(
  exchange: Pick<Exchange, "incoming" | "target" | "query">,
  ping: EnginePing,
): string {
  const { incoming, target, query } = exchange;
  const prune = incoming.method === "POST" && target.path === "/volumes/prune";
  const lowered = prune ? pruneQuery(target.version, ping.version, query) : undefined;
  return loweredTarget(target.version, target.path, lowered ?? target.query, ping.version);
}

export async function engineOf(
  parts: ProxyParts,
): Promise<{ readonly engine: Upstream; readonly ping: EnginePing }> {
  const engine = parts.engineUpstream;
  if (engine === undefined) throw new ClusterError("UNAVAILABLE", NO_ENGINE);
  return { engine, ping: await engine.ping(parts.now()) };
}

/** What a client believes of this daemon, whoever answers. Overrides the engine's own words. */
export function announce(
  response: ServerResponse,
  parts: ProxyParts,
  ping: EnginePing | undefined,
): void {
  response.setHeader("Api-Version", formatApiVersion(MAX_API_VERSION));
  response.setHeader("Docker-Experimental", ping?.experimental ?? "false");
  response.setHeader("Ostype", "linux");
  response.setHeader("Server", `Skep/${parts.version} (linux)`);
  if (ping !== undefined && ping.builderVersion !== "") {
    response.setHeader("Builder-Version", ping.builderVersion);
  }
  response.setHeader("Swarm", swarmHeader(parts.life.status()));
}
