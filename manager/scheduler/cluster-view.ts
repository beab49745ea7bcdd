/**
 * What does the scheduler know of the cluster right now? Kept incrementally from the store's
 * changes and from the scheduler's own decisions that are not committed yet. No I/O, no clock.
 *
 * A task is one of: new or terminal (not kept), pending (waits for a node, in its group),
 * preassigned (pending, but born with a node: a global service's) or holding (its node's
 * resources are taken).
 */
import type { Instant } from "../../shared/clock.ts";
import type { Network, Node, Service, SpecRevision, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec, TaskSpec } from "../../shared/domain/spec.ts";
import { isTerminal, TASK_STATES } from "../../shared/domain/task-state.ts";
import type { NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { specRevisionId } from "../../shared/ids.ts";
import type { Change } from "../store/types.ts";
import { GroupQueue } from "./group-queue.ts";
import { Journal } from "./journal.ts";
import { NodeState } from "./node-state.ts";
import type { Requirements } from "./requirements.ts";
import { hostPortsOf, hostPortsOfSpec, parseRequirements } from "./requirements.ts";
import { FAILURE_WINDOW_MS, FailureHistory, type TasksByNode } from "./service-load.ts";
import { SmallMap } from "./small-map.ts";

/** Pending tasks of one service and spec version: they are alike to every filter. */
export interface PendingGroup {
  readonly specKey: string;
  readonly serviceId: ServiceId;
  readonly tasks: SmallMap<TaskId, Task>;
  /** Undefined while the spec is unknown. */
  requirements: Requirements | undefined;
  /** What was last written to its tasks as the reason why they wait. */
  explained: string;
  /** Tasks came that have not been told. */
  unexplained: boolean;
  /** In the queue of groups to be tried. */
  queued: boolean;
}

type Holding = {
  readonly kind: "holding";
  task: Task;
  /** Undefined while the node is unknown to us. */
  node: NodeState | undefined;
  readonly requirements: Requirements | undefined;
  readonly hostPorts: readonly string[];
  readonly counted: boolean;
};
type TaskRecord =
  | Holding
  | { readonly kind: "pending"; readonly group: PendingGroup }
  | { readonly kind: "preassigned" };

interface KnownSpec {
  readonly spec: ServiceSpec;
  requirements: Requirements | undefined;
}

/** Desired states of tasks that should run, so that they count in the ranking. */
function shouldRun(task: Task): boolean {
  return task.desiredState !== "shutdown" && task.desiredState !== "remove";
}

export class ClusterView {
  readonly journal: Journal = new Journal();
  /** Groups with tasks that have not been tried since something changed for them. */
  readonly fresh: GroupQueue<PendingGroup> = new GroupQueue();
  readonly pending: Map<string, PendingGroup> = new Map();
  readonly preassigned: Map<TaskId, Task> = new Map();
  /** Of those, the ones not tried since something changed for them. */
  readonly freshPreassigned: Set<TaskId> = new Set();
  readonly failures: FailureHistory = new FailureHistory();
  /** Rises when a node comes, goes or changes (not with its tasks). */
  topology = 0;
  readonly #nodes: (NodeState | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  readonly #byId = new Map<NodeId, NodeState>();
  readonly #records = new Map<TaskId, TaskRecord>();
  readonly #services = new Map<ServiceId, TasksByNode>();
  readonly #specs = new Map<string, KnownSpec>();
  readonly #currentSpec = new Map<ServiceId, string>();
  readonly #networkDrivers = new Map<string, string>();
  /** Holding tasks whose node or spec we have not heard of. */
  #unresolved = 0;

  /** Nodes by slot; holes where one was removed. */
  get nodes(): readonly (NodeState | undefined)[] {
    return this.#nodes;
  }

  get nodeCount(): number {
    return this.#byId.size;
  }

  get taskCount(): number {
    return this.#records.size;
  }

  node(id: NodeId): NodeState | undefined {
    return this.#byId.get(id);
  }

  /** The service's tasks by node slot. Live: placements show in it. */
  tasksOf(serviceId: ServiceId): TasksByNode {
    let counts = this.#services.get(serviceId);
    if (counts === undefined) {
      counts = new SmallMap();
      this.#services.set(serviceId, counts);
    }
    return counts;
  }

  apply(change: Change, now: Instant): void {
    switch (change.table) {
      case "node":
        if (change.after !== undefined) this.putNode(change.after);
        else this.removeNode(change.before.id);
        break;
      case "service":
        if (change.after !== undefined) this.putService(change.after);
        else this.removeService(change.before);
        break;
      case "specRevision":
        if (change.after !== undefined) this.putSpecRevision(change.after);
        else this.#removeSpecRevision(change.before);
        break;
      case "network":
        if (change.after !== undefined) this.putNetwork(change.after);
        break;
      case "task":
        if (change.after !== undefined) this.putTask(change.after, now);
        else this.removeTask(change.before.id);
        break;
      default:
        break;
    }
  }

  putNetwork(network: Network): void {
    const driver = network.spec.Driver ?? "";
    this.#networkDrivers.set(network.id, driver);
    if (network.spec.Name !== undefined) this.#networkDrivers.set(network.spec.Name, driver);
  }

  putService(service: Service): void {
    const key = specRevisionId(service.id, service.specVersion);
    const previous = this.#currentSpec.get(service.id);
    if (previous !== undefined && previous !== key) this.failures.forgetSpec(previous);
    this.#currentSpec.set(service.id, key);
    this.#putSpec(key, service.spec);
  }

  removeService(service: Service): void {
    const key = this.#currentSpec.get(service.id);
    this.#currentSpec.delete(service.id);
    if (key !== undefined) this.#specs.delete(key);
  }

  putSpecRevision(revision: SpecRevision): void {
    this.#putSpec(revision.id, revision.spec);
  }

  #removeSpecRevision(revision: SpecRevision): void {
    if (this.#currentSpec.get(revision.serviceId) === revision.id) return;
    this.#specs.delete(revision.id);
    this.failures.forgetSpec(revision.id);
  }

  #putSpec(key: string, spec: ServiceSpec): void {
    if (this.#specs.has(key)) return;
    this.#specs.set(key, { spec, requirements: undefined });
    const group = this.pending.get(key);
    if (group !== undefined) this.fresh.add(group);
    for (const id of this.preassigned.keys()) this.freshPreassigned.add(id);
    if (this.#unresolved > 0) this.#resolveHoldings();
  }

  putNode(node: Node): void {
    this.topology++;
    const known = this.#byId.get(node.id);
    if (known !== undefined) {
      known.describe(node);
      this.journal.note(known.slot);
      return;
    }
    const slot = this.#freeSlots.pop() ?? this.#nodes.length;
    const state = new NodeState(slot, node);
    this.#nodes[slot] = state;
    this.#byId.set(node.id, state);
    this.journal.note(slot);
    if (this.#unresolved > 0) this.#resolveHoldings();
  }

  removeNode(id: NodeId): void {
    const state = this.#byId.get(id);
    if (state === undefined) return;
    this.topology++;
    for (const record of this.#records.values()) {
      if (record.kind !== "holding" || record.node !== state) continue;
      this.#release(record);
      record.node = undefined;
      this.#unresolved++;
    }
    this.#byId.delete(id);
    this.#nodes[state.slot] = undefined;
    this.#freeSlots.push(state.slot);
    this.failures.forgetNode(state.slot);
    this.journal.note(state.slot);
  }

  /** Takes a version of a task: the store's, or one that the scheduler has just decided. */
  putTask(task: Task, now: Instant): void {
    const record = this.#records.get(task.id);
    if (isTerminal(task.status.state)) {
      this.#noteFailure(task, record, now);
      if (record !== undefined) this.#drop(task.id, record);
      return;
    }
    if (TASK_STATES[task.status.state] < TASK_STATES.pending) return;
    const waits = TASK_STATES[task.status.state] < TASK_STATES.assigned;
    if (!waits) this.#hold(task, record);
    else if (!shouldRun(task)) {
      if (record !== undefined) this.#drop(task.id, record);
    } else if (task.nodeId === "") this.#await(task, record);
    else {
      this.preassigned.set(task.id, task);
      if (record?.kind === "preassigned") return;
      if (record !== undefined) this.#drop(task.id, record);
      this.freshPreassigned.add(task.id);
      this.#records.set(task.id, { kind: "preassigned" });
    }
  }

  /** The same for a task of a group that was given a node, without looking anything up again. */
  assign(group: PendingGroup, task: Task, node: NodeState, requirements: Requirements): void {
    group.tasks.delete(task.id);
    if (group.tasks.size === 0) this.pending.delete(group.specKey);
    const holding: Holding = {
      kind: "holding",
      task,
      node,
      requirements,
      hostPorts: requirements.class.hostPorts,
      counted: true,
    };
    this.#records.set(task.id, holding);
    this.#occupy(holding);
  }

  removeTask(id: TaskId): void {
    const record = this.#records.get(id);
    if (record !== undefined) this.#drop(id, record);
  }

  /** What the group's tasks need; undefined while their spec is unknown. */
  requirementsOfGroup(group: PendingGroup): Requirements | undefined {
    if (group.requirements === undefined) {
      const [first] = group.tasks.values();
      if (first !== undefined) group.requirements = this.requirementsOf(first, group.specKey);
    }
    return group.requirements;
  }

  requirementsOf(task: Task, specKey: string = specKeyOf(task)): Requirements | undefined {
    if (task.ownSpec !== undefined) return this.#parse(task.ownSpec, undefined, task);
    const known = this.#specs.get(specKey);
    if (known === undefined) return undefined;
    known.requirements ??= this.#parse(known.spec.TaskTemplate ?? {}, known.spec, task);
    return known.requirements;
  }

  /** Marks all that waits to be tried again. */
  retryAll(): void {
    for (const id of this.preassigned.keys()) this.freshPreassigned.add(id);
    for (const group of this.pending.values()) this.fresh.add(group);
  }

  #parse(spec: TaskSpec, service: ServiceSpec | undefined, task: Task): Requirements {
    const ports =
      task.endpointPorts.length > 0
        ? hostPortsOf(task.endpointPorts)
        : hostPortsOfSpec(service?.EndpointSpec?.Ports);
    const networks = spec.Networks ?? service?.Networks ?? [];
    const drivers = networks.map(({ Target }) => this.#networkDrivers.get(Target ?? "") ?? "");
    return parseRequirements(spec, ports, drivers);
  }

  #await(task: Task, record: TaskRecord | undefined): void {
    if (record?.kind === "pending") {
      record.group.tasks.set(task.id, task);
      return;
    }
    if (record !== undefined) this.#drop(task.id, record);
    const specKey = specKeyOf(task);
    let group = this.pending.get(specKey);
    if (group === undefined) {
      const { serviceId } = task;
      group = {
        specKey,
        serviceId,
        tasks: new SmallMap(),
        requirements: undefined,
        explained: "",
        unexplained: true,
        queued: false,
      };
      this.pending.set(specKey, group);
    }
    group.tasks.set(task.id, task);
    group.unexplained = true;
    this.fresh.add(group);
    this.#records.set(task.id, { kind: "pending", group });
  }

  #hold(task: Task, record: TaskRecord | undefined): void {
    const counted = shouldRun(task);
    if (record?.kind === "holding") {
      // The usual change, a state further on: the hot path of a large cluster's status reports.
      if (record.task.nodeId === task.nodeId && record.counted === counted) {
        record.task = task;
        return;
      }
    }
    if (record !== undefined) this.#drop(task.id, record);
    // A removed service's tasks go on holding what they had until they have stopped.
    const before = record?.kind === "holding" ? record.requirements : undefined;
    const requirements = this.requirementsOf(task) ?? before;
    const node = this.#byId.get(task.nodeId);
    const ports = hostPortsOf(task.endpointPorts);
    const hostPorts = ports.length > 0 ? ports : (requirements?.class.hostPorts ?? []);
    const holding: Holding = { kind: "holding", task, node, requirements, hostPorts, counted };
    this.#records.set(task.id, holding);
    if (node === undefined || requirements === undefined) this.#unresolved++;
    this.#occupy(holding);
  }

  #occupy(holding: Holding): void {
    const { node, requirements, task } = holding;
    if (node === undefined) return;
    const demands = requirements?.class;
    if (demands !== undefined && (demands.nanoCpus > 0 || demands.memoryBytes > 0)) {
      node.reserve(demands.nanoCpus, demands.memoryBytes);
    }
    node.claimGeneric(task.id, task.assignedGeneric);
    node.occupyHostPorts(holding.hostPorts);
    if (!holding.counted) return;
    node.activeTasks++;
    const counts = this.tasksOf(task.serviceId);
    counts.set(node.slot, (counts.get(node.slot) ?? 0) + 1);
  }

  #release(holding: Holding): void {
    const { node, requirements, task } = holding;
    if (node === undefined) return;
    const demands = requirements?.class;
    if (demands !== undefined) node.reserve(-demands.nanoCpus, -demands.memoryBytes);
    node.releaseGeneric(task.id);
    node.freeHostPorts(holding.hostPorts);
    this.journal.note(node.slot);
    if (!holding.counted) return;
    node.activeTasks--;
    const counts = this.tasksOf(task.serviceId);
    const left = (counts.get(node.slot) ?? 0) - 1;
    if (left > 0) counts.set(node.slot, left);
    else counts.delete(node.slot);
    if (counts.size === 0) this.#services.delete(task.serviceId);
  }

  #drop(id: TaskId, record: TaskRecord): void {
    this.#records.delete(id);
    switch (record.kind) {
      case "holding":
        if (record.node === undefined || record.requirements === undefined) this.#unresolved--;
        this.#release(record);
        break;
      case "preassigned":
        this.preassigned.delete(id);
        this.freshPreassigned.delete(id);
        break;
      case "pending":
        record.group.tasks.delete(id);
        if (record.group.tasks.size === 0) this.pending.delete(record.group.specKey);
        break;
    }
  }

  /** A node or spec came that tasks may have been waiting for to be accounted: count them anew. */
  #resolveHoldings(): void {
    // A copy: what is held anew goes to the map's end, and would be met again and again.
    for (const [id, record] of [...this.#records]) {
      if (record.kind !== "holding") continue;
      if (record.node !== undefined && record.requirements !== undefined) continue;
      this.#drop(id, record);
      this.#hold(record.task, undefined);
    }
  }

  #noteFailure(task: Task, record: TaskRecord | undefined, now: Instant): void {
    const { state, timestampMs } = task.status;
    if (state !== "failed" && state !== "rejected") return;
    // Without a record it is history, as when this manager has just come to lead.
    if (record === undefined && timestampMs <= now - FAILURE_WINDOW_MS) return;
    const node = this.#byId.get(task.nodeId);
    if (node !== undefined) this.failures.record(specKeyOf(task), node.slot, timestampMs);
  }
}

/** Tasks with a spec of their own (network attachments) are a group each. */
export function specKeyOf(task: Task): string {
  return task.ownSpec === undefined ? specRevisionId(task.serviceId, task.specVersion) : task.id;
}
