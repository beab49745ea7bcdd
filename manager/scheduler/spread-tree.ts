/**
 * Spread preferences (reference 3.5): a tree with a level per label, a branch per value, "" for
 * nodes without the label. A task goes down the branch with the fewest tasks of its service that
 * still has room, level by level; so branches even out, whatever the number of their nodes.
 */
import { spreadValue } from "../../shared/domain/constraint.ts";
import { Candidates, type GroupLoad } from "./candidates.ts";
import { Heap } from "./heap.ts";
import type { NodeState } from "./node-state.ts";
import type { Pool } from "./pool.ts";

/** The node's branch: its labels' values, outermost first. */
export function branchOf(spreads: readonly string[], node: NodeState): readonly string[] {
  return spreads.map((descriptor) => spreadValue(descriptor, node.node) ?? "");
}

export function branchKey(branch: readonly string[]): string {
  return JSON.stringify(branch);
}

/** The branches that nodes have, and which nodes are in each. Depends on labels alone. */
export class SpreadIndex {
  readonly branches: Map<string, readonly string[]> = new Map();
  readonly #keyOf: (string | undefined)[] = [];

  constructor(spreads: readonly string[], nodes: readonly (NodeState | undefined)[]) {
    for (const node of nodes) {
      if (node === undefined) {
        this.#keyOf.push(undefined);
        continue;
      }
      const branch = branchOf(spreads, node);
      const key = branchKey(branch);
      this.#keyOf.push(key);
      if (!this.branches.has(key)) this.branches.set(key, branch);
    }
  }

  keyOf(slot: number): string | undefined {
    return this.#keyOf[slot];
  }
}

interface Branch {
  /** Order among branches with as many tasks. */
  readonly rank: number;
  readonly children: Map<string, Branch>;
  candidates: Candidates | undefined;
  tasks: number;
  open: Heap<Branch> | undefined;
}

function newBranch(rank: number): Branch {
  return { rank, children: new Map(), candidates: undefined, tasks: 0, open: undefined };
}

const fewerTasks = (a: Branch, b: Branch): boolean =>
  a.tasks !== b.tasks ? a.tasks < b.tasks : a.rank < b.rank;

function bestIn(branch: Branch): NodeState | undefined {
  if (branch.candidates !== undefined) return branch.candidates.next();
  branch.open ??= new Heap(fewerTasks, [...branch.children.values()]);
  for (;;) {
    const child = branch.open.peek();
    if (child === undefined) return undefined;
    const node = bestIn(child);
    if (node !== undefined) {
      child.tasks++;
      branch.open.sinkFirst();
      return node;
    }
    branch.open.pop();
  }
}

/** Nodes for a group, one after the other; the caller places on each before asking again. */
export function spreadCandidates(
  index: SpreadIndex,
  load: GroupLoad,
  nodes: readonly (NodeState | undefined)[],
  poolOf: (branchKey: string) => Pool,
): { next(): NodeState | undefined } {
  const root = newBranch(0);
  const tasks = new Map<string, number>();
  for (const [slot, count] of load.tasks) {
    const key = index.keyOf(slot);
    if (key !== undefined) tasks.set(key, (tasks.get(key) ?? 0) + count);
  }
  for (const [key, values] of index.branches) {
    let branch = root;
    for (const value of values) {
      let child = branch.children.get(value);
      if (child === undefined) {
        child = newBranch(branch.children.size);
        branch.children.set(value, child);
      }
      child.tasks += tasks.get(key) ?? 0;
      branch = child;
    }
    branch.candidates = new Candidates(poolOf(key), load, nodes);
  }
  return { next: () => bestIn(root) };
}
