/**
 * What networks cost, on real hosts with engines (root needed):
 *   npm run bench:network [-- --rounds 11 --seconds 3 --ports 10,1000,10000 --starts 20]
 * A virtual address and a published port against the container's own address, in turns, all from
 * one place to one server on another host; the first packet by the number of published ports;
 * and from a task's first good health to its first answer through another node.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Hosts, startHosts } from "../../lib/hosts.ts";
import { buildHttpImage, HTTP_HEALTH, HTTP_IMAGE } from "../../lib/http-image/image.ts";
import { readOptions, wholeNumber, wholeNumbers } from "../../lib/options.ts";
import { eventually } from "../../lib/wait.ts";
import { type WrkResult, type WrkRun, wrk } from "../../lib/wrk.ts";
import { median, quantile } from "../raft/quantile.ts";
import { publishMany } from "./many-ports.ts";

const values = readOptions({
  rounds: { type: "string", default: "11" },
  seconds: { type: "string", default: "3" },
  ports: { type: "string", default: "10,1000,10000" },
  starts: { type: "string", default: "20" },
});
const rounds = wholeNumber("rounds", values.rounds, 1);
const seconds = wholeNumber("seconds", values.seconds, 1);
const counts = wholeNumbers("ports", values.ports);
const starts = wholeNumber("starts", values.starts);

const PORT = 8000;
const STARTED_PORT = 8001;
const BODY_BYTES = 65_536;
const BOUND_MS = 120_000;
const FIRST_PACKETS = 300;
const THROUGHPUT: WrkRun = { connections: 8, seconds };
/** One after the other: the latency of the way, not of a queue. */
const LATENCY: WrkRun = { connections: 1, seconds };
const CREATE = ["service", "create", "--quiet", "--detach", "--no-resolve-image"];
const ON_SECOND = ["--constraint", "node.hostname==host-2"];

type Load = (url: string, run: WrkRun) => Promise<WrkResult>;

interface Round {
  readonly throughput: number;
  readonly p50: number;
  readonly p99: number;
}

async function measure(load: Load, base: string): Promise<Round> {
  const large = await load(`${base}/bytes/${BODY_BYTES}`, THROUGHPUT);
  const small = await load(`${base}/`, LATENCY);
  const failures = [large.failures, small.failures].filter(Boolean);
  if (failures.length > 0) throw new Error(`${base}: ${failures.join("; ")}`);
  return { throughput: large.throughput, p50: small.p50Ms, p99: small.p99Ms };
}

/**
 * Both ways in each round, the other one first each time, and the median of the rounds' shares: the
 * machine's other work comes and goes in longer waves than a round's.
 */
async function compare(name: string, load: Load, direct: string, through: string): Promise<void> {
  const pairs: { direct: Round; through: Round }[] = [];
  for (let round = 0; round < rounds; round++) {
    const ways = round % 2 === 0 ? [direct, through] : [through, direct];
    const measured = new Map<string, Round>();
    for (const base of ways) measured.set(base, await measure(load, base));
    const [one, other] = [measured.get(direct), measured.get(through)];
    if (one !== undefined && other !== undefined) pairs.push({ direct: one, through: other });
  }
  const row = (what: keyof Round, unit: string, scale: number): string => {
    const figure = (way: "direct" | "through"): string =>
      `${(median(pairs.map((pair) => pair[way][what])) / scale).toFixed(2)} ${unit}`.padStart(12);
    const share = median(pairs.map((pair) => pair.through[what] / pair.direct[what]));
    return (
      `${`${name}, ${what}`.padEnd(36)}|${figure("direct")} |${figure("through")} | ` +
      share.toFixed(2)
    );
  };
  console.log(row("throughput", "MiB/s", 2 ** 20));
  console.log(row("p50", "ms", 1));
  console.log(row("p99", "ms", 1));
}

async function addressIn(hosts: Hosts, network: string): Promise<string> {
  const [id = ""] = (await hosts.first.dockerOk("service", "ps", "-q", "web")).split("\n");
  const format = `{{range .NetworksAttachments}}{{.Network.Spec.Name}} {{index .Addresses 0}}\n{{end}}`;
  const lines = (await hosts.first.dockerOk("inspect", "-f", format, id)).split("\n");
  const line = lines.find((one) => one.startsWith(`${network} `)) ?? "";
  return (line.split(" ")[1] ?? "").split("/")[0] ?? "";
}

async function virtualAddress(hosts: Hosts, network: string): Promise<string> {
  const networkId = await hosts.first.dockerOk("network", "inspect", "-f", "{{.ID}}", network);
  const format = "{{range .Endpoint.VirtualIPs}}{{.NetworkID}} {{.Addr}}\n{{end}}";
  const lines = (await hosts.first.dockerOk("service", "inspect", "-f", format, "web")).split("\n");
  const line = lines.find((one) => one.startsWith(`${networkId} `)) ?? "";
  return (line.split(" ")[1] ?? "").split("/")[0] ?? "";
}

