/** The whole container spec reaches the container: seen by the engine, and from inside. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../lib/cluster.ts";
import { ContainerCluster, containerOf } from "../lib/container-cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const FAST = ["--stop-signal", "SIGKILL", "--restart-delay", "100ms"];
const SLEEP = ["sleep", "100000"];

interface Inspected {
  readonly Config: Readonly<Record<string, unknown>>;
  readonly HostConfig: Readonly<Record<string, unknown>>;
}

describe.skipIf(unavailable("docker", "dockerd", "busybox"))("container spec", () => {
  let world: ContainerCluster;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "skep-spec-"));
    writeFileSync(join(folder, "greeting"), "hello\n");
    world = await ContainerCluster.start({ managers: 1, workers: 1 });
  });
  afterAll(async () => {
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts one, and tells what it looks like from both sides. */
  async function run(name: string, flags: readonly string[], command: readonly string[] = SLEEP) {
    await world.create(name, flags, command);
    const [task] = await world.running(name, 1);
    const id = containerOf(task);
    const [inspected] = JSON.parse(world.engine.docker("inspect", id)) as [Inspected];
    const inside = (script: string): string => world.engine.docker("exec", id, "sh", "-c", script);
    return { id, task, inside, config: inspected.Config, host: inspected.HostConfig };
  }

  test("command, arguments, environment, directory, user, groups, labels", async () => {
    const flags = [
      ["--entrypoint", "sh -c"],
      ["--env", "COLOUR=dark green", "--env", "EMPTY="],
      ["--workdir", "/tmp", "--user", "1000:1000", "--group", "extra"],
      ["--container-label", "tier=gold", "--tty"],
    ].flat();
    const { id, task, inside, config } = await run(
      "who",
      [...FAST, ...flags],
      ["echo $0 is here; sleep 100000", "argument"],
    );
    expect(config).toMatchObject({
      Entrypoint: ["sh", "-c"],
      Cmd: ["echo $0 is here; sleep 100000", "argument"],
      Tty: true,
    });
    expect(world.engine.docker("logs", id)).toBe("argument is here");
    expect(inside('echo "$COLOUR|$EMPTY|$PWD|$(id -u) $(id -g) $(id -G)"')).toBe(
      "dark green||/tmp|1000 1000 1000 2000",
    );
    expect(config["Labels"]).toMatchObject({
      tier: "gold",
      "com.docker.swarm.service.name": "who",
      "com.docker.swarm.task.id": task?.ID,
      "com.docker.swarm.task.name": `who.1.${task?.ID}`,
      "com.docker.swarm.node.id": task?.NodeID,
    });
    // A terminal has one stream: the CLI insists on raw.
    expect(await world.docker("service", "logs", "--raw", "who")).toBe("argument is here");
    await world.remove("who");
  });

  test("what the log driver notes comes with each line", async () => {
    const driver = ["--log-driver", "json-file", "--log-opt", "env=COLOUR"];
    const flags = [...driver, "--env", "COLOUR=dark green", "--stop-signal", "SIGKILL"];
    await world.create("noted", flags, ["sh", "-c", "echo two words; exec sleep 100000"]);
    await world.running("noted", 1);
    const logs = ["service", "logs", "--no-task-ids", "--details", "noted"];
    await eventually("the line is there", 10_000, async () =>
      /^noted\.1@\S+ +\| COLOUR=dark green two words$/.test(await world.docker(...logs)),
    );
    await world.remove("noted");
  });

  test("limits and reservations, as the engine holds them and as the kernel does", async () => {
    const flags = [
      ["--limit-cpu", "0.5", "--limit-memory", "64m", "--limit-pids", "50"],
      ["--reserve-cpu", "0.1", "--reserve-memory", "16m"],
      ["--ulimit", "nofile=100:200", "--oom-score-adj", "100"],
    ].flat();
    const { inside, host } = await run("small", [...FAST, ...flags]);
    expect(host).toMatchObject({
      NanoCpus: 500_000_000,
      Memory: 64 * 2 ** 20,
      MemoryReservation: 16 * 2 ** 20,
      PidsLimit: 50,
      Ulimits: [{ Name: "nofile", Soft: 100, Hard: 200 }],
      OomScoreAdj: 100,
    });
    expect(inside("ulimit -Sn; ulimit -Hn; cat /proc/1/oom_score_adj")).toBe("100\n200\n100");
    await world.remove("small");
  });

  test("stop signal and grace period", async () => {
    const trap =
      'trap "echo got INT; exit 0" INT; trap "echo got TERM" TERM; while :; do sleep 0.1; done';
    const signals = ["--stop-signal", "SIGINT", "--stop-grace-period", "7s"];
    const { id, config } = await run("polite", signals, ["sh", "-c", trap]);
    expect(config).toMatchObject({ StopSignal: "SIGINT", StopTimeout: 7 });
    const logs = runCommand("docker", ["-H", world.engine.address, "logs", "--follow", id]);
    await world.remove("polite");
    expect((await logs).stdout).toBe("got INT\n");

    const deaf = 'trap "" TERM; while :; do sleep 0.1; done';
    await run("deaf", ["--stop-grace-period", "1s"], ["sh", "-c", deaf]);
    const askedMs = performance.now();
    await world.remove("deaf");
    expect(performance.now() - askedMs).toBeGreaterThan(950);
  });

  test("mounts: bind, volume, tmpfs", async () => {
    const flags = [
      ["--mount", `type=bind,src=${folder},dst=/bind,readonly`],
      ["--mount", "type=volume,src=data-{{.Task.Slot}},dst=/volume,volume-label=tier=gold"],
      ["--mount", "type=tmpfs,dst=/memory,tmpfs-size=1m,tmpfs-mode=1770"],
      ["--mount", "type=volume,dst=/anonymous"],
    ].flat();
    const { inside } = await run("mounted", [...FAST, ...flags]);
    expect(inside("cat /bind/greeting; touch /bind/x 2>&1; echo kept > /volume/x")).toContain(
      "hello\ntouch: /bind/x: Read-only file system",
    );
    expect(inside("grep ' /memory ' /proc/mounts; stat -c %a /memory")).toMatch(
      /^tmpfs \/memory tmpfs .*size=1024k.*\n1770$/,
    );
    const volumes = (): string[] => world.engine.docker("volume", "ls", "-q").split("\n");
    expect(volumes()).toHaveLength(2);
    await world.remove("mounted");
    // What has a name outlives its container; what has none goes with it.
    expect(volumes()).toEqual(["data-1"]);
    expect(world.engine.docker("volume", "inspect", "-f", "{{.Labels.tier}}", "data-1")).toBe(
      "gold",
    );
    const { inside: again } = await run("mounted", [
      ...[...FAST, "--mount", "type=volume,src=data-1,dst=/volume"],
    ]);
    expect(again("cat /volume/x")).toBe("kept");
    await world.remove("mounted");
  });

  test("capabilities, sysctls, read-only root, init", async () => {
    const flags = [
      ["--cap-add", "NET_ADMIN", "--cap-drop", "CHOWN", "--read-only", "--init"],
      ["--sysctl", "net.ipv4.ip_unprivileged_port_start=80"],
    ].flat();
    const { inside, host } = await run("guarded", [...FAST, ...flags]);
    expect(host).toMatchObject({ CapAdd: ["CAP_NET_ADMIN"], CapDrop: ["CAP_CHOWN"], Init: true });
    expect(inside("touch /x 2>&1; true")).toBe("touch: /x: Read-only file system");
    expect(inside("cat /proc/sys/net/ipv4/ip_unprivileged_port_start")).toBe("80");
    expect(inside("tr '\\0' ' ' < /proc/1/cmdline")).toMatch(/^\S*docker-init -- sleep 100000/);
    const effective = BigInt(`0x${inside("grep CapEff /proc/1/status").split(/\s+/)[1]}`);
    expect(effective & 1n, "CHOWN").toBe(0n);
    expect((effective >> 12n) & 1n, "NET_ADMIN").toBe(1n);
    await world.remove("guarded");
  });

  test("hostname, hosts, DNS settings, log driver", async () => {
    const flags = [
      ["--hostname", "h1", "--host", "db:10.1.2.3", "--dns", "192.0.2.53"],
      ["--dns-search", "example.org", "--dns-option", "ndots:3"],
      ["--log-driver", "json-file", "--log-opt", "max-size=1m"],
    ].flat();
    const { inside, host } = await run("named", [...FAST, ...flags]);
    expect(inside("hostname; grep db /etc/hosts")).toBe("h1\n10.1.2.3\tdb");
    expect(inside("cat /etc/resolv.conf")).toBe(
      "search example.org\nnameserver 192.0.2.53\noptions ndots:3",
    );
    expect(host["LogConfig"]).toEqual({ Type: "json-file", Config: { "max-size": "1m" } });
    await world.remove("named");
  });

  test("health checks decide when a task runs", async () => {
    const health = [
      ["--health-cmd", "test -f /tmp/well", "--health-interval", "300ms"],
      ["--health-timeout", "5s", "--health-retries", "100", "--health-start-period", "1s"],
    ].flat();
    await world.create(
      "checked",
      [...FAST, ...health],
      ["sh", "-c", "sleep 1; touch /tmp/well; sleep 100000"],
    );
    const [task] = await world.running("checked", 1);
    const [inspected] = JSON.parse(world.engine.docker("inspect", containerOf(task)));
    expect(inspected.State.Health.Status).toBe("healthy");
    expect(inspected.Config.Healthcheck).toEqual({
      Test: ["CMD-SHELL", "test -f /tmp/well"],
      Interval: 300e6,
      Timeout: 5e9,
      StartPeriod: 1e9,
      Retries: 100,
    });
    await world.remove("checked");
  });

  test("templates in hostname, environment and mounts", async () => {
    const flags = [
      ["--replicas", "2", "--label", "tier=gold"],
      ["--hostname", "{{.Service.Name}}-{{.Task.Slot}}"],
      ["--env", "ALL={{.Service.ID}}|{{.Service.Labels.tier}}|{{.Task.ID}}|{{.Task.Name}}"],
      ["--env", "NODE={{.Node.ID}}|{{.Node.Hostname}}|{{.Node.Platform.OS}}"],
      ["--mount", "type=volume,src=slot-{{.Task.Slot}},dst=/slot"],
    ].flat();
    await world.create("templated", [...FAST, ...flags], SLEEP);
    const serviceId = await world.docker("service", "inspect", "-f", "{{.ID}}", "templated");
    for (const task of await world.running("templated", 2)) {
      const id = containerOf(task);
      const node = await world.docker(
        "node",
        "inspect",
        "-f",
        "{{.Description.Hostname}}",
        task.NodeID,
      );
      const echo = "hostname; echo $ALL; echo $NODE";
      expect(world.engine.docker("exec", id, "sh", "-c", echo).split("\n")).toEqual([
        `templated-${task.Slot}`,
        `${serviceId}|gold|${task.ID}|templated.${task.Slot}.${task.ID}`,
        `${task.NodeID}|${node}|linux`,
      ]);
      const mounts = world.engine.docker("inspect", "-f", "{{range .Mounts}}{{.Name}}{{end}}", id);
      expect(mounts).toBe(`slot-${task.Slot}`);
    }
    const bad = await world.manager.docker(
      ...[
        "service",
        "create",
        "--no-resolve-image",
        "--env",
        "A={{.Nothing}}",
        "skep-test/busybox",
      ],
    );
    expect(bad.stderr).toContain("InvalidArgument");
    await world.remove("templated");
  });

  test("secrets and configs are files in memory, with their owner and mode", async () => {
    const secret = join(folder, "secret");
    const config = join(folder, "config");
    writeFileSync(secret, "s3cret");
    writeFileSync(config, "slot {{.Task.Slot}} of {{.Service.Name}}");
    await world.docker("secret", "create", "password", secret);
    await world.docker("config", "create", "--template-driver", "golang", "settings", config);
    const flags = [
      ["--secret", "source=password,target=pass,uid=1000,gid=1000,mode=0400"],
      ["--secret", "source=password,target=/etc/other"],
      ["--config", "source=settings,target=/etc/app/settings"],
    ].flat();
    const { id, inside } = await run("keeper", [...FAST, ...flags]);
    expect(inside("cat /run/secrets/pass /etc/other; stat -c '%u %g %a' /run/secrets/pass")).toBe(
      "s3crets3cret1000 1000 400",
    );
    expect(inside("cat /etc/app/settings")).toBe("slot 1 of keeper");
    expect(inside("grep -c '^tmpfs .*\\(pass\\|other\\|settings\\) ' /proc/mounts")).toBe("3");
    expect(world.engine.docker("inspect", id)).not.toContain("s3cret");
    const used = await world.manager.docker("secret", "rm", "password");
    expect(used.stderr).toContain("secret 'password' is in use by the following service: keeper");
    await world.remove("keeper");
    await world.docker("secret", "rm", "password");
    await world.docker("config", "rm", "settings");
  });
});
