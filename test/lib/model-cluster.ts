/**
 * A little cluster for tests: a real store and orchestrator on virtual time, with a scheduler and
 * agents played by `step`, which moves each task one state on.
 */

import { OrchestratorLoop } from "../../manager/orchestrator/loop.ts";
import { isLost, isUnreachable } from "../../manager/orchestrator/policy.ts";
import { changedService, newService } from "../../manager/orchestrator/service-spec.ts";
import { type StoreForTest, storeForTest } from "../../manager/store/testing.ts";
import type { Node, Service, Task } from "../../shared/domain/objects.ts";
import type { NodeSpec, ServiceSpec } from "../../shared/domain/spec.ts";
import type { TaskState } from "../../shared/domain/task-state.ts";
import { compareTaskStates, isTerminal } from "../../shared/domain/task-state.ts";
import type { NodeId, ServiceId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { seededRng } from "../../shared/rng.ts";

/** What an agent lets a task come to; undefined: it goes on as it should. */
export type Fate = (task: Task) => TaskState | undefined;

import { HandClock } from "./hand-clock.ts";

const META = { versionIndex: 0, createdMs: 0, updatedMs: 0 };
const NEXT: Partial<Record<TaskState, TaskState>> = {
  assigned: "preparing",
  preparing: "ready",
  ready: "starting",
  starting: "running",
};

export class ModelCluster {
  readonly clock: HandClock = new HandClock();
  readonly #fixture: StoreForTest = storeForTest({ clock: this.clock, keepEntries: false });
  readonly #rng = seededRng(7);
  #abort: AbortController = new AbortController();
  fate: Fate = () => undefined;

  get store(): StoreForTest["store"] {
    return this.#fixture.store;
  }

  async start(): Promise<void> {
    this.#abort = new AbortController();
    const { store, clock } = this;
    const rng = this.#rng;
    const loop = new OrchestratorLoop({ store, clock, rng, logger: silentLogger });
    loop.start(this.#abort.signal);
    await this.clock.advance(0);
  }

  /** The lead goes to another manager, which knows only the store. */
  async failOver(): Promise<void> {
    this.#abort.abort();
    await this.start();
  }

  async addNode(id: string, spec: NodeSpec = {}): Promise<void> {
    const node: Node = {
      id: id as NodeId,
      meta: META,
      spec: { Availability: "active", ...spec },
      status: { state: "ready", message: "", addr: "" },
      role: "worker",
      membership: "accepted",
    };
    await this.store.update((tx) => tx.create("node", node));
    await this.clock.advance(0);
  }

  async changeNode(id: string, change: (node: Node) => Partial<Node>): Promise<void> {
    await this.store.update((tx) => {
      const node = tx.get("node", id as NodeId);
      if (node !== undefined) tx.update("node", { ...node, ...change(node) });
    });
    await this.clock.advance(0);
  }

  async createService(id: string, spec: ServiceSpec): Promise<void> {
    const { service, revision } = newService(id as ServiceId, spec, undefined, this.clock.now());
    await this.store.update((tx) => {
      tx.create("service", service);
      tx.create("specRevision", revision);
    });
    await this.clock.advance(0);
  }

  async changeService(id: string, change: (spec: ServiceSpec) => ServiceSpec): Promise<void> {
    await this.store.update((tx) => {
      const service = tx.get("service", id as ServiceId);
      if (service === undefined) throw new Error(`no service ${id}`);
      const next = changedService(service, change(service.spec), undefined, this.clock.now());
      tx.update("service", next.service);
      tx.create("specRevision", next.revision);
    });
    await this.clock.advance(0);
  }

  async removeService(id: string): Promise<void> {
    await this.store.update((tx) => tx.remove("service", id));
    await this.clock.advance(0);
  }

  service(id: string): Service {
    const service = this.store.view((tx) => tx.get("service", id as ServiceId));
    if (service === undefined) throw new Error(`no service ${id}`);
    return service;
  }

  tasks(id: string): readonly Task[] {
    const tasks = this.store.view((tx) => tx.by("task", "service", id));
    return [...tasks].sort((a, b) => a.slot - b.slot || a.meta.createdMs - b.meta.createdMs);
  }

  /** Those somebody wants, as `SLOT:STATE@VERSION`. */
  wanted(id: string): readonly string[] {
    return this.tasks(id)
      .filter((t) => ["running", "ready", "complete"].includes(t.desiredState))
      .map((t) => `${t.slot === 0 ? t.nodeId : t.slot}:${t.status.state}@${t.specVersion}`);
  }

  /** Each task one state on, then some time. */
  async step(ms = 100): Promise<void> {
    const { store } = this;
    const nodes = store.view((tx) => [...tx.all("node")]);
    await store.update((tx) => {
      for (const task of tx.all("task")) {
        const status = this.#next(task, nodes);
        if (status !== undefined) tx.update("task", { ...task, ...status });
      }
    });
    await this.clock.advance(ms);
  }

  async run(steps: number, ms = 100): Promise<void> {
    for (let i = 0; i < steps; i++) await this.step(ms);
  }

  #next(task: Task, nodes: readonly Node[]): Partial<Task> | undefined {
    const { state } = task.status;
    if (isTerminal(state)) return undefined;
    const status = (next: TaskState) => ({
      status: { state: next, timestampMs: this.clock.now(), message: next },
    });
    const stopping = task.desiredState === "shutdown" || task.desiredState === "remove";
    if (state === "pending") {
      if (stopping) return undefined;
      const free = nodes.filter((n) => !isLost(n) && n.spec.Availability !== "pause");
      const node = task.nodeId === "" ? free[this.#rng.below(free.length || 1)] : undefined;
      if (task.nodeId === "" && node === undefined) return undefined;
      return { ...status("assigned"), nodeId: node?.id ?? task.nodeId };
    }
    if (isUnreachable(nodes.find((n) => n.id === task.nodeId))) return undefined;
    if (stopping) return status("shutdown");
    const fate = this.fate(task);
    if (fate !== undefined && compareTaskStates(fate, state) > 0) return status(fate);
    if (state === "ready" && task.desiredState === "ready") return undefined;
    if (state === "running")
      return task.desiredState === "complete" ? status("complete") : undefined;
    const next = NEXT[state];
    return next === undefined ? undefined : status(next);
  }
}
