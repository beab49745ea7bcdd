/** What a reader of logs asks for and gets, whichever manager it asks. */
import type { Instant } from "../../../shared/clock.ts";
import type { NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";

export interface LogSelector {
  /** Every task of these, old ones included; with `follow` also those to come. */
  readonly serviceIds: readonly string[];
  readonly taskIds: readonly string[];
}

export interface ReadLogs extends LogSelector {
  readonly options: LogOptions;
}

export interface LogOptions {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  /** Last lines of each task; -1 for all. */
  readonly tail: number;
  readonly sinceMs: Instant;
}

export interface LogLine {
  readonly taskId: TaskId;
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  readonly timestampMs: Instant;
  /** Below the millisecond. */
  readonly timestampNanos: number;
  readonly stream: "stdout" | "stderr";
  /** What the task's log driver noted with it, `k=v` pairs as in a URL, separated by commas. */
  readonly attributes?: string;
  readonly data: Uint8Array;
}

export interface LogItem {
  readonly lines: readonly LogLine[];
  /** What could not be read, in Swarm's words. */
  readonly warning?: string;
}
