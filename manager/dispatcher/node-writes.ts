/**
 * What does the dispatcher know of nodes that the store does not? Collects by node, the later
 * word first, so that a node that flaps while a write is under way is written once.
 */
import type { Instant } from "../../shared/clock.ts";
import type { Node, NodeDescription, NodeState } from "../../shared/domain/objects.ts";
import { compareTaskStates } from "../../shared/domain/task-state.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";

export interface NodeNews {
  readonly state?: { readonly state: NodeState; readonly message: string; readonly at: Instant };
  /** The node's own address, bare. */
  readonly addr?: string;
  readonly description?: NodeDescription;
}

/** A node with its description is a few KiB; a write stays well below a megabyte or two. */
const MAX_NODES = 500;

export class NodeWrites {
  readonly #news = new Map<NodeId, NodeNews>();

  get size(): number {
    return this.#news.size;
  }

  add(nodeId: NodeId, news: NodeNews): void {
    this.#news.set(nodeId, { ...this.#news.get(nodeId), ...news });
  }

  take(): ReadonlyMap<NodeId, NodeNews> {
    const taken = new Map<NodeId, NodeNews>();
    for (const [nodeId, news] of this.#news) {
      if (taken.size >= MAX_NODES) break;
      taken.set(nodeId, news);
      this.#news.delete(nodeId);
    }
    return taken;
  }

  /** The write did not happen; what was said since is newer. */
  putBack(taken: ReadonlyMap<NodeId, NodeNews>): void {
    for (const [nodeId, news] of taken) {
      this.#news.set(nodeId, { ...news, ...this.#news.get(nodeId) });
    }
  }
}

export function applyNodeNews(tx: WriteTx, news: ReadonlyMap<NodeId, NodeNews>): void {
  for (const [nodeId, some] of news) {
    const node = tx.get("node", nodeId);
    if (node === undefined) continue;
    const next = withNews(node, some);
    if (next !== node) tx.update("node", next);
  }
}

/** The node as it should be; the same object when it already is. */
export function withNews(node: Node, news: NodeNews): Node {
  const { state, addr = node.status.addr, description } = news;
  const moves = state !== undefined && state.state !== node.status.state;
  const moved = addr !== node.status.addr;
  const changed = description !== undefined && !sameDescription(description, node.description);
  if (!moves && !moved && !changed) return node;
  const { downSinceMs, ...rest } = node;
  const status = moves ? state : node.status;
  const since = moves ? (state.state === "down" ? state.at : undefined) : downSinceMs;
  return {
    ...rest,
    ...(since !== undefined && { downSinceMs: since }),
    ...(description !== undefined && { description }),
    status: { state: status.state, message: status.message, addr },
  };
}

/** By value; key order does not count. */
function sameDescription(a: NodeDescription, b: NodeDescription | undefined): boolean {
  return b !== undefined && canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([, field]) => field !== undefined);
    return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}

/** Time after which nobody can know whether a lost node's tasks still run (reference 3.4). */
export const ORPHAN_AFTER_MS: number = 24 * 3_600_000;

/** Nodes that have been down for so long that their tasks are orphans. */
export function planOrphans(tx: ReadTx, now: Instant): readonly NodeId[] {
  const nodes: NodeId[] = [];
  for (const node of tx.all("node")) {
    const { downSinceMs } = node;
    if (node.status.state !== "down" || downSinceMs === undefined) continue;
    if (downSinceMs + ORPHAN_AFTER_MS <= now) nodes.push(node.id);
  }
  return nodes;
}

/** ASSIGNED … RUNNING becomes ORPHANED; what ended stays as it ended. Returns how many. */
export function orphanTasks(tx: WriteTx, nodeId: NodeId, now: Instant): number {
  let orphaned = 0;
  for (const task of tx.by("task", "node", nodeId)) {
    const { state } = task.status;
    if (compareTaskStates(state, "assigned") < 0 || compareTaskStates(state, "running") > 0)
      continue;
    tx.update("task", { ...task, status: { ...task.status, state: "orphaned", timestampMs: now } });
    orphaned++;
  }
  return orphaned;
}
