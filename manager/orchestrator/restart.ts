/**
 * What becomes of a task that has ended or lost its node: is there another attempt, when may it
 * start? All of it is read from the stored tasks of the slot, so that a new leader decides as the
 * old one did.
 */
import type { Instant } from "../../shared/clock.ts";
import type { Node, Service, Task } from "../../shared/domain/objects.ts";
import type { TaskState } from "../../shared/domain/task-state.ts";
import { compareTaskStates, isTerminal } from "../../shared/domain/task-state.ts";
import type { Rng } from "../../shared/rng.ts";
import { type Action, desire } from "./actions.ts";
import { ANY_NODE, newTask } from "./new-task.ts";
import { isLost, isPerNode, isUnreachable, modeOf, type RestartRules } from "./policy.ts";

/** How long a replacement waits for the task before it to stop. */
const MAX_STOP_WAIT_MS = 60_000;

const ENDED_BY_ITSELF: ReadonlySet<TaskState> = new Set(["complete", "failed", "rejected"]);

export function endedByItself(task: Task): boolean {
  return ENDED_BY_ITSELF.has(task.status.state);
}

/**
 * Attempts are counted per slot and spec version: one for each task that ended by itself before
 * this one. A task that was drained away is nobody's failure.
 */
export function shouldRestart(task: Task, slot: readonly Task[], rules: RestartRules): boolean {
  if (rules.condition === "none") return false;
  if (rules.condition === "on-failure" && task.status.state === "complete") return false;
  if (rules.maxAttempts === 0) return true;
  const since = rules.windowMs === 0 ? 0 : task.status.timestampMs - rules.windowMs;
  const attempts = slot.filter(
    (other) =>
      other.id !== task.id &&
      other.desiredState !== "remove" &&
      other.specVersion === task.specVersion &&
      other.jobIteration === task.jobIteration &&
      endedByItself(other) &&
      other.status.timestampMs >= since,
  );
  return attempts.length < rules.maxAttempts;
}

export interface RestartInput {
  readonly service: Service;
  readonly task: Task;
  readonly slot: readonly Task[];
  readonly rules: RestartRules;
  readonly node: Node | undefined;
  readonly now: Instant;
  readonly rng: Rng;
  /** What the replacement is to reach: jobs complete. */
  readonly goal: "running" | "complete";
}

/** The old task is shut down; a replacement, if there is to be one, comes in the same write. */
export function planRestart(input: RestartInput): readonly Action[] {
  const { service, task, slot, rules, node, now, rng, goal } = input;
  const actions: Action[] = [desire(task, "shutdown")];
  if (!shouldRestart(task, slot, rules)) return actions;
  const perNode = isPerNode(modeOf(service.spec));
  const place = { slot: task.slot, nodeId: perNode ? task.nodeId : ANY_NODE };
  // The delay is against crash loops: whoever drains a node or loses one wants the task back.
  const delayMs = task.nodeId !== "" && isLost(node) ? 0 : rules.delayMs;
  const mustStop = !isTerminal(task.status.state) && !isUnreachable(node);
  if (delayMs === 0 && !mustStop) {
    actions.push({ kind: "create-task", task: newTask(service, place, goal, now, rng) });
  } else {
    const held = newTask(service, place, "ready", now, rng);
    actions.push({ kind: "create-task", task: { ...held, startAfterMs: now + delayMs } });
  }
  return actions;
}

export type Promotion =
  | { readonly kind: "promote" }
  | { readonly kind: "wait"; readonly until: Instant };

/**
 * When a held task may start. One that was created in the future was written by a leader whose
 * clock ran ahead, perhaps by hours: how much of its delay is left cannot be told. It is over.
 */
export function heldUntil(task: Task, now: Instant): Instant {
  return now < task.meta.createdMs ? now : (task.startAfterMs ?? 0);
}

/** May a task that is held at READY start? */
export function planPromotion(
  task: Task,
  slot: readonly Task[],
  nodes: ReadonlyMap<string, Node>,
  now: Instant,
): Promotion {
  const startAfter = heldUntil(task, now);
  if (now < startAfter) return { kind: "wait", until: startAfter };
  const patience = Math.max(startAfter, Math.min(task.meta.createdMs, now)) + MAX_STOP_WAIT_MS;
  if (now < patience && slot.some((other) => isStopping(other, nodes))) {
    return { kind: "wait", until: patience };
  }
  return { kind: "promote" };
}

/** Told to stop, not stopped yet, and somebody is there to stop it. */
function isStopping(task: Task, nodes: ReadonlyMap<string, Node>): boolean {
  return (
    (task.desiredState === "shutdown" || task.desiredState === "remove") &&
    !isTerminal(task.status.state) &&
    compareTaskStates(task.status.state, "assigned") >= 0 &&
    !isUnreachable(nodes.get(task.nodeId))
  );
}
