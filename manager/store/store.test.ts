import { expect, test } from "vitest";
import { skep } from "../../proto/messages.ts";
import type { Service, Task } from "../../shared/domain/objects.ts";
import type { LogIndex, NodeId, ServiceId, TaskId, Term } from "../../shared/ids.ts";
import { LoopbackConsensus } from "../raft/loopback-consensus.ts";
import { RaftStore } from "./store.ts";
import { storeForTest } from "./testing.ts";
import type { ChangeBatch } from "./types.ts";

const meta = { versionIndex: 0, createdMs: 0, updatedMs: 0 };

function service(id: string, name: string): Service {
  return { id: id as ServiceId, meta, spec: { Name: name }, specVersion: 1 };
}

function task(id: string, fields: Partial<Task> = {}): Task {
  return {
    id: id as TaskId,
    meta,
    serviceId: "svc" as ServiceId,
    serviceName: "web",
    slot: 1,
    nodeId: "" as NodeId,
    specVersion: 1,
    desiredState: "running",
    status: { state: "new", timestampMs: 0, message: "created" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
    ...fields,
  };
}

const outOfSequence = { code: "UNKNOWN", message: "update out of sequence" };

test("a write is visible when its promise resolves, with the entry's index as version", async () => {
  const { store } = storeForTest();
  await store.update((tx) => tx.create("service", service("a", "Web")));
  await store.update((tx) => tx.create("service", service("b", "db")));
  expect(store.view((tx) => tx.get("service", "b" as ServiceId)?.meta.versionIndex)).toBe(3);
  expect(store.view((tx) => tx.by("service", "name", "web").map((s) => s.id))).toEqual(["a"]);
});

test("an update decided on an old version is refused, and nothing of its closure is kept", async () => {
  const { store } = storeForTest();
  const stored = await created(store, service("a", "one"));
  await store.update((tx) => tx.update("service", { ...stored, spec: { Name: "two" } }));
  const stale = store.update((tx) => {
    tx.create("service", service("b", "other"));
    tx.update("service", { ...stored, spec: { Name: "three" } });
  });
  await expect(stale).rejects.toMatchObject(outOfSequence);
  expect(store.view((tx) => [...tx.all("service")].map((s) => s.spec.Name))).toEqual(["two"]);
});

test("closures that wait together see each other's writes and share one entry", async () => {
  const { store, entries } = storeForTest();
  const stored = await created(store, service("a", "one"));
  const results = await Promise.allSettled([
    store.update((tx) => tx.update("service", { ...stored, spec: { Name: "two" } })),
    store.update((tx) => tx.by("service", "name", "two").length),
    store.update((tx) => {
      tx.remove("service", "a");
      throw new RangeError("dropped");
    }),
    // Read before the first closure: its version is that of the committed object.
    store.update((tx) => tx.update("service", { ...stored, spec: { Name: "late" } })),
    store.update((tx) => tx.create("service", service("b", "three"))),
  ]);
  expect(results.map((r) => r.status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "rejected",
    "fulfilled",
  ]);
  expect(results[1]).toMatchObject({ value: 1 });
  expect(results[3]).toMatchObject({ reason: outOfSequence });
  expect(entries).toHaveLength(3);
  expect(store.view((tx) => [...tx.all("service")].map((s) => s.spec.Name))).toEqual([
    "two",
    "three",
  ]);
});

test("without the lead a write is refused, and so is one whose outcome is unknown", async () => {
  const { store, consensus } = storeForTest();
  const inFlight = store.update((tx) => tx.create("service", service("a", "one")));
  // Proposed in this microtask, committed in the next: the lead goes in between.
  queueMicrotask(() => consensus.loseLead());
  await expect(inFlight).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(store.update(() => 1)).rejects.toMatchObject({ code: "ABORTED" });
  consensus.becomeLeader();
  await expect(store.update((tx) => tx.count("service"))).resolves.toBe(0);
});

test("a status travels as a delta and leaves the rest of the task alone", async () => {
  const { store, entries } = storeForTest();
  await store.update((tx) => tx.create("task", task("t1", { startAfterMs: 9 })));
  await store.update((tx) => {
    const stored = tx.get("task", "t1" as TaskId);
    if (stored === undefined) throw new Error("lost");
    tx.update("task", {
      ...stored,
      nodeId: "n1" as NodeId,
      status: { state: "assigned", timestampMs: 5, message: "scheduler assigned task to node" },
    });
  });
  expect(entries.at(-1)?.data.length).toBeLessThan(60);
  expect(store.view((tx) => tx.by("task", "node", "n1"))).toMatchObject([
    { id: "t1", startAfterMs: 9, desiredState: "running", status: { state: "assigned" } },
  ]);
});

test("a message that was cut in the middle of a character does not stop the store", async () => {
  const { store } = storeForTest();
  await store.update((tx) => tx.create("task", task("t1")));
  await store.update((tx) => {
    const stored = tx.get("task", "t1" as TaskId);
    if (stored === undefined) throw new Error("lost");
    const status = { state: "failed", timestampMs: 1, message: "cut \ud83d" } as const;
    tx.update("task", { ...stored, status });
  });
  const now = store.view((tx) => tx.get("task", "t1" as TaskId));
  expect(now?.status.message).toBe("cut \ufffd");
});

test("the leader takes the task that it wrote; after another entry it reads its own anew", async () => {
  const apply = (entry: "own" | "foreign first"): Promise<boolean> => {
    const store = new RaftStore({ clock: { now: () => 0, after: () => ({ cancel() {} }) } });
    let index = 0;
    const foreign = removalOf("t9");
    const commit = (data: Uint8Array): number => {
      store.apply([{ index: ++index as LogIndex, term: 1 as Term, data }]);
      return index;
    };
    const consensus = new LoopbackConsensus(store);
    index = consensus.status().applied;
    consensus.propose = async (data) => {
      if (entry === "foreign first") commit(foreign);
      // A copy, as it comes from another thread.
      return commit(Uint8Array.from(data)) as LogIndex;
    };
    store.attach(consensus);
    return taken(store);
  };
  await expect(apply("own")).resolves.toBe(true);
  await expect(apply("foreign first")).resolves.toBe(false);
});

test("a listener hears every change after its snapshot once, in order", async () => {
  const { store } = storeForTest();
  await store.update((tx) => tx.create("service", service("a", "one")));
  const heard: ChangeBatch[] = [];
  const { initial, subscription } = store.watch(
    (tx) => [...tx.all("service")].map((s) => s.id),
    (batch) => heard.push(batch),
  );
  await store.update((tx) => {
    tx.create("service", service("b", "two"));
    tx.remove("service", "a");
  });
  subscription.close();
  await store.update((tx) => tx.create("service", service("c", "three")));
  expect(initial).toEqual(["a"]);
  expect(heard.map((b) => b.changes.map((c) => [c.kind, (c.after ?? c.before)?.id]))).toEqual([
    [
      ["create", "b"],
      ["remove", "a"],
    ],
  ]);
});

test("an image stays as it was while writes go on, and makes an equal store", async () => {
  const first = storeForTest();
  const ids = Array.from({ length: 600 }, (_, i) => `t${String(i).padStart(3, "0")}`);
  await first.store.update((tx) => {
    for (const id of ids) tx.create("task", task(id));
  });
  const image = first.store.image();
  await first.store.update((tx) => {
    for (const id of ids.slice(0, 300)) tx.remove("task", id);
  });
  const second = storeForTest();
  let resets = 0;
  second.store.watch(
    () => {},
    (batch) => (resets += batch.reset ? 1 : 0),
  );
  await second.store.restore(image.index, crumbs(image.chunks(), 777));
  expect(resets).toBe(1);
  expect(second.store.view((tx) => [...tx.all("task")].map((t) => t.id))).toEqual(ids);
  expect(bytes(second.store.image().chunks())).toEqual(bytes(image.chunks()));
});

function removalOf(id: string): Uint8Array {
  return skep.v1.StoreBatch.encode({ actions: [{ remove: { table: "task", id } }] }).finish();
}

/** Whether an updated task is, once committed, the very object that its closure saw. */
async function taken(store: RaftStore): Promise<boolean> {
  await store.update((tx) => tx.create("task", task("t1")));
  const inClosure = await store.update((tx) => {
    const stored = tx.get("task", "t1" as TaskId);
    if (stored === undefined) throw new Error("lost");
    tx.update("task", { ...stored, nodeId: "n1" as NodeId });
    return tx.get("task", "t1" as TaskId);
  });
  const now = store.view((tx) => tx.get("task", "t1" as TaskId));
  expect(now).toMatchObject({ nodeId: "n1" });
  expect(now?.meta.versionIndex).toBe(store.view((tx) => tx.index));
  return now === inClosure;
}

async function created(store: ReturnType<typeof storeForTest>["store"], object: Service) {
  await store.update((tx) => tx.create("service", object));
  const stored = store.view((tx) => tx.get("service", object.id));
  if (stored === undefined) throw new Error(`${object.id} was not created`);
  return stored;
}

function bytes(chunks: Iterable<Uint8Array>): Buffer {
  return Buffer.concat([...chunks]);
}

/** The same bytes, cut elsewhere. */
async function* crumbs(chunks: Iterable<Uint8Array>, size: number): AsyncIterable<Uint8Array> {
  const all = bytes(chunks);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}
