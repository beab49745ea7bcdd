/** Deploys the example service onto the local cluster and waits until every replica answers. */
import { get } from "node:http";
import { fileURLToPath } from "node:url";
import type { ApiClient } from "../api-client.ts";
import type { ApiNode, ApiTask } from "../commands/types.ts";
import type { CliContext } from "../context.ts";
import { filtersQuery } from "../context.ts";
import { buildExampleImage } from "./engine-image.ts";
import { exampleService } from "./plan.ts";
import type { RunningNode } from "./processes.ts";
import { until } from "./wait.ts";

const REPLICAS = 3;
const SHOWN = 3;
const IMAGE = "skep-example-web:latest";
const SERVE_TIMEOUT_MS = 120_000;
const ANSWER_TIMEOUT_MS = 2000;
const SCRIPT = fileURLToPath(new URL("../../../deploy/examples/web/server.js", import.meta.url));

export interface Example {
  readonly context: CliContext;
  readonly api: ApiClient;
  /** The engine's socket; undefined: replicas are processes. */
  readonly engine: string | undefined;
  readonly running: readonly RunningNode[];
  /** Where the mesh publishes it, when replicas are processes. */
  readonly port: number;
}

/** @returns the replicas' URLs */
export async function deployExample(example: Example): Promise<readonly string[]> {
  const { context, api, engine, running, port } = example;
  let image = "host:latest";
  let command: readonly string[] | undefined = [process.execPath, SCRIPT];
  if (engine !== undefined) {
    context.note("Building the example's image from this machine's Node.js\n");
    image = IMAGE;
    command = undefined;
    await buildExampleImage(engine, image, SCRIPT);
  }
  context.note(`Deploying the service web with ${REPLICAS} replicas\n`);
  const mesh = engine === undefined;
  const spec = exampleService({ image, command, replicas: REPLICAS, port, mesh });
  const create = { method: "POST", body: spec, signal: context.signal } as const;
  const { ID: id } = await api.call<{ ID: string }>("/services/create", create);
  const filters = filtersQuery([`service=${id}`, "desired-state=running"]);
  let shown = "";
  const patience = { context, running, timeoutMs: SERVE_TIMEOUT_MS };
  return until(patience, "the service answers", async () => {
    const tasks = await api.call<ApiTask[]>("/tasks", { query: { filters } });
    const progress = progressLine(tasks);
    if (progress !== shown) context.note(`  ${progress}\n`);
    shown = progress;
    const nodes = await api.call<ApiNode[]>("/nodes");
    const up = tasks.filter(({ Status }) => Status.State === "running");
    if (up.length < REPLICAS) return undefined;
    const urls = mesh
      ? nodes.map((node) => meshUrl(node, port))
      : up.flatMap((task) => urlOf(task, nodes));
    urls.sort();
    if (urls.length === 0) return undefined;
    const answers = await Promise.all(urls.map(answers200));
    return answers.every((answered) => answered) ? urls.slice(0, SHOWN) : undefined;
  });
}

/** "1 starting, 2 running", and what is wrong, once each. */
function progressLine(tasks: readonly ApiTask[]): string {
  const counts = new Map<string, number>();
  for (const { Status } of tasks) {
    const words = (Status.Err ?? "") === "" ? Status.State : `${Status.State} (${Status.Err})`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([words, count]) => `${count} ${words}`)
    .join(", ");
}

/** Any node answers, whichever runs the tasks. */
function meshUrl(node: ApiNode, port: number): string {
  return `http://${node.Status.Addr}:${port}/`;
}

function urlOf(task: ApiTask, nodes: readonly ApiNode[]): readonly string[] {
  const port = task.Status.PortStatus?.Ports?.[0]?.PublishedPort;
  const address = nodes.find((node) => node.ID === task.NodeID)?.Status.Addr;
  return port === undefined || address === undefined ? [] : [`http://${address}:${port}/`];
}

function answers200(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: ANSWER_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
