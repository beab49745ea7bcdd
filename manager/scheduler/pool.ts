/**
 * Which nodes could take a task of this class, fewest active tasks first? One pool per class of
 * requirements (and branch of a spread), in buckets by the number of active tasks.
 *
 * Nodes are filtered when they enter; afterwards placements only take room away, and that is
 * checked when a scan comes across the node: it moves up to its bucket, or leaves. Whatever may
 * give room or change a node is in the view's journal and read before a scan. So a placement costs
 * O(1) amortized, with one service or with a hundred thousand, and full nodes are passed once.
 */
import type { ClusterView } from "./cluster-view.ts";
import { lacksRoom, rejectionOf } from "./filters.ts";
import type { NodeState } from "./node-state.ts";
import type { RequirementClass } from "./requirements.ts";

const OUTSIDE = -1;

export class Pool {
  readonly demands: RequirementClass;
  readonly #view: ClusterView;
  readonly #accepts: (node: NodeState) => boolean;
  #buckets: number[][] = [];
  /** By slot: the bucket, OUTSIDE when not in the pool, and the place in it. */
  #bucketOf: number[] = [];
  #placeOf: number[] = [];
  /** No node is in a lower bucket. */
  #lowest = 0;
  #read = OUTSIDE;

  constructor(
    view: ClusterView,
    demands: RequirementClass,
    accepts: (node: NodeState) => boolean = () => true,
  ) {
    this.#view = view;
    this.demands = demands;
    this.#accepts = accepts;
  }

  /** Reads the journal. Must precede every scan after the view has changed. */
  sync(): void {
    const changed = this.#view.journal.since(this.#read);
    this.#read = this.#view.journal.end;
    if (changed === undefined) this.#rebuild();
    else for (const slot of changed) this.#reconsider(slot);
  }

  has(slot: number): boolean {
    return (this.#bucketOf[slot] ?? OUTSIDE) !== OUTSIDE;
  }

  /** Whether the node is in and still has room; it leaves if not. */
  fits(node: NodeState): boolean {
    if (!this.has(node.slot)) return false;
    if (!lacksRoom(this.demands, node)) return true;
    this.#leave(node.slot);
    return false;
  }

  /** Nodes with room by active tasks, without those to skip. */
  scan(skip: (slot: number) => boolean): PoolScan {
    return new PoolScan(this, skip);
  }

  /** Moves the scan on to the next node and returns it. */
  advance(scan: PoolScan): NodeState | undefined {
    if (scan.bucket < this.#lowest) scan.bucket = this.#lowest;
    while (scan.bucket < this.#buckets.length) {
      const slot = this.#buckets[scan.bucket]?.[scan.place];
      if (slot === undefined) {
        if (scan.place === 0 && scan.bucket === this.#lowest) this.#lowest = scan.bucket + 1;
        scan.bucket++;
        scan.place = 0;
        continue;
      }
      const node = this.#view.nodes[slot];
      if (node === undefined) this.#leave(slot);
      else if (node.activeTasks !== scan.bucket) this.#move(slot, node.activeTasks);
      else if (scan.skip(slot)) scan.place++;
      else if (this.fits(node)) return node;
    }
    return undefined;
  }

  #rebuild(): void {
    this.#buckets = [];
    this.#bucketOf = [];
    this.#placeOf = [];
    this.#lowest = 0;
    for (let slot = 0; slot < this.#view.nodes.length; slot++) {
      this.#bucketOf.push(OUTSIDE);
      this.#placeOf.push(0);
      this.#reconsider(slot);
    }
  }

  #reconsider(slot: number): void {
    const node = this.#view.nodes[slot];
    const fits =
      node !== undefined && rejectionOf(this.demands, node) === undefined && this.#accepts(node);
    if (!fits) this.#leave(slot);
    else if (!this.has(slot)) this.#enter(slot, node.activeTasks);
    else if (this.#bucketOf[slot] !== node.activeTasks) this.#move(slot, node.activeTasks);
  }

  #enter(slot: number, bucket: number): void {
    while (this.#bucketOf.length <= slot) {
      this.#bucketOf.push(OUTSIDE);
      this.#placeOf.push(0);
    }
    while (this.#buckets.length <= bucket) this.#buckets.push([]);
    const slots = this.#buckets[bucket] ?? [];
    this.#bucketOf[slot] = bucket;
    this.#placeOf[slot] = slots.length;
    slots.push(slot);
    if (bucket < this.#lowest) this.#lowest = bucket;
  }

  #leave(slot: number): void {
    const bucket = this.#bucketOf[slot] ?? OUTSIDE;
    if (bucket === OUTSIDE) return;
    const slots = this.#buckets[bucket] ?? [];
    const place = this.#placeOf[slot] ?? 0;
    const last = slots.pop();
    if (last !== undefined && last !== slot) {
      slots[place] = last;
      this.#placeOf[last] = place;
    }
    this.#bucketOf[slot] = OUTSIDE;
  }

  #move(slot: number, bucket: number): void {
    this.#leave(slot);
    this.#enter(slot, bucket);
  }
}

/** A place in a pool. Valid until the view is changed otherwise than by placing on its nodes. */
export class PoolScan {
  readonly #pool: Pool;
  readonly skip: (slot: number) => boolean;
  bucket = 0;
  place = 0;

  constructor(pool: Pool, skip: (slot: number) => boolean) {
    this.#pool = pool;
    this.skip = skip;
  }

  next(): NodeState | undefined {
    return this.#pool.advance(this);
  }
}
