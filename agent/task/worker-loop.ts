/**
 * All tasks of this node: takes assignments, keeps one loop a task, remembers them on disk, and
 * hears the runtime. Knows nothing of managers: they may be away for as long as they like.
 */
import type { Clock } from "../../shared/clock.ts";
import type { TaskStatus } from "../../shared/domain/objects.ts";
import { isTerminal } from "../../shared/domain/task-state.ts";
import { messageOf } from "../../shared/errors.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { NodeNetwork } from "../network/network.ts";
import type { Observed, Runtime, RuntimeEvent } from "../runtime/runtime.ts";
import type { MeasuredTask } from "../stats/container-metrics.ts";
import { Assignment, type AssignmentChange, type NodeName } from "./assignment.ts";
import { EngineSlots } from "./engine-slots.ts";
import { type TaskHost, TaskLoop } from "./loop.ts";
import type { SavedTasks, TaskDb } from "./task-db.ts";

export interface TaskWorkerOptions {
  readonly nodeId: NodeId;
  readonly node: NodeName;
  readonly runtime: Runtime;
  /** Absent: nobody asks for the tasks' networks (simulation). */
  readonly network?: NodeNetwork;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  /** Absent: nothing survives a restart (simulation). */
  readonly db?: TaskDb;
  /** Engine operations at a time; default 10. */
  readonly parallel?: number;
}

export type HealthEvent = Extract<RuntimeEvent, { kind: "health" }>;

const DEFAULT_PARALLEL = 10;
const LEASE_MS = 2_000;
const DEFAULT_GRACE_MS = 10_000;
const RELIST_MS = 1_000;
const REMOVAL_CHECK_MS = 50;
const MS = 1e6;

const NOTHING: AssignmentChange = {
  complete: true,
  specs: [],
  tasks: [],
  removedTasks: [],
  secrets: [],
  configs: [],
  removedSpecs: [],
  removedSecrets: [],
  removedConfigs: [],
};

