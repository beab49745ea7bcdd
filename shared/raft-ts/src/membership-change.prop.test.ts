/**
 * Membership changes against a second implementation: one that keeps for every node what it is
 * in the old and in the new configuration, as a pair of words, and derives everything else.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConfChangeSingle, ConfChangeType } from "./conf-change.ts";
import {
  type ChangeResult,
  enterJoint,
  type Group,
  leaveJoint,
  restoreGroup,
  simpleChange,
} from "./membership-change.ts";
import { type ConfState, EMPTY_CONF_STATE } from "./message.ts";
import { NO_MEMBERS, toConfState } from "./tracker.ts";

const CONTEXT = { limits: { maxInflightMsgs: 4, maxInflightBytes: 100 }, lastIndex: 7 };
const EMPTY: Group = { members: NO_MEMBERS, progress: new Map() };

// ---- the naive one ----

type Part = "none" | "voter" | "learner";

interface Naive {
  readonly old: ReadonlyMap<number, Part>;
  readonly next: ReadonlyMap<number, Part>;
  readonly joint: boolean;
  readonly autoLeave: boolean;
}

const NOBODY: Naive = { old: new Map(), next: new Map(), joint: false, autoLeave: false };

function partOf(parts: ReadonlyMap<number, Part>, id: number): Part {
  return parts.get(id) ?? "none";
}

function naiveApply(
  parts: ReadonlyMap<number, Part>,
  changes: readonly ConfChangeSingle[],
): Map<number, Part> | undefined {
  const next = new Map(parts);
  const part: Partial<Record<ConfChangeType, Part>> = {
    [ConfChangeType.AddNode]: "voter",
    [ConfChangeType.AddLearnerNode]: "learner",
    [ConfChangeType.RemoveNode]: "none",
  };
  for (const { type, nodeId } of changes) {
    const becomes = part[type];
    if (nodeId !== 0 && becomes !== undefined) next.set(nodeId, becomes);
  }
  return [...next.values()].includes("voter") ? next : undefined;
}

type Operation =
  | { readonly kind: "simple"; readonly changes: readonly ConfChangeSingle[] }
  | {
      readonly kind: "enter";
      readonly autoLeave: boolean;
      readonly changes: readonly ConfChangeSingle[];
    }
  | { readonly kind: "leave" };

/** Undefined: refused. */
function naiveStep(state: Naive, operation: Operation): Naive | undefined {
  if (operation.kind === "leave") {
    return state.joint ? { ...NOBODY, next: state.next } : undefined;
  }
  if (state.joint) return undefined;
  const next = naiveApply(state.next, operation.changes);
  if (next === undefined) return undefined;
  if (operation.kind === "simple") {
    const ids = new Set([...state.next.keys(), ...next.keys()]);
    const isVoter = (parts: ReadonlyMap<number, Part>, id: number): boolean =>
      partOf(parts, id) === "voter";
    const changed = [...ids].filter((id) => isVoter(state.next, id) !== isVoter(next, id));
    return changed.length > 1 ? undefined : { ...NOBODY, next };
  }
  if (![...state.next.values()].includes("voter")) return undefined;
  return { old: state.next, next, joint: true, autoLeave: operation.autoLeave };
}

function naiveConfState({ old, next, autoLeave }: Naive): ConfState {
  const ids = [...new Set([...old.keys(), ...next.keys()])].sort((a, b) => a - b);
  const select = (holds: (was: Part, is: Part) => boolean): number[] =>
    ids.filter((id) => holds(partOf(old, id), partOf(next, id)));
  return {
    voters: select((_, is) => is === "voter"),
    learners: select((was, is) => is === "learner" && was !== "voter"),
    votersOutgoing: select((was) => was === "voter"),
    learnersNext: select((was, is) => is === "learner" && was === "voter"),
    autoLeave,
  };
}

// ---- both, side by side ----

const change = fc.record({
  type: fc.constantFrom(...Object.values(ConfChangeType)),
  nodeId: fc.nat(5),
});
const changes = fc.array(change, { maxLength: 4 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant("simple" as const), changes: fc.array(change, { maxLength: 2 }) }),
  fc.record({ kind: fc.constant("enter" as const), autoLeave: fc.boolean(), changes }),
  fc.record({ kind: fc.constant("leave" as const) }),
);
const operations = fc.array(operation, { maxLength: 20 });

function step(group: Group, one: Operation): ChangeResult {
  switch (one.kind) {
    case "simple":
      return simpleChange(group, CONTEXT, one.changes);
    case "enter":
      return enterJoint(group, CONTEXT, one.autoLeave, one.changes);
    case "leave":
      return leaveJoint(group);
  }
}

/** Every group that a sequence of operations goes through. */
function* walk(list: readonly Operation[]): Generator<[Group, Naive]> {
  let group = EMPTY;
  let naive = NOBODY;
  for (const one of list) {
    const result = step(group, one);
    const expected = naiveStep(naive, one);
    expect("refused" in result ? result.refused : undefined).toEqual(
      expected === undefined ? expect.any(String) : undefined,
    );
    if ("refused" in result || expected === undefined) continue;
    group = result;
    naive = expected;
    yield [group, naive];
  }
}

describe("membership changes", () => {
  it("lead where the naive implementation says, and are refused where it refuses", () => {
    fc.assert(
      fc.property(operations, (list) => {
        for (const [group, naive] of walk(list)) {
          expect(toConfState(group.members)).toEqual(naiveConfState(naive));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("there is a progress for exactly the members, marked as learner where they are", () => {
    fc.assert(
      fc.property(operations, (list) => {
        for (const [group] of walk(list)) {
          const { voters, learners } = group.members;
          const all = new Set([...voters.incoming, ...voters.outgoing, ...learners]);
          expect(new Set(group.progress.keys())).toEqual(all);
          const marked = [...group.progress].filter(([, p]) => p.learner).map(([id]) => id);
          expect(new Set(marked)).toEqual(learners);
        }
      }),
    );
  });

  it("a change leaves what it was made from as it was", () => {
    fc.assert(
      fc.property(operations, operation, (list, one) => {
        const last = [...walk(list)].at(-1)?.[0] ?? EMPTY;
        const before = JSON.stringify([toConfState(last.members), [...last.progress]]);
        step(last, one);
        expect(JSON.stringify([toConfState(last.members), [...last.progress]])).toBe(before);
      }),
    );
  });

  it("a snapshot's ConfState restores to the same group", () => {
    fc.assert(
      fc.property(operations, (list) => {
        for (const [group] of walk(list)) {
          const state = toConfState(group.members);
          const restored = restoreGroup(EMPTY, CONTEXT, state);
          if ("refused" in restored) throw new Error(restored.refused);
          expect(toConfState(restored.members)).toEqual(state);
          expect(new Set(restored.progress.keys())).toEqual(new Set(group.progress.keys()));
        }
      }),
    );
  });

  it.each([
    { name: "a voter twice", state: { voters: [1, 1] } },
    { name: "a learner that votes", state: { voters: [1, 2], learners: [2] } },
    { name: "learners to be outside of a change", state: { learnersNext: [2] } },
    { name: "a change to leave by itself that is none", state: { autoLeave: true } },
    {
      name: "a learner that still votes in the old half",
      state: { votersOutgoing: [2], learners: [2] },
    },
  ])("a ConfState with $name is refused", ({ state }) => {
    const restored = restoreGroup(EMPTY, CONTEXT, { ...EMPTY_CONF_STATE, voters: [1], ...state });
    expect(restored).toHaveProperty("refused");
  });
});
