/** Real managers in networks of their own, while a seeded nemesis breaks everything around them. */
import { describe, expect, test } from "vitest";
import { runChaos } from "../chaos/run.ts";
import { unavailable } from "../lib/machine.ts";

const SEED = 1;
const FAULTS_MS = 25_000;

describe.skipIf(unavailable("ip"))("chaos", () => {
  test("what is acknowledged stays, and reads never go back", { timeout: 600_000 }, async () => {
    const notes: string[] = [];
    const outcome = await runChaos({
      seed: SEED,
      forMs: FAULTS_MS,
      note: (what) => void notes.push(what),
    }).catch((error: unknown) => {
      throw new Error(`${error}\n${notes.join("\n")}`, { cause: error });
    });
    const story = notes.join("\n");
    expect(outcome.verdict, story).toEqual({ kind: "linearizable" });
    expect(outcome.lost, story).toEqual([]);
    expect(outcome.refusedLog, story).toContain("remove it from the swarm and join it again");
    // A run in which little was answered would prove little.
    expect(outcome.answered, story).toBeGreaterThan(200);
  });
});
