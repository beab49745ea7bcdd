/**
 * This machine's life in a cluster: outside, on its way in, inside, locked, or unable to go on.
 * One request at a time changes it; what happens inside is member-driver.ts's.
 */
import { mkdir, rm } from "node:fs/promises";
import type { Clock } from "../../shared/clock.ts";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import { parseJoinToken, parseUnlockKey } from "../../shared/join-token.ts";
import type { Logger } from "../../shared/logger.ts";
import type { ManagerStart } from "../../shared/manager-ipc.ts";
import { type NodeCertificates, readCertificates } from "../../shared/node/certificate-files.ts";
import { readCertificate } from "../../shared/node/pki.ts";
import type { Rng } from "../../shared/rng.ts";
import { leaveWarning, SWARM_TEXTS, unavailable } from "../../shared/swarm-errors.ts";
import { endOrphan } from "./adapters/orphan.ts";
import {
  backupIn,
  type NodeState,
  readState,
  receiveBackup,
  removeState,
  writeState,
} from "./adapters/state-file.ts";
import {
  type AddressRequest,
  formatHostPort,
  type InterfaceAddress,
  type NodeAddresses,
  parseRemote,
  resolveAddresses,
} from "./addresses.ts";
import { joinCluster } from "./join-driver.ts";
import type {
  InitRequest,
  JoinRequest,
  LocalNodeStatus,
  NodeLife,
  RestoreRequest,
  StartAgentParts,
} from "./lifecycle.ts";
import { ClusterMember, type Gone } from "./member-driver.ts";
import { withinPatience } from "./patience.ts";
import { type Phase as AnyPhase, pending, statusOf, unusableCertificate } from "./phase.ts";
import { ManagerSupervisor } from "./supervisor-driver.ts";

export interface NodeLifecycleOptions {
  /** DATA_ROOT/swarm. */
  readonly stateDir: string;
  readonly apiSocket: string;
  /** The manager's main module, to be forked: agent/ never imports manager/. */
  readonly managerModule: string;
  /** Node's own flags for it; default: this process's. */
  readonly managerExecArgv?: readonly string[];
  readonly hostname: string;
  /** Empty when not configured. */
  readonly defaultAdvertiseAddr: string;
  readonly interfaces: () => readonly InterfaceAddress[];
  /** The local end of a connection to host:port; rejects when there is no way. */
  readonly routeTo: (host: string, port: number) => Promise<string>;
  readonly managerSettings: Pick<ManagerStart, "redis" | "logLevel" | "logFormat">;
  readonly startParts: StartAgentParts;
  /** For a cluster that is founded here, where the request names none. */
  readonly defaultPools?: Pick<InitRequest, "defaultAddrPool" | "subnetSize">;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly log: Logger;
  /** Swarm's patience with init, join and unlock (reference 4). */
  readonly requestTimeoutMs?: number;
}

type Phase = AnyPhase<ClusterMember, NodeState>;
type How = ManagerStart["how"];
/** Gives up when aborted: someone wants this node to leave, or skepd ends. */
type Foundation = (signal: AbortSignal) => Promise<How>;

const REQUEST_TIMEOUT_MS = 20_000;
/** A large state is read twice, written and read again. */
const RESTORE_TIMEOUT_MS = 120_000;
/** Longer than a manager gives itself to end. */
const ORPHAN_GRACE_MS = 20_000;
/** For the first session, which is a second's matter; nothing is lost where it takes longer. */
const WELCOME_MS = 5_000;
const MAX_SOCKET_PATH = 107;

export class NodeLifecycle implements NodeLife {
  readonly apiSocket: string;
  readonly #options: NodeLifecycleOptions;
  readonly #supervisor: ManagerSupervisor;
  readonly #listeners = new Set<(status: LocalNodeStatus) => void>();
  #phase: Phase = { kind: "inactive" };
  #queue: Promise<unknown> = Promise.resolve();
  /** The last attempt to join, which may go on after its request was answered. */
  #joining: Promise<void> = Promise.resolve();

