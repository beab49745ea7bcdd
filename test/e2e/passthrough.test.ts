/** With DOCKER_HOST at skepd, on a machine of a swarm, everything else of the docker CLI works. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, runCommand } from "../lib/cluster.ts";
import { ContainerCluster, containerOf } from "../lib/container-cluster.ts";
import { BUSYBOX_IMAGE } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";

const FAST = ["--stop-signal", "SIGKILL", "--restart-delay", "100ms"];
const TICK = "i=0; while :; do echo line $i; i=$((i+1)); sleep 0.1; done";

describe.skipIf(unavailable("docker", "dockerd", "busybox"))("the docker CLI at skepd", () => {
  const folder = mkdtempSync(join(tmpdir(), "skep-pass-"));
  let world: ContainerCluster;

  beforeAll(async () => {
    world = await ContainerCluster.start({ managers: 1, workers: 1 });
    const run = ["run", "--detach", "--name", "ticker", "--stop-signal", "KILL"];
    await world.docker(...run, BUSYBOX_IMAGE, "sh", "-c", TICK);
  });
  afterAll(async () => {
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const cli = (...args: readonly string[]): Promise<CommandResult> => world.manager.docker(...args);
  /** On a terminal of its own, as a person would. */
  const onTerminal = (command: string): Promise<CommandResult> =>
    runCommand("script", ["-qec", `docker -H ${world.manager.host} ${command}`, "/dev/null"]);
  /** Killed after so many seconds: attach passes any other signal on to the container. */
  const bounded = (seconds: number, ...args: readonly string[]): Promise<CommandResult> =>
    runCommand("timeout", [
      "-s",
      "KILL",
      String(seconds),
      "docker",
      "-H",
      world.manager.host,
      ...args,
    ]);

  test("run -it has a terminal, run -i reads to the end, exit codes come through", async () => {
    const result = await onTerminal(`run --rm -it ${BUSYBOX_IMAGE} sh -c 'tty; exit 7'`);
    expect(result.stdout).toContain("/dev/pts/0");
    expect(result.code).toBe(7);
    const input = "x".repeat(300_000);
    const args = ["-H", world.manager.host, "run", "--rm", "-i", BUSYBOX_IMAGE, "wc", "-c"];
    expect((await runCommand("docker", args, { input })).stdout.trim()).toBe("300000");
  });

  test("a service's container is a container like others: exec, top, cp, logs", async () => {
    await world.create("app", FAST, ["sh", "-c", TICK]);
    const id = containerOf((await world.running("app", 1))[0]);
    expect((await cli("exec", id, "sh", "-c", "echo in; exit 5")).code).toBe(5);
    expect((await onTerminal(`exec -it ${id} sh -c 'tty; exit 3'`)).code).toBe(3);
    const file = join(folder, "file");
    writeFileSync(file, "copied\n");
    await world.docker("cp", file, `${id}:/tmp/file`);
    await world.docker("cp", `${id}:/tmp/file`, `${file}.back`);
    expect(readFileSync(`${file}.back`, "utf8")).toBe("copied\n");
    expect(await world.docker("top", id)).toContain("while :; do");
    await world.remove("app");
  });

  test("logs -f, attach and events go on as things happen", async () => {
    // From now on, however late the connection is: a busy machine may need a second for it.
    const since = `${Math.floor(Date.now() / 1000)}`;
    const [logs, attached, events] = await Promise.all([
      bounded(4, "logs", "--follow", "--tail", "1", "ticker"),
      bounded(4, "attach", "--no-stdin", "ticker"),
      bounded(4, "events", "--since", since, "--format", "{{.Type}} {{.Action}}"),
      cli("run", "--rm", BUSYBOX_IMAGE, "true"),
      cli("config", "create", `of-the-swarm-${since}`, "/etc/hostname"),
    ]);
    expect(logs.stdout.split("\n").length).toBeGreaterThan(5);
    expect(attached.stdout).toMatch(/^line \d+\nline \d+\n/m);
    expect(events.stdout).toMatch(/^container start$/m);
    expect(events.stdout).toMatch(/^config create$/m);
    const stats = await world.docker("stats", "--no-stream", "--format", "{{.Name}}", "ticker");
    expect(stats).toBe("ticker");
  });

  test("build, and run what was built", async () => {
    writeFileSync(join(folder, "Dockerfile"), `FROM ${BUSYBOX_IMAGE}\nRUN echo ok >/built\n`);
    const build = ["DOCKER_BUILDKIT=0", "docker", "-H", world.manager.host, "build", "--quiet"];
    const result = await runCommand("env", [...build, "--tag", "local/built", folder]);
    expect(result.stdout).toMatch(/^sha256:/);
    expect(await world.docker("run", "--rm", "local/built", "cat", "/built")).toBe("ok");
  });

  test("images, volumes and networks of the machine", async () => {
    const archive = join(folder, "image.tar");
    await world.docker("save", "--output", archive, "local/built");
    expect(await world.docker("load", "--input", archive)).toContain("local/built:latest");
    await world.docker("volume", "create", "mine");
    await world.docker("network", "create", "ours");
    expect(await world.docker("volume", "ls", "--quiet")).toContain("mine");
    expect((await world.docker("network", "ls", "--format", "{{.Name}}")).split("\n")).toEqual(
      expect.arrayContaining(["bridge", "host", "none", "ours"]),
    );
    await world.docker("network", "rm", "ours");
    await world.docker("volume", "rm", "mine");
  });

  test("an engine older than the client is no obstacle, and both are told", async () => {
    const format = "{{.Server.APIVersion}} {{range .Server.Components}}{{.Name}} {{end}}";
    const [version = "", ...components] = (await world.docker("version", "-f", format)).split(" ");
    expect(components).toEqual(expect.arrayContaining(["Skep", "Engine"]));
    const engine = world.engine.docker("version", "-f", "{{.Server.APIVersion}}");
    const minor = (text: string): number => Number(text.split(".")[1]);
    expect(minor(version)).toBeGreaterThanOrEqual(minor(engine));
    const info = await world.docker("info", "-f", "{{.Swarm.LocalNodeState}} {{.Swarm.Nodes}}");
    expect(info).toBe("active 2");
  });

  test("a worker passes everything on too, but the swarm's in Swarm's words", async () => {
    const worker = world.cluster.named("worker-1");
    expect(await worker.dockerOk("ps", "--format", "{{.Names}}")).toBe("ticker");
    expect((await worker.docker("service", "ls")).stderr).toContain(
      "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
    );
  });
});
