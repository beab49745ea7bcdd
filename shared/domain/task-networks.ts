/** Does a task have a place on the cluster's networks, and for how long? */
import type { Task } from "./objects.ts";
import { compareTaskStates, isTerminal } from "./task-state.ts";

/**
 * INVARIANT of all that deals with addresses: a task's addresses are its own for as long as this
 * holds, wherever its node is and whether or not it answers. One that was never given a node and
 * is not wanted any more will never run.
 */
export function holdsAddresses(task: Task): boolean {
  const { state } = task.status;
  if (isTerminal(state)) return false;
  const unwanted = task.desiredState === "shutdown" || task.desiredState === "remove";
  return !unwanted || compareTaskStates(state, "assigned") >= 0;
}

/** It stands for a container that no service started: no agent is told to run it. */
export function isNetworkAttachment(task: Task): boolean {
  return task.ownSpec?.NetworkAttachmentSpec !== undefined;
}
