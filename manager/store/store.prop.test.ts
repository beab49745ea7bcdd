import fc from "fast-check";
import { expect, test } from "vitest";
import type { Task, TaskStatus } from "../../shared/domain/objects.ts";
import { TASK_STATES, type TaskState } from "../../shared/domain/task-state.ts";
import type { NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { SCHEMA } from "./schema.ts";
import { State } from "./state.ts";
import { RaftStore } from "./store.ts";
import { storeForTest } from "./testing.ts";
import type { ChangeBatch, ReadTx, WriteTx } from "./types.ts";

type Step =
  | { readonly kind: "create"; readonly id: string }
  | { readonly kind: "remove"; readonly id: string }
  | { readonly kind: "stale"; readonly id: string }
  | {
      readonly kind: "status";
      readonly id: string;
      readonly state: TaskState;
      readonly node: string;
      /** Besides the state: what is not what decoding gives must not be taken for it. */
      readonly odd: Partial<TaskStatus>;
    }
  | { readonly kind: "rename"; readonly id: string; readonly slot: number };

interface Closure {
  readonly steps: readonly Step[];
  readonly throws: boolean;
}

/** Characters of every kind that buckets tell apart, and ids that share beginnings. */
const id = fc.constantFrom("a", "A0", "B!", "aa", "ab", "ab1", "z9", "zz", "~x", "é1", "-", "00");
const state = fc.constantFrom(...(Object.keys(TASK_STATES) as TaskState[]));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("create", "create", "remove", "stale"), id }),
  fc.record({
    kind: fc.constant("status"),
    id,
    state,
    node: fc.constantFrom("", "n1", "n2"),
    odd: fc.constantFrom<Partial<TaskStatus>>(
      {},
      {},
      { err: "" },
      { err: "exit 1" },
      { err: "caf\u00e9", timestampMs: 0 },
      { message: "half \ud83d" },
      { timestampMs: 1.5 },
      { timestampMs: 2 ** 45 },
      { ports: [] },
      { container: { containerId: "c1", pid: 2 ** 31, exitCode: -1 } },
      { container: { containerId: "", pid: 0, exitCode: 0 } },
    ),
  }),
  fc.record({ kind: fc.constant("rename"), id, slot: fc.integer({ min: 0, max: 2 }) }),
) as fc.Arbitrary<Step>;
const closure: fc.Arbitrary<Closure> = fc.record({
  steps: fc.array(step, { maxLength: 4 }),
  throws: fc.nat({ max: 3 }).map((n) => n === 0),
});
/** Closures of one inner list are handed over in the same turn. */
const history = fc.array(fc.array(closure, { minLength: 1, maxLength: 4 }), { maxLength: 8 });

