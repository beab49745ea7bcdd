/**
 * The scheduler's shell, on the leader only. Changes of the store are noted as they come; a pass
 * runs as soon as the event loop is free, for a slice of time, then lets others run. Decisions are
 * committed in batches while the next ones are made. Nothing is delayed for the sake of batching:
 * what arrives during a commit makes up the next batch.
 */
import type { Clock, Timer } from "../../shared/clock.ts";
import type { Task } from "../../shared/domain/objects.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { ChangeBatch, ReadTx, Store, WriteTx } from "../store/types.ts";
import { ClusterView } from "./cluster-view.ts";
import { type Decision, explanation, Placer } from "./placer.ts";
import type { PendingGroup } from "./records.ts";

/** One Raft entry of this many is about 100 KB. */
const BATCH = 1000;
/** Commits under way; more would only lengthen the queue in front of the log. */
const MAX_IN_FLIGHT = 4;
const SLICE_MS = 12;
/** A task that waits is told anew no sooner, so that a cluster in motion does not fill the log. */
const RETELL_MS = 5_000;
const RETRY_MS = 200;

export interface SchedulerLoopOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
}

export interface SchedulerCounters {
  readonly placed: number;
  readonly conflicts: number;
  readonly passes: number;
  readonly pendingGroups: number;
}

function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = rng.below(at + 1);
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}

/** The task, if it still waits for what the scheduler decided. */
function stillWaits(task: Task | undefined, decided: Task): task is Task {
  return (
    task !== undefined &&
    task.nodeId === decided.nodeId &&
    task.status.state === "pending" &&
    task.desiredState !== "shutdown" &&
    task.desiredState !== "remove"
  );
}

/** Writes the decision unless the world has moved on; says whether it did write. */
function commitOne(tx: WriteTx, decision: Decision): boolean {
  const current = tx.get("task", decision.before.id);
  if (!stillWaits(current, decision.before)) return false;
  if (decision.kind === "placement" && tx.get("node", decision.node.id) !== decision.node) {
    return false;
  }
  const { nodeId, status, assignedGeneric } = decision.after;
  tx.update(
    "task",
    current === decision.before ? decision.after : { ...current, nodeId, status, assignedGeneric },
  );
  return true;
}

export class SchedulerLoop {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #rng: Rng;
  readonly #logger: Logger;
  #view = new ClusterView();
  #placer = new Placer(this.#view);
  #inbox: ChangeBatch[] = [];
  #running = false;
  #awake = false;
  #inFlight = 0;
  /** The journal's end when every waiting group was last queued to be tried. */
  #triedAt = -1;
  #retell: Timer | undefined;
  #retry: Timer | undefined;
  #placed = 0;
  #conflicts = 0;
  #passes = 0;

  constructor({ store, clock, rng, logger }: SchedulerLoopOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#rng = rng;
    this.#logger = logger;
  }

  /** Schedules until the signal aborts. */
  start(signal: AbortSignal): void {
    if (signal.aborted || this.#running) return;
    this.#running = true;
    const { subscription } = this.#store.watch(
      (tx) => this.#load(tx),
      (batch) => {
        this.#inbox.push(batch);
        this.#wake();
      },
    );
    const stop = (): void => {
      this.#running = false;
      subscription.close();
      this.#retell?.cancel();
      this.#retry?.cancel();
      this.#inbox = [];
    };
    signal.addEventListener("abort", stop, { once: true });
    this.#wake();
  }

  counters(): SchedulerCounters {
    return {
      placed: this.#placed,
      conflicts: this.#conflicts,
      passes: this.#passes,
      pendingGroups: this.#view.pending.size,
    };
  }

