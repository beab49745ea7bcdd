/**
 * One update of a service under way on this leader: Swarm's updater as data. A worker takes a
 * stale slot, has it replaced, waits until the new task runs, rests for the configured delay and
 * takes the next; here a worker is an entry of `inFlight`. A new leader starts anew with what is
 * still stale, as in Swarm; failures that the old one counted are forgotten.
 */
import type { Instant } from "../../shared/clock.ts";
import type { TaskId } from "../../shared/ids.ts";

export interface UpdateRun {
  readonly specVersion: number;
  /** How many slots were stale at the start: what the failure ratio is a part of. */
  readonly total: number;
  /** Keys of slots to do, the next one last. */
  queue: string[];
  /** Slots that have a worker, and the task that it waits for. */
  readonly inFlight: Map<string, TaskId>;
  /** Those of them whose task has run, and when the worker is free again. */
  readonly resting: Map<string, Instant>;
  /** Tasks that this run made, and when each was first seen running. */
  readonly made: Map<TaskId, Instant | null>;
  readonly failed: Set<TaskId>;
  /** Since when nothing was left to do. */
  idleSince: Instant | null;
}

export function newUpdateRun(specVersion: number, stale: readonly string[]): UpdateRun {
  return {
    specVersion,
    total: stale.length,
    queue: [...stale].reverse(),
    inFlight: new Map(),
    resting: new Map(),
    made: new Map(),
    failed: new Set(),
    idleSince: null,
  };
}
