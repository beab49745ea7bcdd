/**
 * How late does the event loop run? Node's own histogram of delays, two of them in turn: one that
 * is reset misses a block that begins right after, so the other goes on meanwhile.
 */
import {
  type EventLoopUtilization,
  type IntervalHistogram,
  monitorEventLoopDelay,
  performance,
} from "node:perf_hooks";
import { gauge, type MetricFamily } from "../../metrics.ts";

const RESOLUTION_MS = 10;
const TURN_MS = 15_000;
const QUANTILES = [0.5, 0.9, 0.99] as const;

export class EventLoopLag {
  /** The first has been recording longer, for one to two turns: it is the one to be read. */
  #older: IntervalHistogram = start();
  #younger: IntervalHistogram = start();
  #utilization: EventLoopUtilization = performance.eventLoopUtilization();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#turn(), TURN_MS);
    this.#timer.unref();
  }

  /** The worst pause of the last 15 to 30 seconds. */
  worstMs(): number {
    return beyondResolution(this.#older.max);
  }

  families(): readonly MetricFamily[] {
    const quantiles = QUANTILES.map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: beyondResolution(this.#older.percentile(quantile * 100)) / 1000,
    }));
    const since = performance.eventLoopUtilization(this.#utilization);
    return [
      {
        name: "skep_event_loop_lag_seconds",
        help: "Delay of the event loop, last 15-30 s.",
        type: "summary",
        samples: quantiles,
      },
      gauge(
        "skep_event_loop_lag_max_seconds",
        "Longest pause of the event loop, last 15-30 s.",
        this.worstMs() / 1000,
      ),
      gauge(
        "skep_event_loop_utilization_ratio",
        "Part of the time that the event loop was busy, last 15 s at most.",
        since.utilization,
      ),
    ];
  }

  close(): void {
    clearInterval(this.#timer);
    this.#older.disable();
    this.#younger.disable();
  }

  #turn(): void {
    this.#older.disable();
    this.#older = this.#younger;
    this.#younger = start();
    this.#utilization = performance.eventLoopUtilization();
  }
}

function start(): IntervalHistogram {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return delay;
}

/** Its values, in nanoseconds, include the interval itself; without any it answers 0 or NaN. */
function beyondResolution(nanoseconds: number): number {
  const milliseconds = nanoseconds / 1e6 - RESOLUTION_MS;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}
