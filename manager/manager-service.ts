/**
 * One manager, assembled: consensus drives the store; the store's changes drive the leader's
 * loops; agents, peers and clients come in over gRPC and HTTP. main.ts is the process around it.
 */
import { rm } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import { join } from "node:path";
import type { ChannelCredentials } from "@grpc/grpc-js";
import { logsService } from "../proto/gen/services.ts";
import { SERVER_NAMES } from "../shared/caller.ts";
import type { Clock, Timer } from "../shared/clock.ts";
import { messageOf } from "../shared/errors.ts";
import { type ClusterId, type NetworkId, type NodeId, newId } from "../shared/ids.ts";
import { parseUnlockKey } from "../shared/join-token.ts";
import type { Logger } from "../shared/logger.ts";
import type { FromManager, ManagerStart } from "../shared/manager-ipc.ts";
import { readCertificates } from "../shared/node/certificate-files.ts";
import { GrpcChannel } from "../shared/node/grpc/channel.ts";
import { GrpcServer } from "../shared/node/grpc/server.ts";
import { hostNetworks } from "../shared/node/host-networks.ts";
import { issuerFacts } from "../shared/node/pki.ts";
import type { Rng } from "../shared/rng.ts";
import { AllocatorLoop } from "./allocator/loop.ts";
import { authorizer } from "./ca/authorization.ts";
import { newTokenSecret, newUnlockKey, writeFirstCluster } from "./ca/bootstrap.ts";
import { startRoleLoop } from "./ca/loop.ts";
import { prepareRotation } from "./ca/next-root.ts";
import { mustRenew } from "./ca/root-rotation.ts";
import { startRotationLoop } from "./ca/rotation-loop.ts";
import { authorizationFacts, registerNodeCa } from "./ca/service.ts";
import { serveAttachments } from "./control/adapters/attachment-server.ts";
import { serveControl } from "./control/adapters/control-server.ts";
import { createLeaderControl } from "./control/adapters/leader-control.ts";
import { createNetwork, INGRESS_SPEC } from "./control/network-writes.ts";
import { Control } from "./control/service.ts";
import type { FreshSecrets } from "./control/swarm-writes.ts";
import { LogBroker, type ReadStream } from "./dispatcher/log-broker/service.ts";
import { Dispatcher } from "./dispatcher/service.ts";
import type { IssuerInfo } from "./gateway/render-swarm.ts";
import { createGateway } from "./gateway/service.ts";
import { establishIdentity, type ManagerIdentity } from "./identity-service.ts";
import { followLeadership, type LeaderDuty } from "./leader-loop.ts";
import { followUnlockKey, type LockLoop } from "./lock-loop.ts";
import { followLogPolicy } from "./log-policy-loop.ts";
import { OrchestratorLoop } from "./orchestrator/loop.ts";
import { acceptFrontDoor } from "./raft/front-door-driver.ts";
import type { ConsensusOptions, RunningConsensus, StartMode, StopCause } from "./raft/options.ts";
import { SchedulerLoop } from "./scheduler/loop.ts";
import { RaftStore } from "./store/store.ts";
import { ManagerMetrics } from "./telemetry/metrics/loop.ts";
import { openTelemetry } from "./telemetry/service.ts";
import type { TelemetryStore } from "./telemetry/telemetry-store.ts";

export interface ManagerOptions {
  readonly start: ManagerStart;
  /** For skepd, which keeps it in memory; empty when autolock is off. */
  readonly onUnlockKey: (key: Uint8Array) => void;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly startConsensus: (options: ConsensusOptions) => Promise<RunningConsensus>;
}

export interface RunningManager {
  readonly nodeId: NodeId;
  readonly clusterId: ClusterId;
  /** Why it ended by itself, if it did. */
  readonly stopped: Promise<StopCause>;
  /** Resolves when the API has answers: the state is there. */
  whenReadable(signal: AbortSignal): Promise<void>;
  onStatus(listener: (status: ManagerStatus) => void): void;
  /** The certificate on disk is a new one. */
  reloadCertificate(): Promise<void>;
  /** The certificate on disk is sealed with this unlock key; empty for none. */
  sealed(unlockKey: string): void;
  stop(): Promise<void>;
}

