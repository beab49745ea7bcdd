import { describe, expect, test } from "vitest";
import { SimCluster } from "./testing/sim-cluster.ts";

async function clusterOf(count: number, seed = 1, policy: Partial<SimCluster["policy"]> = {}) {
  const cluster = new SimCluster(seed);
  cluster.policy = { ...cluster.policy, ...policy };
  await cluster.grow(count);
  return cluster;
}

describe("one manager", () => {
  test("leads at once, commits, and knows all of it after a crash", async () => {
    const cluster = await clusterOf(1);
    const leader = await cluster.leader();
    expect(cluster.clock.now()).toBeLessThan(200);
    await cluster.clock.settle(cluster.propose(leader, "a"), 100, "a commit");
    leader.crash();
    await cluster.restart(leader);
    await cluster.leader();
    expect(leader.machine.lines).toEqual(["a"]);
  });

  test("starts from its snapshot and the log behind it", async () => {
    const cluster = await clusterOf(1, 1, { snapshotInterval: 20, logEntriesForSlowFollowers: 5 });
    const leader = await cluster.leader();
    for (let i = 0; i < 50; i++) {
      await cluster.clock.settle(cluster.propose(leader, `${i}`), 100, "a commit");
    }
    await cluster.clock.run(3000);
    expect(leader.consensus.details().snapshotIndex).toBeGreaterThanOrEqual(20);
    leader.crash();
    await cluster.restart(leader);
    await cluster.leader();
    expect(leader.machine.restores).toBe(1);
    expect(leader.machine.lines).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
  });
});

describe("three managers", () => {
  test("agree, and go on when the leader is gone; what was acknowledged stays", async () => {
    const cluster = await clusterOf(3);
    const first = await cluster.leader();
    await cluster.clock.settle(cluster.propose(first, "a"), 100, "a commit");
    first.crash();
    const since = cluster.clock.now();
    const second = await cluster.leader();
    expect(second).not.toBe(first);
    expect(cluster.clock.now() - since).toBeLessThan(2000);
    await cluster.clock.settle(cluster.propose(second, "b"), 100, "a commit");
    await cluster.restart(first);
    await cluster.converged();
    for (const manager of cluster.managers) expect(manager.machine.lines).toEqual(["a", "b"]);
  });

  test("hold no election without a failure", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    const { term } = leader.consensus.status();
    await cluster.clock.run(60_000);
    expect(leader.consensus.status()).toMatchObject({ term, role: "leader" });
  });

  test("a leader that is cut off leads no more and says that the outcome is unknown", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    const lead = leader.consensus.leadership();
    cluster.network.cut(leader.addr, true);
    const outcome = cluster.propose(leader, "lost").then(
      () => "committed",
      (error: Error) => error.message,
    );
    const told = await cluster.clock.settle(outcome, 5000, "the outcome");
    expect(told).toContain("outcome unknown");
    expect(lead?.signal.aborted).toBe(true);
    const read = leader.consensus.readBarrier().catch((error: { code: string }) => error.code);
    expect(await cluster.clock.settle(read, 10_000, "the read")).toBe("UNAVAILABLE");
    const other = await cluster.leader();
    expect(other).not.toBe(leader);
    cluster.network.cut(leader.addr, false);
    await cluster.clock.settle(cluster.propose(other, "kept"), 3000, "a commit");
    await cluster.converged();
    expect(leader.machine.lines).toEqual(["kept"]);
  });

  test("a read on a follower sees what was acknowledged before", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    const follower = cluster.managers.find((one) => one !== leader) ?? leader;
    const index = await cluster.clock.settle(cluster.propose(leader, "a"), 100, "a commit");
    const read = await cluster.clock.settle(follower.consensus.readBarrier(), 1000, "a read");
    expect(read).toBeGreaterThanOrEqual(index);
    expect(follower.machine.lines).toEqual(["a"]);
    await expect(
      cluster.clock.settle(cluster.propose(follower, "b"), 1000, "a refusal"),
    ).rejects.toMatchObject({ code: "ABORTED" });
  });

  test("a read that the leader took to its grave is asked of the next one at once", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    const follower = cluster.managers.find((one) => one !== leader) ?? leader;
    await cluster.clock.settle(cluster.propose(leader, "a"), 100, "a commit");
    leader.crash();
    const read = follower.consensus.readBarrier();
    await cluster.leader();
    await cluster.clock.settle(read, 100, "a read");
    expect(follower.machine.lines).toEqual(["a"]);
  });

  test("one that was away for long gets a snapshot", async () => {
    const cluster = await clusterOf(3, 1, { snapshotInterval: 30, logEntriesForSlowFollowers: 5 });
    const leader = await cluster.leader();
    const away = cluster.managers.find((one) => one !== leader) ?? leader;
    away.crash();
    for (let i = 0; i < 100; i++) {
      await cluster.clock.settle(cluster.propose(leader, `${i}`), 1000, "a commit");
    }
    await cluster.clock.run(3000);
    await cluster.restart(away);
    await cluster.converged();
    expect(away.machine.restores).toBe(1);
    expect(away.machine.lines).toEqual(leader.machine.lines);
    // And once more from its own disk.
    away.crash();
    await cluster.restart(away);
    await cluster.converged();
    expect(away.machine.lines).toEqual(leader.machine.lines);
  });

  test.each([
    ["at its beginning", 10],
    ["in its midst", 200],
  ])("a leader whose snapshot was damaged %s makes another for who needs it", async (_at, byte) => {
    const policy = { snapshotInterval: 80, logEntriesForSlowFollowers: 5, keepOldSnapshots: 0 };
    const cluster = await clusterOf(3, 1, policy);
    const leader = await cluster.leader();
    const away = cluster.managers.find((one) => one !== leader) ?? leader;
    away.crash();
    const propose = (line: string): Promise<number> =>
      cluster.clock.settle(cluster.propose(leader, line), 1000, "a commit");
    for (let i = 0; i < 100; i++) await propose(`${i}`);
    await cluster.clock.run(3000);
    const [name] = (await leader.disk.list("raft/snapshots")).slice(-1);
    leader.disk.flipBit(`raft/snapshots/${name}`, byte, 3);
    await propose("after it");
    await cluster.restart(away);
    await cluster.converged();
    expect(away.machine.lines).toEqual(leader.machine.lines);
  });

  test("one that joins when the log's beginning is gone gets a snapshot that knows it", async () => {
    const cluster = await clusterOf(1, 1, { snapshotInterval: 30, logEntriesForSlowFollowers: 5 });
    const leader = await cluster.leader();
    for (let i = 0; i < 100; i++) {
      await cluster.clock.settle(cluster.propose(leader, `${i}`), 1000, "a commit");
    }
    await cluster.clock.run(3000);
    await cluster.grow(2);
    await cluster.converged();
    expect(cluster.managers[1]?.machine.restores).toBe(1);
    expect(cluster.managers[1]?.machine.lines).toEqual(leader.machine.lines);
  });

  test("the lead is handed over, and a stop hands it over too", async () => {
    const cluster = await clusterOf(3);
    const first = await cluster.leader();
    await cluster.clock.settle(first.consensus.transferLeadership(), 2000, "the transfer");
    const second = await cluster.leader();
    expect(second).not.toBe(first);
    const since = cluster.clock.now();
    await cluster.clock.settle(second.consensus.stop(), 4000, "the stop");
    await cluster.leader();
    expect(cluster.clock.now() - since).toBeLessThan(500);
    expect(second.consensus.status().role).toBe("stopped");
  });
});

