/** The runtime on a Docker engine (20.10 and newer) or another that speaks its API. */
import { setMaxListeners } from "node:events";
import type { Clock } from "../../../shared/clock.ts";
import type { Driver } from "../../../shared/domain/spec.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { readUsage } from "../../stats/cgroup-driver.ts";
import type { TaskFiles } from "../files-driver.ts";
import {
  type LogChunk,
  type LogRequest,
  type Observed,
  type RunnableTask,
  type Runtime,
  type RuntimeEvent,
  TaskRejected,
  type UsageSample,
} from "../runtime.ts";
import { Slots } from "../slots.ts";
import { EngineClient, EngineError } from "./adapters/engine-client.ts";
import { speaks } from "./address.ts";
import {
  type ContainerPlan,
  containerPlan,
  NODE_LABEL,
  TASK_LABEL,
  taskTemplate,
} from "./container-plan.ts";
import type {
  EngineContainer,
  EngineEvent,
  EngineInfo,
  EngineListItem,
  EngineStats,
} from "./engine-types.ts";
import { EngineEvents } from "./events-driver.ts";
import { frameDecoder, hasAttributes, lineDecoder } from "./log-frames.ts";
import { descriptionFrom, observedFrom, taskOfLabels, usageFrom } from "./observed.ts";
import { ImagePuller } from "./pull-driver.ts";

export interface DockerRuntimeOptions {
  /** `unix:///run/docker.sock` or `tcp://host:port`. */
  readonly engine: string;
  readonly files: TaskFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The cluster's default log driver, which may change. */
  readonly defaultLogDriver?: () => Driver | undefined;
  /** Creations and starts at a time; more only make the engine's disk and kernel contend. */
  readonly concurrency?: number;
}

const DEFAULT_CONCURRENCY = 8;
/** Beyond the grace period, until the engine must have answered a stop. */
const STOP_SLACK_MS = 60_000;
const STOP_SIGNAL_SINCE = "1.42";
const PROBE_BOUND_MS = 2_000;
const REMOVAL_POLL_MS = 50;
const REMOVAL_BOUND_MS = 30_000;
const NAME_BOUND_MS = 30_000;

export class DockerRuntime implements Runtime {
  readonly name = "docker";
  readonly #options: DockerRuntimeOptions;
  readonly #client: EngineClient;
  readonly #puller: ImagePuller;
  readonly #events: EngineEvents;
  readonly #slots: Slots;
  /** Of containers that we made or saw; a miss asks the engine. */
  readonly #containerIds = new Map<TaskId, string>();
  readonly #pids = new Map<TaskId, number>();
  readonly #preparing = new Set<TaskId>();

