/** Which networks does a list show? Docker's rules: names and ids by a part of them. */
import type { Instant } from "../../shared/clock.ts";
import type { Network } from "../../shared/domain/objects.ts";
import type { ReadTx } from "../store/types.ts";
import { allLabels, anyExact } from "./filters.ts";
import { type Filters, instantOf, refuse } from "./query.ts";
import { isOn } from "./render-network.ts";

export const NETWORK_FILTERS = [
  "dangling",
  "driver",
  "id",
  "label",
  "name",
  "scope",
  "type",
] as const;

export const PRUNE_FILTERS = ["label", "label!", "until"] as const;

const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["scope", ["swarm", "global", "local"]],
  ["type", ["custom", "builtin"]],
  ["dangling", ["true", "false", "1", "0"]],
]);

export function checkNetworkFilters(filters: Filters): void {
  for (const [name, words] of WORDS) {
    for (const value of filters.get(name) ?? []) {
      if (words.includes(value)) continue;
      refuse(
        "filters",
        `invalid filter '${name}=${value.slice(0, 40)}': expected ${words.join(", ")}`,
      );
    }
  }
  const dangling = new Set((filters.get("dangling") ?? []).map(isTrue));
  if (dangling.size > 1) refuse("filters", "dangling: expected one of true, false");
}

function isTrue(value: string): boolean {
  return value === "true" || value === "1";
}

export function networkMatches(tx: ReadTx, filters: Filters, network: Network): boolean {
  const { spec } = network;
  return (
    anyPart(filters, "id", network.id) &&
    anyPart(filters, "name", spec.Name ?? "") &&
    anyExact(filters, "driver", spec.Driver ?? "overlay") &&
    anyExact(filters, "scope", "swarm") &&
    // Those that every node has are not listed by the swarm.
    anyExact(filters, "type", "custom") &&
    allLabels(filters, "label", spec.Labels) &&
    danglingMatches(tx, filters, network)
  );
}

/** `^` and `$` mean what they do in the reference, where the value is a pattern. */
function anyPart(filters: Filters, name: string, value: string): boolean {
  const wanted = filters.get(name);
  return wanted === undefined || wanted.some((pattern) => matchesPart(pattern, value));
}

function matchesPart(pattern: string, value: string): boolean {
  const start = pattern.startsWith("^");
  const end = pattern.endsWith("$");
  const part = pattern.slice(start ? 1 : 0, end ? -1 : undefined);
  if (start && end) return value === part;
  if (start) return value.startsWith(part);
  return end ? value.endsWith(part) : value.includes(part);
}

function danglingMatches(tx: ReadTx, filters: Filters, network: Network): boolean {
  const [wanted] = filters.get("dangling") ?? [];
  if (wanted === undefined) return true;
  return isTrue(wanted) === !isUsed(tx, network);
}

function isUsed(tx: ReadTx, network: Network): boolean {
  for (const service of tx.all("service")) if (isOn(service, network)) return true;
  let used = false;
  tx.each("task", ({ networks, status }) => {
    used ||= status.state === "running" && networks.some((on) => on.networkId === network.id);
  });
  return used;
}

/** All labels named must be there, and none of those that are excluded. */
export function pruneMatches(filters: Filters, { spec }: Network): boolean {
  const excluded = filters.get("label!") ?? [];
  return (
    allLabels(filters, "label", spec.Labels) &&
    !excluded.some((label) => allLabels(new Map([["label", [label]]]), "label", spec.Labels))
  );
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
]);

/** Objects must be older than this: a date, seconds since the epoch, or an age as `1h30m`. */
export function untilOf(filters: Filters, now: Instant): Instant {
  const values = filters.get("until") ?? [];
  if (values.length === 0) return Number.POSITIVE_INFINITY;
  const [text = ""] = values;
  if (values.length > 1) refuse("filters", "until: expected one value");
  const ages = [...text.matchAll(/(\d{1,9})(ms|h|m|s)/g)];
  if (ages.length > 0 && ages.map(([whole]) => whole).join("") === text) {
    return ages.reduce((at, [, n, unit]) => at - Number(n) * (UNITS.get(unit ?? "") ?? 0), now);
  }
  return instantOf(new URLSearchParams({ until: text }), "until") ?? now;
}
