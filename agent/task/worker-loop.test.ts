import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Clock, Instant, Timer } from "../../shared/clock.ts";
import type { Secret, Task, TaskStatus } from "../../shared/domain/objects.ts";
import type { ContainerSpec } from "../../shared/domain/spec.ts";
import { compareTaskStates, type DesiredState } from "../../shared/domain/task-state.ts";
import type { NodeId, SecretId, ServiceId, TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { seededRng } from "../../shared/rng.ts";
import { FakeRuntime } from "../runtime/fake/fake-runtime.ts";
import type { AssignmentChange } from "./assignment.ts";
import { FileTaskDb } from "./task-db-driver.ts";
import { TaskWorker } from "./worker-loop.ts";

class HandClock implements Clock {
  readonly waiting: Set<{ at: Instant; fire: () => void }> = new Set();
  #now: Instant = 1_000;

  now(): Instant {
    return this.#now;
  }

  after(delayMs: number, fire: () => void): Timer {
    const entry = { at: this.#now + delayMs, fire };
    this.waiting.add(entry);
    return { cancel: () => void this.waiting.delete(entry) };
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.waiting].filter((entry) => entry.at <= end);
      const next = due.sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = next.at;
      this.waiting.delete(next);
      next.fire();
      await settle();
    }
    this.#now = end;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

const nodeId = "n1" as NodeId;

function task(id: string, desiredState: DesiredState = "running"): Task {
  return {
    id: id as TaskId,
    meta: { versionIndex: 1, createdMs: 0, updatedMs: 0 },
    serviceId: "s" as ServiceId,
    serviceName: "web",
    slot: 1,
    nodeId,
    specVersion: 1,
    desiredState,
    status: { state: "assigned", timestampMs: 0, message: "" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
  };
}

function change(tasks: readonly Task[], more: Partial<AssignmentChange> = {}): AssignmentChange {
  return {
    complete: false,
    specs: [],
    tasks: tasks.map((one) => ({ task: one, specRevision: "s@1" })),
    removedTasks: [],
    secrets: [],
    configs: [],
    removedSpecs: [],
    removedSecrets: [],
    removedConfigs: [],
    ...more,
  };
}

function specOf(
  container: ContainerSpec & { profile?: string },
): AssignmentChange["specs"][number] {
  const { profile = "fast", ...rest } = container;
  const ContainerSpec = { Labels: { "skep.fake": profile }, ...rest };
  return { id: "s@1", spec: { Name: "web", TaskTemplate: { ContainerSpec } } };
}

interface Bench {
  readonly clock: HandClock;
  readonly runtime: FakeRuntime;
  readonly log: string[];
  readonly last: Map<string, TaskStatus>;
  worker(dir?: string): Promise<{ worker: TaskWorker; kill: () => Promise<void> }>;
}

const dirs: string[] = [];
afterEach(async () => {
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true });
});

async function newDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "skep-tasks-"));
  dirs.push(dir);
  return dir;
}

function bench(): Bench {
  const clock = new HandClock();
  const rng = seededRng(1);
  const runtime = new FakeRuntime({ clock, rng });
  const log: string[] = [];
  const last = new Map<string, TaskStatus>();
  const start = async (dir?: string) => {
    const life = new AbortController();
    const db = dir === undefined ? undefined : new FileTaskDb(dir, silentLogger);
    const before = new Map<string, TaskStatus>();
    const worker = new TaskWorker({
      nodeId,
      node: { hostname: "alpha", os: "linux", architecture: "x86_64" },
      runtime,
      clock,
      rng,
      logger: silentLogger,
      ...(db && { db }),
    });
    worker.onStatus((id, status) => {
      const earlier = before.get(id);
      if (earlier) expect(compareTaskStates(status.state, earlier.state)).toBeGreaterThan(0);
      before.set(id, status);
      last.set(id, status);
      log.push(`${id} ${status.state}`);
    });
    await worker.start(life.signal);
    const kill = async () => {
      await db?.flush();
      life.abort(new Error("killed"));
      await settle();
    };
    return { worker, kill };
  };
  return { clock, runtime, log, last, worker: start };
}

