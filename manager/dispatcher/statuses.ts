/**
 * Which reported task statuses count, and when is a batch acknowledged? Reports of all agents are
 * collected while a write is under way and go into the next one together: the busier the cluster,
 * the larger the batches, and an idle one waits for nothing.
 */
import type { TaskStatus } from "../../shared/domain/objects.ts";
import { compareTaskStates } from "../../shared/domain/task-state.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { WriteTx } from "../store/types.ts";

export interface ReportedStatus {
  readonly taskId: TaskId;
  readonly status: TaskStatus;
}

export interface StatusBatch {
  readonly nodeId: NodeId;
  readonly session: string;
  readonly seq: number;
  readonly updates: readonly ReportedStatus[];
}

/** Per write. A status is about 100 bytes in the log. */
const MAX_UPDATES = 4_000;

export class StatusQueue {
  #batches: StatusBatch[] = [];

  get size(): number {
    return this.#batches.length;
  }

  add(batch: StatusBatch): void {
    this.#batches.push(batch);
  }

  /** Whole batches in the order in which they came, about MAX_UPDATES statuses. */
  take(): readonly StatusBatch[] {
    let updates = 0;
    let count = 0;
    while (count < this.#batches.length && updates < MAX_UPDATES) {
      updates += this.#batches[count]?.updates.length ?? 0;
      count++;
    }
    const taken = this.#batches.slice(0, count);
    this.#batches = this.#batches.slice(count);
    return taken;
  }

  /** The write did not happen: these are first again. */
  putBack(batches: readonly StatusBatch[]): void {
    this.#batches = [...batches, ...this.#batches];
  }
}

/** Writes what counts; returns how many statuses did. */
export function applyStatuses(tx: WriteTx, batches: readonly StatusBatch[]): number {
  let applied = 0;
  for (const { nodeId, updates } of batches) {
    for (const { taskId, status } of updates) {
      const task = tx.get("task", taskId);
      // Gone meanwhile, or not this node's to speak of.
      if (task === undefined || task.nodeId !== nodeId) continue;
      if (!counts(task.status, status)) continue;
      tx.update("task", { ...task, status });
      applied++;
    }
  }
  return applied;
}

/** Only forward; and only states that an agent can know. */
function counts(current: TaskStatus, reported: TaskStatus): boolean {
  if (compareTaskStates(reported.state, "accepted") < 0) return false;
  if (compareTaskStates(reported.state, "rejected") > 0) return false;
  const step = compareTaskStates(reported.state, current.state);
  if (step !== 0) return step > 0;
  return (
    reported.timestampMs >= current.timestampMs &&
    (reported.message !== current.message ||
      reported.err !== current.err ||
      reported.withdrawn !== current.withdrawn ||
      reported.container?.containerId !== current.container?.containerId ||
      reported.container?.pid !== current.container?.pid ||
      reported.container?.exitCode !== current.container?.exitCode)
  );
}
