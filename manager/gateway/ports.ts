/** What the gateway consumes. Built elsewhere in the manager, passed in by main.ts. */
import type { Instant } from "../../shared/clock.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Control } from "../control/service.ts";
import type { Consensus, StateImage } from "../raft/consensus.ts";
import type { RaftDetails } from "../raft/options.ts";
import type { Store } from "../store/types.ts";
import type { IssuerInfo } from "./render-swarm.ts";

export interface LogSelector {
  readonly serviceIds: readonly string[];
  readonly taskIds: readonly string[];
}

export interface LogOptions {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  /** Last lines; -1 for all. */
  readonly tail: number;
  readonly sinceMs: Instant;
}

export interface LogLine {
  readonly taskId: string;
  readonly nodeId: string;
  readonly serviceId: string;
  readonly timestampMs: Instant;
  /** Below the millisecond. */
  readonly timestampNanos: number;
  readonly stream: "stdout" | "stderr";
  /** What the task's log driver noted with it, `k=v` pairs as in a URL, separated by commas. */
  readonly attributes?: string;
  readonly data: Uint8Array;
}

/** Container logs from wherever the tasks run: the log broker, local on the leader or asked there. */
export interface LogReader {
  /** Ends when every node has sent all, or when aborted. A gap is told as a `warning`. */
  read(
    selector: LogSelector,
    options: LogOptions,
    signal: AbortSignal,
  ): AsyncIterable<{ readonly lines: readonly LogLine[]; readonly warning?: string }>;
}

/** One of Docker's events, scope swarm. */
export interface SwarmEvent {
  readonly type: "node" | "service" | "network" | "secret" | "config";
  readonly action: "create" | "update" | "remove";
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly timeMs: Instant;
  /** Below the millisecond. */
  readonly timeNanos: number;
}

export interface EventSource {
  /**
   * Events from `sinceMs` (history as far as it is kept; undefined: from now on), then live ones
   * until `untilMs` (undefined: until aborted). Throws UNAVAILABLE where history cannot be read.
   */
  events(
    range: { readonly sinceMs: Instant | undefined; readonly untilMs: Instant | undefined },
    signal: AbortSignal,
  ): AsyncIterable<SwarmEvent>;
}

export interface GatewayPorts {
  readonly store: Store;
  readonly consensus: Consensus;
  readonly control: Control;
  readonly logs: LogReader;
  readonly events: EventSource;
  /** This process' metrics as text; skepd serves them with its own. */
  readonly metrics?: () => Promise<string>;
  readonly details: () => RaftDetails;
  /** All of the state, frozen, for a backup. */
  readonly image: () => StateImage;
  /** Subject and public key of the root certificate. */
  readonly issuerOf: (rootCertPem: string) => IssuerInfo;
  readonly logger: Logger;
  readonly now: () => Instant;
}
