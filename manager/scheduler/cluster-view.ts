/**
 * What does the scheduler know of the cluster right now? Kept incrementally from the store's
 * changes and from the scheduler's own decisions that are not committed yet. No I/O, no clock.
 *
 * A task is one of: new or terminal (not kept), pending (waits for a node, in its group),
 * preassigned (pending, but born with a node: a global service's) or holding (its node's
 * resources are taken).
 */
import type { Instant } from "../../shared/clock.ts";
import { isEncrypted } from "../../shared/domain/encrypted.ts";
import type { Network, Node, Service, SpecRevision, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec, TaskSpec } from "../../shared/domain/spec.ts";
import { isTerminal, TASK_STATES } from "../../shared/domain/task-state.ts";
import type { NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { specRevisionId } from "../../shared/ids.ts";
import type { Change } from "../store/types.ts";
import { GroupQueue } from "./group-queue.ts";
import { Journal } from "./journal.ts";
import { NodeState } from "./node-state.ts";
import {
  newRecord,
  PendingGroup,
  PendingGroups,
  ServiceRecord,
  type TaskRecord,
} from "./records.ts";
import type { Requirements } from "./requirements.ts";
import { hostPortsOf, hostPortsOfSpec, parseRequirements } from "./requirements.ts";
import { FAILURE_WINDOW_MS, FailureHistory } from "./service-load.ts";

/** Stands for the network that published ports lead into; no id and no name is like it. */
const INGRESS = "*ingress*";

/** Desired states of tasks that should run, so that they count in the ranking. */
function shouldRun(task: Task): boolean {
  return task.desiredState !== "shutdown" && task.desiredState !== "remove";
}

export class ClusterView {
  readonly journal: Journal = new Journal();
  /** Groups with tasks that have not been tried since something changed for them. */
  readonly fresh: GroupQueue<PendingGroup> = new GroupQueue();
  readonly pending: PendingGroups = new PendingGroups();
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
  readonly #services = new Map<ServiceId, ServiceRecord>();
  readonly #networkDrivers = new Map<string, string>();
  /** Networks, by id and by name. */
  readonly #encrypted = new Set<string>();
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

  /** How many tasks of the service should run on a node. */
  tasksOn(serviceId: ServiceId, slot: number): number {
    return this.#services.get(serviceId)?.tasks.get(slot) ?? 0;
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
    for (const name of [network.id, network.spec.Name ?? "", network.spec.Ingress && INGRESS]) {
      if (!name) continue;
      if (isEncrypted(network.spec)) this.#encrypted.add(name);
      else this.#encrypted.delete(name);
    }
  }

  putService({ id, specVersion, spec }: Service): void {
    const record = this.#ensureService(id);
    const previous = record.current;
    if (previous !== undefined && previous !== specVersion) {
      this.failures.forgetSpec(specRevisionId(id, previous));
    }
    record.current = specVersion;
    this.#putSpec(record, specVersion, spec);
  }

  removeService({ id }: Service): void {
    const record = this.#services.get(id);
    if (record?.current === undefined) return;
    const version = record.current;
    record.current = undefined;
    this.#forgetSpec(record, version);
  }

  putSpecRevision({ serviceId, specVersion, spec }: SpecRevision): void {
    this.#putSpec(this.#ensureService(serviceId), specVersion, spec);
  }

  #removeSpecRevision({ id, serviceId, specVersion }: SpecRevision): void {
    const record = this.#services.get(serviceId);
    if (record?.current === specVersion) return;
    if (record !== undefined) this.#forgetSpec(record, specVersion);
    this.failures.forgetSpec(id);
  }

  #putSpec(service: ServiceRecord, version: number, spec: ServiceSpec): void {
    const known = service.ensureSpec(version);
    if (known.spec !== undefined) return;
    known.spec = spec;
    if (known.group !== undefined) this.fresh.add(known.group);
    for (const id of this.preassigned.keys()) this.freshPreassigned.add(id);
    if (this.#unresolved > 0) this.#resolveHoldings();
  }

  #forgetSpec(service: ServiceRecord, version: number): void {
    const known = service.specs.get(version);
    if (known === undefined) return;
    known.spec = undefined;
    known.requirements = undefined;
    if (known.group === undefined) service.specs.delete(version);
    this.#tidy(service);
  }

  #ensureService(id: ServiceId): ServiceRecord {
    let record = this.#services.get(id);
    if (record === undefined) {
      record = new ServiceRecord(id);
      this.#services.set(id, record);
    }
    return record;
  }

  #tidy(service: ServiceRecord): void {
    if (service.specs.size === 0 && service.tasks.size === 0 && service.groups === 0) {
      this.#services.delete(service.id);
    }
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
      if (record?.kind === "preassigned") {
        record.task = task;
        return;
      }
      if (record !== undefined) this.#drop(task.id, record);
      this.freshPreassigned.add(task.id);
      this.#records.set(task.id, newRecord("preassigned", task));
    }
  }

  /** The same for a task of a group that was given a node, without looking anything up again. */
  assign(record: TaskRecord, task: Task, node: NodeState, requirements: Requirements): void {
    // After the count is taken: nothing else may keep the service's record.
    const { group } = record;
    record.kind = "holding";
    record.task = task;
    record.node = node;
    record.requirements = requirements;
    record.hostPorts = requirements.class.hostPorts;
    record.counted = true;
    this.#occupy(record, group?.service);
    this.#leaveGroup(record);
  }

  removeTask(id: TaskId): void {
    const record = this.#records.get(id);
    if (record !== undefined) this.#drop(id, record);
  }

  /** What the group's tasks need; undefined while their spec is unknown. */
  requirementsOfGroup(group: PendingGroup): Requirements | undefined {
    if (group.requirements === undefined) {
      const [first] = group.tasks.values();
      if (first !== undefined) group.requirements = this.#require(group.service, first.task);
    }
    return group.requirements;
  }

  requirementsOf(task: Task): Requirements | undefined {
    return this.#require(this.#services.get(task.serviceId), task);
  }

  #require(service: ServiceRecord | undefined, task: Task): Requirements | undefined {
    if (task.ownSpec !== undefined) return this.#parse(task.ownSpec, undefined, task);
    const known = service?.specs.get(task.specVersion);
    if (known?.spec === undefined) return undefined;
    known.requirements ??= this.#parse(known.spec.TaskTemplate ?? {}, known.spec, task);
    return known.requirements;
  }

  /** Marks all that waits to be tried again. */
  retryAll(): void {
    for (const id of this.preassigned.keys()) this.freshPreassigned.add(id);
    for (const group of this.pending) this.fresh.add(group);
  }

  #parse(spec: TaskSpec, service: ServiceSpec | undefined, task: Task): Requirements {
    const ports =
      task.endpointPorts.length > 0
        ? hostPortsOf(task.endpointPorts)
        : hostPortsOfSpec(service?.EndpointSpec?.Ports);
    const networks = spec.Networks ?? service?.Networks ?? [];
    const drivers = networks.map(({ Target }) => this.#networkDrivers.get(Target ?? "") ?? "");
    const published = service?.EndpointSpec?.Ports ?? [];
    const targets = networks.map(({ Target }) => Target ?? "");
    if (published.some(({ PublishMode }) => PublishMode !== "host")) targets.push(INGRESS);
    const encrypted = targets.some((target) => this.#encrypted.has(target));
    return parseRequirements(spec, ports, drivers, encrypted);
  }

  #await(task: Task, record: TaskRecord | undefined): void {
    if (record?.kind === "pending") {
      record.task = task;
      return;
    }
    if (record !== undefined) this.#drop(task.id, record);
    const group = this.#groupOf(task);
    const pending = newRecord("pending", task);
    pending.group = group;
    group.tasks.set(task.id, pending);
    group.unexplained = true;
    this.fresh.add(group);
    this.#records.set(task.id, pending);
  }

  /** The group that the task belongs in; a new one when there is none. */
  #groupOf({ id, serviceId, specVersion, ownSpec }: Task): PendingGroup {
    const service = this.#ensureService(serviceId);
    const spec = ownSpec === undefined ? service.ensureSpec(specVersion) : undefined;
    if (spec?.group !== undefined) return spec.group;
    const group = new PendingGroup(service, specVersion, spec === undefined ? id : undefined);
    if (spec !== undefined) spec.group = group;
    service.groups++;
    this.pending.add(group);
    return group;
  }

  #leaveGroup(record: TaskRecord): void {
    const { group } = record;
    if (group === undefined) return;
    record.group = undefined;
    group.tasks.delete(record.task.id);
    if (group.tasks.size > 0) return;
    this.pending.delete(group);
    const { service } = group;
    service.groups--;
    const spec = group.ofOneTask ? undefined : service.specs.get(group.specVersion);
    if (spec !== undefined) {
      spec.group = undefined;
      if (spec.spec === undefined) service.specs.delete(group.specVersion);
    }
    this.#tidy(service);
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
    const holding = newRecord("holding", task);
    holding.node = node;
    holding.requirements = requirements;
    holding.hostPorts = hostPorts;
    holding.counted = counted;
    this.#records.set(task.id, holding);
    if (node === undefined || requirements === undefined) this.#unresolved++;
    this.#occupy(holding, undefined);
  }

  /** `service`: the task's, when it is at hand. */
  #occupy(holding: TaskRecord, service: ServiceRecord | undefined): void {
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
    holding.service = service ?? this.#ensureService(task.serviceId);
    const counts = holding.service.tasks;
    counts.set(node.slot, (counts.get(node.slot) ?? 0) + 1);
  }

  #release(holding: TaskRecord): void {
    const { node, requirements, task, service } = holding;
    if (node === undefined) return;
    const demands = requirements?.class;
    if (demands !== undefined) node.reserve(-demands.nanoCpus, -demands.memoryBytes);
    node.releaseGeneric(task.id);
    node.freeHostPorts(holding.hostPorts);
    this.journal.note(node.slot);
    if (service === undefined) return;
    holding.service = undefined;
    node.activeTasks--;
    const counts = service.tasks;
    const left = (counts.get(node.slot) ?? 0) - 1;
    if (left > 0) counts.set(node.slot, left);
    else counts.delete(node.slot);
    this.#tidy(service);
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
        this.#leaveGroup(record);
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
function specKeyOf(task: Task): string {
  return task.ownSpec === undefined ? specRevisionId(task.serviceId, task.specVersion) : task.id;
}
