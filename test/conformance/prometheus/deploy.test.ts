/** What deploy/ ships for Prometheus and Grafana fits what Skep serves. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { AgentMetrics } from "../../../agent/stats/agent-metrics.ts";
import { UsageLoop } from "../../../agent/stats/loop.ts";
import { Histogram } from "../../../manager/raft/histogram.ts";
import type { RaftDetails } from "../../../manager/raft/options.ts";
import { storeForTest } from "../../../manager/store/testing.ts";
import { MemoryTelemetryStore } from "../../../manager/telemetry/memory-store.ts";
import { ManagerMetrics } from "../../../manager/telemetry/metrics/loop.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { mergeExpositions } from "../../../shared/metrics.ts";
import { ProcessMetrics } from "../../../shared/node/metrics/process-metrics.ts";
import { HandClock } from "../../lib/hand-clock.ts";
import { unavailable } from "../../lib/machine.ts";
import { node, service, task } from "../../lib/objects.ts";

const deploy = (path: string): string =>
  fileURLToPath(new URL(`../../../deploy/${path}`, import.meta.url));

const never = new AbortController().signal;

async function managerText(): Promise<string> {
  const clock = new HandClock();
  const { store, consensus } = storeForTest({ clock });
  const latency = new Histogram();
  latency.recordMs(1);
  const snapshot = latency.snapshot();
  const details = (): RaftDetails => ({
    fsync: snapshot,
    commit: snapshot,
    snapshot,
    applyLag: 0,
    logBytes: 0,
    firstIndex: 0,
    lastIndex: 0,
    snapshotIndex: 0,
    snapshotBytes: 0,
    matches: [],
    elections: 0,
    leaderChanges: 0,
    leaderGapMs: 0,
    stalls: 0,
    diskFull: false,
    messagesSent: 0,
    messagesReceived: 0,
    messagesDropped: 0,
  });
  const metrics = new ManagerMetrics({
    store,
    consensus: Object.assign(consensus, { details }),
    telemetry: new MemoryTelemetryStore(() => 0),
    now: () => 0,
    scheduler: () => ({ placed: 0, conflicts: 0, passes: 0, pendingGroups: 0 }),
    sessions: () => 1,
  });
  const stop = new AbortController();
  metrics.start(stop.signal);
  const updateStatus = { state: "paused" as const, startedMs: 0, message: "" };
  await store.update((tx) => {
    tx.create("node", node("n1"));
    tx.create("service", { ...service("web"), updateStatus });
    tx.create("task", task("t1", "web", { state: "running", nodeId: "n1" }));
  });
  metrics.onCall("/skep.v1.Control/Create", 0, 1);
  const text = await metrics.text();
  stop.abort();
  return text;
}

async function agentText(): Promise<string> {
  const loop = new UsageLoop({
    runtime: {
      list: async () => [],
      usage: async () => [
        {
          taskId: "t1" as TaskId,
          cpuSeconds: 1,
          memoryBytes: 1,
          memoryLimitBytes: 1,
          networkRxBytes: 1,
          networkTxBytes: 1,
          ioReadBytes: 1,
          ioWriteBytes: 1,
          pids: 1,
        },
      ],
    },
    running: () => ["t1" as TaskId],
    describe: () => ({
      task: task("t1", "web", { nodeId: "n1" }),
      spec: service("web").spec,
      containerId: "c1",
      startedMs: 1,
    }),
    state: () => ({ states: ["running"], connected: true }),
    node: { nodeId: "n1" as NodeId, hostname: "h1" },
    readNode: async () => ({ cpuRatio: 1, cpus: 2, memoryBytes: 1, memoryTotalBytes: 2 }),
    send: () => {},
    clock: new HandClock(),
    logger: silentLogger,
  });
  await loop.sample(never);
  const metrics = new AgentMetrics({
    process: new ProcessMetrics("agent"),
    status: () => ({
      state: "active",
      nodeId: "n1",
      clusterId: "c1",
      nodeAddr: "",
      controlAvailable: true,
      isManager: true,
      error: "",
      remoteManagers: [],
      certificateExpiresMs: 1,
    }),
    version: "0",
    runtime: "fake",
  });
  metrics.attach(loop);
  return metrics.text();
}

const exposition = async (): Promise<string> =>
  mergeExpositions([await agentText(), await managerText()]);

test("every metric of the dashboard and the rules is served", async () => {
  const served = new Set([...(await exposition()).matchAll(/^([a-z_]+)/gm)].map(([name]) => name));
  const used = [
    readFileSync(deploy("grafana/dashboards/skep.json"), "utf8"),
    readFileSync(deploy("prometheus/rules/skep.yml"), "utf8"),
  ].flatMap((text) => [...text.matchAll(/\b(?:skep|swarm|container|process)_[a-z_]+/g)]);
  const names = new Set(used.map(([name]) => name));
  expect(names.size).toBeGreaterThan(20);
  expect([...names].filter((name) => !served.has(name)).sort()).toEqual([]);
});

test.skipIf(unavailable("promtool"))("Prometheus takes the text, no series twice", async () => {
  const text = await exposition();
  const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const keys = series.map((line) => line.replace(/ \S+$/, ""));
  expect(new Set(keys).size).toBe(keys.length);
  // The names of Swarm and prom-client are not all as promtool would have them: 3 says only that.
  let status = 0;
  let output = "";
  try {
    execFileSync("promtool", ["check", "metrics"], { input: text, stdio: "pipe" });
  } catch (error) {
    const failed = error as { status: number; stderr: Buffer };
    status = failed.status;
    output = failed.stderr.toString();
  }
  expect([0, 3], output).toContain(status);
});

test.skipIf(unavailable("promtool"))("promtool accepts configurations and rules", () => {
  const promtool = (...args: readonly string[]): string =>
    execFileSync("promtool", args, { cwd: deploy("prometheus"), encoding: "utf8" });
  for (const config of ["prometheus.yml", "prometheus-dockerswarm.yml"]) {
    expect(promtool("check", "config", config)).toContain("SUCCESS");
  }
  expect(promtool("test", "rules", "tests/skep.yml")).toContain("SUCCESS");
});
