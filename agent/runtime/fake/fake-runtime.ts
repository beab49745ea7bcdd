/**
 * A runtime in memory, on virtual time. Its containers outlive the agent that uses it, as an
 * engine's would: a test that restarts an agent hands it the same FakeRuntime. A timer exists only
 * for a container that is about to change by itself; one that just runs costs an object.
 */
import type { Clock, Instant, Timer } from "../../../shared/clock.ts";
import type { Labels } from "../../../shared/domain/spec.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";
import type { Rng } from "../../../shared/rng.ts";
import { applyProbe, type HealthPlan, planHealth, startHealth } from "../../health/health.ts";
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
import { type FakeProfile, profileOf } from "./profile.ts";

export interface FakeRuntimeOptions {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly hostname?: string;
  readonly nanoCpus?: number;
  readonly memoryBytes?: number;
  readonly engineLabels?: Labels;
  /** Pull, start and stop times vary by up to this fraction, from the seed. */
  readonly jitter?: number;
}

interface FakeContainer {
  readonly taskId: TaskId;
  readonly nodeId: NodeId;
  readonly profile: FakeProfile;
  readonly health: HealthPlan | null;
  readonly ports: Observed["ports"];
  readonly memoryLimitBytes: number;
  state: Observed["state"];
  status: HealthStatus;
  pid: number;
  exitCode: number;
  oomKilled: boolean;
  startedMs: Instant | null;
  finishedMs: Instant | null;
  timers: Timer[];
  lines: LogChunk[];
}

const KILLED = 128 + 9;
const TERMINATED = 128 + 15;
const FIRST_PID = 1000;
const encoder = new TextEncoder();

export class FakeRuntime implements Runtime {
  readonly name = "fake";
  readonly #options: FakeRuntimeOptions;
  readonly #containers = new Map<TaskId, FakeContainer>();
  readonly #preparing = new Map<TaskId, Promise<FakeContainer>>();
  readonly #watchers = new Set<(event: RuntimeEvent) => void>();
  /** Resolved at each change of a container or its log; made only while somebody waits. */
  readonly #wakes = new Map<TaskId, Set<() => void>>();
  #nextPid = FIRST_PID;
  #queued: RuntimeEvent[] = [];

  constructor(options: FakeRuntimeOptions) {
    this.#options = options;
  }

  async describe(): ReturnType<Runtime["describe"]> {
    const { hostname = "fake", nanoCpus = 4e9, memoryBytes = 8 * 2 ** 30 } = this.#options;
    return {
      hostname,
      os: "linux",
      architecture: "x86_64",
      resources: { nanoCpus, memoryBytes, generic: [] },
      engineVersion: "fake",
      engineLabels: this.#options.engineLabels ?? {},
      plugins: [],
      runtime: "fake",
      engineId: `fake-${hostname}`,
    };
  }

  async prepare(task: RunnableTask, signal: AbortSignal): Promise<Observed> {
    const { id } = task.task;
    const existing = this.#containers.get(id);
    if (existing !== undefined) return observe(existing);
    const underway = this.#preparing.get(id) ?? this.#create(task, signal);
    this.#preparing.set(id, underway);
    try {
      return observe(await underway);
    } finally {
      this.#preparing.delete(id);
    }
  }

