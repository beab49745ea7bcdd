/** Calls that put containers on the cluster's networks, or tell of such containers. */
import type { ServerResponse } from "node:http";
import { ClusterError } from "../../../shared/errors.ts";
import type { NetworkId } from "../../../shared/ids.ts";
import { engineNetworkName, isEngineNetworkOf } from "../../network/kernel/names.ts";
import {
  addressesAsked,
  aliasesAsked,
  endpointAsked,
  networksAsked,
  type Placement,
  placedCreate,
  placedEndpoint,
  resolversAsked,
  withOverlayNames,
} from "../attachable.ts";
import { loweredTarget } from "../lowering.ts";
import { decodedName, isNamed } from "../network-name.ts";
import {
  type ContainerAttachments,
  type Exchange,
  engineOf,
  engineTarget,
  type ProxyParts,
} from "./exchange.ts";
import { forward } from "./forward.ts";
import { readDocument, sendJson } from "./http.ts";
import { createContainer, forwardContainerCreate, isOurs } from "./joint-calls.ts";
import type { EnginePing, Upstream } from "./upstream.ts";

type Attached = Awaited<ReturnType<ContainerAttachments["attach"]>>;

interface Engine {
  readonly engine: Upstream;
  readonly ping: EnginePing;
}

/** Of a network's first segment, or of another one. */
const ENGINE_NAME = /^skep-([0-9a-z]{25})(?:\.\d+)?$/;
const CALL = /^\/networks\/([^/]+)\/(connect|disconnect)\/?$/;
const CONTAINER = /^\/containers\/(?:json|([^/]+)\/json)\/?$/;

/** False: the call is the engine's alone. */
export async function answerAttachedCall(
  parts: ProxyParts,
  exchange: Exchange,
  attachments: ContainerAttachments,
): Promise<boolean> {
  const { incoming, target } = exchange;
  const engine = await engineOf(parts);
  const method = incoming.method ?? "GET";
  if (method === "POST" && target.path === "/containers/create") {
    await create(exchange, engine, attachments);
    return true;
  }
  const [, network, action] = CALL.exec(target.path) ?? [];
  if (method === "POST" && network !== undefined) {
    await change(exchange, engine, attachments, decodedName(network), action === "connect");
    return true;
  }
  if (method === "GET" && CONTAINER.test(target.path)) {
    await describe(exchange, engine, attachments);
    return true;
  }
  return false;
}

async function create(
  exchange: Exchange,
  { engine, ping }: Engine,
  attachments: ContainerAttachments,
): Promise<void> {
  const { incoming, response, query, signal } = exchange;
  const given = await readDocument(incoming);
  const { document } = given;
  const attached: Attached[] = [];
  const placements = new Map<string, Placement>();
  const containerName = query.get("name") ?? "";
  try {
    for (const network of networksAsked(document)) {
      // Where only an id begins so, one of the cluster's of this name goes before it.
      if ((await localFound(exchange, engine, ping, network)) === "named") continue;
      const endpoint = endpointAsked(document, network);
      const wish = {
        network,
        containerId: "",
        containerName,
        addresses: addressesAsked(endpoint),
        aliases: aliasesOf(containerName, endpoint),
        resolvers: resolversAsked(document),
      };
      const one = await attachments.attach(wish, signal).catch(unlessAbsent);
      if (one === undefined) continue;
      attached.push(one);
      placements.set(network, one);
    }
    if (attached.length === 0) {
      return await forwardContainerCreate(exchange, engine, ping.version, given);
    }
    const placed = placedCreate(document, placements);
    const { status, value } = await createContainer(exchange, engine, ping.version, placed);
    sendJson(response, value, status);
  } finally {
    for (const one of attached) one.settle();
  }
}

/**
 * A network that nobody has: the engine says so, as the container is started. Said here, with 404,
 * it would read as an image that is not there, and the docker CLI would pull one.
 */
function unlessAbsent(error: unknown): undefined {
  if (error instanceof ClusterError && error.code === "NOT_FOUND") return undefined;
  throw error;
}

function aliasesOf(containerName: string, endpoint: unknown): readonly string[] {
  const names = [containerName, ...aliasesAsked(endpoint)];
  return [...new Set(names)].filter((name) => name !== "");
}

/** Has the engine a network of this name that is not an overlay's, or one whose id begins so? */
async function localFound(
  { target, signal }: Exchange,
  engine: Upstream,
  ping: EnginePing,
  network: string,
): Promise<"named" | "begun" | "none"> {
  const path = `/networks/${encodeURIComponent(network)}`;
  const to = loweredTarget(target.version, path, "", ping.version);
  const { status, value } = await engine.json({ method: "GET", target: to, signal });
  if (status !== 200 || isOurs(value)) return "none";
  return isNamed(value, network) ? "named" : "begun";
}

