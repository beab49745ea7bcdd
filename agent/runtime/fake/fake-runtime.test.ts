import { describe, expect, test } from "vitest";
import type { Clock, Instant, Timer } from "../../../shared/clock.ts";
import type { Task } from "../../../shared/domain/objects.ts";
import type { HealthConfig } from "../../../shared/domain/spec.ts";
import type { NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";
import { seededRng } from "../../../shared/rng.ts";
import type { RunnableTask, RuntimeEvent } from "../runtime.ts";
import { FakeRuntime } from "./fake-runtime.ts";
import { parseProfile, profileOf } from "./profile.ts";

/** Time that a test moves by hand; counts the timers that wait. */
class HandClock implements Clock {
  readonly waiting = new Set<{ at: Instant; fire: () => void }>();
  #now: Instant = 0;

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

/** Lets every promise that can go on do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const never = new AbortController().signal;

function runnable(id: string, profile: string, health?: HealthConfig): RunnableTask {
  const task: Task = {
    id: id as TaskId,
    meta: { versionIndex: 1, createdMs: 0, updatedMs: 0 },
    serviceId: "s" as ServiceId,
    serviceName: "web",
    slot: 1,
    nodeId: "n1" as NodeId,
    specVersion: 1,
    desiredState: "running",
    status: { state: "assigned", timestampMs: 0, message: "" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
  };
  const container = { Labels: { "skep.fake": profile }, ...(health && { Healthcheck: health }) };
  const spec = { TaskTemplate: { ContainerSpec: container } };
  return { task, spec, secrets: [], configs: [] };
}

function fake(): { clock: HandClock; runtime: FakeRuntime; events: RuntimeEvent[] } {
  const clock = new HandClock();
  const runtime = new FakeRuntime({ clock, rng: seededRng(1) });
  const events: RuntimeEvent[] = [];
  runtime.watch((event) => events.push(event));
  return { clock, runtime, events };
}

async function running(runtime: FakeRuntime, task: RunnableTask): Promise<TaskId> {
  await runtime.prepare(task, never);
  await runtime.start(task.task.id, never);
  return task.task.id;
}

describe("profiles", () => {
  test("come from the image's last word", () => {
    const spec = (Image: string) => ({ TaskTemplate: { ContainerSpec: { Image } } });
    expect(profileOf(spec("registry:5000/fake/crash-loop:1@sha256:0")).exitAfterMs).toBe(1_000);
    expect(profileOf(spec("nginx:alpine"))).toEqual(parseProfile("fast"));
  });

  test("combine words of a label in any order", () => {
    expect(parseProfile("after=2s,exit=3")).toEqual(parseProfile("exit=3,after=2s"));
    expect(parseProfile("exit=3")).toMatchObject({ exitAfterMs: 0, exitCode: 3 });
  });

  test.each([
    ["explode", /"explode" is none of fast/],
    ["pull=soon", /pull="soon" is not a duration/],
    ["exit=999", /exit="999" is not an exit code/],
  ])("refuse %s", (text, message) => {
    expect(() => parseProfile(text)).toThrow(message);
  });
});

describe("FakeRuntime", () => {
  test("keeps no timer for a container that just runs", async () => {
    const { clock, runtime } = fake();
    await running(runtime, runnable("t1", "fast"));
    expect(clock.waiting.size).toBe(0);
  });

  test("joins prepares of one task, and a pull can be given up", async () => {
    const { clock, runtime } = fake();
    const abort = new AbortController();
    const slow = runtime.prepare(runnable("t1", "pull=20s"), abort.signal);
    const joined = runtime.prepare(runnable("t1", "pull=20s"), abort.signal);
    await settle();
    expect(clock.waiting.size).toBe(1);
    abort.abort(new Error("given up"));
    await expect(slow).rejects.toThrow("given up");
    await expect(joined).rejects.toThrow("given up");
    expect(clock.waiting.size).toBe(0);
  });

  test.each([
    ["exit=3,after=2s", { exitCode: 3, oomKilled: false, finishedMs: 2_000 }],
    ["out-of-memory", { exitCode: 137, oomKilled: true, finishedMs: 2_000 }],
  ])("%s ends by itself and says so", async (profile, expected) => {
    const { clock, runtime, events } = fake();
    const id = await running(runtime, runnable("t1", profile));
    await settle();
    expect(events.splice(0)).toEqual([{ kind: "changed", taskId: id }]);
    await clock.advance(1_999);
    expect(events).toEqual([]);
    await clock.advance(1);
    expect(events).toEqual([{ kind: "changed", taskId: id }]);
    expect(await runtime.inspect(id)).toMatchObject({ state: "exited", ...expected });
  });

  test("a container that has run is not started again", async () => {
    const { clock, runtime } = fake();
    const id = await running(runtime, runnable("t1", "exit=0"));
    await clock.advance(1);
    expect((await runtime.start(id, never)).state).toBe("exited");
  });

  test.each([
    ["fast", 0, 143],
    ["stop=3s", 3_000, 143],
    ["hang", 10_000, 137],
    ["stop=30s", 10_000, 137],
  ])("%s stops after %d ms with %d", async (profile, afterMs, exitCode) => {
    const { clock, runtime } = fake();
    const id = await running(runtime, runnable("t1", profile));
    const stopped = runtime.stop(id, "SIGTERM", 10_000, never);
    await clock.advance(60_000);
    await stopped;
    expect(await runtime.inspect(id)).toMatchObject({ exitCode, finishedMs: afterMs });
  });

  test.each([
    ["fast", "healthy", 10_000],
    ["unhealthy", "unhealthy", 30_000],
  ])("health of %s becomes %s at %d", async (profile, status, atMs) => {
    const { clock, runtime, events } = fake();
    const health = { Test: ["CMD", "x"], Interval: 10e9 };
    const id = await running(runtime, runnable("t1", profile, health));
    await settle();
    expect(events.splice(0)).toEqual([{ kind: "changed", taskId: id }]);
    expect((await runtime.inspect(id))?.health).toBe("starting");
    await clock.advance(atMs - 1);
    expect(events).toEqual([]);
    await clock.advance(1);
    expect(events).toMatchObject([{ kind: "health", taskId: id, status }]);
    expect(clock.waiting.size).toBe(0);
  });

  test("a reboot kills what runs and asks for a resync instead of telling each", async () => {
    const { runtime, events } = fake();
    const id = await running(runtime, runnable("t1", "fast"));
    await settle();
    expect(events.splice(0)).toEqual([{ kind: "changed", taskId: id }]);
    runtime.reboot();
    await settle();
    expect(events).toEqual([{ kind: "resync" }]);
    expect(await runtime.inspect(id)).toMatchObject({ state: "exited", exitCode: 137 });
  });

  test("follows a log until the container ends", async () => {
    const { runtime } = fake();
    const id = await running(runtime, runnable("t1", "out=one"));
    const request = { stdout: true, stderr: true, follow: true, tail: -1, sinceMs: 0 };
    const lines: string[] = [];
    const reading = (async () => {
      for await (const chunk of runtime.logs(id, request, never)) {
        lines.push(`${chunk.stream} ${new TextDecoder().decode(chunk.data)}`);
      }
    })();
    await settle();
    runtime.writeLog(id, "stderr", "two\n");
    await settle();
    expect(lines).toEqual(["stdout one\n", "stderr two\n"]);
    runtime.exit(id, 0);
    await reading;
  });
});
