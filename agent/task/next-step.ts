/**
 * What is the next thing to do for one task? States, messages and the rule "errors before STARTING
 * reject, from STARTING on they fail" are Swarm's (reference 3.1). A task is one-shot: a container
 * that has exited is never started again, whatever happened to the agent in between.
 */
import type { DesiredState, TaskState } from "../../shared/domain/task-state.ts";
import { isTerminal, taskStateNumber } from "../../shared/domain/task-state.ts";
import type { Observed } from "../runtime/runtime.ts";

/**
 * What the node's networks hold for the task. "unmanaged": this agent has none to ask.
 * "attached": prepared, or found after a restart of the agent; "connected": virtual addresses and
 * routes are in its namespace; "released": nothing.
 */
export type Networking = "unmanaged" | "attached" | "connected" | "released";

export interface TaskView {
  readonly state: TaskState;
  readonly desired: DesiredState;
  /** "unasked": this life of the agent has not looked yet. Undefined: there is no container. */
  readonly observed: Observed | undefined | "unasked";
  /** Its health check failed for good; sticky, since a stopped container forgets its health. */
  readonly unhealthy: boolean;
  /** The manager has taken the task away: nothing of it may stay. */
  readonly gone: boolean;
  readonly networking: Networking;
  /** The managers have been told of the end that is near (see `stop`). */
  readonly withdrawn: boolean;
}

export interface Verdict {
  readonly state: TaskState;
  readonly message: string;
  /** Absent: no error. */
  readonly err?: string;
}

/** Engine operations by name, with their arguments: the table of executors is derived from it. */
export interface EngineSteps {
  readonly inspect: object;
  readonly prepare: object;
  readonly start: object;
  /** Its networks reach into the running container. */
  readonly connect: object;
  readonly stop: { readonly because: "shutdown" | "unhealthy" | "gone" };
  readonly remove: object;
  /** The node's networks forget it. */
  readonly release: object;
}

export type EngineStep = {
  [K in keyof EngineSteps]: { readonly kind: K } & EngineSteps[K];
}[keyof EngineSteps];

export type TaskStep =
  | EngineStep
  /** Nothing to do until the task, its container or the wish changes. */
  | { readonly kind: "wait" }
  | { readonly kind: "become"; readonly verdict: Verdict }
  /** Tell the managers that it is about to be stopped, which they do not know yet. */
  | { readonly kind: "announce" }
  /** Nothing is left of it: forget the task. */
  | { readonly kind: "forget" };

const WAIT: TaskStep = { kind: "wait" };
export const UNHEALTHY = "dockerexec: unhealthy container";
export const NO_CONTAINER = "No such container";

export function nextStep(view: TaskView): TaskStep {
  const { state, desired, observed, gone } = view;
  if (observed === "unasked") return { kind: "inspect" };
  if (gone) return stepsToNothing(view, observed);
  if (isTerminal(state)) {
    // A container that outlived its task's end: the agent died between the report and the stop.
    if (observed?.state === "running") return { kind: "stop", because: "shutdown" };
    return isHeld(view) ? { kind: "release" } : WAIT;
  }
  if (desired === "shutdown" || desired === "remove") {
    if (observed?.state === "running") return { kind: "stop", because: "shutdown" };
    return become("shutdown", "shutdown");
  }
  // These two go on past the desired state: what was begun is finished.
  if (state === "preparing") {
    return observed === undefined ? { kind: "prepare" } : become("ready", "prepared");
  }
  if (state === "starting") return stepOfStarting(view, observed);
  if (state === "running") return stepOfRunning(view, observed);
  if (taskStateNumber(state) >= taskStateNumber(desired)) return WAIT;
  switch (state) {
    case "new":
    case "pending":
    case "assigned":
      return become("accepted", "accepted");
    case "accepted":
      return become("preparing", "preparing");
    case "ready":
      return become("starting", "starting");
    default:
      return WAIT;
  }
}

function isHeld({ networking }: TaskView): boolean {
  return networking === "attached" || networking === "connected";
}

function stepsToNothing(view: TaskView, observed: Observed | undefined): TaskStep {
  if (observed === undefined) return isHeld(view) ? { kind: "release" } : { kind: "forget" };
  return observed.state === "running" ? { kind: "stop", because: "gone" } : { kind: "remove" };
}

function stepOfStarting(view: TaskView, observed: Observed | undefined): TaskStep {
  if (observed === undefined) return become("failed", "starting", NO_CONTAINER);
  if (observed.state === "created") {
    return observed.error === ""
      ? { kind: "start" }
      : become("failed", "starting", `starting container failed: ${observed.error}`);
  }
  if (observed.state === "exited") {
    // It ran: with no health check it was RUNNING for a moment, and orchestrators count on that.
    if (observed.health === "none" && !view.unhealthy) return become("running", "started");
    const err = exitError(view, observed);
    return err === undefined ? become("running", "started") : become("failed", "starting", err);
  }
  if (observed.health === "unhealthy" || view.unhealthy)
    return { kind: "stop", because: "unhealthy" };
  if (view.networking === "attached") return { kind: "connect" };
  return observed.health === "starting" ? WAIT : become("running", "started");
}

function stepOfRunning(view: TaskView, observed: Observed | undefined): TaskStep {
  if (observed === undefined) return become("failed", "started", NO_CONTAINER);
  if (observed.state === "created") return become("failed", "started", "container is not running");
  if (observed.state === "exited") {
    const err = exitError(view, observed);
    return err === undefined ? become("complete", "finished") : become("failed", "started", err);
  }
  if (observed.health === "unhealthy" || view.unhealthy) {
    // Names and virtual addresses lead elsewhere before it is stopped, as they do on a shutdown.
    const told = view.withdrawn || view.networking === "unmanaged";
    return told ? { kind: "stop", because: "unhealthy" } : { kind: "announce" };
  }
  return view.networking === "attached" ? { kind: "connect" } : WAIT;
}

/** Why the exit was a failure, in Swarm's words; undefined when it was none. */
function exitError(view: TaskView, observed: Observed): string | undefined {
  const cause = view.unhealthy ? UNHEALTHY : observed.error;
  if (observed.exitCode !== 0) {
    const exit = `task: non-zero exit (${observed.exitCode})`;
    return cause === "" ? exit : `${exit}: ${cause}`;
  }
  // A process that exits 0 on the stop signal was unhealthy all the same.
  return view.unhealthy ? UNHEALTHY : undefined;
}

function become(state: TaskState, message: string, err?: string): TaskStep {
  const verdict = err === undefined ? { state, message } : { state, message, err };
  return { kind: "become", verdict };
}

/** What an engine operation that failed for good makes of the task. */
export function verdictOfError(state: TaskState, message: string, err: string): Verdict {
  const started = taskStateNumber(state) >= taskStateNumber("starting");
  return { state: started ? "failed" : "rejected", message, err };
}
