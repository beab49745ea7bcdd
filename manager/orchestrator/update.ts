/**
 * Rolling update: which slots are replaced now, has the update failed, is it over? (reference
 * 3.2, Updater.) The restart of what fails is not decided here.
 */
import type { Instant } from "../../shared/clock.ts";
import type { Service, Task, UpdateStatus } from "../../shared/domain/objects.ts";
import { compareTaskStates, isTerminal } from "../../shared/domain/task-state.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import { type Action, desire } from "./actions.ts";
import type { Plan, PlanContext } from "./context.ts";
import { ANY_NODE, newTask } from "./new-task.ts";
import { isPerNode, isUnreachable, isWanted, type UpdateRules, updateRulesOf } from "./policy.ts";
import { endedByItself } from "./restart.ts";
import { automaticallyRolledBack } from "./service-spec.ts";
import type { ServiceView, Slot } from "./service-view.ts";
import { newUpdateRun, type UpdateRun } from "./update-run.ts";

interface Input {
  readonly view: ServiceView;
  readonly service: Service;
  readonly rules: UpdateRules;
  readonly run: UpdateRun;
  readonly context: PlanContext;
  readonly plan: Plan;
}

/** Slots started by one plan; the rest is started by the next. */
const MAX_STARTS = 1_000;
const ONGOING: ReadonlySet<string> = new Set(["updating", "rollback_started"]);
const PAUSED: ReadonlySet<string> = new Set(["paused", "rollback_paused"]);

/**
 * `touched`: slots that may have news. `mayUpdate`: slots that are left alone (on paused nodes)
 * are neither replaced nor waited for.
 */
export function planUpdate(
  view: ServiceView,
  service: Service,
  touched: readonly string[],
  mayUpdate: (key: string) => boolean,
  context: PlanContext,
  plan: Plan,
): void {
  const state = service.updateStatus?.state ?? "";
  if (PAUSED.has(state)) {
    view.update = undefined;
    return;
  }
  if (view.update?.specVersion !== service.specVersion) view.update = undefined;
  if (view.update === undefined && view.stale.size === 0 && !ONGOING.has(state)) return;
  // In full only where a run begins or has come to its end: there may be very many.
  const staleKeys = (): string[] => [...view.stale].filter(mayUpdate).sort(byKey);
  if (view.update === undefined) {
    const stale = staleKeys();
    if (stale.length === 0) {
      if (ONGOING.has(state)) plan.act(completed(service, context.now));
      return;
    }
    view.update = newUpdateRun(service.specVersion, stale);
  }
  const rules = updateRulesOf(service);
  const input: Input = { view, service, rules, run: view.update, context, plan };
  if (maybeFail(input, touched)) return;
  settleInFlight(input, touched);
  startSlots(input, staleKeys);
  if (service.updateStatus === undefined) {
    plan.act(withStatus(service, "updating", "update in progress", context.now));
  }
  maybeComplete(input);
}