async function throughputAndLatency(hosts: Hosts): Promise<void> {
  console.log(
    `medians of ${rounds} rounds, both ways in each; ${BODY_BYTES} B bodies over 8 connections for`,
  );
  console.log("throughput, small ones over 1 for latency; client and server on different hosts");
  console.log(`${" ".repeat(36)}|      direct |     through | share`);
  const { first } = hosts;
  const [clientId = ""] = (await first.engine("ps", "-q", "--filter", "name=client")).split("\n");
  const pid = await first.engine("inspect", "-f", "{{.State.Pid}}", clientId);
  // In the client container's network, with the machine's own programs.
  const enter = ["nsenter", "-t", pid, "-n", "--"];
  const inContainer: Load = (url, run) => wrk(first.station, url, run, enter);
  const onHost: Load = (url, run) => wrk(first.station, url, run);
  const at = (host: string, port: number): string => `http://${host}:${port}`;
  const direct = at(await addressIn(hosts, "bench"), 8080);
  await compare(
    "virtual address",
    inContainer,
    direct,
    at(await virtualAddress(hosts, "bench"), 8080),
  );
  const ingress = at(await addressIn(hosts, "ingress"), 8080);
  await compare("mesh, of another node", onHost, ingress, at(first.address, PORT));
}

/** Of connections to the published port of another node: how long until they are open. */
async function firstPackets(hosts: Hosts): Promise<readonly number[]> {
  const url = `http://${hosts.first.address}:${PORT}/`;
  const flags = ["-s", "--noproxy", "*", "-H", "Connection: close", "-w", "%{time_connect}\\n"];
  const urls = Array.from({ length: FIRST_PACKETS }, () => ["-o", "/dev/null", url]).flat();
  const text = await hosts.client.runOk("curl", ...flags, ...urls);
  const ms = text.split("\n").map((line) => Number(line) * 1000);
  return ms.sort((a, b) => a - b);
}

async function byPorts(hosts: Hosts): Promise<void> {
  console.log("\nconnecting through a node of the mesh, by the number of published ports");
  let there = 0;
  for (const count of counts) {
    const tookMs = await publishMany(hosts.first, { from: there, to: count });
    there = Math.max(there, count);
    const ms = await firstPackets(hosts);
    console.log(
      `${String(count).padStart(6)} ports | p50 ${quantile(ms, 0.5).toFixed(3)} ms | ` +
        `p99 ${quantile(ms, 0.99).toFixed(3)} ms | published and answering after ${(tookMs / 1000).toFixed(1)} s`,
    );
  }
}

/** When containers of an engine become healthy, by the kernel's clock of this machine. */
function onHealthy(engine: string, heard: (atMs: number) => void): () => void {
  const flags = ["--filter", "event=health_status", "--format", "{{.TimeNano}} {{.Action}}"];
  const child = spawn("docker", ["-H", engine, "events", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [nanoseconds = "", ...action] = line.split(" ");
    if (action.join(" ").includes(": healthy")) heard(Number(BigInt(nanoseconds) / 1000n) / 1000);
  });
  return () => child.kill();
}

/**
 * Asks every other millisecond until it is answered, and says when that was. One process: one for
 * each try would take a processor to itself, and be most of what is measured.
 */
const ASK = `
  const http = require("http");
  const again = () => setTimeout(ask, 2);
  const ask = () => http.get(process.argv[1], { agent: false }, (answer) => {
    console.log(Date.now());
    process.exit();
  }).on("error", again);
  ask();
`;

async function healthToRequest(hosts: Hosts): Promise<void> {
  if (starts === 0) return;
  const { first, client } = hosts;
  const options = ["--replicas", "0", "-p", `${STARTED_PORT}:8080`, ...ON_SECOND, ...HTTP_HEALTH];
  await first.dockerOk(...CREATE, "--name", "started", ...options, HTTP_IMAGE);
  let healthyMs = 0;
  const end = onHealthy(hosts.node(1).engineAddress, (atMs) => {
    healthyMs = atMs;
  });
  const url = `http://${first.address}:${STARTED_PORT}/`;
  const took: number[] = [];
  for (let start = 0; start < starts; start++) {
    healthyMs = 0;
    const answered = client.runOk(process.execPath, "-e", ASK, url);
    await first.dockerOk("service", "scale", "-d", "started=1");
    const answeredMs = Number(await answered);
    await eventually("the engine tells of it", BOUND_MS, () => healthyMs > 0);
    took.push(answeredMs - healthyMs);
    await first.dockerOk("service", "scale", "-d", "started=0");
    await eventually("it is gone", BOUND_MS, async () => {
      return (await client.run("curl", "-s", "--noproxy", "*", "--max-time", "1", url)).code !== 0;
    });
  }
  end();
  took.sort((a, b) => a - b);
  const figure = (share: number): string => `${quantile(took, share).toFixed(0)} ms`;
  console.log(
    `\nfrom healthy to the first answer through another node, ${starts} times: ` +
      `p50 ${figure(0.5)} | p99 ${figure(0.99)}`,
  );
}

for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130));
const hosts = await startHosts({ count: 2 });
try {
  buildHttpImage(hosts.nodes.map(({ engineAddress }) => engineAddress));
  await hosts.init();
  await hosts.first.dockerOk("network", "create", "-d", "overlay", "--attachable", "bench");
  const web = ["--name", "web", "--network", "bench", "-p", `${PORT}:8080`, ...ON_SECOND];
  await hosts.first.dockerOk(...CREATE, ...web, ...HTTP_HEALTH, HTTP_IMAGE);
  const client = [
    "--name",
    "client",
    "--network",
    "bench",
    "--constraint",
    "node.hostname==host-1",
  ];
  await hosts.first.dockerOk(...CREATE, ...client, HTTP_IMAGE);
  await eventually("all is there", BOUND_MS, async () => {
    await hosts.client.curl(`http://${hosts.first.address}:${PORT}/`);
    return (await hosts.first.engine("ps", "-q", "--filter", "name=client")) !== "";
  });
  await throughputAndLatency(hosts);
  await healthToRequest(hosts);
  await byPorts(hosts);
} finally {
  hosts.stop();
}
