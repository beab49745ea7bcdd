/**
 * This node's line to the managers: keeps one stream to the leader, whoever that is. Tasks do not
 * depend on it: while it is away they run on, and what happened to them is told when it is back.
 */
import type { skep } from "../../proto/messages.ts";
import type { Clock, Timer } from "../../shared/clock.ts";
import { encodeTaskStatus } from "../../shared/domain/codec.ts";
import { encodeNodeDescription } from "../../shared/domain/codec-objects.ts";
import type { NodeDescription, TaskStatus } from "../../shared/domain/objects.ts";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { MessageStream } from "../../shared/node/grpc/stream.ts";
import type { Rng } from "../../shared/rng.ts";
import { PROTOCOL_VERSION, SKEP_VERSION } from "../../shared/version.ts";
import type { ClusterNews, Membership } from "../node/lifecycle.ts";
import type { TaskWorker } from "../task/worker-loop.ts";
import { decodeAssignments } from "./decode-assignments.ts";
import { ManagerChoice } from "./next-manager.ts";
import { StatusReporter } from "./status-reporter.ts";

type AgentMessage = skep.v1.AgentMessage.$Properties;
type ManagerMessage = skep.v1.ManagerMessage.$Properties;
export type LogSubscription = skep.v1.LogSubscription.$Properties;
export type PublishStream = MessageStream<
  skep.v1.PublishLogsResponse.$Properties,
  skep.v1.PublishLogsMessage.$Properties
>;

/** One connection to one manager; grpc-driver.ts makes the real ones. */
export interface ManagerConnection {
  readonly session: MessageStream<ManagerMessage, AgentMessage>;
  publishLogs(signal: AbortSignal): PublishStream;
  close(): void;
}
export type Connect = (addr: string, signal: AbortSignal) => ManagerConnection;

/** Who answers subscriptions to logs; agent/logs/ does. */
export interface LogSource {
  subscribe(subscription: LogSubscription, connection: ManagerConnection): void;
  /** The connection is gone: whoever read will ask again. */
  reset(): void;
}

/** Who takes the cluster's networks; agent/network's loop does. */
export interface NetworkSink {
  receive(state: skep.v1.NetworkState.$Properties, inForce: (version: number) => void): void;
  /** The session is over. */
  reset(): void;
}

export interface AgentSessionOptions {
  readonly membership: Pick<Membership, "nodeAddr" | "managers" | "learn" | "refused">;
  readonly connect: Connect;
  readonly worker: Pick<TaskWorker, "apply" | "statuses" | "onStatus" | "onHealth">;
  readonly logs?: LogSource;
  /** Absent: this node has no network stack, and managers tell it of no network. */
  readonly networks?: NetworkSink;
  /** This machine as it is now; asked at every connect and every 20 s. */
  readonly describe: (signal: AbortSignal) => Promise<NodeDescription>;
  readonly metricsAddr: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  /** The worst pause of the event loop since the last call; default: how late heartbeats are. */
  readonly loopLagMs?: () => number;
}

const WELCOME_TIMEOUT_MS = 3_000;
const OWN_PAUSE_MS = 250;
const DESCRIBE_TIMEOUT_MS = 5_000;
const REDESCRIBE_MS = 20_000;
/** A session that lasted this long was a good one: the next failure begins without a pause. */
const LASTING_MS = 2_000;
const IDLE_MS = 1_000;
const MAX_HEALTH_OUTPUT = 4_096;

interface Live {
  readonly connection: ManagerConnection;
  welcomed: boolean;
  periodMs: number;
  timeoutMs: number;
  heardAt: number;
  spokeAt: number;
  /** Since the last tick. */
  heard: boolean;
  blocked: boolean;
  resultsIn: string;
  /** What this manager was last told of this machine, as JSON. */
  described: string;
  redirect: skep.v1.Redirect.$Properties | undefined;
  timers: Set<Timer>;
}

export class AgentSession {
  readonly #options: AgentSessionOptions;
  readonly #choice: ManagerChoice;
  readonly #reporter = new StatusReporter();
  readonly #listeners = new Set<(connected: boolean) => void>();
  #live: Live | undefined;
  #lastSession = "";
  #description: NodeDescription | undefined;
  #flush: Timer | undefined;
  #heartbeatSeq = 0;

