/**
 * Feeds the telemetry store: events from this manager's store, usage and health from its agents.
 * Runs on every manager; who writes to a shared store is the store's affair.
 */
import type { skep } from "../../proto/messages.ts";
import type { Instant } from "../../shared/clock.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { Store } from "../store/types.ts";
import { eventsOf } from "./swarm-event.ts";
import type { TelemetryStore, UsageBatch } from "./telemetry-store.ts";

export interface TelemetryLoopOptions {
  readonly store: Store;
  readonly telemetry: TelemetryStore;
  readonly now: () => Instant;
}

/** The dispatcher's `TelemetrySink`, and what turns changes into events. */
export class TelemetryLoop {
  readonly #options: TelemetryLoopOptions;

  constructor(options: TelemetryLoopOptions) {
    this.#options = options;
  }

  /** Derives events from the store until the signal aborts. */
  start(signal: AbortSignal): void {
    const { store, telemetry, now } = this.#options;
    const { subscription } = store.watch(
      () => undefined,
      ({ index, changes }) => {
        const at = now();
        const events = changes.flatMap((change, order) => eventsOf(change, { index, order }, at));
        if (events.length > 0) telemetry.recordEvents(index, events);
      },
    );
    signal.addEventListener("abort", () => subscription.close(), { once: true });
  }

  usage(nodeId: NodeId, batch: skep.v1.UsageBatch.$Properties): void {
    this.#options.telemetry.recordUsage(usageOf(nodeId, batch, this.#options.now()));
  }

  health(nodeId: NodeId, batch: skep.v1.HealthBatch.$Properties): void {
    const now = this.#options.now();
    this.#options.telemetry.recordHealth(
      (batch.events ?? []).map((event) => ({
        taskId: (event.taskId ?? "") as TaskId,
        nodeId,
        timestampMs: event.timestampMs || now,
        status: event.status ?? "",
        output: event.output ?? "",
        exitCode: event.exitCode ?? 0,
      })),
    );
  }
}

function usageOf(nodeId: NodeId, batch: skep.v1.UsageBatch.$Properties, now: Instant): UsageBatch {
  const timestampMs = batch.timestampMs || now;
  return {
    node: {
      nodeId,
      timestampMs,
      cpuRatio: batch.nodeCpuRatio ?? 0,
      memoryBytes: batch.nodeMemoryBytes ?? 0,
      memoryTotalBytes: batch.nodeMemoryTotalBytes ?? 0,
    },
    tasks: (batch.tasks ?? []).map((task) => ({
      taskId: (task.taskId ?? "") as TaskId,
      nodeId,
      timestampMs,
      cpuSeconds: task.cpuSeconds ?? 0,
      cpuRatio: task.cpuRatio ?? 0,
      memoryBytes: task.memoryBytes ?? 0,
      memoryLimitBytes: task.memoryLimitBytes ?? 0,
      networkRxBytes: task.networkRxBytes ?? 0,
      networkTxBytes: task.networkTxBytes ?? 0,
      ioReadBytes: task.ioReadBytes ?? 0,
      ioWriteBytes: task.ioWriteBytes ?? 0,
      pids: task.pids ?? 0,
    })),
  };
}
