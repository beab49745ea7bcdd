import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareTaskStates,
  DESIRED_STATES,
  isTerminal,
  TASK_STATES,
  type TaskState,
} from "../../shared/domain/task-state.ts";
import type { TaskId } from "../../shared/ids.ts";
import type { Observed } from "../runtime/runtime.ts";
import { nextStep, type TaskStep, type TaskView, verdictOfError } from "./next-step.ts";

function container(state: Observed["state"], more: Partial<Observed> = {}): Observed {
  return {
    taskId: "t" as TaskId,
    containerId: "c",
    state,
    pid: 0,
    health: "none",
    exitCode: 0,
    oomKilled: false,
    error: "",
    startedMs: null,
    finishedMs: null,
    ports: [],
    ...more,
  };
}

function view(more: Partial<TaskView>): TaskView {
  return {
    state: "assigned",
    desired: "running",
    observed: undefined,
    unhealthy: false,
    gone: false,
    networking: "unmanaged",
    withdrawn: false,
    ...more,
  };
}

function become(state: TaskState, message: string, err?: string): TaskStep {
  const verdict = err === undefined ? { state, message } : { state, message, err };
  return { kind: "become", verdict };
}

const created = container("created");
const running = container("running");
const stop = (because: "shutdown" | "unhealthy" | "gone"): TaskStep => ({ kind: "stop", because });
const wait: TaskStep = { kind: "wait" };
const unhealthyRunning = container("running", { health: "unhealthy" });

const rows: readonly (readonly [string, Partial<TaskView>, TaskStep])[] = [
  ["not looked at yet", { observed: "unasked" }, { kind: "inspect" }],
  ["assigned", {}, become("accepted", "accepted")],
  ["accepted", { state: "accepted" }, become("preparing", "preparing")],
  ["preparing without container", { state: "preparing" }, { kind: "prepare" }],
  ["preparing, created", { state: "preparing", observed: created }, become("ready", "prepared")],
  ["ready", { state: "ready", observed: created }, become("starting", "starting")],
  ["ready, held", { state: "ready", desired: "ready", observed: created }, wait],
  [
    "accepted, held at ready",
    { state: "accepted", desired: "ready" },
    become("preparing", "preparing"),
  ],
  ["starting, created", { state: "starting", observed: created }, { kind: "start" }],
  [
    "starting, engine could not",
    { state: "starting", observed: container("created", { error: "no such file" }) },
    become("failed", "starting", "starting container failed: no such file"),
  ],
  ["starting, runs", { state: "starting", observed: running }, become("running", "started")],
  [
    "starting, health unknown yet",
    { state: "starting", observed: container("running", { health: "starting" }) },
    wait,
  ],
  [
    "starting, healthy",
    { state: "starting", observed: container("running", { health: "healthy" }) },
    become("running", "started"),
  ],
  ["starting, unhealthy", { state: "starting", observed: unhealthyRunning }, stop("unhealthy")],
  [
    "starting, stopped as unhealthy",
    {
      state: "starting",
      unhealthy: true,
      observed: container("exited", { exitCode: 143, health: "unhealthy" }),
    },
    become("failed", "starting", "task: non-zero exit (143): dockerexec: unhealthy container"),
  ],
  [
    "starting, died before it was healthy",
    { state: "starting", observed: container("exited", { exitCode: 2, health: "starting" }) },
    become("failed", "starting", "task: non-zero exit (2)"),
  ],
  [
    "starting, has run and exited already",
    { state: "starting", observed: container("exited", { exitCode: 2 }) },
    become("running", "started"),
  ],
  [
    "starting, container vanished",
    { state: "starting" },
    become("failed", "starting", "No such container"),
  ],
  ["running", { state: "running", observed: running }, wait],
  [
    "running, exited 0",
    { state: "running", observed: container("exited") },
    become("complete", "finished"),
  ],
  [
    "running, exited 1",
    { state: "running", observed: container("exited", { exitCode: 1 }) },
    become("failed", "started", "task: non-zero exit (1)"),
  ],
  ["running, vanished", { state: "running" }, become("failed", "started", "No such container")],
  ["running, unhealthy", { state: "running", observed: unhealthyRunning }, stop("unhealthy")],
  [
    "running, unhealthy, exited 0 on the signal",
    { state: "running", unhealthy: true, observed: container("exited") },
    become("failed", "started", "dockerexec: unhealthy container"),
  ],
  ["a job that runs", { state: "running", desired: "complete", observed: running }, wait],
  [
    "running, shut down",
    { state: "running", desired: "shutdown", observed: running },
    stop("shutdown"),
  ],
  [
    "shut down, stopped",
    { state: "running", desired: "shutdown", observed: container("exited", { exitCode: 143 }) },
    become("shutdown", "shutdown"),
  ],
  ["shut down before it began", { desired: "shutdown" }, become("shutdown", "shutdown")],
  [
    "removed while running",
    { state: "running", desired: "remove", observed: running },
    stop("shutdown"),
  ],
  ["failed stays", { state: "failed", observed: container("exited") }, wait],
  ["orphaned but runs", { state: "orphaned", observed: running }, stop("shutdown")],
  ["gone, runs", { state: "running", gone: true, observed: running }, stop("gone")],
  [
    "gone, exited",
    { state: "failed", gone: true, observed: container("exited") },
    { kind: "remove" },
  ],
  ["gone, nothing left", { state: "failed", gone: true }, { kind: "forget" }],
  [
    "starting, runs, not on its networks yet",
    { state: "starting", networking: "attached", observed: running },
    { kind: "connect" },
  ],
  [
    "starting, runs, connected",
    { state: "starting", networking: "connected", observed: running },
    become("running", "started"),
  ],
  [
    "starting, not connected, its health check waits for it",
    {
      state: "starting",
      networking: "attached",
      observed: container("running", { health: "starting" }),
    },
    { kind: "connect" },
  ],
  [
    "found running after a restart",
    { state: "running", networking: "attached", observed: running },
    { kind: "connect" },
  ],
  [
    "found running after a restart, shut down",
    { state: "running", networking: "attached", desired: "shutdown", observed: running },
    stop("shutdown"),
  ],
  [
    "running on networks, unhealthy",
    { state: "running", networking: "connected", observed: unhealthyRunning },
    { kind: "announce" },
  ],
  [
    "running on networks, unhealthy, and the managers know",
    { state: "running", networking: "connected", withdrawn: true, observed: unhealthyRunning },
    stop("unhealthy"),
  ],
  [
    "ended, its address still held here",
    { state: "complete", networking: "connected", observed: container("exited") },
    { kind: "release" },
  ],
  [
    "rejected, its address still held here",
    { state: "rejected", networking: "attached" },
    { kind: "release" },
  ],
  [
    "ended and released",
    { state: "complete", networking: "released", observed: container("exited") },
    wait,
  ],
  [
    "gone, its address still held here",
    { state: "failed", gone: true, networking: "attached" },
    { kind: "release" },
  ],
];