  constructor(options: AgentSessionOptions) {
    this.#options = options;
    const addrs = options.membership.managers().map(({ addr }) => addr);
    this.#choice = new ManagerChoice(addrs, options.rng);
  }

  /** Resolves when `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { worker, membership, logger } = this.#options;
    const statuses = worker.onStatus((id, status) => this.#report(id, status));
    const health = worker.onHealth(({ taskId, status, output, exitCode }) => {
      const event = { taskId, status, output: output.slice(0, MAX_HEALTH_OUTPUT), exitCode };
      this.#offer({ health: { events: [{ ...event, timestampMs: this.#options.clock.now() }] } });
    });
    try {
      while (!signal.aborted) {
        this.#choice.know(membership.managers().map(({ addr }) => addr));
        const attempt = this.#choice.next();
        await this.#pause(attempt?.delayMs ?? IDLE_MS, signal);
        if (signal.aborted || attempt === undefined) continue;
        const error = await this.#serve(attempt.addr, signal);
        logger.debug({ addr: attempt.addr, err: error?.message }, "session over");
      }
    } finally {
      statuses.close();
      health.close();
      this.#flush?.cancel();
    }
  }

  get connected(): boolean {
    return this.#live?.welcomed === true;
  }

  onConnected(listener: (connected: boolean) => void): { close(): void } {
    this.#listeners.add(listener);
    return { close: () => void this.#listeners.delete(listener) };
  }

  /** Usage goes when there is a line with room, and is lost otherwise. */
  sendUsage(usage: skep.v1.UsageBatch.$Properties): void {
    this.#offer({ usage });
  }

  // --- one session

  async #serve(addr: string, signal: AbortSignal): Promise<ClusterError | undefined> {
    const description = await this.#describe(signal);
    if (description === undefined) {
      this.#choice.failed();
      return undefined;
    }
    const { clock } = this.#options;
    const over = new AbortController();
    const stop = (): void => over.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const connection = this.#options.connect(addr, over.signal);
    const live = this.#begin(connection);
    const startedAt = clock.now();
    const ended = new Promise<ClusterError | undefined>((resolve) =>
      connection.session.onClose(resolve),
    );
    connection.session.onMessage((message) => this.#hear(live, message));
    connection.session.onEnd(() => connection.session.end());
    this.#awaitWelcome(live);
    live.described = JSON.stringify(description);
    this.#send(live, { hello: this.#hello(description) });
    const error = await ended;
    signal.removeEventListener("abort", stop);
    this.#end(live);
    if (live.welcomed && clock.now() - startedAt >= LASTING_MS) this.#choice.lasted();
    this.#conclude(live, error);
    return error;
  }