describe("TaskWorker", () => {
  test("brings an assigned task to RUNNING through every state", async () => {
    const { clock, worker: start, log } = bench();
    const { worker } = await start();
    worker.apply(change([task("t1")], { complete: true, specs: [specOf({})] }));
    await clock.advance(10_000);
    expect(log).toEqual(
      ["accepted", "preparing", "ready", "starting", "running"].map((state) => `t1 ${state}`),
    );
  });

  test("shuts down on demand and removes the container when the task goes", async () => {
    const { clock, runtime, worker: start, log } = bench();
    const { worker } = await start();
    worker.apply(change([task("t1")], { complete: true, specs: [specOf({})] }));
    await clock.advance(10_000);
    worker.apply(change([task("t1", "shutdown")]));
    await clock.advance(20_000);
    expect(log.at(-1)).toBe("t1 shutdown");
    expect(await runtime.list(nodeId)).toMatchObject([{ state: "exited" }]);
    worker.apply(change([], { removedTasks: ["t1" as TaskId], removedSpecs: ["s@1"] }));
    await clock.advance(1_000);
    expect(await runtime.list(nodeId)).toEqual([]);
  });

  test("a slow pull is cut when the task is not wanted any more", async () => {
    const { clock, worker: start, log } = bench();
    const { worker } = await start();
    worker.apply(change([task("t1")], { complete: true, specs: [specOf({ profile: "pull=1h" })] }));
    await clock.advance(5_000);
    worker.apply(change([task("t1", "shutdown")]));
    await clock.advance(100);
    expect(log.at(-1)).toBe("t1 shutdown");
  });

  test("slow pulls do not hold up other tasks", async () => {
    const { clock, worker: start, last } = bench();
    const { worker } = await start();
    const slow = Array.from({ length: 30 }, (_, i) => task(`slow${i}`));
    worker.apply(change(slow, { complete: true, specs: [specOf({ profile: "pull=1h" })] }));
    const quick = { task: task("quick"), specRevision: "s@2" };
    const spec = { ...specOf({}), id: "s@2" };
    worker.apply({ ...change([], { specs: [spec] }), tasks: [quick] });
    await clock.advance(15_000);
    expect(last.get("quick")?.state).toBe("running");
  });

  test.each([
    ["exit=0", "complete", undefined],
    ["exit=3", "failed", "task: non-zero exit (3)"],
  ])("a container with %s ends as %s", async (profile, state, err) => {
    const { clock, worker: start, last, log } = bench();
    const { worker } = await start();
    worker.apply(change([task("t1")], { complete: true, specs: [specOf({ profile })] }));
    await clock.advance(10_000);
    expect(last.get("t1")).toMatchObject({ state, ...(err && { err }) });
    expect(log).toContain("t1 running");
  });

  test("a health check that never passes fails the task and stops its container", async () => {
    const { clock, runtime, worker: start, last, log } = bench();
    const { worker } = await start();
    const Healthcheck = { Test: ["CMD", "x"], Interval: 1e9, Retries: 2 };
    const spec = specOf({ profile: "unhealthy", Healthcheck });
    worker.apply(change([task("t1")], { complete: true, specs: [spec] }));
    await clock.advance(60_000);
    expect(last.get("t1")).toMatchObject({
      state: "failed",
      message: "starting",
      err: "task: non-zero exit (143): dockerexec: unhealthy container",
    });
    expect(log).not.toContain("t1 running");
    expect(await runtime.list(nodeId)).toMatchObject([{ state: "exited" }]);
  });

  test("a template that does not expand rejects the task and says which field", async () => {
    const { clock, worker: start, last } = bench();
    const { worker } = await start();
    const spec = specOf({ Hostname: "{{.Nope}}" });
    worker.apply(change([task("t1")], { complete: true, specs: [spec] }));
    await clock.advance(1_000);
    expect(last.get("t1")).toMatchObject({ state: "rejected", message: "preparing" });
    expect(last.get("t1")?.err).toContain("ContainerSpec.Hostname");
  });

  test("a complete set stops and removes what it does not name", async () => {
    const { clock, runtime, worker: start } = bench();
    const { worker } = await start();
    worker.apply(change([task("t1"), task("t2")], { complete: true, specs: [specOf({})] }));
    await clock.advance(10_000);
    worker.apply(change([task("t2")], { complete: true, specs: [specOf({})] }));
    await clock.advance(20_000);
    expect(await runtime.list(nodeId)).toMatchObject([{ taskId: "t2", state: "running" }]);
  });
});

