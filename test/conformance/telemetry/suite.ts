/** What every TelemetryStore must do. */
import { describe, expect, test } from "vitest";
import type { SwarmEvent } from "../../../manager/telemetry/swarm-event.ts";
import type {
  HealthRecord,
  Retention,
  TelemetryStore,
  UsageBatch,
} from "../../../manager/telemetry/telemetry-store.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";

export interface Harness {
  /** A store of a cluster of its own, connected. */
  open(retention: Retention, now: () => number): Promise<TelemetryStore>;
  /** Resolves when what was recorded can be read. */
  flushed(store: TelemetryStore): Promise<void>;
}

const RETENTION: Retention = {
  usageSamplesPerTask: 100,
  nodeSamplesPerNode: 100,
  healthPerTask: 100,
  events: 100,
  maxAgeMs: 3_600_000,
  series: 100,
  samples: 10_000,
};

const NOW = Date.now();

function usage(nodeId: string, taskIds: readonly string[], timestampMs: number): UsageBatch {
  const figures = {
    cpuRatio: 0.5,
    memoryBytes: 1 << 20,
    memoryLimitBytes: 0,
    networkRxBytes: 1,
    networkTxBytes: 2,
    ioReadBytes: 3,
    ioWriteBytes: 4,
    pids: 5,
  };
  return {
    node: {
      nodeId: nodeId as NodeId,
      timestampMs,
      cpuRatio: 1.5,
      memoryBytes: 10,
      memoryTotalBytes: 20,
    },
    tasks: taskIds.map((taskId) => ({
      taskId: taskId as TaskId,
      nodeId: nodeId as NodeId,
      timestampMs,
      cpuSeconds: timestampMs / 1000,
      ...figures,
    })),
  };
}

function event(id: string, timeMs: number, timeNanos = 0): SwarmEvent {
  return { type: "service", action: "create", id, attributes: { name: id }, timeMs, timeNanos };
}

function health(taskId: string, timestampMs: number, status: string): HealthRecord {
  return {
    taskId: taskId as TaskId,
    nodeId: "n1" as NodeId,
    timestampMs,
    status,
    output: `probe é ${timestampMs}`,
    exitCode: 1,
  };
}

async function take(events: AsyncIterable<SwarmEvent>, count: number): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of events) {
    ids.push(id);
    if (ids.length === count) break;
  }
  return ids;
}

const never = (): AbortSignal => new AbortController().signal;

export function telemetrySuite(name: string, harness: Harness): void {
  const open = () => harness.open(RETENTION, () => NOW);

  describe(name, () => {
    test("gives samples back, by task and by time", async () => {
      const store = await open();
      for (const at of [NOW - 3000, NOW - 2000, NOW - 1000]) {
        store.recordUsage(usage("n1", ["t1", "t2"], at));
        store.recordUsage(usage("n2", ["t3"], at));
      }
      await harness.flushed(store);
      const range = { sinceMs: NOW - 2500, untilMs: NOW - 1500 };
      const one = await store.usage({ ...range, taskIds: ["t1"] }, never());
      expect(one.tasks).toEqual(usage("n1", ["t1"], NOW - 2000).tasks);
      expect(one.nodes.map(({ nodeId }) => nodeId)).toEqual(["n1", "n2"]);
      const all = await store.usage({ ...range, taskIds: [] }, never());
      expect(all.tasks.map(({ taskId }) => taskId).sort()).toEqual(["t1", "t2", "t3"]);
      await store.close();
    });

    test("knows the latest of each", async () => {
      const store = await open();
      store.recordUsage(usage("n1", ["t1"], NOW - 2000));
      store.recordUsage(usage("n1", ["t1"], NOW - 1000));
      await harness.flushed(store);
      const latest = await store.latestUsage(never());
      expect(latest.tasks.map(({ timestampMs }) => timestampMs)).toEqual([NOW - 1000]);
      expect(latest.nodes.map(({ timestampMs }) => timestampMs)).toEqual([NOW - 1000]);
      await store.close();
    });

    test("gives nothing that is older than its retention", async () => {
      const store = await open();
      store.recordUsage(usage("n1", ["old"], NOW - RETENTION.maxAgeMs - 1));
      await harness.flushed(store);
      const found = await store.usage({ sinceMs: 0, untilMs: undefined, taskIds: [] }, never());
      expect(found.tasks).toEqual([]);
      await store.close();
    });

    test("keeps a task's health in order", async () => {
      const store = await open();
      const records = ["starting", "healthy", "unhealthy"].map((status, at) =>
        health("t1", NOW - 3000 + at * 1000, status),
      );
      store.recordHealth(records);
      store.recordHealth([health("t2", NOW, "healthy")]);
      await harness.flushed(store);
      const range = { sinceMs: NOW - 2000, untilMs: undefined };
      expect(await store.health("t1", range, never())).toEqual(records.slice(1));
      expect(await store.health("none", range, never())).toEqual([]);
      await store.close();
    });

    test("events: history since a time, then live ones, each once", async () => {
      const store = await open();
      store.recordEvents(7, [event("a", NOW - 3000, 1)]);
      store.recordEvents(8, [event("b", NOW - 2000, 2), event("c", NOW - 2000, 3)]);
      await harness.flushed(store);
      const events = store.events({ sinceMs: NOW - 2500, untilMs: undefined }, never());
      const ids = take(events, 4);
      store.recordEvents(9, [event("d", NOW - 1, 4)]);
      await harness.flushed(store);
      store.recordEvents(10, [event("e", NOW, 5)]);
      expect(await ids).toEqual(["b", "c", "d", "e"]);
      await store.close();
    });

    test("an entry that is recorded again adds nothing to history", async () => {
      const store = await open();
      for (let time = 0; time < 2; time++) store.recordEvents(7, [event("a", NOW - 10, 1)]);
      await harness.flushed(store);
      store.recordEvents(8, [event("b", NOW - 5, 2)]);
      await harness.flushed(store);
      const events = store.events({ sinceMs: 0, untilMs: NOW }, never());
      expect(await take(events, 9)).toEqual(["a", "b"]);
      await store.close();
    });

    test("without a start only what comes; the signal ends it", async () => {
      const store = await open();
      store.recordEvents(1, [event("before", NOW - 10, 1)]);
      await harness.flushed(store);
      const stop = new AbortController();
      const events = store.events({ sinceMs: undefined, untilMs: undefined }, stop.signal);
      const reader = events[Symbol.asyncIterator]();
      const first = reader.next();
      await Promise.resolve();
      store.recordEvents(2, [event("after", NOW, 2)]);
      expect((await first).value?.id).toBe("after");
      const second = reader.next();
      stop.abort();
      expect((await second).done).toBe(true);
      await store.close();
    });

    test("keeps no more events than it may", async () => {
      const store = await harness.open({ ...RETENTION, events: 100 }, () => NOW);
      for (let index = 1; index <= 1000; index++) {
        store.recordEvents(index, [event(`e${index}`, NOW, index)]);
      }
      await harness.flushed(store);
      const ids = await take(store.events({ sinceMs: 0, untilMs: NOW }, never()), 1000);
      // Redis cuts streams by whole blocks.
      expect(ids.length).toBeGreaterThanOrEqual(100);
      expect(ids.length).toBeLessThan(300);
      expect(ids.at(-1)).toBe("e1000");
      await store.close();
    });
  });
}
