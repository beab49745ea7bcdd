/**
 * Which container does a task ask for? The whole of the container spec as the engine's create
 * request, in the engine's own field names. Pure: what depends on the machine (where secret files
 * lie, which engine networks to use, the engine's API version) comes in as a value.
 */

import type { Port, Task } from "../../../shared/domain/objects.ts";
import type {
  ContainerSpec,
  Driver,
  HealthConfig,
  Labels,
  Mount,
  ResourceRequirements,
  TaskSpec,
} from "../../../shared/domain/spec.ts";
import { taskName } from "../../../shared/domain/task-name.ts";
import { type RunnableTask, TaskRejected } from "../runtime.ts";
import { speaks } from "./address.ts";
import { securityOptions } from "./security-options.ts";

/** How a container is attached to one network of the engine. */
export interface EngineNetwork {
  /** The engine's name or id; `bridge`, `host` and `none` are the predefined ones. */
  readonly name: string;
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
  readonly driverOptions: Labels;
  /** Empty: the engine's choice. */
  readonly macAddress: string;
}

/** A secret or config that lies ready on the host. */
export interface PlacedFile {
  readonly hostPath: string;
  readonly target: string;
}

export interface ContainerContext {
  readonly apiVersion: string;
  readonly files: readonly PlacedFile[];
  /** The cluster's, for tasks that name none. */
  readonly logDriver?: Driver;
}

export interface ContainerPlan {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Networks to connect to after the creation: engines before API 1.44 take only one in it. */
  readonly connect: readonly { readonly network: string; readonly endpoint: object }[];
}

/** What we find our containers by, whatever names they have. */
export const TASK_LABEL = "skep.task.id";
export const NODE_LABEL = "com.docker.swarm.node.id";

const HOST_NETWORK = "host";
/** What an engine has of its own. */
const PREDEFINED: readonly string[] = [HOST_NETWORK, "none", "bridge"];
/** Before, a container had one hardware address: its first network's. */
const ENDPOINT_MAC_SINCE = "1.44";
const START_INTERVAL_SINCE = "1.44";
const SUBPATH_SINCE = "1.45";
const TMPFS_OPTIONS_SINCE = "1.46";

export function containerPlan(runnable: RunnableTask, context: ContainerContext): ContainerPlan {
  const { task } = runnable;
  const template = taskTemplate(runnable);
  const spec = template.ContainerSpec;
  if (spec?.Image === undefined || spec.Image === "") {
    throw new TaskRejected("ContainerSpec.Image: missing; expected an image reference");
  }
  const { apiVersion } = context;
  const [first, ...others] = engineNetworks(runnable);
  const onHost = first?.name === HOST_NETWORK;
  const ports = onHost ? [] : task.endpointPorts;
  const entrypoint = spec.Command ?? [];
  return {
    name: taskName(task),
    connect: others.map((network) => ({
      network: network.name,
      endpoint: endpoint(network, apiVersion),
    })),
    body: omitUndefined({
      Image: spec.Image,
      Entrypoint: entrypoint.length > 0 ? entrypoint : undefined,
      Cmd: (spec.Args ?? []).length > 0 ? spec.Args : undefined,
      Env: [...(spec.Env ?? []), ...genericResourceEnv(task), ...(runnable.networking?.env ?? [])],
      WorkingDir: spec.Dir,
      User: spec.User,
      Hostname: spec.Hostname,
      Labels: containerLabels(task, spec),
      Tty: spec.TTY,
      OpenStdin: spec.OpenStdin,
      StopSignal: spec.StopSignal,
      StopTimeout:
        spec.StopGracePeriod === undefined ? undefined : Math.ceil(spec.StopGracePeriod / 1e9),
      Healthcheck: healthcheck(spec.Healthcheck, context.apiVersion),
      ExposedPorts: Object.fromEntries(ports.map((port) => [portKey(port), {}])),
      MacAddress: speaks(apiVersion, ENDPOINT_MAC_SINCE)
        ? undefined
        : first?.macAddress || undefined,
      HostConfig: hostConfig(runnable, spec, ports, context),
      NetworkingConfig:
        first === undefined || onHost || first.name === "none"
          ? undefined
          : { EndpointsConfig: { [first.name]: endpoint(first, apiVersion) } },
    }),
  };
}

