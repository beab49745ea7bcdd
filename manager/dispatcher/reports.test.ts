import { describe, expect, test } from "vitest";
import type { Node, Task } from "../../shared/domain/objects.ts";
import type { TaskState } from "../../shared/domain/task-state.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import { node, task } from "../../test/lib/objects.ts";
import { storeForTest } from "../store/testing.ts";
import { type NodeNews, NodeWrites, withNews } from "./node-writes.ts";
import { applyStatuses, StatusQueue } from "./statuses.ts";

const n1 = "n1" as NodeId;

async function reported(
  state: TaskState,
  status: Task["status"],
  from: string = n1,
): Promise<Task["status"] | undefined> {
  const { store } = storeForTest();
  await store.update((tx) => tx.create("task", task("t1", "web", { nodeId: n1, state })));
  const updates = [{ taskId: "t1" as TaskId, status }];
  const batch = { nodeId: from as NodeId, session: "s", seq: 1, updates };
  await store.update((tx) => applyStatuses(tx, [batch]));
  return store.view((tx) => tx.get("task", "t1" as TaskId))?.status;
}

describe("a reported status", () => {
  test.each([
    ["of a later state counts", "assigned", "running", "running"],
    ["of an earlier state is dropped", "running", "preparing", "running"],
    ["after the end is dropped", "failed", "running", "failed"],
    ["that an agent cannot know is dropped", "running", "orphaned", "running"],
    ["before ACCEPTED is dropped", "pending", "assigned", "pending"],
  ] as const)("%s", async (_, state, told, becomes) => {
    expect((await reported(state, { state: told, timestampMs: 5, message: "m" }))?.state).toBe(
      becomes,
    );
  });

  test("of another node's task is dropped", async () => {
    const status = { state: "failed", timestampMs: 5, message: "m" } as const;
    expect((await reported("running", status, "n2"))?.state).toBe("running");
  });

  test("of the same state counts when it says something newer", async () => {
    const status = { state: "running", timestampMs: 5, message: "again" } as const;
    expect((await reported("running", status))?.message).toBe("again");
  });
});

test("the queue hands out whole batches in order, and takes them back in front", () => {
  const queue = new StatusQueue();
  const batchOf = (seq: number, count: number) => ({
    nodeId: n1,
    session: "s",
    seq,
    updates: Array.from({ length: count }, () => ({
      taskId: "t" as TaskId,
      status: { state: "running" as const, timestampMs: 0, message: "" },
    })),
  });
  for (const seq of [1, 2, 3]) queue.add(batchOf(seq, 2_500));
  const first = queue.take();
  expect(first.map(({ seq }) => seq)).toEqual([1, 2]);
  queue.putBack(first);
  expect(queue.take().map(({ seq }) => seq)).toEqual([1, 2]);
  expect(queue.take().map(({ seq }) => seq)).toEqual([3]);
});

describe("news of a node", () => {
  const ready = node("n1", { addr: "10.0.0.1" });
  const down: Node = {
    ...ready,
    status: { state: "down", message: "heartbeat failure", addr: "10.0.0.1" },
    downSinceMs: 7,
  };
  const rows: readonly (readonly [string, Node, NodeNews, Partial<Node> | "same"])[] = [
    [
      "that is none writes nothing",
      ready,
      { state: { state: "ready", message: "", at: 9 } },
      "same",
    ],
    [
      "that it is down says since when",
      ready,
      { state: { state: "down", message: "heartbeat failure", at: 7 } },
      { status: down.status, downSinceMs: 7 },
    ],
    [
      "that it is down still keeps since when",
      down,
      { state: { state: "down", message: "x", at: 9 } },
      "same",
    ],
    ["of the same description writes nothing", ready, descriptionOf(ready), "same"],
    [
      "of its address moves it",
      ready,
      { addr: "10.0.0.2" },
      { status: { state: "ready", message: "", addr: "10.0.0.2" } },
    ],
  ];
  test.each(rows)("%s", (_, before, news, expected) => {
    const after = withNews(before, news);
    if (expected === "same") expect(after).toBe(before);
    else expect(after).toEqual({ ...before, ...expected });
  });

  test("that it is back forgets since when it was down", () => {
    const after = withNews(down, { state: { state: "ready", message: "", at: 9 } });
    expect(after.status).toEqual({ state: "ready", message: "", addr: "10.0.0.1" });
    expect("downSinceMs" in after).toBe(false);
  });

  test("said twice is written once, the later word first", () => {
    const writes = new NodeWrites();
    writes.add(n1, { state: { state: "down", message: "", at: 1 }, addr: "a" });
    const taken = writes.take();
    writes.add(n1, { state: { state: "ready", message: "", at: 2 } });
    writes.putBack(taken);
    expect(writes.take().get(n1)).toEqual({
      state: { state: "ready", message: "", at: 2 },
      addr: "a",
    });
    expect(writes.size).toBe(0);
  });
});

/** As it comes back from the wire: equal, with keys in another order. */
function descriptionOf(of: Node): NodeNews {
  const entries = Object.entries(of.description ?? {}).reverse();
  return {
    description: Object.fromEntries(entries) as unknown as NonNullable<Node["description"]>,
  };
}
