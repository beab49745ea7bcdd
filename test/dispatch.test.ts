/** Dispatcher, session, tasks and logs together, on virtual time and in-memory streams. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LogItem } from "../manager/dispatcher/log-broker/types.ts";
import { clusterForTest } from "../manager/gateway/testing/gateway.ts";
import type { Change } from "../manager/store/types.ts";
import type { Secret, Task } from "../shared/domain/objects.ts";
import { compareTaskStates } from "../shared/domain/task-state.ts";
import type { ClusterId, NodeId, SecretId, TaskId } from "../shared/ids.ts";
import {
  type Agent,
  bench,
  createNodes,
  createTasks,
  desire,
  FOLLOWER,
  LEADER,
} from "./lib/dispatch-bench.ts";
import { settle } from "./lib/hand-clock.ts";
import { META, revision, service, task } from "./lib/objects.ts";

describe("a task", () => {
  test("assigned in the store runs on its node and says so", async () => {
    const { clock, leader, agent, state, nodeState } = bench();
    await createNodes(leader, "n1");
    agent("n1");
    await clock.advance(100);
    expect(nodeState("n1")).toBe("ready");
    await createTasks(leader, "n1", "t1", "t2");
    await clock.advance(1_000);
    expect([state("t1"), state("t2")]).toEqual(["running", "running"]);
    await desire(leader, "t1", "shutdown");
    await clock.advance(15_000);
    expect([state("t1"), state("t2")]).toEqual(["shutdown", "running"]);
    await leader.store.update((tx) => tx.remove("task", "t2"));
    await clock.advance(15_000);
  });

  test("that ends while managers are away is told when they are back", async () => {
    const { clock, leader, agent, state } = bench();
    await createNodes(leader, "n1");
    const { runtime } = agent("n1");
    await createTasks(leader, "n1", "t1");
    await clock.advance(1_000);
    leader.consensus.loseLead();
    await clock.advance(5_000);
    runtime.exit("t1" as TaskId, 9);
    await clock.advance(5_000);
    expect(state("t1")).toBe("running");
    leader.consensus.becomeLeader();
    await clock.advance(5_000);
    expect(state("t1")).toBe("failed");
  });

  test("of another node cannot be spoken of", async () => {
    const { clock, leader, agent, state } = bench();
    await createNodes(leader, "n1", "n2");
    agent("n1");
    const { pairs } = agent("n2");
    await createTasks(leader, "n1", "t1");
    await clock.advance(1_000);
    const status = { state: 704, timestampMs: 9e12, message: "lies" };
    pairs.at(-1)?.client.send({ statuses: { seq: 99, updates: [{ taskId: "t1", status }] } });
    await clock.advance(1_000);
    expect(state("t1")).toBe("running");
  });
});

describe("what an agent is sent", () => {
  test("is a spec once, and a secret only while a task of its node needs it", async () => {
    const { clock, leader, agent } = bench();
    await createNodes(leader, "n1", "n2");
    const { sent } = agent("n1");
    const other = agent("n2");
    const secret: Secret = {
      id: "pw" as SecretId,
      meta: META,
      spec: { Name: "pw" },
      data: new Uint8Array([1]),
    };
    await leader.store.update((tx) => {
      tx.create("secret", secret);
      const Secrets = [{ SecretID: "pw", SecretName: "pw", File: { Name: "pw" } }];
      const web = service("web", { TaskTemplate: { ContainerSpec: { Image: "app", Secrets } } });
      tx.create("service", web);
      tx.create("specRevision", revision(web));
      tx.create("task", task("t1", "web", { nodeId: "n1", state: "assigned" }));
      tx.create("task", task("t2", "web", { nodeId: "n1", state: "assigned" }));
    });
    await clock.advance(1_000);
    await desire(leader, "t1", "shutdown");
    await clock.advance(15_000);
    const sets = () => sent.flatMap(({ assignments }) => (assignments ? [assignments] : []));
    expect(sets().flatMap(({ specs }) => specs ?? [])).toHaveLength(1);
    expect(sets().flatMap(({ secrets }) => secrets ?? [])).toHaveLength(1);
    expect(sets().flatMap(({ removedSecrets }) => removedSecrets ?? [])).toEqual([]);
    await desire(leader, "t2", "shutdown");
    await clock.advance(15_000);
    expect(sets().flatMap(({ removedSecrets }) => removedSecrets ?? [])).toEqual(["pw"]);
    const others = other.sent.flatMap(({ assignments }) => assignments?.secrets ?? []);
    expect(others).toEqual([]);
  });

  test("is a complete set first, then a chain of differences", async () => {
    const { clock, leader, agent } = bench();
    await createNodes(leader, "n1");
    const { sent } = agent("n1");
    await clock.advance(100);
    for (const id of ["t1", "t2", "t3"]) {
      await createTasks(leader, "n1", id);
      await clock.advance(1_000);
    }
    const sets = sent.flatMap(({ assignments }) => (assignments ? [assignments] : []));
    expect(sets.map(({ complete }) => complete)).toEqual([true, false, false, false]);
    for (const [i, set] of sets.entries()) {
      if (i > 0) expect(set.appliesTo).toBe(sets[i - 1]?.resultsIn);
    }
    expect(sets.flatMap(({ tasks }) => (tasks ?? []).map((one) => one.task?.id))).toEqual([
      "t1",
      "t2",
      "t3",
    ]);
  });
});

describe("while the root is replaced", () => {
  const tls = (key: number) => ({
    trustRootPem: "",
    certIssuerSubject: Uint8Array.of(1),
    certIssuerPublicKey: Uint8Array.of(key),
  });
  const rotation = {
    certPem: "NEXT",
    keyPem: "",
    crossSignedPem: "",
    issuerSubject: Buffer.from([1]).toString("base64"),
    issuerPublicKey: Buffer.from([2]).toString("base64"),
    askedUpTo: "",
    askedMs: 0,
  };

  test("a node is told to renew when its turn has come, and no more once it says that it has", async () => {
    const { clock, leader, agent } = bench();
    await createNodes(leader, "n1", "n2");
    await leader.store.update((tx) => {
      tx.create("cluster", { ...clusterForTest(), id: "c" as ClusterId });
    });
    const [one, two] = [agent("n1"), agent("n2")];
    const heard = ({ sent }: Agent) => {
      const view = sent.map(({ cluster, welcome }) => cluster ?? welcome?.cluster);
      const { rootCaPem, renewCertificate } = view.findLast((news) => news) ?? {};
      return [Buffer.from(rootCaPem ?? []).toString(), renewCertificate];
    };
    const rotate = (askedUpTo: string): Promise<unknown> =>
      leader.store.update((tx) => {
        for (const cluster of tx.all("cluster")) {
          const rootCa = { ...cluster.rootCa, rotation: { ...rotation, askedUpTo } };
          tx.update("cluster", { ...cluster, rootCa });
        }
      });
    await clock.advance(100);
    expect([one, two].map(heard)).toEqual([
      ["PEM", false],
      ["PEM", false],
    ]);
    await rotate("");
    await clock.advance(100);
    expect([one, two].map(heard)).toEqual([
      ["PEMNEXT", false],
      ["PEMNEXT", false],
    ]);
    await rotate("n1");
    await clock.advance(100);
    expect([one, two].map(heard)).toEqual([
      ["PEMNEXT", true],
      ["PEMNEXT", false],
    ]);
    one.become({ tls: tls(2) });
    await clock.advance(100);
    expect(heard(one)).toEqual(["PEMNEXT", false]);
  });

  test("what a node says of itself anew is told at once, and only once", async () => {
    const { clock, leader, agent } = bench();
    await createNodes(leader, "n1");
    const { become, pairs } = agent("n1");
    await clock.advance(100);
    const key = () =>
      leader.store.view((tx) => tx.get("node", "n1" as NodeId))?.description?.tls
        .certIssuerPublicKey;
    let told = 0;
    const client = pairs.at(-1)?.client;
    const send = client?.send.bind(client);
    if (client === undefined || send === undefined) throw new Error("it is connected");
    client.send = (message) => {
      if (message.description) told++;
      return send(message);
    };
    become({ tls: tls(3) });
    become({});
    await clock.advance(100);
    expect(key()).toEqual(Uint8Array.of(3));
    await clock.advance(60_000);
    expect(told).toBe(1);
  });
});

describe("a node", () => {
  test("whose agent is killed is down within 3.5 s, and ready when it is back", async () => {
    const { clock, leader, agent, nodeState } = bench();
    await createNodes(leader, "n1");
    const first = agent("n1");
    await clock.advance(5_000);
    expect(nodeState("n1")).toBe("ready");
    first.kill();
    await clock.advance(2_900);
    expect(nodeState("n1")).toBe("ready");
    await clock.advance(600);
    expect(nodeState("n1")).toBe("down");
    agent("n1");
    await clock.advance(500);
    expect(nodeState("n1")).toBe("ready");
  });

  test("whose network is cut is down within 3.5 s; it finds back by itself", async () => {
    const { clock, leader, agent, nodeState } = bench();
    await createNodes(leader, "n1");
    const { isolate } = agent("n1");
    await clock.advance(5_000);
    isolate(true);
    await clock.advance(1_900);
    expect(nodeState("n1")).toBe("ready");
    await clock.advance(1_600);
    expect(nodeState("n1")).toBe("down");
    await clock.advance(60_000);
    isolate(false);
    await clock.advance(6_000);
    expect(nodeState("n1")).toBe("ready");
  });

  test("stays ready through minutes of quiet, a reset stream and a pause of the manager", async () => {
    const { clock, leader, agent, nodeState } = bench();
    await createNodes(leader, "n1");
    const states: string[] = [];
    leader.store.watch(
      () => undefined,
      (batch) => {
        for (const change of batch.changes as readonly Change[]) {
          if (change.table === "node" && change.after) states.push(change.after.status.state);
        }
      },
    );
    const { pairs } = agent("n1");
    await clock.advance(120_000);
    pairs.at(-1)?.reset();
    await clock.advance(10_000);
    clock.freeze(30_000);
    await clock.advance(10_000);
    expect(nodeState("n1")).toBe("ready");
    expect(states).toEqual(["ready"]);
  });

  test("keeps ready over a change of the leader when it comes back at once", async () => {
    const { clock, leader, agent, nodeState } = bench();
    await createNodes(leader, "n1", "n2");
    agent("n1");
    const second = agent("n2");
    await clock.advance(5_000);
    leader.consensus.loseLead();
    second.kill();
    await clock.advance(100);
    leader.consensus.becomeLeader();
    await clock.advance(1_500);
    expect([nodeState("n1"), nodeState("n2")]).toEqual(["ready", "unknown"]);
    await clock.advance(5_000);
    expect([nodeState("n1"), nodeState("n2")]).toEqual(["ready", "down"]);
  });

  test("that asks a follower is sent to the leader", async () => {
    const { clock, leader, agent, nodeState } = bench();
    await createNodes(leader, "n1");
    const { pairs, sent } = agent("n1", [FOLLOWER]);
    await clock.advance(100);
    expect(sent[0]?.redirect?.leader?.addr).toBe(LEADER);
    expect(pairs).toHaveLength(2);
    expect(nodeState("n1")).toBe("ready");
  });

  test("that is removed is closed and refused", async () => {
    const { clock, leader, agent } = bench();
    await createNodes(leader, "n1");
    const { refused, session } = agent("n1");
    await clock.advance(1_000);
    expect(session.connected).toBe(true);
    await leader.store.update((tx) => tx.remove("node", "n1"));
    await clock.advance(1_000);
    expect(session.connected).toBe(false);
    expect(refused[0]).toContain("not part of this cluster");
  });

  test("down for a day leaves its tasks orphaned", async () => {
    const { clock, leader, agent, state } = bench();
    await createNodes(leader, "n1");
    const { kill } = agent("n1");
    await createTasks(leader, "n1", "t1");
    await clock.advance(5_000);
    kill();
    await clock.advance(10_000);
    clock.freeze(23 * 3_600_000);
    await clock.advance(120_000);
    expect(state("t1")).toBe("running");
    clock.freeze(3_600_000);
    await clock.advance(120_000);
    expect(state("t1")).toBe("orphaned");
  });
});

test("a change of the node's wish and of the heartbeat reaches its agent", async () => {
  const { clock, leader, agent } = bench();
  await createNodes(leader, "n1");
  const { sent } = agent("n1");
  await clock.advance(1_000);
  await leader.store.update((tx) => {
    const one = tx.get("node", "n1" as NodeId);
    if (one) tx.update("node", { ...one, spec: { ...one.spec, Role: "manager" } });
  });
  await clock.advance(100);
  expect(sent.flatMap(({ cluster }) => (cluster ? [cluster.desiredRole] : []))).toEqual([
    "manager",
  ]);
});

test("statuses are never lost and never go back, however often the line breaks", async () => {
  const breaks = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 1, max: 3_000 }),
      how: fc.constantFrom("reset" as const, "cut" as const, "leader" as const),
    }),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(breaks, async (plan) => {
      const { clock, leader, agent, state } = bench();
      await createNodes(leader, "n1");
      const last = new Map<string, Task["status"]["state"]>();
      leader.store.watch(
        () => undefined,
        (batch) => {
          for (const change of batch.changes) {
            if (change.table !== "task" || !change.after) continue;
            const { id, status } = change.after;
            const before = last.get(id);
            if (before) expect(compareTaskStates(status.state, before)).toBeGreaterThanOrEqual(0);
            last.set(id, status.state);
          }
        },
      );
      const { runtime, pairs } = agent("n1");
      await createTasks(leader, "n1", "t0", "t1", "t2");
      for (const { afterMs, how } of plan) {
        await clock.advance(afterMs);
        if (how === "reset") pairs.at(-1)?.reset();
        else if (how === "cut") pairs.at(-1)?.cut();
        else {
          leader.consensus.loseLead();
          await clock.advance(200);
          leader.consensus.becomeLeader();
        }
      }
      await clock.advance(1_000);
      if ((await runtime.inspect("t1" as TaskId)) !== undefined) runtime.exit("t1" as TaskId, 3);
      await clock.advance(20_000);
      expect(state("t0")).toBe("running");
      expect(["failed", "running"]).toContain(state("t1"));
      const container = await runtime.inspect("t1" as TaskId);
      expect(state("t1")).toBe(container?.state === "exited" ? "failed" : "running");
    }),
    { numRuns: 30 },
  );
});

describe("logs of a service", () => {
  const web = { serviceIds: ["web"], taskIds: [] };
  const asked = (follow: boolean) => ({
    stdout: true,
    stderr: true,
    follow,
    tail: -1,
    sinceMs: 0,
  });

  function collect(items: AsyncIterable<LogItem>): {
    lines: string[];
    warnings: string[];
    over: () => boolean;
  } {
    const lines: string[] = [];
    const warnings: string[] = [];
    let over = false;
    (async () => {
      for await (const item of items) {
        if (item.warning !== undefined) warnings.push(item.warning);
        for (const { nodeId, serviceId, data } of item.lines) {
          lines.push(`${nodeId} ${serviceId} ${new TextDecoder().decode(data).trim()}`);
        }
      }
    })()
      .catch((error: unknown) => warnings.push(String(error)))
      .finally(() => {
        over = true;
      });
    return { lines, warnings, over: () => over };
  }

  test("come from every node and end when all are read", async () => {
    const { clock, leader, agent, broker } = bench();
    await createNodes(leader, "n1", "n2");
    const one = agent("n1");
    const two = agent("n2");
    await createTasks(leader, "n1", "t1");
    await createTasks(leader, "n2", "t2");
    await clock.advance(2_000);
    one.runtime.writeLog("t1" as TaskId, "stdout", "hello\n");
    two.runtime.writeLog("t2" as TaskId, "stderr", "world\n");
    const read = collect(broker.read(web, asked(false), new AbortController().signal));
    await clock.advance(1_000);
    expect(read.lines.sort()).toEqual(["n1 web hello", "n2 web world"]);
    expect(read.warnings).toEqual([]);
    expect(read.over()).toBe(true);
  });

  test("warn of a node that is down and end all the same", async () => {
    const { clock, leader, agent, broker } = bench();
    await createNodes(leader, "n1", "n2");
    const one = agent("n1");
    const two = agent("n2");
    await createTasks(leader, "n1", "t1");
    await createTasks(leader, "n2", "t2");
    await clock.advance(2_000);
    one.runtime.writeLog("t1" as TaskId, "stdout", "hello\n");
    two.kill();
    await clock.advance(5_000);
    const read = collect(broker.read(web, asked(false), new AbortController().signal));
    await clock.advance(1_000);
    expect(read.lines).toEqual(["n1 web hello"]);
    expect(read.warnings).toHaveLength(1);
    expect(read.warnings[0]).toContain("node n2 is not available");
    expect(read.over()).toBe(true);
  });

  test("followed, take in new tasks and a node that comes back, no line twice", async () => {
    const { clock, leader, agent, broker } = bench();
    await createNodes(leader, "n1");
    const { runtime, pairs } = agent("n1");
    await createTasks(leader, "n1", "t1");
    await clock.advance(2_000);
    const reader = new AbortController();
    const read = collect(broker.read(web, asked(true), reader.signal));
    await clock.advance(100);
    runtime.writeLog("t1" as TaskId, "stdout", "one\n");
    await createTasks(leader, "n1", "t2");
    await clock.advance(2_000);
    runtime.writeLog("t2" as TaskId, "stdout", "two\n");
    await clock.advance(1_000);
    pairs.at(-1)?.reset();
    await clock.advance(1_000);
    runtime.writeLog("t1" as TaskId, "stdout", "three\n");
    await clock.advance(1_000);
    expect(read.lines).toEqual(["n1 web one", "n1 web two", "n1 web three"]);
    expect(read.over()).toBe(false);
    reader.abort();
    await settle();
    await clock.advance(10);
    expect(read.over()).toBe(true);
  });
});
