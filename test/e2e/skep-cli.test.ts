/** Every command of `skep` once against a real cluster: what it prints, and how it ends. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressFlags, type CommandResult, runCommand, TestCluster } from "../lib/cluster.ts";
import { eventually } from "../lib/wait.ts";

const SKEP = fileURLToPath(new URL("../../cli/bin/skep.js", import.meta.url));
const TALK = ["sh", "-c", "echo out; echo err >&2; exec sleep 100000"];

describe("skep", () => {
  let cluster: TestCluster;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "skep-cli-"));
    cluster = await TestCluster.start({
      managers: 1,
      workers: 1,
      apart: true,
      flags: ["--usage-interval", "1s"],
    });
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (node: number, ...args: readonly string[]): Promise<CommandResult> =>
    runCommand(process.execPath, [SKEP, "-H", cluster.node(node).host, ...args]);
  const skep = (...args: readonly string[]): Promise<CommandResult> => at(0, ...args);
  /** Standard output of a command that must succeed. */
  async function ok(...args: readonly string[]): Promise<string> {
    const result = await skep(...args);
    expect(result, `${args.join(" ")}: ${result.stderr}`).toMatchObject({ code: 0 });
    return result.stdout.trim();
  }

  test("outside of a cluster says so", async () => {
    expect((await ok("info")).split("\n")).toContain("Swarm:     inactive");
    const refused = await skep("node", "ls");
    expect(refused).toMatchObject({ code: 4, stdout: "" });
    expect(refused.stderr).toContain("This node is not a swarm manager");
  });

  test("init, join, join-token", async () => {
    const [first, second] = [cluster.node(0), cluster.node(1)];
    const init = await ok("init", "--autolock", ...addressFlags(first));
    expect(init).toMatch(/skep join --token SWMTKN-1-\S+ 127\./);
    expect(init).toMatch(/SWMKEY-1-/);
    const before = await ok("join-token", "worker", "-q");
    const token = await ok("join-token", "worker", "--rotate", "-q");
    expect(token).toMatch(/^SWMTKN-1-/);
    expect(token).not.toBe(before);
    const join = ["join", "--token", token, ...addressFlags(second), first.controlAddr];
    expect(await at(1, ...join)).toEqual({
      stderr: "",
      code: 0,
      stdout: "This node joined a swarm as a worker.\n",
    });
    await eventually("the worker is ready", 15_000, async () =>
      /worker-1 +Ready +Active/.test(await ok("node", "ls")),
    );
    const again = await skep("init");
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("already part of a swarm");
  });

  test("info, version", async () => {
    expect(await ok("info")).toMatch(/Swarm: +active[\s\S]*Nodes: +2 \(1 managers\)/);
    expect(await ok("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("active");
    expect(JSON.parse(await ok("version", "--json"))).toMatchObject({
      ApiVersion: expect.stringMatching(/^1\.\d+$/),
    });
    expect(await ok("version")).toMatch(/^skep: +\S+\nskepd: +\S+\n[\s\S]*API: +1\.24 to 1\.\d+$/);
    expect(await ok("--version")).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test("node ls, inspect, update, ps, promote, demote", async () => {
    const table = (await ok("node", "ls")).split("\n");
    expect(table[0]).toMatch(/^ID +HOSTNAME +STATUS +AVAILABILITY +MANAGER STATUS/);
    expect(table[1]).toMatch(/ \* +manager-1 +Ready +Active +Leader/);
    expect(await ok("node", "ls", "--format", "{{.Hostname}} {{.Status}}")).toBe(
      "manager-1 Ready\nworker-1 Ready",
    );
    expect(JSON.parse(await ok("node", "ls", "--json"))).toHaveLength(2);
    expect(await ok("node", "ls", "-q", "--filter", "role=worker")).toMatch(/^\S{25}$/);
    await ok("node", "update", "--label-add", "zone=a", "worker-1");
    expect(await ok("node", "inspect", "worker-1", "--format", "{{json .Spec.Labels}}")).toBe(
      '{"zone":"a"}',
    );
    await ok("node", "update", "--label-rm", "zone", "worker-1");
    expect((await skep("node", "update", "--label-rm", "zone", "worker-1")).code).toBe(1);
    expect(await ok("node", "inspect", "self", "--format", "{{.Spec.Role}}")).toBe("manager");
    expect(await ok("node", "ps")).toMatch(/^ID +NAME +IMAGE/);
    expect(await ok("node", "promote", "worker-1")).toContain("promoted to a manager");
    await eventually("it is a manager", 20_000, async () =>
      /worker-1 +Ready +Active +Reachable/.test(await ok("node", "ls")),
    );
    expect(await ok("node", "demote", "worker-1")).toContain("demoted");
    await eventually(
      "it is none any more",
      20_000,
      async () => /1 managers/.test(await ok("info")) && !/Reachable/.test(await ok("node", "ls")),
    );
    const absent = await skep("node", "inspect", "nobody");
    expect(absent.code).toBe(3);
    expect(absent.stderr).toBe("skep: node nobody not found\n");
  });

  test("service create waits, writes the image as docker does, and is listed", async () => {
    const created = await skep(
      ...["service", "create", "--name", "web", "--replicas", "2", "--label", "a=b"],
      ...["--publish", "target=8080,mode=host", "host", ...TALK],
    );
    expect(created).toMatchObject({ code: 0 });
    expect(created.stdout.trim()).toMatch(/^[0-9a-z]{25}$/);
    expect(created.stderr).toContain("Service converged");
    expect(await ok("service", "ls")).toMatch(/web +replicated +2\/2 +host:latest +8080\/tcp$/);
    expect(await ok("service", "ls", "-q")).toBe(created.stdout.trim());
    expect(await ok("service", "ls", "--format", "{{.Name}}:{{.Replicas}}")).toBe("web:2/2");
    expect(JSON.parse(await ok("service", "ls", "--json"))).toMatchObject([
      { Spec: { Name: "web" } },
    ]);
    const image = "{{.Spec.TaskTemplate.ContainerSpec.Image}}";
    expect(await ok("service", "inspect", "web", "--format", image)).toBe("host:latest");
  });

  test("service ps, logs", async () => {
    const rows = (await ok("service", "ps", "web")).split("\n");
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatch(/web\.1 +host:latest +\S+ +Running +Running .+ ago +\*:\d+->8080\/tcp/);
    const logs = await eventually("both lines came", 10_000, async () => {
      const result = await skep("service", "logs", "web");
      return result.stdout.includes("out") && result.stderr.includes("err") && result;
    });
    expect(logs.stdout).toMatch(/^\S+@\S+ +\| out$/m);
    expect(await ok("service", "logs", "--raw", "--tail", "9", "web")).toBe("out\nout");
    expect((await skep("service", "logs", "nothing")).code).toBe(3);
  });

  test("service scale, update, rollback", async () => {
    expect(await ok("service", "scale", "web=3")).toBe("web scaled to 3");
    await ok("service", "update", "--env-add", "A=1", "--update-parallelism", "0", "web");
    const env = "{{json .Spec.TaskTemplate.ContainerSpec.Env}}";
    expect(await ok("service", "inspect", "web", "--format", env)).toBe('["A=1"]');
    await ok("service", "rollback", "web");
    const back = await ok("service", "inspect", "web", "--json");
    expect(JSON.parse(back)[0].Spec.TaskTemplate.ContainerSpec.Env ?? []).toEqual([]);
    expect(await ok("service", "ps", "web", "--filter", "desired-state=running", "-q")).toMatch(
      /^\S+\n\S+\n\S+$/,
    );
  });

  test("top, by service, task and node", async () => {
    const web = await eventually("usage came", 15_000, async () => {
      const [entry] = JSON.parse(await ok("top", "--json"));
      return entry?.Tasks === 3 && entry;
    });
    expect(web).toMatchObject({ Name: "web" });
    expect(await ok("top", "--no-stream")).toMatch(/^NAME +TASKS +NODE +CPU %[\s\S]*\nweb +3 /);
    const tasks = JSON.parse(await ok("top", "task", "--json"));
    expect(tasks.map((task: { Name: string }) => task.Name.split(".")[0])).toEqual(
      Array(3).fill("web"),
    );
    const nodes = await ok("top", "node", "--no-stream", "--format", "{{.Name}}");
    expect(nodes.split("\n").sort()).toEqual(["manager-1", "worker-1"]);
    expect((await skep("top", "planet")).code).toBe(2);
  });

  test("events of the past, raft status", async () => {
    const until = String(Math.floor(Date.now() / 1000) + 1);
    const events = await ok("events", "--since", "10m", "--until", until, "-f", "type=service");
    expect(events).toMatch(/ service create \S{25} \(name=web\)/);
    const names = ["--format", "{{.Type}}/{{.Action}}"];
    expect(await ok("events", "--since", "10m", "--until", until, ...names)).toContain(
      "service/update",
    );
    const raft = await ok("raft", "status");
    expect(raft).toMatch(/This manager: +leader\nTerm: +\d+\n/);
    expect(raft).toMatch(/Log: +\S+ [KM]?i?B, \d+ to \d+\nSnapshot: /);
    expect(raft).toMatch(/manager-1 +127\.\S+:2377 +leader +yes +0/);
    const shown = await ok("raft", "status", "--json");
    expect(JSON.parse(shown)).toMatchObject({ Leads: true, DiskFull: false });
  });

  test.each(["secret", "config"])("%s create, ls, inspect, rm", async (kind) => {
    const file = join(folder, kind);
    writeFileSync(file, "content");
    expect(await ok(kind, "create", "--label", "a=b", "one", file)).toMatch(/^\S{25}$/);
    expect(await ok(kind, "ls")).toMatch(/^ID +NAME +CREATED +UPDATED\n\S+ +one +\d+ seconds? ago/);
    expect(await ok(kind, "inspect", "one", "--format", "{{.Spec.Labels.a}}")).toBe("b");
    expect(await ok(kind, "rm", "one")).toBe("one");
    expect(await skep(kind, "inspect", "one")).toMatchObject({ code: 3 });
    expect(await skep(kind, "create", "two", join(folder, "absent"))).toMatchObject({ code: 2 });
  });

  test("exit codes", async () => {
    expect(await skep("service", "create", "--replicas", "many", "host")).toMatchObject({
      code: 2,
      stderr: 'skep: --replicas: invalid value "many": expected a whole number of at least 0\n',
    });
    expect((await skep("nonsense")).code).toBe(2);
    expect((await skep("service", "create", "--name", "web", "host")).code).toBe(1);
    const nobody = ["-H", "unix:///nonexistent.sock", "node", "ls"];
    const lost = await runCommand(process.execPath, [SKEP, ...nobody]);
    expect(lost.code).toBe(4);
    expect(lost.stderr).toContain("Is it running?");
    const stuck = ["service", "create", "--name", "stuck", "--constraint", "node.labels.x==y"];
    const late = await skep(...stuck, "--timeout", "1s", "host", ...TALK);
    expect(late.code).toBe(5);
    expect(late.stderr).toContain("no suitable node");
    expect(await ok("service", "rm", "stuck")).toBe("stuck");
    expect((await skep("service", "rm", "stuck")).code).toBe(3);
    expect(await ok("service", "rm", "web")).toBe("web");
    expect((await skep("--help")).stdout).toContain("Exit codes: 0 done");
  });

  test("a refusal that comes at once reaches the client every time", async () => {
    const body = { Name: "never", TaskTemplate: {} };
    for (let i = 0; i < 300; i++) {
      const refused = cluster.node(0).api("/services/create", { method: "POST", body });
      await expect(refused).rejects.toThrow("missing runtime");
    }
  });

  test("unlock-key, unlock", async () => {
    const key = await ok("unlock-key", "-q");
    expect(key).toMatch(/^SWMKEY-1-/);
    const node = cluster.node(0);
    await node.crash();
    await node.start();
    await eventually("it is locked", 10_000, async () => /Swarm: +locked/.test(await ok("info")));
    const wrong = await skep("unlock", "SWMKEY-1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    expect(wrong.code).not.toBe(0);
    await ok("unlock", key);
    await eventually("it leads again", 20_000, async () => (await skep("node", "ls")).code === 0);
  });

  test("leave, node rm", async () => {
    expect(await at(1, "leave")).toMatchObject({ code: 0, stdout: "Node left the swarm.\n" });
    await eventually("the node is down", 15_000, async () =>
      /worker-1 +Down/.test(await ok("node", "ls")),
    );
    expect(await ok("node", "rm", "worker-1")).toBe("worker-1");
    const last = await skep("leave");
    expect(last.code).toBe(1);
    expect(last.stderr).toContain("--force");
    await ok("leave", "--force");
    expect(await ok("info")).toMatch(/Swarm: +inactive/);
  });
});
