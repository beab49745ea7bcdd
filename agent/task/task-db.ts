/**
 * What of a node's tasks is on its disk: the assigned tasks, their specs and last states, so that
 * they go on after a restart without any manager. Never secrets, configs or registry credentials:
 * a task that has not been created yet waits for a manager to send those again.
 */
import type { TaskStatus } from "../../shared/domain/objects.ts";
import { TASK_STATES } from "../../shared/domain/task-state.ts";
import type { TaskId } from "../../shared/ids.ts";
import type { AssignedSpec, AssignedTask } from "./assignment.ts";

export type TaskRecord =
  | { readonly kind: "spec"; readonly spec: Omit<AssignedSpec, "registryAuth"> }
  | { readonly kind: "task"; readonly assigned: AssignedTask; readonly status: TaskStatus }
  | { readonly kind: "status"; readonly id: TaskId; readonly status: TaskStatus }
  | { readonly kind: "gone"; readonly id: TaskId };

export interface SavedTasks {
  readonly specs: ReadonlyMap<string, AssignedSpec>;
  readonly tasks: ReadonlyMap<TaskId, { assigned: AssignedTask; status: TaskStatus }>;
}

/** The port. `save` only queues; what it returns is told when it is in the operating system. */
export interface TaskDb {
  load(): Promise<SavedTasks>;
  save(record: TaskRecord): void;
  flush(): Promise<void>;
}

/** The state that the records, in order, add up to. Specs that no task names are dropped. */
export function replay(records: Iterable<TaskRecord>): SavedTasks {
  const specs = new Map<string, AssignedSpec>();
  const tasks = new Map<TaskId, { assigned: AssignedTask; status: TaskStatus }>();
  for (const record of records) {
    if (record.kind === "spec") specs.set(record.spec.id, record.spec);
    else if (record.kind === "task") {
      tasks.set(record.assigned.task.id, { assigned: record.assigned, status: record.status });
    } else if (record.kind === "gone") tasks.delete(record.id);
    else {
      const saved = tasks.get(record.id);
      if (saved !== undefined) saved.status = record.status;
    }
  }
  const named = new Set([...tasks.values()].map(({ assigned }) => assigned.specRevision));
  for (const id of specs.keys()) if (!named.has(id)) specs.delete(id);
  return { specs, tasks };
}

/** The fewest records that add up to `saved`. */
export function* recordsOf(saved: SavedTasks): Iterable<TaskRecord> {
  for (const { registryAuth: _, ...spec } of saved.specs.values()) yield { kind: "spec", spec };
  for (const { assigned, status } of saved.tasks.values()) yield { kind: "task", assigned, status };
}

/**
 * One record a line. What a power loss has torn, or a disk has changed, is left out: the managers
 * say again what there is, and until then the other tasks go on. `damaged`: there was such a line.
 */
export function parseRecords(text: string): { records: TaskRecord[]; damaged: boolean } {
  const records: TaskRecord[] = [];
  let damaged = text !== "" && !text.endsWith("\n");
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const record = parseRecord(line);
    if (record === undefined) damaged = true;
    else records.push(record);
  }
  return { records, damaged };
}

function parseRecord(line: string): TaskRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { kind, id, spec, assigned, status } = (value ?? {}) as {
    readonly [Name in "kind" | "id"]?: unknown;
  } & {
    readonly spec?: Named;
    readonly assigned?: { readonly task?: Named };
    readonly status?: State;
  };
  const whole =
    (kind === "spec" && typeof spec?.id === "string") ||
    (kind === "task" && typeof assigned?.task?.id === "string" && isStatus(status)) ||
    (kind === "status" && typeof id === "string" && isStatus(status)) ||
    (kind === "gone" && typeof id === "string");
  return whole ? (value as TaskRecord) : undefined;
}

type Named = { readonly id?: unknown } | null;
type State = { readonly state?: unknown } | null;

function isStatus(status: State | undefined): boolean {
  return typeof status?.state === "string" && Object.hasOwn(TASK_STATES, status.state);
}
