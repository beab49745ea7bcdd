/**
 * How fast are tasks placed? SwarmKit's own scheduler benchmark: N nodes, M tasks, every task a
 * service of its own, the store included, consensus left out. Prints figures, judges nothing.
 *
 *   npm run bench:schedule -- [--nodes 1000] [--tasks 10000] [--constraints] [--one-service]
 *
 * Without sizes it runs the three of SwarmKit's set that are quoted below.
 */
import { LoopbackConsensus } from "../../../manager/raft/loopback-consensus.ts";
import { SchedulerLoop } from "../../../manager/scheduler/loop.ts";
import { RaftStore } from "../../../manager/store/store.ts";
import type { Clock } from "../../../shared/clock.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { seededRng } from "../../../shared/rng.ts";
import { node, revision, service, task } from "../../lib/objects.ts";
import { readOptions, wholeNumber } from "../../lib/options.ts";

interface Case {
  readonly nodes: number;
  readonly tasks: number;
  /** Each service with a constraint that every third node meets. */
  readonly constraints: boolean;
  readonly oneService: boolean;
}

/** SwarmKit on a 2-core machine, in seconds: figures quoted from its measurement, not taken here. */
const QUOTED: readonly (readonly [nodes: number, tasks: number, low: number, high: number])[] = [
  [1_000, 10_000, 1.4, 2.1],
  [1_000, 100_000, 19, 26],
  [100_000, 100_000, 600, Number.POSITIVE_INFINITY],
];

const clock: Clock = {
  now: () => Date.now(),
  after: (delayMs, fire) => {
    const timer = setTimeout(fire, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

const id = (prefix: string, at: number): string => prefix + String(at).padStart(24, "0");

async function fill(store: RaftStore, { nodes, tasks, constraints, oneService }: Case) {
  const CHUNK = 2_000;
  for (let from = 0; from < nodes; from += CHUNK) {
    await store.update((tx) => {
      for (let at = from; at < Math.min(nodes, from + CHUNK); at++) {
        tx.create("node", node(id("n", at), { labels: { third: String(at % 3) } }));
      }
    });
  }
  const Placement = constraints ? { Constraints: ["node.labels.third==1"] } : {};
  const spec = { TaskTemplate: { Placement } };
  for (let from = 0; from < tasks; from += CHUNK) {
    await store.update((tx) => {
      for (let at = from; at < Math.min(tasks, from + CHUNK); at++) {
        const of = service(id("s", oneService ? 0 : at), spec);
        if (!oneService || at === 0) {
          tx.create("service", of);
          tx.create("specRevision", revision(of));
        }
        tx.create("task", task(id("t", at), of.id, { slot: at + 1 }));
      }
    });
  }
}

async function measure(which: Case): Promise<void> {
  const store = new RaftStore({ clock });
  store.attach(new LoopbackConsensus(store));
  await fill(store, which);
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const stop = new AbortController();
  const loop = new SchedulerLoop({ store, clock, rng: seededRng(1), logger: silentLogger });
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  let left = which.tasks;
  const done = new Promise<void>((resolve) => {
    const { subscription } = store.watch(
      () => undefined,
      ({ changes }) => {
        for (const { table, after } of changes) {
          if (table === "task" && after?.nodeId !== undefined && after.nodeId !== "") left--;
        }
        if (left > 0) return;
        subscription.close();
        resolve();
      },
    );
  });
  loop.start(stop.signal);
  await done;
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  stop.abort();
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  report(which, seconds, cpuSeconds, process.memoryUsage().heapUsed - heapBefore);
}

function report(which: Case, seconds: number, cpuSeconds: number, heapBytes: number): void {
  const rate = Math.round(which.tasks / seconds).toLocaleString("en");
  const mib = Math.round(heapBytes / 2 ** 20);
  const kind = which.oneService ? "one service" : "a service each";
  const constrained = which.constraints ? ", constraints" : "";
  const head = `${which.nodes} nodes x ${which.tasks} tasks (${kind}${constrained})`;
  const cost = `${cpuSeconds.toFixed(2)} s of CPU (collection included), heap +${mib} MiB`;
  console.log(`${head}: ${seconds.toFixed(3)} s, ${rate} placements/s; ${cost}`);
  const quoted = QUOTED.find(([nodes, tasks]) => nodes === which.nodes && tasks === which.tasks);
  if (quoted === undefined || which.oneService || which.constraints) return;
  const [, , low, high] = quoted;
  const range = Number.isFinite(high) ? `${low}-${high} s` : `not done after ${low} s`;
  const least = (low / seconds).toFixed(0);
  const ratio = Number.isFinite(high)
    ? `${least}-${(high / seconds).toFixed(0)} times as fast`
    : `more than ${least} times as fast`;
  console.log(`  SwarmKit (quoted, not measured here): ${range}; ${ratio}`);
}

const values = readOptions({
  nodes: { type: "string" },
  tasks: { type: "string" },
  constraints: { type: "boolean", default: false },
  "one-service": { type: "boolean", default: false },
});

const shape = { constraints: values.constraints, oneService: values["one-service"] };
const sizes =
  values.nodes === undefined && values.tasks === undefined
    ? QUOTED.map(([nodes, tasks]) => ({ nodes, tasks }))
    : [
        {
          nodes: wholeNumber("nodes", values.nodes ?? "1000", 1),
          tasks: wholeNumber("tasks", values.tasks ?? "10000", 1),
        },
      ];
// A manager lives for months: what counts is code that the engine has had a chance to compile.
console.log("Warming up:");
await measure({ nodes: 1_000, tasks: 20_000, ...shape });
for (const { nodes, tasks } of sizes) await measure({ nodes, tasks, ...shape });
