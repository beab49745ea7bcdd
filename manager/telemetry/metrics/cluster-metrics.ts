/**
 * What do the cluster's objects look like in numbers? Kept from the store's changes one by one:
 * a scrape renders counts and never walks a million tasks. Mutable, no I/O.
 */
import type { Instant } from "../../../shared/clock.ts";
import { NODE_STATES, type Service, type Task } from "../../../shared/domain/objects.ts";
import { isTerminal, TASK_STATES, type TaskState } from "../../../shared/domain/task-state.ts";
import type { ServiceId } from "../../../shared/ids.ts";
import {
  counter,
  gauge,
  histogram,
  type MetricFamily,
  type Sample,
} from "../../../shared/metrics.ts";
import type { Change, ReadTx, TableName } from "../../store/types.ts";

const COUNTED = ["service", "network", "secret", "config"] as const;
/** Coarse, for there is one histogram a service: from an image at hand to one that is far away. */
const DELAY_BOUNDS = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const TASK_STATE_NAMES = Object.keys(TASK_STATES) as TaskState[];

interface ServiceNumbers {
  service: Service | undefined;
  /** Tasks that should run, for services without a number of replicas. */
  wanted: number;
  running: number;
  /** Tasks of the last failures, as long as they are kept. */
  failed: number;
  failures: number;
  restarts: number;
  /** Of its tasks, from creation to running; undefined until this manager saw one as leader. */
  delays: { readonly counts: number[]; sum: number } | undefined;
}

export interface StateEntered {
  /** From the task's creation to its running, when that is what just happened. */
  readonly schedulingDelayMs?: number;
}

function isFailed(task: Task | undefined): boolean {
  return task?.status.state === "failed" || task?.status.state === "rejected";
}

function isWanted(task: Task | undefined): boolean {
  return task !== undefined && task.desiredState === "running" && !isTerminal(task.status.state);
}

const isRunning = (task: Task | undefined): boolean => task?.status.state === "running";
const slotKey = (task: Task): string =>
  `${task.serviceId} ${task.slot === 0 ? task.nodeId : task.slot}`;

export class ClusterMetrics {
  readonly #nodes = new Map<string, number>();
  readonly #tasks = new Map<string, number>();
  readonly #objects = new Map<TableName, number>();
  readonly #services = new Map<ServiceId, ServiceNumbers>();
  /** Spec version of the newest task of a slot: the next with the same is a restart. */
  readonly #slots = new Map<string, { version: number; tasks: number }>();