async function change(
  exchange: Exchange,
  { engine, ping }: Engine,
  attachments: ContainerAttachments,
  network: string,
  connect: boolean,
): Promise<void> {
  const { incoming, response, signal, target } = exchange;
  const { bytes, document } = await readDocument(incoming);
  const toEngine = (): Promise<void> =>
    forward(incoming, response, engine, engineTarget(exchange, ping), { body: bytes, signal });
  const local = await localFound(exchange, engine, ping, network);
  if (local === "named") return toEngine();
  const to = (engineNetwork: string): string =>
    loweredTarget(
      target.version,
      `/networks/${engineNetwork}/${connect ? "connect" : "disconnect"}`,
      "",
      ping.version,
    );
  const body = { ...(document as object | undefined) } as Record<string, unknown>;
  if (!connect) {
    const overlay = attachments.overlay(network);
    if (overlay === undefined) {
      if (local === "begun") return toEngine();
      throw notFound(network);
    }
    const from = await inspect(exchange, engine, ping, String(body["Container"] ?? ""));
    // Where it is on none of them, the engine says so.
    const there = from.networks.find((name) => isEngineNetworkOf(name, overlay.id));
    await relay(exchange, engine, to(there ?? engineNetworkName(overlay.id)), body);
    attachments.look();
    return;
  }
  const container = await inspect(exchange, engine, ping, String(body["Container"] ?? ""));
  const known = attachments.overlay(network);
  if (known !== undefined && container.networks.some((one) => isEngineNetworkOf(one, known.id))) {
    // Another segment of it would be another network to the engine.
    const words = `endpoint with name ${container.name} already exists in network ${network}`;
    throw new ClusterError("PERMISSION_DENIED", words);
  }
  const endpoint = body["EndpointConfig"];
  const wish = {
    network,
    containerId: container.id,
    containerName: container.name,
    addresses: addressesAsked(endpoint),
    aliases: aliasesOf(container.name, endpoint),
    resolvers: [],
  };
  const attaching = attachments.attach(wish, signal);
  const attached = await (local === "begun" ? attaching.catch(unlessAbsent) : attaching);
  if (attached === undefined) return toEngine();
  try {
    const { place } = attached;
    const placed = { ...body, EndpointConfig: placedEndpoint(endpoint, place) };
    await relay(exchange, engine, to(place.engineNetwork), placed);
  } finally {
    attached.settle();
  }
}

async function relay(
  { response, signal }: Exchange,
  engine: Upstream,
  target: string,
  document: object,
): Promise<void> {
  const body = Buffer.from(JSON.stringify(document));
  const headers = { "content-type": "application/json", "content-length": body.length };
  const { status, value } = await engine.json({ method: "POST", target, headers, body, signal });
  answer(response, status, value);
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  if (value === undefined) response.writeHead(status, { "Content-Length": 0 }).end();
  else sendJson(response, value, status);
}

async function inspect(
  { target, signal }: Exchange,
  engine: Upstream,
  ping: EnginePing,
  container: string,
): Promise<{
  readonly id: string;
  readonly name: string;
  /** The engine's names of those that it is on. */
  readonly networks: readonly string[];
}> {
  const path = `/containers/${encodeURIComponent(container)}/json`;
  const to = loweredTarget(target.version, path, "", ping.version);
  const { status, value } = await engine.json({ method: "GET", target: to, signal });
  if (status !== 200) throw new ClusterError("NOT_FOUND", `No such container: ${container}`);
  const { Id, Name, NetworkSettings } = value as {
    readonly Id: string;
    readonly Name: string;
    readonly NetworkSettings?: { readonly Networks?: object | null };
  };
  const networks = Object.keys(NetworkSettings?.Networks ?? {});
  return { id: Id, name: Name.replace(/^\//, ""), networks };
}

async function describe(
  exchange: Exchange,
  { engine, ping }: Engine,
  attachments: ContainerAttachments,
): Promise<void> {
  const { response, signal } = exchange;
  const target = engineTarget(exchange, ping);
  const { status, value } = await engine.json({ method: "GET", target, signal });
  const overlayOf = (name: string): { name: string; id: string } | undefined => {
    const id = ENGINE_NAME.exec(name)?.[1];
    return id === undefined ? undefined : attachments.overlay(id as NetworkId);
  };
  const renamed = Array.isArray(value)
    ? value.map((one: unknown) => withOverlayNames(one, overlayOf))
    : status === 200
      ? withOverlayNames(value, overlayOf)
      : value;
  answer(response, status, renamed);
}

function notFound(network: string): ClusterError {
  return new ClusterError("NOT_FOUND", `network ${network} not found`);
}
