/**
 * Takes down what belongs to a local cluster's folder: services first, by the cluster itself, for
 * tasks outlive skepd on purpose; then its processes, containers, mounts and files. Every step
 * looks at what is there instead of what should be, so that it also clears up after a kill -9.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clearNetworks } from "../../agent/network/kernel/clear-driver.ts";
import { cgroupVersion, removeCgroup } from "../../agent/runtime/process/cgroup-driver.ts";
import { silentLogger } from "../../shared/logger.ts";
import { systemClock } from "../../shared/node/clock.ts";
import { ApiClient, targetFrom } from "../api-client.ts";
import type { ApiService, ApiTask } from "../commands/types.ts";
import { readClusterFile, startTicksOf } from "./cluster-file.ts";
import { endProcesses } from "./processes.ts";

const SERVICES_TIMEOUT_MS = 25_000;
const ANSWER_TIMEOUT_MS = 5_000;
const CONTAINERS_TIMEOUT_MS = 20_000;
const NETWORKS_TIMEOUT_MS = 20_000;
const POLL_MS = 100;
const PROGRAMS = ["/agent/main.js", "/manager/main.js", "/process/keeper/main.js"];
const NODE_LABEL = "com.docker.swarm.node.id";

/** @param note tells what could not be taken down */
export async function takeDownFolder(folder: string, note: (text: string) => void): Promise<void> {
  await removeServices(folder);
  await endProcesses(programsOf(folder, [PROGRAMS[0] ?? ""]));
  await removeContainers(folder).catch((error: unknown) => {
    note(`containers may be left: ${error instanceof Error ? error.message : error}\n`);
  });
  await removeNetworks(folder).catch((error: unknown) => {
    note(`networks may be left: ${error instanceof Error ? error.message : error}\n`);
  });
  const rest = programsOf(folder, PROGRAMS);
  const children = descendantsOf(rest);
  await endProcesses([...children, ...strayTasks(folder)], "SIGKILL");
  await endProcesses(rest);
  removeCgroups(folder);
  unmountBelow(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Pids of a folder's skepds, managers and keepers: each names a path in it as an argument. */
export function programsOf(
  folder: string,
  programs: readonly string[] = PROGRAMS,
): readonly number[] {
  return allPids().filter((pid) => {
    const words = readProc(pid, "cmdline").split("\0");
    return (
      words.some((word) => programs.some((program) => word.endsWith(program))) &&
      words.some((word) => word.startsWith(`${folder}/`))
    );
  });
}

function allPids(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number);
}

function descendantsOf(pids: readonly number[]): readonly number[] {
  const parents = new Map(
    allPids().map((pid) => [pid, Number(/^PPid:\s+(\d+)$/m.exec(readProc(pid, "status"))?.[1])]),
  );
  const found = new Set(pids);
  // A child may have a lower pid than its parent, so one pass is not enough.
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found].filter((pid) => !pids.includes(pid));
}

/** Process tasks whose keeper was killed too: known by what it wrote down of them. */
function strayTasks(folder: string): readonly number[] {
  const pids = taskFolders(folder).flatMap((task) => pidOfTask(join(task, "state.json")));
  return [...pids, ...descendantsOf(pids)];
}

function removeCgroups(folder: string): void {
  const version = cgroupVersion();
  if (version === null) return;
  for (const task of taskFolders(folder)) removeCgroup(version, basename(task));
}

/** Folders of process tasks that were not removed, each named by its task. */
function taskFolders(folder: string): readonly string[] {
  return childrenIn(folder).flatMap((node) => {
    const tasks = join(folder, node, "data", "process");
    return childrenIn(tasks)
      .map((name) => join(tasks, name))
      .filter((task) => existsSync(join(task, "launch.json")));
  });
}

function pidOfTask(file: string): readonly number[] {
  try {
    const state = JSON.parse(readFileSync(file, "utf8")) as { pid: number; startTicks: string };
    return startTicksOf(state.pid) === state.startTicks ? [state.pid] : [];
  } catch {
    return []; // it never started
  }
}

async function removeServices(folder: string): Promise<void> {
  const deadline = Date.now() + SERVICES_TIMEOUT_MS;
  for (const node of childrenIn(folder)) {
    const socket = join(folder, node, "skep.sock");
    if (!existsSync(socket)) continue;
    const api = new ApiClient(targetFrom(`unix://${socket}`));
    const signal = (): AbortSignal => AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    try {
      for (const service of await api.call<ApiService[]>("/services", { signal: signal() })) {
        await api.call(`/services/${service.ID}`, { method: "DELETE", signal: signal() });
      }
      const tasks = (): Promise<ApiTask[]> => api.call("/tasks", { signal: signal() });
      while (Date.now() < deadline && (await tasks()).length > 0) await sleep(POLL_MS);
      return;
    } catch {
      // A worker, or it has ended or has no quorum: the next one may know better.
    }
  }
}

/** The engine's containers that a killed skepd can't remove any more. */
async function removeContainers(folder: string): Promise<void> {
  const engine = readClusterFile(folder)?.engine;
  if (engine === null || engine === undefined) return;
  const api = new ApiClient(targetFrom(`unix://${engine}`));
  for (const node of childrenIn(folder)) {
    const id = nodeIdIn(join(folder, node));
    if (id === undefined) continue;
    const filters = JSON.stringify({ label: [`${NODE_LABEL}=${id}`] });
    await removeAll(api, filters);
  }
}

async function removeNetworks(folder: string): Promise<void> {
  const engine = readClusterFile(folder)?.engine;
  if (engine === null || engine === undefined) return;
  const options = { engine: `unix://${engine}`, clock: systemClock, logger: silentLogger };
  await clearNetworks(options, AbortSignal.timeout(NETWORKS_TIMEOUT_MS));
}

/** Until none is listed: the engine may be removing one already, and refuses to be told again. */
async function removeAll(api: ApiClient, filters: string): Promise<void> {
  const deadline = Date.now() + CONTAINERS_TIMEOUT_MS;
  const query = { all: true, filters };
  for (let problem: unknown; ; await sleep(POLL_MS)) {
    const left = await api.call<{ Id: string }[]>("/containers/json", { query });
    if (left.length === 0) return;
    if (Date.now() > deadline) throw problem ?? new Error(`${left.length} containers are left`);
    for (const { Id } of left) {
      const gone = { method: "DELETE", query: { force: true, v: true } } as const;
      await api.call(`/containers/${Id}`, gone).catch((error: unknown) => {
        problem = error;
      });
    }
  }
}

function nodeIdIn(home: string): string | undefined {
  try {
    const state = readFileSync(join(home, "data", "swarm", "state.json"), "utf8");
    return (JSON.parse(state) as { nodeId?: string }).nodeId;
  } catch {
    return undefined; // it never joined
  }
}

function unmountBelow(folder: string): void {
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${folder}/`));
  // The innermost first.
  for (const path of mounts.toReversed()) spawnSync("umount", ["-l", path]);
}

function childrenIn(folder: string): readonly string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // it has ended meanwhile
  }
}
