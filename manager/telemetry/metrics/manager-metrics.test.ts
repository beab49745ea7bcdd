import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Task } from "../../../shared/domain/objects.ts";
import { renderFamilies } from "../../../shared/metrics.ts";
import { node, service, task } from "../../../test/lib/objects.ts";
import { storeForTest } from "../../store/testing.ts";
import { MemoryTelemetryStore } from "../memory-store.ts";
import { ClusterMetrics } from "./cluster-metrics.ts";
import { ManagerMetrics } from "./loop.ts";

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

function managed(now = () => 0) {
  const world = storeForTest({ clock: { now, after: () => ({ cancel: () => {} }) } });
  const metrics = new ManagerMetrics({
    store: world.store,
    consensus: world.consensus,
    telemetry: new MemoryTelemetryStore(now),
    now,
  });
  const stop = new AbortController();
  stops.push(stop);
  metrics.start(stop.signal);
  return { ...world, metrics };
}

/** Lines of one metric, without its declaration. */
function linesOf(text: string, name: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith(name));
}

describe("a manager's metrics", () => {
  test("have every name that Swarm's have", async () => {
    const { metrics } = managed();
    const text = await metrics.text();
    for (const name of [
      "swarm_manager_nodes",
      "swarm_manager_tasks_total",
      "swarm_manager_services_total",
      "swarm_manager_networks_total",
      "swarm_manager_secrets_total",
      "swarm_manager_configs_total",
      "swarm_manager_leader",
      "swarm_dispatcher_scheduling_delay_seconds",
      "swarm_store_write_tx_latency_seconds",
      "swarm_store_read_tx_latency_seconds",
      "swarm_store_lookup_latency_seconds",
      "swarm_store_batch_latency_seconds",
      "swarm_store_memory_store_lock_duration_seconds",
    ]) {
      expect(text).toContain(`# TYPE ${name} `);
    }
    const states = (name: string) => linesOf(text, `${name}{`).map((l) => l.split('"')[1]);
    expect(states("swarm_manager_nodes")).toEqual(["unknown", "down", "ready", "disconnected"]);
    expect(states("swarm_manager_tasks_total")).toHaveLength(14);
  });

  test("count what is there and what happens", async () => {
    let now = 1_000;
    const { metrics, store } = managed(() => now);
    await store.update((tx) => {
      tx.create("node", node("n1"));
      tx.create("service", service("web", { Mode: { Replicated: { Replicas: 3 } } }));
      tx.create("task", task("t1", "web", { state: "assigned", nodeId: "n1" }));
    });
    now = 2_500;
    const change = (id: string, state: Task["status"]["state"]) =>
      store.update((tx) => {
        const current = tx.get("task", task(id, "").id);
        if (current === undefined) throw new Error(`no ${id}`);
        tx.update("task", { ...current, status: { ...current.status, state } });
      });
    await change("t1", "running");
    await change("t1", "failed");
    await store.update((tx) => tx.create("task", task("t2", "web", { nodeId: "n1" })));
    await store.update((tx) => tx.create("task", task("t3", "web", { slot: 2 })));
    const text = await metrics.text();
    const web = '{service_id="web",service="web"}';
    expect(text).toContain('swarm_manager_nodes{state="ready"} 1\n');
    expect(text).toContain('swarm_manager_tasks_total{state="failed"} 1\n');
    expect(text).toContain('swarm_manager_tasks_total{state="pending"} 2\n');
    expect(text).toContain(`skep_service_replicas_desired${web} 3\n`);
    expect(text).toContain(`skep_service_replicas_running${web} 0\n`);
    expect(text).toContain(`skep_service_task_failures_total${web} 1\n`);
    expect(text).toContain(`skep_service_restarts_total${web} 1\n`);
    expect(text).toContain("swarm_dispatcher_scheduling_delay_seconds_sum 1.5\n");
    expect(text).toContain(`skep_service_scheduling_delay_seconds_sum${web} 1.5\n`);
    const within = '{service_id="web",service="web",le="2.5"}';
    expect(text).toContain(`skep_service_scheduling_delay_seconds_bucket${within} 1\n`);
    expect(text).toContain("swarm_manager_leader 1\n");
  });

  test("calls and writes are measured", async () => {
    const { metrics } = managed();
    metrics.onCall("/skep.v1.Control/Create", 0, 3);
    metrics.onCall("/skep.v1.Control/Create", 0, 3);
    await metrics.store.update((tx) => tx.create("service", service("web")));
    metrics.store.view((tx) => tx.get("service", service("web").id));
    const text = await metrics.text();
    expect(text).toContain(
      'skep_grpc_requests_total{method="/skep.v1.Control/Create",code="0"} 2\n',
    );
    expect(text).toContain("swarm_store_write_tx_latency_seconds_count 1\n");
    expect(text).toContain("swarm_store_lookup_latency_seconds_count 1\n");
  });
});

test("counting changes gives what counting everything gives", async () => {
  const step = fc.record({
    task: fc.integer({ min: 0, max: 5 }),
    state: fc.constantFrom("pending", "running", "failed", "remove" as const),
    of: fc.constantFrom("a", "b"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { store } = storeForTest();
      const counted = new ClusterMetrics();
      store.watch(
        (tx) => counted.load(tx),
        ({ changes }) => {
          for (const change of changes) counted.apply(change, 0);
        },
      );
      await store.update((tx) => {
        for (const id of ["a", "b"]) tx.create("service", service(id));
      });
      for (const { task: at, state, of } of steps) {
        const wanted = task(`t${at}`, of, { slot: at });
        await store.update((tx) => {
          const current = tx.get("task", wanted.id);
          if (state === "remove") {
            if (current !== undefined) tx.remove("task", wanted.id);
          } else if (current === undefined) tx.create("task", wanted);
          else tx.update("task", { ...current, status: { ...current.status, state } });
        });
      }
      const anew = new ClusterMetrics();
      store.view((tx) => anew.load(tx));
      const gauges = (metrics: ClusterMetrics) =>
        renderFamilies(metrics.families(true).filter(({ type }) => type === "gauge"));
      expect(gauges(counted)).toBe(gauges(anew));
    }),
    { numRuns: 50 },
  );
});
