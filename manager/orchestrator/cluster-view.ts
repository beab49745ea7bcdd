/**
 * All that orchestrators look at, kept up to date with every change of the store, and which
 * services must be looked at again. No I/O, no clock.
 */
import type { Cluster, Node, Service, SpecRevision, Task } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { type ServiceId, specRevisionId } from "../../shared/ids.ts";
import type { Change, ReadTx } from "../store/types.ts";
import { deepEqual } from "./dirty.ts";
import { ServiceView, type Surroundings } from "./service-view.ts";

export class ClusterView implements Surroundings {
  readonly services: Map<ServiceId, ServiceView> = new Map();
  readonly nodes: Map<string, Node> = new Map();
  /** Services to reconcile, in the order in which they first needed it. */
  readonly dirty: Set<ServiceId> = new Set();
  /** Nodes on which the tasks must be looked at. */
  readonly dirtyNodes: Set<string> = new Set();
  historyLimit: number | undefined;
  readonly #revisions: Map<string, SpecRevision> = new Map();

  load(tx: ReadTx): void {
    for (const cluster of tx.all("cluster")) this.#putCluster(cluster);
    for (const node of tx.all("node")) this.nodes.set(node.id, node);
    for (const revision of tx.all("specRevision")) this.#putRevision(revision);
    for (const service of tx.all("service")) this.#putService(service);
    for (const task of tx.all("task")) this.#putTask(undefined, task);
    for (const view of this.services.values()) view.orderTasks();
    for (const node of this.nodes.keys()) this.dirtyNodes.add(node);
  }

  apply(change: Change): void {
    switch (change.table) {
      case "task":
        if (change.kind === "remove") this.#removeTask(change.before);
        else this.#putTask(change.before, change.after);
        break;
      case "service":
        if (change.kind === "remove") this.#removeService(change.before);
        else this.#putService(change.after);
        break;
      case "specRevision":
        if (change.kind === "remove") this.#removeRevision(change.before);
        else this.#putRevision(change.after);
        break;
      case "node":
        this.#changeNode(change.before, change.after);
        break;
      case "cluster":
        if (change.after !== undefined) this.#putCluster(change.after);
        break;
      default:
        break;
    }
  }

  /** Looks at one slot again; at the service as a whole when there is no key. */
  touch(id: ServiceId, key: string | undefined): void {
    const view = this.services.get(id);
    if (view === undefined) return;
    if (key !== undefined) view.touched.add(key);
    this.dirty.add(id);
  }

  /** Everything of the service, after a plan for it was lost. */
  touchAll(id: ServiceId): void {
    const view = this.services.get(id);
    if (view === undefined) return;
    view.allTouched = true;
    this.dirty.add(id);
  }

  /** Forgets a service of which nothing is left. */
  maybeForget(view: ServiceView): void {
    if (view.service !== undefined || view.slots.size > 0 || view.revisions.size > 0) return;
    this.services.delete(view.id);
  }

  touchTask(task: Task): void {
    const view = this.services.get(task.serviceId);
    if (view !== undefined) this.touch(task.serviceId, view.slotKey(task));
  }

  specOf = (serviceId: ServiceId, specVersion: number): ServiceSpec | undefined => {
    const { service } = this.services.get(serviceId) ?? {};
    if (service?.specVersion === specVersion) return service.spec;
    return this.#revisions.get(specRevisionId(serviceId, specVersion))?.spec;
  };

  /** What the task's service asks for now. */
  currentSpec(task: Task): ServiceSpec | undefined {
    return this.services.get(task.serviceId)?.service?.spec;
  }

  revisionsOf(view: ServiceView, versions: Iterable<number>): readonly SpecRevision[] {
    const found: SpecRevision[] = [];
    for (const version of versions) {
      const revision = this.#revisions.get(specRevisionId(view.id, version));
      if (revision !== undefined) found.push(revision);
    }
    return found;
  }

  #putCluster(cluster: Cluster): void {
    const limit = cluster.spec.Orchestration?.TaskHistoryRetentionLimit;
    if (limit === this.historyLimit) return;
    this.historyLimit = limit;
    for (const id of this.services.keys()) this.touchAll(id);
  }

  #putRevision(revision: SpecRevision): void {
    this.#revisions.set(revision.id, revision);
    const view = this.#view(revision.serviceId);
    view.revisions.add(revision.specVersion);
    this.dirty.add(view.id);
  }

  #removeRevision(revision: SpecRevision): void {
    this.#revisions.delete(revision.id);
    this.services.get(revision.serviceId)?.revisions.delete(revision.specVersion);
  }

  #view(id: ServiceId): ServiceView {
    let view = this.services.get(id);
    if (view === undefined) {
      view = new ServiceView(id);
      this.services.set(id, view);
    }
    return view;
  }

  #putService(service: Service): void {
    this.#view(service.id).setService(service);
    this.dirty.add(service.id);
  }

  #removeService(service: Service): void {
    this.#view(service.id).setService(undefined);
    this.dirty.add(service.id);
  }

  #putTask(before: Task | undefined, after: Task): void {
    this.#view(after.serviceId).putTask(before, after);
    this.dirty.add(after.serviceId);
  }

  #removeTask(task: Task): void {
    this.services.get(task.serviceId)?.removeTask(task);
    this.dirty.add(task.serviceId);
  }

  #changeNode(before: Node | undefined, after: Node | undefined): void {
    const id = (after ?? before)?.id;
    if (id === undefined) return;
    if (after === undefined) this.nodes.delete(id);
    else this.nodes.set(id, after);
    if (before !== undefined && after !== undefined && mattersAlike(before, after)) return;
    this.dirtyNodes.add(id);
    for (const view of this.services.values()) {
      // A global job takes the nodes that are there when it starts, and no later ones.
      if (view.mode === "global") this.touch(view.id, id);
    }
  }
}

/** Whether no decision about tasks could differ between the two. */
function mattersAlike(before: Node, after: Node): boolean {
  return (
    before.status.state === after.status.state &&
    before.status.addr === after.status.addr &&
    before.role === after.role &&
    before.membership === after.membership &&
    deepEqual(before.spec, after.spec) &&
    deepEqual(before.description ?? {}, after.description ?? {})
  );
}
