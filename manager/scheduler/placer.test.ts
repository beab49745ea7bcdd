import { describe, expect, test } from "vitest";
import { hostPort, node, service, task } from "../../test/lib/objects.ts";
import { Scheduling } from "../../test/lib/scheduling.ts";

const GIB = 2 ** 30;
const many = (count: number, of: string, options = {}, prefix = "t") =>
  Array.from({ length: count }, (_, at) =>
    task(`${prefix}${at}`, of, { slot: at + 1, ...options }),
  );

describe("Scheduler", () => {
  test("only pending tasks of ready, active nodes are placed", () => {
    const s = new Scheduling({
      nodes: [node("id1"), node("id2", { state: "down" }), node("id3", { availability: "drain" })],
      services: [service("web")],
      tasks: [
        task("running", "web", { state: "running", nodeId: "id1" }),
        task("waits", "web"),
        task("new", "web", { state: "new" }),
      ],
    });
    s.run();
    expect(s.nodeOf("waits")).toBe("id1");
    expect(s.nodeOf("new")).toBe("");
    expect(s.tasks.get("waits")?.status).toEqual({
      state: "assigned",
      timestampMs: s.now,
      message: "scheduler assigned task to node",
    });
  });

  test("fewer tasks in all break the tie", () => {
    const s = new Scheduling({
      nodes: [node("busy"), node("idle")],
      services: [service("web"), service("other")],
      tasks: [task("o", "other", { state: "running", nodeId: "busy" }), task("t", "web")],
    });
    s.run();
    expect(s.nodeOf("t")).toBe("idle");
  });

  test("a task's end makes its node attractive again", () => {
    const s = new Scheduling({
      nodes: [node("a"), node("b")],
      services: [service("web"), service("x"), service("y")],
      tasks: [
        task("on-a", "web", { state: "running", nodeId: "a" }),
        task("on-b", "web", { state: "running", nodeId: "b" }),
        task("first", "x"),
      ],
    });
    s.run();
    s.put(task("on-b", "web", { state: "complete", nodeId: "b" }));
    s.put(task("on-a2", "web", { state: "running", nodeId: "a" }));
    s.put(task("second", "y"));
    s.run();
    expect(s.nodeOf("second")).toBe("b");
  });
});

describe("HA", () => {
  test("replicas go first to nodes with fewest of the service, then by total", () => {
    const busy = [...many(10, "other", { state: "running", nodeId: "id1" }, "o")];
    const s = new Scheduling({
      nodes: ["id1", "id2", "id3", "id4", "id5"].map((id) => node(id)),
      services: [service("web"), service("other")],
      tasks: [
        ...busy,
        ...many(3, "web", { state: "running", nodeId: "id2" }, "w"),
        ...many(18, "web"),
      ],
    });
    s.run();
    const spread = s.spread("web");
    expect(Object.values(spread).reduce((a, b) => a + b)).toBe(21);
    expect(Math.max(...Object.values(spread)) - Math.min(...Object.values(spread))).toBe(1);
    expect(spread["id1"]).toBe(4);
  });

  test("batches of one place as one batch of all", () => {
    const world = {
      nodes: ["a", "b", "c"].map((id) => node(id)),
      services: [service("web")],
      tasks: many(10, "web"),
    };
    const whole = new Scheduling(world);
    const bits = new Scheduling(world);
    whole.run();
    bits.run(1);
    expect(Object.values(bits.spread()).sort()).toEqual(Object.values(whole.spread()).sort());
  });
});

describe("Preferences", () => {
  const spreadOver = (...labels: string[]) =>
    service("web", {
      TaskTemplate: {
        Placement: {
          Preferences: labels.map((label) => ({ Spread: { SpreadDescriptor: label } })),
        },
      },
    });

  test("branches are even whatever their number of nodes", () => {
    const s = new Scheduling({
      nodes: [
        node("a1", { labels: { az: "a" } }),
        node("b1", { labels: { az: "b" } }),
        node("b2", { labels: { az: "b" } }),
        node("none"),
      ],
      services: [spreadOver("node.labels.az")],
      tasks: many(12, "web"),
    });
    s.run();
    expect(s.spread()).toEqual({ a1: 4, b1: 2, b2: 2, none: 4 });
  });

  test("a full branch's share goes to the others", () => {
    const s = new Scheduling({
      nodes: [
        node("a1", { labels: { az: "a" }, nanoCpus: 1e9 }),
        node("b1", { labels: { az: "b" }, nanoCpus: 9e9 }),
      ],
      services: [
        service("web", {
          TaskTemplate: {
            Resources: { Reservations: { NanoCPUs: 1e9 } },
            Placement: { Preferences: [{ Spread: { SpreadDescriptor: "node.labels.az" } }] },
          },
        }),
      ],
      tasks: many(6, "web"),
    });
    s.run();
    expect(s.spread()).toEqual({ a1: 1, b1: 5 });
  });

  test("MultiplePreferences: level by level", () => {
    const rack = (az: string, name: string) => ({ labels: { az, rack: name } });
    const s = new Scheduling({
      nodes: [
        node("1", rack("a", "r1")),
        node("2", rack("a", "r1")),
        node("3", rack("a", "r2")),
        node("4", rack("b", "r1")),
      ],
      services: [spreadOver("node.labels.az", "node.labels.rack")],
      tasks: many(8, "web"),
    });
    s.run();
    expect(s.spread()).toEqual({ "1": 1, "2": 1, "3": 2, "4": 4 });
  });

  test("MultiplePreferencesScaleUp: existing tasks weigh in", () => {
    const s = new Scheduling({
      nodes: [node("a", { labels: { az: "a" } }), node("b", { labels: { az: "b" } })],
      services: [spreadOver("node.labels.az")],
      tasks: [...many(4, "web", { state: "running", nodeId: "a" }, "r"), ...many(4, "web")],
    });
    s.run();
    expect(s.spread()).toEqual({ a: 4, b: 4 });
  });

  test("an engine label, and a node that changes its label", () => {
    const s = new Scheduling({
      nodes: [node("a", { engineLabels: { az: "a" } }), node("b", { engineLabels: { az: "b" } })],
      services: [spreadOver("engine.labels.az")],
      tasks: many(2, "web"),
    });
    s.run();
    s.view.putNode(node("c", { engineLabels: { az: "c" } }));
    for (const t of many(2, "web", {}, "u")) s.put(t);
    s.run();
    expect(s.spread()["c"]).toBe(1);
  });
});

