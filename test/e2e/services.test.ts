/** Services through the stock docker CLI on a real engine: how they come, change, heal and go. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../lib/cluster.ts";
import { ContainerCluster, containerOf } from "../lib/container-cluster.ts";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const BRIDGE_NAME = '{{index .Options "com.docker.network.bridge.name"}}';
const SLEEP = ["sleep", "100000"];
// A shell as a container's first process ignores the stop signal: nobody should wait for it.
const FAST = ["--stop-signal", "SIGKILL", "--restart-delay", "100ms"];

describe.skipIf(unavailable("docker", "dockerd", "busybox"))("services", () => {
  let world: ContainerCluster;

  beforeAll(async () => {
    world = await ContainerCluster.start({ managers: 1, workers: 2 });
  });
  afterAll(() => world?.stop());

  test("create shows its progress until the service has converged; ports are reachable", async () => {
    const publish = ["--publish", "mode=host,target=8080"];
    const create = ["service", "create", "--name", "web", "--replicas", "3", ...FAST, ...publish];
    const out = await world.docker(...create, WEB_IMAGE);
    expect(out).toMatch(/overall progress: 3 out of 3 tasks/);
    expect(out).toMatch(/verify: Service [0-9a-z]{25} converged/);
    const [line] = (await world.docker("service", "ls", "--filter", "name=web"))
      .split("\n")
      .slice(1);
    expect(line).toMatch(/^[0-9a-z]{12}\s+web\s+replicated\s+3\/3\s+skep-test\/web:latest/);
    const rows = await world.ps("web", "{{.Name}} {{.Node}} {{.CurrentState}} {{.Ports}}");
    expect(rows.map((row) => row.split(" ")[0]).sort()).toEqual(["web.1", "web.2", "web.3"]);
    expect(new Set(rows.map((row) => row.split(" ")[1])).size).toBe(3);
    for (const row of rows) {
      expect(row).toMatch(/Running \d+ seconds? ago \*:\d+->8080\/tcp$/);
      const port = /\*:(\d+)->/.exec(row)?.[1];
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("skep\n");
    }
  });

  test("scale shows its progress, up and down; inspect tells the number", async () => {
    const up = await world.docker("service", "scale", "web=5");
    expect(up).toContain("web scaled to 5");
    expect(up).toContain("overall progress: 5 out of 5 tasks");
    expect(world.containers("web")).toHaveLength(5);
    await world.docker("service", "scale", "--detach", "web=1");
    await world.running("web", 1);
    await eventually("one container is left", 20_000, () => world.containers("web").length === 1);
    const replicas = "{{.Spec.Mode.Replicated.Replicas}}";
    expect(await world.docker("service", "inspect", "--format", replicas, "web")).toBe("1");
    expect(await world.docker("service", "inspect", "--pretty", "web")).toContain("Replicas:\t1");
  });

  test("rm takes the containers away, and the name is free at once", async () => {
    await world.remove("web");
    expect((await world.manager.docker("service", "inspect", "web")).stderr).toContain(
      "no such service: web",
    );
    await world.create("web", FAST, SLEEP);
    await world.running("web", 1);
    const again = world.create("web", FAST, SLEEP);
    await expect(again).rejects.toThrow("name conflicts with an existing object");
    await world.remove("web");
  });

  test("one without a name gets one", async () => {
    const create = ["service", "create", "--detach", "--quiet", "--no-resolve-image", ...FAST];
    const id = await world.docker(...create, BUSYBOX_IMAGE, ...SLEEP);
    const name = await world.docker("service", "inspect", "--format", "{{.Spec.Name}}", id);
    expect(name).toMatch(/^[a-z]+_[a-z]+\d+$/);
    await world.running(name, 1);
    await world.remove(name);
  });

  test("logs come from every node, with names, times and both streams", async () => {
    const say = 'echo "out {{.Task.Slot}}"; echo "err $SLOT" >&2; exec sleep 100000';
    const flags = [...FAST, "--replicas", "3", "--env", "SLOT={{.Task.Slot}}"];
    await world.create("talk", flags, ["sh", "-c", say.replaceAll("{{.Task.Slot}}", "$SLOT")]);
    await world.running("talk", 3);
    const result = await world.manager.docker("service", "logs", "--timestamps", "talk");
    expect(result.code).toBe(0);
    for (const slot of [1, 2, 3]) {
      const line = (stream: string): RegExp =>
        new RegExp(`^\\S+T\\S+Z talk\\.${slot}\\.\\w+@\\S+\\s+\\| ${stream} ${slot}$`, "m");
      expect(result.stdout).toMatch(line("out"));
      expect(result.stderr).toMatch(line("err"));
    }
    const [task] = await world.tasks("talk");
    const raw = await world.manager.docker("service", "logs", "--raw", task?.ID ?? "");
    expect(raw.stdout).toBe(`out ${task?.Slot}\n`);
    await world.remove("talk");
  });

  test("logs --follow go on with tasks that come later", async () => {
    const say = ["sh", "-c", 'echo "slot $SLOT"; exec sleep 100000'];
    await world.create("news", [...FAST, "--env", "SLOT={{.Task.Slot}}"], say);
    await world.running("news", 1);
    const args = ["-H", world.manager.host, "service", "logs", "--follow", "--raw", "news"];
    const following = runCommand("timeout", ["-s", "KILL", "6", "docker", ...args]);
    await world.docker("service", "scale", "--detach", "news=2");
    await world.running("news", 2);
    expect((await following).stdout.split("\n").sort()).toEqual(["", "slot 1", "slot 2"]);
    await world.remove("news");
  });

  test("predefined networks: the host's own, and none at all", async () => {
    await world.create("outer", [...FAST, "--network", "host"], SLEEP);
    await world.create("alone", [...FAST, "--network", "none"], SLEEP);
    const links = async (name: string): Promise<string> => {
      const [task] = await world.running(name, 1);
      return world.engine.docker("exec", containerOf(task), "ls", "/sys/class/net");
    };
    expect(await links("alone")).toBe("lo");
    const bridge = world.engine.docker("network", "inspect", "-f", BRIDGE_NAME, "bridge");
    expect((await links("outer")).split(/\s+/)).toContain(bridge);
    await world.remove("outer", "alone");
  });

  test("a global service has one task a node, named by it", async () => {
    await world.create("everywhere", [...FAST, "--mode", "global"], SLEEP);
    const tasks = await world.running("everywhere", 3);
    const rows = await world.ps("everywhere", "{{.Name}}");
    expect(rows.sort()).toEqual(tasks.map(({ NodeID }) => `everywhere.${NodeID}`).sort());
    await world.docker("node", "update", "--availability", "drain", "worker-1");
    await world.running("everywhere", 2);
    await world.docker("node", "update", "--availability", "active", "worker-1");
    await world.running("everywhere", 3);
    await world.remove("everywhere");
  });

  test("what could never be is refused, not half-served", async () => {
    const refusals: [readonly string[], string][] = [
      [["service", "create", "--network", "nowhere", BUSYBOX_IMAGE], "network nowhere not found"],
      [["network", "create", "--driver", "overlay", "a.b"], "valid as a DNS name"],
      [["service", "create", "--limit-memory", "1m", BUSYBOX_IMAGE], "at least 4MiB"],
      [["service", "create", "--name", "a.b", BUSYBOX_IMAGE], "valid as a DNS name"],
    ];
    for (const [args, words] of refusals) {
      const result = await world.manager.docker(...args);
      expect(result.code).toBe(1);
      expect(result.stderr).toContain(words);
    }
    expect(await world.docker("service", "ls", "--quiet")).toBe("");
  });

  test("ps says why a task waits, in Swarm's words", async () => {
    const why: Record<string, readonly [readonly string[], string]> = {
      label: [
        ["--constraint", "node.labels.x==1"],
        "scheduling constraints not satisfied on 3 nodes",
      ],
      cpus: [["--reserve-cpu", "1000"], "insufficient resources on 3 nodes"],
      memory: [["--reserve-memory", "1000g"], "insufficient resources on 3 nodes"],
      limit: [
        ["--replicas", "4", "--replicas-max-per-node", "1"],
        "max replicas per node limit exceed",
      ],
      plugin: [["--log-driver", "nosuch"], "missing plugin on 3 nodes"],
    };
    const names = Object.keys(why);
    for (const name of names) await world.create(name, [...FAST, ...(why[name]?.[0] ?? [])], SLEEP);
    for (const name of names) {
      const words = `no suitable node (${why[name]?.[1]})`;
      await eventually(`${name} waits: ${words}`, 10_000, async () => {
        const rows = await world.ps(name, "{{.CurrentState}} {{.Error}}");
        if (!rows.some((row) => row.startsWith("Pending") && row.includes(words))) throw rows;
        return true;
      });
    }
    await world.docker("node", "update", "--label-add", "x=1", "worker-2");
    await world.running("label", 1);
    expect(await world.ps("label", "{{.Node}}")).toEqual(["worker-2"]);
    await world.remove(...names);
  });

  test("a killed container is replaced in its slot, after the delay", async () => {
    await world.create("heal", [...FAST, "--replicas", "2"], SLEEP);
    const [victim] = await world.running("heal", 2);
    world.engine.docker("kill", containerOf(victim));
    await eventually("its slot has another task", 15_000, async () => {
      const now = await world.running("heal", 2);
      return now.some(({ ID, Slot }) => Slot === victim?.Slot && ID !== victim?.ID);
    });
    const failed = await world.ps("heal", "{{.Name}} {{.CurrentState}} {{.Error}}");
    expect(failed.join("\n")).toMatch(
      new RegExp(`^heal\\.${victim?.Slot} Failed .* "task: non-zero exit \\(137\\)"$`, "m"),
    );
    await world.remove("heal");
  });

  test("an unhealthy container is replaced, and the reason is told", async () => {
    const health = ["--health-cmd", "test ! -f /tmp/sick", "--health-interval", "200ms"];
    const flags = [...FAST, ...health, "--health-retries", "2"];
    await world.create("sickly", flags, SLEEP);
    const [task] = await world.running("sickly", 1);
    world.engine.docker("exec", containerOf(task), "touch", "/tmp/sick");
    await eventually("another task runs", 20_000, async () => {
      const [now] = await world.running("sickly", 1);
      return now?.ID !== task?.ID;
    });
    expect((await world.ps("sickly", "{{.Error}}")).join("\n")).toContain("unhealthy container");
    await world.remove("sickly");
  });

  test("restart conditions and attempts are kept", async () => {
    const fail = ["sh", "-c", "exit 3"];
    const cases: Record<string, [readonly string[], readonly string[], RegExp]> = {
      never: [["--restart-condition", "none"], fail, /^Failed$/],
      done: [["--restart-condition", "on-failure"], ["true"], /^Complete$/],
      twice: [
        ["--restart-condition", "on-failure", "--restart-max-attempts", "2"],
        fail,
        /^(Failed ?){3}$/,
      ],
      any: [["--restart-max-attempts", "1"], ["true"], /^(Complete ?){2}$/],
    };
    for (const [name, [flags, command]] of Object.entries(cases)) {
      await world.create(name, [...FAST, ...flags], command);
    }
    for (const [name, [, , states]] of Object.entries(cases)) {
      await eventually(`${name} has ended`, 20_000, async () => {
        const rows = await world.ps(name, "{{.CurrentState}}");
        const words = rows.map((row) => row.split(" ")[0]).join(" ");
        if (!states.test(words)) throw words;
        return true;
      });
    }
    // Nothing more comes: every task of theirs has ended, and none is wanted.
    for (const name of Object.keys(cases)) {
      expect(await world.tasks(name, { "desired-state": ["running", "ready"] })).toEqual([]);
    }
    await world.remove(...Object.keys(cases));
  });

  test("what cannot start says why", async () => {
    const once = [...FAST, "--restart-condition", "none"];
    await world.create("nocmd", once, ["nosuchcommand"]);
    await world.create("nobind", [...once, "--mount", "type=bind,src=/nonexistent,dst=/x"], SLEEP);
    const errorOf = (name: string, state: string): Promise<string> =>
      eventually(`${name} is ${state}`, 20_000, async () => {
        const [row] = await world.ps(name, "{{.CurrentState}} {{.Error}}");
        return row?.startsWith(state) === true ? row : undefined;
      });
    expect(await errorOf("nocmd", "Failed")).toMatch(
      /"starting container failed: .*exec: "nosuchcommand": executable file not found in \$PATH/,
    );
    expect(await errorOf("nobind", "Rejected")).toContain(
      'invalid mount config for type "bind": bind source path does not exist: /nonexistent',
    );
    await world.remove("nocmd", "nobind");
  });

  test("a replicated job runs to its end", async () => {
    const flags = ["--mode", "replicated-job", "--replicas", "4", "--max-concurrent", "2"];
    const out = await world.create("job", [...flags, "--detach=false"], ["true"]);
    expect(out).toContain("job complete");
    expect(await world.docker("service", "ls", "--format", "{{.Replicas}}")).toContain(
      "(4/4 completed)",
    );
    await world.remove("job");
  });
});
