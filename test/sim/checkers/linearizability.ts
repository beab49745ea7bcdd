/**
 * Is there one order of a register's operations, each taking effect between its call and its
 * answer, in which every answer is right? Wing and Gong's search with Lowe's memory of what was
 * tried: depth first over the operations that could come next, never twice from the same set of
 * operations done and the same value. Keys are independent, so each is searched on its own.
 */

export interface Operation {
  readonly client: string;
  readonly key: string;
  readonly kind: "read" | "write" | "swap";
  /** What is written; for a swap only if the register holds `expected`. */
  readonly value?: string | undefined;
  readonly expected?: string | undefined;
  /** What was answered: the value read, or found by a swap. */
  readonly seen?: string | undefined;
  /** Order of call and answer among all events of the history; no answer: Infinity. */
  readonly called: number;
  readonly answered: number;
}

export type Verdict =
  | { readonly kind: "linearizable" }
  | { readonly kind: "undecided" }
  | { readonly kind: "not-linearizable"; readonly key: string; readonly why: string };

/** Beyond it the search is given up: a verdict that takes minutes helps nobody. */
const MAX_STEPS = 500_000;

export function checkHistory(history: readonly Operation[]): Verdict {
  const byKey = new Map<string, Operation[]>();
  for (const operation of history) {
    const known = byKey.get(operation.key);
    if (known === undefined) byKey.set(operation.key, [operation]);
    else known.push(operation);
  }
  let undecided = false;
  for (const [key, operations] of byKey) {
    const verdict = checkRegister(key, operations);
    if (verdict.kind === "not-linearizable") return verdict;
    undecided ||= verdict.kind === "undecided";
  }
  return { kind: undecided ? "undecided" : "linearizable" };
}

/**
 * An operation without an answer may have taken effect at any time or never. If nobody ever saw
 * its value, "never" explains everything that "at some time" does: it need not be searched. A
 * swap that is searched has seen what it expected.
 */
function relevant(operations: readonly Operation[]): Operation[] {
  const kept = new Set(operations.filter(hasAnswer));
  const seen = new Set([...kept].map((one) => one.seen));
  for (let before = -1; before < kept.size; ) {
    before = kept.size;
    for (const one of operations) {
      if (kept.has(one) || one.kind === "read" || !seen.has(one.value)) continue;
      kept.add(one);
      if (one.kind === "swap") seen.add(one.expected);
    }
  }
  return [...kept];
}

function hasAnswer(operation: Operation): boolean {
  return operation.answered !== Number.POSITIVE_INFINITY;
}

/** The value afterwards, or undefined if the answer is not what this value gives. */
function step(operation: Operation, value: string): string | undefined {
  const { kind, seen, expected } = operation;
  const written = operation.value ?? "";
  switch (kind) {
    case "read":
      return seen === value ? value : undefined;
    case "write":
      return written;
    case "swap":
      if (hasAnswer(operation) && seen !== value) return undefined;
      return value === expected ? written : value;
  }
}

interface Node {
  readonly operation: Operation;
  /** Its place in the set of operations done. */
  readonly bit: bigint;
}

function checkRegister(key: string, all: readonly Operation[]): Verdict {
  const nodes: Node[] = relevant(all)
    .sort((a, b) => a.called - b.called)
    .map((operation, i) => ({ operation, bit: 1n << BigInt(i) }));
  const answered = nodes.filter(({ operation }) => hasAnswer(operation));
  const mustDo = answered.reduce((set, { bit }) => set | bit, 0n);
  const tried = new Set<string>();
  const stack: { done: bigint; value: string }[] = [{ done: 0n, value: "" }];
  let deepest = { count: -1, done: 0n, value: "" };
  for (let steps = 0; stack.length > 0; steps++) {
    if (steps > MAX_STEPS) return { kind: "undecided" };
    const at = stack.pop();
    if (at === undefined) break;
    const { done, value } = at;
    if ((done & mustDo) === mustDo) return { kind: "linearizable" };
    const count = nodes.filter(({ bit }) => (done & bit) !== 0n).length;
    if (count > deepest.count) deepest = { count, done, value };
    for (const { operation, bit } of candidates(nodes, done)) {
      const after = step(operation, value);
      if (after === undefined) continue;
      const next = { done: done | bit, value: after };
      const name = `${next.done.toString(36)}=${after}`;
      if (tried.has(name)) continue;
      tried.add(name);
      stack.push(next);
    }
  }
  return { kind: "not-linearizable", key, why: explain(nodes, deepest) };
}

/** Operations not done that were called before the first answer among them. */
function candidates(nodes: readonly Node[], done: bigint): Node[] {
  const left: Node[] = [];
  let firstAnswer = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    if (node.operation.called > firstAnswer) break;
    if ((done & node.bit) !== 0n) continue;
    left.push(node);
    firstAnswer = Math.min(firstAnswer, node.operation.answered);
  }
  return left.filter(({ operation }) => operation.called < firstAnswer);
}

function explain(nodes: readonly Node[], deepest: { done: bigint; value: string }): string {
  const left = candidates(nodes, deepest.done).map(({ operation }) => describe(operation));
  return `after the longest order that fits it holds "${deepest.value}"; next could be ${left.join(" or ")}`;
}

function describe(operation: Operation): string {
  const { client, kind, called, answered, value = "", expected = "", seen = "" } = operation;
  const what =
    kind === "read"
      ? `reads "${seen}"`
      : kind === "write"
        ? `writes "${value}"`
        : `swaps "${expected}" for "${value}" finding "${seen}"`;
  return `[${client} ${what}, ${called}–${answered}]`;
}
