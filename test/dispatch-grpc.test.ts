/** The same over real gRPC with real certificates: what in-memory streams cannot show. */
import { afterEach, expect, test } from "vitest";
import { LogPublisher } from "../agent/logs/loop.ts";
import { FakeRuntime } from "../agent/runtime/fake/fake-runtime.ts";
import { connectOverGrpc } from "../agent/session/grpc-driver.ts";
import { AgentSession } from "../agent/session/loop.ts";
import { TaskWorker } from "../agent/task/worker-loop.ts";
import { readOverGrpc } from "../manager/dispatcher/log-broker/grpc-driver.ts";
import { LogBroker } from "../manager/dispatcher/log-broker/service.ts";
import { Dispatcher } from "../manager/dispatcher/service.ts";
import { storeForTest } from "../manager/store/testing.ts";
import type { ClusterId, NodeId, TaskId } from "../shared/ids.ts";
import { silentLogger } from "../shared/logger.ts";
import { systemClock } from "../shared/node/clock.ts";
import { GrpcServer } from "../shared/node/grpc/server.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../shared/node/pki.ts";
import { type KeyPair, TlsIdentity } from "../shared/node/tls.ts";
import { seededRng } from "../shared/rng.ts";
import { node, revision, service, task } from "./lib/objects.ts";
import { eventually } from "./lib/wait.ts";

const clusterId = "cluster1" as ClusterId;
const clock = systemClock;
const rng = seededRng(3);
const logger = silentLogger;
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
});

async function identity(
  root: KeyPair,
  id: string,
  role: "manager" | "worker",
): Promise<TlsIdentity> {
  const { csrPem, keyPem } = await createSigningRequest();
  const who = { nodeId: id as NodeId, role, clusterId };
  const now = Date.now();
  const certPem = await issueCertificate({ root, csrPem, ...who, now, lifeMs: 3_600_000 });
  return new TlsIdentity(root.certPem, { certPem, keyPem });
}

async function startManager(root: KeyPair) {
  const leader = storeForTest({ clock });
  const { store, consensus } = leader;
  const telemetrySink = { usage: () => {}, health: () => {} };
  const own = await identity(root, "m1", "manager");
  const dispatcher = new Dispatcher({ store, consensus, clock, rng, logger, telemetrySink });
  const broker = new LogBroker({
    store,
    consensus,
    rng,
    logger,
    agents: () => dispatcher.leading,
    openRead: readOverGrpc(own),
  });
  const server = new GrpcServer({ identity: own, authorize: () => undefined, log: logger });
  dispatcher.register(server);
  broker.register(server);
  const port = await server.listen("127.0.0.1:0");
  open.push(() => {
    server.stop(0).catch(() => {});
  });
  const life = new AbortController();
  open.push(() => life.abort());
  dispatcher.start(life.signal);
  return { leader, port, server, own, broker };
}

function startAgent(id: string, own: TlsIdentity, addr: string) {
  const nodeId = id as NodeId;
  const runtime = new FakeRuntime({ clock, rng });
  const here = { hostname: id, os: "linux", architecture: "x86_64" };
  const worker = new TaskWorker({ nodeId, node: here, runtime, clock, rng, logger });
  const description = node(id).description;
  const session = new AgentSession({
    membership: {
      nodeAddr: "",
      managers: () => [{ nodeId: "m1" as NodeId, addr }],
      learn: () => {},
      refused: () => {},
    },
    connect: connectOverGrpc(own),
    worker,
    logs: new LogPublisher({ nodeId, runtime, clock, logger }),
    describe: async () => {
      if (description === undefined) throw new Error("no description");
      return description;
    },
    metricsAddr: "",
    clock,
    rng,
    logger,
  });
  const life = new AbortController();
  const running = Promise.all([worker.start(life.signal), session.run(life.signal)]);
  open.push(() => {
    life.abort();
    running.catch(() => {});
  });
  return { runtime, session, kill: () => life.abort() };
}

test("a task runs, its log is read, and a killed agent is noticed, over mutual TLS", async () => {
  const root = await createRoot(Date.now());
  const { leader, port, own, broker } = await startManager(root);
  const { store } = leader;
  await store.update((tx) => {
    const web = service("web");
    tx.create("node", node("n1", { state: "unknown", addr: "" }));
    tx.create("service", web);
    tx.create("specRevision", revision(web));
    tx.create("task", task("t1", "web", { nodeId: "n1", state: "assigned" }));
  });
  const addr = `127.0.0.1:${port}`;
  const { runtime, kill } = startAgent("n1", await identity(root, "n1", "worker"), addr);
  const nodeNow = () => store.view((tx) => tx.get("node", "n1" as NodeId));
  const taskNow = () => store.view((tx) => tx.get("task", "t1" as TaskId));
  await eventually("the task runs", 8_000, () => taskNow()?.status.state === "running");
  expect(nodeNow()?.status).toEqual({ state: "ready", message: "", addr: "127.0.0.1" });

  runtime.writeLog("t1" as TaskId, "stdout", "hello\n");
  const follower = new LogBroker({
    store,
    consensus: { ...leader.consensus, status: () => statusWithLeader(addr) } as never,
    rng,
    logger,
    agents: () => undefined,
    openRead: readOverGrpc(own),
  });
  const options = { stdout: true, stderr: true, follow: false, tail: -1, sinceMs: 0 };
  const selector = { serviceIds: ["web"], taskIds: [] };
  for (const reader of [broker, follower]) {
    const items = [];
    for await (const item of reader.read(selector, options, AbortSignal.timeout(20_000)))
      items.push(item);
    expect(items).toMatchObject([{ lines: [{ taskId: "t1", nodeId: "n1", serviceId: "web" }] }]);
  }

  kill();
  await eventually("the node is down", 5_000, () => nodeNow()?.status.state === "down");
  expect(nodeNow()?.status.message).toBe("heartbeat failure");
}, 120_000);

function statusWithLeader(addr: string) {
  return { leader: { addr }, members: [] };
}
