/**
 * Which node is next for a group? Ranking (reference 3.5): nodes where this spec keeps failing
 * last, then fewer tasks of the service, then fewer active tasks.
 *
 * Nodes without a task of the service come straight from the pool, which has them in that order;
 * only when they run out are the others put in a heap. A service of one task thus never looks at
 * more than the first fitting node.
 */
import { Heap } from "./heap.ts";
import type { NodeState } from "./node-state.ts";
import type { Pool, PoolScan } from "./pool.ts";
import type { TasksByNode } from "./service-load.ts";

export interface GroupLoad {
  /** Live: counts placements as they are made. */
  readonly tasks: TasksByNode;
  readonly faulty: ReadonlyMap<number, number> | undefined;
  /** 0: no limit. */
  readonly maxReplicas: number;
}

export class Candidates {
  readonly #pool: Pool;
  readonly #load: GroupLoad;
  readonly #nodes: readonly (NodeState | undefined)[];
  readonly #scan: PoolScan;
  #heap: Heap<NodeState> | undefined;

  constructor(pool: Pool, load: GroupLoad, nodes: readonly (NodeState | undefined)[]) {
    this.#pool = pool;
    this.#load = load;
    this.#nodes = nodes;
    const { tasks, faulty } = load;
    this.#scan = pool.scan((slot) => tasks.has(slot) || (faulty?.has(slot) ?? false));
  }

  /** The best node with room. The caller places on it before asking again. */
  next(): NodeState | undefined {
    if (this.#heap === undefined) {
      const untouched = this.#scan.next();
      if (untouched !== undefined) return untouched;
      this.#heap = this.#rankUsed();
    } else {
      this.#heap.sinkFirst();
    }
    for (;;) {
      const node = this.#heap.peek();
      if (node === undefined) return undefined;
      if (this.#takes(node)) return node;
      this.#heap.pop();
    }
  }

  #takes(node: NodeState): boolean {
    const { maxReplicas, tasks } = this.#load;
    if (maxReplicas > 0 && (tasks.get(node.slot) ?? 0) >= maxReplicas) return false;
    return this.#pool.fits(node);
  }

  #rankUsed(): Heap<NodeState> {
    const { tasks, faulty } = this.#load;
    const used: NodeState[] = [];
    const add = (slot: number): void => {
      const node = this.#nodes[slot];
      if (node !== undefined && this.#pool.has(slot)) used.push(node);
    };
    for (const slot of tasks.keys()) add(slot);
    for (const slot of faulty?.keys() ?? []) if (!tasks.has(slot)) add(slot);
    return new Heap((a, b) => {
      const faults = (faulty?.get(a.slot) ?? 0) - (faulty?.get(b.slot) ?? 0);
      if (faults !== 0) return faults < 0;
      const ours = (tasks.get(a.slot) ?? 0) - (tasks.get(b.slot) ?? 0);
      if (ours !== 0) return ours < 0;
      if (a.activeTasks !== b.activeTasks) return a.activeTasks < b.activeTasks;
      return a.slot < b.slot;
    }, used);
  }
}
