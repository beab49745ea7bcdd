/**
 * A node's tasks in numbers, under cAdvisor's names and labels, so that its dashboards and rules
 * work unchanged; with short labels (`service`, `task`, `node`) beside them. Rendered from the last
 * sample: a scrape asks no engine.
 */

import type { Instant } from "../../shared/clock.ts";
import type { Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { slotName } from "../../shared/domain/task-name.ts";
import type { TaskState } from "../../shared/domain/task-state.ts";
import {
  counter,
  gauge,
  labelName,
  type MetricFamily,
  type MetricLabels,
  type Sample,
} from "../../shared/metrics.ts";
import type { UsageSample } from "../runtime/runtime.ts";

/** A task as its container's labels tell of it. */
export interface MeasuredTask {
  readonly task: Task;
  readonly spec: ServiceSpec;
  readonly containerId: string;
  readonly startedMs: Instant | null;
}

export interface NodeNames {
  readonly nodeId: string;
  readonly hostname: string;
}

/** The labels that every series of a container has. */
export function containerLabels(
  { task, spec, containerId }: MeasuredTask,
  node: NodeNames,
): MetricLabels {
  const name = slotName(task);
  const fullName = `${name}.${task.id}`;
  const swarm: MetricLabels = {
    "com.docker.swarm.service.id": task.serviceId,
    "com.docker.swarm.service.name": task.serviceName,
    "com.docker.swarm.task.id": task.id,
    "com.docker.swarm.task.name": fullName,
    "com.docker.swarm.node.id": node.nodeId,
  };
  const labels: Record<string, string> = {
    id: `/docker/${containerId}`,
    image: spec.TaskTemplate?.ContainerSpec?.Image ?? "",
    name: fullName,
    service: task.serviceName,
    task: name,
    node: node.hostname,
  };
  const own = { ...spec.TaskTemplate?.ContainerSpec?.Labels, ...swarm };
  const stack = spec.Labels?.["com.docker.stack.namespace"];
  if (stack !== undefined) own["com.docker.stack.namespace"] ??= stack;
  for (const [key, value] of Object.entries(own)) {
    labels[`container_label_${labelName(key)}`] = value;
  }
  return labels;
}

export interface Measured {
  readonly of: MeasuredTask;
  readonly usage: UsageSample;
}

export function containerFamilies(
  measured: readonly Measured[],
  node: NodeNames,
  sampledMs: Instant,
): readonly MetricFamily[] {
  const rows = measured.map((one) => ({ ...one, labels: containerLabels(one.of, node) }));
  type Row = (typeof rows)[number];
  const samples = (value: (row: Row) => number, more: MetricLabels = {}): readonly Sample[] =>
    rows.map((row) => ({ labels: { ...row.labels, ...more }, value: value(row) }));
  const network = { interface: "eth0" };
  return [
    counter(
      "container_cpu_usage_seconds_total",
      "Cumulative cpu time consumed in seconds.",
      samples(({ usage }) => usage.cpuSeconds, { cpu: "total" }),
    ),
    gauge(
      "container_memory_usage_bytes",
      "Current memory usage in bytes.",
      samples(({ usage }) => usage.memoryBytes),
    ),
    gauge(
      "container_memory_working_set_bytes",
      "Memory in use that cannot be taken back at once.",
      samples(({ usage }) => usage.memoryBytes),
    ),
    gauge(
      "container_spec_memory_limit_bytes",
      "Memory limit for the container; 0: none.",
      samples(({ usage }) => usage.memoryLimitBytes),
    ),
    counter(
      "container_network_receive_bytes_total",
      "Cumulative count of bytes received.",
      samples(({ usage }) => usage.networkRxBytes, network),
    ),
    counter(
      "container_network_transmit_bytes_total",
      "Cumulative count of bytes transmitted.",
      samples(({ usage }) => usage.networkTxBytes, network),
    ),
    counter(
      "container_fs_reads_bytes_total",
      "Cumulative count of bytes read.",
      samples(({ usage }) => usage.ioReadBytes),
    ),
    counter(
      "container_fs_writes_bytes_total",
      "Cumulative count of bytes written.",
      samples(({ usage }) => usage.ioWriteBytes),
    ),
    gauge(
      "container_processes",
      "Number of processes.",
      samples(({ usage }) => usage.pids),
    ),
    gauge(
      "container_last_seen",
      "Last time the container was seen, in seconds since the epoch.",
      samples(() => sampledMs / 1000),
    ),
    gauge(
      "container_start_time_seconds",
      "Start time of the container, in seconds since the epoch.",
      rows.flatMap(({ labels, of }) =>
        of.startedMs === null ? [] : [{ labels, value: of.startedMs / 1000 }],
      ),
    ),
  ];
}

export interface NodeUsage {
  /** Cores in use. */
  readonly cpuRatio: number;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly memoryTotalBytes: number;
}

/** How the agent's work goes. */
export interface AgentState {
  readonly states: Iterable<TaskState>;
  /** Tasks whose container runs. */
  readonly running: number;
  /** The line to the leader is open. */
  readonly connected: boolean;
  /** What runs containers answered at the last sample. */
  readonly runtimeUp: boolean;
}

export function nodeFamilies(
  { hostname }: NodeNames,
  usage: NodeUsage,
  agent: AgentState,
): readonly MetricFamily[] {
  const of = { node: hostname };
  const one = (value: number): readonly Sample[] => [{ labels: of, value }];
  const counts = new Map<TaskState, number>();
  for (const state of agent.states) counts.set(state, (counts.get(state) ?? 0) + 1);
  const assigned = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [
    gauge("skep_node_cpus", "Cores of this machine.", one(usage.cpus)),
    gauge("skep_node_cpu_cores_used", "Cores in use, all of the machine.", one(usage.cpuRatio)),
    gauge("skep_node_memory_bytes", "Memory in use, all of the machine.", one(usage.memoryBytes)),
    gauge("skep_node_memory_total_bytes", "Memory of this machine.", one(usage.memoryTotalBytes)),
    gauge("skep_node_tasks_assigned", "Tasks assigned to this node.", one(assigned)),
    gauge("skep_node_tasks_running", "Tasks whose container runs.", one(agent.running)),
    gauge(
      "skep_node_tasks",
      "Tasks assigned to this node, by state.",
      [...counts].map(([state, value]) => ({ labels: { ...of, state }, value })),
    ),
    gauge(
      "skep_session_connected",
      "1 while the leader is connected.",
      one(agent.connected ? 1 : 0),
    ),
    gauge(
      "skep_runtime_up",
      "1 while what runs the containers answers.",
      one(agent.runtimeUp ? 1 : 0),
    ),
  ];
}
