/**
 * The dispatcher of the leader: all sessions, from gaining the lead to losing it. Follows the
 * store, wakes the sessions that a change concerns, writes what agents report.
 */
import type { skep } from "../../proto/messages.ts";
import type { Clock, Timer } from "../../shared/clock.ts";
import { decodeTaskStatus } from "../../shared/domain/codec.ts";
import { decodeNodeDescription } from "../../shared/domain/codec-objects.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import { newId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import { PROTOCOL_VERSION } from "../../shared/version.ts";
import type { Consensus } from "../raft/consensus.ts";
import type { Change, ChangeBatch, ReadTx, Store } from "../store/types.ts";
import {
  type CommonView,
  clusterViewFor,
  commonView,
  managerPeers,
  sameCommonView,
} from "./cluster-view.ts";
import { Liveness, RunningTime } from "./liveness.ts";
import { NetworkView } from "./network-view.ts";
import { ReportLoop } from "./report-loop.ts";
import {
  AgentSession,
  type AgentStream,
  type LogSubscription,
  type SessionSource,
} from "./session-loop.ts";
import { SpecSource } from "./spec-source.ts";
import type { ReportedStatus } from "./statuses.ts";
import { type Timing, timingOf } from "./timing.ts";

/** Where usage and health go; telemetry implements it. Must not throw, must not wait. */
export interface TelemetrySink {
  usage(nodeId: NodeId, batch: skep.v1.UsageBatch.$Properties): void;
  health(nodeId: NodeId, batch: skep.v1.HealthBatch.$Properties): void;
}

export interface DispatcherOptions {
  readonly store: Store;
  readonly consensus: Consensus;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly telemetrySink: TelemetrySink;
  /** Whether a node must renew its certificate now (root rotation); default: never. */
  readonly renewCertificate?: (node: Node, cluster: Cluster) => boolean;
}

const SWEEP_MS = 250;
const ORPHAN_CHECK_MS = 60_000;
const UNKNOWN_MESSAGE = 'Node moved to "unknown" state due to leadership change in cluster';

export class LeaderLoop {
  readonly #options: DispatcherOptions;
  readonly #lead: AbortSignal;
  readonly #sessions = new Map<NodeId, AgentSession>();
  readonly #bySession = new Map<string, AgentSession>();
  readonly #awake = new Set<AgentSession>();
  readonly #reports: ReportLoop;
  readonly #specs: SpecSource;
  #networks = new NetworkView();
  readonly #connectListeners = new Set<(nodeId: NodeId) => void>();
  readonly #disconnectListeners = new Set<(nodeId: NodeId) => void>();
  readonly #time: RunningTime;
  readonly #liveness: Liveness;
  #timing: Timing;
  /** Undefined when it must be built anew. */
  #common: CommonView | undefined;
  #flushTimer: Timer | undefined;
  readonly #timers = new Set<Timer>();

  constructor(options: DispatcherOptions, lead: AbortSignal) {
    this.#options = options;
    this.#lead = lead;
    this.#time = new RunningTime(options.clock.now(), 2 * SWEEP_MS);
    this.#timing = options.store.view((tx) => timingIn(tx));
    this.#liveness = new Liveness(this.#timing);
    const { store, clock, logger } = options;
    this.#specs = new SpecSource(logger);
    const onWritten = (id: string, seq: number): void => this.#bySession.get(id)?.batchWritten(seq);
    this.#reports = new ReportLoop({ store, clock, logger, onWritten }, lead);
  }

