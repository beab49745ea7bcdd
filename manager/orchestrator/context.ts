/** What every plan is made from and what it consists of. */
import type { Instant } from "../../shared/clock.ts";
import type { Rng } from "../../shared/rng.ts";
import type { Action, ActionGroup } from "./actions.ts";
import type { ServiceView, Surroundings } from "./service-view.ts";

export interface PlanContext extends Surroundings {
  readonly now: Instant;
  readonly rng: Rng;
  readonly historyLimit: number | undefined;
}

/** Look again at `at`; at this slot, or at the service as a whole. */
export interface Wake {
  readonly at: Instant;
  readonly key: string | undefined;
}

/** Collects what a reconciliation of one service decides. */
export class Plan {
  readonly groups: ActionGroup[] = [];
  readonly wakes: Wake[] = [];
  readonly #view: ServiceView;

  constructor(view: ServiceView) {
    this.#view = view;
  }

  /** Actions that are written together or not at all. */
  act(...actions: readonly Action[]): void {
    if (actions.length > 0) this.groups.push({ service: this.#view.service, actions });
  }

  wake(at: Instant, key?: string): void {
    this.wakes.push({ at, key });
  }
}
