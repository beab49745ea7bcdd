/**
 * Where history that may be lost is kept: usage, health, events (design 3). Never in the Raft log.
 * Two adapters, one conformance suite: memory (each manager its own), Redis (shared by all).
 *
 * Recording never waits and never throws: a store that is away costs a gap in history, not a
 * scheduler. Reading may reject with UNAVAILABLE.
 */
import type { Instant } from "../../shared/clock.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { SwarmEvent } from "./swarm-event.ts";

export interface TaskUsageSample {
  readonly taskId: TaskId;
  readonly nodeId: NodeId;
  readonly timestampMs: Instant;
  /** CPU seconds since the container's start. */
  readonly cpuSeconds: number;
  /** Cores in use since the sample before. */
  readonly cpuRatio: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly networkRxBytes: number;
  readonly networkTxBytes: number;
  readonly ioReadBytes: number;
  readonly ioWriteBytes: number;
  readonly pids: number;
}

export interface NodeUsageSample {
  readonly nodeId: NodeId;
  readonly timestampMs: Instant;
  readonly cpuRatio: number;
  readonly memoryBytes: number;
  readonly memoryTotalBytes: number;
}

export interface HealthRecord {
  readonly taskId: TaskId;
  readonly nodeId: NodeId;
  readonly timestampMs: Instant;
  readonly status: string;
  readonly output: string;
  readonly exitCode: number;
}

export interface UsageBatch {
  readonly node: NodeUsageSample;
  readonly tasks: readonly TaskUsageSample[];
}

export interface TimeRange {
  /** Inclusive. */
  readonly sinceMs: Instant;
  /** Inclusive; undefined: no end. */
  readonly untilMs: Instant | undefined;
}

export interface UsageQuery extends TimeRange {
  /** Empty: every task that there are samples of. */
  readonly taskIds: readonly string[];
}

export interface UsageHistory {
  readonly tasks: readonly TaskUsageSample[];
  readonly nodes: readonly NodeUsageSample[];
}

export interface TelemetryState {
  readonly kind: "memory" | "redis";
  readonly connected: boolean;
  /** Records that wait to be sent. */
  readonly buffered: number;
  /** Records lost since the start, because the store was away for longer than the buffer holds. */
  readonly dropped: number;
}

export interface TelemetryStore {
  recordUsage(batch: UsageBatch): void;
  recordHealth(records: readonly HealthRecord[]): void;
  /**
   * Events of one Raft entry. With a shared store, several managers may record the same entry, as
   * after a failover: it is kept once.
   */
  recordEvents(index: number, events: readonly SwarmEvent[]): void;
  usage(query: UsageQuery, signal: AbortSignal): Promise<UsageHistory>;
  /** The newest sample of each task. */
  latestUsage(signal: AbortSignal): Promise<UsageHistory>;
  /** Oldest first. */
  health(taskId: string, range: TimeRange, signal: AbortSignal): Promise<readonly HealthRecord[]>;
  /** History oldest first, then live ones until `untilMs` or the signal. */
  events(
    range: { readonly sinceMs: Instant | undefined; readonly untilMs: Instant | undefined },
    signal: AbortSignal,
  ): AsyncIterable<SwarmEvent>;
  state(): TelemetryState;
  close(): Promise<void>;
}

/** How much is kept, in either adapter. */
export interface Retention {
  readonly usageSamplesPerTask: number;
  readonly nodeSamplesPerNode: number;
  readonly healthPerTask: number;
  readonly events: number;
  readonly maxAgeMs: number;
  /** Tasks and nodes with samples; the one that was silent longest goes first. */
  readonly series: number;
  /** Of one kind in memory, all series together: a hundred thousand tasks must not fill it. */
  readonly samples: number;
}

export const DEFAULT_RETENTION: Retention = {
  usageSamplesPerTask: 120,
  nodeSamplesPerNode: 720,
  healthPerTask: 20,
  events: 10_000,
  maxAgeMs: 3_600_000,
  series: 100_000,
  samples: 500_000,
};
