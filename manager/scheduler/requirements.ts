/**
 * What does a service's spec demand of a node? Parsed once per spec version; tasks that share it
 * are a group. Everything but the replica limit and the spread preferences depends on the spec
 * alone and not on the service, so that services alike share one class and its pool of nodes.
 */
import type { Constraint } from "../../shared/domain/constraint.ts";
import { parseConstraints } from "../../shared/domain/constraint.ts";
import type { Port } from "../../shared/domain/objects.ts";
import type { Platform } from "../../shared/domain/platform.ts";
import type { Mount, PortSpec, TaskSpec } from "../../shared/domain/spec.ts";
import type { GenericNeed } from "./generic-resources.ts";

/** A plugin by type and name as engines list them. */
export interface PluginNeed {
  readonly type: "Volume" | "Network" | "Log";
  readonly name: string;
}

export interface RequirementClass {
  /** Equal for equal demands: it names the pool of nodes that meet them. */
  readonly key: string;
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  readonly generic: readonly GenericNeed[];
  readonly plugins: readonly PluginNeed[];
  readonly constraints: readonly Constraint[];
  readonly platforms: readonly Platform[];
  /** "tcp/8080", … */
  readonly hostPorts: readonly string[];
  /** Cluster (CSI) volumes, which no node of Skep offers. */
  readonly clusterVolumes: boolean;
  /** `host`: a process of the host. `none`: no container at all (a network attachment). */
  readonly image: "container" | "host" | "none";
  /** On an encrypted network. */
  readonly encrypted: boolean;
}

export interface Requirements {
  readonly class: RequirementClass;
  /** 0: no limit. */
  readonly maxReplicas: number;
  /** Labels to spread over, outermost first. */
  readonly spreads: readonly string[];
}

const HOST_IMAGE = /^(?:docker\.io\/)?(?:library\/)?host(?:[:@].*)?$/;
/** Drivers that every agent brings itself. */
const OWN_NETWORK_DRIVERS: ReadonlySet<string> = new Set(["", "overlay", "host", "bridge", "null"]);

function volumePlugin(mount: Mount): string | undefined {
  if (mount.Type !== "volume") return undefined;
  const name = mount.VolumeOptions?.DriverConfig?.Name;
  return name === undefined || name === "" || name === "local" ? undefined : name;
}

function pluginsOf(spec: TaskSpec, networkDrivers: readonly string[]): readonly PluginNeed[] {
  const plugins: PluginNeed[] = [];
  for (const mount of spec.ContainerSpec?.Mounts ?? []) {
    const name = volumePlugin(mount);
    if (name !== undefined) plugins.push({ type: "Volume", name });
  }
  for (const name of networkDrivers) {
    if (!OWN_NETWORK_DRIVERS.has(name)) plugins.push({ type: "Network", name });
  }
  const log = spec.LogDriver?.Name;
  if (log !== undefined && log !== "" && log !== "none") plugins.push({ type: "Log", name: log });
  return plugins;
}

function genericOf(spec: TaskSpec): readonly GenericNeed[] {
  const needs: GenericNeed[] = [];
  for (const wanted of spec.Resources?.Reservations?.GenericResources ?? []) {
    const discrete = wanted.DiscreteResourceSpec;
    const named = wanted.NamedResourceSpec;
    if (discrete !== undefined && (discrete.Value ?? 0) > 0) {
      needs.push({ kind: discrete.Kind ?? "", count: discrete.Value ?? 0 });
    }
    if (named !== undefined) {
      needs.push({ kind: named.Kind ?? "", value: named.Value ?? "", count: 1 });
    }
  }
  return needs;
}

/** Swarm takes a spec whose constraints do not parse as unconstrained; the edge refuses them. */
function constraintsOf(spec: TaskSpec): readonly Constraint[] {
  const expressions = spec.Placement?.Constraints;
  if (expressions === undefined || expressions.length === 0) return [];
  const parsed = parseConstraints(expressions);
  return parsed.kind === "ok" ? parsed.constraints : [];
}

