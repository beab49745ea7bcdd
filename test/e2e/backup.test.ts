/** A cluster is backed up while it runs, lost, and restored from one file on another machine. */
import { existsSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressFlags, runCommand, TestCluster, type TestNode, wipe } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

interface ApiTask {
  readonly NodeID: string;
  readonly Status: { readonly State: string; readonly ContainerStatus?: { readonly PID: number } };
}

describe.skipIf(unavailable("docker"))("backup and restore", () => {
  let cluster: TestCluster;
  let file: string;
  let clusterId: string;
  let token: string;

  const running = async (node: TestNode, count: number): Promise<ApiTask[]> =>
    eventually(`${count} tasks run`, 60_000, async () => {
      const filters = JSON.stringify({ service: ["web"], "desired-state": ["running"] });
      const tasks = await node.api<ApiTask[]>("/tasks", { query: { filters } });
      const up = tasks.filter((task) => task.Status.State === "running");
      return up.length === count ? up : undefined;
    });
  const idOfCluster = (node: TestNode): Promise<string> =>
    node.dockerOk("info", "--format", "{{.Swarm.Cluster.ID}}");
  const restore = (node: TestNode): Promise<string> =>
    node.skepOk("backup", "restore", file, ...addressFlags(node));

  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 2, workers: 1, apart: true });
    const { first } = cluster;
    file = join(cluster.folder, "cluster.skepbak");
    await first.dockerOk("swarm", "init", ...addressFlags(first));
    token = await first.dockerOk("swarm", "join-token", "-q", "worker");
    const worker = cluster.named("worker-1");
    await worker.dockerOk(
      "swarm",
      "join",
      "--token",
      token,
      ...addressFlags(worker),
      first.controlAddr,
    );
    const secret = join(cluster.folder, "secret.txt");
    writeFileSync(secret, "open sesame");
    await first.dockerOk("secret", "create", "door", secret);
    await first.dockerOk("config", "create", "--label", "a=b", "settings", secret);
    await first.dockerOk(
      "service",
      "create",
      "--quiet",
      "--name",
      "web",
      "--replicas",
      "4",
      "--secret",
      "door",
      "host",
      "sleep",
      "100000",
    );
    await running(first, 4);
    clusterId = await idOfCluster(first);
  });
  afterAll(() => cluster?.stop());

  test("a backup is made online, checked, and readable by its owner alone", async () => {
    const out = await cluster.first.skep("backup", "create", file);
    expect(out).toMatchObject({ code: 0 });
    expect(out.stdout).toContain(`Backup of swarm ${clusterId} at index`);
    expect(out.stderr).toContain("every secret, unencrypted");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await cluster.first.skepOk("backup", "check", file)).toContain(clusterId);
    const again = await cluster.first.skep("backup", "create", file);
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toContain("--force");
  });

  test("where it cannot be written it says so, and leaves nothing", async () => {
    const nowhere = await cluster.first.skep(
      "backup",
      "create",
      join(cluster.folder, "no", "file"),
    );
    expect(nowhere).toMatchObject({ code: 1, stdout: "" });
    expect(nowhere.stderr).toContain("ENOENT");
    const folder = await cluster.first.skep("backup", "create", "--force", cluster.folder);
    expect(folder.code).toBe(1);
    expect(existsSync(`${cluster.folder}.part`)).toBe(false);
    const other = await cluster.named("worker-1").skep("backup", "create", `${file}.other`);
    expect(other.stderr).toContain("Worker nodes can't be used to view or modify cluster state");
    expect(existsSync(`${file}.other`)).toBe(false);
  });

  test("a node that is in a swarm refuses a restore, and goes on", async () => {
    const refused = await cluster.first.skep("backup", "restore", file);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("This node is already part of a swarm");
    await running(cluster.first, 4);
  });

  test("a damaged file is refused by skepd, and the node stays outside", async () => {
    const damaged = `${file}.damaged`;
    const { code } = await runCommand("cp", [file, damaged]);
    expect(code).toBe(0);
    truncateSync(damaged, statSync(damaged).size - 40);
    const node = cluster.named("manager-2");
    const local = await node.skep("backup", "restore", damaged);
    expect(local.stderr).toContain("this is no backup that can be restored: it ends too early");
    const sent = await runCommand("curl", [
      ...["-sS", "--unix-socket", node.plan.socket, "-X", "POST", "--data-binary", `@${damaged}`],
      "http://skep/skep/v1/restore",
    ]);
    expect(sent.stdout).toContain("it ends too early");
    expect(await node.dockerOk("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("inactive");
  });

  test("all is lost, and restored on another machine: same cluster, services run again", async () => {
    const { first } = cluster;
    const node = cluster.named("manager-2");
    const worker = cluster.named("worker-1");
    const pids = (await running(first, 4)).map((task) => task.Status.ContainerStatus?.PID ?? 0);
    await Promise.all([first.crash(), worker.crash()]);
    for (const pid of pids) process.kill(pid, "SIGKILL");
    expect(await restore(node)).toContain("is now its only manager");
    expect(await idOfCluster(node)).toBe(clusterId);
    expect(await node.dockerOk("swarm", "join-token", "-q", "worker")).toBe(token);
    expect(await node.dockerOk("secret", "ls", "--format", "{{.Name}}")).toBe("door");
    expect(await node.dockerOk("config", "inspect", "settings", "--pretty")).toContain("sesame");
    await running(node, 4);
    const nodes = await node.dockerOk(
      "node",
      "ls",
      "--format",
      "{{.Hostname}} {{.Status}} {{.ManagerStatus}}",
    );
    expect(nodes.split("\n").map((line) => line.trim())).toEqual(
      expect.arrayContaining(["manager-1 Down", "worker-1 Down", "manager-2 Ready Leader"]),
    );
    // Another one can join what was restored, and the log goes on after a restart.
    wipe(first);
    await first.start();
    const managerToken = await node.dockerOk("swarm", "join-token", "-q", "manager");
    await first.dockerOk(
      "swarm",
      "join",
      "--token",
      managerToken,
      ...addressFlags(first),
      node.controlAddr,
    );
    await node.crash();
    await node.start();
    await eventually("both managers are reachable", 30_000, async () => {
      const states = await node.dockerOk("node", "ls", "--format", "{{.ManagerStatus}}");
      return states.split("\n").filter((state) => /Leader|Reachable/.test(state)).length === 2;
    });
    await running(node, 4);
  });

  test("restored at a former manager's address, workers come back by themselves", async () => {
    const first = cluster.named("manager-1");
    const worker = cluster.named("worker-1");
    await Promise.all([first.crash(), cluster.named("manager-2").crash()]);
    wipe(first);
    await first.start();
    await restore(first);
    await worker.start();
    await eventually("the worker is ready", 30_000, async () => {
      const lines = await first.dockerOk("node", "ls", "--format", "{{.Hostname}} {{.Status}}");
      return lines.split("\n").some((line) => line.trim() === "worker-1 Ready");
    });
    await first.dockerOk("service", "scale", "-d", "web=6");
    const tasks = await running(first, 6);
    expect(new Set(tasks.map((task) => task.NodeID)).size).toBe(2);
  });
});
