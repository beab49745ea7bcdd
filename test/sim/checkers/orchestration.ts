/**
 * What orchestration promises. At every change: task states only go forward, and no node is given
 * more than it has. When all is well again: every service is as its spec wants it, in the store
 * and on the machines.
 */
import type { Change, ReadTx } from "../../../manager/store/types.ts";
import type { Node, Service, Task } from "../../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../../shared/domain/spec.ts";
import { DESIRED_STATES, isTerminal, TASK_STATES } from "../../../shared/domain/task-state.ts";
import { specRevisionId } from "../../../shared/ids.ts";
import { Violation } from "./violation.ts";

export function checkChanges(
  changes: readonly Change[],
  tx: Pick<ReadTx, "get" | "by">,
): Violation | undefined {
  for (const change of changes) {
    if (change.table !== "task" || change.kind === "remove") continue;
    const { before, after } = change;
    const backward = before === undefined ? undefined : checkForward(before, after);
    if (backward !== undefined) return backward;
    if (after.nodeId !== "" && before?.status.state !== after.status.state) {
      const node = tx.get("node", after.nodeId);
      const tasks = node === undefined ? [] : tx.by("task", "node", node.id);
      const specs = (task: Task): ServiceSpec | undefined => specOf(tx, task);
      const over = node && checkCommitment(node, tasks, specs);
      if (over !== undefined) return over;
    }
  }
  return undefined;
}

export function checkForward(before: Task, after: Task): Violation | undefined {
  const [from, to] = [before.status.state, after.status.state];
  if (TASK_STATES[to] < TASK_STATES[from]) {
    return new Violation("task states only forward", `${after.id} from ${from} to ${to}`);
  }
  const [wished, wishes] = [before.desiredState, after.desiredState];
  if (DESIRED_STATES.indexOf(wishes) < DESIRED_STATES.indexOf(wished)) {
    return new Violation("desired states only forward", `${after.id} from ${wished} to ${wishes}`);
  }
  if (before.nodeId !== "" && before.nodeId !== after.nodeId) {
    const what = `${after.id} from ${before.nodeId} to ${after.nodeId}`;
    return new Violation("a task never moves", what);
  }
  return undefined;
}

function holdsResources(task: Task): boolean {
  const state = TASK_STATES[task.status.state];
  return state >= TASK_STATES.assigned && state <= TASK_STATES.running;
}

export function checkCommitment(
  node: Node,
  tasks: readonly Task[],
  specs: (task: Task) => ServiceSpec | undefined,
): Violation | undefined {
  let [cpus, memory] = [0, 0];
  for (const task of tasks) {
    if (!holdsResources(task)) continue;
    const reserved = specs(task)?.TaskTemplate?.Resources?.Reservations;
    cpus += Number(reserved?.NanoCPUs ?? 0);
    memory += Number(reserved?.MemoryBytes ?? 0);
  }
  const has = node.description?.resources;
  if (has === undefined || (cpus <= has.nanoCpus && memory <= has.memoryBytes)) return undefined;
  const what = `${node.id} has ${has.nanoCpus} and ${has.memoryBytes}, given ${cpus} and ${memory}`;
  return new Violation("no node over-committed", what);
}

export function specOf(tx: Pick<ReadTx, "get">, task: Task): ServiceSpec | undefined {
  const revision = tx.get("specRevision", specRevisionId(task.serviceId, task.specVersion));
  return revision?.spec;
}

/** What must hold in any state: every task's spec is there to be read. */
export function checkStore(tx: Pick<ReadTx, "all" | "get">): Violation | undefined {
  for (const task of tx.all("task")) {
    if (task.ownSpec !== undefined || specOf(tx, task) !== undefined) continue;
    const what = `${task.id} runs version ${task.specVersion} of ${task.serviceName}, which is gone`;
    return new Violation("a task's spec is kept", what);
  }
  return undefined;
}

/** What there is of a service that is not as its spec wants it; undefined: all is well. */
export function unsettled(
  service: Service,
  tasks: readonly Task[],
  nodes: readonly Node[],
  specs: (task: Task) => ServiceSpec | undefined,
): string | undefined {
  const wanted = tasks.filter((task) => task.desiredState === "running");
  const running = wanted.filter((task) => task.status.state === "running");
  // Scaling makes a new version, and replaces no task.
  const template = JSON.stringify(service.spec.TaskTemplate);
  const older = running.filter((task) => JSON.stringify(specs(task)?.TaskTemplate) !== template);
  const name = service.spec.Name ?? service.id;
  const { Replicated, Global } = service.spec.Mode ?? {};
  const eligible = nodes.filter(
    (node) => node.status.state === "ready" && node.spec.Availability === "active",
  );
  const count = Global === undefined ? Number(Replicated?.Replicas ?? 1) : eligible.length;
  if (running.length !== count || wanted.length !== count) {
    const seen = tasks.map(describe).join(", ");
    return `${name}: ${running.length} of ${wanted.length} run, ${count} are wanted: ${seen}`;
  }
  const places = new Set(running.map((task) => (Global ? task.nodeId : task.slot)));
  if (places.size !== count) return `${name}: two tasks in one place`;
  if (older.length > 0) return `${name}: ${older.length} run an older spec`;
  const alive = tasks.filter(
    (task) =>
      task.desiredState !== "running" &&
      // What was never given to a node has nothing to end.
      TASK_STATES[task.status.state] >= TASK_STATES.assigned &&
      !isTerminal(task.status.state) &&
      onReady(task, nodes),
  );
  if (alive.length > 0) return `${name}: not ended yet: ${alive.map(describe).join(", ")}`;
  const elsewhere = running.filter((task) => !eligible.some((node) => node.id === task.nodeId));
  if (elsewhere.length > 0) return `${name}: runs on nodes that are not to be used`;
  return undefined;
}

function describe(task: Task): string {
  const place = task.nodeId === "" ? "nowhere" : task.nodeId;
  const { state, err } = task.status;
  const why = state === "pending" && err ? ` (${err})` : "";
  return `${task.id} slot ${task.slot} on ${place} is ${state}${why}, to be ${task.desiredState}`;
}

function onReady(task: Task, nodes: readonly Node[]): boolean {
  const node = nodes.find((one) => one.id === task.nodeId);
  return node === undefined || node.status.state === "ready";
}
