/**
 * Does consensus keep its rhythm whatever else a manager does? Three managers' consensus and
 * stores on this machine, with fsync; what is printed is the longest time that a follower heard
 * nothing of the leader, against the election timeout, and the elections, of which there must be
 * none.
 *   npm run bench:rhythm [-- --tasks 100000 --snapshot 1000000 --watchers 100]
 *   npm run soak:raft -- --minutes 60     full load instead: 64 writers, snapshots, bursts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_TIMING, type RaftDetails } from "../../../manager/raft/options.ts";
import { readOptions, wholeNumber } from "../../lib/options.ts";
import { startManagers } from "../cluster/managers.ts";
import { type BenchCluster, startCluster } from "../raft/cluster.ts";
import { hangWatchers } from "./slow-watchers.ts";

const values = readOptions({
  tasks: { type: "string", default: "100000" },
  snapshot: { type: "string", default: "1000000" },
  watchers: { type: "string", default: "100" },
  minutes: { type: "string" },
});
const tasks = wholeNumber("tasks", values.tasks, 1);
const snapshot = wholeNumber("snapshot", values.snapshot, 1);
const watchers = wholeNumber("watchers", values.watchers);
const TIMEOUT_MS = DEFAULT_TIMING.electionTicks * DEFAULT_TIMING.tickMs;
const LONGEST_MS = TIMEOUT_MS + DEFAULT_TIMING.electionSpreadTicks * DEFAULT_TIMING.tickMs;
const POLL_MS = 2_000;
/** As long as a manager remembers its longest gap: after it none is of what was before. */
const FORGET_MS = 21_000;
const WATCH_MS = 20_000;
const SOAK_WRITERS = 64;
const SOAK_STEP_S = 20;

interface Seen {
  readonly gapMs: number;
  readonly elections: number;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function detailsOf(cluster: BenchCluster): Promise<readonly RaftDetails[]> {
  const all = await Promise.all(cluster.managers.map((one) => one.ask("details")));
  return all.map((one) => one.details);
}

function seenIn(details: readonly RaftDetails[]): Seen {
  return {
    gapMs: Math.max(...details.map((one) => one.leaderGapMs)),
    elections: details.reduce((sum, one) => sum + one.elections, 0),
  };
}

/** The worst that was seen while `work` goes on. */
async function during(seen: () => Promise<Seen>, work: () => Promise<void>): Promise<Seen> {
  const before = await seen();
  let [gapMs, elections] = [0, before.elections];
  let over = false;
  const watching = (async () => {
    for (let last = false; !last; last = over) {
      await sleep(over ? 0 : POLL_MS);
      const now = await seen();
      gapMs = Math.max(gapMs, now.gapMs);
      elections = Math.max(elections, now.elections);
    }
  })();
  await work();
  await sleep(POLL_MS);
  over = true;
  await watching;
  return { gapMs, elections: elections - before.elections };
}

async function report(
  what: string,
  seen: () => Promise<Seen>,
  work: () => Promise<void>,
): Promise<void> {
  const since = performance.now();
  const { gapMs, elections } = await during(seen, work);
  const seconds = ((performance.now() - since) / 1000).toFixed(0);
  const share = ((100 * gapMs) / TIMEOUT_MS).toFixed(0);
  console.log(
    `${what.padEnd(44)} | ${seconds.padStart(5)} s | worst gap ${gapMs.toFixed(0).padStart(5)} ms, ` +
      `${share.padStart(3)} % of the election timeout | elections ${elections}`,
  );
}

async function stores(): Promise<void> {
  const cluster = await startCluster(3, [], { store: true });
  try {
    const leader = await cluster.leader();
    const seen = (): Promise<Seen> => detailsOf(cluster).then(seenIn);
    await leader.ask("fill", { tasks });
    await sleep(FORGET_MS);
    await report(`${tasks} tasks scheduled at once`, seen, async () => {
      await leader.ask("schedule");
    });
    await leader.ask("fill", { tasks: snapshot });
    await sleep(FORGET_MS);
    leader.send({ kind: "flow" });
    await report(`snapshots of ${snapshot} tasks, on all three`, seen, async () => {
      await Promise.all(cluster.managers.map((one) => one.ask("snapshot")));
    });
  } finally {
    await cluster.stop();
  }
}

async function slowWatchers(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "skep-bench-rhythm-"));
  const managers = await startManagers({ folder, count: 3, profileFolder: undefined });
  const seen = async (): Promise<Seen> => {
    const all = await Promise.all(
      managers.map((one) => one.api.call<Record<string, number>>("/skep/v1/raft/status")),
    );
    return {
      gapMs: Math.max(...all.map((one) => one["LeaderGapMs"] ?? 0)),
      elections: all.reduce((sum, one) => sum + (one["Elections"] ?? 0), 0),
    };
  };
  const leader = managers.find((one) => one.leads) ?? managers[0];
  try {
    if (leader === undefined) throw new Error("nobody leads");
    await sleep(FORGET_MS);
    let told = 0;
    await report(`${count} watchers of the leader that do not read`, seen, async () => {
      told = await hangWatchers({ leader, count, forMs: WATCH_MS });
    });
    console.log(`  ${told} changes to tell each of them`);
  } finally {
    await Promise.all(managers.map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What held each manager up longest since it started: its disk, or anything else. */
function heldUp(details: readonly RaftDetails[]): string {
  const each = details.map(({ fsync, stalls }) => {
    return `${(1000 * fsync.maxSeconds).toFixed(0)} ms / ${stalls}`;
  });
  return `longest sync / late ticks of each: ${each.join(", ")}`;
}

/** As many writers as keep both processors busy; snapshots whenever the log's policy says. */
async function soak(minutes: number): Promise<void> {
  const cluster = await startCluster(3, [], { verbose: true });
  let [writes, gapMs, elections] = [0, 0, 0];
  const since = performance.now();
  const until = since + minutes * 60_000;
  try {
    const { elections: first } = seenIn(await detailsOf(cluster));
    while (performance.now() < until) {
      const leader = await cluster.leader();
      const written = leader.next("written");
      leader.send({ kind: "write", writers: SOAK_WRITERS, seconds: SOAK_STEP_S, bytes: 512 });
      const { latencies, failure } = await written;
      if (failure !== "") console.log(`a write failed: ${failure}`);
      writes += latencies.length;
      const details = await detailsOf(cluster);
      const seen = seenIn(details);
      gapMs = Math.max(gapMs, seen.gapMs);
      elections = seen.elections - first;
      const minute = ((performance.now() - since) / 60_000).toFixed(1).padStart(5);
      console.log(
        `${minute} min, ${writes} writes, gap of late ${seen.gapMs.toFixed(0)} ms, ` +
          `elections ${elections}; ${heldUp(details)}`,
      );
    }
  } finally {
    await cluster.stop();
  }
  console.log(
    `${minutes} minutes, ${writes} writes: elections ${elections}, worst gap ${gapMs.toFixed(0)} ms ` +
      `(election timeout ${TIMEOUT_MS} to ${LONGEST_MS} ms)`,
  );
  if (elections > 0) process.exitCode = 1;
}

console.log("three managers, fsync on; gaps as the followers see them");
if (values.minutes === undefined) {
  await stores();
  await slowWatchers(watchers ?? 0);
} else await soak(wholeNumber("minutes", values.minutes, 1));
