/**
 * May a task that is to be stopped be stopped already? It may when every connected agent that was
 * told of it has said that it sends no new connections there, or when that takes too long: agents
 * that are down or hang hold nothing up.
 */
import type { Instant } from "../../shared/clock.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";

/**
 * Less than an agent waits for the word. An agent that is gone is down after 3 s and not waited
 * for any more; one that is alive but starved of a processor still sends connections to the task.
 */
const BOUND_MS = 5_000;
/** Where nobody is known to be waited for. */
const BLIND_BOUND_MS = 2_000;

export class Drain {
  readonly taskId: TaskId;
  readonly nodeId: NodeId;
  drained = false;
  /** Sessions that have not answered, once for each of the task's networks. */
  #left = 0;
  #until: Instant | undefined;
  /** Set for one whose beginning this leader did not see: who knew of the task is not known. */
  readonly #blind: boolean;
  readonly #onDrained: (drain: Drain) => void;

  constructor(
    task: { readonly id: TaskId; readonly nodeId: NodeId },
    blind: boolean,
    onDrained: (drain: Drain) => void,
  ) {
    this.taskId = task.id;
    this.nodeId = task.nodeId;
    this.#blind = blind;
    this.#onDrained = onDrained;
  }

  expect(): void {
    this.#left++;
  }

  answered(): void {
    this.#left--;
    this.settle();
  }

  /** Everybody who is to be waited for has been counted. */
  settle(): void {
    if (this.#left <= 0 && !this.#blind) this.#end();
  }

  /** The bound counts from the first look at the time. */
  sweep(now: Instant): void {
    this.#until ??= now + (this.#blind ? BLIND_BOUND_MS : BOUND_MS);
    if (now >= this.#until) this.#end();
  }

  #end(): void {
    if (this.drained) return;
    this.drained = true;
    this.#onDrained(this);
  }
}
