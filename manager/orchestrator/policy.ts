/** What a spec asks for where it is silent: Swarm's defaults (reference 4), in milliseconds. */
import type { Node, Service, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec, UpdateConfig } from "../../shared/domain/spec.ts";

const NANOS_A_MS = 1e6;
const DEFAULT_RESTART_DELAY_MS = 5_000;
const DEFAULT_MONITOR_MS = 5_000;
const DEFAULT_HISTORY_LIMIT = 5;

export type Mode = "replicated" | "global" | "replicated-job" | "global-job";

export function modeOf(spec: ServiceSpec): Mode {
  const mode = spec.Mode;
  if (mode?.Global !== undefined) return "global";
  if (mode?.ReplicatedJob !== undefined) return "replicated-job";
  if (mode?.GlobalJob !== undefined) return "global-job";
  return "replicated";
}

/** Slots of these are named by node, of the others by number. */
export function isPerNode(mode: Mode): boolean {
  return mode === "global" || mode === "global-job";
}

export function replicasOf(spec: ServiceSpec): number {
  return spec.Mode?.Replicated?.Replicas ?? 1;
}

export interface RestartRules {
  readonly condition: "none" | "on-failure" | "any";
  readonly delayMs: number;
  /** 0: without end. */
  readonly maxAttempts: number;
  /** 0: all restarts count. */
  readonly windowMs: number;
}

export function restartRulesOf(spec: ServiceSpec): RestartRules {
  const policy = spec.TaskTemplate?.RestartPolicy;
  const mode = modeOf(spec);
  const condition = policy?.Condition ?? "any";
  const job = mode === "replicated-job" || mode === "global-job";
  return {
    // A job that completes is done.
    condition: job && condition === "any" ? "on-failure" : condition,
    delayMs: policy?.Delay === undefined ? DEFAULT_RESTART_DELAY_MS : policy.Delay / NANOS_A_MS,
    maxAttempts: policy?.MaxAttempts ?? 0,
    windowMs: (policy?.Window ?? 0) / NANOS_A_MS,
  };
}

export interface UpdateRules {
  /** 0: all at once. */
  readonly parallelism: number;
  readonly delayMs: number;
  readonly failureAction: "pause" | "continue" | "rollback";
  readonly monitorMs: number;
  readonly maxFailureRatio: number;
  readonly startFirst: boolean;
}

const DEFAULT_UPDATE: UpdateConfig = { Parallelism: 1 };

export function updateRulesOf(service: Service): UpdateRules {
  const back = service.updateStatus?.state === "rollback_started";
  const config = (back ? service.spec.RollbackConfig : service.spec.UpdateConfig) ?? DEFAULT_UPDATE;
  return {
    parallelism: config.Parallelism ?? 0,
    delayMs: (config.Delay ?? 0) / NANOS_A_MS,
    failureAction: config.FailureAction ?? "pause",
    monitorMs: config.Monitor ? config.Monitor / NANOS_A_MS : DEFAULT_MONITOR_MS,
    maxFailureRatio: config.MaxFailureRatio ?? 0,
    startFirst: config.Order === "start-first",
  };
}

/** How many tasks a slot keeps, running ones included; undefined: all. */
export function historyLimitOf(
  spec: ServiceSpec,
  clusterLimit: number | undefined,
): number | undefined {
  const attempts = spec.TaskTemplate?.RestartPolicy?.MaxAttempts ?? 0;
  // The supervisor counts attempts in what is kept.
  if (attempts > 0) return attempts + 1;
  const limit = clusterLimit ?? DEFAULT_HISTORY_LIMIT;
  return limit < 0 ? undefined : limit;
}

/** A node on which tasks may not stay. */
export function isLost(node: Node | undefined): boolean {
  return node === undefined || node.status.state === "down" || node.spec.Availability === "drain";
}

/** No agent will stop a task there, so that nobody should wait for it. */
export function isUnreachable(node: Node | undefined): boolean {
  return node === undefined || node.status.state === "down";
}

/** Somebody wants it to run, or to be ready to. */
export function isWanted(task: Task): boolean {
  return (
    task.desiredState === "running" ||
    task.desiredState === "ready" ||
    task.desiredState === "complete"
  );
}