export function taskTemplate({ task, spec }: RunnableTask): TaskSpec {
  return task.ownSpec ?? spec.TaskTemplate ?? {};
}

/**
 * The node's networks say where the container goes; where they have nothing to say, the spec
 * names what the engine has of its own.
 */
export function engineNetworks(runnable: RunnableTask): readonly EngineNetwork[] {
  const { networking, spec } = runnable;
  if (networking !== undefined && networking.networks.length > 0) {
    return networking.networks.map(({ engineNetwork, ipv4, ipv6, macAddress }) => ({
      name: engineNetwork,
      addresses: [ipv4, ipv6].filter((address) => address !== undefined),
      aliases: [],
      driverOptions: {},
      macAddress,
    }));
  }
  const wanted = taskTemplate(runnable).Networks ?? spec.Networks ?? [];
  const named = wanted.map(({ Target, Aliases, DriverOpts }) => ({
    name: Target ?? "default",
    addresses: [],
    aliases: Aliases ?? [],
    driverOptions: DriverOpts ?? {},
    macAddress: "",
  }));
  return networking === undefined ? named : named.filter(({ name }) => PREDEFINED.includes(name));
}

/** The system's labels win over the user's. */
function containerLabels(task: Task, spec: ContainerSpec): Labels {
  return {
    ...spec.Labels,
    "com.docker.swarm.task": "",
    "com.docker.swarm.task.id": task.id,
    "com.docker.swarm.task.name": taskName(task),
    [NODE_LABEL]: task.nodeId,
    "com.docker.swarm.service.id": task.serviceId,
    "com.docker.swarm.service.name": task.serviceName,
    [TASK_LABEL]: task.id,
  };
}

/** `DOCKER_RESOURCE_GPU=uuid1,uuid2` for named resources, a count for discrete ones. */
function genericResourceEnv(task: Task): readonly string[] {
  const values = new Map<string, string[]>();
  for (const { kind, value, count } of task.assignedGeneric) {
    const key = kind.toUpperCase();
    values.set(key, [...(values.get(key) ?? []), value ?? String(count)]);
  }
  return [...values].map(([key, list]) => `DOCKER_RESOURCE_${key}=${list.join(",")}`);
}

function healthcheck(config: HealthConfig | undefined, apiVersion: string): object | undefined {
  if (config === undefined) return undefined;
  const { StartInterval, ...common } = config;
  return speaks(apiVersion, START_INTERVAL_SINCE) && StartInterval !== undefined
    ? { ...common, StartInterval }
    : common;
}

function hostConfig(
  runnable: RunnableTask,
  spec: ContainerSpec,
  ports: readonly Port[],
  context: ContainerContext,
): object {
  const template = taskTemplate(runnable);
  const logDriver = template.LogDriver ?? context.logDriver;
  const dns = spec.DNSConfig;
  const nameServers = runnable.networking?.nameServers ?? [];
  return omitUndefined({
    NetworkMode: engineNetworks(runnable)[0]?.name ?? "default",
    PortBindings: portBindings(ports),
    Mounts: [
      ...(spec.Mounts ?? []).map((mount, index) => engineMount(mount, index, context.apiVersion)),
      ...context.files.map(({ hostPath, target }) => ({
        Type: "bind",
        Source: hostPath,
        Target: target,
        ReadOnly: true,
      })),
    ],
    ...resources(template.Resources ?? {}),
    GroupAdd: spec.Groups,
    Init: spec.Init ?? undefined,
    ReadonlyRootfs: spec.ReadOnly,
    CapAdd: spec.CapabilityAdd,
    CapDrop: spec.CapabilityDrop,
    Ulimits: spec.Ulimits,
    Sysctls: spec.Sysctls,
    OomScoreAdj: spec.OomScoreAdj,
    SecurityOpt: securityOptions(spec.Privileges ?? {}),
    Dns: nameServers.length > 0 ? nameServers : dns?.Nameservers,
    DnsSearch: dns?.Search,
    DnsOptions: dns?.Options,
    ExtraHosts: (spec.Hosts ?? []).flatMap(extraHosts),
    LogConfig:
      logDriver?.Name === undefined
        ? undefined
        : { Type: logDriver.Name, Config: logDriver.Options ?? {} },
    // Swarm restarts by new tasks; an engine that restarts too would run a task twice.
    RestartPolicy: { Name: "no" },
  });
}

