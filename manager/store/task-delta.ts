/**
 * The hot change, a task's state or place, without the rest of the task: when is a change one, how
 * is it said, and what does it do?
 */
import type { skep } from "../../proto/messages.ts";
import type { Draft } from "../../shared/domain/codec.ts";
import {
  decodeDesiredState,
  decodeGeneric,
  decodeList,
  decodeTaskStatus,
  encodeGeneric,
  encodeTaskStatus,
  intern,
} from "../../shared/domain/codec.ts";
import type { Task } from "../../shared/domain/objects.ts";
import { taskStateNumber } from "../../shared/domain/task-state.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { State } from "./state.ts";
import type { Change } from "./types.ts";

/** The change as a delta, or undefined when it touches more than a delta can say. */
export function taskDelta(before: Task, after: Task): skep.v1.TaskDelta.$Properties | undefined {
  if (!sameButForHotFields(before, after)) return undefined;
  const delta: skep.v1.TaskDelta.$Properties = { id: after.id, updatedMs: after.meta.updatedMs };
  if (before.status !== after.status) delta.status = encodeTaskStatus(after.status);
  if (before.nodeId !== after.nodeId) {
    if (after.nodeId === "") return undefined;
    delta.nodeId = after.nodeId;
  }
  if (before.desiredState !== after.desiredState) {
    delta.desiredState = taskStateNumber(after.desiredState);
  }
  if (!sameGeneric(before, after)) {
    delta.assignedGeneric = after.assignedGeneric.map(encodeGeneric);
    delta.setsAssignedGeneric = true;
  }
  return delta;
}

/** By identity: an object made with a spread shares what it did not change. */
export function sameButForHotFields(before: Task, after: Task): boolean {
  return (
    before.serviceId === after.serviceId &&
    before.serviceName === after.serviceName &&
    before.slot === after.slot &&
    before.specVersion === after.specVersion &&
    before.networks === after.networks &&
    before.endpointPorts === after.endpointPorts &&
    before.jobIteration === after.jobIteration &&
    before.ownSpec === after.ownSpec &&
    before.startAfterMs === after.startAfterMs
  );
}

/** Two empty lists are the same, whoever made them. */
export function sameGeneric(before: Task, after: Task): boolean {
  const [one, other] = [before.assignedGeneric, after.assignedGeneric];
  return one === other || (one.length === 0 && other.length === 0);
}

/** A field of Task that is neither here nor compared above does not compile. */
type Hot = "id" | "meta" | "status" | "nodeId" | "desiredState" | "assignedGeneric";
type Cold =
  | "serviceId"
  | "serviceName"
  | "slot"
  | "specVersion"
  | "networks"
  | "endpointPorts"
  | "jobIteration"
  | "ownSpec"
  | "startAfterMs";
type EveryFieldHasASide = Exclude<keyof Task, Hot | Cold> extends never ? true : never;
true satisfies EveryFieldHasASide;

export function applyDelta(
  state: State,
  delta: skep.v1.TaskDelta.$Properties,
  index: number,
): Change | undefined {
  const before = state.get("task", (delta.id ?? "") as TaskId);
  if (before === undefined) return undefined;
  const after: Draft<Task> = { ...before };
  after.meta = {
    versionIndex: index,
    createdMs: before.meta.createdMs,
    updatedMs: delta.updatedMs ?? 0,
  };
  if (delta.status) after.status = decodeTaskStatus(delta.status);
  if (delta.nodeId) after.nodeId = intern(delta.nodeId) as NodeId;
  if (delta.desiredState) after.desiredState = decodeDesiredState(delta.desiredState);
  if (delta.setsAssignedGeneric) {
    after.assignedGeneric = decodeList(delta.assignedGeneric, decodeGeneric);
  }
  state.put("task", Object.freeze(after));
  return { table: "task", kind: "update", after, before };
}