describe("the next step of a task that is", () => {
  test.each(rows)("%s", (_, more, step) => {
    expect(nextStep(view(more))).toEqual(step);
  });
});

test.each([
  ["preparing", "rejected"],
  ["ready", "rejected"],
  ["starting", "failed"],
  ["running", "failed"],
] as const)("an error in %s makes it %s", (state, verdict) => {
  expect(verdictOfError(state, "m", "e")).toEqual({ state: verdict, message: "m", err: "e" });
});

test("a state only moves forward, and an ended task never starts anything", () => {
  const states = Object.keys(TASK_STATES) as TaskState[];
  const observed = fc.oneof(
    fc.constant(undefined),
    fc.record({
      state: fc.constantFrom("created" as const, "running" as const, "exited" as const),
      health: fc.constantFrom(
        "none" as const,
        "starting" as const,
        "healthy" as const,
        "unhealthy" as const,
      ),
      exitCode: fc.constantFrom(0, 1, 137),
      error: fc.constantFrom("", "boom"),
    }),
  );
  const anyView = fc.record({
    state: fc.constantFrom(...states),
    desired: fc.constantFrom(...DESIRED_STATES),
    observed: observed.map((some) => some && container(some.state, some)),
    unhealthy: fc.boolean(),
    gone: fc.boolean(),
    networking: fc.constantFrom(
      "unmanaged" as const,
      "attached" as const,
      "connected" as const,
      "released" as const,
    ),
    withdrawn: fc.boolean(),
  });
  fc.assert(
    fc.property(anyView, (some) => {
      const step = nextStep(some);
      if (step.kind === "become") {
        expect(compareTaskStates(step.verdict.state, some.state)).toBeGreaterThan(0);
      }
      if (isTerminal(some.state)) expect(["prepare", "start"]).not.toContain(step.kind);
      if (some.observed?.state === "exited") expect(step.kind).not.toBe("start");
    }),
  );
});
