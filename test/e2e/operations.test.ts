/** What operators do to a running cluster takes effect: settings, locks, addresses, lost quorums. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCertificate } from "../../shared/node/pki.ts";
import { addressFlags, runCommand, TestCluster, type TestNode, wipe } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

interface RaftStatus {
  readonly Role: string;
  readonly Leader: string;
  readonly LogBytes: number;
  readonly FirstIndex: number;
  readonly LastIndex: number;
  readonly SnapshotIndex: number;
  readonly SnapshotBytes: number;
  readonly Members: readonly { Addr: string; Role: string; Reachable: boolean; Lag?: number }[];
}

const HOUR_MS = 3_600_000;

describe.skipIf(unavailable("docker"))("operations", () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 3, workers: 1 });
  });
  afterAll(() => cluster?.stop());

  // A test that fails half-way leaves fewer: no reason for the next one to fail.
  beforeEach(async () => {
    const managers = cluster.nodes.slice(0, 3);
    for (const node of managers) if (node.pid === undefined) await node.start();
    await eventually("three managers", 30_000, async () => {
      const leader = await cluster.leader();
      const listed = await nodes(leader);
      for (const { name } of managers) {
        if (listed.includes(`${name} Ready`)) await leader.docker("node", "promote", name);
      }
      return listed.filter((line) => /Ready (Leader|Reachable)$/.test(line)).length === 3;
    });
  });

  const raft = (node: TestNode): Promise<RaftStatus> =>
    node.api<RaftStatus>("/skep/v1/raft/status");
  const writeConfigs = async (node: TestNode, count: number, prefix: string): Promise<void> => {
    for (let n = 0; n < count; n++) {
      const body = { Name: `${prefix}-${n}`, Data: Buffer.from("x").toString("base64") };
      await node.api("/configs/create", { method: "POST", body });
    }
  };
  const nodes = async (node: TestNode): Promise<string[]> =>
    (await node.dockerOk("node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.ManagerStatus}}"))
      .split("\n")
      .map((line) => line.trim())
      .sort();
  const unlock = (node: TestNode, key: string) =>
    runCommand("docker", ["-H", node.host, "swarm", "unlock"], { input: `${key}\n` });
  const stateOf = (node: TestNode): Promise<string> =>
    node.dockerOk("info", "--format", "{{.Swarm.LocalNodeState}}");
  const restart = async (node: TestNode): Promise<void> => {
    await node.crash();
    await node.start();
  };

  test("the leader tells how far each member is behind", async () => {
    const leader = await eventually("the leader hears all three", 15_000, async () => {
      const node = await cluster.leader();
      const { Role, Members } = await raft(node);
      const heard = Members.filter(({ Lag, Reachable }) => Lag !== undefined && Reachable);
      return Role === "leader" && heard.length === 3 ? node : undefined;
    });
    const shown = await leader.skepOk("raft", "status");
    expect(shown).toMatch(/NODE +HOSTNAME +ADDRESS +ROLE +REACHABLE +LAG/);
    expect(shown).toContain(`${leader.controlAddr}`);
  });

  test("swarm update: snapshots come as often, and as many are kept, as it says", async () => {
    const leader = await cluster.leader();
    await leader.dockerOk("swarm", "update", "--snapshot-interval", "20", "--max-snapshots", "1");
    await writeConfigs(leader, 70, "snap");
    for (const node of cluster.nodes.slice(0, 3)) {
      const folder = join(node.plan.dataRoot, "swarm", "raft", "snapshots");
      await eventually(`${node.name} has snapshots`, 10_000, async () => {
        const { SnapshotIndex, SnapshotBytes } = await raft(node);
        return SnapshotIndex > 40 && SnapshotBytes > 0;
      });
      await eventually(
        "two are kept",
        10_000,
        () => readdirSync(folder).filter((name) => name.endsWith(".snap")).length === 2,
      );
    }
  });

  test("swarm update --task-history-limit: so many tasks are kept a slot", async () => {
    const leader = await cluster.leader();
    await leader.dockerOk("swarm", "update", "--task-history-limit", "2");
    await leader.dockerOk("service", "create", "--name", "web", "host", "sleep", "100000");
    for (let n = 0; n < 3; n++) await leader.dockerOk("service", "update", "--force", "web");
    await eventually("one task of before is left", 15_000, async () => {
      const lines = await leader.dockerOk("service", "ps", "web", "--format", "{{.DesiredState}}");
      return lines.split("\n").sort().join() === "Running,Shutdown";
    });
  });

  test("swarm update --cert-expiry: certificates issued from now on end then", async () => {
    const leader = await cluster.leader();
    await leader.dockerOk("swarm", "update", "--cert-expiry", "48h");
    const worker = cluster.named("worker-1");
    await worker.dockerOk("swarm", "leave");
    const token = await leader.dockerOk("swarm", "join-token", "-q", "worker");
    const to = leader.controlAddr;
    await worker.dockerOk("swarm", "join", "--token", token, ...addressFlags(worker), to);
    await eventually("its node of before is gone", 20_000, async () => {
      const lines = await leader.dockerOk("node", "ls", "--format", "{{.ID}} {{.Status}}");
      const down = lines
        .split("\n")
        .find((line) => line.endsWith("Down"))
        ?.split(" ")[0];
      if (down !== undefined) await leader.dockerOk("node", "rm", down);
      return down !== undefined;
    });
    const file = join(worker.plan.dataRoot, "swarm", "certificates", "swarm-node.crt");
    const { notAfterMs } = readCertificate(readFileSync(file, "utf8"));
    const hours = (notAfterMs - Date.now()) / HOUR_MS;
    expect(hours).toBeGreaterThan(40);
    expect(hours).toBeLessThan(50);
  });

  test("swarm update --dispatcher-heartbeat: a silent node is down later", async () => {
    const leader = await cluster.leader();
    const worker = cluster.named("worker-1");
    await leader.dockerOk("swarm", "update", "--dispatcher-heartbeat", "20s");
    await restart(worker);
    const is = (status: string) => async () => (await nodes(leader)).includes(`worker-1 ${status}`);
    await eventually("the worker is ready", 20_000, is("Ready"));
    await worker.crash();
    const silent = performance.now();
    await eventually("the worker is down", 40_000, is("Down"));
    // At the default it would be after 3 s.
    expect(performance.now() - silent).toBeGreaterThan(6_000);
    await leader.dockerOk("swarm", "update", "--dispatcher-heartbeat", "5s");
    await worker.start();
    await eventually("the worker is back", 30_000, is("Ready"));
  });

  test("demoted, the leader hands its lead over: no write through another manager fails", async () => {
    const leader = await cluster.leader();
    const other = cluster.nodes.slice(0, 3).find((node) => node !== leader) ?? leader;
    let writing = true;
    const writer = (async (): Promise<number> => {
      let count = 0;
      for (; writing; count++) await writeConfigs(other, 1, `demoted-${process.hrtime.bigint()}`);
      return count;
    })();
    const demoted = (async (): Promise<void> => {
      await other.dockerOk("node", "demote", leader.name);
      await eventually("it is a worker", 20_000, async () =>
        (await nodes(other)).includes(`${leader.name} Ready`),
      );
    })().finally(() => {
      writing = false;
    });
    const [written] = await Promise.all([writer, demoted]);
    expect(written).toBeGreaterThan(0);
    await other.dockerOk("node", "promote", leader.name);
    await eventually("it is a manager again", 20_000, async () =>
      (await nodes(other)).includes(`${leader.name} Ready Reachable`),
    );
  });

  test("a demotion that would cost the quorum is refused, one of a lost manager is not", async () => {
    const leader = await cluster.leader();
    const [lost, left] = cluster.nodes.slice(0, 3).filter((node) => node !== leader);
    if (lost === undefined || left === undefined) throw new Error("no followers");
    await lost.crash();
    await eventually("it is missed", 20_000, async () =>
      (await nodes(leader)).some((line) => line.endsWith("Unreachable")),
    );
    for (const node of [left, leader]) {
      const refused = await leader.docker("node", "demote", node.name);
      expect(refused.stderr).toContain(
        "can't remove member from the raft: this would result in a loss of quorum",
      );
    }
    await leader.dockerOk("node", "demote", lost.name);
    await lost.start();
    await eventually("it comes back as a worker", 20_000, async () =>
      (await nodes(leader)).includes(`${lost.name} Ready`),
    );
    await leader.dockerOk("node", "promote", lost.name);
    await eventually("it is a manager again", 20_000, async () =>
      (await nodes(leader)).includes(`${lost.name} Ready Reachable`),
    );
  });

  test("a manager comes back at another address, and all learn it", async () => {
    const leader = await cluster.leader();
    const moved = cluster.nodes.slice(0, 3).find((node) => node !== leader);
    if (moved === undefined) throw new Error("no follower");
    await moved.crash();
    const file = join(moved.plan.dataRoot, "swarm", "state.json");
    const address = moved.plan.address.replace(/\d+$/, "77");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replaceAll(`${moved.plan.address}:2377`, `${address}:2377`),
    );
    await moved.start();
    await eventually("Raft knows the new address", 20_000, async () => {
      const { Members: members } = await raft(leader);
      return members.some(({ Addr, Reachable }) => Addr === `${address}:2377` && Reachable);
    });
    await eventually("so does node ls", 20_000, async () => {
      const shown = await leader.dockerOk("node", "inspect", moved.name);
      return shown.includes(`"Addr": "${address}:2377"`);
    });
    await writeConfigs(moved, 1, "moved");
  });

  test("force-new-cluster: the last manager goes on alone with all there is", async () => {
    const leader = await cluster.leader();
    const others = cluster.nodes.slice(0, 3).filter((node) => node !== leader);
    const before = await leader.dockerOk("config", "ls", "-q");
    await Promise.all(others.map((node) => node.crash()));
    const status = await raft(leader);
    expect(status.Members).toHaveLength(3);
    const stuck = await leader.docker("config", "ls", "-q");
    expect(stuck.code).toBe(1);
    const force = ["--force-new-cluster", ...addressFlags(leader)];
    await leader.dockerOk("swarm", "init", ...force);
    expect(await leader.dockerOk("config", "ls", "-q")).toBe(before);
    expect((await raft(leader)).Members).toHaveLength(1);
    await writeConfigs(leader, 1, "alone");
    // Those that were dropped must not come back as they are.
    for (const node of others) {
      wipe(node);
      await node.start();
      const token = await leader.dockerOk("swarm", "join-token", "-q", "manager");
      const to = leader.controlAddr;
      await node.dockerOk("swarm", "join", "--token", token, ...addressFlags(node), to);
    }
    await eventually("three managers again", 30_000, async () => {
      const { Members: members } = await raft(leader);
      return members.length === 3 && members.every(({ Reachable }) => Reachable);
    });
    await writeConfigs(leader, 1, "together");
  });

  test("autolock: switched on, every manager is locked after a restart", async () => {
    const leader = await cluster.leader();
    const other = cluster.nodes.slice(0, 3).find((node) => node !== leader) ?? leader;
    const out = await leader.dockerOk("swarm", "update", "--autolock=true");
    const key = /SWMKEY-1-\S+/.exec(out)?.[0] ?? "";
    expect(await leader.dockerOk("swarm", "unlock-key", "-q")).toBe(key);
    const certificate = join(other.plan.dataRoot, "swarm", "certificates", "swarm-node.key");
    await eventually("the key on the other's disk is sealed", 15_000, () =>
      readFileSync(certificate, "utf8").includes("ENCRYPTED"),
    );
    await restart(other);
    expect(await stateOf(other)).toBe("locked");
    expect((await other.docker("service", "ls")).stderr).toContain(
      "Swarm is encrypted and needs to be unlocked before it can be used.",
    );
    const wrong = await unlock(other, `SWMKEY-1-${"A".repeat(43)}`);
    expect(wrong.stderr).toContain("invalid key");
    expect((await unlock(other, key)).code).toBe(0);
    expect(await stateOf(other)).toBe("active");
    await other.dockerOk("service", "ls");
  });

  test("unlock-key --rotate: the new key opens, the old one does not", async () => {
    const leader = await cluster.leader();
    const other = cluster.nodes.slice(0, 3).find((node) => node !== leader) ?? leader;
    const old = await leader.dockerOk("swarm", "unlock-key", "-q");
    const keyFile = join(other.plan.dataRoot, "swarm", "raft", "keyring.json");
    const sealed = readFileSync(keyFile, "utf8");
    const key = await leader.dockerOk("swarm", "unlock-key", "--rotate", "-q");
    expect(key).not.toBe(old);
    await eventually(
      "the other has sealed its keys anew",
      15_000,
      () => readFileSync(keyFile, "utf8") !== sealed && other.log().split("unlock key").length > 2,
    );
    await restart(other);
    expect((await unlock(other, old)).code).toBe(1);
    expect((await unlock(other, key)).code).toBe(0);
    await other.dockerOk("service", "ls");
    await leader.dockerOk("swarm", "update", "--autolock=false");
    const certificate = join(other.plan.dataRoot, "swarm", "certificates", "swarm-node.key");
    await eventually(
      "nothing is sealed with it any more",
      15_000,
      () => !readFileSync(certificate, "utf8").includes("ENCRYPTED"),
    );
    await restart(other);
    await eventually("it comes back by itself", 15_000, async () => {
      return (await stateOf(other)) === "active";
    });
  });

  test("init --autolock: the key is printed, and needed after a restart", async () => {
    const node = cluster.named("worker-1");
    await node.dockerOk("swarm", "leave");
    const out = await node.dockerOk("swarm", "init", "--autolock", ...addressFlags(node));
    const key = /SWMKEY-1-\S+/.exec(out)?.[0] ?? "";
    await node.dockerOk("node", "ls");
    await restart(node);
    expect(await stateOf(node)).toBe("locked");
    expect((await unlock(node, key)).code).toBe(0);
    expect(await nodes(node)).toEqual(["worker-1 Ready Leader"]);
  });
});
