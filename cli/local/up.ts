/** Brings the local cluster up, step by step, and takes all of it down again. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ApiClient, targetFrom } from "../api-client.ts";
import type { ApiNode, ApiService, ApiTask } from "../commands/types.ts";
import type { CliContext } from "../context.ts";
import { filtersQuery } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { buildExampleImage, engineAnswers } from "./engine-image.ts";
import type { LocalNode, LocalPlan } from "./plan.ts";
import { CONTROL_PORT, exampleService, METRICS_PORT, planLocal } from "./plan.ts";
import type { RunningNode } from "./processes.ts";
import { checkPorts, endProcesses, leftoverPids, startNode, tailOfLog } from "./processes.ts";

export interface UpOptions {
  readonly folder: string;
  readonly managers: number;
  readonly workers: number;
  readonly prefix: string;
  /** unix socket of the engine, `auto` or `none`. */
  readonly engine: string;
  readonly redis: string | undefined;
  /** Only the cluster, without the example service. */
  readonly bare: boolean;
}

const DEFAULT_ENGINE = "/var/run/docker.sock";
const EXAMPLE_PORT = 8080;
const EXAMPLE_REPLICAS = 3;
const POLL_MS = 100;
const STEP_TIMEOUT_MS = 60_000;
const SERVE_TIMEOUT_MS = 120_000;

export async function up(context: CliContext, options: UpOptions): Promise<void> {
  const running: RunningNode[] = [];
  let plan: LocalPlan | undefined;
  const started = context.now();
  try {
    await cleanUpLeftovers(context, options.folder);
    const engine = await chooseEngine(context, options.engine);
    plan = planLocal({ ...options, engine: engine === undefined ? undefined : `unix://${engine}` });
    await checkPorts(plan);
    mkdirSync(options.folder, { recursive: true });
    const first = await startCluster(context, plan, running);
    const urls = options.bare ? [] : await deployExample(context, first, engine, running);
    const seconds = ((context.now() - started) / 1000).toFixed(1);
    context.write(summary(plan, urls, seconds));
    await untilInterrupted(context, running);
  } finally {
    await takeDown(context, options.folder, plan, running);
  }
}

/** Ends what an `up` that could not clean up has left behind. */
export async function down(context: CliContext, folder: string): Promise<void> {
  if (!existsSync(folder)) return context.note("There is no local cluster.\n");
  await endProcesses(leftoverPids(folder));
  rmSync(folder, { recursive: true, force: true });
  context.note("The local cluster is down.\n");
}