  #awaitWelcome(live: Live): void {
    const { clock } = this.#options;
    const dueAt = clock.now() + WELCOME_TIMEOUT_MS;
    this.#after(live, WELCOME_TIMEOUT_MS, () => {
      if (live.welcomed) return;
      // This process did not run: the welcome may have come long ago and wait to be read.
      if (clock.now() - dueAt > OWN_PAUSE_MS) this.#awaitWelcome(live);
      else this.#giveUp(live, `no welcome within ${WELCOME_TIMEOUT_MS} ms`);
    });
  }

  #begin(connection: ManagerConnection): Live {
    const live: Live = {
      connection,
      welcomed: false,
      periodMs: 0,
      timeoutMs: WELCOME_TIMEOUT_MS,
      heardAt: this.#options.clock.now(),
      spokeAt: 0,
      heard: false,
      blocked: false,
      resultsIn: "",
      described: "",
      redirect: undefined,
      timers: new Set(),
    };
    this.#live = live;
    return live;
  }

  #hello(description: NodeDescription): skep.v1.AgentHello.$Properties {
    return {
      protocolVersion: PROTOCOL_VERSION,
      skepVersion: SKEP_VERSION,
      description: encodeNodeDescription(description),
      previousSession: this.#lastSession,
      advertiseAddr: this.#options.membership.nodeAddr,
      metricsAddr: this.#options.metricsAddr,
    };
  }

  #end(live: Live): void {
    for (const timer of live.timers) timer.cancel();
    if (this.#live === live) this.#live = undefined;
    this.#options.logs?.reset();
    this.#options.networks?.reset();
    live.connection.close();
    if (live.welcomed) for (const listener of this.#listeners) listener(false);
  }

  #conclude(live: Live, error: ClusterError | undefined): void {
    const { redirect } = live;
    if (redirect !== undefined) {
      this.#learnManagers(redirect.managers ?? []);
      this.#choice.redirected(redirect.leader?.addr || undefined);
      return;
    }
    this.#choice.failed();
    if (error?.code === "PERMISSION_DENIED" || error?.code === "UNAUTHENTICATED") {
      this.#options.logger.warn({ err: error.message }, "the managers refuse this node");
      this.#options.membership.refused(error.message);
    }
  }

  #hear(live: Live, message: ManagerMessage): void {
    live.heardAt = this.#options.clock.now();
    live.heard = true;
    if (message.welcome) this.#welcome(live, message.welcome);
    else if (message.redirect) {
      live.redirect = message.redirect;
      live.connection.session.end();
    } else if (!live.welcomed) {
      throw new ClusterError("INTERNAL", "first message: welcome or redirect expected");
    } else if (message.assignments) this.#assign(live, message.assignments);
    else if (message.networkState) {
      this.#options.networks?.receive(message.networkState, (version) => {
        if (this.#live === live) this.#send(live, { networkAck: { version } });
      });
    } else if (message.statusAck) {
      this.#reporter.acknowledge(message.statusAck.seq ?? 0);
      this.#flushSoon();
    } else if (message.cluster) this.#learn(live, message.cluster);
    else if (message.logSubscription) {
      this.#options.logs?.subscribe(message.logSubscription, live.connection);
    }
  }

  #welcome(live: Live, welcome: skep.v1.Welcome.$Properties): void {
    live.welcomed = true;
    live.periodMs = welcome.heartbeatPeriodMs || 1_000;
    live.timeoutMs = welcome.heartbeatTimeoutMs || 3 * live.periodMs;
    this.#lastSession = welcome.sessionId ?? "";
    if (welcome.cluster) this.#learn(live, welcome.cluster);
    this.#reporter.reconnect(this.#options.worker.statuses());
    this.#flushSoon();
    this.#beat(live);
    this.#redescribe(live);
    if (live.described === "") void this.#tellDescription(live);
    this.#options.logger.info({ manager: live.connection.session.peer }, "session established");
    for (const listener of this.#listeners) listener(true);
  }

  #assign(live: Live, assignments: skep.v1.Assignments.$Properties): void {
    const appliesTo = assignments.appliesTo ?? "";
    if (assignments.complete !== true && appliesTo !== live.resultsIn) {
      // Something was lost: only a new session's complete set can be trusted.
      throw new ClusterError(
        "DATA_LOSS",
        `assignments apply to ${appliesTo}, not ${live.resultsIn}`,
      );
    }
    this.#options.worker.apply(decodeAssignments(assignments));
    live.resultsIn = assignments.resultsIn ?? "";
    this.#send(live, { assignmentsAck: { resultsIn: live.resultsIn } });
  }

  #learn(live: Live, view: skep.v1.ClusterView.$Properties): void {
    if (view.heartbeatPeriodMs && view.heartbeatPeriodMs !== live.periodMs) {
      live.periodMs = view.heartbeatPeriodMs;
      live.timeoutMs = 3 * live.periodMs;
    }
    this.#learnManagers(view.managers ?? []);
    const news: Partial<ClusterNews> = {
      ...(view.rootCaPem?.length && { rootCaPem: new TextDecoder().decode(view.rootCaPem) }),
      ...(view.desiredRole && { desiredRole: view.desiredRole as "worker" | "manager" }),
      renewCertificate: view.renewCertificate ?? false,
    };
    this.#options.membership.learn(news);
  }

  #learnManagers(peers: readonly skep.v1.ManagerPeer.$Properties[]): void {
    const managers = peers
      .filter(({ addr }) => addr !== undefined && addr !== null && addr !== "")
      .map(({ nodeId, addr }) => ({ nodeId: (nodeId ?? "") as NodeId, addr: addr ?? "" }));
    if (managers.length === 0) return;
    this.#options.membership.learn({ managers });
    this.#choice.know(managers.map(({ addr }) => addr));
  }

  // --- what goes out

  #report(id: TaskId, status: TaskStatus): void {
    this.#reporter.note(id, status);
    this.#flushSoon();
  }

  /** What happens in one turn of the event loop goes out in one message. */
  #flushSoon(): void {
    if (this.#flush !== undefined || this.#live?.welcomed !== true) return;
    this.#flush = this.#options.clock.after(0, () => {
      this.#flush = undefined;
      const live = this.#live;
      if (live === undefined || !live.welcomed || live.blocked) return;
      const report = this.#reporter.next();
      if (report === undefined) return;
      const updates = report.updates.map(([taskId, status]) => ({
        taskId,
        status: encodeTaskStatus(status),
      }));
      this.#send(live, { statuses: { seq: report.seq, updates } });
    });
  }

  #offer(message: AgentMessage): boolean {
    const live = this.#live;
    if (live?.welcomed !== true || live.blocked) return false;
    this.#send(live, message);
    return true;
  }

  #send(live: Live, message: AgentMessage): void {
    live.spokeAt = this.#options.clock.now();
    if (live.connection.session.send(message) || live.blocked) return;
    live.blocked = true;
    live.connection.session
      .drained()
      .then(() => {
        live.blocked = false;
        this.#flushSoon();
      })
      .catch((error: unknown) => this.#giveUp(live, messageOf(error)));
  }

  /**
   * One tick a period: a heartbeat unless other messages already said both ways that all is well,
   * and a look at how long the manager has been silent. A pause of our own does not count.
   */
  #beat(live: Live): void {
    const { clock, loopLagMs } = this.#options;
    const dueAt = clock.now() + live.periodMs;
    this.#after(live, live.periodMs, () => {
      const lateMs = Math.max(0, clock.now() - dueAt);
      if (lateMs > live.periodMs) live.heardAt = clock.now() - live.periodMs;
      const silentMs = clock.now() - live.heardAt;
      if (silentMs >= live.timeoutMs) {
        this.#giveUp(live, `manager silent for ${silentMs} ms`);
        return;
      }
      const quiet = clock.now() - live.spokeAt >= live.periodMs / 2;
      const needed = quiet || !live.heard || lateMs > live.periodMs / 2;
      live.heard = false;
      if (needed && !live.blocked) {
        const lag = loopLagMs?.() ?? lateMs;
        this.#send(live, { heartbeat: { seq: ++this.#heartbeatSeq, loopLagMs: lag } });
      }
      this.#beat(live);
    });
  }

  #redescribe(live: Live): void {
    this.#after(live, REDESCRIBE_MS, () => {
      void this.#tellDescription(live).then(() => {
        if (this.#live === live) this.#redescribe(live);
      });
    });
  }

  /** Something of this node is different from now on: the managers hear of it at once. */
  redescribe(): void {
    const live = this.#live;
    if (live === undefined) return;
    if (live.welcomed) void this.#tellDescription(live);
    // The hello has gone already.
    else live.described = "";
  }

  async #tellDescription(live: Live): Promise<void> {
    try {
      const description = await this.#describe(live.connection.session.signal);
      const told = JSON.stringify(description);
      if (description === undefined || this.#live !== live || told === live.described) return;
      if (this.#offer({ description: encodeNodeDescription(description) })) live.described = told;
    } catch (error) {
      this.#giveUp(live, messageOf(error));
    }
  }

  /** The machine as it is; as it was when its engine does not answer; undefined if it never did. */
  async #describe(signal: AbortSignal): Promise<NodeDescription | undefined> {
    const patience = new AbortController();
    const stop = (): void => patience.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const timer = this.#options.clock.after(DESCRIBE_TIMEOUT_MS, () =>
      patience.abort(new Error(`no answer within ${DESCRIBE_TIMEOUT_MS} ms`)),
    );
    try {
      const { describe, metricsAddr } = this.#options;
      const described = await describe(patience.signal);
      this.#description = metricsAddr === "" ? described : { ...described, metricsAddr };
    } catch (error) {
      if (!signal.aborted) {
        this.#options.logger.warn({ err: messageOf(error) }, "cannot describe this machine");
      }
    } finally {
      timer.cancel();
      signal.removeEventListener("abort", stop);
    }
    return this.#description;
  }

  #giveUp(live: Live, reason: string): void {
    live.connection.session.fail(new ClusterError("UNAVAILABLE", reason));
  }

  #after(live: Live, ms: number, run: () => void): void {
    const timer = this.#options.clock.after(ms, () => {
      live.timers.delete(timer);
      run();
    });
    live.timers.add(timer);
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = this.#options.clock.after(ms, done);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
