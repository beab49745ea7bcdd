/** Updates through the stock docker CLI: they roll, stop or turn back as they were told. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiTask, ContainerCluster, containerOf } from "../lib/container-cluster.ts";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

// A shell as a container's first process ignores the stop signal: nobody should wait for it.
const FAST = [
  ...["--stop-signal", "SIGKILL", "--restart-delay", "100ms"],
  ...["--update-monitor", "300ms", "--rollback-monitor", "300ms"],
];
const SLEEP = ["sleep", "100000"];

describe.skipIf(unavailable("docker", "dockerd", "busybox"))("updates", () => {
  let world: ContainerCluster;

  beforeAll(async () => {
    world = await ContainerCluster.start({ managers: 1, workers: 1 });
  });
  afterAll(() => world?.stop());

  const update = (service: string, ...flags: readonly string[]): Promise<string> =>
    world.docker("service", "update", "--no-resolve-image", ...flags, service);
  const idsOf = (tasks: readonly ApiTask[]): string[] => tasks.map(({ ID }) => ID).sort();
  const variable = (task: ApiTask | undefined, name: string): string =>
    world.engine.docker("exec", containerOf(task), "sh", "-c", `echo $${name}`);
  const updateState = (service: string): Promise<string> => {
    const format = "{{with .UpdateStatus}}{{.State}}: {{.Message}}{{end}}";
    return world.docker("service", "inspect", "--format", format, service);
  };
  const settles = (service: string, state: string): Promise<string> =>
    eventually(`the update of ${service} is ${state}`, 40_000, async () => {
      const now = await updateState(service);
      if (!now.startsWith(`${state}:`)) throw now;
      return now;
    });

  test("every task is replaced, and the CLI sees it converge", async () => {
    const flags = ["--replicas", "3", "--env", "V=1"];
    await world.create("app", [...FAST, ...flags], SLEEP);
    const before = await world.running("app", 3);
    const out = await update("app", "--env-add", "V=2", "--update-parallelism", "2");
    expect(out).toContain("overall progress: 3 out of 3 tasks");
    expect(out).toMatch(/verify: Service app converged/);
    const after = await world.running("app", 3);
    expect(after.map((task) => variable(task, "V"))).toEqual(["2", "2", "2"]);
    expect(idsOf(after).filter((id) => idsOf(before).includes(id))).toEqual([]);
    expect(await settles("app", "completed")).toBe("completed: update completed");
    const shown = await world.docker("service", "inspect", "--pretty", "app");
    expect(shown).toMatch(/UpdateStatus:\n State:\s+completed\n/);
    expect(shown).toMatch(/UpdateConfig:\n Parallelism:\s+2\n/);
  });

  test("what changes no container replaces no task; --force replaces all", async () => {
    const before = await world.running("app", 3);
    await update("app", "--detach", "--label-add", "x=y", "--update-delay", "10ms");
    await world.docker("service", "scale", "--detach", "app=4");
    const scaled = await world.running("app", 4);
    expect(idsOf(scaled)).toEqual(expect.arrayContaining(idsOf(before)));
    await update("app", "--force", "--quiet");
    const forced = await world.running("app", 4);
    expect(idsOf(forced).filter((id) => idsOf(scaled).includes(id))).toEqual([]);
  });

  test("rollback brings the previous spec back, and a second one undoes it", async () => {
    await update("app", "--quiet", "--env-add", "V=3");
    const out = await world.docker("service", "rollback", "app");
    expect(out).toContain("overall progress: rolling back update: 4 out of 4 tasks");
    expect(variable((await world.running("app", 4))[0], "V")).toBe("2");
    expect(await settles("app", "rollback_completed")).toBe(
      "rollback_completed: rollback completed",
    );
    await world.docker("service", "rollback", "--detach", "app");
    await settles("app", "rollback_completed");
    expect(variable((await world.running("app", 4))[0], "V")).toBe("3");
    await world.remove("app");
  });

  test("start-first never has fewer than wanted, stop-first never more", async () => {
    for (const order of ["start-first", "stop-first"]) {
      const flags = ["--replicas", "2", "--update-order", order];
      await world.create(order, [...FAST, ...flags], SLEEP);
      await world.running(order, 2);
      const counts = new Set<number>();
      const label = `label=com.docker.swarm.service.name=${order}`;
      await update(order, "--detach", "--env-add", "V=2");
      await eventually("the update is done", 30_000, async () => {
        const ids = world.engine.docker("ps", "--quiet", "--filter", label);
        counts.add(ids.split("\n").filter(Boolean).length);
        return (await updateState(order)).startsWith("completed");
      });
      const numbers = [...counts].sort((a, b) => a - b);
      if (order === "start-first") expect(numbers[0]).toBe(2);
      else expect(numbers.at(-1)).toBe(2);
    }
    await world.remove("start-first", "stop-first");
  });

  test("parallelism and delay are kept", async () => {
    const pace = [
      "--update-parallelism",
      "2",
      "--update-delay",
      "1500ms",
      "--update-monitor",
      "1ms",
    ];
    await world.create("paced", [...FAST, "--replicas", "4", ...pace], SLEEP);
    await world.running("paced", 4);
    await update("paced", "--detach", "--env-add", "V=2");
    await settles("paced", "completed");
    const ids = (await world.running("paced", 4)).map((task) => containerOf(task));
    const times = JSON.parse(world.engine.docker("inspect", ...ids)) as {
      readonly State: { readonly StartedAt: string };
    }[];
    const [first, second, third, fourth] = times
      .map(({ State }) => Date.parse(State.StartedAt))
      .sort((a, b) => a - b) as [number, number, number, number];
    expect(third - second).toBeGreaterThan(1000);
    expect(third - first).toBeGreaterThan(1450);
    expect(fourth - second).toBeGreaterThan(1450);
    await world.remove("paced");
  });

  test("a failing update pauses, and says so", async () => {
    await world.create("pausing", [...FAST, "--replicas", "2", "--env", "V=1"], SLEEP);
    await world.running("pausing", 2);
    // Without a delay the other would be next as soon as the first is seen to run.
    const flags = ["--no-resolve-image", "--restart-max-attempts", "0", "--update-delay", "30s"];
    const fails = ["--args", "sh -c 'exit 3'"];
    const result = await world.manager.docker("service", "update", ...flags, ...fails, "pausing");
    expect(result.code).toBe(1);
    const words = /update paused due to failure or early termination of task [0-9a-z]{25}/;
    expect(result.stderr).toMatch(words);
    expect(await updateState("pausing")).toMatch(new RegExp(`^paused: ${words.source}$`));
    const shown = await world.docker("service", "inspect", "--pretty", "pausing");
    expect(shown).toMatch(/UpdateStatus:\n State:\s+paused\n/);
    // One task was tried; the other goes on as before.
    const still = await world.tasks("pausing", { "desired-state": ["running"] });
    expect(still.filter(({ Status }) => Status.State === "running")).toHaveLength(1);
    await update("pausing", "--quiet", "--update-delay", "0s", "--args", "sleep 100000");
    await world.running("pausing", 2);
    await world.remove("pausing");
  });

  test("a failing image rolls back when told to", async () => {
    const flags = ["--replicas", "2", "--update-failure-action", "rollback"];
    await world.create("turning", [...FAST, ...flags], SLEEP);
    await world.running("turning", 2);
    const image = ["--no-resolve-image", "--image", "127.0.0.1:1/nothing:1"];
    const result = await world.manager.docker("service", "update", ...image, "turning");
    expect(result.stdout).toMatch(/rolling back update|rollback/);
    const words = await settles("turning", "rollback_completed");
    expect(words).toBe("rollback_completed: rollback completed");
    await world.running("turning", 2);
    const format = "{{.Spec.TaskTemplate.ContainerSpec.Image}}";
    expect(await world.docker("service", "inspect", "-f", format, "turning")).toBe(BUSYBOX_IMAGE);
    const errors = (await world.ps("turning", "{{.Error}}")).join("\n");
    expect(errors).toContain("No such image: 127.0.0.1:1/nothing:1");
    await world.remove("turning");
  });

  test("continue goes on past failures; the ratio allows some", async () => {
    const flags = ["--update-failure-action", "continue"];
    await world.create("going", [...FAST, "--replicas", "2", ...flags], SLEEP);
    await world.running("going", 2);
    await update("going", "--detach", "--args", "sh -c 'exit 3'", "--restart-condition", "none");
    expect(await settles("going", "completed")).toBe("completed: update completed");
    expect(await world.tasks("going", { "desired-state": ["running"] })).toEqual([]);
    await world.remove("going");
  });

  test("image, mounts, ports and limits change in place", async () => {
    await world.create("shift", [...FAST], SLEEP);
    await world.running("shift", 1);
    const add = ["--mount-add", "type=tmpfs,dst=/memory", "--limit-memory", "32m", "--args", ""];
    const publish = ["--publish-add", "mode=host,target=8080", "--image", WEB_IMAGE];
    await update("shift", "--quiet", ...add, ...publish);
    const [task] = await world.running("shift", 1);
    const [row] = await world.ps("shift", "{{.Ports}}", "--filter", "desired-state=running");
    const port = /\*:(\d+)->8080\/tcp/.exec(row ?? "")?.[1];
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("skep\n");
    const memory = world.engine.docker(
      "inspect",
      "-f",
      "{{.HostConfig.Memory}}",
      containerOf(task),
    );
    expect(memory).toBe(String(32 * 2 ** 20));
    await world.remove("shift");
  });
});