function byKey(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** How long a task is watched after it started. */
function monitorMs(rules: UpdateRules): number {
  return rules.delayMs >= rules.monitorMs ? rules.delayMs + 1_000 : rules.monitorMs;
}

/** Counts the failures of tasks that this update made; says whether they end it. */
function maybeFail(input: Input, touched: readonly string[]): boolean {
  const { view, run, rules, context } = input;
  for (const key of touched) {
    for (const task of view.slots.get(key)?.tasks ?? []) {
      const startedAt = run.made.get(task.id);
      if (startedAt === undefined || run.failed.has(task.id)) continue;
      if (endedByItself(task)) {
        const watched = startedAt === null || context.now - startedAt <= monitorMs(rules);
        if (!watched) continue;
        run.failed.add(task.id);
        if (run.failed.size / run.total > rules.maxFailureRatio && giveUp(input, task.id)) {
          return true;
        }
      } else if (startedAt === null && task.status.state === "running") {
        run.made.set(task.id, context.now);
      }
    }
  }
  return false;
}

function giveUp({ view, service, rules, context, plan }: Input, taskId: TaskId): boolean {
  if (rules.failureAction === "continue") return false;
  const because = `due to failure or early termination of task ${taskId}`;
  const goingBack = service.updateStatus?.state === "rollback_started";
  if (rules.failureAction === "rollback" && !goingBack && service.previousSpec !== undefined) {
    const back = automaticallyRolledBack(service, context.now, `update rolled back ${because}`);
    plan.act(
      { kind: "update-service", before: service, after: back.service },
      { kind: "create-revision", revision: back.revision },
    );
  } else if (goingBack) {
    plan.act(withStatus(service, "rollback_paused", `rollback paused ${because}`, context.now));
  } else {
    plan.act(withStatus(service, "paused", `update paused ${because}`, context.now));
  }
  view.update = undefined;
  return true;
}

/** Workers whose task runs start to rest; those that have rested are free. */
function settleInFlight(input: Input, touched: readonly string[]): void {
  const { view, run, context } = input;
  for (const key of touched) {
    const taskId = run.inFlight.get(key);
    if (taskId === undefined) continue;
    const slot = view.slots.get(key);
    const task = slot?.tasks.find(({ id }) => id === taskId);
    if (slot !== undefined && task !== undefined) settle(input, slot, task);
    // Scaled away, or it was never written: the slot is started again if it still needs it.
    else free(run, key);
  }
  for (const [key, until] of run.resting) {
    if (until <= context.now) free(run, key);
    else input.plan.wake(until);
  }
}

function free(run: UpdateRun, key: string): void {
  run.inFlight.delete(key);
  run.resting.delete(key);
}

function settle(input: Input, slot: Slot, task: Task): void {
  const { context, rules, run, plan } = input;
  const gone = !isWanted(task) && !isTerminal(task.status.state);
  if (!gone && compareTaskStates(task.status.state, "running") < 0) return;
  if (!run.resting.has(slot.key)) run.resting.set(slot.key, context.now + rules.delayMs);
  if (task.status.state !== "running") return;
  // Start-first: the new one runs, the old ones may go.
  const others = slot.tasks.filter((other) => other.id !== task.id && isWanted(other));
  plan.act(...others.map((other) => desire(other, "shutdown")));
}

function startSlots(input: Input, staleKeys: () => readonly string[]): void {
  const { view, run, rules } = input;
  const limit = rules.parallelism === 0 ? Number.POSITIVE_INFINITY : rules.parallelism;
  if (run.queue.length === 0 && view.stale.size > 0) {
    run.queue = staleKeys().filter((key) => !run.inFlight.has(key));
    run.queue.reverse();
  }
  let started = 0;
  while (run.inFlight.size < limit && started < MAX_STARTS) {
    const key = run.queue.pop();
    if (key === undefined) return;
    const slot = view.slots.get(key);
    if (slot === undefined || !slot.stale || run.inFlight.has(key)) continue;
    startSlot(input, slot);
    started += 1;
  }
  // What is left waits for the changes that these starts will be.
}

function startSlot({ view, service, rules, run, context, plan }: Input, slot: Slot): void {
  const wanted = slot.tasks.filter(isWanted);
  const clean = wanted.filter(
    (task) => !view.isDirty(task, context) && !isTerminal(task.status.state),
  );
  const kept = clean.find((task) => task.status.state === "running") ?? clean[0];
  const actions: Action[] = [];
  if (kept === undefined) {
    // Start-first keeps one at work meanwhile: not also those that a run before this one left.
    const atWork = rules.startFirst ? furthest(wanted) : undefined;
    const others = wanted.filter((task) => task !== atWork);
    actions.push(...others.map((task) => desire(task, "shutdown")));
    const place = placeOf(view, slot);
    const waits = !rules.startFirst && others.some((task) => mustStop(task, context));
    const born = newTask(service, place, waits ? "ready" : "running", context.now, context.rng);
    const task = waits ? { ...born, startAfterMs: context.now } : born;
    actions.push({ kind: "create-task", task });
    run.inFlight.set(slot.key, task.id);
    run.made.set(task.id, null);
  } else {
    const others = wanted.filter((task) => task.id !== kept.id);
    if (!rules.startFirst || kept.status.state === "running") {
      actions.push(...others.map((task) => desire(task, "shutdown")));
    }
    run.inFlight.set(slot.key, kept.id);
    plan.wake(context.now, slot.key);
  }
  plan.act(...actions);
}

function furthest(tasks: readonly Task[]): Task | undefined {
  const live = tasks.filter((task) => !isTerminal(task.status.state));
  return live.toSorted((a, b) => compareTaskStates(b.status.state, a.status.state))[0];
}

function mustStop(task: Task, context: PlanContext): boolean {
  return (
    !isTerminal(task.status.state) &&
    compareTaskStates(task.status.state, "assigned") >= 0 &&
    !isUnreachable(context.nodes.get(task.nodeId))
  );
}

function placeOf(view: ServiceView, slot: Slot): { slot: number; nodeId: NodeId } {
  return isPerNode(view.mode)
    ? { slot: 0, nodeId: slot.key as NodeId }
    : { slot: Number(slot.key), nodeId: ANY_NODE };
}

/** After the last slot the new tasks are watched for a while before the update counts as done. */
function maybeComplete({ view, service, rules, run, context, plan }: Input): void {
  if (run.queue.length > 0 || run.inFlight.size > 0) {
    run.idleSince = null;
    return;
  }
  run.idleSince ??= context.now;
  const doneAt = run.idleSince + monitorMs(rules);
  if (context.now < doneAt) {
    plan.wake(doneAt);
    return;
  }
  view.update = undefined;
  if (ONGOING.has(service.updateStatus?.state ?? "")) plan.act(completed(service, context.now));
}

function completed(service: Service, now: Instant): Action {
  return service.updateStatus?.state === "rollback_started"
    ? withStatus(service, "rollback_completed", "rollback completed", now)
    : withStatus(service, "completed", "update completed", now);
}

function withStatus(
  service: Service,
  state: UpdateStatus["state"],
  message: string,
  now: Instant,
): Action {
  const startedMs = service.updateStatus?.startedMs ?? now;
  const ended = state === "completed" || state === "rollback_completed";
  const updateStatus: UpdateStatus = ended
    ? { state, startedMs, completedMs: now, message }
    : { state, startedMs, message };
  return { kind: "update-service", before: service, after: { ...service, updateStatus } };
}