test("a node that leaves stops and removes everything, orphans included", async () => {
  const { clock, runtime, worker: start } = bench();
  const first = await start();
  first.worker.apply(change([task("old"), task("t1")], { complete: true, specs: [specOf({})] }));
  await clock.advance(10_000);
  await first.kill();
  const { worker } = await start(await newDir());
  const left: unknown[] = [];
  worker
    .removeAll(new AbortController().signal)
    .then(async () => left.push(await runtime.list(nodeId)))
    .catch((error: unknown) => left.push(error));
  await clock.advance(30_000);
  expect(left).toEqual([[]]);
});

describe("after a restart", () => {
  test("tasks go on without managers, and their containers are not touched", async () => {
    const { clock, runtime, worker: start, log, last } = bench();
    const dir = await newDir();
    const first = await start(dir);
    first.worker.apply(change([task("t1")], { complete: true, specs: [specOf({})] }));
    await clock.advance(10_000);
    const [before] = await runtime.list(nodeId);
    await first.kill();
    log.length = 0;
    const second = await start(dir);
    await clock.advance(1_000);
    expect(await runtime.list(nodeId)).toEqual([before]);
    expect([...second.worker.statuses()]).toMatchObject([["t1", { state: "running" }]]);
    expect(log).toEqual([]);
    runtime.exit("t1" as TaskId, 7);
    await clock.advance(1_000);
    expect(last.get("t1")).toMatchObject({ state: "failed", err: "task: non-zero exit (7)" });
  });

  test("a container that ended meanwhile is reported, not started again", async () => {
    const { clock, runtime, worker: start, last } = bench();
    const dir = await newDir();
    const first = await start(dir);
    first.worker.apply(change([task("t1")], { complete: true, specs: [specOf({})] }));
    await clock.advance(10_000);
    await first.kill();
    runtime.exit("t1" as TaskId, 1);
    await start(dir);
    await clock.advance(1_000);
    expect(last.get("t1")).toMatchObject({ state: "failed", message: "started" });
    expect(await runtime.list(nodeId)).toMatchObject([{ state: "exited" }]);
  });

  test("containers that no assignment names are removed, once a manager has spoken", async () => {
    const { clock, runtime, worker: start } = bench();
    const first = await start();
    first.worker.apply(change([task("t1"), task("t2")], { complete: true, specs: [specOf({})] }));
    await clock.advance(10_000);
    await first.kill();
    const second = await start(await newDir());
    await clock.advance(60_000);
    expect(await runtime.list(nodeId)).toHaveLength(2);
    second.worker.apply(change([task("t2")], { complete: true, specs: [specOf({})] }));
    await clock.advance(20_000);
    expect(await runtime.list(nodeId)).toMatchObject([{ taskId: "t2", state: "running" }]);
  });

  test("no secret and no registry credential is on the disk", async () => {
    const { clock, worker: start } = bench();
    const dir = await newDir();
    const { worker, kill } = await start(dir);
    const secret: Secret = {
      id: "x1" as SecretId,
      meta: { versionIndex: 1, createdMs: 0, updatedMs: 0 },
      spec: { Name: "pw" },
      data: new TextEncoder().encode("hunter2"),
    };
    const spec = specOf({ Secrets: [{ SecretID: "x1", SecretName: "pw", File: { Name: "pw" } }] });
    const registryAuth = new TextEncoder().encode("token");
    const specs = [{ ...spec, registryAuth }];
    worker.apply(change([task("t1")], { complete: true, specs, secrets: [secret] }));
    await clock.advance(10_000);
    await kill();
    const text = await readFile(join(dir, "tasks.jsonl"), "utf8");
    expect(text).toContain('"state":"running"');
    expect(text).not.toContain(JSON.stringify([...secret.data]).slice(1, 12));
    expect(text).not.toContain("registryAuth");
  });
});