function resources(wanted: ResourceRequirements): object {
  const { Limits, Reservations, SwapBytes, MemorySwappiness } = wanted;
  const memory = Limits?.MemoryBytes;
  const swap = SwapBytes ?? undefined;
  return {
    NanoCpus: Limits?.NanoCPUs,
    Memory: memory,
    MemoryReservation: Reservations?.MemoryBytes,
    PidsLimit: Limits?.Pids !== undefined && Limits.Pids > 0 ? Limits.Pids : undefined,
    // The engine's figure is memory and swap together; -1 is unlimited in both.
    MemorySwap: swap === undefined || swap < 0 ? swap : (memory ?? 0) + swap,
    MemorySwappiness:
      typeof MemorySwappiness === "number" && MemorySwappiness >= 0 ? MemorySwappiness : undefined,
  };
}

/** `IP name [aliases…]` of a hosts file as the engine's `name:IP`, in the same order. */
function extraHosts(line: string): readonly string[] {
  const [address, ...names] = line.trim().split(/\s+/);
  return names.map((name) => `${name}:${address}`);
}

function engineMount(mount: Mount, index: number, apiVersion: string): object {
  const field = `ContainerSpec.Mounts[${index}]`;
  const type = mount.Type ?? "bind";
  if (type === "npipe") {
    throw new TaskRejected(`${field}.Type: "npipe" is for Windows; expected bind, volume or tmpfs`);
  }
  if (type === "cluster") {
    throw new TaskRejected(`${field}.Type: "cluster" is not published on this node`);
  }
  if (mount.VolumeOptions?.Subpath !== undefined && !speaks(apiVersion, SUBPATH_SINCE)) {
    throw new TaskRejected(
      `${field}.VolumeOptions.Subpath: "${mount.VolumeOptions.Subpath}" needs an engine with API ` +
        `${SUBPATH_SINCE}; this one speaks ${apiVersion}`,
    );
  }
  if ((mount.TmpfsOptions?.Options ?? []).length > 0 && !speaks(apiVersion, TMPFS_OPTIONS_SINCE)) {
    throw new TaskRejected(
      `${field}.TmpfsOptions.Options: needs an engine with API ${TMPFS_OPTIONS_SINCE}; ` +
        `this one speaks ${apiVersion}`,
    );
  }
  return { ...mount, Type: type };
}

function portKey(port: Port): string {
  return `${port.targetPort}/${port.protocol}`;
}

/** Host-mode ports only: ingress ones reach the container over its network. */
function portBindings(ports: readonly Port[]): Record<string, { HostPort: string }[]> {
  const bindings: Record<string, { HostPort: string }[]> = {};
  for (const port of ports) {
    if (port.publishMode !== "host") continue;
    const list = bindings[portKey(port)] ?? [];
    // An empty host port lets the engine choose a free one.
    list.push({ HostPort: port.publishedPort === 0 ? "" : String(port.publishedPort) });
    bindings[portKey(port)] = list;
  }
  return bindings;
}

function endpoint(network: EngineNetwork, apiVersion: string): object {
  const ipv4 = network.addresses.find((address) => !address.includes(":"));
  const ipv6 = network.addresses.find((address) => address.includes(":"));
  const bare = (address: string): string => address.split("/")[0] ?? address;
  const ipam = {
    ...(ipv4 !== undefined && { IPv4Address: bare(ipv4) }),
    ...(ipv6 !== undefined && { IPv6Address: bare(ipv6) }),
  };
  return {
    ...(Object.keys(ipam).length > 0 && { IPAMConfig: ipam }),
    ...(network.aliases.length > 0 && { Aliases: network.aliases }),
    ...(Object.keys(network.driverOptions).length > 0 && { DriverOpts: network.driverOptions }),
    ...(network.macAddress !== "" &&
      speaks(apiVersion, ENDPOINT_MAC_SINCE) && { MacAddress: network.macAddress }),
  };
}

function omitUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
