/**
 * From `service create` to RUNNING: managers as they are shipped (processes, mutual TLS, Raft with
 * fsync on this machine's disk) and many agents with fake runtimes, on loopback.
 *
 *   npm run bench:cluster [-- --agents 1000 --tasks 10000 --services 10 --managers 3]
 *   npm run bench:cluster -- --small | --full        200 x 2,000 | 5,000 x 50,000
 *
 * Set up before the clock starts: managers, certificates, sessions. What is measured: from the
 * first request to create a service (HTTP, the manager's API socket) until the leader has
 * acknowledged that the last task's RUNNING is committed and applied. Prints figures, judges
 * nothing. Everything shares this machine's processors, the agents too.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { readOptions, wholeNumber } from "../../lib/options.ts";
import { eventually } from "../../lib/wait.ts";
import { Fleet } from "./fleet-process.ts";
import { type BenchManager, joinTokens, startManagers } from "./managers.ts";
import { quantile, type Usage, usageOf } from "./process-usage.ts";

interface Sizes {
  readonly agents: number;
  readonly tasks: number;
  readonly services: number;
  readonly managers: number;
  readonly fleets: number;
}

const READY_MS = 30_000;
const PLACE_MS = 120_000;
const QUIET_SERVICES = 50;
const QUIET_MS = 10_000;

const values = readOptions({
  agents: { type: "string" },
  tasks: { type: "string" },
  services: { type: "string", default: "10" },
  managers: { type: "string", default: "3" },
  fleets: { type: "string", default: "1" },
  small: { type: "boolean", default: false },
  full: { type: "boolean", default: false },
  /** CPU profiles of all processes go into this folder. */
  profile: { type: "string" },
});

const [agents, tasks] = values.full
  ? ["5000", "50000"]
  : values.small
    ? ["200", "2000"]
    : ["1000", "10000"];
