/**
 * What one slot needs, whatever the kind of service: ended or stranded tasks are restarted, held
 * ones released, old ones forgotten.
 */
import type { Service, Task } from "../../shared/domain/objects.ts";
import { compareTaskStates, isTerminal } from "../../shared/domain/task-state.ts";
import { type Action, desire } from "./actions.ts";
import type { Plan, PlanContext } from "./context.ts";
import { historyLimitOf, isLost, isWanted, restartRulesOf } from "./policy.ts";
import { heldUntil, planPromotion, planRestart } from "./restart.ts";
import type { ServiceView, Slot } from "./service-view.ts";

type Goal = "running" | "complete";

export function planSlot(
  view: ServiceView,
  service: Service,
  slot: Slot,
  goal: Goal,
  context: PlanContext,
  plan: Plan,
): void {
  for (const task of slot.tasks) {
    if (!isWanted(task) || (goal === "complete" && task.status.state === "complete")) continue;
    const node = context.nodes.get(task.nodeId);
    const stranded = task.nodeId !== "" && isLost(node);
    if (isTerminal(task.status.state) || stranded) {
      maybeRestart(view, service, slot, task, goal, context, plan);
    } else if (task.desiredState === "ready") {
      const promotion = planPromotion(task, slot.tasks, context.nodes, context.now);
      if (promotion.kind === "promote") plan.act(desire(task, goal));
      else plan.wake(promotion.until, slot.key);
    }
  }
}

function maybeRestart(
  view: ServiceView,
  service: Service,
  slot: Slot,
  task: Task,
  goal: Goal,
  context: PlanContext,
  plan: Plan,
): void {
  const { now, rng } = context;
  const startAfter = heldUntil(task, now);
  // It ended while it was held, say because its image does not exist: a replacement at once
  // would make a loop without delay.
  if (task.desiredState === "ready" && isTerminal(task.status.state) && now < startAfter) {
    plan.wake(startAfter, slot.key);
    return;
  }
  const rules = restartRulesOf(context.specOf(view.id, task.specVersion) ?? service.spec);
  const node = context.nodes.get(task.nodeId);
  plan.act(...planRestart({ service, task, slot: slot.tasks, rules, node, now, rng, goal }));
}

/** Tasks that are gone for good, and those beyond what the history keeps. */
export function planReaping(view: ServiceView, slot: Slot, context: PlanContext, plan: Plan): void {
  const kept: Task[] = [];
  for (const task of slot.tasks) {
    if (isReapable(task, view.service)) plan.act({ kind: "remove-task", before: task });
    else kept.push(task);
  }
  const { service } = view;
  const job = view.mode === "replicated-job" || view.mode === "global-job";
  if (service === undefined || job) return;
  const limit = historyLimitOf(service.spec, context.historyLimit);
  if (limit === undefined || kept.length <= limit) return;
  let excess = kept.length - limit;
  for (const task of kept) {
    if (excess === 0) break;
    if (isWanted(task) || !isOver(task)) continue;
    plan.act({ kind: "remove-task", before: task });
    excess -= 1;
  }
}

/** Nothing of it runs, and nothing will. */
function isOver(task: Task): boolean {
  const { state } = task.status;
  return isTerminal(state) || compareTaskStates(state, "assigned") < 0;
}

function isReapable(task: Task, service: Service | undefined): boolean {
  if (task.desiredState === "remove") return isOver(task);
  return service === undefined && task.status.state === "orphaned";
}

/** Everything in the slot is to go, ended tasks too: its history ends here. */
export function removals(slot: Slot): readonly Action[] {
  return slot.tasks
    .filter((task) => task.desiredState !== "remove")
    .map((task) => desire(task, "remove"));
}
