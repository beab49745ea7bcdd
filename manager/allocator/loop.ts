/**
 * The allocator's shell, on the leader only: hears every change, plans, writes. One write is on its
 * way at a time, and the view has caught up with it before the next plan, so that what a plan finds
 * free is free. What comes meanwhile makes up the next one.
 */
import type { Clock, Timer } from "../../shared/clock.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import type { ChangeBatch, ReadTx, Store, Subscription } from "../store/types.ts";
import { executeAction } from "./actions.ts";
import { AllocatorView } from "./allocator-view.ts";
import { type AllocatorAction, planAllocations } from "./plan.ts";

/** About 400 bytes each: well within what one entry may have. */
const ACTIONS_A_WRITE = 2_000;
const RETRY_MS = 200;

export interface AllocatorLoopOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class AllocatorLoop {
  readonly #options: AllocatorLoopOptions;
  #view: AllocatorView = new AllocatorView();
  #signal: AbortSignal | undefined;
  #busy = false;
  #timer: { readonly at: number; readonly timer: Timer } | undefined;

  constructor(options: AllocatorLoopOptions) {
    this.#options = options;
  }

  /** Allocates until the signal aborts; may be started again for the next lead. */
  start(signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#signal = signal;
    const { subscription } = this.#options.store.watch(
      (tx) => this.#load(tx),
      (batch) => this.#note(batch, signal),
    );
    signal.addEventListener("abort", () => this.#stop(subscription, signal), { once: true });
    this.#wake();
  }

  #stop(subscription: Subscription, signal: AbortSignal): void {
    subscription.close();
    if (this.#signal !== signal) return;
    this.#signal = undefined;
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    this.#view = new AllocatorView();
  }

  #load(tx: ReadTx): void {
    const view = new AllocatorView();
    view.load(tx);
    this.#view = view;
  }

  #note(batch: ChangeBatch, signal: AbortSignal): void {
    if (this.#signal !== signal) return;
    if (batch.reset) this.#options.store.view((tx) => this.#load(tx));
    for (const change of batch.changes) this.#view.apply(change);
    if (this.#view.hasWork) this.#wake();
  }

  #wake(): void {
    if (this.#busy) return;
    this.#busy = true;
    queueMicrotask(() => void this.#work());
  }

  async #work(): Promise<void> {
    let wakeAt: number | null = null;
    try {
      while (this.#signal !== undefined) {
        const plan = planAllocations(this.#view, this.#options.clock.now(), ACTIONS_A_WRITE);
        wakeAt = plan.wakeAt;
        if (plan.actions.length > 0) await this.#write(plan.actions, this.#signal);
        if (!this.#view.hasWork) break;
      }
    } finally {
      this.#busy = false;
    }
    this.#setTimer(wakeAt);
  }

  async #write(actions: readonly AllocatorAction[], signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    try {
      const refused = await store.update(
        (tx) => actions.filter((action) => !executeAction(tx, action)),
        signal,
      );
      this.#undo(refused);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ error: messageOf(error) }, "addresses were not written; deciding again");
      this.#undo(actions);
      await this.#pause(signal);
    }
  }

  /** Takes the store's word for these instead of what was decided, and looks at them again. */
  #undo(actions: readonly AllocatorAction[]): void {
    if (actions.length === 0) return;
    const view = this.#view;
    this.#options.store.view((tx) => {
      for (const action of actions) {
        switch (action.kind) {
          case "service":
            view.forgetService(action.before.id, tx.get("service", action.before.id));
            break;
          case "node":
            view.forgetNode(action.before.id, tx.get("node", action.before.id));
            break;
          case "task":
          case "remove-task":
            view.forgetTask(action.before.id, tx.get("task", action.before.id));
            break;
        }
      }
    });
  }

  #setTimer(at: number | null): void {
    if (this.#signal === undefined || this.#timer?.at === at) return;
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    if (at === null) return;
    const { clock } = this.#options;
    const timer = clock.after(Math.max(0, at - clock.now()), () => {
      this.#timer = undefined;
      this.#wake();
    });
    this.#timer = { at, timer };
  }

  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = this.#options.clock.after(RETRY_MS, done);
      signal.addEventListener("abort", done);
    });
  }
}
