import { describe, expect, test } from "vitest";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { ModelCluster } from "../../test/lib/model-cluster.ts";
import { isUpToDate } from "./up-to-date.ts";

const SECOND = 1e9;
const HOUR_MS = 3_600_000;

function web(replicas: number, extra: ServiceSpec = {}): ServiceSpec {
  return {
    Name: "web",
    TaskTemplate: { ContainerSpec: { Image: "nginx:1" } },
    Mode: { Replicated: { Replicas: replicas } },
    ...extra,
  };
}

function image(name: string): (spec: ServiceSpec) => ServiceSpec {
  return (spec) => ({
    ...spec,
    TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: { Image: name } },
  });
}

async function cluster(nodes = 3): Promise<ModelCluster> {
  const model = new ModelCluster();
  for (let i = 1; i <= nodes; i++) await model.addNode(`n${i}`);
  await model.start();
  return model;
}

function running(version: number, ...slots: (number | string)[]): string[] {
  return slots.map((slot) => `${slot}:running@${version}`);
}

describe("replicated", () => {
  test("slots are numbered from 1, and freed numbers are taken again", async () => {
    const model = await cluster();
    await model.createService("s", web(3));
    expect(model.wanted("s")).toEqual(["1:pending@1", "2:pending@1", "3:pending@1"]);
    await model.run(6);
    await model.changeService("s", () => web(1));
    expect(model.wanted("s")).toEqual(["1:running@1"]);
    await model.run(3);
    expect(model.tasks("s")).toHaveLength(1);
    await model.changeService("s", () => web(3));
    await model.run(6);
    expect(model.wanted("s").map((t) => t.slice(0, 9))).toEqual([
      "1:running",
      "2:running",
      "3:running",
    ]);
  });

  test("scaling down takes from the fullest node, and what does not run first", async () => {
    const model = await cluster(1);
    await model.createService("s", web(2));
    await model.run(6);
    await model.addNode("n2");
    await model.changeNode("n1", (n) => ({ spec: { ...n.spec, Availability: "pause" } }));
    await model.changeService("s", () => web(3));
    await model.run(6);
    expect(model.tasks("s").map((t) => t.nodeId)).toEqual(["n1", "n1", "n2"]);
    await model.changeService("s", () => web(2));
    expect(model.wanted("s")).toEqual(["1:running@1", "3:running@2"]);
  });

  test("a removed service takes its tasks and revisions with it", async () => {
    const model = await cluster();
    await model.createService("s", web(3));
    await model.run(6);
    await model.removeService("s");
    expect(model.tasks("s").map((t) => t.desiredState)).toEqual(["remove", "remove", "remove"]);
    await model.run(3);
    expect(model.store.view((tx) => [tx.count("task"), tx.count("specRevision")])).toEqual([0, 0]);
  });
});

