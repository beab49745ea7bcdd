/**
 * Durable writes through consensus, and how long a dead leader is missed.
 *   npm run bench:raft [-- --seconds 3 --failovers 20 --no-etcd]
 * Managers are processes on this machine; writers run beside the leader's store, as the store's do.
 * etcd's come over HTTP and JSON, so a part of its time is that: look at the order, not the digits.
 */
import { parseArgs } from "node:util";
import { type BenchCluster, startCluster } from "./cluster.ts";
import { startEtcd } from "./etcd.ts";

const ENTRY_BYTES = 512;
const WRITERS = [1, 16, 256, 1000];

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "3" },
    failovers: { type: "string", default: "20" },
    "no-etcd": { type: "boolean", default: false },
  },
});
const seconds = Number(values.seconds);

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function row(name: string, writers: number, latencies: number[]): void {
  const sorted = latencies.sort((a, b) => a - b);
  const rate = (sorted.length / seconds).toFixed(0).padStart(8);
  const times = [0.5, 0.99].map((share) => quantile(sorted, share).toFixed(2).padStart(8));
  console.log(`${name.padEnd(18)} ${String(writers).padStart(5)} ${rate} ${times.join(" ")}`);
}

async function throughput(cluster: BenchCluster, name: string): Promise<void> {
  for (const writers of WRITERS) {
    const leader = await cluster.leader();
    const written = leader.next("written");
    leader.send({ kind: "write", writers, seconds, bytes: ENTRY_BYTES });
    row(name, writers, (await written).latencies);
  }
}

async function etcdThroughput(count: number): Promise<void> {
  const etcd = await startEtcd(count);
  if (etcd === undefined) {
    console.log("etcd is not installed here");
    return;
  }
  for (const writers of WRITERS) {
    const latencies: number[] = [];
    const end = performance.now() + seconds * 1000;
    const writer = async (): Promise<void> => {
      while (performance.now() < end) {
        const since = performance.now();
        await etcd.put(ENTRY_BYTES);
        latencies.push(performance.now() - since);
      }
    };
    await Promise.all(Array.from({ length: writers }, writer));
    row(`etcd, ${count}`, writers, latencies);
  }
  await etcd.stop();
}

async function failovers(cluster: BenchCluster, count: number): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const leader = await cluster.leader();
    const rest = cluster.managers.filter((one) => one !== leader);
    const accepted = Promise.race(rest.map((one) => one.next("accepted")));
    const killedMs = Date.now();
    const killed = leader.kill();
    for (const one of rest) one.send({ kind: "watch" });
    times.push((await accepted).atMs - killedMs);
    await killed;
    // The one that lost the race still watches: its write is taken when it leads some day.
    await leader.restart();
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  const sorted = times.sort((a, b) => a - b);
  const shown = [0.5, 0.9, 0.99].map((share) => quantile(sorted, share).toFixed(0));
  console.log(
    `leader killed to next accepted write, ms, ${count} times: ` +
      `p50 ${shown[0]}, p90 ${shown[1]}, p99 ${shown[2]}, max ${sorted.at(-1)}`,
  );
}

console.log(`${ENTRY_BYTES} B entries\n${"".padEnd(18)} writers    /s   p50 ms   p99 ms`);
for (const count of [1, 3]) {
  const cluster = await startCluster(count);
  await throughput(cluster, `skep, ${count}`);
  if (count === 3) await failovers(cluster, Number(values.failovers));
  await cluster.stop();
  if (!values["no-etcd"]) await etcdThroughput(count);
}
