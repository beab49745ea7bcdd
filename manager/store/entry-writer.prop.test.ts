import fc from "fast-check";
import { expect, test } from "vitest";
import { skep } from "../../proto/messages.ts";
import type { Task, TaskStatus } from "../../shared/domain/objects.ts";
import { DESIRED_STATES, TASK_STATES, type TaskState } from "../../shared/domain/task-state.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import { task } from "../../test/lib/objects.ts";
import { applyBatch, encodeUpdate } from "./actions.ts";
import { EntryWriter } from "./entry-writer.ts";
import { State } from "./state.ts";

// Mostly what is written by hand; the rest is there to be left to the generated encoder.
const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ minLength: 1 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 2, arbitrary: fc.constantFrom("", "x".repeat(127), "x".repeat(20_000)) },
);
const number = fc.oneof(
  { weight: 8, arbitrary: fc.oneof(fc.nat(), fc.maxSafeNat()) },
  { weight: 4, arbitrary: fc.constantFrom(0, 127, 128, 2 ** 32) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5) },
);
const container = fc.record({
  containerId: text,
  pid: number,
  exitCode: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
});
const status: fc.Arbitrary<TaskStatus> = fc.record(
  {
    state: fc.constantFrom(...(Object.keys(TASK_STATES) as TaskState[])),
    timestampMs: number,
    message: text,
    err: text,
    container,
  },
  { requiredKeys: ["state", "timestampMs", "message"] },
);
const hot: fc.Arbitrary<Partial<Task>> = fc.record(
  {
    status,
    nodeId: text as fc.Arbitrary<NodeId>,
    desiredState: fc.constantFrom(...DESIRED_STATES),
    assignedGeneric: fc.constantFrom([], [{ kind: "gpu", count: 1 }]),
  },
  { requiredKeys: [] },
);

test("a task's change is written as the generated encoder writes it, and read back as kept", () => {
  let kept = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, hot), { minLength: 1, maxLength: 5 }),
      number,
      (rows, updatedMs) => {
        const writer = new EntryWriter();
        const state = new State();
        const expected: skep.v1.StoreAction.$Properties[] = [];
        const objects = new Map<string, Task>();
        for (const [id, change] of rows) {
          // Empty ids don't exist, and a task is changed once.
          if (id === "" || !id.isWellFormed() || objects.has(id)) continue;
          const before = Object.freeze(task(id, "s"));
          state.put("task", before);
          const meta = { versionIndex: 7, createdMs: before.meta.createdMs, updatedMs };
          const after: Task = { ...before, ...change };
          const written = writer.addTask(before, after, meta);
          if (written === undefined) continue;
          kept++;
          objects.set(id, written);
          expected.push(encodeUpdate("task", before, { ...after, meta }));
        }
        const { bytes } = writer.finish();
        expect(bytes).toEqual(
          Uint8Array.from(skep.v1.StoreBatch.encode({ actions: expected }).finish()),
        );
        applyBatch(state, bytes, 7);
        for (const [id, object] of objects) {
          expect(object).toStrictEqual(state.get("task", id as TaskId));
        }
      },
    ),
    // A fixed seed, so that the count below is one number and not a draw.
    { numRuns: 300, seed: 1 },
  );
  // Else the property would say nothing.
  expect(kept).toBeGreaterThan(50);
});
