/** Calls that take more than one answer: from the engine and the manager, or from one in steps. */

import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type ApiVersion, isBefore } from "../../../shared/docker-api.ts";
import { ClusterError, messageOf } from "../../../shared/errors.ts";
import { type LoweredCreate, lowerContainerCreate, loweredTarget } from "../lowering.ts";
import {
  announce,
  type Exchange,
  engineOf,
  engineTarget,
  type ProxyParts,
  toManager,
} from "./exchange.ts";
import { endToEnd, forward } from "./forward.ts";
import { readDocument, sendJson } from "./http.ts";
import { mergeLines } from "./merge-lines.ts";
import type { Upstream } from "./upstream.ts";

/** Networks of both; an overlay's bridge on this engine is the swarm's, who lists the overlay. */
export async function mergeNetworks(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const { incoming, response, signal } = exchange;
  const swarm = parts.life.status().controlAvailable
    ? await listOf(parts.manager(), incoming.url ?? "/", signal)
    : [];
  let local: readonly unknown[] = [];
  if (parts.engineUpstream !== undefined) {
    const { engine, ping } = await engineOf(parts);
    announce(response, parts, ping);
    local = await listOf(engine, engineTarget(exchange, ping), signal);
  }
  const known = new Set(swarm.map(idOf));
  sendJson(response, [
    ...swarm,
    ...local.filter((network) => !isOurs(network) && !known.has(idOf(network))),
  ]);
}

async function listOf(
  upstream: Upstream,
  target: string,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const { status, value } = await upstream.json({ method: "GET", target, signal });
  if (status === 200 && Array.isArray(value)) return value;
  throw new ClusterError(status === 400 ? "INVALID_ARGUMENT" : "UNAVAILABLE", textOf(value));
}

function textOf(value: unknown): string {
  return typeof value === "object" && value !== null && "message" in value
    ? String(value.message)
    : "the answer was not understood";
}

/**
 * What nobody uses goes, here and, through a manager, in the swarm. The bridges of overlays on this
 * engine are spared: whether they are needed is not for it to say.
 */
export async function pruneNetworks(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const { incoming, response, target, query, signal } = exchange;
  incoming.resume();
  const removed: unknown[] = [];
  const ask = async (upstream: Upstream, to: string): Promise<void> => {
    const headers = { "content-length": 0 };
    const { status, value } = await upstream.json({ method: "POST", target: to, headers, signal });
    if (status !== 200) {
      throw new ClusterError(status === 400 ? "INVALID_ARGUMENT" : "UNAVAILABLE", textOf(value));
    }
    const found =
      typeof value === "object" && value !== null && "NetworksDeleted" in value
        ? value.NetworksDeleted
        : [];
    if (Array.isArray(found)) removed.push(...found);
  };
  if (parts.engineUpstream !== undefined) {
    const { engine, ping } = await engineOf(parts);
    announce(response, parts, ping);
    const sparing = `?filters=${encodeURIComponent(sparingOurs(query.get("filters")))}`;
    await ask(engine, loweredTarget(target.version, target.path, sparing, ping.version));
  }
  if (parts.life.status().controlAvailable) await ask(parts.manager(), incoming.url ?? "/");
  sendJson(response, { NetworksDeleted: removed });
}

/** The client's filters and one more. What is not JSON is the engine's to refuse. */
function sparingOurs(filters: string | null): string {
  let given: unknown = {};
  try {
    given = JSON.parse(filters || "{}") ?? {};
  } catch {
    return filters ?? "";
  }
  if (typeof given !== "object" || Array.isArray(given)) return filters ?? "";
  const { "label!": not, ...rest } = given as Record<string, unknown>;
  const others = Array.isArray(not) ? not : Object.keys(typeof not === "object" && not ? not : {});
  return JSON.stringify({ ...rest, "label!": [...others, NETWORK_LABEL] });
}

const NETWORK_LABEL = "skep.network.id";

/** Made by this node for an overlay. */
export function isOurs(network: unknown): boolean {
  if (typeof network !== "object" || network === null || !("Labels" in network)) return false;
  const { Labels: labels } = network;
  return typeof labels === "object" && labels !== null && NETWORK_LABEL in labels;
}

function idOf(network: unknown): unknown {
  return typeof network === "object" && network !== null && "Id" in network
    ? network.Id
    : undefined;
}

