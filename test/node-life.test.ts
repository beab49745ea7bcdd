/** A node's life with real processes, real certificates and real TLS; only Raft is left out. */
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { InitRequest, JoinRequest, Membership } from "../agent/node/lifecycle.ts";
import { NodeLifecycle } from "../agent/node/loop.ts";
import type { NodeId } from "../shared/ids.ts";
import { silentLogger } from "../shared/logger.ts";
import { systemClock, systemRng } from "../shared/node/clock.ts";
import { createRoot } from "../shared/node/pki.ts";
import type { StubCommand, StubState } from "./lib/stub-manager.ts";
import { eventually } from "./lib/wait.ts";

const STUB = fileURLToPath(new URL("lib/stub-manager.ts", import.meta.url));
const BOUND_MS = 15_000;
vi.setConfig({ testTimeout: 12 * BOUND_MS });

let dir: string;
let lives: NodeLifecycle[];
let nextHost = 1;
/** When the managers take a node in. */
let welcomed: Promise<void>;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "skep-life-"));
  lives = [];
  welcomed = Promise.resolve();
});
afterEach(async () => {
  for (const life of lives) await life.stop();
  rmSync(dir, { recursive: true });
});

interface TestNode {
  readonly life: NodeLifecycle;
  readonly stateDir: string;
  readonly listenAddr: string;
  /** The last membership that the agent's parts were started with. */
  membership(): Membership;
  readonly stops: ("leave" | "shutdown")[];
}

function machine(name: string, requestTimeoutMs = 4 * BOUND_MS): TestNode {
  const stateDir = join(dir, name);
  // An address of its own in 127/8, as on a developer's machine that plays several.
  const listenAddr = `127.77.${process.pid % 250}.${nextHost++}:2377`;
  let membership: Membership | undefined;
  const stops: ("leave" | "shutdown")[] = [];
  const life = new NodeLifecycle({
    stateDir,
    apiSocket: join(dir, `${name}.sock`),
    managerModule: STUB,
    managerExecArgv: ["--import", "tsx"],
    hostname: name,
    defaultAdvertiseAddr: "",
    interfaces: () => [],
    routeTo: () => Promise.resolve("127.0.0.1"),
    managerSettings: { logLevel: "info", logFormat: "json" },
    startParts: (given) => {
      membership = given;
      return { welcomed, stop: async (why) => void stops.push(why) };
    },
    clock: systemClock,
    rng: systemRng(),
    log: silentLogger,
    requestTimeoutMs,
  });
  lives.push(life);
  const known = (): Membership => {
    if (membership === undefined) throw new Error(`${name}: the agent's parts never started`);
    return membership;
  };
  return { life, stateDir, listenAddr, membership: known, stops };
}

/** Another skepd over the same disk. */
function again(name: string, before: TestNode): TestNode {
  const fresh = machine(name);
  return { ...fresh, listenAddr: before.listenAddr };
}

function initRequest(listenAddr: string, change: Partial<InitRequest> = {}): InitRequest {
  return {
    listenAddr,
    advertiseAddr: "",
    dataPathAddr: "",
    dataPathPort: 0,
    forceNewCluster: false,
    spec: {},
    autoLockManagers: false,
    availability: "",
    defaultAddrPool: [],
    subnetSize: 0,
    ...change,
  };
}

function joinRequest(to: TestNode, listenAddr: string, joinToken: string): JoinRequest {
  const remoteAddrs = [to.listenAddr];
  return {
    listenAddr,
    advertiseAddr: "",
    dataPathAddr: "",
    remoteAddrs,
    joinToken,
    availability: "",
  };
}

async function order(node: TestNode, command: StubCommand): Promise<StubState> {
  const socket = connect(node.life.apiSocket);
  await once(socket, "connect");
  socket.write(`${JSON.stringify(command)}\n`);
  return JSON.parse(await text(socket)) as StubState;
}

async function founded(name: string, change: Partial<InitRequest> = {}): Promise<TestNode> {
  const node = machine(name);
  await node.life.start();
  await node.life.init(initRequest(node.listenAddr, change));
  return node;
}

/** The manager that runs in place of one that was killed; that it was gone may go unseen. */
async function anotherThan(pid: number, node: TestNode): Promise<StubState | undefined> {
  const state = await order(node, { do: "state" });
  return state.pid !== pid && node.life.status().controlAvailable ? state : undefined;
}

const keyFile = (node: TestNode): string => join(node.stateDir, "certificates", "swarm-node.key");

test("init: active, a manager, its certificate on disk; a second init is refused", async () => {
  const node = await founded("one");
  expect(node.life.status()).toMatchObject({
    state: "active",
    controlAvailable: true,
    isManager: true,
    nodeAddr: node.listenAddr.replace(":2377", ""),
    remoteManagers: [{ addr: node.listenAddr }],
  });
  expect(node.membership().nodeId).toBe(node.life.status().nodeId);
  await expect(node.life.init(initRequest(node.listenAddr))).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("This node is already part of a swarm"),
  });
});

