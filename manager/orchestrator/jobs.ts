/**
 * Jobs: tasks that are to complete (reference 3.2, Replicated-job and Global-job). An update of
 * the service is a new iteration; tasks of earlier ones go.
 */
import { nodeMeets } from "../../shared/domain/constraint.ts";
import type { Node, Service } from "../../shared/domain/objects.ts";
import { isTerminal } from "../../shared/domain/task-state.ts";
import type { NodeId } from "../../shared/ids.ts";
import { desire } from "./actions.ts";
import type { Plan, PlanContext } from "./context.ts";
import { ANY_NODE, newTask } from "./new-task.ts";
import { isWanted } from "./policy.ts";
import type { ServiceView, Touched } from "./service-view.ts";
import { planSlot } from "./slot-plan.ts";

export function planJob(
  view: ServiceView,
  service: Service,
  touched: Touched,
  context: PlanContext,
  plan: Plan,
): void {
  for (const key of touched.keys) {
    const slot = view.slots.get(key);
    if (slot === undefined) continue;
    const isOld = slot.tasks.some((task) => task.jobIteration !== service.jobIteration);
    const current = slot.tasks.filter((task) => task.jobIteration === service.jobIteration);
    if (isOld) {
      for (const task of slot.tasks) {
        if (task.jobIteration !== service.jobIteration && task.desiredState !== "remove") {
          plan.act(desire(task, "remove"));
        }
      }
    }
    planSlot(view, service, { ...slot, tasks: current }, "complete", context, plan);
  }
  if (view.mode === "replicated-job") planReplicatedJob(view, service, context, plan);
  else if (touched.whole) planGlobalJob(view, service, context, plan);
}

/** Failures beyond the last attempt hold their slot: the job is not done, but over. */
function planReplicatedJob(
  view: ServiceView,
  service: Service,
  { now, rng }: PlanContext,
  plan: Plan,
): void {
  const job = service.spec.Mode?.ReplicatedJob;
  const concurrent = job?.MaxConcurrent ?? 1;
  const total = job?.TotalCompletions ?? concurrent;
  let running = 0;
  for (const slot of view.slots.values()) {
    const runs = slot.tasks.some(
      (task) =>
        isWanted(task) &&
        !isTerminal(task.status.state) &&
        task.jobIteration === service.jobIteration,
    );
    if (runs) running += 1;
  }
  let missing = Math.min(concurrent - running, total - view.occupied);
  for (let slot = 0; slot < total && missing > 0; slot++) {
    if (view.slots.get(String(slot))?.occupied) continue;
    const task = newTask(service, { slot, nodeId: ANY_NODE }, "complete", now, rng);
    plan.act({ kind: "create-task", task });
    missing -= 1;
  }
}

/** Nodes that are there when the job starts, and no later ones: as in Swarm. */
function planGlobalJob(
  view: ServiceView,
  service: Service,
  { nodes, now, rng }: PlanContext,
  plan: Plan,
): void {
  for (const node of nodes.values()) {
    if (!takesJobs(node, service) || view.slots.get(node.id)?.occupied) continue;
    const place = { slot: 0, nodeId: node.id as NodeId };
    plan.act({ kind: "create-task", task: newTask(service, place, "complete", now, rng) });
  }
}

function takesJobs(node: Node, service: Service): boolean {
  return (
    node.status.state === "ready" &&
    (node.spec.Availability ?? "active") === "active" &&
    nodeMeets(service.spec.TaskTemplate?.Placement?.Constraints, node)
  );
}