  /** Agents that are connected here. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  start(): void {
    const { store, consensus } = this.#options;
    const { initial, subscription } = store.watch(
      (tx) => {
        this.#networks.load(tx);
        return [...tx.all("node")].filter(wasAlive).map(({ id }) => id);
      },
      (batch) => this.#noteBatch(batch),
    );
    this.#liveness.lead(initial, this.#now());
    const status = consensus.onStatus(() => this.#statusChanged());
    this.#every(SWEEP_MS, () => this.#sweep());
    this.#every(ORPHAN_CHECK_MS, () => this.#reports.orphans());
    this.#lead.addEventListener(
      "abort",
      () => {
        subscription.close();
        status.close();
        this.#stop();
      },
      { once: true },
    );
  }

  /** A new session of an agent; throws what the agent is refused with. */
  attach(
    nodeId: NodeId,
    hello: skep.v1.AgentHello.$Properties,
    stream: AgentStream,
    addr: string,
  ): AgentSession {
    const { store, rng, logger } = this.#options;
    if (hello.protocolVersion !== PROTOCOL_VERSION) {
      throw new ClusterError(
        "FAILED_PRECONDITION",
        `protocol_version is ${hello.protocolVersion ?? 0}: this manager speaks ${PROTOCOL_VERSION}`,
      );
    }
    const node = store.view((tx) => tx.get("node", nodeId));
    if (node === undefined) throw removed(nodeId);
    const earlier = this.#sessions.get(nodeId);
    if (earlier !== undefined) this.#replace(earlier, hello.previousSession ?? "");
    const view = this.#viewOf(node);
    const session = new AgentSession(nodeId, newId(rng), stream, view, (one) => this.#wake(one));
    this.#sessions.set(nodeId, session);
    this.#bySession.set(session.id, session);
    this.#liveness.connect(nodeId, session.id, this.#now());
    session.send({
      welcome: {
        protocolVersion: PROTOCOL_VERSION,
        sessionId: session.id,
        nodeId,
        heartbeatPeriodMs: this.#timing.periodMs,
        heartbeatTimeoutMs: this.#timing.timeoutMs,
        cluster: view,
      },
    });
    const description = hello.description && decodeNodeDescription(hello.description);
    this.#reports.node(nodeId, {
      state: { state: "ready", message: "", at: this.#options.clock.now() },
      addr: hello.advertiseAddr || addr,
      ...(description && { description }),
    });
    this.#loadTasks(session);
    this.#openNetworks(session);
    logger.debug({ node: nodeId, session: session.id, peer: stream.peer }, "agent connected");
    for (const listener of this.#connectListeners) listener(nodeId);
    return session;
  }

  #replace(earlier: AgentSession, previousSession: string): void {
    if (previousSession !== earlier.id) {
      // An agent knows the session it lost. One that does not has lost its memory, or is a copy.
      this.#options.logger.warn(
        { node: earlier.nodeId, peer: earlier.peer },
        "a second agent with the same certificate replaces this session",
      );
    }
    this.#drop(earlier);
    earlier.fail(new ClusterError("ABORTED", "replaced by a newer session of the same node"));
  }

  #loadTasks(session: AgentSession): void {
    const tasks = this.#options.store.view((tx) => tx.by("task", "node", session.nodeId));
    for (const task of tasks) session.assignments.note(task.id, task);
    this.#wake(session);
  }

  #openNetworks(session: AgentSession): void {
    session.networks = this.#networks.open(session.nodeId, () => this.#wake(session));
  }

  /** A message of an agent, the hello excepted. */
  receive(session: AgentSession, message: skep.v1.AgentMessage.$Properties): void {
    const { telemetrySink } = this.#options;
    const { nodeId, id } = session;
    if (this.#sessions.get(nodeId) !== session) return;
    this.#liveness.heard(nodeId, id, this.#now());
    if (message.heartbeat) {
      this.#liveness.paused(nodeId, id, message.heartbeat.loopLagMs ?? 0);
      session.heartbeat(message.heartbeat.seq ?? 0);
    } else if (message.statuses) this.#takeStatuses(session, message.statuses);
    else if (message.assignmentsAck) session.setTaken();
    else if (message.networkAck) session.networks?.ack(message.networkAck.version ?? 0);
    else if (message.usage) telemetrySink.usage(nodeId, message.usage);
    else if (message.health) telemetrySink.health(nodeId, message.health);
    else if (message.description) {
      this.#reports.node(nodeId, { description: decodeNodeDescription(message.description) });
    }
  }

  /** The stream is over. */
  detach(session: AgentSession): void {
    if (this.#sessions.get(session.nodeId) !== session) return;
    this.#drop(session);
    this.#liveness.disconnect(session.nodeId, session.id, this.#now());
  }

  #drop(session: AgentSession): void {
    this.#sessions.delete(session.nodeId);
    this.#bySession.delete(session.id);
    this.#awake.delete(session);
    if (session.networks !== undefined) this.#networks.close(session.networks);
    for (const listener of this.#disconnectListeners) listener(session.nodeId);
  }

  // --- the log broker's side

  connected(nodeId: NodeId): boolean {
    return this.#sessions.has(nodeId);
  }

  sendSubscription(nodeId: NodeId, subscription: LogSubscription): boolean {
    return this.#sessions.get(nodeId)?.subscribe(subscription) ?? false;
  }

  onConnect(listener: (nodeId: NodeId) => void): { close(): void } {
    this.#connectListeners.add(listener);
    return { close: () => void this.#connectListeners.delete(listener) };
  }

  onDisconnect(listener: (nodeId: NodeId) => void): { close(): void } {
    this.#disconnectListeners.add(listener);
    return { close: () => void this.#disconnectListeners.delete(listener) };
  }

  // --- from the store to the agents

  #noteBatch(batch: ChangeBatch): void {
    if (batch.reset) {
      // A leader does not restore snapshots; if one ever does, agents are told everything again.
      this.#networks = new NetworkView();
      this.#options.store.view((tx) => this.#networks.load(tx));
      for (const session of this.#sessions.values()) {
        session.restart();
        this.#loadTasks(session);
        this.#openNetworks(session);
      }
      return;
    }
    for (const change of batch.changes) {
      this.#networks.note(change);
      this.#noteChange(change);
    }
  }

  #noteChange(change: Change): void {
    switch (change.table) {
      case "task":
        this.#noteTask(change.before?.nodeId, change.after?.nodeId, change);
        return;
      case "node":
        this.#noteNode(change);
        return;
      case "cluster":
        this.#retime();
        this.#allViewsChanged();
        return;
      case "secret":
        if (change.kind === "update" && change.before.data !== change.after.data) {
          const { after } = change;
          this.#noteFile((session) => session.assignments.noteSecret(after));
        }
        return;
      case "config":
        if (change.kind === "update" && change.before.data !== change.after.data) {
          const { after } = change;
          this.#noteFile((session) => session.assignments.noteConfig(after));
        }
        return;
      default:
        return;
    }
  }

  #noteTask(
    before: NodeId | undefined,
    after: NodeId | undefined,
    change: Extract<Change, { table: "task" }>,
  ): void {
    const id = (change.after ?? change.before).id as TaskId;
    if (before !== undefined && before !== after) this.#noteFor(before, id, undefined);
    if (after !== undefined) this.#noteFor(after, id, change.after);
  }

  #noteFor(
    nodeId: NodeId,
    id: TaskId,
    task: Parameters<AgentSession["assignments"]["note"]>[1],
  ): void {
    const session = this.#sessions.get(nodeId);
    if (session === undefined) return;
    session.assignments.note(id, task);
    this.#wake(session);
  }

  #noteFile(note: (session: AgentSession) => boolean): void {
    for (const session of this.#sessions.values()) if (note(session)) this.#wake(session);
  }

  #noteNode(change: Extract<Change, { table: "node" }>): void {
    if (change.kind === "create") {
      this.#retime();
      return;
    }
    const { id } = change.before;
    if (change.kind === "update") {
      const { before, after } = change;
      if (before.spec !== after.spec || before.role !== after.role) {
        this.#sessions.get(id)?.viewChanged();
      } else if (before.description !== after.description) this.#sessions.get(id)?.viewChanged();
      return;
    }
    this.#liveness.forget(id);
    const session = this.#sessions.get(id);
    if (session !== undefined) {
      this.#drop(session);
      session.fail(removed(id));
    }
    this.#retime();
  }

  #retime(): void {
    const timing = this.#options.store.view((tx) => timingIn(tx));
    if (timing.periodMs === this.#timing.periodMs) return;
    this.#timing = timing;
    this.#liveness.retime(timing);
    this.#allViewsChanged();
  }

  /** Raft tells of much that agents need not know: who is reachable, how far it is. */
  #statusChanged(): void {
    const before = this.#common;
    this.#common = undefined;
    if (before === undefined || sameCommonView(before, this.#commonView())) return;
    this.#allViewsChanged();
  }

  #allViewsChanged(): void {
    this.#common = undefined;
    for (const session of this.#sessions.values()) session.viewChanged();
  }

  #viewOf(node: Node): skep.v1.ClusterView.$Properties {
    const { store, renewCertificate } = this.#options;
    const cluster = renewCertificate && store.view((tx) => clusterIn(tx));
    const renew = cluster !== undefined && renewCertificate?.(node, cluster) === true;
    return clusterViewFor(node, this.#commonView(), renew);
  }

  #commonView(): CommonView {
    const { store, consensus } = this.#options;
    this.#common ??= commonView(
      store.view((tx) => clusterIn(tx)),
      consensus.status().members,
      this.#timing.periodMs,
    );
    return this.#common;
  }

  /** What wakes up together is flushed together, once what is being handled now is done. */
  #wake(session: AgentSession): void {
    if (this.#lead.aborted || this.#sessions.get(session.nodeId) !== session) return;
    this.#awake.add(session);
    this.#flushTimer ??= this.#options.clock.after(0, () => {
      this.#flushTimer = undefined;
      const awake = [...this.#awake];
      this.#awake.clear();
      this.#options.store.view((tx) => {
        const source = this.#source(tx);
        for (const one of awake) one.flush(source);
      });
    });
  }

  #source(tx: ReadTx): SessionSource {
    return {
      secret: (id) => tx.get("secret", id),
      config: (id) => tx.get("config", id),
      spec: (id) => this.#specs.get(tx, id),
      networkRows: (stack) => this.#networks.rowsOf(stack),
      now: this.#options.clock.now(),
      clusterView: (nodeId) => {
        const node = tx.get("node", nodeId);
        return node && this.#viewOf(node);
      },
    };
  }

  // --- from the agents to the store

  #takeStatuses(session: AgentSession, batch: skep.v1.TaskStatusBatch.$Properties): void {
    session.batchCame();
    const updates: ReportedStatus[] = (batch.updates ?? []).map((update) => ({
      taskId: (update.taskId ?? "") as TaskId,
      status: decodeTaskStatus(update.status),
    }));
    const { nodeId, id } = session;
    this.#reports.statuses({ nodeId, session: id, seq: batch.seq ?? 0, updates });
  }

  // --- time

  #now(): number {
    return this.#time.at(this.#options.clock.now());
  }

  #sweep(): void {
    const { logger, clock } = this.#options;
    const { down, unknown, brake, suspects: nodes } = this.#liveness.sweep(this.#now());
    if (brake === "engaged") {
      logger.warn({ nodes }, "most nodes went silent at once: waiting before they count as down");
    } else if (brake === "released") logger.info({ nodes }, "most nodes are heard of again");
    else if (brake === "gave-up" && down.length > 0) {
      logger.warn({ nodes: down.length }, "most nodes stay silent: they count as down now");
    }
    const at = clock.now();
    this.#networks.sweep(at);
    for (const nodeId of unknown) {
      this.#reports.node(nodeId, { state: { state: "unknown", message: UNKNOWN_MESSAGE, at } });
    }
    for (const { nodeId, message } of down) {
      logger.info({ node: nodeId, message }, "node is down");
      this.#reports.node(nodeId, { state: { state: "down", message, at } });
      const session = this.#sessions.get(nodeId);
      if (session === undefined) continue;
      this.#drop(session);
      session.fail(new ClusterError("UNAVAILABLE", message));
    }
  }

  #every(periodMs: number, run: () => void): void {
    const timer = this.#options.clock.after(periodMs, () => {
      this.#timers.delete(timer);
      if (this.#lead.aborted) return;
      run();
      this.#every(periodMs, run);
    });
    this.#timers.add(timer);
  }

  /** The lead is lost: every agent is sent on to the next leader. */
  #stop(): void {
    this.#flushTimer?.cancel();
    for (const timer of this.#timers) timer.cancel();
    const redirect = redirectTo(this.#options.consensus, "this manager no longer leads");
    for (const session of [...this.#sessions.values()]) {
      this.#drop(session);
      session.redirect(redirect);
    }
  }
}

/** Where to go instead of here. */
export function redirectTo(consensus: Consensus, reason: string): skep.v1.Redirect.$Properties {
  const managers = managerPeers(consensus.status().members);
  const leader = managers.find((peer) => peer.leader);
  return leader === undefined ? { managers, reason } : { leader, managers, reason };
}

function removed(nodeId: NodeId): ClusterError {
  return new ClusterError("PERMISSION_DENIED", `node ${nodeId} is not part of this cluster`);
}

function wasAlive(node: Node): boolean {
  return node.status.state !== "down";
}

function clusterIn(tx: ReadTx): Cluster | undefined {
  for (const cluster of tx.all("cluster")) return cluster;
  return undefined;
}

function timingIn(tx: ReadTx): Timing {
  return timingOf(clusterIn(tx)?.spec.Dispatcher?.HeartbeatPeriod, tx.count("node"));
}
