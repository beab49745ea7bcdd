/** Brings the local cluster up, step by step, and takes all of it down again. */
import { existsSync, mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiClient, targetFrom } from "../api-client.ts";
import type { ApiNode } from "../commands/types.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { ownerOf, writeClusterFile } from "./cluster-file.ts";
import { engineAnswers } from "./engine-image.ts";
import { deployExample } from "./example.ts";
import type { LocalNode, LocalPlan } from "./plan.ts";
import { CONTROL_PORT, METRICS_PORT, planLocal } from "./plan.ts";
import type { RunningNode } from "./processes.ts";
import { checkPorts, hasEnded, startNode } from "./processes.ts";
import { takeDownFolder } from "./take-down.ts";
import { until } from "./wait.ts";

export interface UpOptions {
  readonly folder: string;
  readonly managers: number;
  readonly workers: number;
  readonly prefix: string;
  /** unix socket of the engine, `auto` or `none`. */
  readonly engine: string;
  readonly redis: string | undefined;
  /** Where the example service listens; undefined: only the cluster, without a service. */
  readonly servicePort: number | undefined;
}

const DEFAULT_ENGINE = "/var/run/docker.sock";
const POLL_MS = 100;
const STEP_TIMEOUT_MS = 60_000;
/** More than the owner's own bounds together. */
const OWNER_TIMEOUT_MS = 90_000;

export async function up(context: CliContext, options: UpOptions): Promise<void> {
  const { folder } = options;
  const started = context.now();
  context.finishFirst();
  await clearLeftovers(context, folder);
  const engine = await chooseEngine(context, options.engine);
  const address = engine === undefined ? undefined : `unix://${engine}`;
  const plan = planLocal({ ...options, engine: address });
  await checkPorts(plan);
  mkdirSync(folder, { recursive: true });
  writeClusterFile(folder, engine);
  try {
    const running: RunningNode[] = [];
    const first = await startCluster(context, plan, running);
    const { servicePort: port } = options;
    const urls =
      port === undefined ? [] : await deployExample({ context, api: first, engine, running, port });
    const seconds = ((context.now() - started) / 1000).toFixed(1);
    context.write(summary(plan, urls, seconds));
    await untilInterrupted(context, running);
  } finally {
    context.note("Taking the cluster down\n");
    await takeDownFolder(folder, context.note);
    context.note("Everything is down\n");
  }
}

/** Ends the local cluster of a folder, whether who started it still runs or was killed. */
export async function down(context: CliContext, folder: string): Promise<void> {
  if (!existsSync(folder)) return context.note("There is no local cluster.\n");
  context.finishFirst();
  const deadline = context.now() + OWNER_TIMEOUT_MS;
  const owner = ownerOf(folder);
  if (owner !== undefined) {
    process.kill(owner, "SIGINT");
    while (ownerOf(folder) === owner && context.now() < deadline) await sleep(POLL_MS);
  }
  await takeDownFolder(folder, context.note);
  context.note("The local cluster is down.\n");
}

async function clearLeftovers(context: CliContext, folder: string): Promise<void> {
  const owner = ownerOf(folder);
  if (owner !== undefined) {
    throw new CliError(
      EXIT.failed,
      `a local cluster runs already in ${folder} (process ${owner}). Stop it with Ctrl-C where ` +
        "it was started, or with `skep local down`.",
    );
  }
  if (!existsSync(folder)) return;
  context.note("Removing what an earlier local cluster left behind\n");
  await takeDownFolder(folder, context.note);
}