  async #create(runnable: RunnableTask, signal: AbortSignal): Promise<FakeContainer> {
    const { task, spec } = runnable;
    const profile = profileOf(spec);
    await this.#wait(profile.pullMs, signal);
    if (profile.pullError !== null) throw new ClusterError("UNAVAILABLE", profile.pullError);
    if (profile.rejection !== null) throw new TaskRejected(profile.rejection);
    const template = spec.TaskTemplate;
    const container: FakeContainer = {
      taskId: task.id,
      nodeId: task.nodeId,
      profile,
      health: planHealth(template?.ContainerSpec?.Healthcheck),
      ports: task.endpointPorts.filter((port) => port.publishMode === "host"),
      memoryLimitBytes: template?.Resources?.Limits?.MemoryBytes ?? 0,
      state: "created",
      status: "none",
      pid: 0,
      exitCode: 0,
      oomKilled: false,
      startedMs: null,
      finishedMs: null,
      timers: [],
      lines: [],
    };
    this.#containers.set(task.id, container);
    return container;
  }

  async start(taskId: TaskId, signal: AbortSignal): Promise<Observed> {
    const container = this.#find(taskId);
    if (container.state !== "created") return observe(container);
    await this.#wait(container.profile.startMs, signal);
    if (container.state === "created") this.#run(container);
    return observe(container);
  }

  #run(container: FakeContainer): void {
    const { profile, health, taskId } = container;
    container.state = "running";
    container.pid = this.#nextPid++;
    container.startedMs = this.#options.clock.now();
    // As an engine does: who asked for the start may be dead by now, and another agent there.
    this.#changed(taskId);
    if (profile.stdout !== null) this.writeLog(taskId, "stdout", `${profile.stdout}\n`);
    if (profile.stderr !== null) this.writeLog(taskId, "stderr", `${profile.stderr}\n`);
    if (profile.exitAfterMs !== null) {
      const { exitCode, oomKilled } = profile;
      this.#later(container, profile.exitAfterMs, () => this.exit(taskId, exitCode, oomKilled));
    }
    if (health === null) return;
    container.status = "starting";
    const exitCode = profile.probes === "pass" ? 0 : 1;
    const { status, afterMs } = settledHealth(health, exitCode);
    this.#later(container, afterMs, () => this.setHealth(taskId, status, exitCode));
  }

  async inspect(taskId: TaskId): Promise<Observed | undefined> {
    const container = this.#containers.get(taskId);
    return container === undefined ? undefined : observe(container);
  }

  async stop(
    taskId: TaskId,
    _stopSignal: string,
    graceMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const container = this.#containers.get(taskId);
    if (container?.state !== "running") return;
    const { stopMs } = container.profile;
    const obeys = stopMs !== null && stopMs <= graceMs;
    await this.#wait(obeys ? stopMs : graceMs, signal);
    this.exit(taskId, obeys ? TERMINATED : KILLED);
  }

  async remove(taskId: TaskId): Promise<void> {
    const container = this.#containers.get(taskId);
    if (container === undefined) return;
    this.exit(taskId, KILLED);
    this.#containers.delete(taskId);
    this.#changed(taskId);
  }

  async list(nodeId: NodeId): Promise<readonly Observed[]> {
    const mine: Observed[] = [];
    for (const container of this.#containers.values()) {
      if (container.nodeId === nodeId) mine.push(observe(container));
    }
    return mine;
  }

  watch(onEvent: (event: RuntimeEvent) => void): { close(): void } {
    this.#watchers.add(onEvent);
    return { close: () => void this.#watchers.delete(onEvent) };
  }

  async usage(taskIds: readonly TaskId[]): Promise<readonly UsageSample[]> {
    const samples: UsageSample[] = [];
    for (const taskId of taskIds) {
      const container = this.#containers.get(taskId);
      if (container?.state !== "running" || container.startedMs === null) continue;
      const seconds = (this.#options.clock.now() - container.startedMs) / 1000;
      samples.push({
        taskId,
        cpuSeconds: seconds / 20,
        memoryBytes: 16 * 2 ** 20,
        memoryLimitBytes: container.memoryLimitBytes,
        networkRxBytes: Math.floor(seconds * 1000),
        networkTxBytes: Math.floor(seconds * 2000),
        ioReadBytes: 4096,
        ioWriteBytes: Math.floor(seconds * 100),
        pids: 1,
      });
    }
    return samples;
  }

  async *logs(taskId: TaskId, request: LogRequest, signal: AbortSignal): AsyncIterable<LogChunk> {
    const container = this.#find(taskId);
    const wanted = (line: LogChunk): boolean =>
      request[line.stream] && line.timestampMs >= request.sinceMs;
    let read = container.lines.length;
    const past = container.lines.filter(wanted);
    yield* request.tail < 0 ? past : past.slice(past.length - Math.min(request.tail, past.length));
    while (request.follow && !signal.aborted) {
      while (read < container.lines.length) {
        const line = container.lines[read++];
        if (line !== undefined && wanted(line)) yield line;
      }
      if (container.state === "exited" || !this.#containers.has(taskId)) return;
      await this.#nextChange(taskId, signal);
    }
  }

  // What a test or a simulation does to containers from outside.

  /** What runs now, in the order in which it was created. */
  running(): readonly TaskId[] {
    const all = [...this.#containers.values()];
    return all.filter(({ state }) => state === "running").map(({ taskId }) => taskId);
  }

  /** The container's process ends. */
  exit(taskId: TaskId, exitCode: number, oomKilled = false): void {
    const container = this.#containers.get(taskId);
    if (container?.state !== "running") return;
    for (const timer of container.timers) timer.cancel();
    container.timers = [];
    container.state = "exited";
    container.exitCode = exitCode;
    container.oomKilled = oomKilled;
    container.finishedMs = this.#options.clock.now();
    container.pid = 0;
    this.#changed(taskId);
  }

  setHealth(
    taskId: TaskId,
    status: HealthStatus,
    exitCode: number = status === "healthy" ? 0 : 1,
  ): void {
    const container = this.#containers.get(taskId);
    if (container?.state !== "running" || container.status === status) return;
    container.status = status;
    this.#emit({ kind: "health", taskId, status, output: "", exitCode });
  }

  writeLog(taskId: TaskId, stream: "stdout" | "stderr", text: string): void {
    const timestampMs = this.#options.clock.now();
    const data = encoder.encode(text);
    this.#find(taskId).lines.push({ stream, timestampMs, timestampNanos: 0, data });
    this.#wake(taskId);
  }

  /** The machine lost power: everything that ran is dead, and the events are lost too. */
  reboot(): void {
    for (const { taskId } of this.#containers.values()) this.exit(taskId, KILLED);
    this.#queued = [];
    this.#emit({ kind: "resync" });
  }

  #find(taskId: TaskId): FakeContainer {
    const container = this.#containers.get(taskId);
    if (container === undefined) {
      throw new ClusterError("NOT_FOUND", `No such container: task ${taskId}`);
    }
    return container;
  }

  #later(container: FakeContainer, delayMs: number, fire: () => void): void {
    container.timers.push(this.#options.clock.after(delayMs, fire));
  }

  async #wait(baseMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (baseMs <= 0) return;
    const { clock, rng, jitter = 0 } = this.#options;
    const delayMs = baseMs * (1 + jitter * (rng.fraction() - 0.5));
    await new Promise<void>((resolve, reject) => {
      const aborted = (): void => {
        timer.cancel();
        reject(signal.reason);
      };
      const timer = clock.after(delayMs, () => {
        signal.removeEventListener("abort", aborted);
        resolve();
      });
      signal.addEventListener("abort", aborted, { once: true });
    });
  }

  #changed(taskId: TaskId): void {
    this.#emit({ kind: "changed", taskId });
    this.#wake(taskId);
  }

  /** Never calls a watcher from inside a call of its own. */
  #emit(event: RuntimeEvent): void {
    if (this.#watchers.size === 0) return;
    if (this.#queued.push(event) > 1) return;
    queueMicrotask(() => {
      const events = this.#queued;
      this.#queued = [];
      for (const queued of events) for (const watcher of [...this.#watchers]) watcher(queued);
    });
  }

  #wake(taskId: TaskId): void {
    const waiting = this.#wakes.get(taskId);
    this.#wakes.delete(taskId);
    for (const wake of waiting ?? []) wake();
  }

  #nextChange(taskId: TaskId, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#wakes.get(taskId) ?? new Set();
      this.#wakes.set(taskId, waiting);
      const wake = (): void => {
        signal.removeEventListener("abort", wake);
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}

function observe(container: FakeContainer): Observed {
  const { taskId, state, pid, status, exitCode, oomKilled, startedMs, finishedMs } = container;
  return {
    taskId,
    containerId: `fake-${taskId}`,
    state,
    pid,
    health: status,
    exitCode,
    oomKilled,
    error: "",
    startedMs,
    finishedMs,
    ports: state === "running" ? container.ports : [],
  };
}

/** The status that probes with a constant outcome lead to, and how long after the start. */
function settledHealth(
  plan: HealthPlan,
  exitCode: number,
): { status: HealthStatus; afterMs: number } {
  let state = startHealth(plan, 0);
  let atMs = 0;
  while (state.status === "starting") {
    atMs = state.nextProbeMs;
    state = applyProbe(plan, state, { beganMs: atMs, endedMs: atMs, exitCode });
  }
  return { status: state.status, afterMs: atMs };
}