export type ManagerStatus = Omit<Extract<FromManager, { kind: "status" }>, "kind">;

const GRPC_GRACE_MS = 500;
const RELOAD_RETRY_MS = 1_000;

export async function startManager(options: ManagerOptions): Promise<RunningManager> {
  const identity = await establishIdentity(options.start, options.clock, options.rng);
  // Before it is ready: skepd reads the new certificate then, and must be able to.
  const { kind } = options.start.how;
  if (kind === "init" || kind === "restore") options.onUnlockKey(identity.unlockKey);
  const manager = new Manager(options, identity);
  await manager.open();
  return manager;
}

class Manager implements RunningManager {
  readonly nodeId: NodeId;
  readonly clusterId: ClusterId;
  readonly #options: ManagerOptions;
  readonly #identity: ManagerIdentity;
  readonly #store: RaftStore;
  readonly #closers: (() => Promise<void> | void)[] = [];
  #consensus: RunningConsensus | undefined;
  #metrics: ManagerMetrics | undefined;
  #scheduler: SchedulerLoop | undefined;
  #lock: LockLoop | undefined;
  #reloading: Promise<void> = Promise.resolve();
  #reload: Timer | undefined;

  constructor(options: ManagerOptions, identity: ManagerIdentity) {
    this.#options = options;
    this.#identity = identity;
    this.nodeId = identity.nodeId;
    this.clusterId = identity.clusterId;
    this.#store = new RaftStore({
      clock: options.clock,
      onCommit: (elapsedMs) => this.#metrics?.onCommit(elapsedMs),
    });
  }

  get consensus(): RunningConsensus {
    if (this.#consensus === undefined) throw new Error("the manager is not open");
    return this.#consensus;
  }

  get stopped(): Promise<StopCause> {
    return this.consensus.stopped;
  }

  async open(): Promise<void> {
    const { start, logger, startConsensus } = this.#options;
    const { pair, rootPem, sealingKey } = this.#identity;
    const facts = authorizationFacts(this.#store);
    const innerSocketPath = join(start.stateDir, "control.sock");
    await rm(innerSocketPath, { force: true });
    this.#consensus = await startConsensus({
      stateDir: start.stateDir,
      listenAddr: start.listenAddr,
      advertiseAddr: start.advertiseAddr,
      nodeId: this.nodeId,
      clusterId: this.clusterId,
      mode: modeOf(start.how),
      tls: { ...pair, caPem: rootPem },
      sealingKey,
      innerSocketPath,
      machine: this.#store,
      isRemoved: (nodeId) => facts.isRemoved(nodeId),
      logger: logger.child({ part: "raft" }),
    });
    this.#store.attach(this.#consensus);
    this.#closers.push(() => this.consensus.stop());
    try {
      await this.#serve(innerSocketPath);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #serve(innerSocketPath: string): Promise<void> {
    const { start, clock, rng, logger } = this.#options;
    const { consensus } = this;
    const { tls } = this.#identity;
    const now = (): number => clock.now();
    const telemetry = openTelemetry({
      store: this.#store,
      consensus,
      clock,
      logger,
      clusterId: this.clusterId,
      redis: start.redis,
    });
    this.#closers.push(() => telemetry.close());
    const metrics = this.#openMetrics(telemetry.store, () => dispatcher.leading?.sessionCount);
    const common = { store: metrics.store, consensus, clock, rng, logger };
    const leader = createLeaderControl(() => tls.channelCredentials());
    this.#closers.push(() => leader.close());
    const control = new Control({
      ...common,
      leader,
      freshSecrets,
      prepareRotation: (ca, wanted) => prepareRotation(ca, wanted, clock.now()),
      hostNetworks,
      usage: (request, signal) => telemetry.usage(request, signal),
      now,
    });
    const dispatcher = new Dispatcher({
      ...common,
      telemetrySink: telemetry.sink,
      renewCertificate: (node, { rootCa }) => mustRenew(node, rootCa),
    });
    const logs = new LogBroker({
      ...common,
      agents: () => dispatcher.leading,
      openRead: (address, signal) => openRead(address, tls.channelCredentials(), signal),
    });
    const server = await this.#openGrpc(innerSocketPath, metrics);
    registerNodeCa(server, { ...common, log: logger });
    dispatcher.register(server);
    logs.register(server);
    serveControl(server, control, consensus);
    serveAttachments(server, common);
    const gateway = createGateway({
      ...common,
      control,
      logs: logs,
      events: telemetry.store,
      metrics: () => metrics.text(),
      details: () => consensus.details(),
      image: () => this.#store.image(),
      issuerOf,
      now,
    });
    await this.#openGateway(gateway);
    const { onUnlockKey } = this.#options;
    const lock = followUnlockKey({ ...common, onUnlockKey, identity: this.#identity });
    this.#lock = lock;
    this.#closers.push(() => lock.close());
    const policy = followLogPolicy(common);
    this.#closers.push(() => policy.close());
    this.#lead([
      { start: (leadership) => startRoleLoop({ ...common, log: logger }, leadership) },
      { start: (leadership) => startRotationLoop({ ...common, log: logger }, leadership) },
      { start: ({ signal }) => new OrchestratorLoop(common).start(signal) },
      { start: ({ signal }) => new AllocatorLoop(common).start(signal) },
      {
        start: ({ signal }) => {
          this.#scheduler = new SchedulerLoop(common);
          this.#scheduler.start(signal);
          signal.addEventListener("abort", () => {
            this.#scheduler = undefined;
          });
        },
      },
      { start: ({ signal }) => dispatcher.start(signal) },
    ]);
  }

  #openMetrics(telemetry: TelemetryStore, sessions: () => number | undefined): ManagerMetrics {
    const end = new AbortController();
    const metrics = new ManagerMetrics({
      store: this.#store,
      consensus: this.consensus,
      telemetry,
      now: () => this.#options.clock.now(),
      scheduler: () => this.#scheduler?.counters(),
      sessions,
    });
    metrics.start(end.signal);
    this.#metrics = metrics;
    this.#closers.push(() => end.abort());
    return metrics;
  }

  /** Control connections come through the raft thread's front door, over a unix socket. */
  async #openGrpc(innerSocketPath: string, metrics: ManagerMetrics): Promise<GrpcServer> {
    const { logger } = this.#options;
    const authorize = authorizer(authorizationFacts(this.#store));
    const server = new GrpcServer({
      identity: this.#identity.tls,
      authorize,
      log: logger,
      onCall: (path, status, elapsedMs) => metrics.onCall(path, status, elapsedMs),
    });
    const door = await acceptFrontDoor(innerSocketPath, (socket, from) =>
      server.inject(socket, from),
    );
    this.#closers.push(async () => {
      await server.stop(GRPC_GRACE_MS);
      await door.close();
    });
    return server;
  }

  async #openGateway(listener: ReturnType<typeof createGateway>): Promise<void> {
    const { apiSocket } = this.#options.start;
    await rm(apiSocket, { force: true });
    const server: HttpServer = createServer(listener);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(apiSocket, resolve);
    });
    this.#closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
  }

  #lead(duties: readonly LeaderDuty[]): void {
    const { clock, logger } = this.#options;
    const { first } = this.#identity;
    const ingressId = newId<NetworkId>(this.#options.rng);
    const { close } = followLeadership({
      consensus: this.consensus,
      clock,
      logger,
      before: async ({ signal }) => {
        if (first === undefined) return;
        await this.#store.update((tx) => {
          if (tx.count("cluster") > 0) return;
          writeFirstCluster(tx, first);
          createNetwork(tx, ingressId, INGRESS_SPEC, hostNetworks());
        }, signal);
      },
      duties,
    });
    this.#closers.push(close);
  }

  /** Resolves when the cluster's own objects can be read here: the API has answers then. */
  async whenReadable(signal: AbortSignal): Promise<void> {
    const known = (tx: { count(table: "cluster"): number }): boolean => tx.count("cluster") > 0;
    if (this.#store.view(known)) return;
    await new Promise<void>((resolve, reject) => {
      const { subscription } = this.#store.watch(known, () => {
        if (this.#store.view(known)) done(resolve);
      });
      const abort = (): void => done(() => reject(signal.reason));
      const done = (how: () => void): void => {
        signal.removeEventListener("abort", abort);
        // Listeners must not be taken away while they are told.
        queueMicrotask(() => subscription.close());
        how();
      };
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  onStatus(listener: (status: ManagerStatus) => void): void {
    const tell = (): void => {
      const { role, leader, members } = this.consensus.status();
      listener({
        leader: role === "leader",
        hasLeader: leader !== undefined,
        managers: members.map(({ nodeId, addr, reachable }) => ({ nodeId, addr, reachable })),
      });
    };
    tell();
    this.consensus.onStatus(tell);
  }

  sealed(unlockKey: string): void {
    this.#lock?.sealed(unlockKey === "" ? new Uint8Array() : parseUnlockKey(unlockKey));
  }

  /** One after the other: the last one read must be the one in use. */
  reloadCertificate(): Promise<void> {
    this.#reload?.cancel();
    this.#reloading = this.#reloading.then(() => this.#reloadNow());
    return this.#reloading;
  }

  async #reloadNow(): Promise<void> {
    const { start, logger, clock } = this.#options;
    const { tls } = this.#identity;
    try {
      const unlockKey = this.#store.view((tx) => [...tx.all("cluster")][0]?.unlockKey);
      const key = unlockKey ?? this.#identity.unlockKey;
      const stored = await readCertificates(start.stateDir, key);
      if (stored.kind !== "present") throw new Error(`the certificate on disk is ${stored.kind}`);
      const { pair, rootPem } = stored.certificates;
      tls.setCa(rootPem);
      tls.setIdentity(pair);
      await this.consensus.updateTls({ ...pair, caPem: rootPem });
      logger.info({}, "took over the certificate and the trusted roots on the disk");
    } catch (error) {
      // After a rotation of the root, peers will refuse the one in use: not for long without this.
      logger.error({ err: messageOf(error) }, "could not take over the renewed certificate");
      this.#reload = clock.after(RELOAD_RETRY_MS, () => void this.reloadCertificate());
    }
  }

  /** In the reverse order of their start: what others ask first ends first, consensus last. */
  async stop(): Promise<void> {
    this.#reload?.cancel();
    for (const close of this.#closers.splice(0).reverse()) await close();
  }
}

function modeOf(how: ManagerStart["how"]): StartMode {
  if (how.kind === "init") return { kind: "bootstrap" };
  // What there is to go on from was written when its identity was established.
  if (how.kind === "restore") return { kind: "restart", forceNewCluster: false };
  return how;
}

function freshSecrets(): FreshSecrets {
  return {
    workerSecret: newTokenSecret(),
    managerSecret: newTokenSecret(),
    unlockKey: newUnlockKey(),
  };
}

function issuerOf(rootCertPem: string): IssuerInfo {
  const { subject, publicKey } = issuerFacts(rootCertPem);
  return { certIssuerSubject: subject, certIssuerPublicKey: publicKey };
}

/** A stream of logs from the leader; its connection ends with it. */
function openRead(
  address: string,
  credentials: ChannelCredentials,
  signal: AbortSignal,
): ReadStream {
  const channel = new GrpcChannel({ address, credentials, serverName: SERVER_NAMES.manager });
  const stream = channel.open(logsService.read, { signal });
  stream.onClose(() => channel.close());
  return stream;
}
