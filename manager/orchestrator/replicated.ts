/** Replicated services: as many occupied slots as replicas (reference 3.2, Replicated). */
import type { Service, Task } from "../../shared/domain/objects.ts";
import type { Plan, PlanContext } from "./context.ts";
import { ANY_NODE, newTask } from "./new-task.ts";
import { isWanted, replicasOf } from "./policy.ts";
import type { ServiceView, Slot } from "./service-view.ts";
import { removals } from "./slot-plan.ts";

/** Groups of one plan: more would only hold up others, the rest is planned next. */
const MAX_GROUPS = 2_000;

export function planScale(
  view: ServiceView,
  service: Service,
  context: PlanContext,
  plan: Plan,
): void {
  const replicas = replicasOf(service.spec);
  if (view.occupied < replicas) scaleUp(view, service, replicas, context, plan);
  if (view.occupied > replicas) scaleDown(view, replicas, context, plan);
}

/** The lowest slots that are free, numbers of dead slots included. */
function scaleUp(
  view: ServiceView,
  service: Service,
  replicas: number,
  { now, rng }: PlanContext,
  plan: Plan,
): void {
  const missing = Math.min(replicas - view.occupied, MAX_GROUPS);
  let slot = view.lowestFree;
  let isPrefix = true;
  for (let made = 0; made < missing; slot++) {
    if (view.slots.get(String(slot))?.occupied) {
      if (isPrefix) view.lowestFree = slot + 1;
      continue;
    }
    isPrefix = false;
    const place = { slot, nodeId: ANY_NODE };
    plan.act({ kind: "create-task", task: newTask(service, place, "running", now, rng) });
    made += 1;
  }
}

interface Candidate {
  readonly slot: Slot;
  readonly number: number;
  readonly running: boolean;
  readonly nodeId: string;
  /** It is the n-th of this service's on its node. */
  copy: number;
}

/** From the nodes with most copies first; there what does not run, then the highest slot. */
function scaleDown(view: ServiceView, replicas: number, context: PlanContext, plan: Plan): void {
  const candidates: Candidate[] = [];
  for (const slot of view.slots.values()) {
    if (slot.occupied) candidates.push(candidateOf(slot, view.updatable(slot, context)));
  }
  candidates.sort((a, b) => Number(b.running) - Number(a.running) || a.number - b.number);
  const copies = new Map<string, number>();
  for (const candidate of candidates) {
    // What waits for a node takes nobody's place: it goes first.
    if (candidate.nodeId === "") candidate.copy = Number.MAX_SAFE_INTEGER;
    else {
      candidate.copy = copies.get(candidate.nodeId) ?? 0;
      copies.set(candidate.nodeId, candidate.copy + 1);
    }
  }
  candidates.sort((a, b) => a.copy - b.copy);
  for (const { slot } of candidates.slice(replicas).slice(-2 * MAX_GROUPS)) {
    plan.act(...removals(slot));
  }
}

function candidateOf(slot: Slot, tasks: readonly Task[]): Candidate {
  const running = tasks.some((task) => isWanted(task) && task.status.state === "running");
  const placed = tasks.find((task) => task.nodeId !== "");
  return { slot, number: Number(slot.key), running, nodeId: placed?.nodeId ?? "", copy: 0 };
}

/** Slots in which nothing stands and nothing will: what is left of them may go. */
export function planDeadSlots(view: ServiceView, keys: readonly string[], plan: Plan): void {
  for (const key of keys) {
    const slot = view.slots.get(key);
    if (slot !== undefined && !slot.occupied) plan.act(...removals(slot));
  }
}