describe("restart", () => {
  const policy = (fields: object): ServiceSpec =>
    web(1, { TaskTemplate: { ContainerSpec: { Image: "i" }, RestartPolicy: fields } });

  test("a failed task is replaced at READY, and started after the delay", async () => {
    const model = await cluster();
    await model.createService("s", policy({ Delay: 2 * SECOND }));
    await model.run(6);
    model.fate = () => "failed";
    await model.step(0);
    model.fate = () => undefined;
    expect(model.tasks("s").map((t) => [t.status.state, t.desiredState])).toEqual([
      ["failed", "shutdown"],
      ["pending", "ready"],
    ]);
    await model.run(19);
    expect(model.wanted("s")).toEqual(["1:ready@1"]);
    await model.run(5);
    expect(model.wanted("s")).toEqual(["1:running@1"]);
  });

  const ended: readonly [string, object, "failed" | "complete", number][] = [
    ["none never restarts", { Condition: "none" }, "failed", 1],
    ["on-failure lets success be", { Condition: "on-failure", Delay: 0 }, "complete", 1],
    ["on-failure restarts failures", { Condition: "on-failure", Delay: 0 }, "failed", 5],
    ["any restarts success", { Condition: "any", Delay: 0 }, "complete", 5],
    ["two attempts after the first", { MaxAttempts: 2, Delay: 0 }, "failed", 3],
    ["attempts outside the window", { MaxAttempts: 2, Delay: 0, Window: SECOND / 2 }, "failed", 3],
  ];
  test.each(ended)("%s", async (_, fields, fate, tasks) => {
    const model = await cluster();
    model.fate = (task) => (task.status.state === "running" ? fate : undefined);
    await model.createService("s", policy(fields));
    await model.run(60);
    expect(model.tasks("s")).toHaveLength(tasks);
    const attempts = tasks < 5 ? 0 : 1;
    expect(model.wanted("s")).toHaveLength(attempts || ("Window" in fields ? 1 : 0));
  });

  test.each([
    ["back", -HOUR_MS],
    ["forward", HOUR_MS],
  ])("a delay is over in its time when the clock is set %s meanwhile", async (_, byMs) => {
    const model = await cluster();
    await model.createService("s", policy({ Delay: 10 * SECOND }));
    await model.run(6);
    model.fate = () => "failed";
    await model.step(0);
    model.fate = () => undefined;
    await model.run(6);
    expect(model.wanted("s")).toEqual(["1:ready@1"]);
    model.clock.set(byMs);
    await model.clock.advance(12_000);
    await model.run(3);
    expect(model.wanted("s")).toEqual(["1:running@1"]);
  });

  test("a new leader knows the attempts of the old one", async () => {
    const model = await cluster();
    model.fate = (task) => (task.status.state === "running" ? "failed" : undefined);
    await model.createService("s", policy({ MaxAttempts: 3, Delay: 0 }));
    for (let i = 0; i < 20; i++) {
      await model.run(3);
      await model.failOver();
    }
    expect(model.tasks("s")).toHaveLength(4);
    expect(model.wanted("s")).toEqual([]);
  });

  test("a drained node's tasks move without delay, once they have stopped", async () => {
    const model = await cluster(1);
    await model.createService("s", web(2));
    await model.run(6);
    await model.addNode("n2");
    await model.changeNode("n1", (n) => ({ spec: { ...n.spec, Availability: "drain" } }));
    expect(model.wanted("s")).toEqual(["1:pending@1", "2:pending@1"]);
    await model.run(7, 10);
    expect(model.wanted("s")).toEqual(running(1, 1, 2));
  });

  test("a down node's tasks are replaced at once, and not waited for", async () => {
    const model = await cluster(2);
    await model.createService("s", web(4));
    await model.run(6);
    await model.changeNode("n1", (n) => ({ status: { ...n.status, state: "down" } }));
    await model.run(6, 1);
    expect(model.wanted("s")).toEqual(running(1, 1, 2, 3, 4));
    expect(
      new Set(
        model
          .tasks("s")
          .filter((t) => t.desiredState === "running")
          .map((t) => t.nodeId),
      ),
    ).toEqual(new Set(["n2"]));
  });

  test("history keeps five tasks a slot", async () => {
    const model = await cluster();
    model.fate = (task) => (task.status.state === "running" ? "failed" : undefined);
    await model.createService("s", policy({ Delay: 0 }));
    await model.run(100);
    expect(model.tasks("s")).toHaveLength(5);
  });
});

describe("global", () => {
  const everywhere: ServiceSpec = {
    Name: "agent",
    TaskTemplate: {
      ContainerSpec: { Image: "a:1" },
      Placement: { Constraints: ["node.labels.zone!=x"] },
    },
    Mode: { Global: {} },
  };

  test("each node that takes part has one, late ones too", async () => {
    const model = await cluster(2);
    await model.addNode("x1", { Labels: { zone: "x" } });
    await model.createService("g", everywhere);
    await model.run(6);
    expect(model.wanted("g").toSorted()).toEqual(running(1, "n1", "n2"));
    await model.addNode("n3");
    await model.run(6);
    expect(model.wanted("g").toSorted()).toEqual(running(1, "n1", "n2", "n3"));
  });

  test("drained and relabelled nodes lose theirs and get it back", async () => {
    const model = await cluster(2);
    await model.createService("g", everywhere);
    await model.run(6);
    await model.changeNode("n1", (n) => ({ spec: { ...n.spec, Availability: "drain" } }));
    await model.changeNode("n2", (n) => ({ spec: { ...n.spec, Labels: { zone: "x" } } }));
    expect(model.wanted("g")).toEqual([]);
    await model.run(2);
    await model.changeNode("n1", (n) => ({ spec: { ...n.spec, Availability: "active" } }));
    await model.run(6);
    expect(model.wanted("g")).toEqual(running(1, "n1"));
  });

  test("a paused node keeps its task as it is", async () => {
    const model = await cluster(2);
    await model.createService("g", everywhere);
    await model.run(6);
    await model.changeNode("n1", (n) => ({ spec: { ...n.spec, Availability: "pause" } }));
    await model.changeService("g", image("a:2"));
    await model.run(80);
    expect(model.wanted("g").toSorted()).toEqual(["n1:running@1", "n2:running@2"]);
    expect(model.service("g").updateStatus?.state).toBe("completed");
  });
});