function task(taskId: string): Task {
  return {
    id: taskId as TaskId,
    meta: { versionIndex: 0, createdMs: 0, updatedMs: 0 },
    serviceId: "s" as ServiceId,
    serviceName: "web",
    slot: 1,
    nodeId: "" as NodeId,
    specVersion: 1,
    desiredState: "running",
    status: { state: "new", timestampMs: 0, message: "" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
  };
}

/** The naive store: a map that is copied for each closure, without versions or indexes. */
type Model = Map<string, { state: TaskState; node: string; slot: number }>;

function playOnModel(model: Model, { steps, throws }: Closure): Model | undefined {
  const next = new Map([...model].map(([key, value]) => [key, { ...value }]));
  for (const s of steps) {
    const found = next.get(s.id);
    if (s.kind === "create") {
      if (found) return undefined;
      next.set(s.id, { state: "new", node: "", slot: 1 });
    } else {
      if (!found || s.kind === "stale") return undefined;
      if (s.kind === "remove") next.delete(s.id);
      else if (s.kind === "rename") found.slot = s.slot;
      else Object.assign(found, { state: s.state, node: s.node });
    }
  }
  return throws ? undefined : next;
}

function playOnStore(tx: WriteTx, { steps, throws }: Closure): void {
  for (const s of steps) {
    const found = tx.get("task", s.id as TaskId);
    if (s.kind === "create") tx.create("task", task(s.id));
    else if (s.kind === "remove" || found === undefined) tx.remove("task", s.id);
    else if (s.kind === "rename") tx.update("task", { ...found, slot: s.slot });
    else if (s.kind === "stale") {
      const meta = { ...found.meta, versionIndex: found.meta.versionIndex + 1 };
      tx.update("task", { ...found, meta });
    } else {
      const status = { state: s.state, timestampMs: 1, message: s.state, ...s.odd };
      tx.update("task", { ...found, status, nodeId: s.node as NodeId });
    }
  }
  checkIndexes(tx);
  if (throws) throw new RangeError("thrown by the closure");
}

/** Whatever an index says is what reading every object would say. */
function checkIndexes(tx: ReadTx): void {
  const all = [...tx.all("task")];
  expect(all.map((t) => t.id)).toEqual(all.map((t) => t.id).toSorted());
  expect(tx.count("task")).toBe(all.length);
  const each: Task[] = [];
  tx.each("task", (t) => each.push(t));
  expect(new Set(each)).toEqual(new Set(all));
  expect(each).toHaveLength(all.length);
  for (const [index, rule] of Object.entries(SCHEMA.task)) {
    const keys = new Set(["n1", "s", "new", ...all.flatMap((t) => rule.keys(t))]);
    for (const key of keys) {
      const expected = all.filter((t) => rule.keys(t).includes(key)).map((t) => t.id);
      expect(tx.by("task", index as keyof typeof SCHEMA.task, key).map((t) => t.id)).toEqual(
        expected,
      );
    }
  }
  for (const prefix of ["", "a", "z", "A", "~", "ab"]) {
    const expected = all.filter((t) => t.id.startsWith(prefix)).slice(0, 3);
    expect(tx.byIdPrefix("task", prefix, 3).map((t) => t.id)).toEqual(expected.map((t) => t.id));
  }
}

function contents(tx: ReadTx): object {
  return Object.fromEntries(
    [...tx.all("task")].map((t) => [t.id, { state: t.status.state, node: t.nodeId, slot: t.slot }]),
  );
}

function imageBytes(store: RaftStore): Buffer {
  return Buffer.concat([...store.image().chunks()]);
}

test("it holds what the naive store holds, refuses what it refuses, and its indexes agree", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (turns) => {
      const { store } = storeForTest();
      let model: Model = new Map();
      for (const turn of turns) {
        const outcomes = await Promise.allSettled(
          turn.map((c) => store.update((tx) => playOnStore(tx, c))),
        );
        const expected = turn.map((c) => {
          const next = playOnModel(model, c);
          if (next !== undefined) model = next;
          return next === undefined ? "rejected" : "fulfilled";
        });
        const refusals = outcomes.filter((o) => o.status === "rejected").map((o) => o.reason.name);
        expect(refusals.filter((n) => n !== "ClusterError" && n !== "RangeError")).toEqual([]);
        expect(outcomes.map((o) => o.status)).toEqual(expected);
        store.view((tx) => expect(contents(tx)).toEqual(Object.fromEntries(model)));
        store.view(checkIndexes);
      }
    }),
    { numRuns: 150 },
  );
});

test("replicas that apply the same entries, or restore an image on the way, are equal", async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(), async (turns, cut) => {
      const leader = storeForTest();
      for (const turn of turns) {
        await Promise.allSettled(turn.map((c) => leader.store.update((tx) => playOnStore(tx, c))));
      }
      const { entries } = leader;
      const at = cut % (entries.length + 1);
      const first = new RaftStore({ clock: { now: () => 0, after: () => ({ cancel() {} }) } });
      first.apply(entries.slice(0, at));
      const image = first.image();
      first.apply(entries.slice(at));
      const second = new RaftStore({ clock: { now: () => 0, after: () => ({ cancel() {} }) } });
      await second.restore(image.index, chunksOf(image.chunks()));
      second.apply(entries.slice(at));
      second.view(checkIndexes);
      const everything = (tx: ReadTx): Task[] => [...tx.all("task")];
      expect(first.view(everything)).toStrictEqual(leader.store.view(everything));
      expect(imageBytes(first).equals(imageBytes(leader.store))).toBe(true);
      expect(imageBytes(second).equals(imageBytes(leader.store))).toBe(true);
    }),
    { numRuns: 80 },
  );
});

test("a listener that replays what it hears holds what the store holds", async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat({ max: 4 }), async (turns, late) => {
      const { store } = storeForTest();
      const replay = new State();
      const problems: string[] = [];
      const listen = (): void => {
        const { initial } = store.watch(
          (tx) => [...tx.all("task")],
          (batch) => hear(batch),
        );
        for (const object of initial) replay.put("task", object);
      };
      const hear = ({ changes }: ChangeBatch): void => {
        for (const change of changes) {
          if (change.table !== "task") continue;
          const held = replay.get("task", (change.after ?? change.before).id);
          if (held !== change.before) problems.push(`${change.kind} on another object`);
          if (change.kind === "remove") replay.remove("task", change.before.id);
          else replay.put("task", change.after);
        }
      };
      for (const [i, turn] of turns.entries()) {
        if (i === late) listen();
        await Promise.allSettled(turn.map((c) => store.update((tx) => playOnStore(tx, c))));
      }
      if (turns.length <= late) listen();
      expect(problems).toEqual([]);
      expect([...replay.all("task")]).toEqual(store.view((tx) => [...tx.all("task")]));
    }),
    { numRuns: 80 },
  );
});

async function* chunksOf(chunks: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* chunks;
}
