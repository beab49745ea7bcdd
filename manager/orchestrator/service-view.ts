/**
 * One service as orchestrators see it: its tasks by slot, and what of them must be looked at
 * again. A hot core: it is changed with every task, so that reconciling costs what has changed
 * and not what there is. A slot is named by its number, or by its node where each node has one.
 */
import type { Node, Service, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import type { ServiceId } from "../../shared/ids.ts";
import { compareSpecs, isDirty, type SpecChange } from "./dirty.ts";
import { isPerNode, isWanted, type Mode, modeOf, restartRulesOf } from "./policy.ts";
import { shouldRestart } from "./restart.ts";
import type { UpdateRun } from "./update-run.ts";

export interface Slot {
  readonly key: string;
  /** In order of creation. */
  tasks: readonly Task[];
  /** It has what it should have: a wanted task, or a last one that is not to be restarted. */
  occupied: boolean;
  /** What occupies it is not what the spec now asks for. */
  stale: boolean;
}

/** What a slot's state depends on beside its tasks. */
export interface Surroundings {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly specOf: (serviceId: ServiceId, specVersion: number) => ServiceSpec | undefined;
}

export interface Touched {
  /** Everything was: the service or the limits changed, or this leader has just started. */
  readonly whole: boolean;
  /** Some may have no task. */
  readonly keys: readonly string[];
}

export class ServiceView {
  readonly id: ServiceId;
  service: Service | undefined;
  mode: Mode = "replicated";
  readonly slots: Map<string, Slot> = new Map();
  /** How many slots are occupied, and which of those are stale. */
  occupied = 0;
  readonly stale: Set<string> = new Set();
  /** Slots to be looked at; all of them when `allTouched`. */
  readonly touched: Set<string> = new Set();
  allTouched = true;
  /** INVARIANT: every slot number below is occupied. */
  lowestFree = 1;
  /** How many tasks name each spec version. */
  readonly versions: Map<number, number> = new Map();
  /** Spec versions that have a stored revision. */
  readonly revisions: Set<number> = new Set();
  update: UpdateRun | undefined;
  #changes: Map<number, SpecChange> = new Map();

  constructor(id: ServiceId) {
    this.id = id;
  }

  setService(service: Service | undefined): void {
    const before = this.service;
    this.service = service;
    if (service !== undefined) this.mode = modeOf(service.spec);
    // A service's status changes often during an update, and no slot depends on it.
    if (before !== undefined && before.specVersion === service?.specVersion) return;
    this.#changes = new Map();
    this.allTouched = true;
  }

  slotKey(task: Task): string {
    // Of a service that is gone the mode may be unknown.
    const perNode = isPerNode(this.mode) || (task.slot === 0 && task.jobIteration === undefined);
    return perNode ? task.nodeId : String(task.slot);
  }

  putTask(before: Task | undefined, after: Task): void {
    const key = this.slotKey(after);
    if (before === undefined) {
      this.#count(after.specVersion, 1);
    } else if (this.slotKey(before) !== key) {
      this.#drop(before);
    }
    const slot = this.#slot(key);
    const known = slot.tasks.some((task) => task.id === after.id);
    slot.tasks = known
      ? slot.tasks.map((task) => (task.id === after.id ? after : task))
      : [...slot.tasks, after];
    this.touched.add(key);
  }

  removeTask(task: Task): void {
    this.#count(task.specVersion, -1);
    this.#drop(task);
  }

  /** Orders what was loaded by id. */
  orderTasks(): void {
    for (const slot of this.slots.values()) {
      slot.tasks = [...slot.tasks].sort(
        (a, b) => a.meta.createdMs - b.meta.createdMs || (a.id < b.id ? -1 : 1),
      );
    }
  }

  /** The slots that were touched, brought up to date; none is touched afterwards. */
  takeTouched(around: Surroundings): Touched {
    const whole = this.allTouched;
    const keys = whole ? new Set([...this.slots.keys(), ...this.touched]) : [...this.touched];
    if (whole) this.stale.clear();
    this.allTouched = false;
    this.touched.clear();
    for (const key of keys) {
      const slot = this.slots.get(key);
      if (slot !== undefined) this.#refresh(slot, around);
    }
    return { whole, keys: [...keys] };
  }

  /** Tasks that stand for the slot: the wanted ones, else a last one that stays ended. */
  updatable(slot: Slot, around: Surroundings): readonly Task[] {
    const service = this.service;
    const tasks = slot.tasks.filter((task) => task.jobIteration === service?.jobIteration);
    const wanted = tasks.filter(isWanted);
    if (wanted.length > 0 || service === undefined) return wanted;
    // A rollback must end with what the old spec asks for, ended tasks included.
    if (service.updateStatus?.state === "rollback_started") return [];
    const ended = tasks.filter((task) => task.desiredState !== "remove");
    const newest = ended.at(-1);
    if (newest === undefined) return [];
    const spec = around.specOf(this.id, newest.specVersion) ?? service.spec;
    return shouldRestart(newest, ended, restartRulesOf(spec)) ? [] : [newest];
  }

  isDirty(task: Task, around: Surroundings): boolean {
    const service = this.service;
    if (service === undefined || task.specVersion === service.specVersion) return false;
    let change = this.#changes.get(task.specVersion);
    if (change === undefined) {
      const spec = around.specOf(this.id, task.specVersion);
      change = spec === undefined ? "task" : compareSpecs(spec, service.spec);
      this.#changes.set(task.specVersion, change);
    }
    return isDirty(change, service.spec, around.nodes.get(task.nodeId));
  }

  #refresh(slot: Slot, around: Surroundings): void {
    const tasks = this.updatable(slot, around);
    this.#setOccupied(slot, tasks.length > 0);
    slot.stale = tasks.length > 1 || tasks.some((task) => this.isDirty(task, around));
    if (slot.stale) this.stale.add(slot.key);
    else this.stale.delete(slot.key);
  }

  #setOccupied(slot: Slot, occupied: boolean): void {
    if (occupied === slot.occupied) return;
    slot.occupied = occupied;
    this.occupied += occupied ? 1 : -1;
    if (!occupied) this.lowestFree = Math.min(this.lowestFree, Math.max(1, Number(slot.key) || 1));
  }

  #slot(key: string): Slot {
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = { key, tasks: [], occupied: false, stale: false };
      this.slots.set(key, slot);
    }
    return slot;
  }

  #drop(task: Task): void {
    const key = this.slotKey(task);
    const slot = this.slots.get(key);
    if (slot === undefined) return;
    slot.tasks = slot.tasks.filter((other) => other.id !== task.id);
    this.touched.add(key);
    if (slot.tasks.length > 0) return;
    this.#setOccupied(slot, false);
    this.stale.delete(key);
    this.slots.delete(key);
  }

  #count(specVersion: number, by: number): void {
    const count = (this.versions.get(specVersion) ?? 0) + by;
    if (count > 0) this.versions.set(specVersion, count);
    else this.versions.delete(specVersion);
  }
}
