/**
 * Service logs. The leader asks the agents of the tasks (over their sessions) and gathers what
 * they publish; any other manager reads from the leader. `read` is the same on all of them.
 */
import { logsService } from "../../../proto/gen/services.ts";
import type { skep } from "../../../proto/messages.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";
import { newId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { CallContext, GrpcServer } from "../../../shared/node/grpc/server.ts";
import type { MessageStream } from "../../../shared/node/grpc/stream.ts";
import type { Rng } from "../../../shared/rng.ts";
import type { Consensus } from "../../raft/consensus.ts";
import type { Store } from "../../store/types.ts";
import type { LogSubscription } from "../session-loop.ts";
import { asClusterError } from "../session-loop.ts";
import { decodeItem, decodeLine, decodeRead, encodeItem, encodeRead } from "./codec.ts";
import { ItemQueue } from "./item-queue.ts";
import { asksFor, Reading, tasksToRead } from "./reading.ts";
import type { LogItem, LogOptions, LogSelector, ReadLogs } from "./types.ts";

export type ReadStream = MessageStream<
  skep.v1.ReadLogsMessage.$Properties,
  skep.v1.ReadLogsRequest.$Properties
>;
type PublishStream = MessageStream<skep.v1.PublishLogsMessage.$Properties, never>;

/** The leader's way to its agents: LeaderLoop is one. */
export interface AgentLines {
  connected(nodeId: NodeId): boolean;
  sendSubscription(nodeId: NodeId, subscription: LogSubscription): boolean;
  onConnect(listener: (nodeId: NodeId) => void): { close(): void };
  onDisconnect(listener: (nodeId: NodeId) => void): { close(): void };
}

export interface LogBrokerOptions {
  readonly store: Store;
  readonly consensus: Consensus;
  readonly rng: Rng;
  readonly logger: Logger;
  /** Undefined while this manager does not lead. */
  readonly agents: () => AgentLines | undefined;
  /** Opens Logs.Read at the leader. */
  readonly openRead: (addr: string, signal: AbortSignal) => ReadStream;
}

const BUFFER_BYTES = 1 << 20;
const MAX_READERS = 1_000;

interface Subscription {
  readonly id: string;
  readonly reading: Reading;
  readonly queue: ItemQueue<LogItem>;
  readonly publishers: Map<NodeId, PublishStream>;
}

export class LogBroker {
  readonly #options: LogBrokerOptions;
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(options: LogBrokerOptions) {
    this.#options = options;
  }

  register(server: Pick<GrpcServer, "clientStream" | "serverStream">): void {
    server.clientStream(logsService.publish, (stream, context) => this.#publish(stream, context));
    server.serverStream(logsService.read, (request, stream, context) => {
      this.#serve(decodeRead(request), stream, context.signal).then(
        () => stream.end(),
        (error: unknown) => stream.fail(asClusterError(error)),
      );
    });
  }

  /**
   * Lines as they come; ends by itself unless it follows, and when `signal` aborts. Throws
   * UNAVAILABLE when there is no leader, or it is lost on the way.
   */
  read(selector: LogSelector, options: LogOptions, signal: AbortSignal): AsyncIterable<LogItem> {
    const request = { ...selector, options };
    const agents = this.#options.agents();
    if (agents !== undefined) return this.#readHere(request, agents, signal);
    const leader = this.#options.consensus.status().leader;
    if (leader === undefined) {
      throw new ClusterError("UNAVAILABLE", "the swarm does not have a leader");
    }
    return readFrom(this.#options.openRead(leader.addr, signal), request);
  }

  async *#readHere(
    request: ReadLogs,
    agents: AgentLines,
    signal: AbortSignal,
  ): AsyncGenerator<LogItem> {
    if (this.#subscriptions.size >= MAX_READERS) {
      throw new ClusterError("RESOURCE_EXHAUSTED", `more than ${MAX_READERS} readers of logs`);
    }
    const subscription = this.#open(request);
    const { id, reading, queue } = subscription;
    const { initial, subscription: watch } = this.#options.store.watch(
      (tx) => tasksToRead(tx, request),
      (batch) => {
        if (!request.options.follow) return;
        for (const { table, after } of batch.changes) {
          if (table === "task" && after && asksFor(request, after)) {
            this.#ask(subscription, request, agents, reading.add([after]));
          }
        }
      },
    );
    const connects = agents.onConnect((nodeId) =>
      this.#resume(subscription, request, agents, nodeId),
    );
    const disconnects = agents.onDisconnect((nodeId) => {
      reading.lost(nodeId);
      this.#settle(subscription);
    });
    const stop = (): void => queue.finish();
    signal.addEventListener("abort", stop, { once: true });
    try {
      this.#ask(subscription, request, agents, reading.add(initial));
      if (!signal.aborted) yield* queue.read();
    } finally {
      signal.removeEventListener("abort", stop);
      for (const one of [watch, connects, disconnects]) one.close();
      this.#subscriptions.delete(id);
      for (const nodeId of reading.nodes) agents.sendSubscription(nodeId, { id, close: true });
      for (const stream of subscription.publishers.values()) {
        stream.fail(new ClusterError("CANCELLED", "the reader is gone"));
      }
    }
  }

  #open(request: ReadLogs): Subscription {
    const publishers = new Map<NodeId, PublishStream>();
    const subscription: Subscription = {
      id: newId(this.#options.rng),
      reading: new Reading(request.options.follow),
      publishers,
      queue: new ItemQueue<LogItem>(BUFFER_BYTES, sizeOf, () => {
        for (const stream of publishers.values()) stream.resume();
      }),
    };
    this.#subscriptions.set(subscription.id, subscription);
    return subscription;
  }

  #ask(
    subscription: Subscription,
    { options }: ReadLogs,
    agents: AgentLines,
    asks: ReadonlyMap<NodeId, readonly TaskId[]>,
  ): void {
    const { id, reading } = subscription;
    for (const [nodeId, taskIds] of asks) {
      const message = { id, taskIds: [...taskIds], options: { ...options } };
      if (!agents.connected(nodeId) || !agents.sendSubscription(nodeId, message)) {
        reading.lost(nodeId);
      }
    }
    this.#settle(subscription);
  }

  /** A node is back: its tasks are asked for from where they broke off. */
  #resume(subscription: Subscription, request: ReadLogs, agents: AgentLines, nodeId: NodeId): void {
    if (!request.options.follow) return;
    const resumed = subscription.reading.resume(nodeId);
    if (resumed === undefined) return;
    const { taskIds, sinceMs } = resumed;
    // Where all of its tasks have been heard of, everything since is wanted, however many lines.
    const options =
      sinceMs === undefined ? request.options : { ...request.options, tail: -1, sinceMs };
    this.#ask(subscription, { ...request, options }, agents, new Map([[nodeId, taskIds]]));
  }

  #settle({ reading, queue }: Subscription): void {
    const warning = reading.warning();
    if (warning !== undefined) queue.push({ lines: [], warning });
    if (reading.finished) queue.finish();
  }

  async #publish(
    stream: PublishStream,
    { caller, signal }: CallContext,
  ): Promise<skep.v1.PublishLogsResponse.$Properties> {
    if (caller.kind !== "node") throw new ClusterError("PERMISSION_DENIED", "only nodes publish");
    const { nodeId } = caller;
    let subscription: Subscription | undefined;
    return await new Promise((resolve, reject) => {
      const finish = (): void => {
        if (subscription?.publishers.get(nodeId) === stream) subscription.publishers.delete(nodeId);
        resolve({});
      };
      const broken = (): void => {
        if (subscription?.publishers.get(nodeId) === stream) {
          subscription.publishers.delete(nodeId);
          subscription.reading.lost(nodeId);
          this.#settle(subscription);
        }
        reject(asClusterError(signal.reason));
      };
      signal.addEventListener("abort", broken, { once: true });
      stream.onMessage((message) => {
        subscription ??= this.#subscriptions.get(message.subscriptionId ?? "");
        if (subscription === undefined) return finish();
        subscription.publishers.set(nodeId, stream);
        this.#gather(subscription, nodeId, stream, message);
      });
      stream.onEnd(finish);
    });
  }

  #gather(
    subscription: Subscription,
    nodeId: NodeId,
    stream: PublishStream,
    message: skep.v1.PublishLogsMessage.$Properties,
  ): void {
    const { reading, queue } = subscription;
    const told = (message.lines ?? []).map(decodeLine);
    const lines = reading.take(nodeId, told);
    if (lines.length > 0 && !queue.push({ lines })) stream.pause();
    if (message.done) reading.done(nodeId, message.error ?? "");
    this.#settle(subscription);
  }

  async #serve(
    request: ReadLogs,
    stream: MessageStream<never, skep.v1.ReadLogsMessage.$Properties>,
    signal: AbortSignal,
  ): Promise<void> {
    const agents = this.#options.agents();
    if (agents === undefined) throw new ClusterError("UNAVAILABLE", "this manager does not lead");
    for await (const item of this.#readHere(request, agents, signal)) {
      if (!stream.send(encodeItem(item))) await stream.drained();
    }
  }
}

async function* readFrom(stream: ReadStream, request: ReadLogs): AsyncGenerator<LogItem> {
  const queue = new ItemQueue<LogItem>(BUFFER_BYTES, sizeOf, () => stream.resume());
  stream.onMessage((message) => {
    if (!queue.push(decodeItem(message))) stream.pause();
  });
  stream.onClose((error) => queue.finish(error?.code === "CANCELLED" ? undefined : error));
  stream.send(encodeRead(request));
  stream.end();
  try {
    yield* queue.read();
  } finally {
    stream.fail(new ClusterError("CANCELLED", "the reader is gone"));
  }
}

const LINE_OVERHEAD = 100;

function sizeOf({ lines, warning = "" }: LogItem): number {
  return lines.reduce((sum, { data }) => sum + data.length + LINE_OVERHEAD, warning.length);
}