  constructor(options: DockerRuntimeOptions) {
    this.#options = options;
    this.#client = new EngineClient(options.engine);
    this.#puller = new ImagePuller(this.#client, () => options.clock.now());
    this.#slots = new Slots(options.concurrency ?? DEFAULT_CONCURRENCY);
    this.#events = new EngineEvents({
      client: this.#client,
      clock: options.clock,
      logger: options.logger,
      healthOf: (event) => this.#lastProbe(event),
    });
  }

  /** Ends idle connections. */
  close(): void {
    this.#client.close();
  }

  async describe(signal: AbortSignal): ReturnType<Runtime["describe"]> {
    return descriptionFrom(await this.#client.call<EngineInfo>("GET", "/info", {}, signal));
  }

  async prepare(runnable: RunnableTask, signal: AbortSignal): Promise<Observed> {
    const { id } = runnable.task;
    if (this.#containerIds.has(id)) {
      const existing = await this.inspect(id, signal);
      if (existing !== undefined) return existing;
    }
    this.#preparing.add(id);
    try {
      return await this.#create(runnable, signal);
    } finally {
      this.#preparing.delete(id);
    }
  }

  async #create(runnable: RunnableTask, signal: AbortSignal): Promise<Observed> {
    const { id } = runnable.task;
    const image = taskTemplate(runnable).ContainerSpec?.Image ?? "";
    if (image !== "") await this.#puller.ensure(image, runnable.registryAuth, signal);
    const logDriver = this.#options.defaultLogDriver?.();
    const plan = containerPlan(runnable, {
      apiVersion: await this.#client.version(signal),
      files: await this.#options.files.place(runnable),
      ...(logDriver !== undefined && { logDriver }),
    });
    return this.#slots.run(signal, async () => {
      this.#containerIds.set(id, await this.#createOrAdopt(id, plan, signal));
      for (const { network, endpoint } of plan.connect) {
        await this.#connect(id, network, endpoint, signal);
      }
      return this.#observe(id, signal);
    });
  }

  /**
   * A container of the same name is ours from before, or a stranger in the way. The engine reserves
   * a name before it shows the container: a call that an earlier agent gave up may be in between.
   */
  async #createOrAdopt(id: TaskId, plan: ContainerPlan, signal: AbortSignal): Promise<string> {
    const request = { query: { name: plan.name }, body: plan.body };
    const untilMs = this.#options.clock.now() + NAME_BOUND_MS;
    for (;;) {
      try {
        const path = "/containers/create";
        return (await this.#client.call<{ Id: string }>("POST", path, request, signal)).Id;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.status >= 500) throw new ClusterError("UNKNOWN", error.message, { cause: error });
        const existing = error.status === 409 ? await this.#fetch(plan.name, signal) : undefined;
        if (existing !== undefined && taskOfLabels(existing.Config?.Labels) === id) {
          return existing.Id;
        }
        const hidden = error.status === 409 && existing === undefined;
        if (!hidden || this.#options.clock.now() > untilMs) {
          throw new TaskRejected(error.message, { cause: error });
        }
        await this.#pause(REMOVAL_POLL_MS);
      }
    }
  }

  async #connect(
    id: TaskId,
    network: string,
    endpoint: object,
    signal: AbortSignal,
  ): Promise<void> {
    const body = { Container: this.#containerIds.get(id), EndpointConfig: endpoint };
    const path = `/networks/${encodeURIComponent(network)}/connect`;
    try {
      await this.#client.call("POST", path, { body }, signal);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A retried preparation: it is connected already.
      if (/already (exists|attached)/i.test(error.message)) return;
      if (error.status < 500) throw new TaskRejected(error.message, { cause: error });
      throw new ClusterError("UNKNOWN", error.message, { cause: error });
    }
  }

  async start(taskId: TaskId, signal: AbortSignal): Promise<Observed> {
    const before = await this.#observe(taskId, signal);
    // One that has run is not run again: a task is one run.
    if (before.state !== "created") return before;
    return this.#slots.run(signal, async () => {
      try {
        await this.#client.call("POST", `/containers/${before.containerId}/start`, {}, signal);
      } catch (error) {
        // The engine tried and said why not; the container keeps its words as State.Error.
        if (!(error instanceof EngineError)) throw error;
        throw new TaskRejected(`starting container failed: ${error.message}`, { cause: error });
      }
      return this.#observe(taskId, signal);
    });
  }

  async inspect(taskId: TaskId, signal: AbortSignal): Promise<Observed | undefined> {
    const containerId = await this.#find(taskId, signal);
    if (containerId === undefined) return undefined;
    const container = await this.#fetch(containerId, signal);
    if (container === undefined) {
      this.#forget(taskId);
      return undefined;
    }
    const observed = observedFrom(taskId, container);
    this.#pids.set(taskId, observed.pid);
    return observed;
  }

  async stop(
    taskId: TaskId,
    stopSignal: string,
    graceMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const containerId = await this.#find(taskId, signal);
    if (containerId === undefined) return;
    // Older engines take the signal that the container was made with.
    const named =
      stopSignal !== "" && speaks(await this.#client.version(signal), STOP_SIGNAL_SINCE);
    const query = {
      t: Math.ceil(graceMs / 1000),
      signal: named ? stopSignal : undefined,
    };
    const request = { query, timeoutMs: graceMs + STOP_SLACK_MS };
    try {
      await this.#client.call("POST", `/containers/${containerId}/stop`, request, signal);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.status === 404) return;
      throw new ClusterError("UNKNOWN", error.message, { cause: error });
    }
  }

  async remove(taskId: TaskId, signal: AbortSignal): Promise<void> {
    const containerId = await this.#find(taskId, signal);
    if (containerId !== undefined) {
      await this.#slots.run(signal, () => this.#delete(containerId, signal));
    }
    this.#forget(taskId);
    await this.#options.files.remove(taskId);
  }

  async #delete(containerId: string, signal: AbortSignal): Promise<void> {
    const untilMs = this.#options.clock.now() + REMOVAL_BOUND_MS;
    for (;;) {
      try {
        const request = { query: { v: true, force: true } };
        await this.#client.call("DELETE", `/containers/${containerId}`, request, signal);
        return;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.status === 404) return;
        // 409: a removal is under way; wait until it is done.
        const again = error.status === 409 && this.#options.clock.now() < untilMs;
        if (!again) throw new ClusterError("UNKNOWN", error.message, { cause: error });
        await this.#pause(REMOVAL_POLL_MS);
      }
    }
  }

  async list(nodeId: NodeId, signal: AbortSignal): Promise<readonly Observed[]> {
    const items = await this.#listByLabels([`${NODE_LABEL}=${nodeId}`, TASK_LABEL], signal);
    const tasks = items.flatMap(({ Id, Labels }) => {
      const taskId = taskOfLabels(Labels);
      if (taskId === undefined) return [];
      this.#containerIds.set(taskId, Id);
      return [taskId];
    });
    await this.#options.files.keepOnly(new Set([...tasks, ...this.#preparing]));
    const slots = new Slots(DEFAULT_CONCURRENCY);
    const found = await Promise.all(
      tasks.map((taskId) => slots.run(signal, () => this.inspect(taskId, signal))),
    );
    return found.filter((observed) => observed !== undefined);
  }

  watch(onEvent: (event: RuntimeEvent) => void): { close(): void } {
    return this.#events.watch(onEvent);
  }

  async usage(taskIds: readonly TaskId[], signal: AbortSignal): Promise<readonly UsageSample[]> {
    setMaxListeners(0, signal);
    const slots = new Slots(DEFAULT_CONCURRENCY);
    const samples = await Promise.all(
      taskIds.map((taskId) => slots.run(signal, () => this.#sample(taskId, signal))),
    );
    return samples.filter((sample) => sample !== undefined);
  }

  async #sample(taskId: TaskId, signal: AbortSignal): Promise<UsageSample | undefined> {
    const containerId = await this.#find(taskId, signal);
    if (containerId === undefined) return undefined;
    const pid = this.#pids.get(taskId) || (await this.inspect(taskId, signal))?.pid || 0;
    const sample = await readUsage(taskId, pid, containerId);
    if (sample !== null) return sample;
    const now = await this.inspect(taskId, signal);
    if (now?.state !== "running") return undefined;
    const path = `/containers/${containerId}/stats`;
    const query = { stream: false, "one-shot": true };
    try {
      return usageFrom(
        taskId,
        await this.#client.call<EngineStats>("GET", path, { query }, signal),
      );
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  async *logs(taskId: TaskId, request: LogRequest, signal: AbortSignal): AsyncIterable<LogChunk> {
    const containerId = await this.#find(taskId, signal);
    const container =
      containerId === undefined ? undefined : await this.#fetch(containerId, signal);
    if (container === undefined) throw noContainer(taskId);
    const details = hasAttributes(container.HostConfig?.LogConfig?.Config ?? {});
    const query = {
      stdout: request.stdout,
      stderr: request.stderr,
      follow: request.follow,
      timestamps: true,
      details,
      tail: request.tail < 0 ? "all" : request.tail,
      since: request.sinceMs > 0 ? (request.sinceMs / 1000).toFixed(3) : undefined,
    };
    const path = `/containers/${container.Id}/logs`;
    const decoder = container.Config?.Tty === true ? lineDecoder(details) : frameDecoder(details);
    try {
      // A container may be silent for days: only the signal and the engine end the stream.
      const stream = { query, timeoutMs: request.follow ? 0 : STOP_SLACK_MS };
      const response = await this.#client.stream("GET", path, stream, signal);
      for await (const part of response) yield* decoder.push(part as Uint8Array);
      yield* decoder.end();
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof EngineError)) throw error;
      const code = error.status === 404 ? "NOT_FOUND" : "FAILED_PRECONDITION";
      throw new ClusterError(code, error.message, { cause: error });
    }
  }

  async #observe(taskId: TaskId, signal: AbortSignal): Promise<Observed> {
    const observed = await this.inspect(taskId, signal);
    if (observed === undefined) throw noContainer(taskId);
    return observed;
  }

  async #find(taskId: TaskId, signal: AbortSignal): Promise<string | undefined> {
    const known = this.#containerIds.get(taskId);
    if (known !== undefined) return known;
    const [item] = await this.#listByLabels([`${TASK_LABEL}=${taskId}`], signal);
    if (item !== undefined) this.#containerIds.set(taskId, item.Id);
    return item?.Id;
  }

  #listByLabels(label: readonly string[], signal: AbortSignal): Promise<readonly EngineListItem[]> {
    const query = { all: true, filters: JSON.stringify({ label }) };
    return this.#client.call("GET", "/containers/json", { query }, signal);
  }

  async #fetch(idOrName: string, signal: AbortSignal): Promise<EngineContainer | undefined> {
    const path = `/containers/${encodeURIComponent(idOrName)}/json`;
    try {
      return await this.#client.call<EngineContainer>("GET", path, {}, signal);
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  #forget(taskId: TaskId): void {
    this.#containerIds.delete(taskId);
    this.#pids.delete(taskId);
  }

  async #lastProbe(event: EngineEvent): Promise<{ output: string; exitCode: number }> {
    const bound = AbortSignal.timeout(PROBE_BOUND_MS);
    // An engine that has no time to tell what was said keeps nobody from acting on it.
    const container = await this.#fetch(event.Actor?.ID ?? "", bound).catch(() => undefined);
    const last = container?.State.Health?.Log?.at(-1);
    return { output: last?.Output ?? "", exitCode: last?.ExitCode ?? 0 };
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#options.clock.after(delayMs, resolve));
  }
}

function noContainer(taskId: TaskId): ClusterError {
  return new ClusterError("NOT_FOUND", `No such container: task ${taskId}`);
}
