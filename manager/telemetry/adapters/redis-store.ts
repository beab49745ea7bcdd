/**
 * Telemetry in Redis, shared by all managers: history survives a failover, and any manager reads
 * what the leader wrote. Streams, cut by length, that expire when nobody writes to them.
 *
 * An entry of the Raft log is the id of its events in the stream (INDEX-ORDER): Redis refuses an id
 * that is not above the last, so that two managers which both believe to lead write each event
 * once. Live events don't come from Redis: each manager sees them in its own store.
 */
import { type ChainableCommander, Redis } from "ioredis";
import type { Instant } from "../../../shared/clock.ts";
import { ClusterError, messageOf } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import { historyThenLive, LiveEvents } from "../live-events.ts";
import type { SwarmEvent } from "../swarm-event.ts";
import {
  DEFAULT_RETENTION,
  type HealthRecord,
  type Retention,
  type TelemetryState,
  type TelemetryStore,
  type TimeRange,
  type UsageBatch,
  type UsageHistory,
  type UsageQuery,
} from "../telemetry-store.ts";
import { WriteBuffer } from "../write-buffer.ts";

export interface RedisStoreOptions {
  /** redis:// or rediss://, with user and password as in any such URL. */
  readonly url: string;
  /** Root certificates for rediss://, when they are not the system's. */
  readonly caPem?: string;
  readonly clusterId: string;
  /** Whether this manager writes: only the leader does. */
  readonly writes: () => boolean;
  readonly now: () => Instant;
  readonly logger: Logger;
  readonly retention?: Retention;
}

/** About a minute of a large cluster's batches. */
const BUFFER = 10_000;
const BATCH = 500;
const COMMAND_TIMEOUT_MS = 5_000;
const RECONNECT_MOST_MS = 2_000;
const PAGE = 200;
/** Redis names entries by the time they arrived, samples carry the time they were taken. */
const SKEW_MS = 60_000;

type StreamEntry = [id: string, fields: string[]];

export class RedisTelemetryStore implements TelemetryStore {
  readonly #redis: Redis;
  readonly #options: RedisStoreOptions;
  readonly #retention: Retention;
  readonly #prefix: string;
  readonly #live = new LiveEvents();
  readonly #buffer: WriteBuffer<readonly string[]>;
  #connected = false;
  #warned = false;
  #flushing = false;

