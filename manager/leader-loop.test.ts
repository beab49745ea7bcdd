/** What a term of leadership does for its duties. */
import { expect, onTestFinished, test } from "vitest";
import { silentLogger } from "../shared/logger.ts";
import { HandClock } from "../test/lib/hand-clock.ts";
import { followLeadership } from "./leader-loop.ts";
import { LoopbackConsensus } from "./raft/loopback-consensus.ts";
import { RaftStore } from "./store/store.ts";

test("many may wait for the end of a leadership, and nothing is taken for a leak", async () => {
  const clock = new HandClock();
  const consensus = new LoopbackConsensus(new RaftStore({ clock }));
  const warnings: string[] = [];
  const warned = (warning: Error): void => void warnings.push(warning.name);
  process.on("warning", warned);
  onTestFinished(() => void process.off("warning", warned));
  let heard = 0;
  const waits = ({ signal }: { signal: AbortSignal }): void => {
    signal.addEventListener("abort", () => heard++, { once: true });
  };
  followLeadership({
    consensus,
    clock,
    logger: silentLogger,
    before: async () => {},
    duties: Array.from({ length: 30 }, () => ({ start: waits })),
  });
  // The duties have started by then, and Node has warned of what it would.
  await new Promise((resolve) => setImmediate(resolve));
  expect(warnings).toEqual([]);
  consensus.loseLead();
  expect(heard).toBe(30);
});