function imageKind(spec: TaskSpec): RequirementClass["image"] {
  const image = spec.ContainerSpec?.Image;
  if (image === undefined) return "none";
  return HOST_IMAGE.test(image) ? "host" : "container";
}

/** Host-mode ports as they exclude each other on a node; a port of 0 is the engine's choice. */
export function hostPortsOf(ports: readonly Port[]): readonly string[] {
  if (ports.length === 0) return [];
  return ports
    .filter((port) => port.publishMode === "host" && port.publishedPort !== 0)
    .map((port) => `${port.protocol}/${port.publishedPort}`);
}

export function hostPortsOfSpec(ports: readonly PortSpec[] | undefined): readonly string[] {
  if (ports === undefined || ports.length === 0) return [];
  return ports
    .filter((port) => port.PublishMode === "host" && (port.PublishedPort ?? 0) !== 0)
    .map((port) => `${port.Protocol ?? "tcp"}/${port.PublishedPort}`);
}

function keyOf(demands: Omit<RequirementClass, "key">): string {
  const lists = [
    demands.generic,
    demands.plugins,
    demands.constraints,
    demands.platforms,
    demands.hostPorts,
  ];
  const numbers = `${demands.image} ${demands.nanoCpus} ${demands.memoryBytes}`;
  const { clusterVolumes, encrypted } = demands;
  const plain = lists.every((list) => list.length === 0) && !clusterVolumes && !encrypted;
  return plain ? numbers : `${numbers} ${JSON.stringify([clusterVolumes, encrypted, ...lists])}`;
}

/** Whether there is nothing in it that limits where its tasks may run. */
function demandsNothing({ Resources, Placement, ContainerSpec, LogDriver }: TaskSpec): boolean {
  return (
    Resources?.Reservations === undefined &&
    ContainerSpec?.Mounts === undefined &&
    LogDriver === undefined &&
    (Placement === undefined || Object.keys(Placement).length === 0)
  );
}

/** Services without demands share one object, which thus is at hand: most of many are such. */
const undemanding: Map<RequirementClass["image"], Requirements> = new Map();

/**
 * `networkDrivers` are those of the networks that the spec attaches to; `hostPorts` as
 * hostPortsOf gives them; `encrypted`: one of its networks is.
 */
export function parseRequirements(
  spec: TaskSpec,
  hostPorts: readonly string[],
  networkDrivers: readonly string[],
  encrypted = false,
): Requirements {
  const plain = hostPorts.length === 0 && networkDrivers.length === 0 && !encrypted;
  if (!plain || !demandsNothing(spec)) {
    return readRequirements(spec, hostPorts, networkDrivers, encrypted);
  }
  const image = imageKind(spec);
  let shared = undemanding.get(image);
  if (shared === undefined) {
    shared = readRequirements(spec, hostPorts, networkDrivers, encrypted);
    undemanding.set(image, shared);
  }
  return shared;
}

function readRequirements(
  spec: TaskSpec,
  hostPorts: readonly string[],
  networkDrivers: readonly string[],
  encrypted: boolean,
): Requirements {
  const reservations = spec.Resources?.Reservations;
  const demands = {
    nanoCpus: reservations?.NanoCPUs ?? 0,
    memoryBytes: reservations?.MemoryBytes ?? 0,
    generic: genericOf(spec),
    plugins: pluginsOf(spec, networkDrivers),
    constraints: constraintsOf(spec),
    platforms: spec.Placement?.Platforms ?? [],
    hostPorts,
    clusterVolumes: (spec.ContainerSpec?.Mounts ?? []).some((mount) => mount.Type === "cluster"),
    image: imageKind(spec),
    encrypted,
  };
  const spreads = (spec.Placement?.Preferences ?? []).flatMap((preference) => {
    const descriptor = preference.Spread?.SpreadDescriptor;
    return descriptor === undefined || !/^(node|engine)\.labels\../i.test(descriptor)
      ? []
      : [descriptor];
  });
  return {
    class: { key: keyOf(demands), ...demands },
    maxReplicas: spec.Placement?.MaxReplicas ?? 0,
    spreads,
  };
}
