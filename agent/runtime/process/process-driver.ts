/**
 * The runtime for machines without a container engine: a task is a supervised process of the host.
 * What is true of a task lies on disk; a keeper process of its own is the parent of all commands,
 * so they survive the agent. See README.md.
 */
import { access, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import * as os from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../../shared/clock.ts";
import type { Labels } from "../../../shared/domain/spec.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { HealthLoop } from "../../health/loop.ts";
import { readCgroupUsage } from "../../stats/cgroup-driver.ts";
import { readSessionUsage } from "../../stats/session-driver.ts";
import type { TaskFiles } from "../files-driver.ts";
import {
  type HealthStatus,
  type LogChunk,
  type LogRequest,
  type Observed,
  type RunnableTask,
  type Runtime,
  type RuntimeEvent,
  TaskRejected,
  type UsageSample,
} from "../runtime.ts";
import {
  type CgroupVersion,
  cgroupPaths,
  cgroupVersion,
  killCgroup,
  removeCgroup,
} from "./cgroup-driver.ts";
import { isTaskFolderName } from "./keeper/protocol.ts";
import { KeeperLink } from "./keeper-driver.ts";
import type { ExitRecord, Launch, StartedRecord } from "./launch.ts";
import { readLog } from "./log-reader-driver.ts";
import { bindablePorts } from "./ports-driver.ts";
import { runProbe } from "./probe-driver.ts";
import { portEnv, processPlan } from "./process-plan.ts";
import {
  isAlive,
  isKept,
  namespaceInit,
  readDocument,
  writeDocument,
} from "./task-folder-driver.ts";

export interface ProcessRuntimeOptions {
  readonly dataRoot: string;
  readonly files: TaskFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly engineLabels?: Labels;
  /** The keeper's compiled program; by default the one beside this file. */
  readonly keeper?: string;
}

interface Known {
  readonly launch: Launch;
  readonly started: StartedRecord | null;
  readonly exit: ExitRecord | null;
}

const EXIT_POLL_MS = 200;
const KILL_BOUND_MS = 10_000;
const CGROUP_ROUNDS = 50;
const CGROUP_PAUSE_MS = 20;
const KILLED = 128 + 9;

export class ProcessRuntime implements Runtime {
  readonly name = "process";
  readonly #options: ProcessRuntimeOptions;
  readonly #root: string;
  readonly #volumes: string;
  readonly #keeper: KeeperLink;
  readonly #health: HealthLoop;
  readonly #cgroups: CgroupVersion | null;
  readonly #isRoot: boolean;
  readonly #watchers = new Set<(event: RuntimeEvent) => void>();
  readonly #exitWaiters = new Map<string, Set<() => void>>();

  constructor(options: ProcessRuntimeOptions) {
    this.#options = options;
    this.#root = join(options.dataRoot, "process");
    this.#volumes = join(options.dataRoot, "process-volumes");
    this.#isRoot = process.getuid?.() === 0;
    this.#cgroups = cgroupVersion();
    const here = dirname(fileURLToPath(import.meta.url));
    this.#keeper = new KeeperLink({
      root: this.#root,
      program: options.keeper ?? join(here, "keeper", "main.js"),
      clock: options.clock,
      onStarted: (taskId) => this.#emit({ kind: "changed", taskId: taskId as TaskId }),
      onExited: (taskId) => this.#exited(taskId as TaskId),
      onLost: () => this.#emit({ kind: "resync" }),
    });
    this.#health = new HealthLoop({
      clock: options.clock,
      probe: (taskId, _plan, signal) => this.#probe(taskId, signal),
      onChange: (taskId, status, { output, exitCode }) => {
        void this.#keepHealth(taskId, status);
        this.#emit({ kind: "health", taskId, status, output, exitCode });
      },
    });
  }

  /** Lets go of the keeper; what runs goes on. */
  close(): void {
    this.#health.close();
    this.#keeper.close();
  }

  async describe(): ReturnType<Runtime["describe"]> {
    const isolation = [
      ...(this.#isRoot ? ["namespaces"] : []),
      ...(this.#cgroups === null ? [] : ["limits"]),
    ];
    const machineId = await readFile("/etc/machine-id", "utf8").catch(() => "");
    return {
      hostname: os.hostname(),
      os: "linux",
      architecture: os.machine(),
      resources: {
        nanoCpus: os.availableParallelism() * 1e9,
        memoryBytes: os.totalmem(),
        generic: [],
      },
      engineVersion: "process",
      engineLabels: {
        "skep.isolation": isolation.join(",") || "none",
        ...this.#options.engineLabels,
      },
      plugins: [
        { type: "Log", name: "json-file" },
        { type: "Log", name: "local" },
        { type: "Network", name: "host" },
        { type: "Volume", name: "local" },
      ],
      runtime: "process",
      engineId: machineId.trim(),
    };
  }

  async prepare(runnable: RunnableTask, signal: AbortSignal): Promise<Observed> {
    signal.throwIfAborted();
    const { id } = runnable.task;
    const existing = await this.inspect(id);
    if (existing !== undefined) return existing;
    const folder = this.#folder(id);
    const context = {
      isRoot: this.#isRoot,
      cgroups: this.#cgroups !== null,
      volumeFolder: this.#volumes,
      passwd: await readFile("/etc/passwd", "utf8").catch(() => ""),
      group: await readFile("/etc/group", "utf8").catch(() => ""),
    };
    // Planned once without files: what is refused leaves nothing behind.
    processPlan(runnable, { ...context, files: [] });
    const files = await this.#options.files.place(runnable);
    if (files.length > 0 && !this.#isRoot) {
      throw new TaskRejected("ContainerSpec.Secrets: need mounts, and the agent is not root");
    }
    const launch = processPlan(runnable, { ...context, files });
    await this.#ensureMountSources(launch);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readDocument(folder, "launch.json")) === null) {
      writeDocument(folder, "launch.json", launch);
    }
    return this.#find(id);
  }

  async #ensureMountSources(launch: Launch): Promise<void> {
    for (const { kind, source } of launch.mounts) {
      if (kind !== "bind") continue;
      if (source.startsWith(`${this.#volumes}/`)) {
        await mkdir(source, { recursive: true, mode: 0o755 });
      } else if (!(await exists(source))) {
        throw new TaskRejected(
          `invalid mount config for type "bind": bind source path does not exist: ${source}`,
        );
      }
    }
  }

  async start(taskId: TaskId, signal: AbortSignal): Promise<Observed> {
    signal.throwIfAborted();
    const known = await this.#read(taskId);
    if (known === null) throw noTask(taskId);
    if (known.started === null && known.exit === null) {
      const ports = await bindablePorts(known.launch.ports);
      try {
        await this.#keeper.call({ op: "start", taskId, ports, env: portEnv(ports) });
      } catch (error) {
        if (!(error instanceof ClusterError) || error.code !== "UNKNOWN") throw error;
        throw new TaskRejected(error.message, { cause: error });
      }
    }
    return this.#find(taskId);
  }

  async inspect(taskId: TaskId): Promise<Observed | undefined> {
    const known = await this.#read(taskId);
    if (known === null) return undefined;
    const { launch, started } = known;
    const exit = known.exit ?? (await this.#endIfUnkept(launch, started));
    if (exit !== null) this.#health.drop(taskId);
    else if (started !== null && launch.health !== null) {
      const known = await this.#lastHealth(taskId);
      this.#health.add(taskId, launch.health, started.startedMs, known);
    }
    return observed(taskId, { launch, started, exit }, this.#health.status(taskId));
  }

  /** So that an agent that restarts does not take a healthy task for one that starts. */
  async #keepHealth(taskId: TaskId, status: string): Promise<void> {
    try {
      await writeFile(join(this.#folder(taskId), "health"), status, { mode: 0o600 });
    } catch (error) {
      this.#options.logger.debug({ taskId, error }, "the task was removed while it was probed");
    }
  }

  async #lastHealth(taskId: TaskId): Promise<"healthy" | "unhealthy" | undefined> {
    if (this.#health.status(taskId) !== "none") return undefined;
    const text = await readFile(join(this.#folder(taskId), "health"), "utf8").catch(() => "");
    return text === "healthy" || text === "unhealthy" ? text : undefined;
  }

  /**
   * A process that nobody keeps any more: the machine was restarted, or the keeper was killed. Its
   * output and exit code are lost, so it is ended and said to have failed.
   */
  async #endIfUnkept(launch: Launch, started: StartedRecord | null): Promise<ExitRecord | null> {
    if (started === null || isKept(started)) return null;
    const folder = this.#folder(launch.taskId);
    // The keeper may have gone after its last task's end, which it has recorded then.
    const recorded = await readDocument(folder, "exit.json");
    if (recorded !== null) return recorded;
    if (isAlive(started)) {
      const init = launch.namespaces ? namespaceInit(started.pid) : null;
      for (const pid of [init, -started.pid]) if (pid !== null) kill(pid);
    }
    if (this.#cgroups !== null && launch.limits !== null) {
      killCgroup(this.#cgroups, launch.taskId);
    }
    const record = {
      exitCode: KILLED,
      oomKilled: false,
      error: "the machine or the keeper of the process went down; its exit code is unknown",
      finishedMs: this.#options.clock.now(),
    };
    writeDocument(folder, "exit.json", record);
    return record;
  }

  async stop(
    taskId: TaskId,
    stopSignal: string,
    graceMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const before = await this.inspect(taskId);
    if (before?.state !== "running") return;
    const known = await this.#read(taskId);
    const wanted = stopSignal || known?.launch.stopSignal || "SIGTERM";
    if (graceMs > 0) {
      await this.#keeper.call({ op: "signal", taskId, signal: wanted });
      if (await this.#exitWithin(taskId, graceMs, signal)) return;
    }
    await this.#keeper.call({ op: "kill", taskId });
    if (await this.#exitWithin(taskId, KILL_BOUND_MS, signal)) return;
    throw new ClusterError("DEADLINE_EXCEEDED", `task ${taskId} does not end after KILL`);
  }

  async #exitWithin(taskId: TaskId, boundMs: number, signal: AbortSignal): Promise<boolean> {
    const untilMs = this.#options.clock.now() + boundMs;
    for (;;) {
      signal.throwIfAborted();
      const now = await this.inspect(taskId);
      if (now?.state !== "running") return true;
      const leftMs = untilMs - this.#options.clock.now();
      if (leftMs <= 0) return false;
      await this.#nextExit(taskId, Math.min(leftMs, EXIT_POLL_MS), signal);
    }
  }

  #nextExit(taskId: TaskId, boundMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#exitWaiters.get(taskId) ?? new Set();
      this.#exitWaiters.set(taskId, waiting);
      const done = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", done);
        waiting.delete(done);
        if (waiting.size === 0) this.#exitWaiters.delete(taskId);
        resolve();
      };
      waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
      const timer = this.#options.clock.after(boundMs, done);
    });
  }

  async remove(taskId: TaskId, signal: AbortSignal): Promise<void> {
    let known = await this.#read(taskId);
    // An agent that is dead by now may have asked for its start: the keeper ends that as well.
    if (known?.started === null && known.exit === null && (await this.#keeper.find())) {
      await this.#keeper.call({ op: "kill", taskId });
      known = await this.#read(taskId);
    }
    if (known !== null) {
      if ((await this.inspect(taskId))?.state === "running") {
        await this.#keeper.call({ op: "kill", taskId });
        await this.#exitWithin(taskId, KILL_BOUND_MS, signal);
      }
      this.#health.drop(taskId);
      await this.#removeCgroup(known.launch);
      for (const volume of known.launch.anonymousVolumes) {
        await rm(volume, { recursive: true, force: true });
      }
      await rm(this.#folder(taskId), { recursive: true, force: true });
      this.#emit({ kind: "changed", taskId });
    }
    await this.#options.files.remove(taskId);
  }

  async #removeCgroup(launch: Launch): Promise<void> {
    if (this.#cgroups === null || launch.limits === null) return;
    for (let round = 0; round < CGROUP_ROUNDS; round++) {
      if (removeCgroup(this.#cgroups, launch.taskId)) return;
      await this.#pause(CGROUP_PAUSE_MS);
    }
    const { taskId } = launch;
    this.#options.logger.warn({ taskId }, "a task's cgroup is still held and stays behind");
  }

  async list(nodeId: NodeId): Promise<readonly Observed[]> {
    await this.#keeper.find();
    const names = (await readdir(this.#root).catch(() => [])).filter(isTaskFolderName);
    // All nodes that share this folder: their files are not ours to clear away.
    await this.#options.files.keepOnly(new Set(names));
    const found: Observed[] = [];
    for (const name of names) {
      const launch = await readDocument(this.#folder(name), "launch.json");
      if (launch?.nodeId !== nodeId) continue;
      const one = await this.inspect(name as TaskId);
      if (one !== undefined) found.push(one);
    }
    return found;
  }

  watch(onEvent: (event: RuntimeEvent) => void): { close(): void } {
    this.#watchers.add(onEvent);
    // Exits of what runs already are told from now on; no keeper means nothing runs.
    void this.#keeper.find();
    return { close: () => void this.#watchers.delete(onEvent) };
  }

  async usage(taskIds: readonly TaskId[]): Promise<readonly UsageSample[]> {
    const samples: UsageSample[] = [];
    for (const taskId of taskIds) {
      const known = await this.#read(taskId);
      if (known === null || known.started === null || known.exit !== null) continue;
      const sample =
        known.started.cgroup && this.#cgroups !== null
          ? await readCgroupUsage(taskId, cgroupPaths(this.#cgroups, taskId))
          : await readSessionUsage(taskId, known.started.pid);
      if (sample !== null) samples.push(sample);
    }
    return samples;
  }

  async *logs(taskId: TaskId, request: LogRequest, signal: AbortSignal): AsyncIterable<LogChunk> {
    if ((await this.#read(taskId)) === null) throw noTask(taskId);
    const hasEnded = async (): Promise<boolean> =>
      (await this.inspect(taskId))?.state !== "running";
    yield* readLog(
      { folder: this.#folder(taskId), clock: this.#options.clock, hasEnded },
      request,
      signal,
    );
  }

  async #probe(taskId: TaskId, signal: AbortSignal): Promise<{ exitCode: number; output: string }> {
    const known = await this.#read(taskId);
    if (known === null || known.started === null || known.exit !== null) {
      return { exitCode: -1, output: "the process does not run" };
    }
    return runProbe(known.launch, known.started, portEnv(known.started.ports), signal);
  }

  async #read(taskId: string): Promise<Known | null> {
    const folder = this.#folder(taskId);
    const launch = await readDocument(folder, "launch.json");
    if (launch === null) return null;
    const started = await readDocument(folder, "state.json");
    return { launch, started, exit: await readDocument(folder, "exit.json") };
  }

  async #find(taskId: TaskId): Promise<Observed> {
    const found = await this.inspect(taskId);
    if (found === undefined) throw noTask(taskId);
    return found;
  }

  #folder(taskId: string): string {
    if (!isTaskFolderName(taskId)) {
      throw new ClusterError("INVALID_ARGUMENT", `task id "${taskId}" is not of base 36`);
    }
    return join(this.#root, taskId);
  }

  #exited(taskId: TaskId): void {
    for (const done of [...(this.#exitWaiters.get(taskId) ?? [])]) done();
    this.#health.drop(taskId);
    this.#emit({ kind: "changed", taskId });
  }

  #emit(event: RuntimeEvent): void {
    for (const watcher of [...this.#watchers]) watcher(event);
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#options.clock.after(delayMs, resolve));
  }
}

function observed(
  taskId: TaskId,
  { launch, started, exit }: Known,
  health: HealthStatus,
): Observed {
  const state = exit !== null ? "exited" : started === null ? "created" : "running";
  return {
    taskId,
    containerId: `process-${taskId}`,
    state,
    pid: state === "running" ? (started?.pid ?? 0) : 0,
    health: state === "running" && launch.health !== null ? health : "none",
    exitCode: exit?.exitCode ?? 0,
    oomKilled: exit?.oomKilled ?? false,
    error: exit?.error ?? "",
    startedMs: started?.startedMs ?? null,
    finishedMs: exit?.finishedMs ?? null,
    ports:
      state === "running"
        ? (started?.ports ?? []).map((port) => ({ ...port, name: "", publishMode: "host" }))
        : [],
  };
}

function noTask(taskId: TaskId): ClusterError {
  return new ClusterError("NOT_FOUND", `No such process: task ${taskId}`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
