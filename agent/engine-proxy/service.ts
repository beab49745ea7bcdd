/**
 * The local Docker API socket. One HTTP server an address (`-H`), all with the same answers: the
 * swarm's from the local manager, the node's own from here, everything else from the engine.
 */
import { createServer, type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { requireSupported, splitTarget } from "../../shared/docker-api.ts";
import { ClusterError } from "../../shared/errors.ts";
import { answerAttachedCall } from "./adapters/attached-calls.ts";
import {
  announce,
  type EngineProxyOptions,
  type Exchange,
  engineOf,
  engineTarget,
  NO_ENGINE,
  type ProxyParts,
  toManager,
} from "./adapters/exchange.ts";
import { forward } from "./adapters/forward.ts";
import { readDocument, sendRefusal } from "./adapters/http.ts";
import {
  forwardContainerCreate,
  mergeEvents,
  mergeNetworks,
  pruneNetworks,
} from "./adapters/joint-calls.ts";
import { answerNodeCall } from "./adapters/node-calls.ts";
import { answerUpgrade, describeFailure, forwardUpgrade } from "./adapters/upgrade.ts";
import { Upstream } from "./adapters/upstream.ts";
import { destinationOf, isClusterVolume, isSwarmNetwork, soughtOf } from "./destination.ts";
import { loweredTarget } from "./lowering.ts";
import { decodedName, isNamed } from "./network-name.ts";
import { refusalOfSwarmRoute } from "./swarm-info.ts";

const KEEP_ALIVE_MS = 600_000;

export interface EngineProxy {
  /** A server to listen with; make one for each address. */
  createServer(): Server;
  /** Ends what is under way. */
  close(): void;
}

export function createEngineProxy(options: EngineProxyOptions): EngineProxy {
  const closing = new AbortController();
  const engineUpstream =
    options.engine === undefined ? undefined : new Upstream(options.engine, "the container engine");
  let manager: { readonly path: string; readonly upstream: Upstream } | undefined;
  const parts: ProxyParts = {
    ...options,
    engineUpstream,
    closed: closing.signal,
    manager: () => {
      const refusal = refusalOfSwarmRoute(options.life.status());
      if (refusal !== undefined) throw refusal;
      const path = options.life.apiSocket;
      if (manager?.path !== path) {
        manager = { path, upstream: new Upstream({ kind: "unix", path }, "the swarm's manager") };
      }
      return manager.upstream;
    },
  };
  const servers = new Set<Server>();
  return {
    createServer: () => {
      const server = createProxyServer(parts);
      servers.add(server);
      server.once("close", () => servers.delete(server));
      return server;
    },
    close: () => {
      closing.abort(new ClusterError("UNAVAILABLE", "skepd is stopping"));
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function createProxyServer(parts: ProxyParts): Server {
  const server = createServer((incoming, response) => {
    handle(parts, incoming, response).catch((error: unknown) => {
      parts.logger.warn({ error: describeFailure(error).message }, "an answer broke off");
      response.destroy();
    });
  });
  // A build's context or a `load` may take as long as it takes.
  server.requestTimeout = 0;
  // Clients keep connections and are surprised by a server that ends one just as they use it.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The server no longer listens for errors of a socket that it has handed over.
    socket.on("error", () => socket.destroy());
    handleUpgrade(parts, incoming, socket, head).catch((error: unknown) => {
      const { status, message } = describeFailure(error);
      answerUpgrade(socket, status, message);
    });
  });
  return server;
}

async function handle(
  parts: ProxyParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort(new ClusterError("CANCELLED", "the client is gone")));
  const signal = AbortSignal.any([gone.signal, parts.closed]);
  try {
    const target = splitTarget(incoming.url ?? "/");
    if (target.version !== undefined) requireSupported(target.version);
    const query = new URLSearchParams(target.query);
    await answer(parts, { incoming, response, target, query, signal });
  } catch (error) {
    if (gone.signal.aborted) return;
    if (response.headersSent) throw error;
    const { status, message } = describeFailure(error);
    if (status === 500) parts.logger.error({ error: message, url: incoming.url }, "request failed");
    await sendRefusal(incoming, response, { status, message });
  }
}

async function answer(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const { incoming, target, query } = exchange;
  const destination = destinationOf(incoming.method ?? "GET", target.path, query);
  switch (destination.kind) {
    case "node":
      return answerNodeCall(parts, exchange, destination.call);
    case "swarm":
      return toManager(parts, exchange);
    case "engine":
      return toEngine(parts, exchange);
    case "merged-networks":
      return mergeNetworks(parts, exchange);
    case "merged-prune":
      return pruneNetworks(parts, exchange);
    case "merged-events":
      return mergeEvents(parts, exchange);
    case "engine-else-swarm":
      return engineElseManager(parts, exchange);
    case "network-create": {
      const { bytes, document } = await readDocument(incoming);
      return isSwarmNetwork(document)
        ? toManager(parts, exchange, bytes)
        : toEngine(parts, exchange, bytes);
    }
    case "volume-create": {
      const { bytes, document } = await readDocument(incoming);
      return isClusterVolume(document)
        ? toManager(parts, exchange, bytes)
        : toEngine(parts, exchange, bytes);
    }
  }
}

async function toEngine(parts: ProxyParts, exchange: Exchange, body?: Uint8Array): Promise<void> {
  const { incoming, response, target, signal } = exchange;
  const sought = soughtOf(incoming.method ?? "", target.path);
  if (parts.engineUpstream === undefined && sought !== undefined) {
    throw new ClusterError("NOT_FOUND", `No such ${sought}: ${NO_ENGINE}`);
  }
  const { engine, ping } = await engineOf(parts);
  announce(response, parts, ping);
  const attachments = body === undefined ? parts.networks?.()?.attachments : undefined;
  if (attachments !== undefined && (await answerAttachedCall(parts, exchange, attachments))) return;
  if (incoming.method === "POST" && target.path === "/containers/create") {
    return forwardContainerCreate(exchange, engine, ping.version);
  }
  const options = { ...(body !== undefined && { body }), signal };
  return forward(incoming, response, engine, engineTarget(exchange, ping), options);
}

async function engineElseManager(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const { incoming, target, signal } = exchange;
  if (parts.engineUpstream === undefined) return toManager(parts, exchange);
  if (!parts.life.status().controlAvailable) return toEngine(parts, exchange);
  const { engine, ping } = await engineOf(parts);
  // Inspecting decides; the request itself goes to the one that has it.
  const known = await engine.json({
    method: "GET",
    target: loweredTarget(target.version, target.path, "", ping.version),
    signal,
  });
  const isSwarms =
    known.status === 404 ||
    (known.status === 200 && (await isNamedInSwarm(parts, exchange, known.value)));
  if (!isSwarms) return toEngine(parts, exchange);
  incoming.resume();
  return toManager(parts, exchange);
}

/** What the engine found may be another one, whose id begins with the name of a swarm's. */
async function isNamedInSwarm(
  parts: ProxyParts,
  { incoming, target, signal }: Exchange,
  found: unknown,
): Promise<boolean> {
  const name = decodedName(target.path.split("/")[2] ?? "");
  if (isNamed(found, name)) return false;
  const [path = ""] = (incoming.url ?? "").split("?");
  const { status, value } = await parts.manager().json({ method: "GET", target: path, signal });
  if (status !== 200) return false;
  if (isNamed(value, name)) return true;
  throw new ClusterError(
    "INVALID_ARGUMENT",
    `network ${name} is ambiguous (2 matches found based on ID prefix)`,
  );
}

async function handleUpgrade(
  parts: ProxyParts,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const target = splitTarget(incoming.url ?? "/");
  if (target.version !== undefined) requireSupported(target.version);
  const query = new URLSearchParams(target.query);
  const destination = destinationOf(incoming.method ?? "GET", target.path, query);
  if (destination.kind !== "engine" || !isUpgradable(target.path)) {
    return withoutUpgrade(parts, incoming, socket);
  }
  const { engine, ping } = await engineOf(parts);
  const to = engineTarget({ incoming, target, query }, ping);
  await forwardUpgrade(incoming, socket, head, engine, to);
}

function isUpgradable(path: string): boolean {
  return /^\/(?:containers\/[^/]+\/attach(?:\/ws)?|exec\/[^/]+\/start|session|grpc)\/?$/.test(path);
}

/**
 * Some clients offer HTTP/2 with any request; to go on with HTTP/1.1 is an answer. Their requests
 * without a body are answered so, on a connection that then ends.
 */
async function withoutUpgrade(
  parts: ProxyParts,
  incoming: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  const hasBody =
    Number(incoming.headers["content-length"] ?? 0) > 0 ||
    incoming.headers["transfer-encoding"] !== undefined;
  if (hasBody) {
    throw new ClusterError("INVALID_ARGUMENT", "Upgrade: this call cannot be upgraded");
  }
  const response = new ServerResponse(incoming);
  response.shouldKeepAlive = false;
  // Typed for sockets of its own; a Duplex is all that it uses.
  response.assignSocket(socket as Parameters<ServerResponse["assignSocket"]>[0]);
  response.once("finish", () => socket.end());
  await handle(parts, incoming, response);
}
