/** Global services: one task on each node that takes part (reference 3.2, Global). */
import { nodeMeets } from "../../shared/domain/constraint.ts";
import type { Node, Service } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import { desire } from "./actions.ts";
import type { Plan, PlanContext } from "./context.ts";
import { newTask } from "./new-task.ts";
import { isLost, isWanted } from "./policy.ts";
import type { ServiceView } from "./service-view.ts";
import { planSlot } from "./slot-plan.ts";

export type Participation =
  /** Has its task. */
  | "full"
  /** Keeps what it has: nothing new, no update, no restart. */
  | "paused"
  | "none";

export function participation(node: Node | undefined, service: Service): Participation {
  if (node === undefined || isLost(node)) return "none";
  if (!nodeMeets(service.spec.TaskTemplate?.Placement?.Constraints, node)) return "none";
  return node.spec.Availability === "pause" ? "paused" : "full";
}

export function planGlobalNode(
  view: ServiceView,
  service: Service,
  nodeId: string,
  context: PlanContext,
  plan: Plan,
): void {
  const node = context.nodes.get(nodeId);
  const slot = view.slots.get(nodeId);
  switch (participation(node, service)) {
    case "none":
      for (const task of slot?.tasks ?? []) {
        if (isWanted(task)) plan.act(desire(task, node === undefined ? "remove" : "shutdown"));
      }
      return;
    case "paused":
      return;
    case "full":
      if (slot !== undefined) planSlot(view, service, slot, "running", context, plan);
      if (slot?.occupied) return;
      plan.act({
        kind: "create-task",
        task: newTask(
          service,
          { slot: 0, nodeId: nodeId as NodeId },
          "running",
          context.now,
          context.rng,
        ),
      });
  }
}
