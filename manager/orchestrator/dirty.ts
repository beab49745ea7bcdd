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

/** Absent and zero mean different things here: no grace at all, and the default one. */
const ZERO_COUNTS: ReadonlySet<string> = new Set(["StopGracePeriod"]);
/** What absent means, where clients write it out. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["Isolation", "default"],
  ["Runtime", "container"],
  ["Mode", "vip"],
  ["PublishMode", "ingress"],
  ["Protocol", "tcp"],
]);

/**
 * JSON values, compared as Swarm does, whose stored form knows no difference between a field that
 * is absent and one that is empty: clients send a spec back with fields that they left out before.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => deepEqual(item, b[at]));
  }
  return sameFields(a as Fields, b as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

function sameFields(a: Fields, b: Fields): boolean {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [left, right] = [field(a, key), field(b, key)];
    if (ZERO_COUNTS.has(key) ? left !== right : !deepEqual(left, right)) return false;
  }
  return true;
}

function field(fields: Fields, key: string): unknown {
  const value = fields[key] ?? undefined;
  return value === DEFAULTS.get(key) ? undefined : value;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) {
    return true;
  }
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "object") return false;
  return Object.entries(value).every(
    ([key, inner]) =>
      inner === undefined ||
      inner === DEFAULTS.get(key) ||
      (!ZERO_COUNTS.has(key) && isEmpty(inner)),
  );
}
