/**
 * How long nobody accepts a write when the leader of three is lost, and when it goes in order.
 *   npm run bench:failover [-- --kills 100 --cuts 100 --stops 10]
 * A kill is -9. A cut takes its network away, so that no refused connection tells of it: the
 * managers have a network namespace each (root needed; without it there are no cuts). A stop is
 * what `systemctl stop` does, with a writer that writes all the time, and its longest gap.
 */
import { ChaosNetwork } from "../../chaos/network-driver.ts";
import { readOptions, wholeNumber } from "../../lib/options.ts";
import { type BenchCluster, type BenchManager, startCluster, until } from "../raft/cluster.ts";
import { quantile } from "../raft/quantile.ts";

const values = readOptions({
  kills: { type: "string", default: "100" },
  cuts: { type: "string", default: "100" },
  stops: { type: "string", default: "10" },
});
const FLOW_MS = 500;

/** From the loss to the first write that another accepts. */
async function lose(cluster: BenchCluster, loss: (leader: BenchManager) => void): Promise<number> {
  await cluster.settled();
  const leader = await cluster.leader();
  const others = cluster.managers.filter((one) => one !== leader);
  const accepted = Promise.race(others.map((one) => one.next("accepted")));
  for (const one of others) one.send({ kind: "watch" });
  // Losses come at any moment between two heartbeats.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
  const since = Date.now();
  loss(leader);
  const { atMs } = await accepted;
  for (const one of others) one.send({ kind: "unwatch" });
  return atMs - since;
}

async function kill(cluster: BenchCluster): Promise<number> {
  let killed: BenchManager | undefined;
  const took = await lose(cluster, (leader) => {
    killed = leader;
    process.kill(leader.pid, "SIGKILL");
  });
  await killed?.exited();
  await killed?.restart();
  return took;
}

async function cut(cluster: BenchCluster, network: ChaosNetwork | undefined): Promise<number> {
  const cutOff: BenchManager[] = [];
  const took = await lose(cluster, (leader) => {
    cutOff.push(leader);
    if (leader.machine !== undefined) network?.cut(leader.machine, true);
  });
  for (const { machine } of cutOff) if (machine !== undefined) network?.cut(machine, false);
  await until(() => cutOff.every((one) => !one.leads), "the old leader steps down");
  return took;
}

/** The longest time without an accepted write around a leader's orderly end. */
async function stop(cluster: BenchCluster): Promise<number> {
  await cluster.settled();
  const leader = await cluster.leader();
  const others = cluster.managers.filter((one) => one !== leader);
  for (const one of cluster.managers) one.send({ kind: "flow" });
  await new Promise((resolve) => setTimeout(resolve, FLOW_MS));
  const parts = [leader.next("flowed")];
  leader.send({ kind: "stop" });
  await leader.exited();
  await new Promise((resolve) => setTimeout(resolve, FLOW_MS));
  for (const one of others) {
    parts.push(one.next("flowed"));
    one.send({ kind: "flow-end" });
  }
  const times = (await Promise.all(parts)).flatMap((part) => part.timesMs).sort((a, b) => a - b);
  await leader.restart();
  return times.reduce((longest, at, i) => Math.max(longest, at - (times[i - 1] ?? at)), 0);
}

async function repeat(what: string, times: number, once: () => Promise<number>): Promise<void> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) took.push(await once());
  if (took.length === 0) return;
  const sorted = took.sort((a, b) => a - b);
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => quantile(sorted, share).toFixed(0));
  console.log(
    `${what.padEnd(34)} ${String(times).padStart(4)} x | ` +
      `p50 ${p50?.padStart(5)} ms | p99 ${p99?.padStart(5)} ms | max ${max?.padStart(5)} ms`,
  );
}

const kills = wholeNumber("kills", values.kills);
const cuts = wholeNumber("cuts", values.cuts);
const stops = wholeNumber("stops", values.stops);
const apart = process.getuid?.() === 0;
if (!apart) console.log("not root: no network namespaces, so no cuts");
const network = apart ? new ChaosNetwork(3) : undefined;
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130));
const cluster = await startCluster(3, network?.machines ?? []);
try {
  console.log("three managers, fsync on; from the loss to the next accepted write");
  await repeat("leader killed with -9", kills ?? 0, () => kill(cluster));
  if (apart) await repeat("leader cut off the network", cuts ?? 0, () => cut(cluster, network));
  await repeat("leader stopped in order, longest gap", stops ?? 0, () => stop(cluster));
} finally {
  await cluster.stop();
  network?.remove();
}