describe("membership", () => {
  test("a removed member learns it", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    const victim = cluster.managers.find((one) => one !== leader) ?? leader;
    const removal = leader.consensus.removeMember(victim.consensus.raftId);
    await cluster.clock.settle(removal, 2000, "the removal");
    const cause = await cluster.clock.settle(victim.consensus.stopped, 10_000, "it learns");
    expect(cause.kind).toBe("removed");
    expect(leader.consensus.status().members).toHaveLength(2);
  });

  test("a leader that removes itself stops leading, and the others go on", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    await cluster.clock.settle(
      leader.consensus.removeMember(leader.consensus.raftId).catch(() => {}),
      2000,
      "the removal",
    );
    const cause = await cluster.clock.settle(leader.consensus.stopped, 10_000, "it stops");
    expect(cause.kind).toBe("removed");
    leader.crash();
    const next = await cluster.leader();
    await cluster.clock.settle(cluster.propose(next, "on"), 2000, "a commit");
    expect(next.consensus.status().members).toHaveLength(2);
  });

  test("what would lose the quorum is refused in Swarm's words", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    const [other, third] = cluster.managers.filter((one) => one !== leader);
    other?.crash();
    await cluster.clock.run(3000);
    const id = third?.consensus.raftId ?? 0;
    expect(leader.consensus.canRemoveMember(id)).toBe(false);
    await expect(
      cluster.clock.settle(leader.consensus.removeMember(id), 2000, "the refusal"),
    ).rejects.toThrow("can't remove member from the raft: this would result in a loss of quorum");
    expect(leader.consensus.canRemoveMember(other?.consensus.raftId ?? 0)).toBe(true);
  });

  test("the last one goes on alone with --force-new-cluster, and others can join again", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    await cluster.clock.settle(cluster.propose(leader, "a"), 100, "a commit");
    await cluster.converged();
    const survivor = cluster.managers.find((one) => one !== leader) ?? leader;
    for (const manager of cluster.managers) manager.crash();
    await cluster.restart(survivor, true);
    expect(await cluster.leader()).toBe(survivor);
    expect(survivor.machine.lines).toEqual(["a"]);
    expect(survivor.consensus.status().members).toHaveLength(1);
    cluster.managers.splice(0, 3, survivor);
    await cluster.grow(2);
    await cluster.converged();
    expect(cluster.managers[1]?.machine.lines).toEqual(["a"]);
  });
});

describe("a full disk", () => {
  test("the leader hands over, acknowledges nothing that is not kept, and recovers", async () => {
    const cluster = await clusterOf(3);
    const leader = await cluster.leader();
    leader.disk.setFreeBytes(0);
    const big = "x".repeat(2 << 20);
    const outcome = cluster.propose(leader, big).then(
      () => "committed",
      (error: { code: string }) => error.code,
    );
    await cluster.clock.settle(outcome, 10_000, "an outcome");
    await cluster.clock.until(() => !leader.leads, 10_000, "it leads no more");
    const next = await cluster.leader();
    await cluster.clock.settle(cluster.propose(next, "b"), 2000, "a commit");
    leader.disk.setFreeBytes(1 << 30);
    await cluster.converged();
    expect(leader.machine.lines).toEqual(next.machine.lines);
  });
});
