/**
 * Places waiting tasks: groups from pools, preassigned tasks on their own node. Decisions are put
 * into the view at once, so that the next one sees them, and returned for the loop to commit.
 * INVARIANT: no node is given more than it has free, a host port twice, or more tasks of a service
 * than its limit, as far as the view knows; the commit checks that the view was right.
 */
import type { Instant } from "../../shared/clock.ts";
import type { GenericResource, Node, Task } from "../../shared/domain/objects.ts";
import { Candidates, type GroupLoad } from "./candidates.ts";
import type { ClusterView } from "./cluster-view.ts";
import { explain, type Rejection, rejectionOf } from "./filters.ts";
import { choose } from "./generic-resources.ts";
import type { NodeState } from "./node-state.ts";
import { Pool } from "./pool.ts";
import type { PendingGroup } from "./records.ts";
import type { RequirementClass, Requirements } from "./requirements.ts";
import { SpreadIndex, spreadCandidates } from "./spread-tree.ts";

const ASSIGNED = "scheduler assigned task to node";
const NOTHING: readonly GenericResource[] = [];
const CONFIRMED = "scheduler confirmed task can run on preassigned node";

export interface Placement {
  readonly kind: "placement";
  /** The version of the task and of the node that this was decided on. */
  readonly before: Task;
  readonly node: Node;
  /** The task as it should be. */
  readonly after: Task;
}

export interface Explanation {
  readonly kind: "explanation";
  readonly before: Task;
  readonly after: Task;
}

export type Decision = Placement | Explanation;

export interface GroupResult {
  readonly placements: readonly Placement[];
  /** No node has room for the tasks that are left. */
  readonly exhausted: boolean;
}

function assigned(
  task: Task,
  node: NodeState,
  generic: readonly GenericResource[],
  message: string,
  now: Instant,
): Task {
  return {
    ...task,
    nodeId: node.node.id,
    status: { state: "assigned", timestampMs: now, message },
    assignedGeneric: generic,
  };
}

function told(task: Task, err: string, now: Instant): Task {
  return { ...task, status: { ...task.status, timestampMs: now, err } };
}

/** The same sentence is not written again: it would be a log entry that says nothing. */
export function explanation(task: Task, err: string, now: Instant): Explanation | undefined {
  if ((task.status.err ?? "") === err) return undefined;
  return { kind: "explanation", before: task, after: told(task, err, now) };
}

export class Placer {
  readonly #view: ClusterView;
  readonly #pools = new Map<string, Pool>();
  /** The one used last: services that come together are often alike. */
  #last: { readonly key: string; readonly pool: Pool } | undefined;
  readonly #spreads = new Map<string, { topology: number; index: SpreadIndex }>();
  /** Why-not texts of this pass; they look at every node. */
  readonly #explanations = new Map<string, string>();

  constructor(view: ClusterView) {
    this.#view = view;
  }

  /** A pass begins: what was explained before may be outdated. */
  beginPass(): void {
    this.#explanations.clear();
    this.#view.journal.trim(1024 + 2 * this.#view.nodeCount);
  }

  /** Places up to `limit` tasks of the group. */
  place(group: PendingGroup, limit: number, now: Instant): GroupResult {
    const placements: Placement[] = [];
    const requirements = this.#view.requirementsOfGroup(group);
    // Its spec has not come yet; the group is tried again when it does.
    if (requirements === undefined) return { placements, exhausted: false };
    const wanted = requirements.class.generic;
    const candidates = this.#candidates(group, requirements, now);
    for (const record of group.tasks.values()) {
      if (placements.length === limit) return { placements, exhausted: false };
      const node = candidates.next();
      if (node === undefined) return { placements, exhausted: true };
      const generic = wanted.length === 0 ? NOTHING : choose(node.freeGeneric, wanted);
      const { task } = record;
      const after = assigned(task, node, generic, ASSIGNED, now);
      placements.push({ kind: "placement", before: task, node: node.node, after });
      this.#view.assign(record, after, node, requirements);
    }
    return { placements, exhausted: false };
  }

