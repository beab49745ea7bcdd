/** What every runtime promises: the fake one and the real ones run the same tests. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type LogChunk,
  type Observed,
  type RunnableTask,
  type Runtime,
  type RuntimeEvent,
  TaskRejected,
} from "../../../agent/runtime/runtime.ts";
import type { Task } from "../../../shared/domain/objects.ts";
import type { HealthConfig, ServiceSpec } from "../../../shared/domain/spec.ts";
import { type NodeId, newId, type ServiceId, type TaskId } from "../../../shared/ids.ts";
import { systemRng } from "../../../shared/node/clock.ts";

/** What a container does, in words that every runtime can carry out. */
export type Workload =
  /** Runs until it is asked to stop, and obeys. */
  | { readonly kind: "idle" }
  | { readonly kind: "exits"; readonly code: number }
  | { readonly kind: "ignores-stop" }
  /** Writes a line on each stream, then runs on. */
  | { readonly kind: "writes"; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "probed"; readonly passes: boolean };

export interface RuntimeHarness {
  readonly runtime: Runtime;
  /** The same machine after the agent was killed: a new Runtime that finds what runs. */
  reopen(): Promise<Runtime>;
  specOf(workload: Workload): ServiceSpec;
  /** A spec whose image can't be had. */
  readonly missingImage: ServiceSpec;
  /** Lets a moment pass, virtual or real. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

export const never: AbortSignal = new AbortController().signal;
const rng = systemRng();

export function runnable(
  spec: ServiceSpec,
  nodeId: NodeId,
  more: Partial<Task> = {},
): RunnableTask {
  const task: Task = {
    id: newId<TaskId>(rng),
    meta: { versionIndex: 1, createdMs: 0, updatedMs: 0 },
    serviceId: newId<ServiceId>(rng),
    serviceName: "conformance",
    slot: 1,
    nodeId,
    specVersion: 1,
    desiredState: "running",
    status: { state: "assigned", timestampMs: 0, message: "" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
    ...more,
  };
  return { task, spec, secrets: [], configs: [] };
}

export function newNodeId(): NodeId {
  return newId<NodeId>(rng);
}

export async function until<T>(
  harness: Pick<RuntimeHarness, "tick">,
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const endMs = performance.now() + 30_000;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > endMs) throw new Error(`waited in vain until ${what}`);
    await harness.tick();
  }
}

export async function run(runtime: Runtime, task: RunnableTask): Promise<Observed> {
  await runtime.prepare(task, never);
  return runtime.start(task.task.id, never);
}

export async function untilExited(harness: RuntimeHarness, taskId: TaskId): Promise<Observed> {
  return until(harness, "it has exited", async () => {
    const observed = await harness.runtime.inspect(taskId, never);
    return observed?.state === "exited" && observed;
  });
}

const HEALTH: HealthConfig = { Interval: 200e6, Timeout: 5e9, Retries: 2 };

export function probeHealth(test: readonly string[]): HealthConfig {
  return { ...HEALTH, Test: test };
}

function text(chunks: readonly LogChunk[], stream: LogChunk["stream"]): string {
  const parts = chunks.filter((chunk) => chunk.stream === stream).map((chunk) => chunk.data);
  return Buffer.concat(parts).toString("utf8");
}

export function runtimeConformance(open: () => Promise<RuntimeHarness>): void {
  let harness: RuntimeHarness;
  let nodeId: NodeId;
  beforeAll(async () => {
    harness = await open();
    nodeId = newNodeId();
  });
  afterEach(async () => {
    const left = (await harness?.runtime.list(nodeId, never)) ?? [];
    await Promise.all(left.map(({ taskId }) => harness.runtime.remove(taskId, never)));
  });
  afterAll(async () => harness?.close());
  const task = (workload: Workload): RunnableTask => runnable(harness.specOf(workload), nodeId);

  describe("a life", () => {
    test("created, running, stopped, gone", async () => {
      const { runtime } = harness;
      const idle = task({ kind: "idle" });
      const { id } = idle.task;
      expect(await runtime.inspect(id, never)).toBeUndefined();
      const prepared = await runtime.prepare(idle, never);
      expect(prepared).toMatchObject({ taskId: id, state: "created", startedMs: null });
      const started = await runtime.start(id, never);
      expect(started).toMatchObject({ state: "running", containerId: prepared.containerId });
      expect(started.pid).toBeGreaterThan(0);
      await runtime.stop(id, "SIGTERM", 10_000, never);
      expect(await runtime.inspect(id, never)).toMatchObject({ state: "exited", exitCode: 143 });
      await runtime.remove(id, never);
      expect(await runtime.inspect(id, never)).toBeUndefined();
    });

    test("every step may be repeated, and the last ones come without the first", async () => {
      const { runtime } = harness;
      const idle = task({ kind: "idle" });
      const { id } = idle.task;
      const twice = await Promise.all([runtime.prepare(idle, never), runtime.prepare(idle, never)]);
      expect(twice[0].containerId).toBe(twice[1].containerId);
      const first = await runtime.start(id, never);
      const second = await runtime.start(id, never);
      expect(second).toMatchObject({ state: "running", startedMs: first.startedMs });
      await runtime.stop(id, "SIGTERM", 10_000, never);
      await runtime.stop(id, "SIGTERM", 10_000, never);
      await runtime.remove(id, never);
      await runtime.remove(id, never);
      await runtime.stop(id, "SIGTERM", 10_000, never);
    });

    test.each([0, 3, 255])("exit code %d is told, with the times", async (code) => {
      const exits = task({ kind: "exits", code });
      await run(harness.runtime, exits);
      const observed = await untilExited(harness, exits.task.id);
      expect(observed).toMatchObject({ exitCode: code, oomKilled: false });
      expect(observed.finishedMs).toBeGreaterThanOrEqual(observed.startedMs ?? Number.NaN);
    });

    test("one that has run does not run again", async () => {
      const exits = task({ kind: "exits", code: 0 });
      await run(harness.runtime, exits);
      const { startedMs } = await untilExited(harness, exits.task.id);
      const again = await harness.runtime.start(exits.task.id, never);
      expect(again).toMatchObject({ state: "exited", startedMs });
    });

    test("one that ignores the stop signal is killed after the grace period", async () => {
      const { runtime } = harness;
      const stubborn = task({ kind: "ignores-stop" });
      await run(runtime, stubborn);
      // The trap has to be set before the signal comes.
      for (let i = 0; i < 10; i++) await harness.tick();
      let stopped = false;
      const stopping = runtime.stop(stubborn.task.id, "SIGTERM", 1_000, never).then(() => {
        stopped = true;
      });
      await until(harness, "it is stopped", () => stopped);
      await stopping;
      expect(await runtime.inspect(stubborn.task.id, never)).toMatchObject({ exitCode: 137 });
    });

    test("removing one that runs ends it", async () => {
      const { runtime } = harness;
      const idle = task({ kind: "idle" });
      await run(runtime, idle);
      await runtime.remove(idle.task.id, never);
      expect(await runtime.inspect(idle.task.id, never)).toBeUndefined();
    });
  });

  test("an image that can't be had is a rejection with its name", async () => {
    const missing = runnable(harness.missingImage, nodeId);
    const prepared = harness.runtime.prepare(missing, never);
    await expect(prepared).rejects.toBeInstanceOf(TaskRejected);
    await expect(prepared).rejects.toThrow(/image/i);
  });

  test("a list has the node's own containers, whatever their state", async () => {
    const { runtime } = harness;
    const [created, running, exited] = [
      task({ kind: "idle" }),
      task({ kind: "idle" }),
      task({ kind: "exits", code: 1 }),
    ];
    const foreign = runnable(harness.specOf({ kind: "idle" }), newNodeId());
    await runtime.prepare(foreign, never);
    await runtime.prepare(created, never);
    await run(runtime, running);
    await run(runtime, exited);
    await untilExited(harness, exited.task.id);
    const listed = await runtime.list(nodeId, never);
    const states = Object.fromEntries(listed.map(({ taskId, state }) => [taskId, state]));
    expect(states).toEqual({
      [created.task.id]: "created",
      [running.task.id]: "running",
      [exited.task.id]: "exited",
    });
    await runtime.remove(foreign.task.id, never);
  });

  test("many tasks of one image are prepared at the same time", async () => {
    const { runtime } = harness;
    const tasks = Array.from({ length: 8 }, () => task({ kind: "idle" }));
    const observed = await Promise.all(tasks.map((one) => run(runtime, one)));
    expect(observed.map(({ state }) => state)).toEqual(tasks.map(() => "running"));
    expect(new Set(observed.map(({ containerId }) => containerId)).size).toBe(tasks.length);
  });

  describe("events", () => {
    test("an exit is told to every watcher", async () => {
      const events: RuntimeEvent[] = [];
      const watching = harness.runtime.watch((event) => events.push(event));
      const idle = task({ kind: "idle" });
      await run(harness.runtime, idle);
      for (let i = 0; i < 4; i++) await harness.tick();
      events.length = 0;
      await harness.runtime.stop(idle.task.id, "SIGTERM", 10_000, never);
      await until(harness, "the exit is told", () =>
        events.some((event) => event.kind === "changed" && event.taskId === idle.task.id),
      );
      watching.close();
    });

    test.each([
      [true, "healthy"],
      [false, "unhealthy"],
    ] as const)("probes that pass (%s) make it %s", async (passes, status) => {
      const events: RuntimeEvent[] = [];
      const watching = harness.runtime.watch((event) => events.push(event));
      const probed = task({ kind: "probed", passes });
      const { id } = probed.task;
      expect((await run(harness.runtime, probed)).health).toBe("starting");
      await until(harness, `it is ${status}`, async () => {
        return (await harness.runtime.inspect(id, never))?.health === status;
      });
      await until(harness, "the health is told", () =>
        events.some((event) => event.kind === "health" && event.status === status),
      );
      watching.close();
    });
  });

  describe("logs", () => {
    const request = { stdout: true, stderr: true, follow: false, tail: -1, sinceMs: 0 };
    const read = async (id: TaskId, more: Partial<typeof request>): Promise<LogChunk[]> => {
      const chunks: LogChunk[] = [];
      for await (const chunk of harness.runtime.logs(id, { ...request, ...more }, never)) {
        chunks.push(chunk);
      }
      return chunks;
    };
    const written = async (): Promise<TaskId> => {
      const writes = task({ kind: "writes", stdout: "to out", stderr: "to err" });
      await run(harness.runtime, writes);
      await until(harness, "both lines are there", async () => {
        return (await read(writes.task.id, {})).length === 2;
      });
      return writes.task.id;
    };

    test("keep the streams apart and the times", async () => {
      const id = await written();
      const chunks = await read(id, {});
      expect([text(chunks, "stdout"), text(chunks, "stderr")]).toEqual(["to out\n", "to err\n"]);
      const { startedMs } = (await harness.runtime.inspect(id, never)) as Observed;
      for (const { timestampMs, timestampNanos } of chunks) {
        expect(timestampMs).toBeGreaterThanOrEqual((startedMs ?? 0) - 1_000);
        expect(timestampNanos).toBeLessThan(1_000_000);
      }
    });

    test("obey the choice of streams, the tail and the start", async () => {
      const id = await written();
      expect(text(await read(id, { stdout: false }), "stderr")).toBe("to err\n");
      expect(await read(id, { stdout: false })).toHaveLength(1);
      expect(await read(id, { tail: 1 })).toHaveLength(1);
      expect(await read(id, { tail: 0 })).toHaveLength(0);
      const [first] = await read(id, {});
      expect(await read(id, { sinceMs: (first?.timestampMs ?? 0) + 60_000 })).toHaveLength(0);
    });

    test("are followed until the end", async () => {
      const id = await written();
      const following = read(id, { follow: true });
      await harness.runtime.stop(id, "SIGTERM", 10_000, never);
      expect(text(await following, "stdout")).toBe("to out\n");
    });

    test("are followed until the reader goes away", async () => {
      const id = await written();
      const abort = new AbortController();
      const seen: string[] = [];
      for await (const chunk of harness.runtime.logs(
        id,
        { ...request, follow: true },
        abort.signal,
      )) {
        seen.push(chunk.stream);
        if (seen.length === 2) abort.abort(new Error("seen enough"));
      }
      expect(seen.toSorted()).toEqual(["stderr", "stdout"]);
    });
  });

  test("usage is told of what runs, and of nothing else", async () => {
    const idle = task({ kind: "idle" });
    const exits = task({ kind: "exits", code: 0 });
    await run(harness.runtime, idle);
    await run(harness.runtime, exits);
    await untilExited(harness, exits.task.id);
    await harness.tick();
    const ids = [idle.task.id, exits.task.id];
    const samples = await harness.runtime.usage(ids, never);
    expect(samples.map(({ taskId }) => taskId)).toEqual([idle.task.id]);
    expect(samples[0]?.memoryBytes).toBeGreaterThan(0);
    expect(samples[0]?.cpuSeconds).toBeGreaterThanOrEqual(0);
    expect(samples[0]?.pids).toBeGreaterThan(0);
  });

  test("a description names the machine and its size", async () => {
    const description = await harness.runtime.describe(never);
    expect(description).toMatchObject({ os: "linux", runtime: harness.runtime.name });
    expect(description.hostname).not.toBe("");
    expect(description.resources.nanoCpus).toBeGreaterThan(0);
    expect(description.resources.memoryBytes).toBeGreaterThan(0);
  });

  test("an agent that comes back finds what runs and what ended meanwhile", async () => {
    const idle = task({ kind: "idle" });
    const exits = task({ kind: "exits", code: 7 });
    const before = await run(harness.runtime, idle);
    await run(harness.runtime, exits);
    const runtime = await harness.reopen();
    const found = await until(harness, "the exit is recorded", async () => {
      const listed = await runtime.list(nodeId, never);
      return listed.some(({ state }) => state === "exited") && listed;
    });
    const byId = new Map(found.map((observed) => [observed.taskId, observed]));
    expect(byId.get(idle.task.id)).toMatchObject({
      state: "running",
      pid: before.pid,
      startedMs: before.startedMs,
    });
    expect(byId.get(exits.task.id)).toMatchObject({ state: "exited", exitCode: 7 });
    await runtime.stop(idle.task.id, "SIGTERM", 10_000, never);
    expect(await runtime.inspect(idle.task.id, never)).toMatchObject({ exitCode: 143 });
  });
}