const sizes: Sizes = {
  agents: wholeNumber("agents", values.agents ?? agents, 1),
  tasks: wholeNumber("tasks", values.tasks ?? tasks, 1),
  services: wholeNumber("services", values.services, 1),
  managers: wholeNumber("managers", values.managers, 1),
  fleets: wholeNumber("fleets", values.fleets, 1),
};

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  const result = await work();
  console.log(`${what}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
  return result;
}

interface Cluster {
  readonly managers: readonly BenchManager[];
  readonly leader: BenchManager;
  readonly fleets: readonly Fleet[];
}

async function createService(leader: BenchManager, name: string, replicas: number) {
  const requestedAt = Date.now();
  const { ID } = await leader.api.call<{ ID: string }>("/services/create", {
    method: "POST",
    body: {
      Name: name,
      TaskTemplate: {
        ContainerSpec: { Image: "fake/fast:1", Env: ["GREETING=hello"] },
        Resources: { Reservations: { NanoCPUs: 1_000_000, MemoryBytes: 4 << 20 } },
      },
      Mode: { Replicated: { Replicas: replicas } },
    },
  });
  return { id: ID, requestedAt };
}

interface Outcome {
  /** Of every task, from the request for its service; milliseconds, sorted. */
  readonly times: readonly number[];
  /** When the last of them ran. */
  readonly lastAt: number;
}

/** @param requestedAt when each service that counts was asked for */
async function outcomeOf(
  { fleets }: Cluster,
  requestedAt: ReadonlyMap<string, number>,
): Promise<Outcome> {
  const tasksOf = await Promise.all(fleets.map((fleet) => fleet.times()));
  const times: number[] = [];
  let lastAt = 0;
  for (const { serviceId, runningAt } of tasksOf.flat()) {
    const since = requestedAt.get(serviceId);
    if (since === undefined) continue;
    times.push(runningAt - since);
    lastAt = Math.max(lastAt, runningAt);
  }
  return { times: times.sort((a, b) => a - b), lastAt };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

const running = (fleets: readonly Fleet[]): number => sum(fleets, (fleet) => fleet.running);

async function burst(cluster: Cluster): Promise<void> {
  const { managers, leader, fleets } = cluster;
  const processes = [...managers, ...fleets];
  for (const one of processes) one.forgetDelays();
  const lostBefore = sum(fleets, ({ lost }) => lost);
  const before = processes.map(({ pid }) => usageOf(pid));
  const replicas = Math.ceil(sizes.tasks / sizes.services);
  const created = await Promise.all(
    Array.from({ length: sizes.services }, (_, i) => createService(leader, `burst-${i}`, replicas)),
  );
  await eventually(`${sizes.tasks} tasks run`, PLACE_MS, () => {
    for (const one of processes) one.mustLive();
    return running(fleets) >= replicas * sizes.services;
  });
  const after = processes.map(({ pid }) => usageOf(pid));
  const { times, lastAt } = await outcomeOf(
    cluster,
    new Map(created.map(({ id, requestedAt }) => [id, requestedAt])),
  );
  const seconds = (lastAt - Math.min(...created.map(({ requestedAt }) => requestedAt))) / 1000;
  reportBurst(cluster, times, seconds, sum(fleets, ({ lost }) => lost) - lostBefore);
  reportProcesses(cluster, before, after, seconds);
}

function reportBurst(
  { managers }: Cluster,
  times: readonly number[],
  seconds: number,
  lost: number,
): void {
  const ms = (share: number): string => quantile(times, share).toFixed(0);
  const rate = Math.round(times.length / seconds).toLocaleString("en");
  console.log(
    `\n${times.length} tasks RUNNING in ${seconds.toFixed(2)} s: ${rate} placements/s` +
      `\ncreate to RUNNING, all at once: p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms`,
  );
  const changes = Math.max(...managers.map((one) => one.leaderChanges));
  console.log(`meanwhile: changes of the leader ${changes}, sessions lost ${lost}\n`);
}

function reportProcesses(
  { managers, fleets, leader }: Cluster,
  before: readonly Usage[],
  after: readonly Usage[],
  seconds: number,
): void {
  console.log(
    `${"".padEnd(12)} ${"CPU s".padStart(7)} ${"cores".padStart(6)} RSS MiB  worst pause`,
  );
  [...managers, ...fleets].forEach((one, i) => {
    const name = one === leader ? "leader" : i < managers.length ? "follower" : "agents";
    const cpu = ((after[i]?.cpuMs ?? 0) - (before[i]?.cpuMs ?? 0)) / 1000;
    console.log(
      [
        name.padEnd(12),
        cpu.toFixed(2).padStart(7),
        (cpu / seconds).toFixed(2).padStart(6),
        String(after[i]?.rssMiB ?? 0).padStart(7),
        `${one.lateMs.toFixed(0)} ms`.padStart(12),
      ].join(" "),
    );
  });
}

/** One service after the other: what a user waits for when nothing else goes on. */
async function quiet(cluster: Cluster): Promise<void> {
  const requestedAt = new Map<string, number>();
  for (let i = 0; i < QUIET_SERVICES; i++) {
    const before = running(cluster.fleets);
    const created = await createService(cluster.leader, `quiet-${i}`, 1);
    requestedAt.set(created.id, created.requestedAt);
    await eventually("it runs", QUIET_MS, () => running(cluster.fleets) > before);
  }
  const { times } = await outcomeOf(cluster, requestedAt);
  const ms = (share: number): string => quantile(times, share).toFixed(0);
  console.log(
    `\ncreate to RUNNING, one at a time (${times.length}): p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms`,
  );
}

async function start(folder: string): Promise<Cluster> {
  const { count, profileFolder } = { count: sizes.managers, profileFolder: values.profile };
  const managers = await timed(`${count} managers up`, () =>
    startManagers({ folder, count, profileFolder }),
  );
  const leader = managers.find((one) => one.leads);
  if (leader === undefined) throw new Error("nobody leads");
  const addrs = [leader, ...managers.filter((one) => one !== leader)].map(({ addr }) => addr);
  const { Worker: token } = await joinTokens(leader);
  const share = Math.ceil(sizes.agents / sizes.fleets);
  const fleets = Array.from({ length: sizes.fleets }, () => new Fleet(profileFolder));
  const used = (): number => usageOf(leader.pid).cpuMs / 1000;
  let before = used();
  const sinceBefore = (): string => {
    const now = used();
    const text = `${(now - before).toFixed(1)} s of the leader's CPU time`;
    before = now;
    return text;
  };
  await timed(`${sizes.agents} nodes have certificates`, () =>
    Promise.all(fleets.map((fleet, i) => fleet.join(share, i * share, addrs, token))),
  );
  console.log(`  ${sinceBefore()}`);
  await timed(`${sizes.agents} agents connected`, () =>
    Promise.all(fleets.map((fleet) => fleet.connect())),
  );
  console.log(`  ${sinceBefore()}`);
  await eventually("all nodes are ready", READY_MS, async () => {
    const nodes = await leader.api.call<{ Status: { State: string } }[]>("/nodes");
    const ready = nodes.filter(({ Status }) => Status.State === "ready").length;
    if (ready < share * fleets.length) throw new Error(`${ready} are`);
    return true;
  });
  return { managers, leader, fleets };
}

const folder = mkdtempSync(join(tmpdir(), "skep-bench-cluster-"));
console.log(
  `${sizes.managers} managers, ${sizes.agents} agents, ${sizes.tasks} tasks of ` +
    `${sizes.services} services, ${cpus().length} processors shared by all\n\nset up:`,
);
let cluster: Cluster | undefined;
try {
  cluster = await start(folder);
  await burst(cluster);
  await quiet(cluster);
} finally {
  for (const fleet of cluster?.fleets ?? []) fleet.stop();
  await Promise.all((cluster?.managers ?? []).map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
}
