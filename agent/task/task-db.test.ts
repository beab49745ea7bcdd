import { expect, test } from "vitest";
import type { TaskStatus } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import { task } from "../../test/lib/objects.ts";
import { parseRecords, recordsOf, replay, type TaskRecord } from "./task-db.ts";

const status = (state: TaskStatus["state"]): TaskStatus => ({ state, timestampMs: 1, message: "" });
const record = (id: string, specRevision: string): TaskRecord => ({
  kind: "task",
  assigned: { task: task(id, "web"), specRevision },
  status: status("assigned"),
});

const records: readonly TaskRecord[] = [
  { kind: "spec", spec: { id: "web@1", spec: { Name: "web" } } },
  { kind: "spec", spec: { id: "web@2", spec: { Name: "web" } } },
  record("t1", "web@1"),
  record("t2", "web@2"),
  { kind: "status", id: "t2" as TaskId, status: status("running") },
  { kind: "status", id: "t9" as TaskId, status: status("running") },
  { kind: "gone", id: "t1" as TaskId },
];

test("records add up to the last state of the tasks that are left, and their specs", () => {
  const { tasks, specs } = replay(records);
  expect([...tasks].map(([id, saved]) => [id, saved.status.state])).toEqual([["t2", "running"]]);
  expect([...specs.keys()]).toEqual(["web@2"]);
});

test("the fewest records add up to the same", () => {
  const saved = replay(records);
  const fewest = [...recordsOf(saved)];
  expect(fewest).toHaveLength(2);
  expect(replay(fewest)).toEqual(saved);
});

test("whatever byte the power was lost at, the lines before it are read", () => {
  const lines = records.map((one) => `${JSON.stringify(one)}\n`);
  const text = lines.join("");
  for (let cut = 0; cut <= text.length; cut++) {
    const whole = text.slice(0, cut).split("\n").length - 1;
    const read = parseRecords(text.slice(0, cut));
    expect(read.records.length).toBeGreaterThanOrEqual(whole);
    expect(read.records).toEqual(records.slice(0, read.records.length));
  }
  expect(parseRecords(text)).toEqual({ records, torn: false });
  expect(parseRecords(text.slice(0, -5)).torn).toBe(true);
});
