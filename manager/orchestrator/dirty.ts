/**
 * Must a task be replaced because its service's spec has changed? Versions that differ do not say
 * so yet: scaling changes the spec, but no task. The answer depends on the two specs (once per
 * pair, remembered by the caller) and, where only the placement changed, on the task's node.
 */
import { nodeMeets } from "../../shared/domain/constraint.ts";
import type { Node } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";

export type SpecChange = "none" | "placement" | "task";

export function compareSpecs(task: ServiceSpec, current: ServiceSpec): SpecChange {
  if (!deepEqual(task.EndpointSpec ?? {}, current.EndpointSpec ?? {})) return "task";
  const { Placement: was, ...old } = task.TaskTemplate ?? {};
  const { Placement: is, ...wanted } = current.TaskTemplate ?? {};
  // Where a template names no networks the service's own are meant.
  const oldNetworks = old.Networks ?? task.Networks ?? [];
  const wantedNetworks = wanted.Networks ?? current.Networks ?? [];
  if (!deepEqual(oldNetworks, wantedNetworks)) return "task";
  if (!deepEqual({ ...old, Networks: [] }, { ...wanted, Networks: [] })) return "task";
  return deepEqual(was ?? {}, is ?? {}) ? "none" : "placement";
}

/** `node`: where the task runs; undefined while it runs nowhere. */
export function isDirty(change: SpecChange, current: ServiceSpec, node: Node | undefined): boolean {
  if (change === "none") return false;
  if (change === "task" || node === undefined) return true;
  return !nodeMeets(current.TaskTemplate?.Placement?.Constraints, node);
}

/** JSON values; a field that is undefined is one that is not there. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!deepEqual(left[key], right[key])) return false;
  }
  return true;
}
