/**
 * A real cluster for end-to-end tests: skepd processes on loopback addresses of their own, driven
 * through the stock docker CLI and the API. Everything that it started is gone after `stop`.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiClient, type CallOptions, targetFrom } from "../../cli/api-client.ts";
import { CONTROL_PORT, type LocalNode, planLocal } from "../../cli/local/plan.ts";
import { endProcesses, type RunningNode, startNode } from "../../cli/local/processes.ts";
import { unmountBelow } from "./hosts/sandbox.ts";
import { findCommand } from "./machine.ts";
import { eventually } from "./wait.ts";

const SKEPD = fileURLToPath(new URL("../../dist/agent/main.js", import.meta.url));
const SKEP = fileURLToPath(new URL("../../cli/bin/skep.js", import.meta.url));
const START_TIMEOUT_MS = 30_000;
const COMMAND_TIMEOUT_MS = 120_000;

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ClusterOptions {
  readonly managers: number;
  readonly workers: number;
  /** unix socket path of an engine; without one, tasks are processes. */
  readonly engine?: string;
  readonly redis?: string;
  /** Flags for every skepd. */
  readonly flags?: readonly string[];
  /** Only start the skepds: the test itself inits and joins. */
  readonly apart?: boolean;
}

export class TestNode {
  readonly plan: LocalNode;
  readonly #enter: readonly string[];
  #running: RunningNode | undefined;

  /** @param enter words before skepd's command, which become it: where it is to run. */
  constructor(plan: LocalNode, enter: readonly string[] = []) {
    this.plan = plan;
    this.#enter = enter;
  }

  get name(): string {
    return this.plan.name;
  }

  get host(): string {
    return `unix://${this.plan.socket}`;
  }

  get controlAddr(): string {
    return `${this.plan.address}:${CONTROL_PORT}`;
  }

