/**
 * What an entry of the log says and what it does to the state. Applying is total and
 * deterministic: every manager that applies the same entries holds the same state, and an action
 * that finds nothing to act on does nothing. (The leader checked it against the very state that
 * it will meet; a crash here would take every manager down at the same entry, for ever.)
 */
import { skep } from "../../proto/messages.ts";
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
import type { Meta, Task } from "../../shared/domain/objects.ts";
import { taskStateNumber } from "../../shared/domain/task-state.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { Row } from "./schema.ts";
import { decodeStoreObject, encodeStoreObject, tableNamed } from "./schema.ts";
import type { State } from "./state.ts";
import type { Change, TableName, Tables } from "./types.ts";

export type StoreAction = skep.v1.StoreAction.$Properties;

export function encodeCreate<T extends TableName>(table: T, object: Tables[T]): StoreAction {
  return { create: encodeStoreObject(table, object) };
}

export function encodeUpdate<T extends TableName>(
  table: T,
  before: Tables[T],
  after: Tables[T],
): StoreAction {
  if (table === "task") {
    const delta = taskDelta(before as Task, after as Task);
    if (delta !== undefined) return { taskDelta: delta };
  }
  return { update: encodeStoreObject(table, after) };
}

export function encodeRemove(table: TableName, id: string): StoreAction {
  return { remove: { table, id } };
}

/** The change as a delta, or undefined when it touches more than a delta can say. */
function taskDelta(before: Task, after: Task): skep.v1.TaskDelta.$Properties | undefined {
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
  if (before.assignedGeneric !== after.assignedGeneric) {
    delta.assignedGeneric = after.assignedGeneric.map(encodeGeneric);
    delta.setsAssignedGeneric = true;
  }
  return delta;
}

/** By identity: an object made with a spread shares what it did not change. */
function sameButForHotFields(before: Task, after: Task): boolean {
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

/** Applies one entry's batch; returns what changed, in order. */
export function applyBatch(state: State, data: Uint8Array, index: number): readonly Change[] {
  const changes: Change[] = [];
  for (const action of skep.v1.StoreBatch.decode(data).actions) {
    const change = applyAction(state, action, index);
    if (change !== undefined) changes.push(change);
  }
  state.index = index;
  return changes;
}

function applyAction(state: State, action: StoreAction, index: number): Change | undefined {
  if (action.taskDelta) return applyDelta(state, action.taskDelta, index);
  const written = action.create ?? action.update;
  if (written) return putRow(state, stamped(decodeStoreObject(written), index));
  if (action.remove) {
    const table = tableNamed(action.remove.table ?? "");
    const before = state.remove(table, action.remove.id ?? "");
    return before && ({ table, kind: "remove", before } as Change);
  }
  return undefined;
}

function stamped(row: Row, index: number): Row {
  (row.object.meta as Draft<Meta>).versionIndex = index;
  return row;
}

function putRow(state: State, { table, object }: Row): Change {
  const after = Object.freeze(object);
  const before = state.put(table, after as never);
  return before === undefined
    ? ({ table, kind: "create", after } as Change)
    : ({ table, kind: "update", after, before } as Change);
}

function applyDelta(
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
