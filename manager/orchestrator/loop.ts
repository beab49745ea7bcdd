/**
 * The orchestrators' shell, on the leader only: hears every change, has dirty services reconciled
 * and writes what they need, some hundred groups a transaction. One timer.
 */
import type { Clock, Timer } from "../../shared/clock.ts";
import { messageOf } from "../../shared/errors.ts";
import type { ServiceId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { ChangeBatch, Store, Subscription } from "../store/types.ts";
import { type ActionGroup, executeGroup } from "./actions.ts";
import { ClusterView } from "./cluster-view.ts";
import type { PlanContext } from "./context.ts";
import { planEnforcement } from "./enforcer.ts";
import { reconcileService } from "./reconcile.ts";
import { Wakeups } from "./wakeups.ts";

const GROUPS_A_WRITE = 1_000;
/** Services planned before others get their turn on this thread. */
const SERVICES_A_ROUND = 512;
const RETRY_MS = 200;
const LOOK_MS = 2_000;
/** Timers and the wall clock do not run exactly alike. */
const CLOCK_SLACK_MS = 500;

export interface OrchestratorLoopOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
}

export class OrchestratorLoop {
  readonly #options: OrchestratorLoopOptions;
  #view: ClusterView = new ClusterView();
  #wakeups: Wakeups = new Wakeups();
  #signal: AbortSignal | undefined;
  #busy = false;
  #timer: { readonly next: number; readonly timer: Timer } | undefined;

  constructor(options: OrchestratorLoopOptions) {
    this.#options = options;
  }

  /** Orchestrates until the signal aborts; may be started again for the next lead. */
  start(signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#signal = signal;
    const { store } = this.#options;
    const watch = store.watch(
      () => this.#load(),
      (batch) => this.#note(batch, signal),
    );
    const stop = (): void => this.#stop(watch.subscription, signal);
    signal.addEventListener("abort", stop, { once: true });
    this.#wake();
  }

  #stop(subscription: Subscription, signal: AbortSignal): void {
    subscription.close();
    if (this.#signal !== signal) return;
    this.#signal = undefined;
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    this.#view = new ClusterView();
    this.#wakeups = new Wakeups();
  }

  #load(): void {
    const view = new ClusterView();
    this.#options.store.view((tx) => view.load(tx));
    this.#view = view;
    this.#wakeups = new Wakeups();
  }

  #note(batch: ChangeBatch, signal: AbortSignal): void {
    if (this.#signal !== signal) return;
    if (batch.reset) this.#load();
    for (const change of batch.changes) this.#view.apply(change);
    this.#wake();
  }

  #wake(): void {
    if (this.#busy) return;
    this.#busy = true;
    queueMicrotask(() => void this.#work());
  }

  async #work(): Promise<void> {
    try {
      while (this.#signal !== undefined && this.#hasWork()) await this.#round(this.#signal);
    } finally {
      this.#busy = false;
    }
    this.#setTimer();
  }

  #hasWork(): boolean {
    return this.#view.dirty.size > 0 || this.#view.dirtyNodes.size > 0;
  }

  async #round(signal: AbortSignal): Promise<void> {
    const planned = [...this.#view.dirty].slice(0, SERVICES_A_ROUND);
    const groups = [...this.#planNodes()];
    for (const id of planned) groups.push(...this.#planService(id));
    for (let at = 0; at < groups.length; at += GROUPS_A_WRITE) {
      if (!(await this.#write(groups.slice(at, at + GROUPS_A_WRITE), signal))) {
        for (const id of planned) this.#view.touchAll(id);
        for (const id of this.#view.nodes.keys()) this.#view.dirtyNodes.add(id);
        await this.#pause(signal);
        return;
      }
    }
    if (groups.length === 0 && this.#hasWork()) await this.#yield(signal);
  }

  *#planNodes(): Iterable<ActionGroup> {
    const nodes = [...this.#view.dirtyNodes];
    this.#view.dirtyNodes.clear();
    for (const id of nodes) {
      const tasks = this.#options.store.view((tx) => tx.by("task", "node", id));
      for (const task of tasks) this.#view.touchTask(task);
      const node = this.#view.nodes.get(id);
      if (node === undefined) continue;
      const now = this.#options.clock.now();
      const actions = planEnforcement(node, tasks, (task) => this.#view.currentSpec(task), { now });
      for (const action of actions) yield { service: undefined, actions: [action] };
    }
  }

  #planService(id: ServiceId): readonly ActionGroup[] {
    this.#view.dirty.delete(id);
    const view = this.#view.services.get(id);
    if (view === undefined) return [];
    const plan = reconcileService(this.#view, view, this.#context());
    for (const wake of plan.wakes) this.#wakeups.add(id, wake);
    this.#view.maybeForget(view);
    return plan.groups;
  }

  #context(): PlanContext {
    const { nodes, specOf, historyLimit } = this.#view;
    return { nodes, specOf, historyLimit, now: this.#options.clock.now(), rng: this.#options.rng };
  }

  /** False when the outcome is unknown. */
  async #write(groups: readonly ActionGroup[], signal: AbortSignal): Promise<boolean> {
    const { store, logger } = this.#options;
    try {
      const refused = await store.update(
        (tx) => groups.filter((group) => !executeGroup(tx, group)),
        signal,
      );
      for (const group of refused) this.#touchAgain(group);
      return true;
    } catch (error) {
      if (!signal.aborted) logger.warn({ error: messageOf(error) }, "orchestrator write failed");
      return false;
    }
  }

  /** What made the group stale is in the view by now. */
  #touchAgain({ service, actions }: ActionGroup): void {
    if (service !== undefined) this.#view.touch(service.id, undefined);
    for (const action of actions) {
      if (action.kind === "create-task") this.#view.touchTask(action.task);
      if (action.kind === "update-task" || action.kind === "remove-task") {
        this.#view.touchTask(action.before);
      }
    }
  }

  /**
   * Moments are the wall clock's, and that may be set while the timer runs. Set forward, a moment
   * that came later may be due before the timer's: so it looks every few seconds. Set back, all
   * would wait for so much longer: so all is looked at again.
   */
  #setTimer(): void {
    const next = this.#wakeups.next;
    if (next === null || this.#signal === undefined || this.#timer?.next === next) return;
    this.#timer?.timer.cancel();
    const { clock } = this.#options;
    const from = clock.now();
    const delayMs = Math.max(0, Math.min(next - from, LOOK_MS));
    const timer = clock.after(delayMs, () => {
      this.#timer = undefined;
      const now = clock.now();
      const setBack = now < from + delayMs - CLOCK_SLACK_MS;
      const due = setBack ? this.#wakeups.all() : this.#wakeups.due(now);
      for (const wake of due) this.#view.touch(wake.id, wake.key);
      this.#setTimer();
      if (this.#hasWork()) this.#wake();
    });
    this.#timer = { next, timer };
  }

  #yield(signal: AbortSignal): Promise<void> {
    return this.#sleep(0, signal);
  }

  #pause(signal: AbortSignal): Promise<void> {
    return this.#sleep(RETRY_MS, signal);
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = this.#options.clock.after(ms, done);
      signal.addEventListener("abort", done);
    });
  }
}