describe("update", () => {
  const update = (fields: object): ServiceSpec => web(4, { UpdateConfig: fields });

  test("one slot at a time, old stopped first, then done", async () => {
    const model = await cluster();
    await model.createService("s", web(3));
    await model.run(6);
    await model.changeService("s", image("nginx:2"));
    expect(model.service("s").updateStatus).toMatchObject({
      state: "updating",
      message: "update in progress",
    });
    let least = 3;
    for (let i = 0; i < 40; i++) {
      await model.step();
      const up = model.wanted("s").filter((t) => t.includes("running")).length;
      least = Math.min(least, up);
    }
    expect(least).toBe(2);
    expect(model.wanted("s")).toEqual(running(2, 1, 2, 3));
    await model.run(60);
    expect(model.service("s").updateStatus).toMatchObject({
      state: "completed",
      message: "update completed",
    });
    expect(model.store.view((tx) => tx.by("specRevision", "service", "s").length)).toBe(2);
  });

  test("tasks are up to date by what they run, not by their version", async () => {
    const model = await cluster();
    const upToDate = () =>
      model.store.view((tx) => model.tasks("s").map((t) => isUpToDate(tx, model.service("s"), t)));
    await model.createService("s", web(1));
    await model.run(6);
    await model.changeService("s", () => web(2));
    expect(upToDate()).toEqual([true, true]);
    await model.changeService("s", image("nginx:2"));
    expect(upToDate()).toEqual([false, true, false]);
  });

  test("scaling replaces nothing and is no update", async () => {
    const model = await cluster();
    await model.createService("s", web(2));
    await model.run(6);
    await model.changeService("s", () => web(3));
    await model.run(10);
    expect(model.wanted("s")).toEqual(["1:running@1", "2:running@1", "3:running@2"]);
    expect(model.service("s").updateStatus).toBeUndefined();
  });

  test("start-first never has fewer than it should, and at most one more a slot", async () => {
    const model = await cluster();
    await model.createService("s", update({ Order: "start-first", Parallelism: 2 }));
    await model.run(6);
    await model.changeService("s", image("nginx:2"));
    for (let i = 0; i < 40; i++) {
      await model.step();
      const wanted = model.wanted("s");
      expect(wanted.filter((t) => t.includes("running")).length).toBeGreaterThanOrEqual(4);
      expect(wanted.length).toBeLessThanOrEqual(6);
    }
    expect(model.wanted("s")).toEqual(running(2, 1, 2, 3, 4));
  });

  test("between two slots a worker rests for the delay", async () => {
    const model = await cluster();
    await model.createService("s", update({ Parallelism: 1, Delay: 10 * SECOND }));
    await model.run(6);
    await model.changeService("s", image("nginx:2"));
    await model.run(90);
    expect(model.wanted("s").filter((t) => t.endsWith("@2"))).toHaveLength(1);
    await model.run(100);
    expect(model.wanted("s").filter((t) => t.endsWith("@2"))).toHaveLength(2);
  });

  const failing = (model: ModelCluster): void => {
    model.fate = (task) =>
      task.specVersion === 2 && task.status.state === "preparing" ? "rejected" : undefined;
  };

  test("a failure pauses it, and the rest stays as it was", async () => {
    const model = await cluster();
    await model.createService("s", update({ Parallelism: 1 }));
    await model.run(6);
    failing(model);
    await model.changeService("s", image("bad"));
    await model.run(50);
    const { updateStatus } = model.service("s");
    expect(updateStatus?.state).toBe("paused");
    expect(updateStatus?.message).toMatch(
      /^update paused due to failure or early termination of task \w{25}$/,
    );
    expect(model.wanted("s").filter((t) => t.endsWith("@1"))).toHaveLength(3);
  });

  test("or rolls it back", async () => {
    const model = await cluster();
    await model.createService("s", update({ Parallelism: 2, FailureAction: "rollback" }));
    await model.run(6);
    failing(model);
    await model.changeService("s", image("bad"));
    const bad = model.service("s").meta.versionIndex;
    await model.run(120);
    const service = model.service("s");
    // Who read the failed spec must not write upon it.
    expect(service.specSince).toBeGreaterThanOrEqual(bad);
    expect(service.updateStatus).toMatchObject({
      state: "rollback_completed",
      message: "rollback completed",
    });
    expect(service.spec.TaskTemplate?.ContainerSpec?.Image).toBe("nginx:1");
    expect(service.previousSpec).toBeUndefined();
    expect(model.wanted("s").map((t) => t.split("@")[0])).toEqual([
      "1:running",
      "2:running",
      "3:running",
      "4:running",
    ]);
  });

  test("or goes on below the ratio", async () => {
    const model = await cluster();
    await model.createService("s", update({ Parallelism: 1, MaxFailureRatio: 0.25 }));
    await model.run(6);
    let failures = 0;
    model.fate = (task) =>
      task.specVersion === 2 && task.status.state === "preparing" && failures++ === 0
        ? "rejected"
        : undefined;
    await model.changeService("s", image("nginx:2"));
    await model.run(150);
    expect(model.service("s").updateStatus?.state).toBe("completed");
    expect(model.wanted("s")).toEqual(running(2, 1, 2, 3, 4));
  });

  test("a change of placement moves only what no longer fits", async () => {
    const model = await cluster(1);
    await model.createService("s", web(2));
    await model.run(6);
    await model.changeService("s", (spec) => ({
      ...spec,
      TaskTemplate: { ...spec.TaskTemplate, Placement: { Constraints: ["node.id==n1"] } },
    }));
    await model.run(20);
    expect(model.wanted("s")).toEqual(running(1, 1, 2));
  });

  test("a new leader carries it on", async () => {
    const model = await cluster();
    await model.createService("s", update({ Parallelism: 1 }));
    await model.run(6);
    await model.changeService("s", image("nginx:2"));
    for (let i = 0; i < 30; i++) {
      await model.run(4);
      if (i % 5 === 0) await model.failOver();
    }
    expect(model.wanted("s")).toEqual(running(2, 1, 2, 3, 4));
    expect(model.service("s").updateStatus?.state).toBe("completed");
  });
});

