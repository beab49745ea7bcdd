/**
 * What an entry of the log says and what it does to the state. Applying is total and
 * deterministic: every manager that applies the same entries holds the same state, and an action
 * that finds nothing to act on does nothing. (The leader checked it against the very state that
 * it will meet; a crash here would take every manager down at the same entry, for ever.)
 */
import { skep } from "../../proto/messages.ts";
import type { Draft } from "../../shared/domain/codec.ts";
import type { Meta, Task } from "../../shared/domain/objects.ts";
import type { StoreAction, WrittenEntry } from "./entry-writer.ts";
import type { Row } from "./schema.ts";
import { decodeStoreObject, encodeStoreObject, tableNamed } from "./schema.ts";
import type { State } from "./state.ts";
import { applyDelta, taskDelta } from "./task-delta.ts";
import type { Change, TableName, Tables } from "./types.ts";

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

/** Applies one entry's batch; returns what changed, in order. */
export function applyBatch(state: State, data: Uint8Array, index: number): readonly Change[] {
  const changes: Change[] = [];
  applyBytes(state, data, index, changes);
  state.index = index;
  return changes;
}

/**
 * The same for an entry that this store wrote itself upon this very state. Objects whose form
 * after decoding is known are taken as they are: only their version was missing.
 */
export function applyWritten(
  state: State,
  { bytes, ends, tasks }: WrittenEntry,
  index: number,
): readonly Change[] {
  const changes: Change[] = [];
  let start = 0;
  ends.forEach((end, at) => {
    const after = tasks[at];
    if (after === undefined) {
      applyBytes(state, bytes.subarray(start, end), index, changes);
    } else {
      stamp(after, index);
      changes.push(putRow(state, { table: "task", object: after }));
    }
    start = end;
  });
  state.index = index;
  return changes;
}

function applyBytes(state: State, bytes: Uint8Array, index: number, changes: Change[]): void {
  for (const action of skep.v1.StoreBatch.decode(bytes).actions) {
    const change = applyAction(state, action, index);
    if (change !== undefined) changes.push(change);
  }
}

function applyAction(state: State, action: StoreAction, index: number): Change | undefined {
  if (action.taskDelta) return applyDelta(state, action.taskDelta, index);
  const written = action.create ?? action.update;
  if (written) {
    const row = decodeStoreObject(written);
    stamp(row.object, index);
    Object.freeze(row.object);
    return putRow(state, row);
  }
  if (action.remove) {
    const table = tableNamed(action.remove.table ?? "");
    const before = state.remove(table, action.remove.id ?? "");
    return before && ({ table, kind: "remove", before } as Change);
  }
  return undefined;
}

function stamp(object: { readonly meta: Meta }, index: number): void {
  (object.meta as Draft<Meta>).versionIndex = index;
}

function putRow(state: State, { table, object: after }: Row): Change {
  const before = state.put(table, after as never);
  return before === undefined
    ? ({ table, kind: "create", after } as Change)
    : ({ table, kind: "update", after, before } as Change);
}