/** The engine's events and the swarm's as one stream. */
export async function mergeEvents(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const { incoming, response, signal } = exchange;
  const manager = parts.life.status().controlAvailable ? parts.manager() : undefined;
  if (parts.engineUpstream === undefined) {
    if (manager === undefined) await engineOf(parts);
    return toManager(parts, exchange);
  }
  const { engine, ping } = await engineOf(parts);
  announce(response, parts, ping);
  if (manager === undefined) {
    return forward(incoming, response, engine, engineTarget(exchange, ping), { signal });
  }
  const headers = endToEnd(incoming.headers);
  // Asked first: where engines fail at a malformed filter, it says what is wrong with it.
  const swarm = await manager.ask({ method: "GET", target: incoming.url ?? "/", headers, signal });
  if (swarm.statusCode !== 200) return relayRefusal(swarm, exchange);
  const local = await engine.ask({
    method: "GET",
    target: engineTarget(exchange, ping),
    headers,
    signal,
  });
  if (local.statusCode !== 200) {
    swarm.destroy();
    return relayRefusal(local, exchange);
  }
  response.writeHead(200, { "Content-Type": "application/json" });
  response.flushHeaders();
  await mergeLines([local, swarm], async (lines) => {
    if (!response.write(lines)) await once(response, "drain", { signal });
  });
  response.end();
}

async function relayRefusal(answer: IncomingMessage, exchange: Exchange): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  exchange.response.writeHead(answer.statusCode ?? 502, { "Content-Type": "application/json" });
  exchange.response.end(Buffer.concat(parts));
}

/**
 * Old engines take one network at creation. Where the client named more, the others are connected
 * once the container exists; if that fails it is removed again, so that the call fails as a whole.
 */
export async function forwardContainerCreate(
  exchange: Exchange,
  engine: Upstream,
  version: ApiVersion,
  given?: { readonly bytes: Uint8Array; readonly document: unknown },
): Promise<void> {
  const { incoming, response, target, signal } = exchange;
  const to = loweredTarget(target.version, target.path, target.query, version);
  const asked = target.version;
  if (asked === undefined || isBefore(asked, "1.44") || !isBefore(version, "1.44")) {
    const options = { ...(given !== undefined && { body: given.bytes }), signal };
    return forward(incoming, response, engine, to, options);
  }
  const { bytes, document } = given ?? (await readDocument(incoming));
  const lowered = lowerContainerCreate(document, version);
  if (lowered.connect.length === 0) {
    const body = lowered.document === document ? bytes : encode(lowered.document);
    return forward(incoming, response, engine, to, { body, signal });
  }
  const { status, value } = await createContainer(exchange, engine, version, document);
  sendJson(response, value, status);
}

/** Creates it, on all of its networks or not at all. */
export async function createContainer(
  exchange: Exchange,
  engine: Upstream,
  version: ApiVersion,
  document: unknown,
): Promise<{ readonly status: number; readonly value: unknown }> {
  const { incoming, target, signal } = exchange;
  const to = loweredTarget(target.version, target.path, target.query, version);
  const lowered = lowerContainerCreate(document, version);
  const body = encode(lowered.document);
  const headers = { ...endToEnd(incoming.headers), "content-length": body.length };
  const created = await engine.json({ method: "POST", target: to, headers, body, signal });
  if (created.status === 201) {
    await connectAll(exchange, engine, version, created.value, lowered.connect);
  }
  return created;
}

async function connectAll(
  exchange: Exchange,
  engine: Upstream,
  version: ApiVersion,
  created: unknown,
  connect: LoweredCreate["connect"],
): Promise<void> {
  const id =
    typeof created === "object" && created !== null && "Id" in created ? String(created.Id) : "";
  const { target, signal } = exchange;
  for (const { network, endpoint } of connect) {
    const body = encode({ Container: id, EndpointConfig: endpoint });
    const path = `/networks/${encodeURIComponent(network)}/connect`;
    const { status, value } = await engine.json({
      method: "POST",
      target: loweredTarget(target.version, path, "", version),
      headers: { "content-type": "application/json", "content-length": body.length },
      body,
      signal,
    });
    if (status === 200) continue;
    const remove = loweredTarget(target.version, `/containers/${id}`, "?force=1&v=1", version);
    await engine.json({ method: "DELETE", target: remove, signal }).catch((error: unknown) => {
      throw new ClusterError("INTERNAL", `container ${id} is left behind: ${messageOf(error)}`);
    });
    const why =
      typeof value === "object" && value !== null && "message" in value ? value.message : "";
    throw new ClusterError(
      status === 404 ? "NOT_FOUND" : "INVALID_ARGUMENT",
      `network ${network}: ${String(why)}`,
    );
  }
}

function encode(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document));
}