  constructor(options: NodeLifecycleOptions) {
    if (Buffer.byteLength(options.apiSocket) > MAX_SOCKET_PATH) {
      throw new ClusterError(
        "INVALID_ARGUMENT",
        `the manager's socket ${options.apiSocket} has a path of more than ${MAX_SOCKET_PATH} ` +
          "bytes, which is all a unix socket may have: choose a shorter --exec-root",
      );
    }
    this.#options = options;
    this.apiSocket = options.apiSocket;
    const { managerModule: modulePath, managerExecArgv: execArgv, clock, log } = options;
    this.#supervisor = new ManagerSupervisor({ modulePath, execArgv, clock, log });
  }

  status(): LocalNodeStatus {
    return statusOf(this.#phase, this.#supervisor);
  }

  onChange(listener: (status: LocalNodeStatus) => void): { close(): void } {
    this.#listeners.add(listener);
    return { close: () => this.#listeners.delete(listener) };
  }

  /** Goes on where the last skepd of this machine ended. */
  start(): Promise<void> {
    return this.#exclusive(async () => {
      const { stateDir, log } = this.#options;
      await mkdir(stateDir, { recursive: true, mode: 0o700 });
      await endOrphan(stateDir, ORPHAN_GRACE_MS, log);
      const stored = await readState(stateDir);
      if (stored.kind === "none") {
        // What an init or join that broke off left is nobody's.
        await removeState(stateDir);
      } else if (stored.kind === "broken") {
        this.#become({ kind: "error", reason: stored.why });
      } else {
        await this.#resume(stored.state, new Uint8Array());
      }
      const { state, nodeId: node, error } = this.status();
      if (state === "error") log.error({ error, node }, "this node cannot go on in its swarm");
      else log.info({ state, node }, "node state");
    });
  }

