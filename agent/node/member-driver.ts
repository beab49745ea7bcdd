/**
 * A node that is in a cluster: looks at what there is, asks node-plan.ts for the next step, and
 * takes it. Begins with a certificate on disk and ends by `stop()`, or by itself (`onGone`).
 */
import type { Clock, Instant, Timer } from "../../shared/clock.ts";
import type { NodeRole } from "../../shared/domain/objects.ts";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import { formatUnlockKey, parseUnlockKey } from "../../shared/join-token.ts";
import type { Logger } from "../../shared/logger.ts";
import type { ManagerStart } from "../../shared/manager-ipc.ts";
import { type NodeCertificates, writeCertificates } from "../../shared/node/certificate-files.ts";
import { BACKDATE_MS, isIssuedBy, readCertificate, splitPem } from "../../shared/node/pki.ts";
import { TlsIdentity } from "../../shared/node/tls.ts";
import { withTimeout } from "../../shared/node/with-timeout.ts";
import type { Rng } from "../../shared/rng.ts";
import { announceLeave, fetchUnlockKey, renewCertificate } from "./adapters/ca-client.ts";
import {
  hasRaftState,
  type NodeState,
  removeRaftState,
  writeState,
} from "./adapters/state-file.ts";
import type {
  AgentParts,
  ClusterNews,
  ManagerAddr,
  Membership,
  StartAgentParts,
} from "./lifecycle.ts";
import { type NodeFacts, type NodeStep, planNode } from "./node-plan.ts";
import { bareHost } from "./phase.ts";
import { chooseRenewal } from "./renewal.ts";
import type { ManagerSupervisor, SupervisorEvent } from "./supervisor-driver.ts";

export interface MemberOptions {
  readonly stateDir: string;
  readonly state: NodeState;
  readonly certificates: NodeCertificates;
  /** Empty while autolock is off. */
  readonly unlockKey: Uint8Array;
  readonly forceNewCluster: boolean;
  readonly supervisor: ManagerSupervisor;
  /** What every start of the manager has in common. */
  readonly managerStart: (how: ManagerStart["how"], unlockKey: string) => ManagerStart;
  readonly startParts: StartAgentParts;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly log: Logger;
  readonly onChange: () => void;
  readonly onGone: (gone: Gone) => void;
}

export type Gone =
  | { readonly kind: "expired" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "locked" };

const RENEWAL_RETRY_MS = 2_000;
const RENEWAL_TIMEOUT_MS = 30_000;
const STEP_RETRY_MS = 1_000;
const AFTER_REMOVAL_MS = 500;
const ANNOUNCE_TIMEOUT_MS = 3_000;

export class ClusterMember {
  readonly #options: MemberOptions;
  readonly #over = new AbortController();
  readonly identity: TlsIdentity;
  #state: NodeState;
  #parts: AgentParts | undefined;
  #certified: NodeRole;
  #desired: NodeRole;
  #roleInDoubt = false;
  #renewalAsked = false;
  #renewalRuns = false;
  /** How often the managers said whom to trust. */
  #rootNews = 0;
  #renewNotBefore: Instant = 0;
  #renewAt: Instant = 0;
  #expiresAt: Instant = 0;
  #unlockKey: Uint8Array;
  #forceNewCluster: boolean;
  #stepping = false;
  #again = false;
  #timer: Timer | undefined;
  /** Writes of state and certificates, one after the other. */
  #writes: Promise<void> = Promise.resolve();

  constructor(options: MemberOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#unlockKey = options.unlockKey;
    this.#forceNewCluster = options.forceNewCluster;
    this.identity = new TlsIdentity(options.certificates.rootPem, options.certificates.pair);
    this.#certified = this.#adopt(options.certificates);
    this.#desired = this.#certified;
  }

  get state(): NodeState {
    return this.#state;
  }

  get certified(): NodeRole {
    return this.#certified;
  }

  /** Empty while autolock is off. */
  get unlockKey(): Uint8Array {
    return this.#unlockKey;
  }

  get expiresAt(): Instant {
    return this.#expiresAt;
  }

