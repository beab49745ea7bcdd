/**
 * A cluster under a real Prometheus, with the configurations that deploy/ ships: found over HTTP,
 * and by Prometheus' own discovery of Docker Swarm in all three roles.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestCluster, type TestNode } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { Prometheus, type PrometheusTarget } from "../lib/prometheus.ts";
import { eventually } from "../lib/wait.ts";

const DEPLOY = fileURLToPath(new URL("../../deploy/prometheus/", import.meta.url));
const UP_MS = 40_000;

/** A task with metrics of its own, on the port that its node gave it. */
const APP =
  "require('http').createServer((q,s)=>s.end(q.url==='/own'?'app_visits 7\\n':''))" +
  ".listen(process.env.PORT)";

/** What Docker's managers export (with the states that they name). */
const SWARM_GAUGES = [
  "swarm_manager_leader",
  "swarm_manager_services_total",
  "swarm_manager_networks_total",
  "swarm_manager_secrets_total",
  "swarm_manager_configs_total",
  "swarm_node_manager",
];
const SWARM_HISTOGRAMS = [
  "swarm_dispatcher_scheduling_delay_seconds",
  "swarm_raft_transaction_latency_seconds",
  "swarm_raft_snapshot_latency_seconds",
  "swarm_store_write_tx_latency_seconds",
  "swarm_store_read_tx_latency_seconds",
  "swarm_store_lookup_latency_seconds",
  "swarm_store_batch_latency_seconds",
  "swarm_store_memory_store_lock_duration_seconds",
];
const NODE_STATES = ["unknown", "down", "ready", "disconnected"];
const TASK_STATES =
  "new pending assigned accepted preparing ready starting running complete shutdown failed " +
  "rejected remove orphaned";

/** The shipped file, hurried up, at this cluster. */
function shipped(name: string, replace: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(DEPLOY, name), "utf8")
    .replaceAll(/\b15s\b/g, "1s")
    .replaceAll("rules/*.yml", join(DEPLOY, "rules/*.yml"));
  for (const [from, to] of Object.entries(replace)) {
    expect(text).toContain(from);
    text = text.replaceAll(from, to);
  }
  return text;
}

async function metricsOf(node: TestNode, path = "/metrics"): Promise<string> {
  const response = await fetch(`http://${node.plan.metricsAddr}${path}`);
  return response.text();
}

const downOf = (targets: readonly PrometheusTarget[]): string =>
  targets
    .filter(({ health }) => health !== "up")
    .map(({ scrapeUrl, health, lastError }) => `${scrapeUrl} ${health} ${lastError}`)
    .join("; ");

