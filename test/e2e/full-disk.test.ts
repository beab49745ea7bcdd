/** A leader whose disk is full makes way, loses nothing, and takes part again when there is room. */
import { spawnSync } from "node:child_process";
import { closeSync, cpSync, openSync, renameSync, rmSync, statfsSync, writeSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestCluster, type TestNode } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

interface RaftStatus {
  readonly Role: string;
  readonly DiskFull: boolean;
  readonly Members: readonly { readonly Reachable: boolean; readonly Lag?: number }[];
}

interface ApiTask {
  readonly Status: { readonly State: string; readonly ContainerStatus?: { readonly PID: number } };
}

const PIECE = new Uint8Array(64 << 10).fill(1);
const REPLICAS = 6;

describe.skipIf(unavailable("docker", "ip"))("a full disk", () => {
  let cluster: TestCluster;
  const acknowledged: string[] = [];

  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 3, workers: 0 });
    for (const node of cluster.nodes) await moveToSmallDisk(node);
    // A busy machine must not look like one that is down.
    await cluster.first.dockerOk("swarm", "update", "--dispatcher-heartbeat", "60s");
    const replicas = ["--name", "web", "--replicas", `${REPLICAS}`];
    await cluster.first.dockerOk("service", "create", ...replicas, "host", "sleep", "100000");
  });
  afterAll(() => cluster?.stop());

  /** All of the node's data, from now on, on a file system of its own. */
  async function moveToSmallDisk(node: TestNode): Promise<void> {
    await node.crash();
    const { dataRoot } = node.plan;
    renameSync(dataRoot, `${dataRoot}.before`);
    await mkdir(dataRoot);
    const { status, stderr } = spawnSync("mount", [
      "-t",
      "tmpfs",
      "-o",
      "size=48m",
      "tmpfs",
      dataRoot,
    ]);
    expect(`${status} ${stderr}`).toBe("0 ");
    const filter = (path: string): boolean => !path.endsWith(".sock");
    cpSync(`${dataRoot}.before`, dataRoot, { recursive: true, filter });
    await node.start();
    await eventually("all managers hear each other", 20_000, async () => {
      const all = await Promise.all(cluster.nodes.map((one) => raft(one)));
      return all.every(({ Members }) => Members.every(({ Reachable }) => Reachable));
    });
  }
  const raft = (node: TestNode): Promise<RaftStatus> => node.api("/skep/v1/raft/status");
  const write = async (node: TestNode): Promise<void> => {
    const name = `c-${process.hrtime.bigint()}`;
    const body = { Name: name, Data: Buffer.alloc(20_000, name).toString("base64") };
    await node.api("/configs/create", { method: "POST", body });
    acknowledged.push(name);
  };
  const pids = (node: TestNode): Promise<number[]> =>
    eventually("the tasks run", 20_000, async () => {
      const tasks = await node.api<ApiTask[]>("/tasks");
      const up = tasks.filter(({ Status }) => Status.State === "running");
      const found = up.map(({ Status }) => Status.ContainerStatus?.PID ?? 0);
      // None came or went.
      return tasks.length === REPLICAS && up.length === REPLICAS && found.sort((a, b) => a - b);
    });

  test("under a leader: another leads, nothing is lost, tasks run on, room heals it", async () => {
    const full = await cluster.leader();
    const others = cluster.nodes.filter((node) => node !== full);
    const [other] = others;
    if (other === undefined) throw new Error("no other manager");
    const before = await pids(other);
    for (let n = 0; n < 10; n++) await write(full);
    const filler = fill(full.plan.dataRoot);
    // The room that was laid out ahead for the log is used first.
    await eventually("another manager leads", 30_000, async () => {
      await write(other).catch(() => undefined);
      const roles = await Promise.all(others.map(raft));
      return roles.some(({ Role }) => Role === "leader");
    });
    await eventually("the full one says so", 20_000, async () => (await raft(full)).DiskFull);
    expect(await full.skepOk("raft", "status")).toContain("FULL");
    for (let n = 0; n < 20; n++) await write(other);
    expect(await pids(other)).toEqual(before);

    rmSync(filler);
    await eventually("it has caught up", 30_000, async () => {
      const { DiskFull, Members } = await raft(full);
      const leader = await cluster.leader();
      const { Members: seen } = await raft(leader);
      const heard = [...Members, ...seen].every(({ Reachable }) => Reachable);
      return !DiskFull && heard && seen.every(({ Lag }) => Lag === 0);
    });
    expect(await pids(full)).toEqual(before);
    // With one of the others alone it is needed for the quorum, and has everything.
    await other.crash();
    await eventually("two accept writes", 20_000, async () => {
      await write(full);
      return true;
    });
    const names = (await full.dockerOk("config", "ls", "--format", "{{.Name}}")).split("\n");
    expect(acknowledged.filter((name) => !names.includes(name))).toEqual([]);
    await other.start();
  });
});

/** @returns the file that takes all the room */
function fill(folder: string): string {
  const path = join(folder, "filler");
  const file = openSync(path, "w");
  try {
    while (statfsSync(folder).bavail > 0) writeSync(file, PIECE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
  return path;
}