  async start(): Promise<void> {
    this.#options.supervisor.listen((event) => this.#onSupervisor(event));
    this.#wake();
    this.#parts = await this.#options.startParts(this.#membership());
    // Stopped while the parts were starting: nobody else will stop them.
    if (this.#over.signal.aborted) await this.#parts.stop("shutdown");
  }

  /** Resolves once a manager has taken this node in, once it is out again, or after a while. */
  welcomed(withinMs: number): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const finish = (): void => {
        timer.cancel();
        this.#over.signal.removeEventListener("abort", finish);
        resolve();
      };
      const timer = clock.after(withinMs, finish);
      this.#over.signal.addEventListener("abort", finish);
      if (this.#over.signal.aborted) finish();
      // Its parts were started before anyone can ask.
      this.#parts?.welcomed.then(finish, finish);
    });
  }

  /** Ends parts and manager. Containers stay on a shutdown and go on a leave. */
  async stop(why: "leave" | "shutdown"): Promise<void> {
    this.#over.abort();
    this.#timer?.cancel();
    const parts = this.#parts;
    this.#parts = undefined;
    await parts?.stop(why);
    if (why === "leave") await this.#announceLeave();
    await this.#options.supervisor.stop();
    await this.#writes;
  }

  /** After the containers are gone, so that none runs here and elsewhere at once. */
  async #announceLeave(): Promise<void> {
    const addresses = this.managers().map(({ addr }) => addr);
    const signal = AbortSignal.timeout(ANNOUNCE_TIMEOUT_MS);
    try {
      await announceLeave(addresses, this.identity, this.#state.nodeId, signal);
    } catch (error) {
      // They will notice by its silence.
      this.#options.log.info({ error: messageOf(error) }, "no manager heard that this node leaves");
    }
  }

  /** Managers to speak to, this machine's own first while it is up. */
  managers(): readonly ManagerAddr[] {
    const { nodeId, advertiseAddr, remotes } = this.#state;
    const others = remotes.filter((remote) => remote.nodeId !== nodeId);
    if (this.#certified !== "manager") return others;
    const self: ManagerAddr = { nodeId: nodeId as NodeId, addr: advertiseAddr };
    return this.#options.supervisor.phase === "up" ? [self, ...others] : [...others, self];
  }

  get remotes(): readonly ManagerAddr[] {
    return this.#state.remotes;
  }

  #membership(): Membership {
    const { nodeId, clusterId, dataPathAddr, advertiseAddr } = this.#state;
    return {
      nodeId: nodeId as NodeId,
      clusterId: clusterId as ClusterId,
      identity: this.identity,
      nodeAddr: dataPathAddr || bareHost(advertiseAddr),
      managers: () => this.managers(),
      learn: (news) => this.#learn(news),
      refused: (reason) => {
        if (!this.#over.signal.aborted) this.#options.onGone({ kind: "refused", reason });
      },
    };
  }

  #learn(news: Partial<ClusterNews>): void {
    if (news.desiredRole !== undefined && news.desiredRole !== this.#desired) {
      this.#options.log.info({ role: news.desiredRole }, "the cluster gives this node a role");
      this.#desired = news.desiredRole;
      this.#renewNotBefore = 0;
    }
    if (news.renewCertificate !== undefined) this.#renewalAsked = news.renewCertificate;
    // During a rotation of the root this is both, so that either side's certificate is good.
    if (news.rootCaPem !== undefined && news.rootCaPem !== "") this.#learnRoot(news.rootCaPem);
    const { managers } = news;
    if (managers !== undefined && managers.length > 0) this.#learnManagers(managers);
    this.#wake();
  }

  #learnRoot(rootPem: string): void {
    this.#rootNews++;
    if (rootPem === this.identity.rootPem || this.identity.pair === undefined) return;
    this.identity.setCa(rootPem);
    this.#storeCertificates("root certificate", () =>
      this.#options.supervisor.send({ kind: "certificate-renewed" }),
    );
  }

  /**
   * Told to renew, and without a certificate of the newest root: the managers hear only a moment
   * after a renewal that it was done, and one that was answered just before gave another root's.
   */
  #mustRenew(): boolean {
    const { pair, rootPem = "" } = this.identity;
    const newest = splitPem(rootPem).at(-1);
    if (!this.#renewalAsked || pair === undefined || newest === undefined) return false;
    return !isIssuedBy(pair.certPem, newest);
  }

  #learnManagers(managers: readonly ManagerAddr[]): void {
    const remotes = [...managers].sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
    if (JSON.stringify(remotes) === JSON.stringify(this.#state.remotes)) return;
    this.#state = { ...this.#state, remotes };
    this.#store("list of managers", () => writeState(this.#options.stateDir, this.#state));
    this.#options.onChange();
  }

  /** As they are by then: a renewal may have come first. */
  #storeCertificates(what: string, afterwards: () => void = () => {}): void {
    this.#store(what, async () => {
      const { rootPem, pair } = this.identity;
      if (rootPem === undefined || pair === undefined) return;
      await this.#writeCertificates({ rootPem, pair });
      afterwards();
    });
  }

  /** What cannot be written now is written with the next change; it is known in memory. */
  #store(what: string, write: () => Promise<void>): void {
    this.#inOrder(write).catch((error: unknown) => {
      this.#options.log.error({ error: messageOf(error) }, `could not store the ${what}`);
    });
  }

  #inOrder(write: () => Promise<void>): Promise<void> {
    const written = this.#writes.then(write);
    this.#writes = written.catch(() => {});
    return written;
  }

  #onSupervisor(event: SupervisorEvent): void {
    if (this.#over.signal.aborted) return;
    if (event.kind === "locked") {
      this.#options.onGone({ kind: "locked" });
      return;
    }
    if (event.kind === "unlock-key") {
      this.#unlockKey = event.unlockKey === "" ? new Uint8Array() : parseUnlockKey(event.unlockKey);
      this.#storeCertificates("certificate");
    }
    const { status } = this.#options.supervisor;
    // Without a leader it may not have caught up, and know fewer managers than this node does.
    if (status?.hasLeader === true && status.managers.length > 0) {
      this.#learnManagers(
        status.managers.map(({ nodeId, addr }) => ({ nodeId: nodeId as NodeId, addr })),
      );
    }
    this.#options.onChange();
    this.#wake();
  }

  /** Steps run one at a time; what changes meanwhile is looked at afterwards. */
  #wake(): void {
    if (this.#over.signal.aborted) return;
    this.#again = true;
    if (this.#stepping) return;
    this.#stepping = true;
    this.#run().then(
      () => {
        this.#stepping = false;
        // News that came between the last look and now found the loop still running.
        if (this.#again) this.#wake();
      },
      (error: unknown) => {
        this.#stepping = false;
        this.#options.log.error({ error: messageOf(error) }, "the node's next step failed");
        this.#timer?.cancel();
        this.#timer = this.#options.clock.after(STEP_RETRY_MS, () => this.#wake());
      },
    );
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    while (this.#again && !this.#over.signal.aborted) {
      this.#again = false;
      this.#timer?.cancel();
      const { step, wakeAt } = planNode(this.#facts(), clock.now());
      if (step !== undefined) {
        this.#again = true;
        await this.#take(step);
      } else if (wakeAt !== null) {
        this.#timer = clock.after(Math.max(0, wakeAt - clock.now()), () => this.#wake());
      }
    }
  }

  #facts(): NodeFacts {
    const { supervisor, stateDir } = this.#options;
    return {
      certified: this.#certified,
      desired: this.#desired,
      manager: supervisor.phase,
      restartAt: supervisor.restartAt,
      raftState: hasRaftState(stateDir),
      removedFromRaft: supervisor.removed,
      roleInDoubt: this.#roleInDoubt,
      renewalAsked: this.#mustRenew(),
      renewalRuns: this.#renewalRuns,
      renewAt: this.#renewAt,
      renewNotBefore: this.#renewNotBefore,
      expiresAt: this.#expiresAt,
    };
  }

  async #take(step: NodeStep): Promise<void> {
    const { supervisor, stateDir } = this.#options;
    switch (step.kind) {
      case "give-up":
        this.#again = false;
        this.#options.onGone({ kind: "expired" });
        return;
      case "stop-manager":
        await supervisor.stop();
        return;
      case "forget-raft":
        await removeRaftState(stateDir);
        if (supervisor.removed) {
          this.#roleInDoubt = true;
          // The leader writes the new role right after the removal: asked at once, the CA might
          // still answer with the old one.
          this.#renewNotBefore = this.#options.clock.now() + AFTER_REMOVAL_MS;
        }
        supervisor.forgetRemoval();
        return;
      case "start-manager":
        supervisor.start(this.#managerStart(step.how));
        return;
      case "renew":
        this.#renewInBackground(step.why);
        return;
    }
  }

  #managerStart(how: "join" | "restart"): ManagerStart {
    const { managerStart } = this.#options;
    const key = formatUnlockKey(this.#unlockKey);
    if (how === "join") {
      const { nodeId, remotes } = this.#state;
      const remoteAddrs = remotes.filter((r) => r.nodeId !== nodeId).map(({ addr }) => addr);
      return managerStart({ kind: "join", remoteAddrs }, key);
    }
    // Only the first start may drop the other managers, never one after a crash.
    const forceNewCluster = this.#forceNewCluster;
    this.#forceNewCluster = false;
    return managerStart({ kind: "restart", forceNewCluster }, key);
  }

  #renewInBackground(why: string): void {
    const { clock, log } = this.#options;
    this.#renewalRuns = true;
    this.#renew(why)
      .catch((error: unknown) => {
        if (this.#over.signal.aborted) return;
        if (error instanceof ClusterError && error.code === "PERMISSION_DENIED") {
          this.#options.onGone({ kind: "refused", reason: error.message });
        }
        log.warn({ why, error: messageOf(error) }, "the certificate could not be renewed yet");
      })
      .finally(() => {
        this.#renewalRuns = false;
        // Also after a success: the answer may be the role of before, until Raft let go of us.
        this.#renewNotBefore = clock.now() + RENEWAL_RETRY_MS;
        this.#wake();
      });
  }

  async #renew(why: string): Promise<void> {
    const signal = withTimeout(this.#over.signal, RENEWAL_TIMEOUT_MS);
    const addresses = this.managers().map(({ addr }) => addr);
    const newsBefore = this.#rootNews;
    const issued = await renewCertificate(addresses, this.identity, signal);
    if (issued.role === "manager") {
      // Before the key touches the disk: with autolock it must never lie there unsealed. A manager
      // that is up has told the key; another one's answer may be older.
      if (this.#options.supervisor.phase !== "up") {
        this.#unlockKey = await fetchUnlockKey(addresses, issued, signal);
      }
    } else {
      this.#unlockKey = new Uint8Array();
    }
    const before = this.#certified;
    await this.#inOrder(async () => {
      // What the managers said since is newer than the answer, and they say it once only.
      const told = this.#rootNews === newsBefore ? undefined : this.identity.rootPem;
      const rootPem = told ?? issued.rootPem;
      await this.#writeCertificates({ rootPem, pair: issued.pair });
      if (this.#rootNews === newsBefore) this.identity.setCa(rootPem);
      this.identity.setIdentity(issued.pair);
    });
    this.#certified = this.#adopt(issued);
    this.#roleInDoubt = false;
    this.#options.supervisor.send({ kind: "certificate-renewed" });
    const { log } = this.#options;
    log.info({ why, before, role: this.#certified, until: this.#expiresAt }, "certificate renewed");
    this.#options.onChange();
  }

  async #writeCertificates(certificates: NodeCertificates): Promise<void> {
    const { stateDir, supervisor } = this.#options;
    const key = this.#unlockKey;
    await writeCertificates(stateDir, certificates, key);
    supervisor.send({ kind: "sealed", unlockKey: formatUnlockKey(key) });
  }

  /** Takes times and role from a certificate that TLS and checkKeyPair have accepted. */
  #adopt(certificates: NodeCertificates): NodeRole {
    const facts = readCertificate(certificates.pair.certPem);
    this.#renewAt = chooseRenewal(facts, BACKDATE_MS, this.#options.rng);
    this.#expiresAt = facts.notAfterMs;
    return facts.subject.kind === "node" ? facts.subject.role : "worker";
  }
}
