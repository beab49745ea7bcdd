import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Chaos } from "../test/chaos.ts";

const STEPS = 3000;
const RUNS = 40;
const seeds = fc.integer({ min: 0, max: 1_000_000_000 });

describe.each([
  { storage: "synchronous", async: false },
  { storage: "asynchronous", async: true },
])("under chaos, with $storage storage", ({ async }) => {
  it("safety: one leader a term, one history, no stale read", () => {
    let applied = 0;
    let reads = 0;
    const run = (seed: number): void => {
      const chaos = new Chaos(seed, { async, removals: true });
      for (let i = 0; i < STEPS; i++) chaos.step();
      applied += chaos.highestApplied;
      reads += chaos.readsAnswered;
    };
    fc.assert(fc.property(seeds, run), { numRuns: RUNS });
    // Chaos in which nothing is agreed would show nothing.
    expect(applied).toBeGreaterThan(RUNS * 10);
    expect(reads).toBeGreaterThan(RUNS);
  });

  // Without removals: a leader that removes itself before the remaining voters know that it is
  // committed may leave them without one that can be elected (docs/design.md).
  it("liveness: once it is over, a leader commits what is proposed, on every member", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const chaos = new Chaos(seed, { async, removals: false });
        for (let i = 0; i < STEPS; i++) chaos.step();
        chaos.heal(60);
        const proposer = chaos.leader;
        if (proposer === undefined) throw new Error("no leader");
        const before = proposer.applied;
        chaos.propose(proposer);
        chaos.heal(20);
        const leader = chaos.leader ?? proposer;
        expect(leader.applied).toBeGreaterThan(before);
        const { voters, votersOutgoing, learners } = leader.confState;
        for (const id of [...voters, ...votersOutgoing, ...learners]) {
          expect([id, chaos.nodes[id - 1]?.applied]).toEqual([id, leader.applied]);
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });
});
