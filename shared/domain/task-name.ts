/** What a task is called: the name of its container, and what `{{.Task.Name}}` expands to. */
import type { Task } from "./objects.ts";

/** SERVICE.SLOT; a task without a slot (global, or slot 0 of a job) carries its node's id. */
export function slotName(task: Pick<Task, "serviceName" | "slot" | "nodeId">): string {
  return `${task.serviceName}.${task.slot === 0 ? task.nodeId : task.slot}`;
}

/** SERVICE.SLOT.TASK, as in Swarm; a task without a service is called by its id. */
export function taskName(task: Pick<Task, "id" | "serviceName" | "slot" | "nodeId">): string {
  return task.serviceName === "" ? task.id : `${slotName(task)}.${task.id}`;
}
