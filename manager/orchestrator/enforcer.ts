/**
 * After a node has changed: which of its tasks may no longer be there? They are rejected, and the
 * restart supervisor finds them another place. Only active nodes: paused and drained ones have
 * rules of their own.
 */
import { nodeMeets } from "../../shared/domain/constraint.ts";
import type { Node, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { isTerminal } from "../../shared/domain/task-state.ts";
import type { Action } from "./actions.ts";
import type { PlanContext } from "./context.ts";
import { isWanted } from "./policy.ts";

const REASON = "assigned node no longer meets constraints";

/** `tasks`: those on the node. `currentSpec`: what a task's service asks for now. */
export function planEnforcement(
  node: Node,
  tasks: readonly Task[],
  currentSpec: (task: Task) => ServiceSpec | undefined,
  { now }: Pick<PlanContext, "now">,
): readonly Action[] {
  if ((node.spec.Availability ?? "active") !== "active" || node.status.state === "down") return [];
  const total = node.description?.resources;
  let nanoCpus = total?.nanoCpus ?? 0;
  let memoryBytes = total?.memoryBytes ?? 0;
  const actions: Action[] = [];
  for (const task of tasks) {
    if (!isWanted(task) || isTerminal(task.status.state)) continue;
    const spec = currentSpec(task);
    // A global service decides for itself which nodes take part.
    if (spec === undefined || spec.Mode?.Global !== undefined) continue;
    const reserved = spec.TaskTemplate?.Resources?.Reservations;
    const cpus = reserved?.NanoCPUs ?? 0;
    const memory = reserved?.MemoryBytes ?? 0;
    // A node that has told nothing of itself yet is not one without resources.
    const fits = total === undefined || (cpus <= nanoCpus && memory <= memoryBytes);
    if (fits && nodeMeets(spec.TaskTemplate?.Placement?.Constraints, node)) {
      nanoCpus -= cpus;
      memoryBytes -= memory;
    } else {
      actions.push({ kind: "update-task", before: task, after: rejected(task, now) });
    }
  }
  return actions;
}

function rejected(task: Task, now: number): Task {
  return {
    ...task,
    status: { ...task.status, state: "rejected", timestampMs: now, message: REASON },
  };
}
