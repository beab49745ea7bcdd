/**
 * Durable writes through consensus, side by side with etcd: both clusters run, and take turns.
 *   npm run bench:raft [-- --managers 1,3 --writers 1,16,256,1000 --seconds 2 --rounds 3 --no-etcd]
 * Skep's writers run beside the leader's store, as the store's do; etcd's come over gRPC, its only
 * API. Every row is the median of its rounds; both were warmed up before. One writer on three managers
 * waits for six threads in turn: that row says something only where processors are idle.
 */

import { readOptions, wholeNumber, wholeNumbers } from "../../lib/options.ts";
import { type BenchCluster, startCluster } from "./cluster.ts";
import { type Etcd, startEtcd } from "./etcd.ts";
import { median, quantile } from "./quantile.ts";

const values = readOptions({
  managers: { type: "string", default: "1,3" },
  writers: { type: "string", default: "1,16,256,1000" },
  seconds: { type: "string", default: "2" },
  rounds: { type: "string", default: "3" },
  bytes: { type: "string", default: "512" },
  "no-etcd": { type: "boolean", default: false },
});
const seconds = wholeNumber("seconds", values.seconds, 1);
const bytes = wholeNumber("bytes", values.bytes, 1);
const repeats = wholeNumber("rounds", values.rounds, 1);
const counts = wholeNumbers("managers", values.managers);
const writerCounts = wholeNumbers("writers", values.writers);
const API_CALLS = 1_000;
const WARM_UP_WRITERS = [64, 1];

interface Result {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

type Contender = (writers: number) => Promise<Result>;

function summary(latencies: number[]): Result {
  const sorted = latencies.sort((a, b) => a - b);
  const rate = sorted.length / seconds;
  return { rate, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

function skep(cluster: BenchCluster): Contender {
  return async (writers) => {
    const leader = await cluster.leader();
    const written = leader.next("written");
    leader.send({ kind: "write", writers, seconds, bytes });
    const { latencies, failure } = await written;
    if (failure !== "") throw new Error(failure);
    return summary(latencies);
  };
}

async function tellApiCost(etcd: Etcd): Promise<void> {
  const latencies: number[] = [];
  for (let i = 0; i < API_CALLS; i++) {
    const since = performance.now();
    await etcd.ask();
    latencies.push(performance.now() - since);
  }
  const { p50 } = summary(latencies);
  console.log(
    `  of etcd's time its API takes ${p50.toFixed(2)} ms (p50 of a call that writes nothing)`,
  );
}

function through(etcd: Etcd): Contender {
  return async (writers) => {
    const latencies: number[] = [];
    const end = performance.now() + seconds * 1000;
    const writer = async (): Promise<void> => {
      while (performance.now() < end) {
        const since = performance.now();
        await etcd.put(bytes);
        latencies.push(performance.now() - since);
      }
    };
    await Promise.all(Array.from({ length: writers }, writer));
    return summary(latencies);
  };
}

async function inTurns(contenders: readonly Contender[], writers: number): Promise<Result[]> {
  const rounds: Result[][] = contenders.map(() => []);
  for (let round = 0; round < repeats; round++) {
    for (const [i, contender] of contenders.entries()) rounds[i]?.push(await contender(writers));
  }
  return rounds.map((results) => ({
    rate: median(results.map((one) => one.rate)),
    p50: median(results.map((one) => one.p50)),
    p99: median(results.map((one) => one.p99)),
  }));
}

function cells(result: Result | undefined): string {
  if (result === undefined) return "-".padStart(26);
  const { rate, p50, p99 } = result;
  return `${rate.toFixed(0).padStart(8)} ${p50.toFixed(2).padStart(8)} ${p99.toFixed(2).padStart(8)}`;
}

async function compare(count: number): Promise<void> {
  const cluster = await startCluster(count);
  const etcd = values["no-etcd"] ? undefined : await startEtcd(count);
  if (etcd === undefined && !values["no-etcd"]) console.log("etcd is not installed here");
  const contenders = [skep(cluster), ...(etcd === undefined ? [] : [through(etcd)])];
  for (const writers of WARM_UP_WRITERS) for (const one of contenders) await one(writers);
  for (const writers of writerCounts) {
    const [ours, theirs] = await inTurns(contenders, writers);
    const ratio = ((ours?.rate ?? Number.NaN) / (theirs?.rate ?? Number.NaN)).toFixed(2);
    const name = `${count} manager${count === 1 ? "" : "s"}`;
    console.log(
      `${name.padEnd(11)} ${String(writers).padStart(7)} | ${cells(ours)} | ${cells(theirs)} | ` +
        `${ratio.padStart(6)} x`,
    );
  }
  if (etcd !== undefined) await tellApiCost(etcd);
  await etcd?.stop();
  await cluster.stop();
}

console.log(
  "skep: written to in the leader's process, as its store does; etcd: over gRPC, its only API",
);
console.log(`${bytes} B values, fsync on, median of ${repeats} rounds of ${seconds} s`);
console.log(
  `${"".padEnd(19)} | ${"skep /s   p50 ms   p99 ms".padStart(26)} | ${"etcd /s   p50 ms   p99 ms".padStart(26)} |  skep : etcd`,
);
for (const count of counts) await compare(count);