describe("FaultyNode", () => {
  const failures = (count: number, nodeId: string, specVersion = 1) =>
    Array.from({ length: count }, (_, at) =>
      task(`f${nodeId}${at}`, "web", {
        state: "failed",
        nodeId,
        specVersion,
        timestampMs: 999_000,
      }),
    );

  test("five failures within five minutes: the others come first", () => {
    const s = new Scheduling({
      nodes: [node("faulty"), node("good")],
      services: [service("web"), service("other")],
      tasks: [
        ...failures(5, "faulty"),
        ...many(3, "web", { state: "running", nodeId: "good" }, "r"),
        task("t", "web"),
        task("o", "other"),
      ],
    });
    s.run();
    expect(s.nodeOf("t")).toBe("good");
    expect(s.nodeOf("o")).toBe("faulty");
  });

  test("four are not enough, and old ones do not count", () => {
    const s = new Scheduling({
      nodes: [node("n1"), node("n2")],
      services: [service("web")],
      tasks: [...failures(4, "n1"), task("r", "web", { state: "running", nodeId: "n2" })],
    });
    s.put(task("t", "web"));
    s.run();
    expect(s.nodeOf("t")).toBe("n1");
    for (const t of failures(1, "n1")) s.put({ ...t, id: "again" as typeof t.id });
    s.now += 301_000;
    for (const t of many(3, "web", { state: "running", nodeId: "n2" }, "r")) s.put(t);
    s.put(task("later", "web"));
    s.run();
    expect(s.nodeOf("later")).toBe("n1");
  });

  test("FaultyNodeSpecVersion: another version of the spec has a clean slate", () => {
    const s = new Scheduling({
      nodes: [node("faulty"), node("good")],
      services: [service("web", {}, 2)],
      tasks: [
        ...failures(5, "faulty", 1),
        task("r", "web", { state: "running", nodeId: "good", specVersion: 2 }),
        task("t", "web", { specVersion: 2 }),
      ],
    });
    s.run();
    expect(s.nodeOf("t")).toBe("faulty");
  });

  test("a faulty node is still better than none", () => {
    const s = new Scheduling({
      nodes: [node("faulty")],
      services: [service("web")],
      tasks: [...failures(6, "faulty"), task("t", "web")],
    });
    s.run();
    expect(s.nodeOf("t")).toBe("faulty");
  });
});