  /** Decides for a task that was born with its node; undefined when there is nothing new to say. */
  confirm(task: Task, now: Instant): Decision | undefined {
    const node = this.#view.node(task.nodeId);
    const requirements = this.#view.requirementsOf(task);
    // The orchestrator will hear of the node's end and take the task away.
    if (node === undefined || requirements === undefined) return undefined;
    const ours = this.#view.tasksOn(task.serviceId, node.slot);
    const rejection = rejectionOf(requirements.class, node, ours, requirements.maxReplicas);
    if (rejection !== undefined) {
      const change = explanation(task, explain(new Map([[rejection, 1]])), now);
      if (change !== undefined) this.#view.putTask(change.after, now);
      return change;
    }
    const generic = choose(node.freeGeneric, requirements.class.generic);
    const after = assigned(task, node, generic, CONFIRMED, now);
    this.#view.putTask(after, now);
    return { kind: "placement", before: task, node: node.node, after };
  }

  /** Why the group's tasks wait, in Swarm's words. */
  whyNot(group: PendingGroup): string {
    const requirements = this.#view.requirementsOfGroup(group);
    if (requirements === undefined) return "";
    const limited = requirements.maxReplicas > 0;
    const key = limited ? `${group.specKey} ${requirements.class.key}` : requirements.class.key;
    let text = this.#explanations.get(key);
    if (text === undefined) {
      const parts = explain(this.#countRejections(group, requirements));
      text = parts === "" ? "no suitable node" : `no suitable node (${parts})`;
      this.#explanations.set(key, text);
    }
    return text;
  }

  #countRejections(group: PendingGroup, requirements: Requirements): Map<Rejection, number> {
    const counts = new Map<Rejection, number>();
    const { tasks } = group.service;
    for (const node of this.#view.nodes) {
      if (node === undefined) continue;
      const ours = tasks.get(node.slot) ?? 0;
      const rejection = rejectionOf(requirements.class, node, ours, requirements.maxReplicas);
      if (rejection !== undefined) counts.set(rejection, (counts.get(rejection) ?? 0) + 1);
    }
    return counts;
  }

  #candidates(
    group: PendingGroup,
    { class: demands, maxReplicas, spreads }: Requirements,
    now: Instant,
  ): { next(): NodeState | undefined } {
    const { nodes, failures } = this.#view;
    const load: GroupLoad = {
      tasks: group.service.tasks,
      faulty: failures.none ? undefined : failures.faulty(group.specKey, now),
      maxReplicas,
    };
    if (spreads.length === 0) return new Candidates(this.#pool(demands), load, nodes);
    const spreadKey = JSON.stringify(spreads);
    const index = this.#spreadIndex(spreadKey, spreads);
    return spreadCandidates(index, load, nodes, (branch) =>
      this.#pool(demands, `${spreadKey} ${branch}`, (node) => {
        const current = this.#spreadIndex(spreadKey, spreads);
        return current.keyOf(node.slot) === branch;
      }),
    );
  }

  /** The pool of a class, or of one branch of it, ready to be scanned. */
  #pool(demands: RequirementClass, branch = "", accepts?: (node: NodeState) => boolean): Pool {
    const key = branch === "" ? demands.key : `${demands.key} ${branch}`;
    if (this.#last?.key !== key) {
      const pool = this.#pools.get(key) ?? new Pool(this.#view, demands, accepts);
      // Last in the map is the one used last.
      this.#pools.delete(key);
      this.#pools.set(key, pool);
      this.#last = { key, pool };
      this.#evict();
    }
    const { pool } = this.#last;
    pool.sync();
    return pool;
  }

  /** Pools are a cache: a few hundred of a small cluster, some dozens of a very large one. */
  #evict(): void {
    const bound = Math.max(32, Math.min(1024, 4_000_000 / (1 + this.#view.nodeCount)));
    if (this.#pools.size <= bound) return;
    const oldest = this.#pools.keys().next().value;
    if (oldest !== undefined) this.#pools.delete(oldest);
  }

  #spreadIndex(key: string, spreads: readonly string[]): SpreadIndex {
    const { topology, nodes } = this.#view;
    const cached = this.#spreads.get(key);
    if (cached?.topology === topology) return cached.index;
    const index = new SpreadIndex(spreads, nodes);
    if (this.#spreads.size > 256) this.#spreads.clear();
    this.#spreads.set(key, { topology, index });
    return index;
  }
}
