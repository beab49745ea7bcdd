import { expect, test } from "vitest";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import { node, service, task } from "../../test/lib/objects.ts";
import { storeForTest } from "../store/testing.ts";
import type { TaskUsageSample } from "./telemetry-store.ts";
import { topOf } from "./top.ts";

function sample(taskId: string, nodeId: string, cpuRatio: number, at = 1_000): TaskUsageSample {
  return {
    taskId: taskId as TaskId,
    nodeId: nodeId as NodeId,
    timestampMs: at,
    cpuSeconds: 0,
    cpuRatio,
    memoryBytes: 10,
    memoryLimitBytes: 0,
    networkRxBytes: 0,
    networkTxBytes: 0,
    ioReadBytes: 0,
    ioWriteBytes: 0,
    pids: 1,
  };
}

test("the newest samples of running tasks, added up", async () => {
  const { store } = storeForTest();
  await store.update((tx) => {
    for (const id of ["n1", "n2"]) tx.create("node", node(id));
    for (const id of ["web", "db"]) tx.create("service", service(id));
    tx.create("task", task("w1", "web", { state: "running", nodeId: "n1" }));
    tx.create("task", task("w2", "web", { state: "running", nodeId: "n2", slot: 2 }));
    tx.create("task", task("d1", "db", { state: "running", nodeId: "n2" }));
    tx.create("task", task("dead", "db", { state: "failed", nodeId: "n2" }));
  });
  const tasks = [
    sample("w1", "n1", 9, 500),
    sample("w1", "n1", 1),
    sample("w2", "n2", 0.5),
    sample("d1", "n2", 2),
    sample("dead", "n2", 7),
    sample("unknown", "n2", 7),
  ];
  const by = (kind: "service" | "task" | "node") =>
    store
      .view((tx) => topOf(tx, { tasks, nodes: [] }, kind))
      .map(({ Name, Tasks, Cpu, MemoryBytes }) => [Name, Tasks, Cpu, MemoryBytes]);
  expect(by("service")).toEqual([
    ["db", 1, 2, 10],
    ["web", 2, 1.5, 20],
  ]);
  expect(by("task")).toEqual([
    ["db.1", 1, 2, 10],
    ["web.1", 1, 1, 10],
    ["web.2", 1, 0.5, 10],
  ]);
  expect(by("node")).toEqual([
    ["host-n2", 2, 2.5, 20],
    ["host-n1", 1, 1, 10],
  ]);
});
