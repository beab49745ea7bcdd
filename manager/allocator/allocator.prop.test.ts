/** Whatever happens, no address is anybody's twice, and none is lost: taken is what objects hold. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Service, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { holdsAddresses } from "../../shared/domain/task-networks.ts";
import type { NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { HandClock } from "../../test/lib/hand-clock.ts";
import { storeForTest } from "../store/testing.ts";
import type { WriteTx } from "../store/types.ts";
import { AllocatorLoop } from "./loop.ts";
import { LINGER_MS } from "./stack-plan.ts";
import { addTask, descriptionFor, holders, networkFor, nodeFor, putService } from "./testing.ts";

const NETWORKS = ["n0", "n1", "n2"];
const SERVICES = ["s0", "s1", "s2", "s3"];
const NODES = ["a", "b", "c", "d"];

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("task" as const), at: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("assign" as const), at: fc.nat(99) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("end" as const), at: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("unwant" as const), at: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("forget" as const), at: fc.nat(99) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("service" as const), at: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), at: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("stack" as const), at: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("time" as const), at: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("lead" as const), at: fc.nat(3) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function pick<T>(items: readonly T[], at: number): T | undefined {
  return items[at % Math.max(1, items.length)];
}

function specFor(at: number): ServiceSpec {
  const on = NETWORKS.filter((_, i) => (at >> i) % 2 === 1);
  const published = (at >> 3) % 2 === 1;
  return {
    Name: `name${at}`,
    Networks: on.map((Target) => ({ Target })),
    EndpointSpec: {
      Mode: (at >> 4) % 2 === 1 && !published ? "dnsrr" : "vip",
      ...(published && { Ports: [{ TargetPort: 80 }, { TargetPort: 81, Protocol: "udp" }] }),
    },
  };
}

class World {
  readonly clock = new HandClock();
  readonly store = storeForTest({ clock: this.clock, keepEntries: false }).store;
  #end = new AbortController();
  #tasks = 0;

  async begin(): Promise<void> {
    await this.store.update((tx) => {
      const ingress = { Ingress: true, IPAM: { Config: [{ Subnet: "10.9.0.0/28" }] } };
      tx.create("network", networkFor(tx, "ingress", ingress));
      const small = [{ Subnet: "10.1.0.0/28", IPRange: "10.1.0.8/29" }, { Subnet: "10.2.0.0/29" }];
      tx.create("network", networkFor(tx, "n0", { IPAM: { Config: small } }));
      const ipv6 = { EnableIPv6: true, IPAM: { Config: [{ Subnet: "10.3.0.0/28" }] } };
      tx.create("network", networkFor(tx, "n1", ipv6));
      tx.create("network", networkFor(tx, "n2", {}));
      for (const [i, id] of NODES.entries()) tx.create("node", nodeFor(id, `k${i >> 1}`));
      for (const [i, id] of SERVICES.entries()) putService(tx, id, specFor(i * 5 + 1));
    });
    await this.lead();
  }

  async lead(): Promise<void> {
    this.#end.abort();
    this.#end = new AbortController();
    const { store, clock } = this;
    new AllocatorLoop({ store, clock, logger: silentLogger }).start(this.#end.signal);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) await this.clock.advance(0);
  }

  async take(one: Step): Promise<void> {
    if (one.kind === "lead") return this.lead();
    if (one.kind === "time") return this.clock.advance(one.at * LINGER_MS);
    await this.store.update((tx) => this.#write(tx, one));
  }

  #write(tx: WriteTx, { kind, at }: Step): void {
    const tasks = [...tx.all("task")];
    switch (kind) {
      case "task": {
        const service = tx.get("service", pick(SERVICES, at) as ServiceId);
        if (service !== undefined) {
          addTask(tx, `t${String(this.#tasks++).padStart(5, "0")}`, service);
        }
        return;
      }
      case "assign": {
        const pending = tasks.filter((task) => task.status.state === "pending");
        const nodeId = pick(NODES, at) as NodeId;
        change(tx, pick(pending, at), { nodeId, status: statusOf("assigned") });
        return;
      }
      case "end":
        change(tx, pick(tasks.filter(isPlaced), at), { status: statusOf("failed") });
        return;
      case "unwant":
        change(tx, pick(tasks, at), { desiredState: "remove" });
        return;
      case "forget": {
        const gone = pick(
          tasks.filter((task) => !holdsAddresses(task)),
          at,
        );
        if (gone !== undefined) tx.remove("task", gone.id);
        return;
      }
      case "service":
        putService(tx, pick(SERVICES, at) as ServiceId, specFor(at));
        return;
      case "remove": {
        const id = pick(SERVICES, at) as ServiceId;
        if (tx.get("service", id) === undefined) return;
        tx.remove("service", id);
        for (const { id: gone } of tx.by("specRevision", "service", id)) {
          tx.remove("specRevision", gone);
        }
        for (const task of tasks.filter(({ serviceId }) => serviceId === id)) {
          change(tx, task, { desiredState: "remove" });
        }
        return;
      }
      case "stack": {
        const node = tx.get("node", pick(NODES, at) as NodeId);
        if (node !== undefined) {
          tx.update("node", { ...node, description: descriptionFor(`k${at % 3}`) });
        }
        return;
      }
      default:
        return;
    }
  }

  check(settled: boolean): void {
    this.store.view((tx) => {
      // A node that has just come to another stack has brought its addresses along.
      const doubled = [...holders(tx)].filter(
        ([, who]) => who.size > 1 && (settled || [...who].some((one) => !one.startsWith("stack "))),
      );
      expect(doubled.map(([address, who]) => `${address}: ${[...who].join()}`)).toEqual([]);
      const ports = [...tx.all("service")].flatMap((service) =>
        (service.endpoint?.ports ?? []).map((port) => `${port.publishedPort}/${port.protocol}`),
      );
      const chosen = ports.filter((port) => !port.startsWith("0/"));
      expect(new Set(chosen).size).toBe(chosen.length);
    });
  }

  /** A leader that knows only the objects finds free what this one finds free. */
  async checkNoLeak(): Promise<void> {
    await this.store.update((tx) => {
      for (const task of tx.all("task")) change(tx, task, { status: statusOf("failed") });
      for (const id of SERVICES) {
        if (tx.get("service", id as ServiceId) !== undefined) tx.remove("service", id);
      }
      for (const id of NODES) tx.remove("node", id);
    });
    await this.settle();
    await this.clock.advance(2 * LINGER_MS);
    const spec: ServiceSpec = { Networks: [{ Target: "n1" }], EndpointSpec: { Mode: "dnsrr" } };
    await this.store.update((tx) => {
      putService(tx, "full", spec);
      const service = tx.get("service", "full" as ServiceId) as Service;
      for (let i = 0; i < 14; i++) addTask(tx, `u${String(i).padStart(2, "0")}`, service);
    });
    await this.settle();
    const states = this.store.view((tx) =>
      [...tx.by("task", "service", "full")].map((task) => task.status),
    );
    // A /28 has 14 addresses, one of them is the gateway's.
    expect(states.filter(({ state }) => state === "pending")).toHaveLength(13);
    expect(states.find(({ state }) => state === "new")?.err).toBe(
      "no available IPs on network n1 (n1)",
    );
  }
}