  constructor(options: RedisStoreOptions) {
    this.#options = options;
    this.#retention = options.retention ?? DEFAULT_RETENTION;
    // The braces keep a cluster's keys on one node of a Redis cluster.
    this.#prefix = `skep:{${options.clusterId}}`;
    this.#buffer = new WriteBuffer(BUFFER);
    this.#redis = new Redis(options.url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: COMMAND_TIMEOUT_MS,
      connectionName: "skep-manager",
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), RECONNECT_MOST_MS),
      ...(options.caPem !== undefined && { tls: { ca: options.caPem } }),
    });
    this.#redis.on("ready", () => this.#onReady());
    this.#redis.on("close", () => {
      this.#connected = false;
    });
    this.#redis.on("error", (error: unknown) => this.#warn(error));
  }

  recordUsage(batch: UsageBatch): void {
    if (!this.#options.writes()) return;
    const { nodeSamplesPerNode, maxAgeMs } = this.#retention;
    const key = `${this.#prefix}:usage:${batch.node.nodeId}`;
    this.#append(key, nodeSamplesPerNode, "*", batch);
    this.#write(["PEXPIRE", key, String(maxAgeMs)]);
    const nodes = `${this.#prefix}:nodes`;
    this.#write(["ZADD", nodes, String(batch.node.timestampMs), batch.node.nodeId]);
  }

  recordHealth(records: readonly HealthRecord[]): void {
    if (!this.#options.writes()) return;
    const { healthPerTask, maxAgeMs } = this.#retention;
    for (const record of records) {
      const key = `${this.#prefix}:health:${record.taskId}`;
      this.#append(key, healthPerTask, "*", record);
      this.#write(["PEXPIRE", key, String(maxAgeMs)]);
    }
  }

  recordEvents(index: number, events: readonly SwarmEvent[]): void {
    this.#live.publish(events);
    if (!this.#options.writes()) return;
    for (const [order, event] of events.entries()) {
      const id = `${index}-${order}`;
      this.#append(`${this.#prefix}:events`, this.#retention.events, id, event);
    }
  }

  async usage(query: UsageQuery, signal: AbortSignal): Promise<UsageHistory> {
    const oldest = this.#options.now() - this.#retention.maxAgeMs;
    const range = { ...query, sinceMs: Math.max(query.sinceMs, oldest) };
    const wanted = new Set(query.taskIds);
    const batches: UsageBatch[] = [];
    for (const node of await this.#nodes(range.sinceMs, signal)) {
      const from = String(Math.max(0, Math.floor(range.sinceMs) - SKEW_MS));
      const entries = await this.#page(`${this.#prefix}:usage:${node}`, from, signal);
      batches.push(...entries.map((entry) => parseEntry<UsageBatch>(entry)));
    }
    return {
      tasks: batches
        .flatMap(({ tasks }) => tasks)
        .filter((one) => within(one, range) && (wanted.size === 0 || wanted.has(one.taskId))),
      nodes: batches.map(({ node }) => node).filter((one) => within(one, range)),
    };
  }

  async latestUsage(signal: AbortSignal): Promise<UsageHistory> {
    const oldest = this.#options.now() - this.#retention.maxAgeMs;
    const nodes = await this.#nodes(oldest, signal);
    const range = { sinceMs: oldest, untilMs: undefined };
    const batches: UsageBatch[] = [];
    for (let at = 0; at < nodes.length; at += PAGE) {
      const pipeline = this.#redis.pipeline();
      for (const node of nodes.slice(at, at + PAGE)) {
        pipeline.xrevrange(`${this.#prefix}:usage:${node}`, "+", "-", "COUNT", 1);
      }
      const replies = (await this.#ask(() => pipeline.exec(), signal)) ?? [];
      for (const [, reply] of replies) {
        for (const entry of (reply ?? []) as StreamEntry[]) batches.push(parseEntry(entry));
      }
    }
    return {
      tasks: batches.flatMap(({ tasks }) => tasks).filter((one) => within(one, range)),
      nodes: batches.map(({ node }) => node).filter((one) => within(one, range)),
    };
  }

  async health(
    taskId: string,
    range: TimeRange,
    signal: AbortSignal,
  ): Promise<readonly HealthRecord[]> {
    const entries = await this.#page(`${this.#prefix}:health:${taskId}`, "-", signal);
    return entries.map((entry) => parseEntry<HealthRecord>(entry)).filter((r) => within(r, range));
  }

  events(
    range: { readonly sinceMs: Instant | undefined; readonly untilMs: Instant | undefined },
    signal: AbortSignal,
  ): AsyncIterable<SwarmEvent> {
    const { sinceMs, untilMs } = range;
    // Now, while the caller can still be refused: an answer that has begun could only break off.
    if (sinceMs !== undefined && !this.#connected) {
      throw new ClusterError("UNAVAILABLE", "since: history cannot be read: Redis does not answer");
    }
    const history = async (): Promise<readonly SwarmEvent[]> => {
      if (sinceMs === undefined) return [];
      const entries = await this.#page(`${this.#prefix}:events`, "-", signal);
      return entries
        .map((entry) => parseEntry<SwarmEvent>(entry))
        .filter((event) => event.timeMs >= sinceMs);
    };
    return historyThenLive(this.#live, history, untilMs, this.#options.now(), signal);
  }

  state(): TelemetryState {
    const { size: buffered, dropped } = this.#buffer;
    return { kind: "redis", connected: this.#connected, buffered, dropped };
  }

  /** Gives what is buffered a last, short chance. */
  async close(): Promise<void> {
    if (this.#connected) await this.#flush();
    this.#redis.disconnect();
  }

  #append(key: string, most: number, id: string, value: object): void {
    this.#write(["XADD", key, "MAXLEN", "~", String(most), id, "j", JSON.stringify(value)]);
  }

  #write(command: readonly string[]): void {
    this.#buffer.push(command);
    if (this.#connected) void this.#flush();
  }

  /** Sends what is buffered, a pipeline at a time, until all is sent or the connection fails. */
  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    // What is recorded in the same turn goes together.
    await Promise.resolve();
    while (this.#connected && this.#buffer.size > 0) {
      const batch = this.#buffer.take(BATCH);
      if (!(await this.#send(batch))) {
        this.#buffer.putBack(batch);
        break;
      }
    }
    this.#flushing = false;
  }

  /** False when none of it may have arrived: the connection failed. */
  async #send(batch: readonly (readonly string[])[]): Promise<boolean> {
    const pipeline: ChainableCommander = this.#redis.pipeline();
    for (const [name, ...args] of batch) pipeline.call(name ?? "", ...args);
    try {
      const replies = (await pipeline.exec()) ?? [];
      const failures = replies.flatMap(([error]) => (error === null ? [] : [error]));
      if (failures.length === 0) return true;
      const lost = failures.filter((error) => !isConnectionError(error));
      if (lost.length < failures.length) return false;
      // Ids that are there already were written by the manager that led before.
      const refused = lost.filter((error) => !/equal or smaller/.test(error.message));
      this.#buffer.countDropped(refused.length);
      if (refused[0] !== undefined) this.#warn(refused[0]);
      return true;
    } catch (error) {
      this.#warn(error);
      return false;
    }
  }

  #onReady(): void {
    this.#connected = true;
    if (this.#warned) {
      const { size: buffered, dropped } = this.#buffer;
      this.#options.logger.info({ buffered, dropped }, "Redis is back; history goes on");
    }
    this.#warned = false;
    void this.#flush();
  }

  /** Once per outage: reconnecting goes on in silence. */
  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#options.logger.warn(
      { error: messageOf(error) },
      "Redis cannot be used; history will have a gap, all else goes on",
    );
  }

  /** Nodes that wrote usage since then. */
  async #nodes(sinceMs: Instant, signal: AbortSignal): Promise<readonly string[]> {
    const key = `${this.#prefix}:nodes`;
    await this.#ask(
      () => this.#redis.zremrangebyscore(key, "-inf", `(${sinceMs - this.#retention.maxAgeMs}`),
      signal,
    );
    const nodes = await this.#ask(() => this.#redis.zrangebyscore(key, sinceMs, "+inf"), signal);
    return nodes.sort();
  }

  /** A stream from an id on, in pages, so that Redis is not held up by one answer. */
  async #page(key: string, from: string, signal: AbortSignal): Promise<StreamEntry[]> {
    const entries: StreamEntry[] = [];
    let start = from;
    for (;;) {
      const page = await this.#ask(
        () => this.#redis.xrange(key, start, "+", "COUNT", PAGE),
        signal,
      );
      entries.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return entries;
      start = `(${last[0]}`;
    }
  }

  async #ask<T>(question: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    try {
      return await question();
    } catch (error) {
      throw new ClusterError("UNAVAILABLE", `history cannot be read: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

function within(one: { readonly timestampMs: Instant }, range: TimeRange): boolean {
  const { sinceMs, untilMs = Number.POSITIVE_INFINITY } = range;
  return one.timestampMs >= sinceMs && one.timestampMs <= untilMs;
}

function parseEntry<T>([, fields]: StreamEntry): T {
  return JSON.parse(fields[1] ?? "null") as T;
}

/** ioredis' own errors, against replies of the server. */
function isConnectionError(error: Error): boolean {
  return error.name !== "ReplyError";
}
