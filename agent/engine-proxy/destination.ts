/**
 * Who answers a request to the local Docker API socket? The node (its own life in the swarm), the
 * local manager (the swarm), the engine (everything else), or several of them together. Pure.
 */

export type Destination =
  | { readonly kind: "node"; readonly call: NodeCall }
  | { readonly kind: "swarm" }
  | { readonly kind: "engine" }
  /** Both lists as one. */
  | { readonly kind: "merged-networks" }
  /** Both are asked, and tell what they removed. */
  | { readonly kind: "merged-prune" }
  | { readonly kind: "merged-events" }
  /** Asked of the first; a 404 there is asked of the second. */
  | { readonly kind: "engine-else-swarm" }
  /** The body's driver and scope decide. */
  | { readonly kind: "network-create" }
  /** The body tells whether it is one of the cluster's. */
  | { readonly kind: "volume-create" };

export type NodeCall =
  | "ping"
  | "version"
  | "info"
  | "init"
  | "join"
  | "leave"
  | "unlock"
  | "restore"
  | "healthz"
  | "readyz"
  | "network-doctor";

const NODE_CALLS: ReadonlyMap<string, NodeCall> = new Map([
  ["GET /_ping", "ping"],
  ["HEAD /_ping", "ping"],
  ["GET /version", "version"],
  ["GET /healthz", "healthz"],
  ["GET /readyz", "readyz"],
  ["GET /info", "info"],
  ["POST /swarm/init", "init"],
  ["POST /swarm/join", "join"],
  ["POST /swarm/leave", "leave"],
  ["POST /swarm/unlock", "unlock"],
  ["POST /skep/v1/restore", "restore"],
  ["GET /skep/v1/network/doctor", "network-doctor"],
]);

/**
 * What an inspection of one thing of the engine's looks for, as `container web`; undefined for
 * all other calls. `docker inspect NAME` looks for one kind after the other while none is found.
 */
export function soughtOf(method: string, path: string): string | undefined {
  const [, kinds = "", name = ""] =
    /^\/(containers|images|plugins)\/(.+)\/json\/?$/.exec(path) ??
    /^\/(volumes)\/([^/]+)\/?$/.exec(path) ??
    [];
  return method === "GET" && name !== "" ? `${kinds.slice(0, -1)} ${name}` : undefined;
}

/** First segments of the routes that the manager's gateway has. */
const SWARM_ROOTS: ReadonlySet<string> = new Set([
  "swarm",
  "nodes",
  "services",
  "tasks",
  "secrets",
  "configs",
  "skep",
]);

/** @param path without version and query */
export function destinationOf(method: string, path: string, query: URLSearchParams): Destination {
  const clean = withoutTrailingSlashes(path);
  const call = NODE_CALLS.get(`${method} ${clean}`);
  if (call !== undefined) return { kind: "node", call };
  const [, root = "", second, third] = clean.split("/");
  if (SWARM_ROOTS.has(root)) return { kind: "swarm" };
  if (root === "events" && second === undefined) return { kind: "merged-events" };
  if (root === "networks") return networkDestination(method, second, third, query);
  if (root === "volumes" && second === "create" && method === "POST") {
    return { kind: "volume-create" };
  }
  // Only volumes of the cluster can be changed.
  if (root === "volumes" && method === "PUT") return { kind: "swarm" };
  return { kind: "engine" };
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

function networkDestination(
  method: string,
  name: string | undefined,
  action: string | undefined,
  query: URLSearchParams,
): Destination {
  if (name === undefined) return { kind: method === "GET" ? "merged-networks" : "engine" };
  if (method === "POST" && name === "create") return { kind: "network-create" };
  if (method === "POST" && name === "prune") return { kind: "merged-prune" };
  if (action !== undefined) return { kind: "engine" };
  const scope = query.get("scope");
  if (method === "GET" && scope === "swarm") return { kind: "swarm" };
  if (method === "GET" && scope === "local") return { kind: "engine" };
  if (method === "GET" || method === "DELETE") return { kind: "engine-else-swarm" };
  return { kind: "engine" };
}

/** A volume that the swarm would provide, through a storage driver. Engines ignore the field. */
export function isClusterVolume(document: unknown): boolean {
  if (typeof document !== "object" || document === null) return false;
  return ((document as Record<string, unknown>)["ClusterVolumeSpec"] ?? null) !== null;
}

/** A network that more than one machine knows is the managers' business. */
export function isSwarmNetwork(document: unknown): boolean {
  if (typeof document !== "object" || document === null) return false;
  const { Driver: driver, Scope: scope, Ingress: ingress } = document as Record<string, unknown>;
  return driver === "overlay" || scope === "swarm" || scope === "global" || ingress === true;
}
