/** One manager's metrics: it listens to the store, is told of the rest, and renders it all. */
import type { Instant } from "../../../shared/clock.ts";
import {
  counter,
  gauge,
  histogram,
  type MetricFamily,
  renderFamilies,
  type Sample,
} from "../../../shared/metrics.ts";
import { ProcessMetrics } from "../../../shared/node/metrics/process-metrics.ts";
import type { Consensus } from "../../raft/consensus.ts";
import { BUCKET_BOUNDS, Histogram } from "../../raft/histogram.ts";
import type { RaftDetails } from "../../raft/options.ts";
import type { SchedulerCounters } from "../../scheduler/loop.ts";
import type { Store } from "../../store/types.ts";
import type { TelemetryState } from "../telemetry-store.ts";
import { ClusterMetrics } from "./cluster-metrics.ts";
import { MeteredStore } from "./metered-store.ts";
import { detailFamilies, statusFamilies } from "./raft-metrics.ts";

export interface ManagerMetricsOptions {
  readonly store: Store;
  readonly consensus: Consensus & { details?: () => RaftDetails };
  readonly telemetry: { state(): TelemetryState };
  readonly now: () => Instant;
  /** Of the loop that runs while this manager leads; undefined otherwise. */
  readonly scheduler?: () => SchedulerCounters | undefined;
  /** Agents that are connected to this manager. */
  readonly sessions?: () => number | undefined;
}

export class ManagerMetrics {
  /** The store to be handed to the rest of the manager, so that its use is measured. */
  readonly store: MeteredStore;
  readonly #options: ManagerMetricsOptions;
  readonly #process = new ProcessMetrics("manager");
  readonly #cluster = new ClusterMetrics();
  readonly #schedulingDelay = new Histogram();
  readonly #batches = new Histogram();
  readonly #calls = new Map<string, { count: number; readonly seconds: Histogram }>();

  constructor(options: ManagerMetricsOptions) {
    this.#options = options;
    this.store = new MeteredStore(options.store);
  }

  /** The worst pause of this process' event loop, of the last 15 to 30 seconds. */
  worstLagMs(): number {
    return this.#process.lag.worstMs();
  }

  start(signal: AbortSignal): void {
    const { store, now } = this.#options;
    const load = (): void => store.view((tx) => this.#cluster.load(tx));
    const { subscription } = store.watch(
      (tx) => this.#cluster.load(tx),
      ({ changes, reset }) => {
        if (reset) return load();
        const at = now();
        for (const change of changes) {
          const { schedulingDelayMs } = this.#cluster.apply(change, at);
          if (schedulingDelayMs === undefined || !this.#leads()) continue;
          this.#schedulingDelay.recordMs(schedulingDelayMs);
          const task = change.table === "task" ? change.after : undefined;
          if (task === undefined || task.serviceId === "") continue;
          this.#cluster.recordSchedulingDelay(task.serviceId, schedulingDelayMs);
        }
      },
    );
    const stop = (): void => {
      subscription.close();
      this.#process.close();
    };
    signal.addEventListener("abort", stop, { once: true });
  }

  /** `StoreOptions.onCommit`. */
  onCommit(elapsedMs: number): void {
    this.#batches.recordMs(elapsedMs);
  }

  /** `GrpcServerOptions.onCall`. */
  onCall(path: string, status: number, elapsedMs: number): void {
    const key = `${path} ${status}`;
    let call = this.#calls.get(key);
    if (call === undefined) {
      call = { count: 0, seconds: new Histogram() };
      this.#calls.set(key, call);
    }
    call.count++;
    call.seconds.recordMs(elapsedMs);
  }

  /** The text that /metrics of this process answers with. */
  async text(): Promise<string> {
    const { consensus, telemetry, scheduler, sessions } = this.#options;
    const details = consensus.details?.();
    const counters = scheduler?.();
    const families: readonly MetricFamily[] = [
      ...this.#cluster.families(this.#leads()),
      ...statusFamilies(consensus.status()),
      ...(details === undefined ? [] : detailFamilies(details)),
      ...this.#latencies(),
      ...this.#callFamilies(),
      ...telemetryFamilies(telemetry.state()),
      ...(counters === undefined ? [] : schedulerFamilies(counters)),
      ...(sessions === undefined
        ? []
        : [gauge("skep_dispatcher_sessions", "Agents connected here.", sessions() ?? 0)]),
    ];
    return renderFamilies(families) + (await this.#process.text());
  }

  #leads(): boolean {
    return this.#options.consensus.leadership() !== undefined;
  }

  #latencies(): readonly MetricFamily[] {
    const rows: readonly [string, string, Histogram][] = [
      [
        "swarm_dispatcher_scheduling_delay_seconds",
        "Time from a task's creation to its running.",
        this.#schedulingDelay,
      ],
      ["swarm_store_write_tx_latency_seconds", "Time of a write.", this.store.writeTx],
      ["swarm_store_read_tx_latency_seconds", "Time of a read.", this.store.readTx],
      ["swarm_store_lookup_latency_seconds", "Time of a lookup, sampled.", this.store.lookup],
      ["swarm_store_batch_latency_seconds", "Time of a batch of writes.", this.#batches],
      [
        "swarm_store_memory_store_lock_duration_seconds",
        "Time that a write had the store to itself.",
        this.store.lock,
      ],
    ];
    return rows.map(([name, help, recorded]) => {
      const { counts, sumSeconds } = recorded.snapshot();
      const value = { counts, sum: sumSeconds };
      return histogram(name, help, BUCKET_BOUNDS, [{ labels: {}, value }]);
    });
  }

  #callFamilies(): readonly MetricFamily[] {
    const series = [...this.#calls].map(([key, { count, seconds }]) => {
      const [path = "", status = ""] = key.split(" ");
      const { counts, sumSeconds } = seconds.snapshot();
      return { labels: { method: path, code: status }, count, value: { counts, sum: sumSeconds } };
    });
    const totals = series.map(({ labels, count }): Sample => ({ labels, value: count }));
    return [
      counter("skep_grpc_requests_total", "Unary calls answered, by gRPC status.", totals),
      histogram("skep_grpc_request_seconds", "Time of unary calls.", BUCKET_BOUNDS, series),
    ];
  }
}

function telemetryFamilies(state: TelemetryState): readonly MetricFamily[] {
  const labels = { store: state.kind };
  const one = (value: number): readonly Sample[] => [{ labels, value }];
  return [
    gauge("skep_telemetry_connected", "1 while history can be kept.", one(state.connected ? 1 : 0)),
    gauge("skep_telemetry_buffered", "Records that wait for the store.", one(state.buffered)),
    counter("skep_telemetry_dropped_total", "Records that were given up.", one(state.dropped)),
  ];
}

function schedulerFamilies(counters: SchedulerCounters): readonly MetricFamily[] {
  return [
    counter("skep_scheduler_placements_total", "Tasks placed.", counters.placed),
    counter("skep_scheduler_conflicts_total", "Decisions made again.", counters.conflicts),
    counter("skep_scheduler_passes_total", "Passes of the scheduler.", counters.passes),
    gauge("skep_scheduler_waiting_groups", "Services with waiting tasks.", counters.pendingGroups),
  ];
}
