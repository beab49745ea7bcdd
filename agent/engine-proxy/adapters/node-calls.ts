/** The calls that the node answers itself: its life in the swarm, and who it is. */
import { formatApiVersion, MAX_API_VERSION, MIN_API_VERSION } from "../../../shared/docker-api.ts";
import { ClusterError, messageOf } from "../../../shared/errors.ts";
import { withTimeout } from "../../../shared/node/with-timeout.ts";
import type { NodeCall } from "../destination.ts";
import { loweredTarget } from "../lowering.ts";
import { parseInit, parseJoin, parseRestore, parseUnlock } from "../node-requests.ts";
import { hostInfo, refusalOfSwarmRoute, renderSwarmInfo } from "../swarm-info.ts";
import { announce, type Exchange, engineOf, type ProxyParts, toManager } from "./exchange.ts";
import { readDocument, sendEmpty, sendJson, sendText } from "./http.ts";
import type { EnginePing } from "./upstream.ts";

const MANAGER_TIMEOUT_MS = 5_000;

export async function answerNodeCall(
  parts: ProxyParts,
  exchange: Exchange,
  call: NodeCall,
): Promise<void> {
  const { incoming, response, query } = exchange;
  switch (call) {
    case "ping":
      return ping(parts, exchange);
    case "version":
      return version(parts, exchange);
    case "info":
      return info(parts, exchange);
    case "init": {
      const { document } = await readDocument(incoming);
      sendJson(response, await parts.life.init(parseInit(document ?? {})));
      return;
    }
    case "join": {
      const { document } = await readDocument(incoming);
      await parts.life.join(parseJoin(document ?? {}));
      sendEmpty(response);
      return;
    }
    case "leave": {
      const force = ["1", "true", "yes"].includes((query.get("force") ?? "").toLowerCase());
      await parts.life.leave(force);
      sendEmpty(response);
      return;
    }
    case "unlock": {
      const { document } = await readDocument(incoming);
      await parts.life.unlock(parseUnlock(document ?? {}));
      sendEmpty(response);
      return;
    }
    case "restore": {
      const nodeId = await parts.life.restore(parseRestore(query), incoming);
      sendJson(response, nodeId);
      return;
    }
    case "healthz":
      sendText(response, "ok");
      return;
    case "network-doctor":
      return networkDoctor(parts, exchange);
    case "readyz":
      return readyz(parts, exchange);
  }
}

/** Of this node, by its own agent: what is wrong may be the way to the managers. */
async function networkDoctor(parts: ProxyParts, { response }: Exchange): Promise<void> {
  const networks = parts.networks?.();
  if (networks === undefined) {
    throw new ClusterError("UNAVAILABLE", "This node is not part of a swarm");
  }
  sendJson(response, await networks.doctor());
}

/** Ready to do its part: a manager with a quorum, a worker in its swarm. */
async function readyz(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const status = parts.life.status();
  if (status.controlAvailable) return toManager(parts, exchange);
  const refusal = refusalOfSwarmRoute(status);
  const ready = status.state === "active" && !status.isManager;
  if (!ready && refusal !== undefined) throw refusal;
  sendText(exchange.response, "ok");
}

/** Whether the engine answers does not matter to whoever asks for the swarm. */
async function engineIfUp(parts: ProxyParts): Promise<EnginePing | undefined> {
  if (parts.engineUpstream === undefined) return undefined;
  try {
    return (await engineOf(parts)).ping;
  } catch (error) {
    parts.logger.debug({ error: messageOf(error) }, "the engine did not answer a ping");
    return undefined;
  }
}

async function ping(parts: ProxyParts, { incoming, response }: Exchange): Promise<void> {
  announce(response, parts, await engineIfUp(parts));
  response.writeHead(200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-cache, no-store, must-revalidate",
    Pragma: "no-cache",
    "Content-Length": incoming.method === "HEAD" ? 0 : 2,
  });
  response.end(incoming.method === "HEAD" ? undefined : "OK");
}

/** The engine's document, or an empty one where it does not answer. */
async function engineDocument(
  parts: ProxyParts,
  exchange: Exchange,
  ping: EnginePing | undefined,
): Promise<Record<string, unknown> | undefined> {
  const { target, signal } = exchange;
  if (parts.engineUpstream === undefined || ping === undefined) return undefined;
  const { status, value } = await parts.engineUpstream.json({
    method: "GET",
    target: loweredTarget(target.version, target.path, target.query, ping.version),
    signal,
  });
  if (status !== 200 || typeof value !== "object" || value === null) return undefined;
  return { ...value };
}

async function version(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const ping = await engineIfUp(parts);
  announce(exchange.response, parts, ping);
  const engine = await engineDocument(parts, exchange, ping);
  const component = {
    Name: "Skep",
    Version: parts.version,
    Details: {
      ApiVersion: formatApiVersion(MAX_API_VERSION),
      ...(ping !== undefined && { EngineApiVersion: formatApiVersion(ping.version) }),
    },
  };
  const components = Array.isArray(engine?.["Components"]) ? engine["Components"] : [];
  sendJson(exchange.response, {
    Platform: { Name: "Skep" },
    Version: parts.version,
    Os: "linux",
    Arch: goArchitecture(parts.host.architecture),
    KernelVersion: parts.host.kernel,
    GitCommit: "",
    GoVersion: "",
    BuildTime: "",
    ...engine,
    Components: [component, ...components],
    ApiVersion: formatApiVersion(MAX_API_VERSION),
    MinAPIVersion: formatApiVersion(MIN_API_VERSION),
  });
}

function goArchitecture(machine: string): string {
  const known: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };
  return known[machine] ?? machine;
}

async function info(parts: ProxyParts, exchange: Exchange): Promise<void> {
  const ping = await engineIfUp(parts);
  announce(exchange.response, parts, ping);
  const status = parts.life.status();
  const [engine, cluster] = await Promise.all([
    engineDocument(parts, exchange, ping),
    clusterInfo(parts, exchange),
  ]);
  sendJson(exchange.response, {
    ...(engine ?? hostInfo(parts.host, parts.version, status.nodeId)),
    // Several nodes of one machine share its engine: this one goes by its name in the cluster.
    Name: parts.host.hostname,
    Swarm: renderSwarmInfo(status, cluster),
  });
}

/** What the local manager says of the whole; nothing where it cannot, which is no reason to fail. */
async function clusterInfo(parts: ProxyParts, exchange: Exchange): Promise<object | undefined> {
  if (!parts.life.status().controlAvailable) return undefined;
  const signal = withTimeout(exchange.signal, MANAGER_TIMEOUT_MS);
  try {
    const { status, value } = await parts
      .manager()
      .json({ method: "GET", target: "/skep/v1/swarm-info", signal });
    if (status === 200 && typeof value === "object" && value !== null) return value;
    return { Error: messageIn(value) };
  } catch (error) {
    return { Error: messageOf(error) };
  }
}

function messageIn(value: unknown): string {
  if (typeof value !== "object" || value === null || !("message" in value)) return "";
  return typeof value.message === "string" ? value.message : "";
}