  load(tx: ReadTx): void {
    for (const map of [this.#nodes, this.#tasks, this.#objects, this.#services, this.#slots]) {
      map.clear();
    }
    for (const service of tx.all("service")) this.#service(undefined, service);
    for (const node of tx.all("node")) this.#count(this.#nodes, node.status.state, 1);
    for (const task of tx.all("task")) this.#task(undefined, task, true);
    for (const table of COUNTED) this.#objects.set(table, tx.count(table));
  }

  apply(change: Change, now: Instant): StateEntered {
    const { before, after } = change;
    const delta = (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    switch (change.table) {
      case "node":
        if (change.before !== undefined) {
          this.#count(this.#nodes, change.before.status.state, -1);
        }
        if (change.after !== undefined) this.#count(this.#nodes, change.after.status.state, 1);
        return {};
      case "task":
        this.#task(change.before, change.after, false);
        return schedulingDelay(change.before, change.after, now);
      case "service":
        this.#service(change.before, change.after);
        break;
      default:
        break;
    }
    if (delta !== 0) this.#objects.set(change.table, this.#numberOf(change.table) + delta);
    return {};
  }

  /** Every manager sees a task run: the one that leads counts it, so that sums are right. */
  recordSchedulingDelay(serviceId: ServiceId, delayMs: number): void {
    const numbers = this.#services.get(serviceId);
    if (numbers === undefined) return;
    numbers.delays ??= { counts: new Array<number>(DELAY_BOUNDS.length + 1).fill(0), sum: 0 };
    const { delays } = numbers;
    const seconds = delayMs / 1000;
    const found = DELAY_BOUNDS.findIndex((bound) => seconds <= bound);
    const bucket = found < 0 ? DELAY_BOUNDS.length : found;
    delays.counts[bucket] = (delays.counts[bucket] ?? 0) + 1;
    delays.sum += seconds;
  }

  families(leader: boolean): readonly MetricFamily[] {
    const byState = (
      states: readonly string[],
      counts: ReadonlyMap<string, number>,
    ): readonly Sample[] =>
      states.map((state) => ({ labels: { state }, value: counts.get(state) ?? 0 }));
    return [
      gauge("swarm_manager_leader", "1 on the manager that leads.", leader ? 1 : 0),
      gauge("swarm_manager_nodes", "Number of nodes by state.", byState(NODE_STATES, this.#nodes)),
      gauge(
        "swarm_manager_tasks_total",
        "Number of tasks by state.",
        byState(TASK_STATE_NAMES, this.#tasks),
      ),
      ...COUNTED.map((table) =>
        gauge(
          `swarm_manager_${table}s_total`,
          `Number of ${table}s in the cluster.`,
          this.#numberOf(table),
        ),
      ),
      ...this.#serviceFamilies(),
    ];
  }

  #serviceFamilies(): readonly MetricFamily[] {
    const known = [...this.#services].flatMap(([id, numbers]) =>
      numbers.service === undefined ? [] : [{ id, ...numbers, service: numbers.service }],
    );
    const samples = (value: (numbers: (typeof known)[number]) => number): readonly Sample[] =>
      known.map((numbers) => ({
        labels: { service_id: numbers.id, service: numbers.service.spec.Name ?? "" },
        value: value(numbers),
      }));
    const updating = known.flatMap(({ id, service }): Sample[] =>
      service.updateStatus === undefined
        ? []
        : [
            {
              labels: {
                service_id: id,
                service: service.spec.Name ?? "",
                state: service.updateStatus.state,
              },
              value: 1,
            },
          ],
    );
    return [
      gauge(
        "skep_service_replicas_desired",
        "Replicas that a service should have.",
        samples(({ service, wanted }) => desired(service, wanted)),
      ),
      gauge(
        "skep_service_replicas_running",
        "Replicas that run.",
        samples(({ running }) => running),
      ),
      gauge(
        "skep_service_tasks_failed",
        "Failed and rejected tasks that are still kept.",
        samples(({ failed }) => failed),
      ),
      counter(
        "skep_service_task_failures_total",
        "Tasks that failed or were rejected, since this manager started.",
        samples(({ failures }) => failures),
      ),
      counter(
        "skep_service_restarts_total",
        "Tasks that replaced one of the same spec, since this manager started.",
        samples(({ restarts }) => restarts),
      ),
      histogram(
        "skep_service_scheduling_delay_seconds",
        "Time from a task's creation to its running, while this manager led.",
        DELAY_BOUNDS,
        known.flatMap(({ id, service, delays }) =>
          delays === undefined
            ? []
            : [{ labels: { service_id: id, service: service.spec.Name ?? "" }, value: delays }],
        ),
      ),
      gauge("skep_service_update_state", "1 for the state of the last update.", updating),
    ];
  }

  #service(before: Service | undefined, after: Service | undefined): void {
    if (after !== undefined) this.#numbers(after.id).service = after;
    else if (before !== undefined) {
      const numbers = this.#numbers(before.id);
      numbers.service = undefined;
      this.#forgetIfGone(before.id, numbers);
    }
  }

  #task(before: Task | undefined, after: Task | undefined, loading: boolean): void {
    if (before !== undefined) this.#count(this.#tasks, before.status.state, -1);
    if (after !== undefined) this.#count(this.#tasks, after.status.state, 1);
    const task = after ?? before;
    if (task === undefined || task.serviceId === "") return;
    const numbers = this.#numbers(task.serviceId);
    const step = (is: (task: Task | undefined) => boolean): number =>
      Number(is(after)) - Number(is(before));
    numbers.wanted += step(isWanted);
    numbers.running += step(isRunning);
    const failed = step(isFailed);
    numbers.failed += failed;
    if (failed > 0 && !loading) numbers.failures++;
    if (before === undefined && this.#openSlot(task) && !loading) numbers.restarts++;
    if (after === undefined) {
      this.#closeSlot(task);
      this.#forgetIfGone(task.serviceId, numbers);
    }
  }

  /** A task came; true when it does what the one before it in the slot did. */
  #openSlot(task: Task): boolean {
    const key = slotKey(task);
    const slot = this.#slots.get(key);
    const version = task.specVersion;
    this.#slots.set(key, { version, tasks: (slot?.tasks ?? 0) + 1 });
    return slot?.version === version;
  }

  #closeSlot(task: Task): void {
    const key = slotKey(task);
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    slot.tasks--;
    if (slot.tasks <= 0) this.#slots.delete(key);
  }

  #numbers(id: ServiceId): ServiceNumbers {
    let numbers = this.#services.get(id);
    if (numbers === undefined) {
      numbers = {
        service: undefined,
        wanted: 0,
        running: 0,
        failed: 0,
        failures: 0,
        restarts: 0,
        delays: undefined,
      };
      this.#services.set(id, numbers);
    }
    return numbers;
  }

  /** A removed service is kept in mind until its tasks have ended. */
  #forgetIfGone(id: ServiceId, numbers: ServiceNumbers): void {
    const { service, wanted, running, failed } = numbers;
    if (service === undefined && wanted + running + failed === 0) this.#services.delete(id);
  }

  #count(counts: Map<string, number>, key: string, delta: number): void {
    counts.set(key, (counts.get(key) ?? 0) + delta);
  }

  #numberOf(table: TableName): number {
    return this.#objects.get(table) ?? 0;
  }
}

function desired(service: Service, wanted: number): number {
  const mode = service.spec.Mode;
  if (mode?.Global !== undefined || mode?.GlobalJob !== undefined) return wanted;
  if (mode?.ReplicatedJob !== undefined) {
    const { TotalCompletions, MaxConcurrent } = mode.ReplicatedJob;
    return TotalCompletions ?? MaxConcurrent ?? 1;
  }
  return mode?.Replicated?.Replicas ?? 1;
}

function schedulingDelay(
  before: Task | undefined,
  after: Task | undefined,
  now: Instant,
): StateEntered {
  if (after?.status.state !== "running" || before?.status.state === "running") return {};
  return { schedulingDelayMs: Math.max(0, now - after.meta.createdMs) };
}
