/**
 * What the view keeps of services and tasks. One record a service and one a task, which point at
 * each other: with a hundred thousand services of one task each, looking something up in a large
 * map is most of what a placement costs, so each is looked up once and then followed.
 */
import type { Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import type { ServiceId, TaskId } from "../../shared/ids.ts";
import { specRevisionId } from "../../shared/ids.ts";
import type { NodeState } from "./node-state.ts";
import type { Requirements } from "./requirements.ts";
import type { TasksByNode } from "./service-load.ts";
import { SmallMap } from "./small-map.ts";

const NO_PORTS: readonly string[] = [];

/** One version of a service's spec. */
export interface SpecRecord {
  /** Undefined while only tasks speak of it. */
  spec: ServiceSpec | undefined;
  requirements: Requirements | undefined;
  /** Its pending tasks; undefined when there are none. */
  group: PendingGroup | undefined;
}

/** Owned by ClusterView. Kept as long as it has a spec, a group or a counted task. */
export class ServiceRecord {
  readonly id: ServiceId;
  /** Live: placements show in it. */
  readonly tasks: TasksByNode = new SmallMap();
  /** By version. Most services have one. */
  readonly specs: SmallMap<number, SpecRecord> = new SmallMap();
  /** How many groups of its tasks wait. */
  groups = 0;
  /** The version that the service has now; undefined while only its tasks are known. */
  current: number | undefined = undefined;

  constructor(id: ServiceId) {
    this.id = id;
  }

  ensureSpec(version: number): SpecRecord {
    let record = this.specs.get(version);
    if (record === undefined) {
      record = { spec: undefined, requirements: undefined, group: undefined };
      this.specs.set(version, record);
    }
    return record;
  }
}

/** Pending tasks of one service and spec version: they are alike to every filter. */
export class PendingGroup {
  readonly service: ServiceRecord;
  readonly specVersion: number;
  readonly tasks: SmallMap<TaskId, TaskRecord> = new SmallMap();
  /** Undefined while the spec is unknown. */
  requirements: Requirements | undefined = undefined;
  /** What was last written to its tasks as the reason why they wait. */
  explained = "";
  /** Tasks came that have not been told. */
  unexplained = true;
  /** In the queue of groups to be tried. */
  queued = false;
  /** Where it stands in the view's list. Owned by that. */
  place = -1;
  readonly #own: TaskId | undefined;

  /** `own`: the task, when it has a spec of its own (a network attachment) and is alone. */
  constructor(service: ServiceRecord, specVersion: number, own: TaskId | undefined) {
    this.service = service;
    this.specVersion = specVersion;
    this.#own = own;
  }

  get ofOneTask(): boolean {
    return this.#own !== undefined;
  }

  get specKey(): string {
    return this.#own ?? specRevisionId(this.service.id, this.specVersion);
  }
}

/**
 * A task that the view keeps. One mutable object for all kinds, instead of one object a kind: a
 * placement turns a pending record into a holding one where it lies.
 */
export interface TaskRecord {
  kind: "pending" | "preassigned" | "holding";
  task: Task;
  /** Of a pending task. */
  group: PendingGroup | undefined;
  /** Of a holding task, as are all below; undefined while the node is unknown to us. */
  node: NodeState | undefined;
  /** Undefined while the spec is unknown to us. */
  requirements: Requirements | undefined;
  hostPorts: readonly string[];
  /** Whether the ranking counts it. */
  counted: boolean;
  /** Of a counted task on a known node. */
  service: ServiceRecord | undefined;
}

export function newRecord(kind: TaskRecord["kind"], task: Task): TaskRecord {
  return {
    kind,
    task,
    group: undefined,
    node: undefined,
    requirements: undefined,
    hostPorts: NO_PORTS,
    counted: false,
    service: undefined,
  };
}

/** Groups that wait: a set without hashing, as a group knows its place. */
export class PendingGroups {
  readonly #groups: PendingGroup[] = [];

  get size(): number {
    return this.#groups.length;
  }

  add(group: PendingGroup): void {
    if (group.place >= 0) return;
    group.place = this.#groups.length;
    this.#groups.push(group);
  }

  delete(group: PendingGroup): void {
    if (group.place < 0) return;
    const last = this.#groups.pop();
    if (last !== undefined && last !== group) {
      this.#groups[group.place] = last;
      last.place = group.place;
    }
    group.place = -1;
  }

  [Symbol.iterator](): IterableIterator<PendingGroup> {
    return this.#groups.values();
  }
}
