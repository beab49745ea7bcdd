/**
 * Which of Docker's events does a change of the store make? Reference, "Swarm events": nodes,
 * services, networks, secrets and configs, created, updated or removed. Tasks make none.
 */
import type { Instant } from "../../shared/clock.ts";
import type { Node, Service } from "../../shared/domain/objects.ts";
import type { Change } from "../store/types.ts";

/** One of Docker's events, scope swarm. */
export interface SwarmEvent {
  readonly type: "node" | "service" | "network" | "secret" | "config";
  readonly action: "create" | "update" | "remove";
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly timeMs: Instant;
  /** Below the millisecond. */
  readonly timeNanos: number;
}

type Attributes = Record<string, string>;

function addChange(attributes: Attributes, name: string, before: string, after: string): void {
  if (before === after) return;
  attributes[`${name}.old`] = before;
  attributes[`${name}.new`] = after;
}

function imageOf(service: Service): string {
  return service.spec.TaskTemplate?.ContainerSpec?.Image ?? "";
}

/** Undefined for services without a number of replicas. */
function replicasOf(service: Service): number | undefined {
  const mode = service.spec.Mode;
  if (mode?.Replicated === undefined) return undefined;
  return mode.Replicated.Replicas ?? 1;
}

function serviceAttributes(before: Service, after: Service): Attributes {
  const attributes: Attributes = { name: after.spec.Name ?? "" };
  addChange(attributes, "image", imageOf(before), imageOf(after));
  const [old, wanted] = [replicasOf(before), replicasOf(after)];
  if (old !== undefined && wanted !== undefined) {
    addChange(attributes, "replicas", String(old), String(wanted));
  }
  const state = after.updateStatus?.state ?? "";
  addChange(attributes, "updatestate", before.updateStatus?.state ?? "", state);
  // The first update of a service has no state before it.
  if (attributes["updatestate.old"] === "") delete attributes["updatestate.old"];
  return attributes;
}

function nodeName(node: Node): string {
  return node.spec.Name || node.description?.hostname || "";
}

function nodeAttributes(before: Node, after: Node): Attributes {
  const attributes: Attributes = { name: nodeName(after) };
  const availability = (node: Node): string => node.spec.Availability ?? "active";
  addChange(attributes, "availability", availability(before), availability(after));
  addChange(attributes, "role", before.role, after.role);
  addChange(attributes, "state", before.status.state, after.status.state);
  return attributes;
}

type Named = Extract<Change, { table: SwarmEvent["type"] }>;

function attributesOf(change: Named): Attributes {
  const object = change.after ?? change.before;
  if (change.kind === "update") {
    if (change.table === "service") return serviceAttributes(change.before, change.after);
    if (change.table === "node") return nodeAttributes(change.before, change.after);
  }
  const name =
    "status" in object && "membership" in object ? nodeName(object as Node) : object.spec.Name;
  return { name: name ?? "" };
}

const WITH_EVENTS: ReadonlySet<string> = new Set([
  "node",
  "service",
  "network",
  "secret",
  "config",
]);

function hasEvents(change: Change): change is Named {
  return WITH_EVENTS.has(change.table);
}

/** Only what the allocator gave it has changed: nobody asked for that, and nobody need be told. */
function isAllocation(change: Named): boolean {
  if (change.kind !== "update") return false;
  if (change.table === "node") return differ(change.before.attachments, change.after.attachments);
  const { table, before, after } = change;
  return (
    table === "service" &&
    before.specVersion === after.specVersion &&
    !differ(before.updateStatus, after.updateStatus) &&
    differ(before.endpoint, after.endpoint)
  );
}

function differ(one: unknown, other: unknown): boolean {
  return one !== other && JSON.stringify(one) !== JSON.stringify(other);
}

/** Where a change stands: the same on every manager. */
export interface ChangePlace {
  /** Raft index of its entry. */
  readonly index: number;
  /** Its number in the entry. */
  readonly order: number;
}

/**
 * The events of a change. Every manager computes the same from the same entry, but for the time of
 * a removal, which nothing in the store carries: that is `now`.
 */
export function eventsOf(change: Change, place: ChangePlace, now: Instant): readonly SwarmEvent[] {
  if (!hasEvents(change) || isAllocation(change)) return [];
  const { table: type, kind: action } = change;
  const object = change.after ?? change.before;
  return [
    {
      type,
      action,
      id: object.id,
      attributes: attributesOf(change),
      timeMs: change.after === undefined ? now : change.after.meta.updatedMs || now,
      timeNanos: (place.index * 100 + place.order) % 1_000_000,
    },
  ];
}
