import { expect, test } from "vitest";
import type { CommittedEntry, StateMachine } from "./consensus.ts";
import { LoopbackConsensus } from "./loopback-consensus.ts";

function recorder(): StateMachine & { readonly entries: CommittedEntry[] } {
  const entries: CommittedEntry[] = [];
  return {
    entries,
    apply: (batch) => entries.push(...batch),
    image: () => ({ index: entries.at(-1)?.index ?? (0 as never), chunks: () => [] }),
    restore: async () => {},
  };
}

test("proposals of one turn are applied in order and in one batch", async () => {
  const machine = recorder();
  const consensus = new LoopbackConsensus(machine);
  const [a, b] = await Promise.all([
    consensus.propose(Uint8Array.of(1)),
    consensus.propose(Uint8Array.of(2)),
  ]);
  expect([a, b]).toEqual([2, 3]);
  expect(machine.entries.map((entry) => [...entry.data])).toEqual([[], [1], [2]]);
});

test("losing the lead rejects what waits and aborts the leadership", async () => {
  const consensus = new LoopbackConsensus(recorder());
  const lead = consensus.leadership();
  const outcome = consensus.propose(Uint8Array.of(1));
  consensus.loseLead();
  await expect(outcome).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(lead?.signal.aborted).toBe(true);
  expect(consensus.leadership()).toBeUndefined();
  consensus.becomeLeader();
  expect(consensus.leadership()?.term).toBe(2);
});
