/**
 * Which statuses does the leader not have for sure? Only the newest of a task counts, so what is
 * kept is bounded by the node's tasks, and a burst of states becomes one message.
 *
 * INVARIANT: a noted status is waiting or under way until it is acknowledged or a later one of the
 * same task takes its place; a lost connection makes everything that was under way wait again.
 */
import type { TaskStatus } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";

export interface StatusReport {
  readonly seq: number;
  readonly updates: readonly (readonly [TaskId, TaskStatus])[];
}

const MAX_UPDATES = 1_000;

export class StatusReporter {
  readonly #waiting = new Map<TaskId, TaskStatus>();
  #underWay: StatusReport | undefined;
  #seq = 0;

  note(id: TaskId, status: TaskStatus): void {
    this.#waiting.set(id, status);
  }

  /** The next batch, when the one before is acknowledged and there is something to tell. */
  next(): StatusReport | undefined {
    if (this.#underWay !== undefined || this.#waiting.size === 0) return undefined;
    const updates: [TaskId, TaskStatus][] = [];
    for (const [id, status] of this.#waiting) {
      if (updates.length >= MAX_UPDATES) break;
      updates.push([id, status]);
      this.#waiting.delete(id);
    }
    this.#underWay = { seq: ++this.#seq, updates };
    return this.#underWay;
  }

  /** Every batch up to `seq` is written. */
  acknowledge(seq: number): void {
    if (this.#underWay !== undefined && this.#underWay.seq <= seq) this.#underWay = undefined;
  }

  /** A new session: the manager may have missed anything, so it hears of every task. */
  reconnect(current: Iterable<readonly [TaskId, TaskStatus]>): void {
    const lost = this.#underWay?.updates ?? [];
    this.#underWay = undefined;
    for (const [id, status] of lost) if (!this.#waiting.has(id)) this.#waiting.set(id, status);
    for (const [id, status] of current) this.#waiting.set(id, status);
  }
}
