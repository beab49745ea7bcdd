/** The query string's values as the API reads them, or a refusal that names the parameter. Pure. */
import type { Instant } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";

export function refuse(parameter: string, message: string): never {
  throw new ClusterError("INVALID_ARGUMENT", `${parameter}: ${message}`);
}

/** Docker's rule: everything but these is true. */
export function booleanOf(query: URLSearchParams, name: string): boolean {
  const value = (query.get(name) ?? "").toLowerCase().trim();
  return !["", "0", "no", "false", "none"].includes(value);
}

/** What newer calls take: one of Go's words for true and false, or a refusal. */
export function strictBooleanOf(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? "";
  if (value === "" || ["0", "f", "F", "false", "False", "FALSE"].includes(value)) return false;
  if (["1", "t", "T", "true", "True", "TRUE"].includes(value)) return true;
  return refuse(name, `${JSON.stringify(value.slice(0, 40))}: expected true or false`);
}

/** The version that a change was decided on. */
export function versionOf(query: URLSearchParams, kind: string): number {
  const text = query.get("version") ?? "";
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(value)) {
    refuse("version", `invalid ${kind} version '${text.slice(0, 40)}': expected an integer`);
  }
  return value;
}

/** Seconds since the epoch with decimals, or a date: milliseconds. */
export function instantOf(query: URLSearchParams, name: string): Instant | undefined {
  const text = query.get(name) ?? "";
  if (text === "") return undefined;
  const seconds = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text);
  if (seconds !== null) {
    return Number(seconds[1]) * 1000 + Number((seconds[2] ?? "").padEnd(3, "0").slice(0, 3));
  }
  const date = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) {
    refuse(
      name,
      `${JSON.stringify(text.slice(0, 40))}: expected seconds since the epoch or a date`,
    );
  }
  return date;
}

/** `tail` of the log calls: -1 for all. */
export function tailOf(query: URLSearchParams): number {
  const text = query.get("tail") ?? "";
  if (text === "" || text === "all") return -1;
  if (!/^\d{1,9}$/.test(text)) {
    // Docker's clients send -1 and other numbers below 0 for "all".
    if (/^-\d{1,9}$/.test(text)) return -1;
    refuse("tail", `${JSON.stringify(text.slice(0, 40))}: expected a number of lines, or all`);
  }
  return Number(text);
}

/** Filter name to the values that are asked for; any of them will do. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** `{"name":["a"]}` or, as old clients write it, `{"name":{"a":true}}`. */
export function filtersOf(
  query: URLSearchParams,
  accepted: readonly string[] | undefined,
): Filters {
  const text = query.get("filters") ?? "";
  const filters = new Map<string, readonly string[]>();
  if (text === "") return filters;
  for (const [name, given] of Object.entries(parseFilters(text))) {
    if (accepted !== undefined && !accepted.includes(name)) {
      refuse("filters", `invalid filter '${name.slice(0, 40)}': expected ${accepted.join(", ")}`);
    }
    const values = valuesOf(given);
    if (values === undefined) {
      refuse("filters", `${name.slice(0, 40)}: expected a list of strings`);
    }
    if (values.length > 0) filters.set(name, values);
  }
  return filters;
}

function parseFilters(text: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse("filters", `${JSON.stringify(text.slice(0, 40))}: expected a JSON object`);
  }
  // Go's clients write an empty set of filters as null.
  if (parsed === null) return {};
  if (typeof parsed !== "object" || Array.isArray(parsed)) {
    return refuse("filters", `${JSON.stringify(text.slice(0, 40))}: expected a JSON object`);
  }
  return parsed;
}

function valuesOf(given: unknown): readonly string[] | undefined {
  if (Array.isArray(given)) {
    return given.every((value) => typeof value === "string") ? given : undefined;
  }
  if (typeof given !== "object" || given === null) return undefined;
  const entries = Object.entries(given);
  if (!entries.every(([, on]) => typeof on === "boolean")) return undefined;
  return entries.filter(([, on]) => on).map(([value]) => value);
}
