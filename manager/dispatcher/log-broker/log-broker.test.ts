import { describe, expect, test } from "vitest";
import type { NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";
import { task } from "../../../test/lib/objects.ts";
import { storeForTest } from "../../store/testing.ts";
import { ItemQueue } from "./item-queue.ts";
import { Reading, tasksToRead } from "./reading.ts";
import type { LogLine } from "./types.ts";

const n1 = "n1" as NodeId;
const line = (taskId: string, timestampMs: number): LogLine => ({
  taskId: taskId as TaskId,
  nodeId: "liar" as NodeId,
  serviceId: "" as ServiceId,
  timestampMs,
  timestampNanos: 0,
  stream: "stdout",
  data: new Uint8Array(),
});
const running = (id: string, nodeId: string = n1) => task(id, "web", { nodeId, state: "running" });

test("tasks are read that were started, once each, whichever way they were named", async () => {
  const { store } = storeForTest();
  await store.update((tx) => {
    for (const state of ["assigned", "running", "failed", "rejected"] as const) {
      tx.create("task", task(state, "web", { nodeId: n1, state }));
    }
    tx.create("task", task("other", "db", { nodeId: n1, state: "running" }));
  });
  const options = { stdout: true, stderr: true, follow: false, tail: -1, sinceMs: 0 };
  const asked = { serviceIds: ["web"], taskIds: ["running", "other", "none"], options };
  expect(store.view((tx) => tasksToRead(tx, asked)).map(({ id }) => id)).toEqual([
    "failed",
    "other",
    "running",
  ]);
});

describe("a reading", () => {
  test("ends when every node has sent all or is lost", () => {
    const reading = new Reading(false);
    reading.add([running("t1"), running("t2", "n2")]);
    reading.done(n1, "");
    expect(reading.finished).toBe(false);
    reading.lost("n2" as NodeId);
    expect(reading.finished).toBe(true);
    expect(reading.warning()).toBe(
      "warning: incomplete log stream. some logs could not be retrieved for the following " +
        "reasons: node n2 is not available",
    );
    expect(reading.warning()).toBeUndefined();
  });

  test("with nothing to read is at its end", () => {
    expect(new Reading(false).finished).toBe(true);
    expect(new Reading(true).finished).toBe(false);
  });

  test("takes only lines that it asked this node for, under the node's true name", () => {
    const reading = new Reading(false);
    reading.add([running("t1"), running("t2", "n2")]);
    const taken = reading.take(n1, [line("t1", 1), line("t2", 1), line("t9", 1)]);
    expect(taken).toMatchObject([{ taskId: "t1", nodeId: "n1", serviceId: "web" }]);
  });

  test("that resumes drops what it has passed on, and asks from there", () => {
    const reading = new Reading(true);
    reading.add([running("t1")]);
    reading.take(n1, [line("t1", 5), line("t1", 7)]);
    expect(reading.resume(n1)).toEqual({ taskIds: ["t1"], sinceMs: 7 });
    expect(reading.take(n1, [line("t1", 5), line("t1", 7), line("t1", 9)])).toMatchObject([
      { timestampMs: 9 },
    ]);
  });

  test("that resumes a node it never heard asks as at first", () => {
    const reading = new Reading(true);
    reading.add([running("t1")]);
    expect(reading.resume(n1)).toEqual({ taskIds: ["t1"], sinceMs: undefined });
    expect(reading.resume("n9" as NodeId)).toBeUndefined();
  });
});

describe("the queue to the reader", () => {
  test("says when it is full, and when there is room again", async () => {
    let room = 0;
    const queue = new ItemQueue<string>(
      10,
      (item) => item.length,
      () => {
        room++;
      },
    );
    expect(queue.push("12345")).toBe(true);
    expect(queue.push("67890")).toBe(false);
    const reader = queue.read();
    await reader.next();
    expect(room).toBe(0);
    await reader.next();
    expect(room).toBe(1);
    queue.finish();
    expect((await reader.next()).done).toBe(true);
  });

  test("gives what it holds before the error that ended it", async () => {
    const queue = new ItemQueue<string>(
      10,
      () => 1,
      () => {},
    );
    queue.push("a");
    queue.finish(new Error("lost"));
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const item of queue.read()) seen.push(item);
    };
    await expect(read()).rejects.toThrow("lost");
    expect(seen).toEqual(["a"]);
  });
});
