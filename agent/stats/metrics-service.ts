/**
 * The node's metrics address over HTTP: one text of the agent's metrics and its manager's, health,
 * and what Prometheus should scrape. The manager is asked over its unix socket; when it does not
 * answer, the agent's part is served without it.
 */
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import { mergeExpositions } from "../../shared/metrics.ts";
import { refusalOfSwarmRoute } from "../engine-proxy/swarm-info.ts";
import type { NodeLife } from "../node/lifecycle.ts";

export interface MetricsServiceOptions {
  /** host:port; the host may be empty, or in brackets. */
  readonly addr: string;
  /** The agent's part. */
  readonly text: () => Promise<string>;
  /** This node's place in the cluster, and its manager where it has one. */
  readonly life: Pick<NodeLife, "status" | "apiSocket">;
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";
const PLAIN = "text/plain; charset=utf-8";
const MANAGER_TIMEOUT_MS = 5_000;
/** A cluster of a hundred thousand tasks has tens of megabytes of metrics; more is a mistake. */
const MAX_BYTES = 256 * 2 ** 20;
/** What the manager answers itself. */
const FROM_MANAGER: ReadonlySet<string> = new Set(["/readyz", "/skep/v1/prometheus/targets"]);

/** Listens until the signal aborts; resolves with the address that it listens on. */
export async function serveMetrics(
  options: MetricsServiceOptions,
  signal: AbortSignal,
): Promise<{ readonly port: number }> {
  const server: Server = createServer((incoming, outgoing) => {
    void respond(incoming, outgoing, options);
  });
  const { host, port } = parseAddr(options.addr);
  server.listen(port, host);
  try {
    await once(server, "listening", { signal });
  } catch (error) {
    throw new ClusterError(
      "UNAVAILABLE",
      `metrics-addr: cannot listen on ${options.addr}: ${messageOf(error)}`,
      { cause: error },
    );
  }
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  signal.addEventListener("abort", stop, { once: true });
  return { port: (server.address() as AddressInfo).port };
}

/** Never rejects. */
async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: MetricsServiceOptions,
): Promise<void> {
  let given: Answer;
  try {
    given = await answer(incoming, options);
  } catch (error) {
    options.logger.warn({ error: messageOf(error) }, "metrics cannot be rendered");
    given = { status: 500, contentType: PLAIN, body: `${messageOf(error)}\n` };
  }
  outgoing.writeHead(given.status, { "content-type": given.contentType });
  outgoing.end(given.body);
}

/** host:port apart; no host means all addresses. */
export function parseAddr(addr: string): { readonly host?: string; readonly port: number } {
  const colon = addr.lastIndexOf(":");
  const host = addr.slice(0, Math.max(0, colon)).replace(/^\[(.*)\]$/, "$1");
  const port = Number(addr.slice(colon + 1));
  return host === "" ? { port } : { host, port };
}

async function answer(
  incoming: IncomingMessage,
  { text, life, logger }: MetricsServiceOptions,
): Promise<Answer> {
  const path = (incoming.url ?? "/").split("?")[0] ?? "/";
  if (incoming.method !== "GET" && incoming.method !== "HEAD") {
    return { status: 405, contentType: PLAIN, body: "method not allowed\n" };
  }
  const status = life.status();
  const socket = status.controlAvailable ? life.apiSocket : undefined;
  if (path === "/healthz") return { status: 200, contentType: PLAIN, body: "ok\n" };
  if (path === "/metrics") {
    const [own, managers] = await Promise.all([text(), managerText(socket, logger)]);
    return { status: 200, contentType: EXPOSITION, body: mergeExpositions([own, managers]) };
  }
  if (!FROM_MANAGER.has(path)) return { status: 404, contentType: PLAIN, body: "not found\n" };
  if (socket !== undefined) return askOrRefuse(socket, path);
  // A worker is ready when it is in its swarm; a manager not before its manager process is up.
  const worker = status.state === "active" && !status.isManager;
  if (path === "/readyz" && worker) return { status: 200, contentType: PLAIN, body: "ok\n" };
  const why = refusalOfSwarmRoute(status)?.message ?? "not ready";
  return { status: 503, contentType: PLAIN, body: `${why}\n` };
}

async function managerText(socket: string | undefined, logger: Logger): Promise<string> {
  if (socket === undefined) return "";
  try {
    const { status, body } = await ask(socket, "/metrics");
    if (status === 200) return body;
    logger.debug({ status }, "the manager has no metrics");
  } catch (error) {
    // It may be starting, or stopping; the agent's metrics must not depend on it.
    logger.debug({ error: messageOf(error) }, "the manager's metrics cannot be had");
  }
  return "";
}

async function askOrRefuse(socket: string, path: string): Promise<Answer> {
  try {
    return await ask(socket, path);
  } catch (error) {
    const body = `the swarm's manager does not answer: ${messageOf(error)}\n`;
    return { status: 503, contentType: PLAIN, body };
  }
}

async function ask(socketPath: string, path: string): Promise<Answer> {
  const signal = AbortSignal.timeout(MANAGER_TIMEOUT_MS);
  const outgoing = request({ socketPath, path, method: "GET", signal, agent: false });
  outgoing.end();
  const [reply] = (await once(outgoing, "response", { signal })) as [IncomingMessage];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`the manager's answer exceeds ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return {
    status: reply.statusCode ?? 500,
    contentType: reply.headers["content-type"] ?? PLAIN,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