function statusOf(state: Task["status"]["state"]): Task["status"] {
  return { state, timestampMs: 0, message: state };
}

function isPlaced(task: Task): boolean {
  return task.nodeId !== "" && holdsAddresses(task);
}

function change(tx: WriteTx, task: Task | undefined, to: Partial<Task>): void {
  const current = task === undefined ? undefined : tx.get("task", task.id as TaskId);
  if (current !== undefined) tx.update("task", { ...current, ...to });
}

it("gives every address once and loses none, whatever happens and whoever leads", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const world = new World();
      await world.begin();
      for (const one of steps) {
        await world.take(one);
        world.check(false);
        if (one.kind === "time") world.check(true);
      }
      await world.settle();
      world.check(true);
      await world.checkNoLeak();
    }),
    { numRuns: 60 },
  );
});

it("churns 10,000 tasks through a /24 without a loss", async () => {
  const world = new World();
  await world.begin();
  const spec: ServiceSpec = { Networks: [{ Target: "n2" }] };
  await world.store.update((tx) => putService(tx, "churn", spec));
  await world.settle();
  let made = 0;
  for (let round = 0; made < 10_000; round++) {
    await world.store.update((tx) => {
      const service = tx.get("service", "churn" as ServiceId) as Service;
      for (const task of tx.by("task", "service", "churn")) tx.remove("task", task.id);
      for (let i = 0; i < 200; i++) addTask(tx, `v${made++}`, service);
    });
    if (round % 7 === 0) await world.lead();
    await world.settle();
    const tasks = world.store.view((tx) => tx.by("task", "service", "churn"));
    expect(tasks.filter(({ status }) => status.state !== "pending")).toEqual([]);
    world.check(true);
  }
});
