import { describe, expect, test } from "vitest";
import type { Config, Secret, Service, Task } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import { META, revision, service, task } from "../../test/lib/objects.ts";
import { AssignmentSet, type AssignmentSource } from "./assignment-set.ts";

const secret = { id: "pw", meta: META, spec: { Name: "pw" }, data: new Uint8Array([1]) } as Secret;
const config = { id: "cf", meta: META, spec: { Name: "cf" }, data: new Uint8Array([2]) } as Config;
const withFiles = service("web", {
  TaskTemplate: {
    ContainerSpec: { Secrets: [{ SecretID: "pw" }], Configs: [{ ConfigID: "cf" }] },
  },
});

function source(...services: Service[]): AssignmentSource {
  const revisions = new Map<string, ReturnType<AssignmentSource["spec"]>>(
    services.map(revision).map(({ id, spec }) => [id, { spec, wire: { id } }]),
  );
  return {
    secret: (id) => (id === secret.id ? secret : undefined),
    config: (id) => (id === config.id ? config : undefined),
    spec: (id) => revisions.get(id),
  };
}

function names(message: ReturnType<AssignmentSet["next"]>): Record<string, unknown> | undefined {
  if (message === undefined) return undefined;
  const lists: Record<string, readonly unknown[]> = {
    tasks: (message.tasks ?? []).map((one) => one.task?.id),
    removedTasks: message.removedTasks ?? [],
    specs: (message.specs ?? []).map((one) => one.id),
    removedSpecs: message.removedSpecs ?? [],
    secrets: (message.secrets ?? []).map((one) => one.id),
    removedSecrets: message.removedSecrets ?? [],
    configs: (message.configs ?? []).map((one) => one.id),
    removedConfigs: message.removedConfigs ?? [],
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

const at = (id: string, state: Task["status"]["state"], more: Partial<Task> = {}): Task => ({
  ...task(id, "web", { nodeId: "n1", state }),
  ...more,
});

/** A set that has told its agent of these tasks. */
function told(from: AssignmentSource, ...tasks: Task[]): AssignmentSet {
  const set = new AssignmentSet();
  for (const one of tasks) set.note(one.id, one);
  set.next(from);
  return set;
}

describe("the first set", () => {
  test("is complete even when it is empty: the agent may hold tasks of earlier", () => {
    const message = new AssignmentSet().next(source());
    expect(message).toMatchObject({ complete: true, tasks: [] });
  });

  test("names ended tasks, whose containers stay, without their secrets", () => {
    const set = new AssignmentSet();
    for (const one of [at("t1", "failed"), at("t2", "pending")]) set.note(one.id, one);
    expect(names(set.next(source(withFiles)))).toEqual({ tasks: ["t1"], specs: ["web@1"] });
  });

  test("has every task, however many, in one message", () => {
    const set = new AssignmentSet();
    for (let i = 0; i < 2_500; i++) set.note(`t${i}` as TaskId, at(`t${i}`, "running"));
    expect(set.next(source(service("web")))?.tasks).toHaveLength(2_500);
    expect(set.next(source(service("web")))).toBeUndefined();
  });
});

describe("a difference", () => {
  const from = source(withFiles);

  test("is nothing when only the status moved", () => {
    const set = told(from, at("t1", "assigned"));
    set.note("t1" as TaskId, at("t1", "running"));
    expect(set.next(from)).toBeUndefined();
  });

  test("takes secrets away when the last task that needs them has ended", () => {
    const set = told(from, at("t1", "running"), at("t2", "running"));
    set.note("t1" as TaskId, at("t1", "failed"));
    expect(set.next(from)).toBeUndefined();
    set.note("t2" as TaskId, at("t2", "failed"));
    expect(names(set.next(from))).toEqual({ removedSecrets: ["pw"], removedConfigs: ["cf"] });
  });

  test("does not take away and give again what passes from one task to the next", () => {
    const set = told(from, at("t1", "running"));
    set.note("t1" as TaskId, undefined);
    set.note("t2" as TaskId, at("t2", "assigned"));
    const { tasks, removedTasks, ...rest } = names(set.next(from)) ?? {};
    expect({ tasks, removedTasks }).toEqual({ tasks: ["t2"], removedTasks: ["t1"] });
    expect(Object.keys(rest)).not.toContain("removedSecrets");
    expect(Object.keys(rest)).not.toContain("removedSpecs");
  });

  test("removes a task with its spec when it is gone", () => {
    const set = told(from, at("t1", "failed"));
    set.note("t1" as TaskId, undefined);
    expect(names(set.next(from))).toEqual({ removedTasks: ["t1"], removedSpecs: ["web@1"] });
  });

  test("sends a task again when its wish changes, its spec not", () => {
    const set = told(from, at("t1", "running"));
    set.note("t1" as TaskId, at("t1", "running", { desiredState: "shutdown" }));
    expect(names(set.next(from))).toEqual({ tasks: ["t1"] });
  });

  test("sends a changed secret to those who have it only", () => {
    const set = told(from, at("t1", "running"));
    expect(set.noteSecret(secret)).toBe(true);
    expect(set.noteConfig({ ...config, id: "other" as Config["id"] })).toBe(false);
    expect(names(set.next(from))).toEqual({ secrets: ["pw"] });
  });

  test("is cut into messages of a bounded size that chain", () => {
    const set = told(from);
    for (let i = 0; i < 2_500; i++) set.note(`t${i}` as TaskId, at(`t${i}`, "assigned"));
    const sizes: number[] = [];
    let last = "1";
    for (let next = set.next(from); next !== undefined; next = set.next(from)) {
      expect(next.appliesTo).toBe(last);
      last = next.resultsIn ?? "";
      sizes.push(next.tasks?.length ?? 0);
    }
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });
});
