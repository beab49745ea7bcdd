/** Swarm's events as the API streams them, and which of them a client asked for. Pure. */
import type { SwarmEvent } from "./ports.ts";
import type { Filters } from "./query.ts";

/** Filters that only events of one machine can match. */
const LOCAL_FILTERS = ["container", "image", "volume", "plugin", "daemon"] as const;
const OBJECT_FILTERS = ["node", "service", "network", "secret", "config"] as const;

export function eventMatches(filters: Filters, event: SwarmEvent): boolean {
  if (LOCAL_FILTERS.some((name) => filters.has(name))) return false;
  const has = (name: string, value: string): boolean => filters.get(name)?.includes(value) ?? true;
  return (
    has("scope", "swarm") &&
    has("type", event.type) &&
    has("event", event.action) &&
    OBJECT_FILTERS.every((kind) => objectMatches(filters, kind, event)) &&
    labelsMatch(filters, event)
  );
}

function objectMatches(
  filters: Filters,
  kind: (typeof OBJECT_FILTERS)[number],
  event: SwarmEvent,
): boolean {
  const wanted = filters.get(kind);
  if (wanted === undefined) return true;
  if (event.type !== kind) return false;
  const name = event.attributes["name"];
  return wanted.some((value) => value === name || (value !== "" && event.id.startsWith(value)));
}

function labelsMatch(filters: Filters, event: SwarmEvent): boolean {
  return (filters.get("label") ?? []).every((wanted) => {
    const equals = wanted.indexOf("=");
    const key = equals < 0 ? wanted : wanted.slice(0, equals);
    if (!Object.hasOwn(event.attributes, key)) return false;
    return equals < 0 || event.attributes[key] === wanted.slice(equals + 1);
  });
}

/** One line of JSON. Nanoseconds exceed what a number holds, so they are written as text. */
export function encodeEvent(event: SwarmEvent): Uint8Array {
  const nanos = `${event.timeMs}${String(event.timeNanos).padStart(6, "0")}`;
  const rest = JSON.stringify({
    Type: event.type,
    Action: event.action,
    Actor: { ID: event.id, Attributes: event.attributes },
    scope: "swarm",
    time: Math.floor(event.timeMs / 1000),
  });
  return Buffer.from(`${rest.slice(0, -1)},"timeNano":${nanos}}\n`);
}
