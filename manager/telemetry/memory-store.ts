/** Telemetry in this process: bounded rings, gone with it. The default. */
import type { Instant } from "../../shared/clock.ts";
import { historyThenLive, LiveEvents } from "./live-events.ts";
import { Ring } from "./ring.ts";
import type { SwarmEvent } from "./swarm-event.ts";
import {
  DEFAULT_RETENTION,
  type HealthRecord,
  type NodeUsageSample,
  type Retention,
  type TaskUsageSample,
  type TelemetryState,
  type TelemetryStore,
  type TimeRange,
  type UsageBatch,
  type UsageHistory,
  type UsageQuery,
} from "./telemetry-store.ts";

/** Rings by id, those written to last at the end. */
class Series<T> {
  readonly #rings = new Map<string, Ring<T>>();
  readonly #perRing: number;
  readonly #most: number;
  readonly #items: number;
  #held = 0;

  constructor(perRing: number, most: number, items: number) {
    this.#perRing = perRing;
    this.#most = most;
    this.#items = items;
  }

  push(id: string, item: T): void {
    const ring = this.#rings.get(id) ?? new Ring<T>(this.#perRing);
    this.#rings.delete(id);
    this.#rings.set(id, ring);
    const before = ring.size;
    ring.push(item);
    this.#held += ring.size - before;
    // All grow alike while there is room; beyond it each gives up its own oldest.
    if (this.#held > this.#items && ring.size > 1) {
      ring.shift();
      this.#held--;
    }
    if (this.#rings.size <= this.#most) return;
    const [silent] = this.#rings;
    if (silent === undefined) return;
    this.#held -= silent[1].size;
    this.#rings.delete(silent[0]);
  }

  get(id: string): readonly T[] {
    return this.#rings.get(id)?.toArray() ?? [];
  }

  ids(): readonly string[] {
    return [...this.#rings.keys()].sort();
  }

  latest(): readonly T[] {
    return this.ids().flatMap((id) => this.#rings.get(id)?.last() ?? []);
  }
}

export class MemoryTelemetryStore implements TelemetryStore {
  readonly #now: () => Instant;
  readonly #retention: Retention;
  readonly #tasks: Series<TaskUsageSample>;
  readonly #nodes: Series<NodeUsageSample>;
  readonly #health: Series<HealthRecord>;
  readonly #events: Ring<SwarmEvent>;
  readonly #live = new LiveEvents();
  #lastIndex = -1;

  constructor(now: () => Instant, retention: Retention = DEFAULT_RETENTION) {
    this.#now = now;
    this.#retention = retention;
    this.#tasks = new Series(retention.usageSamplesPerTask, retention.series, retention.samples);
    this.#nodes = new Series(retention.nodeSamplesPerNode, retention.series, retention.samples);
    this.#health = new Series(retention.healthPerTask, retention.series, retention.samples);
    this.#events = new Ring(retention.events);
  }

  recordUsage({ node, tasks }: UsageBatch): void {
    this.#nodes.push(node.nodeId, node);
    for (const sample of tasks) this.#tasks.push(sample.taskId, sample);
  }

  recordHealth(records: readonly HealthRecord[]): void {
    for (const record of records) this.#health.push(record.taskId, record);
  }

  recordEvents(index: number, events: readonly SwarmEvent[]): void {
    if (index <= this.#lastIndex) return;
    this.#lastIndex = index;
    for (const event of events) this.#events.push(event);
    this.#live.publish(events);
  }

  async usage(query: UsageQuery): Promise<UsageHistory> {
    const ids = query.taskIds.length > 0 ? query.taskIds : this.#tasks.ids();
    return {
      tasks: ids.flatMap((id) => this.#within(this.#tasks.get(id), query)),
      nodes: this.#nodes.ids().flatMap((id) => this.#within(this.#nodes.get(id), query)),
    };
  }

  async latestUsage(): Promise<UsageHistory> {
    const range = { sinceMs: 0, untilMs: undefined };
    return {
      tasks: this.#within(this.#tasks.latest(), range),
      nodes: this.#within(this.#nodes.latest(), range),
    };
  }

  async health(taskId: string, range: TimeRange): Promise<readonly HealthRecord[]> {
    return this.#within(this.#health.get(taskId), range);
  }

  events(
    { sinceMs, untilMs }: { sinceMs: Instant | undefined; untilMs: Instant | undefined },
    signal: AbortSignal,
  ): AsyncIterable<SwarmEvent> {
    const history = async (): Promise<readonly SwarmEvent[]> =>
      sinceMs === undefined
        ? []
        : this.#events.toArray().filter((event) => event.timeMs >= sinceMs);
    return historyThenLive(this.#live, history, untilMs, this.#now(), signal);
  }

  state(): TelemetryState {
    return { kind: "memory", connected: true, buffered: 0, dropped: 0 };
  }

  async close(): Promise<void> {}

  #within<T extends { readonly timestampMs: Instant }>(
    items: readonly T[],
    { sinceMs, untilMs = Number.POSITIVE_INFINITY }: TimeRange,
  ): readonly T[] {
    const oldest = Math.max(sinceMs, this.#now() - this.#retention.maxAgeMs);
    return items.filter(({ timestampMs }) => timestampMs >= oldest && timestampMs <= untilMs);
  }
}