describe("jobs", () => {
  test("run so many at a time until so many have completed", async () => {
    const model = await cluster();
    await model.createService("j", {
      Name: "job",
      Mode: { ReplicatedJob: { MaxConcurrent: 2, TotalCompletions: 5 } },
    });
    let most = 0;
    for (let i = 0; i < 40; i++) {
      await model.step();
      const open = model.wanted("j").filter((t) => !t.includes("complete"));
      most = Math.max(most, open.length);
    }
    expect(most).toBe(2);
    expect(model.tasks("j").map((t) => [t.slot, t.status.state])).toEqual(
      [0, 1, 2, 3, 4].map((slot) => [slot, "complete"]),
    );
    await model.changeService("j", (spec) => ({ ...spec, Labels: { again: "1" } }));
    await model.run(40);
    expect(model.tasks("j").map((t) => t.jobIteration)).toEqual([1, 1, 1, 1, 1]);
  });

  test("a global job takes the nodes of the moment", async () => {
    const model = await cluster(2);
    await model.createService("j", { Name: "job", Mode: { GlobalJob: {} } });
    await model.run(8);
    await model.addNode("n3");
    await model.run(8);
    expect(model.wanted("j").toSorted()).toEqual(["n1:complete@1", "n2:complete@1"]);
  });
});

test("a label that drives a task away rejects it, and it finds another node", async () => {
  const model = await cluster(1);
  await model.createService("s", {
    ...web(1),
    TaskTemplate: { Placement: { Constraints: ["node.labels.disk!=slow"] } },
  });
  await model.run(6);
  await model.addNode("n2");
  await model.changeNode("n1", (n) => ({ spec: { ...n.spec, Labels: { disk: "slow" } } }));
  expect(model.tasks("s")[0]?.status).toMatchObject({
    state: "rejected",
    message: "assigned node no longer meets constraints",
  });
});
