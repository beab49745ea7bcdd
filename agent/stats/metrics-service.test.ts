import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { silentLogger } from "../../shared/logger.ts";
import type { LocalNodeStatus } from "../node/lifecycle.ts";
import { parseAddr, serveMetrics } from "./metrics-service.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function manager(answers: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync("/tmp/skep-metrics-");
  const server = createServer((incoming, outgoing) => {
    const body = answers[incoming.url ?? ""];
    outgoing.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    outgoing.end(body ?? "");
  });
  const socket = join(folder, "api.sock");
  server.listen(socket);
  await once(server, "listening");
  stops.push(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return socket;
}

const WORKER: LocalNodeStatus = {
  state: "active",
  nodeId: "n1",
  clusterId: "c1",
  nodeAddr: "",
  controlAvailable: false,
  isManager: false,
  error: "",
  remoteManagers: [],
  certificateExpiresMs: undefined,
};

async function serve(
  apiSocket: string | undefined,
  status: Partial<LocalNodeStatus> = { controlAvailable: apiSocket !== undefined },
): Promise<string> {
  const stop = new AbortController();
  stops.push(() => stop.abort());
  const { port } = await serveMetrics(
    {
      addr: "127.0.0.1:0",
      text: async () => "# TYPE own gauge\nown 1\n",
      life: { apiSocket: apiSocket ?? "", status: () => ({ ...WORKER, ...status }) },
      logger: silentLogger,
    },
    stop.signal,
  );
  return `http://127.0.0.1:${port}`;
}

test("a manager's metrics are served with its agent's", async () => {
  const socket = await manager({ "/metrics": "theirs 2\n", "/skep/v1/prometheus/targets": "[]" });
  const base = await serve(socket);
  const metrics = await fetch(`${base}/metrics`);
  expect(metrics.headers.get("content-type")).toContain("version=0.0.4");
  expect(await metrics.text()).toBe("# TYPE own gauge\nown 1\ntheirs 2\n");
  const targets = await fetch(`${base}/skep/v1/prometheus/targets`);
  expect(targets.headers.get("content-type")).toBe("application/json");
  expect(await targets.text()).toBe("[]");
});

test("a manager that does not answer leaves the agent's", async () => {
  const base = await serve("/tmp/skep-no-such.sock");
  expect(await (await fetch(`${base}/metrics`)).text()).toContain("own 1");
  expect((await fetch(`${base}/readyz`)).status).toBe(503);
});

test("a worker is healthy, and sends those who look for targets to a manager", async () => {
  const base = await serve(undefined);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  expect((await fetch(`${base}/readyz`)).status).toBe(200);
  expect((await fetch(`${base}/skep/v1/prometheus/targets`)).status).toBe(503);
  expect((await fetch(`${base}/elsewhere`)).status).toBe(404);
  expect((await fetch(`${base}/metrics`, { method: "POST" })).status).toBe(405);
});

test.each<[string, Partial<LocalNodeStatus>]>([
  ["in no swarm", { state: "inactive" }],
  ["locked", { state: "locked" }],
  ["a manager whose process is not up", { isManager: true }],
])("a node is healthy but not ready: %s", async (_name, status) => {
  const base = await serve(undefined, status);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  expect((await fetch(`${base}/readyz`)).status).toBe(503);
});

test("a port that is taken is named", async () => {
  const base = await serve(undefined);
  const addr = base.replace("http://", "");
  const life = { apiSocket: "", status: () => WORKER };
  const again = { addr, text: async () => "", life, logger: silentLogger };
  await expect(serveMetrics(again, new AbortController().signal)).rejects.toThrow(
    `metrics-addr: cannot listen on ${addr}: `,
  );
});

test("addresses", () => {
  expect(parseAddr("[::1]:9323")).toEqual({ host: "::1", port: 9323 });
  expect(parseAddr(":9323")).toEqual({ port: 9323 });
  expect(parseAddr("127.0.0.1:0")).toEqual({ host: "127.0.0.1", port: 0 });
});
