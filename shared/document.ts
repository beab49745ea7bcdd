/**
 * Is this JSON document of the shape that the API names? Turns what a client sent into the domain's
 * types or refuses it with the field, the value and what was expected. Like the reference it takes
 * field names in any case and null for "not given"; fields that no shape knows ride along.
 */
import { ClusterError } from "./errors.ts";

declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}

export type Shape =
  | { readonly kind: "string" | "boolean" | "number" | "anything" | "base64" }
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  /** One of `values`, in any case; the empty string means "not given". */
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "map"; readonly of: Shape }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, Shape>> };

export const string: Shape = { kind: "string" };
export const boolean: Shape = { kind: "boolean" };
export const number: Shape = { kind: "number" };
export const anything: Shape = { kind: "anything" };
export const base64: Shape = { kind: "base64" };
export const int64: Shape = { kind: "integer", min: -(2 ** 63), max: 2 ** 63 - 1 };
export const uint64: Shape = { kind: "integer", min: 0, max: 2 ** 64 };
export const uint32: Shape = { kind: "integer", min: 0, max: 2 ** 32 - 1 };
export const choice = (...values: readonly string[]): Shape => ({ kind: "choice", values });
export const list = (of: Shape): Shape => ({ kind: "list", of });
export const map = (of: Shape): Shape => ({ kind: "map", of });
export const object = (fields: Readonly<Record<string, Shape>>): Shape => ({
  kind: "object",
  fields,
});

/** Deeper documents are an attack on somebody's recursion. */
const MAX_DEPTH = 32;
const SHOWN_CHARACTERS = 80;

export function refuse(field: string, message: string): never {
  throw new ClusterError("INVALID_ARGUMENT", field === "" ? message : `${field}: ${message}`);
}

/** A value as it may appear in an error: short, on one line. */
export function show(value: unknown): string {
  // Not its content: it may be nested deeper than JSON.stringify can follow.
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "[…]";
  if (typeof value === "object" && value !== null) return "{…}";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClusterError("INVALID_ARGUMENT", `body: invalid JSON: ${why}`, { cause: error });
  }
}

/** The document's value in the shape's own field names, without nulls; a copy, never the input. */
export function conform(value: unknown, shape: Shape, path: string, depth = 0): unknown {
  if (depth > MAX_DEPTH) refuse(path, `expected at most ${MAX_DEPTH} levels of nesting`);
  switch (shape.kind) {
    case "string":
      return typeof value === "string" ? value : mismatch(path, value, "a string");
    case "boolean":
      return typeof value === "boolean" ? value : mismatch(path, value, "true or false");
    case "number":
      return typeof value === "number" ? value : mismatch(path, value, "a number");
    case "base64":
      return conformBase64(value, path);
    case "integer":
      return conformInteger(value, shape, path);
    case "choice":
      return conformChoice(value, shape.values, path);
    case "list":
      if (!Array.isArray(value)) return mismatch(path, value, "a list");
      return value.map((item, i) => conform(item, shape.of, `${path}[${i}]`, depth + 1));
    case "map":
      return conformFields(value, () => shape.of, path, depth);
    case "object":
      return conformFields(
        value,
        (name) => shape.fields[name] ?? anything,
        path,
        depth,
        shape.fields,
      );
    case "anything":
      return conformAnything(value, path, depth);
  }
}

function mismatch(path: string, value: unknown, expected: string): never {
  return refuse(path === "" ? "body" : path, `${show(value)}: expected ${expected}`);
}

function conformBase64(value: unknown, path: string): string {
  if (
    typeof value !== "string" ||
    !/^[A-Za-z0-9+/]*={0,2}$/.test(value) ||
    value.length % 4 !== 0
  ) {
    // Not shown: it is a secret more often than not.
    return refuse(path, "expected standard base64 with padding");
  }
  return value;
}

function conformInteger(
  value: unknown,
  range: { readonly min: number; readonly max: number },
  path: string,
): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    return mismatch(path, value, "an integer");
  }
  if (value < range.min || value > range.max) {
    return mismatch(path, value, range.min === 0 ? "an integer of at least 0" : "a 64-bit integer");
  }
  // JSON's -0 would be written back as 0, but compares unequal under Object.is.
  if (value === 0) return 0;
  // The last numbers of 64 bits ("for ever", in Go's clients) are rounded up when JSON is read, and
  // out of Go's range when written back: the docker CLI could then no longer read a list with one.
  const top = range.max > Number.MAX_SAFE_INTEGER ? floatBelow(range.max + 1) : range.max;
  return Math.max(-top, Math.min(value, top));
}

/** The next float below a power of two. */
function floatBelow(power: number): number {
  return power * (1 - Number.EPSILON / 2);
}

function conformChoice(value: unknown, values: readonly string[], path: string): unknown {
  if (value === "") return undefined;
  const found =
    typeof value === "string" ? values.find((v) => v === value.toLowerCase()) : undefined;
  return found ?? mismatch(path, value, `one of ${values.join(", ")}`);
}

function conformFields(
  value: unknown,
  shapeOf: (name: string) => Shape,
  path: string,
  depth: number,
  known: Readonly<Record<string, Shape>> = {},
): object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return mismatch(path, value, "an object");
  }
  const out: Record<string, unknown> = {};
  for (const [given, item] of Object.entries(value)) {
    const name = Object.hasOwn(known, given) ? given : (caseOf(given, known) ?? given);
    const at = path === "" ? name : `${path}.${name}`;
    if (name === "__proto__") refuse(at, "expected another name");
    if (item === null) continue;
    const shape =
      Object.hasOwn(known, name) || Object.keys(known).length === 0 ? shapeOf(name) : anything;
    const conformed = conform(item, shape, at, depth + 1);
    if (conformed !== undefined) out[name] = conformed;
  }
  return out;
}

function caseOf(given: string, known: Readonly<Record<string, Shape>>): string | undefined {
  const lower = given.toLowerCase();
  return Object.keys(known).find((name) => name.toLowerCase() === lower);
}

function conformAnything(value: unknown, path: string, depth: number): unknown {
  if (Array.isArray(value)) {
    return value.map((item, i) => conform(item, anything, `${path}[${i}]`, depth + 1));
  }
  if (typeof value === "object" && value !== null) {
    return conformFields(value, () => anything, path, depth);
  }
  return value;
}

/** An empty key could be written but never named again by `--label-rm`. */
export function checkLabels(
  labels: Readonly<Record<string, string>> | undefined,
  field: string,
): void {
  if (labels !== undefined && Object.hasOwn(labels, "")) {
    refuse(field, 'label with key "": expected a key');
  }
}
