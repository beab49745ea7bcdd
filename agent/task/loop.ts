/**
 * The life of one task on this node: asks next-step.ts what to do, does it, tells the outcome.
 * One engine operation at a time per task; tasks do not wait for one another.
 */
import type { Clock, Timer } from "../../shared/clock.ts";
import type { Port, TaskStatus } from "../../shared/domain/objects.ts";
import { compareTaskStates, type DesiredState } from "../../shared/domain/task-state.ts";
import { messageOf } from "../../shared/errors.ts";
import type { TaskId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { NodeNetwork } from "../network/network.ts";
import {
  type ContainerNetworking,
  type HealthStatus,
  type Observed,
  type RunnableTask,
  type Runtime,
  TaskRejected,
} from "../runtime/runtime.ts";
import type { EngineSlots } from "./engine-slots.ts";
import {
  type EngineStep,
  type Networking,
  nextStep,
  type Verdict,
  verdictOfError,
} from "./next-step.ts";

/** What a task loop needs of its worker. */
export interface TaskHost {
  readonly runtime: Runtime;
  /** Absent: nobody asks for the tasks' networks (simulation). */
  readonly network?: NodeNetwork;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly slots: { readonly [K in SlottedStep["kind"]]: EngineSlots };
  runnable(id: TaskId): RunnableTask;
  /** Undefined: the task is not assigned (any more). */
  attachable(id: TaskId): AttachableTask | undefined;
  stopOf(id: TaskId): { readonly signal: string; readonly graceMs: number };
  /** Called on every change of the status, after which it is on its way to disk and manager. */
  onStatus(id: TaskId, status: TaskStatus): void;
  /** Nothing is left of it. */
  onForgotten(id: TaskId): void;
}

type SlottedStep = Exclude<EngineStep, { kind: "connect" | "release" }>;
type AttachableTask = Pick<RunnableTask, "task" | "spec">;

/** An engine that fails is asked again this often before its error counts as the task's. */
const MAX_ATTEMPTS = 3;
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;

export class TaskLoop {
  readonly id: TaskId;
  readonly #host: TaskHost;
  readonly #stopped: AbortSignal;
  #status: TaskStatus;
  #desired: DesiredState;
  #observed: Observed | undefined | "unasked" = "unasked";
  #unhealthy = false;
  #gone = false;
  #stale = false;
  #failures = 0;
  #networking: Networking;
  /** What `attach` said in this life of the agent. */
  #attached: ContainerNetworking | undefined;
  #operation: { readonly kind: EngineStep["kind"]; readonly abort: AbortController } | undefined;
  #retry: Timer | undefined;

  constructor(
    host: TaskHost,
    id: TaskId,
    status: TaskStatus,
    desired: DesiredState,
    signal: AbortSignal,
  ) {
    this.#host = host;
    this.id = id;
    this.#status = status;
    this.#desired = desired;
    this.#stopped = signal;
    // What an earlier life of the agent attached is not known: releasing nothing is harmless.
    this.#networking = host.network === undefined ? "unmanaged" : "attached";
  }

  get status(): TaskStatus {
    return this.#status;
  }

  get observed(): Observed | undefined {
    return this.#observed === "unasked" ? undefined : this.#observed;
  }

  /** The manager's view of the task. A state beyond ours is final news (orphaned, rejected). */
  assign(desired: DesiredState, status: TaskStatus): void {
    this.#gone = false;
    this.#desired = desired;
    this.adopt(status);
    this.#reconsider();
  }

  /** A status from elsewhere; only one that is further on counts. */
  adopt(status: TaskStatus): void {
    if (compareTaskStates(status.state, this.#status.state) > 0) this.#status = status;
  }

  /** The manager took the task away: stop it, remove its container, forget it. */
  release(): void {
    this.#gone = true;
    this.#reconsider();
  }

  /** The container may have changed. */
  look(): void {
    this.#stale = true;
    this.#giveUpConnecting();
    this.pump();
  }

  /** What a listing showed; nothing when an operation of our own knows better. */
  found(observed: Observed | undefined): void {
    if (this.#operation === undefined) this.#observed = observed;
  }

  healthIs(health: HealthStatus): void {
    const known = this.#observed;
    if (this.#operation === undefined && typeof known === "object" && known.state === "running") {
      this.#observed = { ...known, health };
    } else {
      // What the operation under way will answer may be older than this.
      this.#stale = true;
      this.#giveUpConnecting();
    }
    this.pump();
  }

  /** A network may keep us waiting: what becomes of the container meanwhile is not to wait. */
  #giveUpConnecting(): void {
    if (this.#operation?.kind !== "connect") return;
    this.#operation.abort.abort(new Error("the container changed"));
  }

  /** A wish changed: an operation that is of no use any more is given up. */
  #reconsider(): void {
    const ends = this.#gone || this.#desired === "shutdown" || this.#desired === "remove";
    if (ends) {
      // Only a prepare may be long and worth cutting; a start is awaited, to know what runs.
      if (this.#operation?.kind === "prepare") {
        this.#operation.abort.abort(new Error("the task is not wanted any more"));
      }
      this.#giveUpConnecting();
      this.#cancelRetry();
    }
    this.pump();
  }

  pump(): void {
    while (this.#operation === undefined && this.#retry === undefined && !this.#stopped.aborted) {
      if (this.#stale) {
        this.#stale = false;
        this.#observed = "unasked";
      }
      const step = nextStep({
        state: this.#status.state,
        desired: this.#desired,
        observed: this.#observed,
        unhealthy: this.#unhealthy,
        gone: this.#gone,
        networking: this.#networking,
        withdrawn: this.#status.withdrawn === true || !this.#hasNetworks,
      });
      if (step.kind === "wait") return;
      if (step.kind === "forget") {
        this.#host.onForgotten(this.id);
        return;
      }
      if (step.kind === "become") this.#become(step.verdict);
      else if (step.kind === "announce") this.#announce();
      else this.#operate(step);
    }
  }

  #become(verdict: Verdict): void {
    const { observed } = this;
    const container = observed && {
      containerId: observed.containerId,
      pid: observed.pid,
      exitCode: observed.exitCode,
    };
    const ports = this.#portsOf(observed);
    this.#status = {
      ...verdict,
      timestampMs: this.#host.clock.now(),
      ...(container && { container }),
      ...(ports.length > 0 && { ports }),
    };
    this.#failures = 0;
    this.#host.onStatus(this.id, this.#status);
  }

  /** Those that the container bound, and those that were chosen for it on the host's network. */
  #portsOf(observed: Observed | undefined): readonly Port[] {
    if (observed === undefined) return [];
    const chosen = observed.state === "running" ? (this.#attached?.hostPorts ?? []) : [];
    return [...observed.ports, ...chosen];
  }

  /** An unhealthy task is stopped; that is decided now, whatever its next probe says. */
  #announce(): void {
    this.#unhealthy = true;
    this.#status = { ...this.#status, withdrawn: true, timestampMs: this.#host.clock.now() };
    this.#host.onStatus(this.id, this.#status);
  }

  get #hasNetworks(): boolean {
    return (this.#host.attachable(this.id)?.task.networks.length ?? 0) > 0;
  }

  #operate(step: EngineStep): void {
    const abort = new AbortController();
    this.#operation = { kind: step.kind, abort };
    this.#run(step, abort.signal)
      .then(
        (observed) => {
          this.#observed = observed;
          if (step.kind !== "inspect") this.#failures = 0;
        },
        (error: unknown) => this.#failed(step, error, abort.signal),
      )
      .finally(() => {
        this.#operation = undefined;
        this.pump();
      });
  }

  /** Waiting for networks takes no slot: it would keep the engine idle. */
  async #run(step: EngineStep, signal: AbortSignal): Promise<Observed | undefined> {
    const { network, slots } = this.#host;
    switch (step.kind) {
      case "connect":
        await this.#connect(signal);
        return this.observed;
      case "release":
        await network?.release(this.id);
        this.#networking = "released";
        this.#attached = undefined;
        return this.observed;
      case "prepare":
        await this.#attach(signal);
        break;
      case "stop":
        if (step.because === "unhealthy") this.#unhealthy = true;
        // Only what runs is known to the others; what is gone they have lost already.
        if (step.because !== "gone" && this.#status.state === "running" && this.#hasNetworks) {
          await this.#withdraw(signal);
        }
        break;
      default:
        break;
    }
    return slots[step.kind].run(() => this.#execute(step, signal), signal);
  }

  async #attach(signal: AbortSignal): Promise<void> {
    const task = this.#host.attachable(this.id);
    const { network } = this.#host;
    if (network === undefined || task === undefined) return;
    this.#networking = "attached";
    this.#attached = await network.attach(task, signal);
  }

  async #withdraw(signal: AbortSignal): Promise<void> {
    const { network, clock, logger } = this.#host;
    if (network === undefined) return;
    const from = clock.now();
    await network.withdraw(this.id, signal);
    logger.debug({ task: this.id, ms: clock.now() - from }, "no new connections come");
  }

  async #connect(signal: AbortSignal): Promise<void> {
    if (this.#attached === undefined) await this.#attach(signal);
    await this.#host.network?.started(this.id, this.observed?.pid ?? 0, signal);
    this.#networking = "connected";
  }

  #execute(step: SlottedStep, signal: AbortSignal): Promise<Observed | undefined> {
    const { runtime } = this.#host;
    const executors: { [K in SlottedStep["kind"]]: () => Promise<Observed | undefined> } = {
      inspect: () => runtime.inspect(this.id, signal),
      prepare: async () => {
        const networking = this.#attached;
        const runnable = this.#host.runnable(this.id);
        return await runtime.prepare({ ...runnable, ...(networking && { networking }) }, signal);
      },
      start: () => runtime.start(this.id, signal),
      stop: async () => {
        const { signal: stopSignal, graceMs } = this.#host.stopOf(this.id);
        await runtime.stop(this.id, stopSignal, graceMs, signal);
        return await runtime.inspect(this.id, signal);
      },
      remove: async () => {
        await runtime.remove(this.id, signal);
        return undefined;
      },
    };
    return executors[step.kind]();
  }

  #failed(step: EngineStep, error: unknown, signal: AbortSignal): void {
    this.#observed = "unasked";
    if (signal.aborted) return;
    this.#failures++;
    // A task that ran before this agent did goes on running, however its networks are.
    const connects = step.kind === "connect" && this.#status.state === "starting";
    const decisive = step.kind === "prepare" || step.kind === "start" || connects;
    const err = messageOf(error);
    if (decisive && (error instanceof TaskRejected || this.#failures >= MAX_ATTEMPTS)) {
      this.#become(verdictOfError(this.#status.state, this.#status.message, err));
      return;
    }
    this.#host.logger.warn({ task: this.id, step: step.kind, err }, "engine operation failed");
    const ceiling = Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), MAX_RETRY_MS);
    const delay = ceiling * (0.5 + this.#host.rng.fraction() / 2);
    this.#retry = this.#host.clock.after(delay, () => {
      this.#retry = undefined;
      this.pump();
    });
  }

  #cancelRetry(): void {
    this.#retry?.cancel();
    this.#retry = undefined;
  }

  /** Ends the loop without touching the container: the agent goes, the task stays. */
  close(): void {
    this.#cancelRetry();
    this.#operation?.abort.abort(this.#stopped.reason);
  }
}