describe("ResourceConstraint", () => {
  const needs = (memoryBytes: number, more = {}) =>
    service("web", {
      TaskTemplate: { Resources: { Reservations: { MemoryBytes: memoryBytes, ...more } } },
    });

  test("what running tasks reserve is gone, and back when they end", () => {
    const s = new Scheduling({
      nodes: [node("n1", { memoryBytes: 3 * GIB })],
      services: [needs(2 * GIB)],
      tasks: [task("r", "web", { state: "running", nodeId: "n1" }), task("t", "web")],
    });
    s.run();
    expect(s.errOf("t")).toBe("no suitable node (insufficient resources on 1 node)");
    // Desired shutdown is not enough: it still holds its memory.
    s.put(task("r", "web", { state: "running", nodeId: "n1", desired: "shutdown" }));
    s.run();
    expect(s.nodeOf("t")).toBe("");
    s.put(task("r", "web", { state: "shutdown", nodeId: "n1", desired: "shutdown" }));
    s.run();
    expect(s.nodeOf("t")).toBe("n1");
  });

  test("ResourceConstraintDeadTask: a dead task holds nothing", () => {
    const s = new Scheduling({
      nodes: [node("n1", { memoryBytes: 1 * GIB })],
      services: [needs(1 * GIB)],
      tasks: [task("dead", "web", { state: "failed", nodeId: "n1" }), task("t", "web")],
    });
    s.run();
    expect(s.nodeOf("t")).toBe("n1");
  });

  test("ResourceConstraintHA: nodes take what they have room for", () => {
    const s = new Scheduling({
      nodes: [node("small", { memoryBytes: 1 * GIB }), node("large", { memoryBytes: 9 * GIB })],
      services: [needs(1 * GIB)],
      tasks: many(12, "web"),
    });
    s.run();
    expect(s.spread()).toEqual({ small: 1, large: 9 });
    expect(s.errOf("t11")).toBe("no suitable node (insufficient resources on 2 nodes)");
  });

  test("a node that grows takes waiting tasks; one that vanishes gives its room up", () => {
    const s = new Scheduling({
      nodes: [node("n1", { memoryBytes: 0 })],
      services: [needs(1 * GIB)],
      tasks: [task("t", "web")],
    });
    s.run();
    s.view.putNode(node("n1", { memoryBytes: GIB }));
    s.run();
    expect(s.nodeOf("t")).toBe("n1");
    s.view.removeNode(node("n1").id);
    s.put(task("u", "web"));
    s.run();
    expect(s.errOf("u")).toBe("no suitable node");
    s.view.putNode(node("n1", { memoryBytes: GIB }));
    s.run();
    // t is still there as far as the store says.
    expect(s.errOf("u")).toBe("no suitable node (insufficient resources on 1 node)");
  });

  test("generic resources: counted and named ones are claimed and returned", () => {
    const gpu = { GenericResources: [{ DiscreteResourceSpec: { Kind: "gpu", Value: 1 } }] };
    const named = ["u1", "u2"].map((value) => ({ kind: "gpu", value, count: 1 }));
    const s = new Scheduling({
      nodes: [node("n1", { generic: named }), node("n2", { generic: [{ kind: "gpu", count: 1 }] })],
      services: [needs(0, gpu)],
      tasks: many(4, "web"),
    });
    s.run();
    const claims = [...s.tasks.values()].flatMap((t) => t.assignedGeneric);
    expect(claims.map((c) => c.value ?? c.count).sort()).toEqual([1, "u1", "u2"]);
    expect(s.errOf("t3")).toBe("no suitable node (insufficient resources on 2 nodes)");
    const holder = [...s.tasks.values()].find((t) => t.assignedGeneric[0]?.value === "u2");
    if (holder === undefined) throw new Error("nobody got u2");
    s.put({ ...holder, status: { ...holder.status, state: "complete" } });
    s.run();
    expect(s.tasks.get("t3")?.assignedGeneric).toEqual([{ kind: "gpu", value: "u2", count: 1 }]);
  });
});

describe("PreassignedTasks", () => {
  test("are confirmed on their node, or told why not", () => {
    const needs = { Resources: { Reservations: { NanoCPUs: 3e9 } } };
    const s = new Scheduling({
      nodes: [node("n1"), node("n2", { nanoCpus: 1e9 })],
      services: [service("agent", { TaskTemplate: needs })],
      tasks: [
        task("on1", "agent", { nodeId: "n1", slot: 0 }),
        task("on2", "agent", { nodeId: "n2", slot: 0 }),
        task("gone", "agent", { nodeId: "n9", slot: 0 }),
      ],
    });
    s.run();
    expect(s.tasks.get("on1")?.status.message).toBe(
      "scheduler confirmed task can run on preassigned node",
    );
    expect(s.tasks.get("on2")?.status).toMatchObject({
      state: "pending",
      message: "pending task scheduling",
      err: "insufficient resources on 1 node",
    });
    expect(s.tasks.get("gone")?.status.err).toBeUndefined();
  });

  test("a host port is checked for them too", () => {
    const s = new Scheduling({
      nodes: [node("n1")],
      services: [service("a"), service("b")],
      tasks: [
        task("r", "a", { nodeId: "n1", state: "running", ports: [hostPort(80)] }),
        task("t", "b", { nodeId: "n1", ports: [hostPort(80)] }),
      ],
    });
    s.run();
    expect(s.errOf("t")).toBe("host-mode port already in use on 1 node");
  });
});

describe("tasks that are not to be placed", () => {
  test("IgnoreTasks: shut down before they were placed", () => {
    const s = new Scheduling({
      nodes: [node("n1")],
      services: [service("web")],
      tasks: [task("s", "web", { desired: "shutdown" }), task("r", "web", { desired: "remove" })],
    });
    s.run();
    expect(s.spread()).toEqual({});
    expect(s.view.taskCount).toBe(0);
  });

  test("UnassignedMap: a task that is removed while it waits is forgotten", () => {
    const s = new Scheduling({ nodes: [], services: [service("web")], tasks: [task("t", "web")] });
    s.run();
    s.view.removeTask(task("t", "web").id);
    expect(s.view.pending.size).toBe(0);
    expect(s.view.taskCount).toBe(0);
  });

  test("without its spec a task waits unplaced", () => {
    const s = new Scheduling({ nodes: [node("n")], services: [], tasks: [task("t", "web")] });
    s.run();
    expect(s.nodeOf("t")).toBe("");
    s.view.putService(service("web"));
    s.run();
    expect(s.nodeOf("t")).toBe("n");
  });
});
