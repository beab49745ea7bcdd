/** What the engine says about containers and itself, in the cluster's terms. */
import type { Instant } from "../../../shared/clock.ts";
import type { GenericResource, NodeDescription, Port } from "../../../shared/domain/objects.ts";
import type { TaskId } from "../../../shared/ids.ts";
import type { HealthStatus, Observed, Runtime, UsageSample } from "../runtime.ts";
import { TASK_LABEL } from "./container-plan.ts";
import type { EngineContainer, EngineInfo, EngineStats } from "./engine-types.ts";

export function taskOfLabels(
  labels: Readonly<Record<string, string>> | null | undefined,
): TaskId | undefined {
  return labels?.[TASK_LABEL] as TaskId | undefined;
}

export function observedFrom(taskId: TaskId, container: EngineContainer): Observed {
  const { State } = container;
  const state = stateFrom(State);
  return {
    taskId,
    containerId: container.Id,
    state,
    pid: State.Pid ?? 0,
    health: healthFrom(State.Health?.Status),
    exitCode: state === "exited" ? (State.ExitCode ?? 0) : 0,
    oomKilled: State.OOMKilled ?? false,
    error: State.Error ?? "",
    startedMs: parseInstant(State.StartedAt),
    finishedMs: state === "exited" ? parseInstant(State.FinishedAt) : null,
    ports: state === "running" ? portsFrom(container) : [],
  };
}

/** `removing` and `dead` are on their way out: nothing runs in them any more. */
function stateFrom(state: EngineContainer["State"]): Observed["state"] {
  switch (state.Status) {
    case "created":
    case "configured":
    case "initialized":
      return "created";
    case "running":
    case "paused":
    case "restarting":
      return "running";
    default:
      return state.Running === true ? "running" : "exited";
  }
}

export function healthFrom(status: string | undefined): HealthStatus {
  return status === "starting" || status === "healthy" || status === "unhealthy" ? status : "none";
}

/** RFC 3339; the engine writes the year 1 for "never". */
function parseInstant(text: string | undefined): Instant | null {
  const instant = Date.parse(text ?? "");
  return Number.isNaN(instant) || instant <= 0 ? null : instant;
}

/** One entry for IPv4 and one for IPv6 become one port. */
function portsFrom(container: EngineContainer): readonly Port[] {
  const ports = new Map<string, Port>();
  for (const [key, bindings] of Object.entries(container.NetworkSettings?.Ports ?? {})) {
    const [target, protocol] = key.split("/");
    if (protocol !== "tcp" && protocol !== "udp" && protocol !== "sctp") continue;
    for (const { HostPort } of bindings ?? []) {
      ports.set(`${key} ${HostPort}`, {
        name: "",
        protocol,
        targetPort: Number(target),
        publishedPort: Number(HostPort),
        publishMode: "host",
      });
    }
  }
  return [...ports.values()];
}

export function descriptionFrom(info: EngineInfo): Awaited<ReturnType<Runtime["describe"]>> {
  return {
    hostname: info.Name ?? "",
    os: info.OSType ?? "linux",
    architecture: info.Architecture ?? "",
    resources: {
      nanoCpus: (info.NCPU ?? 0) * 1e9,
      memoryBytes: info.MemTotal ?? 0,
      generic: (info.GenericResources ?? []).flatMap(genericFrom),
    },
    engineVersion: info.ServerVersion ?? "",
    engineLabels: Object.fromEntries((info.Labels ?? []).map(labelFrom)),
    plugins: pluginsFrom(info),
    runtime: "docker",
    engineId: info.ID ?? "",
  };
}

function labelFrom(label: string): [string, string] {
  const equals = label.indexOf("=");
  return equals < 0 ? [label, ""] : [label.slice(0, equals), label.slice(equals + 1)];
}

function genericFrom(
  entry: NonNullable<EngineInfo["GenericResources"]>[number],
): readonly GenericResource[] {
  const { NamedResourceSpec: named, DiscreteResourceSpec: discrete } = entry;
  if (named?.Kind !== undefined && named.Value !== undefined) {
    return [{ kind: named.Kind, value: named.Value, count: 1 }];
  }
  return discrete?.Kind === undefined ? [] : [{ kind: discrete.Kind, count: discrete.Value ?? 0 }];
}

/** Skep's own data plane gives every node overlays, whatever the engine's swarm mode says. */
function pluginsFrom(info: EngineInfo): NodeDescription["plugins"] {
  const pairs = Object.entries(info.Plugins ?? {}).flatMap(([type, names]) =>
    (names ?? []).map((name) => ({ type, name })),
  );
  const overlay = { type: "Network", name: "overlay" };
  const known = pairs.some(({ type, name }) => type === overlay.type && name === overlay.name);
  const all = known ? pairs : [...pairs, overlay];
  const key = (plugin: { type: string; name: string }): string => `${plugin.type}/${plugin.name}`;
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** From the engine's statistics, where the container's cgroup can't be read. */
export function usageFrom(taskId: TaskId, stats: EngineStats): UsageSample {
  const memory = stats.memory_stats;
  const cache = memory?.stats?.["total_inactive_file"] ?? memory?.stats?.["inactive_file"] ?? 0;
  const networks = Object.values(stats.networks ?? {});
  const io = stats.blkio_stats?.io_service_bytes_recursive ?? [];
  const total = (op: string): number =>
    io
      .filter((entry) => entry.op?.toLowerCase() === op)
      .reduce((sum, entry) => sum + (entry.value ?? 0), 0);
  return {
    taskId,
    cpuSeconds: (stats.cpu_stats?.cpu_usage?.total_usage ?? 0) / 1e9,
    memoryBytes: Math.max(0, (memory?.usage ?? 0) - cache),
    memoryLimitBytes: memory?.limit ?? 0,
    networkRxBytes: networks.reduce((sum, network) => sum + (network.rx_bytes ?? 0), 0),
    networkTxBytes: networks.reduce((sum, network) => sum + (network.tx_bytes ?? 0), 0),
    ioReadBytes: total("read"),
    ioWriteBytes: total("write"),
    pids: stats.pids_stats?.current ?? 0,
  };
}
