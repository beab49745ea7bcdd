/** Which objects does a list call show? Values of one filter are alternatives, filters add up. */
import type { Node, Service, Task } from "../../shared/domain/objects.ts";
import type { Labels } from "../../shared/domain/spec.ts";
import { isNetworkAttachment } from "../../shared/domain/task-networks.ts";
import { TASK_STATES } from "../../shared/domain/task-state.ts";
import { type Filters, refuse } from "./query.ts";

export const NODE_FILTERS = ["id", "name", "label", "node.label", "membership", "role"] as const;
export const SERVICE_FILTERS = ["id", "name", "label", "mode", "runtime"] as const;
export const TASK_FILTERS = [
  "id",
  "name",
  "label",
  "service",
  "node",
  "desired-state",
  "runtime",
  "_up-to-date",
] as const;
export const SECRET_FILTERS = ["id", "name", "names", "label"] as const;
// Not `names`: the reference refuses it here.
export const CONFIG_FILTERS = ["id", "name", "label"] as const;

export function anyPrefix(filters: Filters, name: string, value: string): boolean {
  const wanted = filters.get(name);
  return wanted === undefined || wanted.some((prefix) => value.startsWith(prefix));
}

export function anyExact(filters: Filters, name: string, value: string): boolean {
  const wanted = filters.get(name);
  return wanted === undefined || wanted.includes(value);
}

/** Labels are the exception: all of them must match, each as KEY or KEY=VALUE. */
export function allLabels(filters: Filters, name: string, labels: Labels | undefined): boolean {
  return (filters.get(name) ?? []).every((wanted) => {
    const equals = wanted.indexOf("=");
    const key = equals < 0 ? wanted : wanted.slice(0, equals);
    if (labels === undefined || !Object.hasOwn(labels, key)) return false;
    return equals < 0 || labels[key] === wanted.slice(equals + 1);
  });
}

/** Of a closed set of words, in any case. */
function anyWord(filters: Filters, name: string, value: string): boolean {
  const wanted = filters.get(name);
  return wanted === undefined || wanted.some((word) => word.toLowerCase() === value);
}

export function checkValues(filters: Filters, name: string, known: readonly string[]): void {
  for (const value of filters.get(name) ?? []) {
    if (!known.includes(value.toLowerCase())) {
      refuse("filters", `invalid ${name} '${value.slice(0, 40)}': expected ${known.join(", ")}`);
    }
  }
}

export function checkNodeFilters(filters: Filters): void {
  checkValues(filters, "membership", ["accepted", "pending"]);
  checkValues(filters, "role", ["manager", "worker"]);
}

export function nodeMatches(filters: Filters, node: Node): boolean {
  return (
    anyPrefix(filters, "id", node.id) &&
    anyPrefix(filters, "name", node.description?.hostname ?? node.spec.Name ?? "") &&
    allLabels(filters, "label", node.description?.engineLabels) &&
    allLabels(filters, "node.label", node.spec.Labels) &&
    anyWord(filters, "membership", node.membership) &&
    anyWord(filters, "role", node.spec.Role ?? node.role)
  );
}

export function modeName(service: Service): string {
  const mode = service.spec.Mode;
  if (mode?.Global !== undefined) return "global";
  if (mode?.ReplicatedJob !== undefined) return "replicated-job";
  return mode?.GlobalJob !== undefined ? "global-job" : "replicated";
}

export function checkServiceFilters(filters: Filters): void {
  checkValues(filters, "mode", ["replicated", "global", "replicated-job", "global-job"]);
}

/** Every service runs containers: asked for another runtime, there are none. */
function runsContainers(filters: Filters): boolean {
  const wanted = filters.get("runtime");
  return wanted === undefined || wanted.includes("container") || wanted.includes("");
}

/** What stands for a container that no service started is shown to those that ask for it. */
function listsAttachments(filters: Filters): boolean {
  return filters.get("runtime")?.includes("attachment") ?? false;
}

export function serviceMatches(filters: Filters, service: Service): boolean {
  return (
    anyPrefix(filters, "id", service.id) &&
    anyPrefix(filters, "name", service.spec.Name ?? "") &&
    allLabels(filters, "label", service.spec.Labels) &&
    anyWord(filters, "mode", modeName(service)) &&
    runsContainers(filters)
  );
}

export function checkTaskFilters(filters: Filters): void {
  checkValues(filters, "desired-state", Object.keys(TASK_STATES));
  checkValues(filters, "_up-to-date", ["true", "false", "1", "0"]);
}

/** What a task's match depends on beside itself. */
export interface TaskContext {
  readonly name: string;
  readonly labels: Labels | undefined;
  /** It runs its service's current spec. */
  readonly upToDate: boolean;
}

/** `service` and `node` are looked up before: see task-routes.ts. */
export function taskMatches(filters: Filters, task: Task, context: TaskContext): boolean {
  return (
    anyPrefix(filters, "id", task.id) &&
    anyPrefix(filters, "name", context.name) &&
    allLabels(filters, "label", context.labels) &&
    anyWord(filters, "desired-state", task.desiredState) &&
    (isNetworkAttachment(task) ? listsAttachments(filters) : runsContainers(filters)) &&
    (!wantsUpToDate(filters) || context.upToDate)
  );
}

function wantsUpToDate(filters: Filters): boolean {
  const wanted = filters.get("_up-to-date");
  return wanted !== undefined && (wanted.includes("true") || wanted.includes("1"));
}

export interface NamedFile {
  readonly id: string;
  readonly spec: { readonly Name?: string; readonly Labels?: Labels };
}

export function fileMatches(filters: Filters, file: NamedFile): boolean {
  return (
    anyPrefix(filters, "id", file.id) &&
    anyPrefix(filters, "name", file.spec.Name ?? "") &&
    anyExact(filters, "names", file.spec.Name ?? "") &&
    allLabels(filters, "label", file.spec.Labels)
  );
}
