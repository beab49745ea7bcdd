/** What uses how much right now, by service, task or node: `skep top`, and the answer behind it. */
import type { ReadTx } from "../store/types.ts";
import type { TaskUsageSample, UsageHistory } from "./telemetry-store.ts";

export const TOP_KINDS = ["service", "task", "node"] as const;
export type TopKind = (typeof TOP_KINDS)[number];

export interface TopEntry {
  readonly Name: string;
  readonly Service?: string;
  readonly Node?: string;
  readonly Tasks: number;
  /** Cores in use. */
  readonly Cpu: number;
  readonly MemoryBytes: number;
  readonly MemoryLimitBytes: number;
  readonly NetworkRxBytes: number;
  readonly NetworkTxBytes: number;
  readonly IoReadBytes: number;
  readonly IoWriteBytes: number;
  readonly Pids: number;
}

/** The newest sample of each task. */
function newest(samples: readonly TaskUsageSample[]): readonly TaskUsageSample[] {
  const byTask = new Map<string, TaskUsageSample>();
  for (const sample of samples) {
    const other = byTask.get(sample.taskId);
    if (other === undefined || other.timestampMs < sample.timestampMs) {
      byTask.set(sample.taskId, sample);
    }
  }
  return [...byTask.values()];
}

/** Tasks that have ended since are left out. Most CPU first, then by name. */
export function topOf(tx: ReadTx, usage: UsageHistory, by: TopKind): readonly TopEntry[] {
  const entries = new Map<string, TopEntry>();
  for (const sample of newest(usage.tasks)) {
    const task = tx.get("task", sample.taskId);
    if (task === undefined || task.status.state !== "running") continue;
    const node = tx.get("node", sample.nodeId);
    const hostname = node?.description?.hostname ?? sample.nodeId;
    const service = tx.get("service", task.serviceId)?.spec.Name ?? task.serviceName;
    const name = {
      service: { Name: service },
      task: {
        Name: `${service}.${task.slot === 0 ? task.nodeId : task.slot}`,
        Service: service,
        Node: hostname,
      },
      node: { Name: hostname },
    }[by];
    const key = by === "task" ? task.id : by === "node" ? sample.nodeId : task.serviceId;
    entries.set(key, add(entries.get(key), name, sample));
  }
  return [...entries.values()].sort((a, b) => b.Cpu - a.Cpu || (a.Name < b.Name ? -1 : 1));
}

function add(
  sum: TopEntry | undefined,
  name: { readonly Name: string; readonly Service?: string; readonly Node?: string },
  sample: TaskUsageSample,
): TopEntry {
  return {
    ...name,
    Tasks: (sum?.Tasks ?? 0) + 1,
    Cpu: (sum?.Cpu ?? 0) + sample.cpuRatio,
    MemoryBytes: (sum?.MemoryBytes ?? 0) + sample.memoryBytes,
    MemoryLimitBytes: (sum?.MemoryLimitBytes ?? 0) + sample.memoryLimitBytes,
    NetworkRxBytes: (sum?.NetworkRxBytes ?? 0) + sample.networkRxBytes,
    NetworkTxBytes: (sum?.NetworkTxBytes ?? 0) + sample.networkTxBytes,
    IoReadBytes: (sum?.IoReadBytes ?? 0) + sample.ioReadBytes,
    IoWriteBytes: (sum?.IoWriteBytes ?? 0) + sample.ioWriteBytes,
    Pids: (sum?.Pids ?? 0) + sample.pids,
  };
}
