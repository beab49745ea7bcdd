/**
 * Placement constraints (reference 3.5): which nodes does a service allow? Each is KEY==VALUE or
 * KEY!=VALUE; all must hold. Values compare without case, label names with it. A constraint on an
 * unknown key matches no node.
 */
import { contains, parseCidr, parseIp, sameIp } from "../ip.ts";
import type { Node } from "./objects.ts";
import type { Labels } from "./spec.ts";

export interface Constraint {
  readonly key: string;
  readonly operator: "==" | "!=";
  readonly value: string;
}

export type ParsedConstraints =
  | { readonly kind: "ok"; readonly constraints: readonly Constraint[] }
  /** The reason in Swarm's words. */
  | { readonly kind: "invalid"; readonly expression: string; readonly reason: string };

const OPERATORS = ["==", "!="] as const;
const KEY = /^[a-z_][a-z0-9\-_.]+$/i;
const VALUE = /^[a-z0-9:\-_\s.*()?+[\]\\^$|/]+$/i;
const NODE_LABELS = "node.labels.";
const ENGINE_LABELS = "engine.labels.";

function parseOne(expression: string): Constraint | string {
  for (const operator of OPERATORS) {
    const at = expression.indexOf(operator);
    if (at < 0) continue;
    const key = expression.slice(0, at).trim();
    if (!KEY.test(key)) return `key '${key}' is invalid`;
    const value = expression.slice(at + operator.length).trim();
    if (!VALUE.test(value)) return `value '${value}' is invalid`;
    return { key, operator, value };
  }
  return `constraint expected one operator from ${OPERATORS.join(", ")}`;
}

export function parseConstraints(expressions: readonly string[]): ParsedConstraints {
  const constraints: Constraint[] = [];
  for (const expression of expressions) {
    const parsed = parseOne(expression);
    if (typeof parsed === "string") return { kind: "invalid", expression, reason: parsed };
    constraints.push(parsed);
  }
  return { kind: "ok", constraints };
}

/** What of a node constraints look at. */
export type ConstrainedNode = Pick<Node, "id" | "spec" | "role" | "status" | "description">;

function sameFolded(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/** Own labels only: every object inherits a `constructor`, and it is no string. */
function labelOf(labels: Labels | undefined, name: string): string {
  return labels !== undefined && Object.hasOwn(labels, name) ? (labels[name] ?? "") : "";
}

/** The node's value for a key, undefined for a key that does not exist. */
function nodeValue(key: string, node: ConstrainedNode): string | undefined {
  const folded = key.toLowerCase();
  switch (folded) {
    case "node.id":
      return node.id;
    case "node.hostname":
      return node.description?.hostname ?? "";
    case "node.role":
      return node.role;
    case "node.platform.os":
      return node.description?.os ?? "";
    case "node.platform.arch":
      return node.description?.architecture ?? "";
  }
  if (key.length > NODE_LABELS.length && folded.startsWith(NODE_LABELS)) {
    return labelOf(node.spec.Labels, key.slice(NODE_LABELS.length));
  }
  if (key.length > ENGINE_LABELS.length && folded.startsWith(ENGINE_LABELS)) {
    return labelOf(node.description?.engineLabels, key.slice(ENGINE_LABELS.length));
  }
  return undefined;
}

/** A malformed address matches no node, whatever the operator. */
function matchesIp(constraint: Constraint, addr: string): boolean {
  const nodeIp = parseIp(addr);
  const wanted = parseIp(constraint.value);
  if (wanted !== undefined) {
    const same = nodeIp !== undefined && sameIp(wanted, nodeIp);
    return same === (constraint.operator === "==");
  }
  const network = parseCidr(constraint.value);
  if (network === undefined) return false;
  const within = nodeIp !== undefined && contains(network, nodeIp);
  return within === (constraint.operator === "==");
}

export function matchesConstraint(constraint: Constraint, node: ConstrainedNode): boolean {
  if (constraint.key.toLowerCase() === "node.ip") return matchesIp(constraint, node.status.addr);
  const value = nodeValue(constraint.key, node);
  if (value === undefined) return false;
  return sameFolded(value, constraint.value) === (constraint.operator === "==");
}

export function matchesConstraints(
  constraints: readonly Constraint[],
  node: ConstrainedNode,
): boolean {
  return constraints.every((constraint) => matchesConstraint(constraint, node));
}

/**
 * Whether the node satisfies constraints as they stand in a spec. An expression that does not
 * parse is ignored with all of its neighbours, as Swarm does: the edge refuses such specs, so
 * only objects of an older, laxer version can hold one.
 */
export function nodeMeets(
  expressions: readonly string[] | undefined,
  node: ConstrainedNode,
): boolean {
  if (expressions === undefined || expressions.length === 0) return true;
  const parsed = parseConstraints(expressions);
  return parsed.kind === "invalid" || matchesConstraints(parsed.constraints, node);
}

/**
 * The node's value for a spread preference (`node.labels.X`, `engine.labels.X`), "" when the node
 * has no such label; undefined for any other descriptor, which is ignored.
 */
export function spreadValue(descriptor: string, node: ConstrainedNode): string | undefined {
  const folded = descriptor.toLowerCase();
  const isLabel = [NODE_LABELS, ENGINE_LABELS].some(
    (prefix) => folded.length > prefix.length && folded.startsWith(prefix),
  );
  return isLabel ? nodeValue(descriptor, node) : undefined;
}
