import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { createRoot, createSigningRequest, issueCertificate } from "../../shared/node/pki.ts";
import type { KeyPair } from "../../shared/node/tls.ts";
import { startConsensusInline } from "./consensus-driver.ts";
import { acceptFrontDoor } from "./front-door-driver.ts";
import type { ConsensusOptions, RunningConsensus, StartMode, TlsMaterial } from "./options.ts";
import { Recorder } from "./testing/recorder.ts";

// Machines that test are busy ones.
vi.setConfig({ testTimeout: 120_000 });

const CLUSTER = "testcluster" as ClusterId;
let root: KeyPair;
const cleanups: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  root = await createRoot(Date.now());
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function tlsOf(nodeId: string, role: "manager" | "worker" = "manager"): Promise<TlsMaterial> {
  const { csrPem, keyPem } = await createSigningRequest();
  const now = Date.now();
  const id = nodeId as NodeId;
  const request = { root, csrPem, nodeId: id, role, clusterId: CLUSTER, now, lifeMs: 3_600_000 };
  return { certPem: await issueCertificate(request), keyPem, caPem: root.certPem };
}

/** An address of its own for each in 127/8: a port that was free a moment ago need not be now. */
let hosts = 0;
function ownAddress(): string {
  const { pid } = process;
  return `127.${224 + ((pid >> 8) & 15)}.${pid & 255}.${++hosts}:2377`;
}

class Manager {
  readonly machine: Recorder = new Recorder();
  readonly options: ConsensusOptions;
  running: RunningConsensus | undefined;

  private constructor(options: Omit<ConsensusOptions, "machine">) {
    this.options = { ...options, machine: this.machine };
  }

  static async create(name: string, mode: StartMode): Promise<Manager> {
    const stateDir = mkdtempSync(join(tmpdir(), "skep-raft-"));
    const addr = ownAddress();
    const manager = new Manager({
      stateDir,
      listenAddr: addr,
      advertiseAddr: addr,
      nodeId: name as NodeId,
      clusterId: CLUSTER,
      mode,
      tls: await tlsOf(name),
      sealingKey: { kind: "local" },
      innerSocketPath: join(stateDir, "inner.sock"),
      isRemoved: () => false,
      logger: silentLogger,
    });
    cleanups.push(async () => {
      await manager.running?.stop();
      rmSync(stateDir, { recursive: true, force: true });
    });
    manager.running = await startConsensusInline(manager.options);
    return manager;
  }

  get consensus(): RunningConsensus {
    if (this.running === undefined) throw new Error("not started");
    return this.running;
  }

  propose(text: string): Promise<number> {
    return this.consensus.propose(new TextEncoder().encode(text));
  }
}

