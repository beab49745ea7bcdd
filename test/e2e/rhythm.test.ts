import { expect, test } from "vitest";
import { type BenchCluster, type BenchManager, startCluster } from "../bench/raft/cluster.ts";

const WRITERS = 64;
const SECONDS = 10;

async function elections(cluster: BenchCluster): Promise<number> {
  const all = await Promise.all(cluster.managers.map((one) => one.ask("details")));
  return all.reduce((sum, { details }) => sum + details.elections, 0);
}

async function write(leader: BenchManager): Promise<number> {
  const written = leader.next("written");
  leader.send({ kind: "write", writers: WRITERS, seconds: SECONDS, bytes: 512 });
  const { latencies, failure } = await written;
  expect(failure).toBe("");
  return latencies.length;
}

// A machine that stands still for half a second costs an election, whatever runs on it.
const onceOf = { retry: 3, timeout: 300_000 };

test(
  "full load on three managers costs no election, and a stop hands it over",
  onceOf,
  async () => {
    const cluster = await startCluster(3);
    try {
      const before = await elections(cluster);
      const leader = await cluster.leader();
      expect(await write(leader)).toBeGreaterThan(WRITERS);
      expect(await elections(cluster)).toBe(before);
      expect(leader.leads).toBe(true);
      await cluster.settled();
      const others = cluster.managers.filter((one) => one !== leader);
      const accepted = Promise.race(others.map((one) => one.next("accepted")));
      for (const one of others) one.send({ kind: "watch" });
      leader.send({ kind: "stop" });
      await accepted;
      // Handed over, not waited for: the successor called one election, and nobody a second.
      const after = await Promise.all(others.map((one) => one.ask("details")));
      expect(after.reduce((sum, { details }) => sum + details.elections, 0)).toBeLessThanOrEqual(1);
    } finally {
      await cluster.stop();
    }
  },
);