describe.skipIf(unavailable("docker", "prometheus"))("monitoring", () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 3, workers: 1 });
    const create = (...args: readonly string[]): Promise<string> =>
      cluster.first.dockerOk("service", "create", "-d", ...args);
    await create("--name", "web", "--replicas", "3", "host", "sleep", "100000");
    const labels = ["scrape=true", "port=8080", "path=/own", "job=app"];
    await create(
      ...["--name", "app", "--replicas", "2", "--publish", "mode=host,target=8080"],
      ...labels.flatMap((label) => ["--label", `prometheus.${label}`]),
      ...["host", process.execPath, "-e", APP],
    );
  });
  afterAll(() => cluster?.stop());

  const managers = (): readonly TestNode[] =>
    cluster.nodes.filter((node) => node.plan.role === "manager");

  test("every manager has all that Docker's have, one of them leads", async () => {
    const texts = await Promise.all(managers().map((node) => metricsOf(node)));
    for (const text of texts) {
      for (const name of SWARM_GAUGES) expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
      for (const name of SWARM_HISTOGRAMS) {
        expect(text).toMatch(new RegExp(`^${name}_bucket\\{le="\\+Inf"\\} \\d`, "m"));
      }
      for (const state of NODE_STATES) expect(text).toContain(`nodes{state="${state}"}`);
      for (const state of TASK_STATES.split(" ")) {
        expect(text).toContain(`swarm_manager_tasks_total{state="${state}"}`);
      }
      expect(text).toMatch(/^swarm_node_info\{swarm_id="\w{25}",node_id="\w{25}"\} 1$/m);
      expect(text).toContain('swarm_manager_nodes{state="ready"} 4\n');
    }
    expect(texts.filter((text) => text.includes("\nswarm_manager_leader 1\n"))).toHaveLength(1);
    const calls = texts.filter((text) => text.includes("skep_grpc_requests_total{"));
    expect(calls.length).toBeGreaterThan(0);
  });

  test("a task shows on its node, under cAdvisor's names", async () => {
    const [name = "", host = ""] = await eventually("web.1 runs", 15_000, async () => {
      const format = "{{.Name}} {{.Node}} {{.CurrentState}}";
      const lines = await cluster.first.dockerOk("service", "ps", "web", "--format", format);
      return lines
        .split("\n")
        .map((line) => line.split(" "))
        .find((row) => row[2] === "Running");
    });
    const node = cluster.named(host);
    const text = await eventually("its usage was sampled", 15_000, async () => {
      const found = await metricsOf(node);
      return found.includes(`task="${name}"`) ? found : undefined;
    });
    for (const metric of [
      "container_cpu_usage_seconds_total",
      "container_memory_usage_bytes",
      "container_memory_working_set_bytes",
      "container_spec_memory_limit_bytes",
      "container_network_receive_bytes_total",
      "container_network_transmit_bytes_total",
      "container_fs_reads_bytes_total",
      "container_fs_writes_bytes_total",
      "container_processes",
    ]) {
      const labels = `service="web",task="${name}",node="${host}"`;
      expect(text).toMatch(new RegExp(`^${metric}\\{id="[^}]*${labels}`, "m"));
    }
    const memory = new RegExp(`^container_memory_usage_bytes\\{.*task="${name}".*\\} (\\d+)$`, "m");
    expect(Number(memory.exec(text)?.[1])).toBeGreaterThan(10_000);
  });

  test("a worker is ready, and tells who asks for targets that it is no manager", async () => {
    const worker = cluster.named("worker-1");
    expect(await metricsOf(worker, "/readyz")).toContain("ok");
    expect(await metricsOf(worker)).toContain("\nswarm_node_manager 0\n");
    const answer = await fetch(`http://${worker.plan.metricsAddr}/skep/v1/prometheus/targets`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("not a swarm manager");
  });

  test("Prometheus finds nodes and labelled tasks over HTTP, and counts replicas", async () => {
    const follower = managers().at(-1);
    const config = shipped("prometheus.yml", {
      "127.0.0.1:9323": follower?.plan.metricsAddr ?? "",
    });
    const prometheus = await Prometheus.start(join(cluster.folder, "http-sd"), config);
    try {
      await eventually("four nodes and two tasks are up", UP_MS, async () => {
        const targets = await prometheus.targets();
        const jobs = targets.map(({ labels }) => labels["job"]).sort();
        const wanted = jobs.join(" ") === "app app skep skep skep skep";
        if (!wanted || downOf(targets) !== "") throw new Error(`${jobs}: ${downOf(targets)}`);
        return true;
      });
      const running = 'skep_service_replicas_running{service="web"}';
      const settled = (count: number): Promise<true> =>
        eventually(`every manager tells of ${count} replicas`, 30_000, async () => {
          const values = await prometheus.values(running);
          if (values.join() !== [count, count, count].join()) throw new Error(values.join());
          return true;
        });
      await settled(3);
      const visits = await prometheus.query("app_visits");
      expect(visits.map(({ metric }) => metric["service"])).toEqual(["app", "app"]);
      expect(visits.map(({ metric }) => metric["task"]).sort()).toEqual(["app.1", "app.2"]);
      await cluster.first.dockerOk("service", "scale", "-d", "web=5");
      await settled(5);
      await eventually("all rules evaluate", 15_000, async () => {
        const rules = await prometheus.rules();
        const bad = rules.filter(({ health }) => health !== "ok");
        if (rules.length === 0 || bad.length > 0) throw new Error(JSON.stringify(bad));
        return true;
      });
      expect(await prometheus.values('sum(container_processes{service="web"}) > 4')).toHaveLength(
        1,
      );
      expect(await prometheus.values('ALERTS{alertstate="firing"}')).toEqual([]);
    } finally {
      await prometheus.stop();
    }
  });

  test("Prometheus' own discovery of Docker Swarm works in its three roles", async () => {
    const socket = cluster.first.plan.socket;
    const config = shipped("prometheus-dockerswarm.yml", {
      "host: unix:///var/run/docker.sock": `host: unix://${socket}\n        refresh_interval: 1s`,
    });
    const prometheus = await Prometheus.start(join(cluster.folder, "swarm-sd"), config);
    try {
      await eventually("four nodes and two tasks are up", UP_MS, async () => {
        const targets = await prometheus.targets();
        const pools = targets.map(({ scrapePool }) => scrapePool).sort();
        const wanted = pools.join(" ") === "skep skep skep skep tasks tasks";
        if (!wanted || downOf(targets) !== "") throw new Error(`${pools}: ${downOf(targets)}`);
        return true;
      });
      const web = await eventually("the replicas are counted", 15_000, async () => {
        const values = await prometheus.values('max(skep_service_replicas_running{service="web"})');
        return values.length > 0 ? values : undefined;
      });
      const replicas = await cluster.first.dockerOk(
        ...["service", "ls", "--filter", "name=web", "--format", "{{.Replicas}}"],
      );
      expect(`${web[0]}/${web[0]}`).toBe(replicas);
      const visits = await prometheus.query("sum by (service) (app_visits)");
      expect(visits).toMatchObject([
        { metric: { service: "app" }, value: [expect.anything(), "14"] },
      ]);
      // No task of it is needed: its virtual address is there to be discovered.
      const probed = ["--label", "prometheus.probe=true", "--publish", "8090:8080"];
      const create = ["service", "create", "-d", "--name", "probed", "--replicas", "0"];
      await cluster.first.dockerOk(...create, ...probed, "host", "true");
      const { scrapeUrl } = await eventually("the service is a target", 20_000, async () => {
        const targets = await prometheus.targets();
        return targets.find(({ scrapePool }) => scrapePool === "services");
      });
      const vip = "{{(index .Endpoint.VirtualIPs 0).Addr}}";
      const address = await cluster.first.dockerOk("service", "inspect", "-f", vip, "probed");
      expect(scrapeUrl).toBe(`http://${address.split("/")[0]}:8090/metrics`);
      await cluster.first.dockerOk("service", "rm", "probed");
      const own = await prometheus.ownMetrics();
      const refreshed =
        /^prometheus_sd_refresh_duration_seconds_count\{mechanism="dockerswarm"\} (\d+)/m;
      expect(Number(refreshed.exec(own)?.[1])).toBeGreaterThanOrEqual(3);
      expect(own).not.toMatch(
        /^prometheus_sd_refresh_failures_total\{mechanism="dockerswarm"\} [1-9]/m,
      );
      expect(prometheus.log()).not.toContain("discovery");
    } finally {
      await prometheus.stop();
    }
  });
});
