/**
 * One reader's progress: which tasks on which nodes it waits for, what each node still owes, and
 * when all is said. Order across nodes is not kept (reference 3.4); a node's lines are.
 */
import type { Instant } from "../../../shared/clock.ts";
import type { Task } from "../../../shared/domain/objects.ts";
import { compareTaskStates } from "../../../shared/domain/task-state.ts";
import type { NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";
import type { ReadTx } from "../../store/types.ts";
import type { LogLine, ReadLogs } from "./types.ts";

/** Tasks that have a container to read from, in the order of their ids. */
export function tasksToRead(tx: ReadTx, request: ReadLogs): readonly Task[] {
  const tasks = new Map<TaskId, Task>();
  for (const id of request.serviceIds) {
    for (const task of tx.by("task", "service", id)) tasks.set(task.id, task);
  }
  for (const id of request.taskIds) {
    const task = tx.get("task", id as TaskId);
    if (task !== undefined) tasks.set(task.id, task);
  }
  return [...tasks.values()].filter(hasLog).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function asksFor(request: ReadLogs, task: Task): boolean {
  const named = request.serviceIds.includes(task.serviceId) || request.taskIds.includes(task.id);
  return named && hasLog(task);
}

/** It was started at some time; a rejected task never was. */
function hasLog(task: Task): boolean {
  const { state } = task.status;
  return task.nodeId !== "" && compareTaskStates(state, "running") >= 0 && state !== "rejected";
}

interface TaskReading {
  readonly serviceId: ServiceId;
  last: LogLine | undefined;
  /** Asked a second time: what was already passed on comes again and is dropped. */
  resumeAfter: LogLine | undefined;
}

interface NodeReading {
  readonly tasks: Map<TaskId, TaskReading>;
  phase: "asked" | "done";
}

export class Reading {
  readonly #follow: boolean;
  readonly #nodes = new Map<NodeId, NodeReading>();
  readonly #known = new Set<TaskId>();
  readonly #problems: string[] = [];

  constructor(follow: boolean) {
    this.#follow = follow;
  }

  get nodes(): readonly NodeId[] {
    return [...this.#nodes.keys()].sort();
  }

  /** Takes in tasks; returns what to ask of which node. */
  add(tasks: readonly Task[]): ReadonlyMap<NodeId, readonly TaskId[]> {
    const asks = new Map<NodeId, TaskId[]>();
    for (const { id, nodeId, serviceId } of tasks) {
      if (this.#known.has(id)) continue;
      this.#known.add(id);
      const node = this.#nodes.get(nodeId) ?? { tasks: new Map(), phase: "asked" };
      node.tasks.set(id, { serviceId, last: undefined, resumeAfter: undefined });
      node.phase = "asked";
      this.#nodes.set(nodeId, node);
      asks.set(nodeId, [...(asks.get(nodeId) ?? []), id]);
    }
    return asks;
  }

  /** A node came back: what to ask it for again, and from when; undefined: nothing of it is read. */
  resume(nodeId: NodeId): { taskIds: readonly TaskId[]; sinceMs: Instant | undefined } | undefined {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return undefined;
    let sinceMs: Instant | undefined = Number.POSITIVE_INFINITY;
    for (const task of node.tasks.values()) {
      task.resumeAfter = task.last;
      const from = task.last?.timestampMs;
      sinceMs = from === undefined || sinceMs === undefined ? undefined : Math.min(sinceMs, from);
    }
    return { taskIds: [...node.tasks.keys()], sinceMs };
  }

  /** The lines that count: of tasks that were asked for, none twice after a node came back. */
  take(nodeId: NodeId, lines: readonly LogLine[]): readonly LogLine[] {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return [];
    const taken: LogLine[] = [];
    for (const line of lines) {
      const task = node.tasks.get(line.taskId);
      if (task === undefined || !isAfter(line, task.resumeAfter)) continue;
      task.last = line;
      taken.push({ ...line, nodeId, serviceId: task.serviceId });
    }
    return taken;
  }

  /** The node has sent all. */
  done(nodeId: NodeId, error: string): void {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return;
    node.phase = "done";
    if (error !== "") this.#problems.push(`node ${nodeId}: ${error}`);
  }

  /** The node cannot be asked, or broke off. A follower waits for it to come back. */
  lost(nodeId: NodeId): void {
    const node = this.#nodes.get(nodeId);
    if (node === undefined || node.phase === "done") return;
    if (!this.#follow) node.phase = "done";
    this.#problems.push(`node ${nodeId} is not available`);
  }

  get finished(): boolean {
    return !this.#follow && [...this.#nodes.values()].every((node) => node.phase === "done");
  }

  /** What went wrong since it was last asked, in Swarm's words. */
  warning(): string | undefined {
    const problems = this.#problems.splice(0);
    if (problems.length === 0) return undefined;
    return (
      "warning: incomplete log stream. some logs could not be retrieved for the following " +
      `reasons: ${problems.join(", ")}`
    );
  }
}

function isAfter(line: LogLine, mark: LogLine | undefined): boolean {
  if (mark === undefined || line.timestampMs > mark.timestampMs) return true;
  return line.timestampMs === mark.timestampMs && line.timestampNanos > mark.timestampNanos;
}
