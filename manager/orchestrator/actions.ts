/**
 * What orchestrators ask of the store. A group is kept or dropped as one: each of its writes
 * carries the object that it was decided on, and if one of them has changed meanwhile the group
 * is stale, is dropped, and will be decided again.
 */
import type { Service, SpecRevision, Task } from "../../shared/domain/objects.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";

export type Action =
  | { readonly kind: "create-task"; readonly task: Task }
  | { readonly kind: "update-task"; readonly before: Task; readonly after: Task }
  | { readonly kind: "remove-task"; readonly before: Task }
  | { readonly kind: "update-service"; readonly before: Service; readonly after: Service }
  | { readonly kind: "create-revision"; readonly revision: SpecRevision }
  | { readonly kind: "remove-revision"; readonly revision: SpecRevision };

export interface ActionGroup {
  /** The service that this was decided for; undefined: it was gone. */
  readonly service: Service | undefined;
  readonly actions: readonly Action[];
}

type Versioned = { readonly meta: { readonly versionIndex: number } } | undefined;

function same(stored: Versioned, decidedOn: Versioned): boolean {
  return stored?.meta.versionIndex === decidedOn?.meta.versionIndex;
}

function isFresh(tx: ReadTx, action: Action): boolean {
  switch (action.kind) {
    case "create-task":
      return tx.get("task", action.task.id) === undefined;
    case "update-task":
    case "remove-task":
      return same(tx.get("task", action.before.id), action.before);
    case "update-service":
      return same(tx.get("service", action.before.id), action.before);
    case "create-revision":
      return tx.get("specRevision", action.revision.id) === undefined;
    case "remove-revision":
      return same(tx.get("specRevision", action.revision.id), action.revision);
  }
}

/** Writes the group unless it is stale; returns whether it did. */
export function executeGroup(tx: WriteTx, group: ActionGroup): boolean {
  const { service, actions } = group;
  if (service !== undefined && !same(tx.get("service", service.id), service)) return false;
  if (!actions.every((action) => isFresh(tx, action))) return false;
  for (const action of actions) execute(tx, action);
  return true;
}

function execute(tx: WriteTx, action: Action): void {
  switch (action.kind) {
    case "create-task":
      tx.create("task", action.task);
      break;
    case "update-task":
      tx.update("task", action.after);
      break;
    case "remove-task":
      tx.remove("task", action.before.id);
      break;
    case "update-service":
      tx.update("service", withSpecSince(tx, action.after));
      break;
    case "create-revision":
      tx.create("specRevision", action.revision);
      break;
    case "remove-revision":
      tx.remove("specRevision", action.revision.id);
      break;
  }
}

/** The updater's own rollback is a change of the spec too. */
function withSpecSince(tx: ReadTx, after: Service): Service {
  const same = tx.get("service", after.id)?.specVersion === after.specVersion;
  return same ? after : { ...after, specSince: tx.index };
}

export function desire(before: Task, desiredState: Task["desiredState"]): Action {
  return { kind: "update-task", before, after: { ...before, desiredState } };
}