  #load(tx: ReadTx): void {
    const now = this.#clock.now();
    const view = new ClusterView();
    for (const network of tx.all("network")) view.putNetwork(network);
    tx.each("service", (service) => view.putService(service));
    tx.each("specRevision", (revision) => view.putSpecRevision(revision));
    // Nodes that rank equal are filled in this order: not always those with the lowest ids.
    for (const node of shuffled([...tx.all("node")], this.#rng)) view.putNode(node);
    tx.each("task", (task) => view.putTask(task, now));
    this.#view = view;
    this.#placer = new Placer(view);
    this.#triedAt = -1;
  }

  #readInbox(): void {
    if (this.#inbox.length === 0) return;
    const batches = this.#inbox;
    this.#inbox = [];
    // After a reset the state itself is read, with all that came since.
    if (batches.some((batch) => batch.reset)) {
      this.#store.view((tx) => this.#load(tx));
      return;
    }
    const now = this.#clock.now();
    for (const { changes } of batches) for (const change of changes) this.#view.apply(change, now);
  }

  #wake(): void {
    if (this.#awake || !this.#running) return;
    this.#awake = true;
    queueMicrotask(() => this.#pass());
  }

  #pass(): void {
    this.#awake = false;
    if (!this.#running || this.#retry !== undefined) return;
    this.#readInbox();
    this.#passes++;
    const view = this.#view;
    this.#placer.beginPass();
    if (this.#triedAt !== view.journal.end) {
      this.#triedAt = view.journal.end;
      view.retryAll();
    }
    this.#decideUntil(this.#clock.now() + SLICE_MS);
    // A finished commit wakes us too; a timer lets the event loop turn in between.
    const more = view.fresh.hasMore || view.freshPreassigned.size > 0;
    if (more && this.#inFlight < MAX_IN_FLIGHT) this.#clock.after(0, () => this.#wake());
  }

  #decideUntil(deadline: number): void {
    const view = this.#view;
    let decisions: Decision[] = [];
    const mayGoOn = (): boolean => {
      if (decisions.length >= BATCH) {
        this.#commit(decisions);
        decisions = [];
      }
      return this.#inFlight < MAX_IN_FLIGHT && this.#clock.now() <= deadline;
    };
    // Tasks that were born with their node come first: others must not take its room. The set is
    // walked with an iterator, as to take the first of a set whose first ones are gone is slow.
    for (const taskId of view.freshPreassigned) {
      if (!mayGoOn()) break;
      view.freshPreassigned.delete(taskId);
      const task = view.preassigned.get(taskId);
      const decision = task && this.#placer.confirm(task, this.#clock.now());
      if (decision !== undefined) decisions.push(decision);
    }
    while (view.fresh.hasMore && mayGoOn()) {
      const group = view.fresh.take();
      if (group === undefined) break;
      for (const decision of this.#tryGroup(group, BATCH - decisions.length)) {
        decisions.push(decision);
      }
    }
    if (decisions.length > 0) this.#commit(decisions);
  }

  #tryGroup(group: PendingGroup, limit: number): readonly Decision[] {
    const view = this.#view;
    const now = this.#clock.now();
    const { placements, exhausted } = this.#placer.place(group, limit, now);
    if (exhausted) return [...placements, ...this.#explain(group)];
    // Behind the others: a huge service does not keep small ones waiting.
    if (placements.length === limit && group.tasks.size > 0) view.fresh.add(group);
    return placements;
  }

  #explain(group: PendingGroup): readonly Decision[] {
    const text = this.#placer.whyNot(group);
    if (text === "" || (text === group.explained && !group.unexplained)) return [];
    const now = this.#clock.now();
    const decisions: Decision[] = [];
    let later = 0;
    for (const { task } of group.tasks.values()) {
      const due = (task.status.err ?? "") === "" || now - task.status.timestampMs >= RETELL_MS;
      if (!due) {
        later++;
        continue;
      }
      const decision = explanation(task, text, now);
      if (decision === undefined) continue;
      decisions.push(decision);
      this.#view.putTask(decision.after, now);
    }
    if (later > 0) this.#retellLater();
    group.explained = text;
    group.unexplained = later > 0;
    return decisions;
  }

  #retellLater(): void {
    if (this.#retell !== undefined) return;
    this.#retell = this.#clock.after(RETELL_MS, () => {
      this.#retell = undefined;
      this.#view.retryAll();
      this.#wake();
    });
  }

  #commit(decisions: readonly Decision[]): void {
    this.#inFlight++;
    this.#store
      .update((tx) => decisions.filter((decision) => !commitOne(tx, decision)))
      .then((refused) => this.#settle(decisions, refused))
      .catch((error: unknown) => this.#failed(decisions, error))
      .finally(() => {
        this.#inFlight--;
        this.#wake();
      });
  }

  #settle(decisions: readonly Decision[], refused: readonly Decision[]): void {
    const placements = (some: readonly Decision[]): number =>
      some.reduce((sum, { kind }) => sum + (kind === "placement" ? 1 : 0), 0);
    this.#placed += placements(decisions) - placements(refused);
    this.#conflicts += refused.length;
    this.#readInbox();
    this.#undo(refused);
  }

  #failed(decisions: readonly Decision[], error: unknown): void {
    if (!this.#running) return;
    this.#logger.warn(
      { error: messageOf(error), decisions: decisions.length },
      "Placements were not committed; deciding again",
    );
    this.#readInbox();
    this.#undo(decisions);
    // A store that refuses at once must not be asked in a tight loop.
    this.#retry ??= this.#clock.after(RETRY_MS, () => {
      this.#retry = undefined;
      this.#wake();
    });
  }

  /** Takes the store's word for these tasks instead of what was decided. */
  #undo(decisions: readonly Decision[]): void {
    if (decisions.length === 0) return;
    const now = this.#clock.now();
    this.#store.view((tx) => {
      for (const { before } of decisions) {
        const task = tx.get("task", before.id);
        if (task === undefined) this.#view.removeTask(before.id);
        else this.#view.putTask(task, now);
      }
    });
  }
}
