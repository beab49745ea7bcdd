/**
 * Samples what the node's tasks use, at an interval, for the managers and for /metrics. One sample
 * at a time: an engine that is slow gets fewer questions, not more.
 */
import type { skep } from "../../proto/messages.ts";
import type { Clock, Instant, Timer } from "../../shared/clock.ts";
import { messageOf } from "../../shared/errors.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { MetricFamily } from "../../shared/metrics.ts";
import type { Runtime, UsageSample } from "../runtime/runtime.ts";
import {
  type AgentState,
  containerFamilies,
  type Measured,
  type MeasuredTask,
  type NodeNames,
  type NodeUsage,
  nodeFamilies,
} from "./container-metrics.ts";

export interface UsageLoopOptions {
  readonly runtime: Pick<Runtime, "usage" | "list">;
  /** Tasks whose containers run. */
  readonly running: () => readonly TaskId[];
  /** What is known of such a task; undefined when it is gone. */
  readonly describe: (id: TaskId) => MeasuredTask | undefined;
  readonly state: () => Pick<AgentState, "states" | "connected">;
  readonly node: NodeNames & { readonly nodeId: NodeId };
  readonly readNode: () => Promise<NodeUsage>;
  /** Where samples go: the session to the leader. */
  readonly send: (batch: skep.v1.UsageBatch.$Properties) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intervalMs?: number;
}

const INTERVAL_MS = 10_000;
const SAMPLE_TIMEOUT_MS = 8_000;

interface Previous {
  readonly at: Instant;
  readonly cpuSeconds: number;
}

export class UsageLoop {
  readonly #options: UsageLoopOptions;
  readonly #previous = new Map<TaskId, Previous>();
  #samples: readonly UsageSample[] = [];
  #sampledMs: Instant = 0;
  #node: NodeUsage = { cpuRatio: 0, cpus: 0, memoryBytes: 0, memoryTotalBytes: 0 };
  #timer: Timer | undefined;
  #failing = false;

  constructor(options: UsageLoopOptions) {
    this.#options = options;
  }

  /** Samples at once and then at the interval, until the signal aborts. */
  start(signal: AbortSignal): void {
    const { clock, intervalMs = INTERVAL_MS } = this.#options;
    const turn = async (): Promise<void> => {
      await this.sample(signal);
      if (!signal.aborted) this.#timer = clock.after(intervalMs, () => void turn());
    };
    signal.addEventListener("abort", () => this.#timer?.cancel(), { once: true });
    void turn();
  }

  /** Takes one sample and sends it. Never rejects. */
  async sample(signal: AbortSignal): Promise<void> {
    const { runtime, running, readNode, send, clock } = this.#options;
    const patience = new AbortController();
    const stop = (): void => patience.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const timer = clock.after(SAMPLE_TIMEOUT_MS, () => patience.abort(new Error("no answer")));
    try {
      const ids = running();
      const [samples, node] = await Promise.all([
        ids.length === 0 ? this.#ask(patience.signal) : runtime.usage(ids, patience.signal),
        readNode(),
      ]);
      this.#samples = samples;
      this.#node = node;
      this.#sampledMs = clock.now();
      send(this.#batch(samples, node, this.#sampledMs));
      this.#failing = false;
    } catch (error) {
      if (signal.aborted) return;
      // Once: an engine that is down is told of elsewhere too.
      if (!this.#failing) {
        this.#options.logger.warn({ error: messageOf(error) }, "usage cannot be sampled");
      }
      this.#failing = true;
    } finally {
      timer.cancel();
      signal.removeEventListener("abort", stop);
    }
  }

  /** Nothing to measure: still, whether the runtime answers is worth knowing. */
  async #ask(signal: AbortSignal): Promise<readonly UsageSample[]> {
    const { runtime, node } = this.#options;
    await runtime.list(node.nodeId, signal);
    return [];
  }

  /** This node and its tasks as of the last sample. */
  families(): readonly MetricFamily[] {
    const { describe, node, running, state } = this.#options;
    const measured = this.#samples.flatMap((usage): Measured[] => {
      const of = describe(usage.taskId);
      return of === undefined ? [] : [{ of, usage }];
    });
    const agent = { ...state(), running: running().length, runtimeUp: !this.#failing };
    return [
      ...nodeFamilies(node, this.#node, agent),
      ...containerFamilies(measured, node, this.#sampledMs),
    ];
  }

  #batch(
    samples: readonly UsageSample[],
    node: NodeUsage,
    now: Instant,
  ): skep.v1.UsageBatch.$Properties {
    const known = new Set(samples.map(({ taskId }) => taskId));
    for (const id of this.#previous.keys()) if (!known.has(id)) this.#previous.delete(id);
    return {
      timestampMs: now,
      tasks: samples.map((sample) => {
        const before = this.#previous.get(sample.taskId);
        this.#previous.set(sample.taskId, { at: now, cpuSeconds: sample.cpuSeconds });
        const cpuRatio = ratio(before, sample.cpuSeconds, now);
        return { ...sample, cpuRatio };
      }),
      nodeCpuRatio: node.cpuRatio,
      nodeMemoryBytes: node.memoryBytes,
      nodeMemoryTotalBytes: node.memoryTotalBytes,
    };
  }
}

/** Cores in use between two samples. A container that started anew counts from 0 again. */
function ratio(before: Previous | undefined, cpuSeconds: number, now: Instant): number {
  if (before === undefined || now <= before.at || cpuSeconds < before.cpuSeconds) return 0;
  return (cpuSeconds - before.cpuSeconds) / ((now - before.at) / 1000);
}
