/**
 * May a task of this class run on this node, and if not, why? Filters, their order and their words
 * are Swarm's (reference 3.5); `runtime` and `encryption` are Skep's own and come after them.
 */
import { matchesConstraints } from "../../shared/domain/constraint.ts";
import type { NodeDescription } from "../../shared/domain/objects.ts";
import { platformFits } from "../../shared/domain/platform.ts";
import { hasEnough } from "./generic-resources.ts";
import type { NodeState } from "./node-state.ts";
import type { PluginNeed, RequirementClass } from "./requirements.ts";

/** In the order in which they are tried: a node's first failure is the one that counts. */
export const REJECTIONS = [
  "ready",
  "resources",
  "plugins",
  "constraints",
  "platform",
  "hostPort",
  "maxReplicas",
  "volumes",
  "runtime",
  "encryption",
] as const;
export type Rejection = (typeof REJECTIONS)[number];

const nodes = (count: number): string => (count === 1 ? "1 node" : `${count} nodes`);

const PHRASES: Readonly<Record<Rejection, (count: number) => string>> = {
  ready: (count) => `${nodes(count)} not available for new tasks`,
  resources: (count) => `insufficient resources on ${nodes(count)}`,
  plugins: (count) => `missing plugin on ${nodes(count)}`,
  constraints: (count) => `scheduling constraints not satisfied on ${nodes(count)}`,
  platform: (count) => `unsupported platform on ${nodes(count)}`,
  hostPort: (count) => `host-mode port already in use on ${nodes(count)}`,
  maxReplicas: () => "max replicas per node limit exceed",
  volumes: (count) => `cannot fulfill requested CSI volume mounts on ${nodes(count)}`,
  runtime: (count) => `runtime cannot run this image on ${nodes(count)}`,
  encryption: (count) => `encrypted networks need WireGuard, missing on ${nodes(count)}`,
};

export type RejectionCounts = ReadonlyMap<Rejection, number>;

/** The parts of "no suitable node (…)", most frequent first; "" without any. */
export function explain(counts: RejectionCounts): string {
  return REJECTIONS.filter((rejection) => (counts.get(rejection) ?? 0) > 0)
    .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
    .map((rejection) => PHRASES[rejection](counts.get(rejection) ?? 0))
    .join("; ");
}

function lacksResources(demands: RequirementClass, node: NodeState): boolean {
  return (
    (demands.nanoCpus > 0 && demands.nanoCpus > node.freeNanoCpus) ||
    (demands.memoryBytes > 0 && demands.memoryBytes > node.freeMemoryBytes) ||
    (demands.generic.length > 0 && !hasEnough(node.freeGeneric, demands.generic))
  );
}

function hasPlugin(description: NodeDescription | undefined, need: PluginNeed): boolean {
  const ofType = (description?.plugins ?? []).filter((plugin) => plugin.type === need.type);
  // An engine too old to list its log drivers has the usual ones.
  if (need.type === "Log" && ofType.length === 0) return true;
  return ofType.some(
    (plugin) => plugin.name === need.name || plugin.name === `${need.name}:latest`,
  );
}

function hostPortTaken(demands: RequirementClass, node: NodeState): boolean {
  return demands.hostPorts.some((port) => node.usesHostPort(port));
}

/**
 * A process node runs the image `host` and nothing else, an engine anything but it: `host` is not
 * an image that could be pulled but says "a process of this machine".
 */
function runtimeRefuses(demands: RequirementClass, node: NodeState): boolean {
  const runtime = node.node.description?.runtime ?? "docker";
  if (runtime === "fake" || demands.image === "none") return false;
  return (runtime === "process") !== (demands.image === "host");
}

/** What is to be secret never goes in the clear: a node without a key is none for it. */
function cannotEncrypt(demands: RequirementClass, node: NodeState): boolean {
  const { runtime, wireguardPublicKey } = node.node.description ?? {};
  return demands.encrypted && wireguardPublicKey === undefined && runtime !== "fake";
}

/** Only what other tasks of the node can change: all else changes with the node itself. */
export function lacksRoom(demands: RequirementClass, node: NodeState): boolean {
  return lacksResources(demands, node) || hostPortTaken(demands, node);
}

/**
 * The first filter that refuses the node. `serviceTasks`, `maxReplicas`: of the service, where its
 * limit of replicas per node is to be looked at; 0 leaves it out.
 */
export function rejectionOf(
  demands: RequirementClass,
  node: NodeState,
  serviceTasks = 0,
  maxReplicas = 0,
): Rejection | undefined {
  if (!node.ready) return "ready";
  if (lacksResources(demands, node)) return "resources";
  const description = node.node.description;
  if (!demands.plugins.every((need) => hasPlugin(description, need))) return "plugins";
  if (!matchesConstraints(demands.constraints, node.node)) return "constraints";
  if (!platformFits(demands.platforms, description)) return "platform";
  if (hostPortTaken(demands, node)) return "hostPort";
  if (maxReplicas > 0 && serviceTasks >= maxReplicas) return "maxReplicas";
  if (demands.clusterVolumes) return "volumes";
  if (runtimeRefuses(demands, node)) return "runtime";
  if (cannotEncrypt(demands, node)) return "encryption";
  return undefined;
}
