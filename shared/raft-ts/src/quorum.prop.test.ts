/** Quorums against their definition, by counting. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jointCommitted, jointVote } from "./joint-quorum.ts";
import { EVERY_INDEX, majorityCommitted, majorityVote, type VoteResult } from "./majority.ts";

const MAX_INDEX = 12;

const voters = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 9 });
const acked = fc.dictionary(fc.integer({ min: 1, max: 12 }).map(String), fc.nat(MAX_INDEX));
const votes = fc.dictionary(fc.integer({ min: 1, max: 12 }).map(String), fc.boolean());

function toMap<T>(record: Readonly<Record<string, T>>): Map<number, T> {
  return new Map(Object.entries(record).map(([id, value]) => [Number(id), value]));
}

/** The largest index that more than half have stored: tried one after the other, from above. */
function naiveCommitted(ids: readonly number[], stored: ReadonlyMap<number, number>): number {
  if (ids.length === 0) return EVERY_INDEX;
  for (let index = MAX_INDEX; index > 0; index--) {
    const count = ids.filter((id) => (stored.get(id) ?? 0) >= index).length;
    if (count * 2 > ids.length) return index;
  }
  return 0;
}

/** Decided if every way in which the others may still vote has the same outcome. */
function naiveVote(
  halves: readonly (readonly number[])[],
  cast: ReadonlyMap<number, boolean>,
): VoteResult {
  const wins = (others: boolean): boolean =>
    halves.every(
      (ids) =>
        ids.length === 0 || ids.filter((id) => cast.get(id) ?? others).length * 2 > ids.length,
    );
  if (wins(false)) return "won";
  return wins(true) ? "pending" : "lost";
}

describe("majority", () => {
  it("commits what more than half have", () => {
    fc.assert(
      fc.property(voters, acked, (ids, record) => {
        const stored = toMap(record);
        const result = majorityCommitted(new Set(ids), (id) => stored.get(id));
        expect(result).toBe(naiveCommitted(ids, stored));
      }),
    );
  });

  it("decides a vote as soon as the others cannot change it", () => {
    fc.assert(
      fc.property(voters, votes, (ids, record) => {
        const cast = toMap(record);
        expect(majorityVote(new Set(ids), cast)).toBe(naiveVote([ids], cast));
      }),
    );
  });
});

describe("joint", () => {
  it("commits what both halves commit", () => {
    fc.assert(
      fc.property(voters, voters, acked, (incoming, outgoing, record) => {
        const stored = toMap(record);
        const joint = { incoming: new Set(incoming), outgoing: new Set(outgoing) };
        const result = jointCommitted(joint, (id) => stored.get(id));
        const expected = Math.min(
          naiveCommitted(incoming, stored),
          naiveCommitted(outgoing, stored),
        );
        expect(result).toBe(expected);
      }),
    );
  });

  it("decides a vote as soon as the others cannot change it", () => {
    fc.assert(
      fc.property(voters, voters, votes, (incoming, outgoing, record) => {
        const cast = toMap(record);
        const joint = { incoming: new Set(incoming), outgoing: new Set(outgoing) };
        expect(jointVote(joint, cast)).toBe(naiveVote([incoming, outgoing], cast));
      }),
    );
  });

  it("no two disjoint sets of voters win at once", () => {
    fc.assert(
      fc.property(voters, voters, votes, (incoming, outgoing, record) => {
        const cast = toMap(record);
        const joint = { incoming: new Set(incoming), outgoing: new Set(outgoing) };
        if (incoming.length + outgoing.length === 0) return;
        const inverse = new Map([...incoming, ...outgoing].map((id) => [id, !cast.get(id)]));
        const both = jointVote(joint, cast) === "won" && jointVote(joint, inverse) === "won";
        expect(both).toBe(false);
      }),
    );
  });
});
