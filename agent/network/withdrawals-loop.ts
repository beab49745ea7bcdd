/**
 * Waiting for the managers' word that nobody sends new connections to a task any more. Every
 * NodeNetwork's `withdraw` is this wait; it ends by itself where no manager answers.
 */
import type { Clock } from "../../shared/clock.ts";
import type { TaskId } from "../../shared/ids.ts";

/** Longer than the managers wait for the slowest agent. */
const BOUND_MS = 6_000;

export class Withdrawals {
  readonly #clock: Clock;
  readonly #waiting = new Map<TaskId, Set<() => void>>();
  /** Told before anybody waited, until the task is released. */
  readonly #drained = new Set<TaskId>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From NetworkChange.drained. */
  drained(taskIds: readonly TaskId[]): void {
    for (const id of taskIds) {
      this.#drained.add(id);
      for (const done of this.#waiting.get(id) ?? []) done();
    }
  }

  /** Resolves when drained, when waiting took too long, or when `signal` aborts. */
  async wait(taskId: TaskId, signal: AbortSignal): Promise<void> {
    if (this.#drained.has(taskId) || signal.aborted) return;
    const waiting = this.#waiting.get(taskId) ?? new Set();
    this.#waiting.set(taskId, waiting);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", done);
        waiting.delete(done);
        resolve();
      };
      const timer = this.#clock.after(BOUND_MS, done);
      signal.addEventListener("abort", done, { once: true });
      waiting.add(done);
    });
    if (waiting.size === 0) this.#waiting.delete(taskId);
  }

  release(taskId: TaskId): void {
    this.#drained.delete(taskId);
  }
}