  /** For skepd's own end: containers run on, the manager hands over its lead. */
  async stop(): Promise<void> {
    if (this.#phase.kind === "pending") this.#phase.attempt.abort();
    await this.#exclusive(async () => {
      if (this.#phase.kind === "pending") await this.#joining;
      if (this.#phase.kind === "active") await this.#phase.member.stop("shutdown");
      else await this.#supervisor.stop();
      this.#phase = { kind: "inactive" };
    });
  }

  init(request: InitRequest): Promise<NodeId> {
    return this.#exclusive(async () => {
      if (request.forceNewCluster && this.#phase.kind === "active") {
        return await this.#forceNewCluster(this.#phase.member, request);
      }
      this.#refuseInside();
      const { Name: name = "" } = request.spec;
      if (name !== "" && name !== "default") {
        throw new ClusterError("INVALID_ARGUMENT", 'swarm spec must be named "default"');
      }
      const { spec, availability, autoLockManagers: autoLock } = request;
      const pools = request.defaultAddrPool.length > 0 ? request : this.#options.defaultPools;
      const { defaultAddrPool = [], subnetSize = 0 } = pools ?? {};
      const options = { defaultAddrPool, subnetSize, dataPathPort: request.dataPathPort };
      const how = { kind: "init", spec, availability, autoLock, ...options } as const;
      return await this.#found(request, this.#patienceMs, async () => how);
    });
  }

  restore(request: RestoreRequest, bytes: AsyncIterable<Uint8Array>): Promise<NodeId> {
    return this.#exclusive(async () => {
      this.#refuseInside();
      return await this.#found(request, RESTORE_TIMEOUT_MS, async (signal) => ({
        kind: "restore",
        file: await receiveBackup(this.#options.stateDir, bytes, signal),
      }));
    });
  }

  join(request: JoinRequest): Promise<void> {
    return this.#exclusive(async () => {
      this.#refuseInside();
      parseJoinToken(request.joinToken);
      const [remote] = request.remoteAddrs;
      if (remote === undefined) {
        throw new ClusterError("INVALID_ARGUMENT", "at least one RemoteAddr is required to join");
      }
      const addresses = await this.#joinAddresses(request, remote);
      const attempt = new AbortController();
      this.#become(pending(attempt, addresses.advertise.host));
      const joining = this.#join(request, addresses, attempt.signal);
      this.#joining = joining.catch(() => undefined);
      const { clock, log } = this.#options;
      const late = (): ClusterError => joinTimeout(this.status().error);
      await withinPatience(joining, { clock, log, ms: this.#patienceMs, late });
    });
  }

  async leave(force: boolean): Promise<void> {
    // An attempt to join that hangs must not keep its user from giving it up.
    if (this.#phase.kind === "pending") this.#phase.attempt.abort();
    await this.#exclusive(async () => {
      if (this.#phase.kind === "pending") await this.#joining;
      const phase = this.#phase;
      if (phase.kind === "inactive") throw unavailable("notInSwarm");
      if (phase.kind === "locked" && !force) throw unavailable("leaveLocked");
      if (phase.kind === "active") {
        if (phase.member.certified === "manager" && !force) {
          throw new ClusterError("UNAVAILABLE", leaveWarning(this.#countManagers()));
        }
        await phase.member.stop("leave");
      }
      await this.#supervisor.stop();
      this.#supervisor.forgetRemoval();
      await removeState(this.#options.stateDir);
      this.#become({ kind: "inactive" });
      this.#options.log.info({}, "this node has left its swarm");
    });
  }

  unlock(key: string): Promise<void> {
    return this.#exclusive(async () => {
      if (this.#phase.kind !== "locked") {
        throw new ClusterError("ALREADY_EXISTS", SWARM_TEXTS.notLocked);
      }
      const unlockKey = parseUnlockKey(key);
      const { state } = this.#phase;
      const stored = await readCertificates(this.#options.stateDir, unlockKey);
      if (stored.kind === "wrong-key") throw wrongUnlockKey();
      await this.#resume(state, unlockKey);
      // The key may open the certificate and not Raft's state: the manager says so by ending.
      await this.#settled();
      if (this.status().state === "locked") throw wrongUnlockKey();
    });
  }

  #refuseInside(): void {
    if (this.#phase.kind === "locked") throw unavailable("locked");
    if (this.#phase.kind !== "inactive") throw unavailable("alreadyInSwarm");
  }

  /** The first manager of a cluster, or all of it again: outside as before where that fails. */
  async #found(request: AddressRequest, patienceMs: number, how: Foundation): Promise<NodeId> {
    const { stateDir } = this.#options;
    const addresses = resolveAddresses(request, this.#addressContext(""));
    const attempt = new AbortController();
    this.#become(pending(attempt, addresses.advertise.host));
    try {
      await removeState(stateDir);
      return await this.#begin(addresses, await how(attempt.signal), patienceMs);
    } catch (error) {
      await this.#supervisor.stop();
      await removeState(stateDir);
      this.#become({ kind: "inactive" });
      throw error;
    } finally {
      await rm(backupIn(stateDir), { force: true });
    }
  }

  async #begin(addresses: NodeAddresses, how: How, patienceMs: number): Promise<NodeId> {
    const { stateDir, log } = this.#options;
    let unlockKey = new Uint8Array();
    this.#supervisor.listen((event) => {
      if (event.kind === "unlock-key" && event.unlockKey !== "") {
        unlockKey = new Uint8Array(parseUnlockKey(event.unlockKey));
      }
    });
    const listenAddr = formatHostPort(addresses.listen);
    const advertiseAddr = formatHostPort(addresses.advertise);
    this.#supervisor.start(this.#managerStart(listenAddr, advertiseAddr, how));
    const ready = await this.#supervisor.ready(AbortSignal.timeout(patienceMs));
    const stored = await readCertificates(stateDir, unlockKey);
    if (stored.kind !== "present") {
      throw new ClusterError("INTERNAL", `the new node's certificate is ${stored.kind}`);
    }
    const state: NodeState = {
      nodeId: ready.nodeId,
      clusterId: ready.clusterId,
      listenAddr,
      advertiseAddr,
      dataPathAddr: addresses.dataPath,
      remotes: [{ nodeId: ready.nodeId as NodeId, addr: advertiseAddr }],
    };
    await writeState(stateDir, state);
    await this.#enter(state, stored.certificates, unlockKey, false);
    await this.#settled();
    log.info({ node: ready.nodeId, how: how.kind }, "founded a swarm");
    return ready.nodeId as NodeId;
  }

  async #joinAddresses(request: JoinRequest, remote: string): Promise<NodeAddresses> {
    const { host, port } = parseRemote(remote);
    let noWay: unknown;
    const route = await this.#options.routeTo(host, port).catch((error: unknown) => {
      noWay = error;
      return "";
    });
    try {
      return resolveAddresses(request, this.#addressContext(route));
    } catch (error) {
      // "Could not choose an address" would send the user looking in the wrong place.
      if (noWay === undefined || request.advertiseAddr !== "") throw error;
      throw new ClusterError("UNAVAILABLE", `cannot reach ${remote}: ${messageOf(noWay)}`, {
        cause: noWay,
      });
    }
  }

  async #join(request: JoinRequest, addresses: NodeAddresses, signal: AbortSignal): Promise<void> {
    const { stateDir, hostname, clock, log } = this.#options;
    try {
      await removeState(stateDir);
      const options = { stateDir, hostname, request, addresses, clock, log };
      const joined = await joinCluster(options, signal);
      if (signal.aborted) throw new ClusterError("CANCELLED", "the attempt was given up");
      await this.#enter(joined.state, joined.certificates, joined.unlockKey, false);
    } catch (error) {
      if (!signal.aborted) {
        log.error({ error: messageOf(error) }, "could not join the swarm");
        await removeState(stateDir);
        this.#become({ kind: "inactive" });
      }
      throw error;
    }
    await this.#settled();
  }

  async #forceNewCluster(member: ClusterMember, request: InitRequest): Promise<NodeId> {
    if (member.certified !== "manager") throw unavailable("notManager");
    const given = request.listenAddr !== "" || request.advertiseAddr !== "";
    const addresses = given ? resolveAddresses(request, this.#addressContext("")) : undefined;
    await member.stop("shutdown");
    const listenAddr =
      addresses === undefined ? member.state.listenAddr : formatHostPort(addresses.listen);
    const advertiseAddr =
      addresses === undefined ? member.state.advertiseAddr : formatHostPort(addresses.advertise);
    const nodeId = member.state.nodeId as NodeId;
    const remotes = [{ nodeId, addr: advertiseAddr }];
    const state: NodeState = { ...member.state, listenAddr, advertiseAddr, remotes };
    await writeState(this.#options.stateDir, state);
    const { rootPem, pair } = member.identity;
    if (rootPem === undefined || pair === undefined) throw unavailable("notManager");
    await this.#enter(state, { rootPem, pair }, member.unlockKey, true);
    await this.#settled();
    return nodeId;
  }

  /** From what is on disk to the phase that it allows. */
  async #resume(state: NodeState, unlockKey: Uint8Array): Promise<void> {
    const { stateDir } = this.#options;
    const stored = await readCertificates(stateDir, unlockKey);
    const refuse = (reason: string): void => this.#become({ kind: "error", reason, state });
    switch (stored.kind) {
      case "locked":
      case "wrong-key":
        this.#become({ kind: "locked", state });
        return;
      case "none":
        refuse(unusableCertificate(stateDir, "it is missing"));
        return;
      case "broken":
        refuse(unusableCertificate(stateDir, stored.why));
        return;
      case "present": {
        const { notAfterMs } = readCertificate(stored.certificates.pair.certPem);
        if (notAfterMs <= this.#options.clock.now()) {
          refuse(SWARM_TEXTS.certificatesExpired);
        } else {
          await this.#enter(state, stored.certificates, unlockKey, false);
        }
      }
    }
  }

  async #enter(
    state: NodeState,
    certificates: NodeCertificates,
    unlockKey: Uint8Array,
    forceNewCluster: boolean,
  ): Promise<void> {
    const { stateDir, startParts, clock, rng, log } = this.#options;
    const member = new ClusterMember({
      stateDir,
      state,
      certificates,
      unlockKey,
      forceNewCluster,
      supervisor: this.#supervisor,
      managerStart: (how, key) =>
        this.#managerStart(state.listenAddr, state.advertiseAddr, how, key),
      startParts,
      clock,
      rng,
      log,
      onChange: () => this.#changed(),
      onGone: (gone) => this.#memberGone(member, gone),
    });
    this.#become({ kind: "active", member });
    await member.start();
  }

  #memberGone(member: ClusterMember, gone: Gone): void {
    const isIt = (): boolean => this.#phase.kind === "active" && this.#phase.member === member;
    if (!isIt()) return;
    const { state } = member;
    const { log } = this.#options;
    log.error({ ...gone, node: state.nodeId }, "this node cannot go on in its swarm");
    if (gone.kind === "locked") this.#become({ kind: "locked", state });
    else {
      const reason = gone.kind === "expired" ? SWARM_TEXTS.certificatesExpired : gone.reason;
      this.#become({ kind: "error", reason, state });
    }
    // A removed node's tasks already run elsewhere; in the other cases they are still its own.
    const why = gone.kind === "refused" ? "leave" : "shutdown";
    member.stop(why).catch((error: unknown) => {
      log.error({ error: messageOf(error) }, "the node's parts did not end well");
    });
  }

  #managerStart(listenAddr: string, advertiseAddr: string, how: How, unlockKey = ""): ManagerStart {
    const { stateDir, apiSocket, hostname, managerSettings } = this.#options;
    const start = { kind: "start", stateDir, apiSocket, listenAddr, advertiseAddr } as const;
    const key = unlockKey === "" ? {} : { unlockKey };
    return { ...start, hostname, how, ...key, ...managerSettings };
  }

  get #patienceMs(): number {
    return this.#options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  }

  /**
   * Resolves when this node is what it should be (a worker, or a manager that is up) and the
   * managers show it as ready, when it fell out of its cluster, or after three times Swarm's
   * patience. A manager's crash is passed over: it is started again.
   */
  async #settled(): Promise<void> {
    await this.#managing();
    const phase = this.#phase;
    if (phase.kind === "active") await phase.member.welcomed(WELCOME_MS);
  }

  #managing(): Promise<void> {
    const settled = (): boolean => {
      const { state, isManager, controlAvailable } = this.status();
      return state !== "active" || !isManager || controlAvailable;
    };
    if (settled()) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        listening.close();
        timer.cancel();
        resolve();
      };
      const listening = this.onChange(() => settled() && finish());
      const timer = this.#options.clock.after(3 * this.#patienceMs, finish);
    });
  }

  #countManagers(): { reachable: number; unreachable: number } | undefined {
    const managers = this.#supervisor.status?.managers;
    if (managers === undefined || managers.length === 0) return undefined;
    const reachable = managers.filter((manager) => manager.reachable).length;
    return { reachable, unreachable: managers.length - reachable };
  }

  #addressContext(routeAddress: string): Parameters<typeof resolveAddresses>[1] {
    const { interfaces, defaultAdvertiseAddr } = this.#options;
    return { interfaces: interfaces(), defaultAdvertiseAddr, routeAddress };
  }

  #exclusive<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#queue.then(work);
    // The next one waits for this one, whether or not it went well.
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  #become(phase: Phase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    const status = this.status();
    for (const listener of this.#listeners) listener(status);
  }
}

/** @param problem why this node's manager is not up, where it should be one */
function joinTimeout(problem: string): ClusterError {
  const why = problem === "" ? "" : ` So far: ${problem}`;
  return new ClusterError("UNAVAILABLE", `${SWARM_TEXTS.joinTimeout}${why}`);
}

function wrongUnlockKey(): ClusterError {
  return new ClusterError("UNAUTHENTICATED", SWARM_TEXTS.wrongUnlockKey);
}