test("a worker joins, leaves, and is outside again", async () => {
  const manager = await founded("one");
  const { joinWorker } = await order(manager, { do: "state" });
  const worker = machine("two");
  await worker.life.start();
  await worker.life.join(joinRequest(manager, worker.listenAddr, joinWorker));
  const { nodeId } = worker.life.status();
  expect(worker.life.status()).toMatchObject({ state: "active", controlAvailable: false });
  expect((await order(manager, { do: "state" })).nodes).toContainEqual({
    id: nodeId,
    role: "worker",
  });
  await worker.life.leave(false);
  expect(worker.stops).toEqual(["leave"]);
  expect((await order(manager, { do: "state" })).left).toEqual([nodeId]);
  expect(worker.life.status().state).toBe("inactive");
  expect(existsSync(keyFile(worker))).toBe(false);
  await expect(worker.life.leave(false)).rejects.toThrow("This node is not part of a swarm");
});

test("a join is over when the managers have taken the node in, and show it as ready", async () => {
  const manager = await founded("one");
  const { joinWorker } = await order(manager, { do: "state" });
  const worker = machine("two");
  await worker.life.start();
  let welcome = (): void => {};
  welcomed = new Promise((resolve) => {
    welcome = resolve;
  });
  let joined = false;
  const joining = worker.life.join(joinRequest(manager, worker.listenAddr, joinWorker)).then(() => {
    joined = true;
  });
  await eventually("its parts have started", BOUND_MS, () => worker.membership() !== undefined);
  expect([worker.life.status().state, joined]).toEqual(["active", false]);
  welcome();
  await joining;
});

test("a manager whose port is taken says so when the join takes too long", async () => {
  const manager = await founded("one");
  const { joinManager } = await order(manager, { do: "state" });
  const second = machine("two", 4_000);
  await second.life.start();
  const taken = joinRequest(manager, manager.listenAddr, joinManager);
  await expect(second.life.join(taken)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(/Timeout was reached .* So far: .*EADDRINUSE/),
  });
});

test.each([
  ["a wrong secret", (token: string) => token.slice(0, -25) + "0".repeat(25), "A valid join token"],
  [
    "another cluster's root",
    (token: string) => token.replace(/-1-.{50}-/, `-1-${"0".repeat(50)}-`),
    "remote CA does not match fingerprint",
  ],
  ["no token", () => "hello", "invalid join token"],
])("a join with %s is refused and leaves nothing", async (_name, spoil, why) => {
  const manager = await founded("one");
  const { joinWorker } = await order(manager, { do: "state" });
  const worker = machine("two");
  await worker.life.start();
  const request = joinRequest(manager, worker.listenAddr, spoil(joinWorker));
  await expect(worker.life.join(request)).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
    message: expect.stringContaining(why),
  });
  expect(worker.life.status().state).toBe("inactive");
});

test("promotion brings a manager up, demotion takes it down", async () => {
  const manager = await founded("one");
  const { joinWorker } = await order(manager, { do: "state" });
  const node = machine("two");
  await node.life.start();
  await node.life.join(joinRequest(manager, node.listenAddr, joinWorker));
  const nodeId = node.life.status().nodeId;

  await order(manager, { do: "role", nodeId, wish: "manager", role: "worker" });
  node.membership().learn({ desiredRole: "manager" });
  await eventually("it is a manager", BOUND_MS, () => node.life.status().controlAvailable);
  expect((await order(node, { do: "state" })).how).toBe("join");
  expect(node.membership().identity.self).toMatchObject({ role: "manager" });

  // The wish alone: the certificate stays a manager's until Raft has let go.
  await order(manager, { do: "role", nodeId, wish: "worker", role: "manager" });
  const { renewals } = await order(manager, { do: "state" });
  node.membership().learn({ desiredRole: "worker" });
  await eventually("it asked", BOUND_MS, async () => {
    return (await order(manager, { do: "state" })).renewals > renewals;
  });
  expect(node.life.status()).toMatchObject({ isManager: true, controlAvailable: true });

  await order(manager, { do: "role", nodeId, wish: "worker", role: "worker" });
  await order(node, { do: "say", message: { kind: "removed" } });
  await eventually("it is a worker", BOUND_MS, () => !node.life.status().isManager);
  expect(node.life.status()).toMatchObject({ state: "active", controlAvailable: false, error: "" });
  await eventually(
    "its Raft state is gone",
    BOUND_MS,
    () => !existsSync(join(node.stateDir, "raft")),
  );
});

