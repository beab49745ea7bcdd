import { describe, expect, test } from "vitest";
import { node, service, type TaskOptions, task } from "../../lib/objects.ts";
import { checkCommitment, checkForward, unsettled } from "./orchestration.ts";

const of = (options: TaskOptions, id = "t1") => task(id, "web", options);

describe("a task only goes forward", () => {
  test.each<[string, TaskOptions, TaskOptions, string | undefined]>([
    ["a step on", { state: "assigned" }, { state: "accepted" }, undefined],
    ["a step back", { state: "running" }, { state: "starting" }, "task states only forward"],
    ["back to life", { state: "failed" }, { state: "running" }, "task states only forward"],
    ["wished back", { desired: "shutdown" }, { desired: "running" }, "desired states only forward"],
    ["to another node", { nodeId: "a" }, { nodeId: "b" }, "a task never moves"],
  ])("%s", (_name, before, after, promise) => {
    expect(checkForward(of(before), of(after))?.promise).toBe(promise);
  });
});

describe("a node is not over-committed", () => {
  const Reservations = { NanoCPUs: 2e9 };
  const { spec } = service("web", { TaskTemplate: { Resources: { Reservations } } });
  const small = node("n", { nanoCpus: 4e9 });
  const two = [of({ state: "running" }, "a"), of({ state: "assigned" }, "b")];
  test.each<[string, ReturnType<typeof of>[], string | undefined]>([
    ["just full", two, undefined],
    ["one too many", [...two, of({ state: "ready" }, "c")], "no node over-committed"],
    ["one that has ended", [...two, of({ state: "failed" }, "c")], undefined],
    ["one that is not placed yet", [...two, of({ state: "pending" }, "c")], undefined],
  ])("%s", (_name, tasks, promise) => {
    expect(checkCommitment(small, tasks, () => spec)?.promise).toBe(promise);
  });
});

describe("a service is settled", () => {
  const web = service("web", { Mode: { Replicated: { Replicas: 2 } } });
  const old = service("web", { TaskTemplate: { ContainerSpec: { Image: "older" } } });
  const nodes = [node("n1"), node("n2"), node("n3", { availability: "drain" })];
  const runs = (id: string, slot: number, nodeId = "n1", specVersion = 1) =>
    of({ slot, nodeId, specVersion, state: "running" }, id);
  const whole = [runs("a", 1), runs("b", 2, "n2")];
  const stopping = of({ slot: 1, nodeId: "n1", state: "running", desired: "shutdown" }, "c");
  test.each<[string, ReturnType<typeof of>[], RegExp | undefined]>([
    ["all run", whole, undefined],
    ["one is missing", [runs("a", 1)], /1 of 1 run, 2 are wanted/],
    ["one too many", [...whole, runs("c", 3)], /3 of 3 run/],
    ["two in one slot", [runs("a", 1), runs("b", 1)], /two tasks in one place/],
    ["one of an older spec", [runs("a", 1), runs("b", 2, "n2", 0)], /older spec/],
    ["one that does not end", [...whole, stopping], /not ended yet: c/],
    ["one on a drained node", [runs("a", 1), runs("b", 2, "n3")], /not to be used/],
  ])("%s", (_name, tasks, reason) => {
    const found = unsettled(web, tasks, nodes, (one) => (one.specVersion === 0 ? old : web).spec);
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(reason);
  });
});
