import { expect, test } from "vitest";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import { MemoryTelemetryStore } from "./memory-store.ts";
import { DEFAULT_RETENTION, type TaskUsageSample } from "./telemetry-store.ts";

const NODE = "n1" as NodeId;

function sample(task: string, timestampMs: number): TaskUsageSample {
  return {
    taskId: task as TaskId,
    nodeId: NODE,
    timestampMs,
    cpuSeconds: 0,
    cpuRatio: 0,
    memoryBytes: 0,
    memoryLimitBytes: 0,
    networkRxBytes: 0,
    networkTxBytes: 0,
    ioReadBytes: 0,
    ioWriteBytes: 0,
    pids: 0,
  };
}

test("many tasks share the room: each keeps its newest, new ones come in", async () => {
  const retention = { ...DEFAULT_RETENTION, usageSamplesPerTask: 10, samples: 12 };
  const store = new MemoryTelemetryStore(() => 100, retention);
  const node = { nodeId: NODE, cpuRatio: 0, memoryBytes: 0, memoryTotalBytes: 0 };
  const record = (at: number, ...tasks: readonly string[]): void =>
    store.recordUsage({
      node: { ...node, timestampMs: at },
      tasks: tasks.map((task) => sample(task, at)),
    });
  for (let at = 1; at <= 20; at++) record(at, "a", "b", "c");
  for (let at = 21; at <= 23; at++) record(at, "a", "b", "c", "d");
  const { tasks } = await store.usage({ sinceMs: 0, untilMs: undefined, taskIds: [] });
  const of = (task: string): readonly number[] =>
    tasks.filter(({ taskId }) => taskId === task).map(({ timestampMs }) => timestampMs);
  expect(of("a").at(-1)).toBe(23);
  expect(of("a")).toEqual([...of("a")].sort((x, y) => x - y));
  expect(of("d").length).toBeGreaterThan(0);
  expect(of("d").at(-1)).toBe(23);
  expect(tasks.length).toBeLessThanOrEqual(13);
});
