/**
 * What of a node's tasks is on its disk: the assigned tasks, their specs and last states, so that
 * they go on after a restart without any manager. Never secrets, configs or registry credentials:
 * a task that has not been created yet waits for a manager to send those again.
 */
import type { TaskStatus } from "../../shared/domain/objects.ts";
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

/** One record a line. A torn last line (power lost while writing) ends the file. */
export function parseRecords(text: string): { records: TaskRecord[]; torn: boolean } {
  const records: TaskRecord[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      records.push(JSON.parse(line) as TaskRecord);
    } catch {
      return { records, torn: true };
    }
  }
  return { records, torn: text !== "" && !text.endsWith("\n") };
}
