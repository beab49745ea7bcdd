import fc from "fast-check";
import { expect, test } from "vitest";
import type { Task } from "../../shared/domain/objects.ts";
import { isTerminal } from "../../shared/domain/task-state.ts";
import { hostPort, node, service, task } from "../../test/lib/objects.ts";
import { Scheduling } from "../../test/lib/scheduling.ts";

const CPU = 1e9;

const nodes = fc.array(
  fc.record({
    cpus: fc.integer({ min: 0, max: 6 }),
    az: fc.constantFrom("a", "b", "c"),
    state: fc.constantFrom("ready", "ready", "ready", "down"),
  }),
  { minLength: 1, maxLength: 8 },
);

const services = fc.array(
  fc.record({
    cpus: fc.integer({ min: 0, max: 3 }),
    maxReplicas: fc.integer({ min: 0, max: 3 }),
    port: fc.option(fc.constantFrom(80, 81), { nil: undefined }),
    spread: fc.boolean(),
    zone: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
    replicas: fc.integer({ min: 0, max: 12 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** What happens between passes: a task ends, or a node goes down and comes back. */
const steps = fc.array(fc.nat(), { maxLength: 12 });

type Nodes = typeof nodes extends fc.Arbitrary<infer T> ? T : never;
type Services = typeof services extends fc.Arbitrary<infer T> ? T : never;

function world(nodeList: Nodes, serviceList: Services): Scheduling {
  return new Scheduling({
    nodes: nodeList.map(({ cpus, az, state }, at) =>
      node(`n${at}`, {
        nanoCpus: cpus * CPU,
        labels: { az },
        state: state === "down" ? "down" : "ready",
      }),
    ),
    services: serviceList.map(({ cpus, maxReplicas, spread, zone }, at) =>
      service(`s${at}`, {
        TaskTemplate: {
          Resources: { Reservations: { NanoCPUs: cpus * CPU } },
          Placement: {
            MaxReplicas: maxReplicas,
            Constraints: zone === undefined ? [] : [`node.labels.az==${zone}`],
            Preferences: spread ? [{ Spread: { SpreadDescriptor: "node.labels.az" } }] : [],
          },
        },
      }),
    ),
    tasks: serviceList.flatMap(({ replicas, port }, at) =>
      Array.from({ length: replicas }, (_, slot) =>
        task(`s${at}t${slot}`, `s${at}`, {
          slot: slot + 1,
          ports: port === undefined ? [] : [hostPort(port)],
        }),
      ),
    ),
  });
}

function holding(s: Scheduling, nodeId: string): readonly Task[] {
  return [...s.tasks.values()].filter(
    (t) => t.nodeId === nodeId && !isTerminal(t.status.state) && t.status.state !== "pending",
  );
}

function checkNodes(s: Scheduling, nodeList: Nodes, serviceList: Services): void {
  for (const [at, { cpus, az }] of nodeList.entries()) {
    const here = holding(s, `n${at}`);
    const of = (t: Task) => serviceList[Number(t.serviceId.slice(1))];
    const reserved = here.reduce((sum, t) => sum + (of(t)?.cpus ?? 0), 0);
    expect(reserved).toBeLessThanOrEqual(cpus);
    const ports = here.flatMap((t) => t.endpointPorts.map((p) => p.publishedPort));
    expect(new Set(ports).size).toBe(ports.length);
    for (const [index, { maxReplicas, zone }] of serviceList.entries()) {
      const ours = here.filter((t) => t.serviceId === `s${index}`);
      if (maxReplicas > 0) expect(ours.length).toBeLessThanOrEqual(maxReplicas);
      if (zone !== undefined && ours.length > 0) expect(zone).toBe(az);
    }
    expect(s.view.node(node(`n${at}`).id)?.activeTasks).toBe(here.length);
  }
}

test("safety: no node is over-committed, no port given twice, no limit exceeded", () => {
  fc.assert(
    fc.property(nodes, services, steps, fc.integer({ min: 1, max: 5 }), (ns, ss, acts, limit) => {
      const s = world(ns, ss);
      s.run(limit);
      checkNodes(s, ns, ss);
      for (const act of acts) {
        const running = [...s.tasks.values()].filter((t) => t.status.state === "assigned");
        const ended = running[act % Math.max(1, running.length)];
        if (ended !== undefined) {
          s.put({ ...ended, status: { ...ended.status, state: "complete" } });
        }
        s.run(limit);
        checkNodes(s, ns, ss);
      }
    }),
    { numRuns: 200 },
  );
});

test("liveness: what is left waiting fits nowhere, and says why", () => {
  fc.assert(
    fc.property(nodes, services, (ns, ss) => {
      const s = world(ns, ss);
      s.run();
      for (const t of s.tasks.values()) {
        if (t.status.state !== "pending") continue;
        expect(t.status.err).toMatch(/^no suitable node \(.+\)$/);
        const of = ss[Number(t.serviceId.slice(1))];
        for (const [at, n] of ns.entries()) {
          const here = holding(s, `n${at}`);
          const free =
            n.cpus -
            here.reduce((sum, h) => sum + (ss[Number(h.serviceId.slice(1))]?.cpus ?? 0), 0);
          const ours = here.filter((h) => h.serviceId === t.serviceId).length;
          const taken = here.some((h) => h.endpointPorts[0]?.publishedPort === of?.port);
          const fits =
            n.state === "ready" &&
            ((of?.cpus ?? 0) === 0 || free >= (of?.cpus ?? 0)) &&
            (of?.maxReplicas === 0 || ours < (of?.maxReplicas ?? 0)) &&
            (of?.zone === undefined || of.zone === n.az) &&
            (of?.port === undefined || !taken);
          expect(fits).toBe(false);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test("identical nodes end within one replica of each other", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 10 }),
      (nodeCount, replicas, limit) => {
        const s = new Scheduling({
          nodes: Array.from({ length: nodeCount }, (_, at) => node(`n${at}`)),
          services: replicas.map((_, at) => service(`s${at}`)),
          tasks: replicas.flatMap((count, at) =>
            Array.from({ length: count }, (_, slot) => task(`s${at}t${slot}`, `s${at}`, { slot })),
          ),
        });
        s.run(limit);
        for (const of of [undefined, ...replicas.map((_, at) => `s${at}`)]) {
          const counts = Object.values(s.spread(of));
          while (counts.length < nodeCount) counts.push(0);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      },
    ),
    { numRuns: 200 },
  );
});
