/**
 * A manager for tests of a node's life: a real CA over real TLS behind a store of its own, no Raft.
 * A socket takes a test's commands, one JSON line each, and answers with its state.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { authorizer } from "../../manager/ca/authorization.ts";
import { createFirstCluster, writeFirstCluster } from "../../manager/ca/bootstrap.ts";
import { authorizationFacts, registerNodeCa } from "../../manager/ca/service.ts";
import { storeForTest } from "../../manager/store/testing.ts";
import { controlService } from "../../proto/gen/services.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import { formatUnlockKey, parseUnlockKey } from "../../shared/join-token.ts";
import { silentLogger } from "../../shared/logger.ts";
import type { FromManager, ManagerStart, ToManager } from "../../shared/manager-ipc.ts";
import { readCertificates, writeCertificates } from "../../shared/node/certificate-files.ts";
import { systemClock, systemRng } from "../../shared/node/clock.ts";
import { GrpcServer } from "../../shared/node/grpc/server.ts";
import { TlsIdentity } from "../../shared/node/tls.ts";

export type StubCommand =
  | { readonly do: "state" }
  | {
      readonly do: "role";
      readonly nodeId: string;
      readonly wish: "worker" | "manager";
      readonly role: "worker" | "manager";
    }
  | { readonly do: "forget-node"; readonly nodeId: string }
  | { readonly do: "say"; readonly message: FromManager }
  | { readonly do: "exit"; readonly code: number };

export interface StubState {
  readonly pid: number;
  readonly how: string;
  readonly forced: boolean;
  readonly joinWorker: string;
  readonly joinManager: string;
  readonly unlockKey: string;
  readonly renewals: number;
  readonly left: readonly string[];
  readonly nodes: readonly { readonly id: string; readonly role: string }[];
}

const { store } = storeForTest({ clock: systemClock });
const consensus = storeForTestConsensus();
let renewals = 0;
const left: string[] = [];

function storeForTestConsensus(): Pick<
  import("../../manager/raft/consensus.ts").Consensus,
  "status" | "leadership"
> {
  const { consensus: alone } = storeForTest();
  return alone;
}

function say(message: FromManager): void {
  process.send?.(message);
}

interface Saved {
  readonly cluster: Cluster;
  readonly nodes: readonly Node[];
}

const replacer = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value;
const reviver = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && "base64" in value
    ? new Uint8Array(Buffer.from(String(value.base64), "base64"))
    : value;

async function begin(start: ManagerStart): Promise<void> {
  const saved = join(start.stateDir, "raft", "saved.json");
  mkdirSync(join(start.stateDir, "raft"), { recursive: true });
  let unlockKey =
    start.unlockKey === undefined ? new Uint8Array() : parseUnlockKey(start.unlockKey);
  if (start.how.kind === "init") {
    const { spec, availability, autoLock, defaultAddrPool, subnetSize, dataPathPort } = start.how;
    const first = await createFirstCluster(
      { spec, availability, autoLock, defaultAddrPool, subnetSize, dataPathPort, addr: "" },
      Date.now(),
      systemRng(),
    );
    unlockKey = new Uint8Array(first.cluster.unlockKey);
    await writeCertificates(start.stateDir, first, unlockKey);
    await store.update((tx) => writeFirstCluster(tx, first));
    if (autoLock) say({ kind: "unlock-key", unlockKey: formatUnlockKey(unlockKey) });
  } else if (start.how.kind === "restart" && existsSync(saved)) {
    const { cluster, nodes } = JSON.parse(readFileSync(saved, "utf8"), reviver) as Saved;
    await store.update((tx) => {
      tx.create("cluster", cluster);
      for (const node of nodes) tx.create("node", node);
    });
  }
  const stored = await readCertificates(start.stateDir, unlockKey);
  if (stored.kind !== "present") throw new Error(`certificates: ${stored.kind}`);
  writeFileSync(join(start.stateDir, "raft", "identity.json"), "{}");
  const save = (): void => {
    const state = store.view((tx) => ({
      cluster: [...tx.all("cluster")][0],
      nodes: [...tx.all("node")],
    }));
    if (state.cluster !== undefined) writeFileSync(saved, JSON.stringify(state, replacer));
  };
  save();
  store.watch(
    () => undefined,
    (batch) => {
      if (batch.changes.some(({ table, kind }) => table === "node" && kind === "update"))
        renewals++;
      queueMicrotask(save);
    },
  );
  const { rootPem, pair } = stored.certificates;
  const identity = new TlsIdentity(rootPem, pair);
  const server = new GrpcServer({
    identity,
    authorize: authorizer(authorizationFacts(store)),
    log: silentLogger,
  });
  registerNodeCa(server, {
    store,
    consensus,
    clock: systemClock,
    rng: systemRng(),
    log: silentLogger,
  });
  server.unary(controlService.leave, (_request, { caller }) => {
    if (caller.kind === "node") left.push(caller.nodeId);
    return {};
  });
  await server.listen(start.listenAddr);
  await listenForCommands(start);
  const self = identity.self;
  if (self.kind !== "node") throw new Error("no node's certificate");
  say({ kind: "ready", nodeId: self.nodeId, clusterId: self.clusterId });
  const managers = [{ nodeId: self.nodeId, addr: start.advertiseAddr, reachable: true }];
  // Who joined hears of the others from Raft, which this stub has not.
  const leads = start.how.kind !== "join";
  say({ kind: "status", leader: leads, hasLeader: leads, managers });
}

async function listenForCommands(start: ManagerStart): Promise<Server> {
  rmSync(start.apiSocket, { force: true });
  const server = createServer((socket) => {
    createInterface(socket).on("line", (line) => {
      obey(JSON.parse(line) as StubCommand).then(
        () => socket.end(JSON.stringify(stateNow(start))),
        (error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(start.apiSocket, resolve));
  return server;
}

async function obey(command: StubCommand): Promise<void> {
  if (command.do === "say") say(command.message);
  if (command.do === "exit") process.exit(command.code);
  if (command.do === "forget-node") await store.update((tx) => tx.remove("node", command.nodeId));
  if (command.do === "role") {
    await store.update((tx) => {
      const node = tx.get("node", command.nodeId as NodeId);
      if (node === undefined) throw new Error(`no node ${command.nodeId}`);
      tx.update("node", {
        ...node,
        role: command.role,
        spec: { ...node.spec, Role: command.wish },
      });
    });
  }
}

function stateNow(start: ManagerStart): StubState {
  const { cluster, nodes } = store.view((tx) => ({
    cluster: [...tx.all("cluster")][0],
    nodes: [...tx.all("node")].map(({ id, role }) => ({ id, role })),
  }));
  return {
    pid: process.pid,
    how: start.how.kind,
    forced: start.how.kind === "restart" && start.how.forceNewCluster,
    joinWorker: cluster?.rootCa.joinTokenWorker ?? "",
    joinManager: cluster?.rootCa.joinTokenManager ?? "",
    unlockKey: formatUnlockKey(cluster?.unlockKey ?? new Uint8Array()),
    renewals,
    left,
    nodes,
  };
}

process.on("message", (message) => {
  const told = message as ManagerStart | ToManager;
  if (told.kind === "stop") process.exit(0);
  if (told.kind !== "start") return;
  begin(told).catch((error: unknown) => {
    const failed: FromManager = {
      kind: "failed",
      code: "INTERNAL",
      message: String(error),
      locked: false,
    };
    process.send?.(failed, () => process.exit(1));
  });
});
process.on("disconnect", () => process.exit(0));
