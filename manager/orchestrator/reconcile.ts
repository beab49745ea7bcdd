/**
 * What one service needs now: the whole of orchestration as one function of a view. Level-
 * triggered: it may be asked at any time, and what it asks for twice is harmless.
 */
import type { Service } from "../../shared/domain/objects.ts";
import type { ClusterView } from "./cluster-view.ts";
import { Plan, type PlanContext } from "./context.ts";
import { participation, planGlobalNode } from "./global.ts";
import { planJob } from "./jobs.ts";
import { planDeadSlots, planScale } from "./replicated.ts";
import type { ServiceView, Touched } from "./service-view.ts";
import { planReaping, planSlot, removals } from "./slot-plan.ts";
import { planUpdate } from "./update.ts";

/** Takes note in the view of what it has looked at: a plan must be executed or asked for again. */
export function reconcileService(
  cluster: ClusterView,
  view: ServiceView,
  context: PlanContext,
): Plan {
  const plan = new Plan(view);
  const { service } = view;
  const touched = view.takeTouched(context);
  if (service === undefined) planRemovedService(view, touched, plan);
  else planMode(view, service, touched, context, plan);
  for (const key of touched.keys) {
    const slot = view.slots.get(key);
    if (slot !== undefined) planReaping(view, slot, context, plan);
  }
  planRevisions(cluster, view, plan);
  return plan;
}

function planMode(
  view: ServiceView,
  service: Service,
  touched: Touched,
  context: PlanContext,
  plan: Plan,
): void {
  switch (view.mode) {
    case "replicated":
      for (const key of touched.keys) {
        const slot = view.slots.get(key);
        if (slot !== undefined) planSlot(view, service, slot, "running", context, plan);
      }
      planScale(view, service, context, plan);
      planDeadSlots(view, touched.keys, plan);
      planUpdate(view, service, touched.keys, () => true, context, plan);
      return;
    case "global": {
      const keys = touched.whole
        ? new Set([...context.nodes.keys(), ...touched.keys])
        : touched.keys;
      for (const key of keys) planGlobalNode(view, service, key, context, plan);
      const takesPart = (key: string): boolean =>
        participation(context.nodes.get(key), service) === "full";
      planUpdate(view, service, touched.keys, takesPart, context, plan);
      return;
    }
    case "replicated-job":
    case "global-job":
      planJob(view, service, touched, context, plan);
  }
}

/** The tasks of a service that is gone are to go. */
function planRemovedService(view: ServiceView, touched: Touched, plan: Plan): void {
  // Network attachments have no service; whoever asked for them ends them.
  if (view.id === "") return;
  for (const key of touched.keys) {
    const slot = view.slots.get(key);
    if (slot !== undefined) plan.act(...removals(slot));
  }
}

/** Specs that no task runs, that are neither the current one. */
function planRevisions(cluster: ClusterView, view: ServiceView, plan: Plan): void {
  const unused = [...view.revisions].filter(
    (version) => version !== view.service?.specVersion && !view.versions.has(version),
  );
  for (const revision of cluster.revisionsOf(view, unused)) {
    plan.act({ kind: "remove-revision", revision });
  }
}