test("a killed manager is started again, and the node stays in", async () => {
  const node = await founded("one");
  const { pid, joinWorker } = await order(node, { do: "state" });
  process.kill(pid, "SIGKILL");
  const now = await eventually("another is up", BOUND_MS, () => anotherThan(pid, node));
  expect(now).toMatchObject({ how: "restart", forced: false, joinWorker });
  expect(node.life.status()).toMatchObject({ state: "active", isManager: true, error: "" });
});

test("another skepd goes on with what the first one left", async () => {
  const first = await founded("one");
  const { nodeId } = first.life.status();
  await first.life.stop();
  expect(first.stops).toEqual(["shutdown"]);
  const second = again("one", first);
  await second.life.start();
  await eventually("it is up", BOUND_MS, () => second.life.status().controlAvailable);
  expect(second.life.status().nodeId).toBe(nodeId);
});

test("force-new-cluster: once, with the same node", async () => {
  const node = await founded("one");
  const { nodeId } = node.life.status();
  const force = initRequest("", { forceNewCluster: true });
  expect(await node.life.init(force)).toBe(nodeId);
  const { forced, pid } = await order(node, { do: "state" });
  expect(forced).toBe(true);
  process.kill(pid, "SIGKILL");
  const next = await eventually("another is up", BOUND_MS, () => anotherThan(pid, node));
  expect(next.forced).toBe(false);
});

test.each(["state.json", "certificates/swarm-node.crt", "certificates/swarm-node.key"])(
  "a damaged %s is named, with the way out, which works",
  async (file) => {
    const first = await founded("one");
    await first.life.stop();
    const path = join(first.stateDir, file);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    const second = again("one", first);
    await second.life.start();
    const { state, error } = second.life.status();
    expect(state).toBe("error");
    expect(error).toContain(join(first.stateDir, dirname(file)));
    expect(error).toContain("docker swarm leave --force");
    await expect(second.life.init(initRequest(second.listenAddr))).rejects.toThrow("already part");
    await second.life.leave(true);
    await second.life.init(initRequest(second.listenAddr));
    expect(second.life.status().state).toBe("active");
  },
);

test("autolock: locked after a restart, opened by its key alone", async () => {
  const first = await founded("one", { autoLockManagers: true });
  const { unlockKey } = await order(first, { do: "state" });
  expect(readFileSync(keyFile(first), "utf8")).toContain("ENCRYPTED");
  await expect(first.life.unlock(unlockKey)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  await first.life.stop();

  const second = again("one", first);
  await second.life.start();
  expect(second.life.status()).toMatchObject({ state: "locked", controlAvailable: false });
  await expect(second.life.leave(false)).rejects.toThrow("Swarm is encrypted and locked");
  const wrong = `SWMKEY-1-${"A".repeat(43)}`;
  await expect(second.life.unlock(wrong)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  await expect(second.life.unlock("x")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  await second.life.unlock(unlockKey);
  expect(second.life.status()).toMatchObject({ state: "active", controlAvailable: true });
});

test("the last manager leaves only by force", async () => {
  const node = await founded("one");
  await expect(node.life.leave(false)).rejects.toThrow("Removing the last manager erases all");
  await node.life.leave(true);
  expect(node.life.status().state).toBe("inactive");
  await node.life.init(initRequest(node.listenAddr));
  expect(node.life.status().state).toBe("active");
});

test("a removed node says so, and its containers go", async () => {
  const manager = await founded("one");
  const { joinWorker } = await order(manager, { do: "state" });
  const node = machine("two");
  await node.life.start();
  await node.life.join(joinRequest(manager, node.listenAddr, joinWorker));
  await order(manager, { do: "forget-node", nodeId: node.life.status().nodeId });
  const { identity, learn } = node.membership();
  const next = await createRoot(Date.now());
  learn({ renewCertificate: true, rootCaPem: `${identity.rootPem}${next.certPem}` });
  await eventually("it knows", BOUND_MS, () => node.life.status().state === "error");
  expect(node.life.status().error).toContain("was removed from the swarm");
  await eventually("its parts end", BOUND_MS, () => node.stops.includes("leave"));
  await node.life.leave(false);
  expect(node.life.status().state).toBe("inactive");
});

test("managers that a session names are known after a restart", async () => {
  const manager = await founded("one");
  const { joinWorker } = await order(manager, { do: "state" });
  const first = machine("two");
  await first.life.start();
  await first.life.join(joinRequest(manager, first.listenAddr, joinWorker));
  const managers = [
    { nodeId: "m1" as NodeId, addr: manager.listenAddr },
    { nodeId: "m2" as NodeId, addr: "127.0.0.9:2377" },
  ];
  first.membership().learn({ managers });
  await first.life.stop();
  const second = again("two", first);
  await second.life.start();
  expect(second.membership().managers()).toEqual(managers);
});
