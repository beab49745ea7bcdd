/**
 * Does a task run what its service now asks for? What the docker CLI's progress bars ask: after a
 * scale the tasks that were there already bear an older version and are up to date all the same.
 */
import type { Service, Task } from "../../shared/domain/objects.ts";
import { specRevisionId } from "../../shared/ids.ts";
import type { ReadTx } from "../store/types.ts";
import { compareSpecs, isDirty, type SpecChange } from "./dirty.ts";

/** By the service's stored object, which is never mutated: a list asks for many of its tasks. */
const remembered: WeakMap<Service, Map<number, SpecChange>> = new WeakMap();

export function isUpToDate(tx: ReadTx, service: Service, task: Task): boolean {
  if (task.jobIteration !== service.jobIteration) return false;
  if (task.specVersion === service.specVersion) return true;
  const changes = remembered.get(service) ?? new Map<number, SpecChange>();
  remembered.set(service, changes);
  let change = changes.get(task.specVersion);
  if (change === undefined) {
    const revision = tx.get("specRevision", specRevisionId(service.id, task.specVersion));
    change = revision === undefined ? "task" : compareSpecs(revision.spec, service.spec);
    changes.set(task.specVersion, change);
  }
  const node = task.nodeId === "" ? undefined : tx.get("node", task.nodeId);
  return !isDirty(change, service.spec, node);
}