  /** undefined while it does not run. */
  get pid(): number | undefined {
    const child = this.#running?.process;
    return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  async start(): Promise<void> {
    this.#running = startNode(this.plan, SKEPD, this.#enter);
    await eventually(`${this.name} answers`, START_TIMEOUT_MS, async () => {
      if (this.pid === undefined) throw new Error(`${this.name} has ended:\n${this.log()}`);
      await this.api("/_ping");
      return true;
    });
  }

  api<T>(path: string, options: CallOptions = {}): Promise<T> {
    return new ApiClient(targetFrom(this.host)).call<T>(path, options);
  }

  /** The stock docker CLI at this node. */
  docker(...args: readonly string[]): Promise<CommandResult> {
    return runCommand("docker", ["-H", this.host, ...args]);
  }

  /** The same, which must succeed: its standard output, trimmed. */
  async dockerOk(...args: readonly string[]): Promise<string> {
    const result = await this.docker(...args);
    if (result.code !== 0) {
      throw new Error(
        `docker ${args.join(" ")}: exit ${result.code}\n${result.stdout}${result.stderr}`,
      );
    }
    return result.stdout.trim();
  }

  /** The skep CLI at this node. */
  skep(...args: readonly string[]): Promise<CommandResult> {
    return runCommand(process.execPath, [SKEP, "-H", this.host, ...args]);
  }

  /** The same, which must succeed: its standard output, trimmed. */
  async skepOk(...args: readonly string[]): Promise<string> {
    const result = await this.skep(...args);
    if (result.code !== 0) {
      throw new Error(`skep ${args.join(" ")}: exit ${result.code}\n${result.stderr}`);
    }
    return result.stdout.trim();
  }

  log(): string {
    return readFileSync(this.plan.logFile, "utf8");
  }

  /** Pids of this node's child processes whose command line has `part`. */
  childPids(part: string): readonly number[] {
    return processesNaming(part).filter((pid) => parentOf(pid) === this.pid);
  }

  kill(signal: NodeJS.Signals): void {
    if (this.pid !== undefined) process.kill(this.pid, signal);
  }

  /** Kills -9 what runs as this node: skepd and its manager; tasks go on. */
  async crash(): Promise<void> {
    const { pid } = this;
    if (pid === undefined) return;
    const children = this.childPids("manager/main");
    process.kill(pid, "SIGKILL");
    for (const child of children) killQuietly(child);
    await eventually(`${this.name} is dead`, 5000, () => this.pid === undefined);
  }
}

/** What is kept on this machine is lost: it starts as a new one. */
export function wipe(node: TestNode): void {
  unmountBelow(node.plan.execRoot);
  for (const folder of [node.plan.dataRoot, node.plan.execRoot]) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export class TestCluster {
  readonly nodes: readonly TestNode[];
  readonly folder: string;

  private constructor(folder: string, nodes: readonly TestNode[]) {
    this.folder = folder;
    this.nodes = nodes;
  }

  static async start(options: ClusterOptions): Promise<TestCluster> {
    const folder = mkdtempSync(join(tmpdir(), "skep-e2e-"));
    const plan = planLocal({
      folder,
      managers: options.managers,
      workers: options.workers,
      prefix: nextPrefix(),
      engine: options.engine === undefined ? undefined : `unix://${options.engine}`,
      redis: options.redis,
      servicePort: undefined,
    });
    const nodes = plan.nodes.map(
      (node) => new TestNode({ ...node, flags: [...node.flags, ...(options.flags ?? [])] }),
    );
    const cluster = new TestCluster(folder, nodes);
    try {
      await Promise.all(nodes.map((node) => node.start()));
      if (options.apart !== true) await formSwarm(nodes);
      return cluster;
    } catch (error) {
      const logs = nodes.map((node) => `--- ${node.name}\n${node.log().slice(-3000)}`).join("\n");
      await cluster.stop();
      throw new Error(`the cluster did not start: ${error}\n${logs}`, { cause: error });
    }
  }

  get first(): TestNode {
    return this.node(0);
  }

  node(index: number): TestNode {
    const node = this.nodes[index];
    if (node === undefined) throw new Error(`no node ${index}`);
    return node;
  }

  named(name: string): TestNode {
    const node = this.nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(`no node ${name}`);
    return node;
  }

  leader(): Promise<TestNode> {
    return leaderOf(this.nodes);
  }

  /** Ends everything that runs for this cluster, tasks of the process runtime included. */
  async stop(): Promise<void> {
    // Whatever names the cluster's folder on its command line is the cluster's, and ours.
    const ours = (): readonly number[] => processesNaming(this.folder);
    for (const node of this.nodes) await node.crash();
    await endProcesses(ours());
    unmountBelow(this.folder);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The leader, as a manager that answers tells it. */
export function leaderOf<T extends TestNode>(nodes: readonly T[]): Promise<T> {
  const format = '{{if eq .ManagerStatus "Leader"}}{{.Hostname}}{{end}}';
  return eventually("there is a leader", 15_000, async () => {
    for (const node of nodes.filter((one) => one.plan.role === "manager" && one.pid)) {
      const name = await node.dockerOk("node", "ls", "--format", format).catch(() => "");
      const leader = nodes.find((one) => one.name === name.trim());
      if (leader !== undefined) return leader;
    }
    return undefined;
  });
}

/** Makes the first a manager of a new swarm, joins the others as what they are, waits for all. */
export async function formSwarm(nodes: readonly TestNode[]): Promise<void> {
  const [first, ...others] = nodes;
  if (first === undefined) return;
  await first.dockerOk("swarm", "init", ...addressFlags(first));
  for (const node of others) {
    const token = await first.dockerOk("swarm", "join-token", "-q", node.plan.role);
    const flags = ["--token", token, ...addressFlags(node)];
    await node.dockerOk("swarm", "join", ...flags, first.controlAddr);
  }
  const format = "{{.Status}} {{.ManagerStatus}}";
  await eventually("all nodes are ready", START_TIMEOUT_MS, async () => {
    const states = (await first.dockerOk("node", "ls", "--format", format)).split("\n");
    const managers = states.filter((line) => /Leader|Reachable/.test(line));
    const wanted = nodes.filter((node) => node.plan.role === "manager").length;
    const ready = states.every((line) => line.startsWith("Ready"));
    return ready && states.length === nodes.length && managers.length === wanted;
  });
}

export function addressFlags(node: TestNode): readonly string[] {
  return ["--advertise-addr", node.controlAddr, "--listen-addr", node.controlAddr];
}

let clusters = 0;

/** Loopback prefixes that no other test process and no other cluster of this one uses. */
function nextPrefix(): string {
  clusters++;
  return `127.${20 + (process.pid % 200)}.${clusters}`;
}

function processesNaming(part: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => readProc(pid, "cmdline").includes(part));
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readProc(pid, "status"))?.[1] ?? 0);
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // it has ended meanwhile
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Runs a command to its end, bounded. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<CommandResult> {
  const path = findCommand(command) ?? command;
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: ["pipe", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? COMMAND_TIMEOUT_MS);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, stdout, stderr });
    });
    child.stdin.on("error", () => {}); // it ended without reading: its exit code tells
    child.stdin.end(options.input ?? "");
  });
}
