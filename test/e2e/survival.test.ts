/** skepd and its engine come and go: containers that should run do, and nothing else is touched. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestNode } from "../lib/cluster.ts";
import { type ApiTask, ContainerCluster, containerOf } from "../lib/container-cluster.ts";
import { BUSYBOX_IMAGE } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const FAST = ["--stop-signal", "SIGKILL", "--restart-delay", "100ms"];
const SLEEP = ["sleep", "100000"];

describe.skipIf(unavailable("docker", "dockerd", "busybox"))("containers", () => {
  let world: ContainerCluster;
  let worker: TestNode;
  let workerId: string;

  beforeAll(async () => {
    world = await ContainerCluster.start({ managers: 1, workers: 2 });
    worker = world.cluster.named("worker-1");
    // A skepd that is started anew while the machine is busy should not be given up meanwhile.
    await world.docker("swarm", "update", "--dispatcher-heartbeat", "15s");
    workerId = await worker.dockerOk("info", "--format", "{{.Swarm.NodeID}}");
    await world.create("app", [...FAST, "--replicas", "6"], SLEEP);
    await world.running("app", 6);
  });
  afterAll(() => world?.stop());

  const runs = (tasks: readonly ApiTask[]): string[] =>
    tasks.map((task) => `${task.ID} ${task.Status.ContainerStatus?.PID}`).sort();
  const ofWorker = (tasks: readonly ApiTask[]): ApiTask[] =>
    tasks.filter(({ NodeID }) => NodeID === workerId);
  const isReady = (node: TestNode): Promise<boolean> =>
    eventually(`${node.name} is ready`, 20_000, async () => {
      const format = "{{.Hostname}} {{.Status}}";
      const lines = await world.docker("node", "ls", "--format", format);
      return lines.split("\n").includes(`${node.name} Ready`);
    });
  const exists = (id: string): boolean =>
    world.engine.docker("ps", "-aq", "--no-trunc").split("\n").includes(id);

  test("kill -9 of skepd: they are found again, not restarted", async () => {
    const before = await world.running("app", 6);
    await worker.crash();
    await worker.start();
    await isReady(worker);
    // Through the agent: it knows the containers again, and can stop one that it found.
    const [mine] = ofWorker(before);
    world.engine.docker("kill", containerOf(mine));
    await eventually("the killed one is replaced", 20_000, async () =>
      (await world.running("app", 6)).every(({ ID }) => ID !== mine?.ID),
    );
    const after = runs(await world.running("app", 6));
    const untouched = runs(before.filter((task) => task !== mine));
    expect(after).toEqual(expect.arrayContaining(untouched));
  });

  test("kill -9 of the manager with its skepd: likewise", async () => {
    const before = await world.running("app", 6);
    await world.manager.crash();
    await world.manager.start();
    await isReady(world.manager);
    expect(runs(await world.running("app", 6))).toEqual(runs(before));
  });

  test("what ended while skepd was dead is told and replaced", async () => {
    const [mine] = ofWorker(await world.running("app", 6));
    await worker.crash();
    world.engine.docker("kill", containerOf(mine));
    await worker.start();
    await eventually("it is replaced", 20_000, async () =>
      (await world.running("app", 6)).every(({ ID }) => ID !== mine?.ID),
    );
    const errors = await world.ps("app", "{{.ID}} {{.Error}}");
    expect(errors).toContain(`${mine?.ID} "task: non-zero exit (137)"`);
  });

  test("orphans of an earlier life are removed; strangers and neighbours are not", async () => {
    await worker.crash();
    const create = (...labels: readonly string[]): string =>
      world.engine.docker(
        ...["run", "-d", "--network", "none", "--stop-signal", "KILL"],
        ...[...labels.flatMap((label) => ["--label", label])],
        ...[BUSYBOX_IMAGE, ...SLEEP],
      );
    const orphan = create("skep.task.id=orphan", `com.docker.swarm.node.id=${workerId}`);
    const neighbour = create("skep.task.id=other", "com.docker.swarm.node.id=another-node");
    const stranger = create("app=something");
    await worker.start();
    await eventually("the orphan is gone", 20_000, () => !exists(orphan));
    await isReady(worker);
    expect([exists(neighbour), exists(stranger)]).toEqual([true, true]);
    world.engine.docker("rm", "-f", neighbour, stranger);
  });

  test("what was removed while skepd was dead is removed when it is back", async () => {
    await world.create("short", [...FAST, "--constraint", "node.hostname==worker-1"], SLEEP);
    const [task] = await world.running("short", 1);
    await worker.crash();
    await world.docker("service", "rm", "short");
    expect(exists(containerOf(task))).toBe(true);
    await worker.start();
    await eventually("its container is gone", 20_000, () => !exists(containerOf(task)));
  });

  test("the engine restarts: containers come again", async () => {
    const before = await world.running("app", 6);
    await world.engine.restart();
    await eventually("six new ones run", 40_000, async () => {
      const now = await world.running("app", 6);
      return now.every(({ ID }) => before.every((old) => old.ID !== ID));
    });
    const ids = (await world.running("app", 6)).map((task) => containerOf(task));
    expect(world.engine.docker("ps", "-q", "--no-trunc").split("\n").sort()).toEqual(ids.sort());
  });

  test("who leaves takes its containers along; the others' stay", async () => {
    const before = await world.running("app", 6);
    // All of the other may have moved away while this node was down.
    await world.create("each", [...FAST, "--mode", "global"], SLEEP);
    const mine = ofWorker([...before, ...(await world.running("each", 3))]);
    expect(mine.length).toBeGreaterThan(0);
    await worker.dockerOk("swarm", "leave", "--force");
    for (const task of mine) expect(exists(containerOf(task))).toBe(false);
    const after = await eventually("others run them", 30_000, async () => {
      const now = await world.running("app", 6);
      return ofWorker(now).length === 0 ? now : undefined;
    });
    const others = before.filter((task) => !mine.includes(task));
    expect(runs(after)).toEqual(expect.arrayContaining(runs(others)));
  });

  test("the last manager that leaves takes its own along too", async () => {
    const refused = await world.manager.docker("swarm", "leave");
    expect(refused.code).toBe(1);
    // The others may have moved to worker-2 altogether.
    await world.create("own", [...FAST, "--constraint", "node.role==manager"], SLEEP);
    await world.running("own", 1);
    const mine = world.engine.docker("ps", "-q").split("\n").length;
    await world.manager.dockerOk("swarm", "leave", "--force");
    const left = world.engine.docker("ps", "-q").split("\n").filter(Boolean);
    expect(left.length).toBeLessThan(mine);
    const nodeOf = '{{index .Config.Labels "com.docker.swarm.node.id"}}';
    const other = await world.cluster.named("worker-2").dockerOk("info", "-f", "{{.Swarm.NodeID}}");
    for (const id of left) expect(world.engine.docker("inspect", "-f", nodeOf, id)).toBe(other);
  });
});
