/** A cluster view and a placer, driven to the end without a store or a clock. */
import { ClusterView } from "../../manager/scheduler/cluster-view.ts";
import { Placer } from "../../manager/scheduler/placer.ts";
import type { Node, Service, Task } from "../../shared/domain/objects.ts";

export interface World {
  readonly nodes: readonly Node[];
  readonly services: readonly Service[];
  readonly tasks: readonly Task[];
}

export class Scheduling {
  readonly view: ClusterView = new ClusterView();
  readonly placer: Placer = new Placer(this.view);
  readonly tasks: Map<string, Task> = new Map();
  now = 1_000_000;

  constructor(world: World) {
    for (const service of world.services) this.view.putService(service);
    for (const node of world.nodes) this.view.putNode(node);
    for (const task of world.tasks) this.put(task);
  }

  put(task: Task): void {
    this.tasks.set(task.id, task);
    this.view.putTask(task, this.now);
  }

  /** Decides for everything that waits; `limit` as the loop's batches would have it. */
  run(limit = Number.POSITIVE_INFINITY): void {
    this.placer.beginPass();
    for (const waiting of [...this.view.preassigned.values()]) {
      const decision = this.placer.confirm(waiting, this.now);
      if (decision !== undefined) this.tasks.set(decision.before.id, decision.after);
    }
    for (const group of [...this.view.pending]) {
      for (;;) {
        const { placements, exhausted } = this.placer.place(group, limit, this.now);
        for (const { after } of placements) this.tasks.set(after.id, after);
        if (exhausted) {
          const err = this.placer.whyNot(group);
          for (const { task } of group.tasks.values()) {
            this.tasks.set(task.id, { ...task, status: { ...task.status, err } });
          }
        }
        if (exhausted || group.tasks.size === 0 || placements.length === 0) break;
      }
    }
  }

  /** Node id → number of tasks assigned to it, of one service or of all. */
  spread(serviceId?: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const task of this.tasks.values()) {
      if (task.nodeId === "" || task.status.state === "pending") continue;
      if (serviceId !== undefined && task.serviceId !== serviceId) continue;
      counts[task.nodeId] = (counts[task.nodeId] ?? 0) + 1;
    }
    return counts;
  }

  nodeOf(taskId: string): string {
    return this.tasks.get(taskId)?.nodeId ?? "";
  }

  errOf(taskId: string): string {
    return this.tasks.get(taskId)?.status.err ?? "";
  }
}