async function cleanUpLeftovers(context: CliContext, folder: string): Promise<void> {
  if (leftoverPids(folder).length > 0) {
    throw new CliError(
      EXIT.failed,
      `a local cluster runs already (${folder}). Stop it with Ctrl-C where it was started, or ` +
        "with `skep local down`.",
    );
  }
  if (existsSync(folder)) {
    context.note("Removing what an earlier local cluster left behind\n");
    rmSync(folder, { recursive: true, force: true });
  }
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
  context.note(`Starting ${plan.nodes.length} nodes\n`);
  for (const node of plan.nodes) running.push(startNode(node));
  for (const node of plan.nodes) await untilServing(context, node, running);
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
  await until(context, running, STEP_TIMEOUT_MS, "all nodes are ready", async () => {
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

function untilServing(
  context: CliContext,
  node: LocalNode,
  running: readonly RunningNode[],
): Promise<true> {
  return until(context, running, STEP_TIMEOUT_MS, `${node.name} serves its API`, async () => {
    if (!existsSync(node.socket)) return undefined;
    await clientOf(node).call("/_ping");
    return true;
  });
}

async function deployExample(
  context: CliContext,
  api: ApiClient,
  engine: string | undefined,
  running: readonly RunningNode[],
): Promise<readonly string[]> {
  const script = fileURLToPath(new URL("../../../deploy/examples/web/server.js", import.meta.url));
  let image = "host";
  let command: readonly string[] = [process.execPath, script];
  if (engine !== undefined) {
    context.note("Building the example's image from this machine's Node.js\n");
    image = "skep-example-web:latest";
    command = await buildExampleImage(engine, image, script);
  }
  context.note(`Deploying the service web with ${EXAMPLE_REPLICAS} replicas\n`);
  const spec = exampleService({ image, command, replicas: EXAMPLE_REPLICAS, port: EXAMPLE_PORT });
  const { ID: id } = await api.call<{ ID: string }>("/services/create", {
    method: "POST",
    body: spec,
  });
  let shown = "";
  return until(context, running, SERVE_TIMEOUT_MS, "the service answers", async () => {
    const tasks = await tasksOf(api, id);
    const states = tasks.map((task) => task.Status.Err || task.Status.State).join(", ");
    if (states !== shown) context.note(`  ${states}\n`);
    shown = states;
    const nodes = await api.call<ApiNode[]>("/nodes");
    const urls = tasks.flatMap((task) => urlOf(task, nodes));
    if (urls.length < EXAMPLE_REPLICAS) return undefined;
    const answers = await Promise.all(urls.map(answers200));
    return answers.every((answered) => answered) ? urls : undefined;
  });
}

async function tasksOf(api: ApiClient, id: string): Promise<readonly ApiTask[]> {
  const service = await api.call<ApiService>(`/services/${id}`);
  const filters = filtersQuery([`service=${service.ID}`, "desired-state=running"]);
  return api.call<ApiTask[]>("/tasks", { query: { filters } });
}

function urlOf(task: ApiTask, nodes: readonly ApiNode[]): readonly string[] {
  if (task.Status.State !== "running") return [];
  const port = task.Status.PortStatus?.Ports?.[0]?.PublishedPort;
  const address = nodes.find((node) => node.ID === task.NodeID)?.Status.Addr;
  return port === undefined || address === undefined ? [] : [`http://${address}:${port}/`];
}

function answers200(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

/** Polls until `check` has a value; a node that ends meanwhile ends the wait with its last words. */
async function until<T>(
  context: CliContext,
  running: readonly RunningNode[],
  timeoutMs: number,
  what: string,
  check: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = context.now() + timeoutMs;
  let problem = "";
  while (context.now() < deadline) {
    if (context.signal.aborted) throw new CliError(EXIT.interrupted, "");
    const dead = running.find((one) => one.process.exitCode !== null);
    if (dead !== undefined) {
      const words = tailOfLog(dead.node);
      throw new CliError(EXIT.failed, `${dead.node.name} has ended:\n${words}`);
    }
    try {
      const value = await check();
      if (value !== undefined) return value;
    } catch (error) {
      // Not there yet, most likely; it is told if the time runs out.
      problem = error instanceof Error ? `: ${error.message}` : "";
    }
    await sleep(POLL_MS);
  }
  throw new CliError(
    EXIT.notConverged,
    `waited ${timeoutMs / 1000} s until ${what}, in vain${problem}`,
  );
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
    "                   docker node ls; docker service ps web; docker service scale web=5",
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
        if (
          running.every((one) => one.process.exitCode !== null || one.process.signalCode !== null)
        ) {
          reject(new CliError(EXIT.failed, "no node is left"));
        }
      });
    }
  });
}

async function takeDown(
  context: CliContext,
  folder: string,
  plan: LocalPlan | undefined,
  running: readonly RunningNode[],
): Promise<void> {
  if (plan === undefined || running.length === 0) return;
  context.note("Taking the cluster down\n");
  await removeServices(plan, running);
  await endProcesses(running.flatMap((one) => one.process.pid ?? []));
  rmSync(folder, { recursive: true, force: true });
  context.note("Everything is down\n");
}

/** Tasks outlive skepd on purpose, so the cluster itself must end them first. */
async function removeServices(plan: LocalPlan, running: readonly RunningNode[]): Promise<void> {
  const deadline = Date.now() + STEP_TIMEOUT_MS / 2;
  const alive = new Set(
    running.filter((one) => one.process.exitCode === null).map((one) => one.node.name),
  );
  const managers = plan.nodes.filter((node) => node.role === "manager" && alive.has(node.name));
  for (const manager of managers) {
    const api = clientOf(manager);
    try {
      for (const service of await api.call<ApiService[]>("/services")) {
        await api.call(`/services/${service.ID}`, { method: "DELETE" });
      }
      while (Date.now() < deadline && (await api.call<ApiTask[]>("/tasks")).length > 0) {
        await sleep(POLL_MS);
      }
      return;
    } catch {
      // It is going down or has no quorum: the next manager may know better.
    }
  }
}