export class TaskWorker {
  readonly #options: TaskWorkerOptions;
  readonly #assignment = new Assignment();
  readonly #loops = new Map<TaskId, TaskLoop>();
  readonly #statusListeners = new Set<(id: TaskId, status: TaskStatus) => void>();
  readonly #healthListeners = new Set<(event: HealthEvent) => void>();
  readonly #host: TaskHost;
  /** How to stop tasks that were taken away: their specs may be gone before their containers. */
  readonly #stopping = new Map<TaskId, ReturnType<TaskHost["stopOf"]>>();
  readonly #stop = new AbortController();
  /** Whether containers that no assignment names have been looked for in this life. */
  #swept = false;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(options: TaskWorkerOptions) {
    this.#options = options;
    this.#host = this.#makeHost();
  }

  #makeHost(): TaskHost {
    const { runtime, network, clock, rng, logger, parallel = DEFAULT_PARALLEL } = this.#options;
    const busy = new EngineSlots(clock, parallel, LEASE_MS);
    // Stops have slots of their own: a node that drains must not hold up one that starts.
    const stops = new EngineSlots(clock, parallel, LEASE_MS);
    const looks = new EngineSlots(clock, parallel, LEASE_MS);
    const slots = { prepare: busy, start: busy, stop: stops, remove: stops, inspect: looks };
    return {
      runtime,
      ...(network !== undefined && { network }),
      clock,
      rng,
      logger,
      slots,
      attachable: (id) => {
        const task = this.#assignment.tasks.get(id)?.task;
        const spec = this.#assignment.specOf(id);
        return task && { task, spec: spec ?? {} };
      },
      runnable: (id) => this.#assignment.runnable(id, this.#options.nodeId, this.#options.node),
      stopOf: (id) => {
        const remembered = this.#stopping.get(id);
        if (remembered !== undefined) return remembered;
        const container = this.#assignment.specOf(id)?.TaskTemplate?.ContainerSpec;
        const grace = container?.StopGracePeriod;
        return {
          signal: container?.StopSignal ?? "",
          graceMs: grace === undefined || grace === null ? DEFAULT_GRACE_MS : grace / MS,
        };
      },
      onStatus: (id, status) => {
        if (this.#assignment.tasks.has(id)) this.#save({ kind: "status", id, status });
        for (const listener of this.#statusListeners) listener(id, status);
      },
      onForgotten: (id) => {
        this.#loops.delete(id);
        this.#stopping.delete(id);
        this.#save({ kind: "gone", id });
      },
    };
  }

  /** Takes up the tasks of an earlier life. Ends, with every loop, when `signal` aborts. */
  async start(signal: AbortSignal): Promise<void> {
    const { db, runtime } = this.#options;
    const stop = (): void => this.#close(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    const watch = runtime.watch((event) => this.#hear(event));
    this.#stop.signal.addEventListener("abort", () => watch.close(), { once: true });
    const saved = await db?.load();
    const listed = await this.#list();
    if (signal.aborted || saved === undefined) return;
    this.#restore(saved, listed);
  }

  #restore(saved: SavedTasks, listed: ReadonlyMap<TaskId, Observed> | undefined): void {
    for (const spec of saved.specs.values()) {
      // An assignment that came while we read the disk is newer.
      if (!this.#assignment.specs.has(spec.id)) this.#assignment.specs.set(spec.id, spec);
    }
    for (const [id, { assigned, status }] of saved.tasks) {
      const known = this.#loops.get(id);
      if (known !== undefined) {
        known.adopt(status);
        continue;
      }
      if (this.#swept) {
        // A complete set came first and does not name it: an orphan like any other.
        this.#save({ kind: "gone", id });
        continue;
      }
      this.#assignment.tasks.set(id, assigned);
      const loop = this.#open(id, status, assigned.task.desiredState);
      if (listed !== undefined) loop.found(listed.get(id));
      loop.pump();
    }
  }

  /** One set of assignments from a manager. */
  apply(change: AssignmentChange): void {
    const leaving = change.complete ? [...this.#assignment.tasks.keys()] : change.removedTasks;
    for (const id of leaving) this.#stopping.set(id, this.#host.stopOf(id));
    const { changed, gone } = this.#assignment.apply(change);
    for (const spec of change.specs) {
      const { registryAuth: _, ...kept } = spec;
      this.#save({ kind: "spec", spec: kept });
    }
    for (const id of changed) this.#assign(id);
    for (const id of gone) {
      const loop = this.#loops.get(id);
      if (loop === undefined) this.#stopping.delete(id);
      else loop.release();
    }
    if (change.complete && !this.#swept) {
      this.#swept = true;
      this.#sweeping = this.#sweep().catch((error: unknown) => {
        this.#options.logger.error({ err: messageOf(error) }, "sweep of old containers failed");
      });
    }
  }

  #assign(id: TaskId): void {
    const assigned = this.#assignment.tasks.get(id);
    if (assigned === undefined) return;
    this.#stopping.delete(id);
    const { task } = assigned;
    const loop = this.#loops.get(id) ?? this.#open(id, task.status, task.desiredState);
    this.#save({ kind: "task", assigned, status: loop.status });
    loop.assign(task.desiredState, task.status);
  }

  #open(id: TaskId, status: TaskStatus, desired: Parameters<TaskLoop["assign"]>[0]): TaskLoop {
    const loop = new TaskLoop(this.#host, id, status, desired, this.#stop.signal);
    this.#loops.set(id, loop);
    return loop;
  }

  /** Removes containers of tasks that nobody knows any more (an earlier life's, a lost disk's). */
  async #sweep(): Promise<void> {
    let listed = await this.#list();
    while (listed === undefined && !this.#stop.signal.aborted) {
      await this.#pause(RELIST_MS, this.#stop.signal);
      listed = await this.#list();
    }
    const status: TaskStatus = { state: "shutdown", timestampMs: 0, message: "orphan" };
    for (const [id, observed] of listed ?? []) {
      if (this.#loops.has(id) || this.#assignment.tasks.has(id)) continue;
      this.#options.logger.info({ task: id }, "removing the container of an unknown task");
      const loop = this.#open(id, status, "remove");
      loop.found(observed);
      loop.release();
    }
  }

  async #list(): Promise<ReadonlyMap<TaskId, Observed> | undefined> {
    try {
      const all = await this.#options.runtime.list(this.#options.nodeId, this.#stop.signal);
      return new Map(all.map((observed) => [observed.taskId, observed]));
    } catch (error) {
      if (!this.#stop.signal.aborted) {
        this.#options.logger.warn({ err: messageOf(error) }, "cannot list containers");
      }
      return undefined;
    }
  }

  #hear(event: RuntimeEvent): void {
    if (event.kind === "changed") this.#loops.get(event.taskId)?.look();
    else if (event.kind === "resync") for (const loop of this.#loops.values()) loop.look();
    else {
      this.#loops.get(event.taskId)?.healthIs(event.status);
      for (const listener of this.#healthListeners) listener(event);
    }
  }

  #save(record: Parameters<TaskDb["save"]>[0]): void {
    this.#options.db?.save(record);
  }

  onStatus(listener: (id: TaskId, status: TaskStatus) => void): { close(): void } {
    this.#statusListeners.add(listener);
    return { close: () => void this.#statusListeners.delete(listener) };
  }

  onHealth(listener: (event: HealthEvent) => void): { close(): void } {
    this.#healthListeners.add(listener);
    return { close: () => void this.#healthListeners.delete(listener) };
  }

  /** The status of every assigned task, for a manager that may have missed some. */
  *statuses(): Iterable<readonly [TaskId, TaskStatus]> {
    for (const id of this.#assignment.tasks.keys()) {
      const loop = this.#loops.get(id);
      if (loop !== undefined) yield [id, loop.status];
    }
  }

  /** Tasks whose containers run: what usage is sampled of. */
  running(): readonly TaskId[] {
    const ids: TaskId[] = [];
    for (const [id, loop] of this.#loops) {
      if (loop.observed?.state === "running" && !isTerminal(loop.status.state)) ids.push(id);
    }
    return ids;
  }

  /** What is to be known of a running task beside its usage; undefined when it is gone. */
  described(id: TaskId): MeasuredTask | undefined {
    const loop = this.#loops.get(id);
    const assigned = this.#assignment.tasks.get(id);
    const spec = this.#assignment.specOf(id);
    const observed = loop?.observed;
    if (assigned === undefined || spec === undefined || observed === undefined) return undefined;
    const { containerId, startedMs } = observed;
    return { task: assigned.task, spec, containerId, startedMs };
  }

  /**
   * The node leaves its cluster: every task is stopped and its container removed. Resolves when
   * nothing is left, or when `signal` aborts.
   */
  async removeAll(signal: AbortSignal): Promise<void> {
    this.apply(NOTHING);
    await this.#sweeping;
    while (this.#loops.size > 0 && !signal.aborted && !this.#stop.signal.aborted) {
      await this.#pause(REMOVAL_CHECK_MS, signal);
    }
  }

  /** The task as assigned, for whoever follows the node's tasks (logs, network). */
  assigned(id: TaskId): ReturnType<Assignment["tasks"]["get"]> {
    return this.#assignment.tasks.get(id);
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = this.#options.clock.after(ms, done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  #close(reason: unknown): void {
    this.#stop.abort(reason);
    for (const loop of this.#loops.values()) loop.close();
  }
}
