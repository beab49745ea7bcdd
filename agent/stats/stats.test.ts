import { describe, expect, test } from "vitest";
import type { skep } from "../../proto/messages.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { gauge, renderFamilies } from "../../shared/metrics.ts";
import { HandClock } from "../../test/lib/hand-clock.ts";
import { service, task } from "../../test/lib/objects.ts";
import type { LocalNodeStatus } from "../node/lifecycle.ts";
import type { UsageSample } from "../runtime/runtime.ts";
import { AgentMetrics } from "./agent-metrics.ts";
import type { MeasuredTask } from "./container-metrics.ts";
import { UsageLoop } from "./loop.ts";
import { coresUsed, parseCpuTicks, parseMemInfo } from "./proc.ts";

const spec = {
  ...service("web").spec,
  Labels: { "com.docker.stack.namespace": "shop" },
  TaskTemplate: { ContainerSpec: { Image: "app:1", Labels: { "my.own-label": 'say "hi"' } } },
};
const measured: MeasuredTask = {
  task: task("t1", "web", { nodeId: "n1", slot: 2 }),
  spec,
  containerId: "c0ffee",
  startedMs: 5_000,
};

function sample(cpuSeconds: number): UsageSample {
  return {
    taskId: "t1" as TaskId,
    cpuSeconds,
    memoryBytes: 1_000,
    memoryLimitBytes: 2_000,
    networkRxBytes: 3,
    networkTxBytes: 4,
    ioReadBytes: 5,
    ioWriteBytes: 6,
    pids: 7,
  };
}

function loopOf(usage: () => Promise<readonly UsageSample[]>) {
  const sent: skep.v1.UsageBatch.$Properties[] = [];
  const warnings: string[] = [];
  const clock = new HandClock();
  const loop = new UsageLoop({
    runtime: { usage, list: async () => [] },
    running: () => ["t1" as TaskId],
    describe: (id) => (id === "t1" ? measured : undefined),
    state: () => ({ states: ["running", "running", "pending"], connected: true }),
    node: { nodeId: "n1" as NodeId, hostname: "alpha" },
    readNode: async () => ({ cpuRatio: 0.5, cpus: 2, memoryBytes: 10, memoryTotalBytes: 20 }),
    send: (batch) => void sent.push(batch),
    clock,
    logger: { ...silentLogger, warn: (_fields, message) => void warnings.push(message) },
  });
  return { loop, sent, clock, warnings };
}

const never = new AbortController().signal;

describe("UsageLoop", () => {
  test("sends the cores in use since the sample before", async () => {
    const cpu = [10, 15, 1];
    const { loop, sent, clock } = loopOf(async () => [sample(cpu.shift() ?? 0)]);
    await loop.sample(never);
    await clock.advance(10_000);
    await loop.sample(never);
    await clock.advance(10_000);
    await loop.sample(never);
    // 5 s of CPU in 10 s; then a container that began anew.
    expect(sent.map((batch) => batch.tasks?.[0]?.cpuRatio)).toEqual([0, 0.5, 0]);
    expect(sent[0]).toMatchObject({ nodeCpuRatio: 0.5, nodeMemoryTotalBytes: 20 });
  });

  test("shows cAdvisor's names, with its labels and short ones", async () => {
    const { loop } = loopOf(async () => [sample(10)]);
    await loop.sample(never);
    const text = renderFamilies(loop.families());
    const line = text.split("\n").find((l) => l.startsWith("container_cpu_usage_seconds_total{"));
    for (const label of [
      'id="/docker/c0ffee"',
      'image="app:1"',
      'name="web.2.t1"',
      'service="web"',
      'task="web.2"',
      'node="alpha"',
      'container_label_com_docker_swarm_service_name="web"',
      'container_label_com_docker_swarm_task_name="web.2.t1"',
      'container_label_com_docker_swarm_node_id="n1"',
      'container_label_com_docker_stack_namespace="shop"',
      'container_label_my_own_label="say \\"hi\\""',
    ]) {
      expect(line).toContain(label);
    }
    expect(line).toMatch(/ 10$/);
    for (const name of [
      "container_memory_usage_bytes",
      "container_memory_working_set_bytes",
      "container_network_receive_bytes_total",
      "container_network_transmit_bytes_total",
      "container_fs_reads_bytes_total",
      "container_fs_writes_bytes_total",
      "skep_node_cpus",
    ]) {
      expect(text).toContain(`# TYPE ${name} `);
    }
    expect(text).toContain('skep_node_tasks{node="alpha",state="running"} 2\n');
    expect(text).toContain('skep_node_tasks_assigned{node="alpha"} 3\n');
    expect(text).toContain('skep_session_connected{node="alpha"} 1\n');
  });

  test("a failing runtime is a warning, once; the next sample is taken all the same", async () => {
    let broken = true;
    const { loop, sent, warnings } = loopOf(async () => {
      if (broken) throw new Error("engine is down");
      return [sample(1)];
    });
    await loop.sample(never);
    await loop.sample(never);
    expect(renderFamilies(loop.families())).toContain('skep_runtime_up{node="alpha"} 0\n');
    broken = false;
    await loop.sample(never);
    expect(renderFamilies(loop.families())).toContain('skep_runtime_up{node="alpha"} 1\n');
    expect(warnings).toEqual(["usage cannot be sampled"]);
    expect(sent).toHaveLength(1);
  });
});

describe("AgentMetrics", () => {
  const status: LocalNodeStatus = {
    state: "active",
    nodeId: "n1",
    clusterId: "c1",
    nodeAddr: "",
    controlAvailable: true,
    isManager: true,
    error: "",
    remoteManagers: [],
    certificateExpiresMs: 5_000,
  };
  const metricsOf = (current: LocalNodeStatus): AgentMetrics =>
    new AgentMetrics({
      process: { text: async () => "own 1\n" },
      status: () => current,
      version: "1.2.3",
      runtime: "fake",
    });

  test("says who the node is, and shows its parts while they live", async () => {
    const metrics = metricsOf(status);
    const shown = metrics.attach({ families: () => [gauge("part", "A part.", 7)] });
    const text = await metrics.text();
    expect(text).toContain('swarm_node_info{swarm_id="c1",node_id="n1"} 1\n');
    expect(text).toContain("swarm_node_manager 1\n");
    expect(text).toContain("skep_manager_up 1\n");
    expect(text).toContain("skep_node_certificate_expiry_seconds 5\n");
    expect(text).toContain("part 7\n");
    shown.close();
    expect(await metrics.text()).not.toContain("part 7");
  });

  test("a node in no swarm has only itself to tell of", async () => {
    const text = await metricsOf({ ...status, nodeId: "", isManager: false }).text();
    expect(text).not.toContain("swarm_node_info");
    expect(text).not.toContain("skep_manager_up");
    expect(text).toContain("swarm_node_manager 0\n");
    expect(text).toContain("own 1\n");
  });
});

test("/proc/stat: cores in use, waiting not counted", () => {
  const stat = (user: number, idle: number, iowait: number): string =>
    `cpu  ${user} 0 0 ${idle} ${iowait} 0 0 0 0 0\ncpu0 1 0\ncpu1 1 0\nintr 5\n`;
  const before = parseCpuTicks(stat(100, 1000, 50));
  const after = parseCpuTicks(stat(150, 1100, 100));
  expect(coresUsed(before, after)).toBeCloseTo(0.5);
  expect(coresUsed(after, after)).toBe(0);
});

test("/proc/meminfo: what is not available is used", () => {
  expect(parseMemInfo("MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:   400 kB\n")).toEqual({
    totalBytes: 1_024_000,
    usedBytes: 614_400,
  });
});