async function until(holds: () => boolean, what: string, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function clusterOf(count: number): Promise<Manager[]> {
  const managers: Manager[] = [];
  for (let i = 0; i < count; i++) {
    const remoteAddrs = managers.map((one) => one.options.advertiseAddr);
    const mode: StartMode = i === 0 ? { kind: "bootstrap" } : { kind: "join", remoteAddrs };
    const manager = await Manager.create(`node${i + 1}`, mode);
    managers.push(manager);
    const votes = (): boolean => {
      const { members } = manager.consensus.status();
      return members.length === i + 1 && members.every((one) => !one.learner);
    };
    await until(votes, `${i + 1} vote`);
  }
  return managers;
}

function leaderOf(managers: readonly Manager[]): Manager | undefined {
  return managers.find((one) => one.running?.leadership() !== undefined);
}

describe("over real disks and connections", () => {
  test("three managers agree; a follower's read sees it; the lead moves when its holder stops", async () => {
    const managers = await clusterOf(3);
    await until(() => leaderOf(managers) !== undefined, "somebody leads");
    const first = leaderOf(managers);
    await first?.propose("a");
    const follower = managers.find((one) => one !== first);
    await follower?.consensus.readBarrier();
    expect(follower?.machine.lines).toEqual(["a"]);

    await first?.consensus.stop();
    const rest = managers.filter((one) => one !== first);
    await until(() => leaderOf(rest) !== undefined, "another leads");
    const index = await leaderOf(rest)?.propose("b");
    await until(() => rest.every((one) => one.machine.index >= (index ?? 0)), "both have it");
    for (const one of rest) expect(one.machine.lines).toEqual(["a", "b"]);
  });

  test("a manager goes on from its disk, and a big snapshot reaches one that joins", async () => {
    const [first] = await clusterOf(1);
    if (first === undefined) throw new Error("no manager");
    await until(() => leaderOf([first]) !== undefined, "it leads");
    first.consensus.setLogPolicy({
      snapshotInterval: 50,
      keepOldSnapshots: 0,
      logEntriesForSlowFollowers: 5,
    });
    const line = "x".repeat(100_000);
    for (let i = 0; i < 100; i++) await first.propose(line);
    await until(() => first.consensus.details().snapshotIndex > 0, "a snapshot");
    const sealingKey = { kind: "unlock-key", key: new Uint8Array(32).fill(1) } as const;
    await first.consensus.changeKeys({ kind: "rotate", sealingKey });
    await first.consensus.changeKeys({ kind: "settle" });
    await first.consensus.stop();

    const restart: ConsensusOptions = {
      ...first.options,
      mode: { kind: "restart", forceNewCluster: false },
    };
    await expect(startConsensusInline(restart)).rejects.toThrow("unlock key is needed");
    const machine = new Recorder();
    first.running = await startConsensusInline({ ...restart, machine, sealingKey });
    await until(() => machine.lines.length === 100, "all is there again");
    expect(machine.restores).toBe(1);

    const remoteAddrs = [first.options.advertiseAddr];
    const second = await Manager.create("late", { kind: "join", remoteAddrs });
    await until(() => second.machine.lines.length === 100, "the joiner has it");
    expect(second.machine.restores).toBe(1);
    expect(second.machine.lines).toEqual(machine.lines);
  });
});

describe("the front door", () => {
  test("hands what is not Raft's to the main thread, with the peer's address", async () => {
    const [manager] = await clusterOf(1);
    if (manager === undefined) throw new Error("no manager");
    const { innerSocketPath, listenAddr, tls } = manager.options;
    const seen: { host: string; port: number }[] = [];
    const inner = await acceptFrontDoor(innerSocketPath, (socket, from) => {
      seen.push(from);
      socket.once("data", (bytes: Buffer) => {
        // The TLS hello arrives whole and from its first byte.
        expect(bytes[0]).toBe(22);
        socket.end("bye");
      });
      socket.resume();
      socket.on("error", () => {});
    });
    cleanups.push(() => inner.close());
    const [host, port] = listenAddr.split(":");
    const client = connectTls({
      host,
      port: Number(port),
      servername: "manager.skep",
      ca: tls.caPem,
    });
    await new Promise<void>((resolve) => {
      client.on("error", () => resolve());
      client.on("close", () => resolve());
    });
    expect(seen).toEqual([{ host: "127.0.0.1", port: expect.any(Number) as number }]);
  });

  test("a worker's certificate opens nothing of Raft's", async () => {
    const [manager] = await clusterOf(1);
    if (manager === undefined) throw new Error("no manager");
    const remoteAddrs = [manager.options.advertiseAddr];
    const tls = await tlsOf("worker1", "worker");
    const stateDir = mkdtempSync(join(tmpdir(), "skep-raft-"));
    cleanups.push(() => rmSync(stateDir, { recursive: true, force: true }));
    const listenAddr = ownAddress();
    const options: ConsensusOptions = {
      ...manager.options,
      machine: new Recorder(),
      stateDir,
      listenAddr,
      advertiseAddr: listenAddr,
      nodeId: "worker1" as NodeId,
      mode: { kind: "join", remoteAddrs },
      tls,
    };
    await expect(startConsensusInline(options)).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
    });
  });
});
