/** The telemetry of one manager: the store that the operator chose, and the loop that feeds it. */
import type { Clock } from "../../shared/clock.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Consensus } from "../raft/consensus.ts";
import type { Store } from "../store/types.ts";
import { RedisTelemetryStore } from "./adapters/redis-store.ts";
import { TelemetryLoop } from "./loop.ts";
import { MemoryTelemetryStore } from "./memory-store.ts";
import type { TelemetryStore } from "./telemetry-store.ts";

export interface TelemetryOptions {
  readonly store: Store;
  readonly consensus: Pick<Consensus, "leadership">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly clusterId: string;
  /** redis://…; undefined or empty: each manager remembers for itself. */
  readonly redis: string | undefined;
}

export interface Telemetry {
  readonly store: TelemetryStore;
  /** Where the dispatcher puts what agents report. */
  readonly sink: TelemetryLoop;
  /** The answer to QueryUsage: a UsageHistory as JSON. */
  usage(
    query: {
      readonly sinceMs: number;
      readonly untilMs: number;
      readonly taskIds: readonly string[];
    },
    signal: AbortSignal,
  ): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function openTelemetry(options: TelemetryOptions): Telemetry {
  const { store, consensus, clock, logger, clusterId, redis } = options;
  const now = (): number => clock.now();
  const telemetry: TelemetryStore =
    redis === undefined || redis === ""
      ? new MemoryTelemetryStore(now)
      : new RedisTelemetryStore({
          url: redis,
          clusterId,
          writes: () => consensus.leadership() !== undefined,
          now,
          logger,
        });
  const sink = new TelemetryLoop({ store, telemetry, now });
  const end = new AbortController();
  sink.start(end.signal);
  return {
    store: telemetry,
    sink,
    async usage({ sinceMs, untilMs, taskIds }, signal) {
      const range = { sinceMs, untilMs: untilMs === 0 ? undefined : untilMs };
      const history =
        sinceMs === 0 && untilMs === 0
          ? await telemetry.latestUsage(signal)
          : await telemetry.usage({ ...range, taskIds }, signal);
      return Buffer.from(JSON.stringify(history));
    },
    async close() {
      end.abort();
      await telemetry.close();
    },
  };
}