async function chooseEngine(context: CliContext, wanted: string): Promise<string | undefined> {
  if (wanted === "none") return undefined;
  const path = wanted === "auto" ? DEFAULT_ENGINE : wanted.replace(/^unix:\/\//, "");
  if (await engineAnswers(path)) {
    context.note(`A container engine answers at ${path}: replicas are containers\n`);
    return path;
  }
  if (wanted !== "auto") throw new CliError(EXIT.failed, `no container engine answers at ${path}`);
  context.note("No container engine answers: replicas are processes of this machine\n");
  return undefined;
}

async function startCluster(
  context: CliContext,
  plan: LocalPlan,
  running: RunningNode[],
): Promise<ApiClient> {
  const [leader, ...others] = plan.nodes;
  if (leader === undefined) throw new CliError(EXIT.usage, "a cluster needs a manager");
  const patience = { context, running, timeoutMs: STEP_TIMEOUT_MS };
  context.note(`Starting ${plan.nodes.length} nodes\n`);
  for (const node of plan.nodes) running.push(startNode(node));
  for (const node of plan.nodes) {
    await until(patience, `${node.name} serves its API`, async () => {
      if (!existsSync(node.socket)) return undefined;
      await clientOf(node).call("/_ping");
      return true;
    });
  }
  const api = clientOf(leader);
  await api.call("/swarm/init", {
    method: "POST",
    body: addresses(leader),
    signal: context.signal,
  });
  context.note(`  ${leader.name.padEnd(10)} ${leader.address}  started the cluster\n`);
  const swarm = await api.call<{ JoinTokens: { Worker: string; Manager: string } }>("/swarm");
  for (const node of others) {
    const token = node.role === "manager" ? swarm.JoinTokens.Manager : swarm.JoinTokens.Worker;
    const remote = { RemoteAddrs: [`${leader.address}:${CONTROL_PORT}`], JoinToken: token };
    const body = { ...addresses(node), ...remote };
    await clientOf(node).call("/swarm/join", { method: "POST", body, signal: context.signal });
    context.note(`  ${node.name.padEnd(10)} ${node.address}  joined as a ${node.role}\n`);
  }
  await until(patience, "all nodes are ready", async () => {
    const nodes = await api.call<ApiNode[]>("/nodes");
    const managers = nodes.filter((node) => node.ManagerStatus?.Reachability === "reachable");
    const wanted = plan.nodes.filter((node) => node.role === "manager").length;
    const ready = nodes.filter((node) => node.Status.State === "ready");
    return ready.length === plan.nodes.length && managers.length === wanted ? true : undefined;
  });
  return api;
}

function addresses(node: LocalNode): object {
  const address = `${node.address}:${CONTROL_PORT}`;
  return { ListenAddr: address, AdvertiseAddr: address, Availability: "active" };
}

function clientOf(node: LocalNode): ApiClient {
  return new ApiClient(targetFrom(`unix://${node.socket}`));
}

function summary(plan: LocalPlan, urls: readonly string[], seconds: string): string {
  const leader = plan.nodes[0];
  const service =
    urls.length === 0
      ? []
      : [
          `  The service      curl ${urls[0]}`,
          ...urls.slice(1).map((url) => `                   curl ${url}`),
        ];
  return [
    "",
    `The cluster is up after ${seconds} s.`,
    "",
    ...service,
    `  docker           export DOCKER_HOST=unix://${leader?.socket}`,
    urls.length === 0
      ? "                   docker node ls"
      : "                   docker node ls; docker service ps web; docker service scale web=5",
    `  without docker   npx skep -H unix://${leader?.socket} service ls`,
    `  Metrics          curl http://${leader?.address}:${METRICS_PORT}/metrics`,
    `  Logs             ${plan.folder}/*/skepd.log`,
    "  Stop             Ctrl-C",
    "",
    "",
  ].join("\n");
}

async function untilInterrupted(
  context: CliContext,
  running: readonly RunningNode[],
): Promise<void> {
  const { signal } = context;
  await new Promise<void>((resolve, reject) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    for (const { node, process: child } of running) {
      child.once("exit", (code, by) => {
        if (signal.aborted) return;
        const how = by === null ? `with code ${code}` : `by ${by}`;
        context.note(`${node.name} has ended ${how}; the others go on\n`);
        if (running.every(hasEnded)) reject(new CliError(EXIT.failed, "no node is left"));
      });
    }
  });
}
