import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TaskStatus } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { task } from "../../test/lib/objects.ts";
import { parseRecords, recordsOf, replay, type TaskRecord } from "./task-db.ts";
import { FileTaskDb } from "./task-db-driver.ts";

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
  expect(parseRecords(text)).toEqual({ records, damaged: false });
  expect(parseRecords(text.slice(0, -5)).damaged).toBe(true);
});

test("whatever bit a disk has changed, the other tasks are known", () => {
  const both = [records[1], record("t2", "web@2"), record("t3", "web@2")];
  const lines = both.map((one) => `${JSON.stringify(one)}\n`);
  const bytes = new TextEncoder().encode(lines.join(""));
  const [from, to] = [lines[0]?.length ?? 0, bytes.length - (lines[2]?.length ?? 0) - 1];
  for (let bit = 8 * from; bit < 8 * to; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const { tasks } = replay(parseRecords(new TextDecoder().decode(changed)).records);
    expect([...tasks.keys()]).toContain("t3");
  }
  for (const line of ["null", "7", '{"kind":"task"}', '{"kind":"spec","spec":null}']) {
    expect(parseRecords(`${line}\n`)).toEqual({ records: [], damaged: true });
  }
});

test("without room for a new file the tasks are known all the same, and further ones are kept", async () => {
  const dir = await mkdtemp(join(tmpdir(), "skep-task-db-"));
  const text = records.map((one) => `${JSON.stringify(one)}\n`).join("");
  await writeFile(join(dir, "tasks.jsonl"), `${text}{"kind":"ta`);
  // Nothing can be written where a folder is.
  await mkdir(join(dir, "tasks.jsonl.new"));
  const db = new FileTaskDb(dir, silentLogger);
  expect(await db.load()).toEqual(replay(records));
  db.save(record("t3", "web@2"));
  await db.flush();
  await rm(join(dir, "tasks.jsonl.new"), { recursive: true });
  const { tasks } = await new FileTaskDb(dir, silentLogger).load();
  expect([...tasks.keys()]).toEqual(["t2", "t3"]);
  await rm(dir, { recursive: true });
});
