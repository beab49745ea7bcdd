/**
 * What runs containers. Implementations: DockerRuntime (an engine over its socket),
 * ProcessRuntime (supervised processes of the host), FakeRuntime (in memory, seeded). All pass
 * test/conformance's suite. Every call is idempotent and names the task: a runtime finds its
 * containers by their task label, so nothing is lost when the agent restarts.
 */
import type { Instant } from "../../shared/clock.ts";
import type { NodeDescription, Port, RuntimeName, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";

/** A task with all that is needed to run it; templates in the spec are expanded already. */
export interface RunnableTask {
  readonly task: Task;
  readonly spec: ServiceSpec;
  readonly registryAuth?: Uint8Array;
  readonly secrets: readonly RunnableFile[];
  readonly configs: readonly RunnableFile[];
  /** From the node's networks; absent: the networks that the spec names, as the engine knows them. */
  readonly networking?: ContainerNetworking;
}

/** One network that a container is connected to, as its engine knows it. */
export interface ContainerNetwork {
  /** The engine's name or id of it. */
  readonly engineNetwork: string;
  /** Bare; at most one of each family. */
  readonly ipv4?: string;
  readonly ipv6?: string;
  /** Empty: the engine's choice. */
  readonly macAddress: string;
}

/** What a container needs to be created with. */
export interface ContainerNetworking {
  /**
   * The first one is the container's at creation. Empty: those of the spec that the engine has of
   * its own (host, none, bridge), or its default.
   */
  readonly networks: readonly ContainerNetwork[];
  /** Name servers to be written into the container; empty: as the spec or the engine says. */
  readonly nameServers: readonly string[];
  /** Added to the container's environment: the ports of a process on the host's network. */
  readonly env: readonly string[];
  /** Host ports that were chosen for a task on the host's network; part of its status. */
  readonly hostPorts: readonly Port[];
}

/** A secret or config with its place in the container. */
export interface RunnableFile {
  readonly id: string;
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly data: Uint8Array;
}

export type HealthStatus = "none" | "starting" | "healthy" | "unhealthy";

/** What is known of a task's container. */
export interface Observed {
  readonly taskId: TaskId;
  readonly containerId: string;
  readonly state: "created" | "running" | "exited";
  readonly pid: number;
  readonly health: HealthStatus;
  /** When exited. */
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The engine's own words when it could not start or run it. */
  readonly error: string;
  readonly startedMs: Instant | null;
  readonly finishedMs: Instant | null;
  /** Host-mode ports as they are bound. */
  readonly ports: readonly Port[];
}

export type RuntimeEvent =
  | { readonly kind: "changed"; readonly taskId: TaskId }
  | {
      readonly kind: "health";
      readonly taskId: TaskId;
      readonly status: HealthStatus;
      readonly output: string;
      readonly exitCode: number;
    }
  /** The runtime could not be heard for a while: look at everything again. */
  | { readonly kind: "resync" };

export interface UsageSample {
  readonly taskId: TaskId;
  /** CPU seconds since the container's start. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly networkRxBytes: number;
  readonly networkTxBytes: number;
  readonly ioReadBytes: number;
  readonly ioWriteBytes: number;
  readonly pids: number;
}

export interface LogChunk {
  readonly stream: "stdout" | "stderr";
  readonly timestampMs: Instant;
  readonly timestampNanos: number;
  /** What the log driver was told to note with each line: `ENV=x,LABEL=y`, encoded as in a URL. */
  readonly attributes?: string;
  readonly data: Uint8Array;
}

export interface LogRequest {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  /** Last lines; -1 for all. */
  readonly tail: number;
  readonly sinceMs: Instant;
}

/** Thrown by prepare and start when trying again would not help: the task is rejected. */
export class TaskRejected extends Error {
  override readonly name = "TaskRejected";
}

export interface Runtime {
  readonly name: RuntimeName;
  /** The machine and engine as a node description; certificates are filled in by the caller. */
  describe(signal: AbortSignal): Promise<Omit<NodeDescription, "tls" | "skepVersion">>;
  /** Gets the image and creates the container, unless it is there. */
  prepare(task: RunnableTask, signal: AbortSignal): Promise<Observed>;
  /** Starts it unless it runs. Does not wait for health. */
  start(taskId: TaskId, signal: AbortSignal): Promise<Observed>;
  inspect(taskId: TaskId, signal: AbortSignal): Promise<Observed | undefined>;
  /** Stop signal, then KILL after the grace period. Resolves when it has exited or never was. */
  stop(taskId: TaskId, stopSignal: string, graceMs: number, signal: AbortSignal): Promise<void>;
  /** Removes what is left of the task, anonymous volumes included. */
  remove(taskId: TaskId, signal: AbortSignal): Promise<void>;
  /** Every task container of this node (others that share the engine have other node labels). */
  list(nodeId: NodeId, signal: AbortSignal): Promise<readonly Observed[]>;
  /** Events until the subscription closes; survives the engine's restarts by itself (resync). */
  watch(onEvent: (event: RuntimeEvent) => void): { close(): void };
  usage(taskIds: readonly TaskId[], signal: AbortSignal): Promise<readonly UsageSample[]>;
  logs(taskId: TaskId, request: LogRequest, signal: AbortSignal): AsyncIterable<LogChunk>;
}
