/** Where a service's tasks are, and where they have kept failing. */
import type { Instant } from "../../shared/clock.ts";
import type { SmallMap } from "./small-map.ts";

/** Swarm's: a node is avoided for a spec that failed this often on it within the window. */
export const FAULTY_FAILURES = 5;
export const FAILURE_WINDOW_MS = 300_000;

/** Node slot → tasks of one service that should run there. Nodes without any are left out. */
export type TasksByNode = SmallMap<number, number>;

/** Recent failures by spec version and node. */
export class FailureHistory {
  readonly #bySpec = new Map<string, Map<number, Instant[]>>();

  get none(): boolean {
    return this.#bySpec.size === 0;
  }

  record(specKey: string, slot: number, at: Instant): void {
    let byNode = this.#bySpec.get(specKey);
    if (byNode === undefined) {
      byNode = new Map();
      this.#bySpec.set(specKey, byNode);
    }
    const times = (byNode.get(slot) ?? []).filter((time) => time > at - FAILURE_WINDOW_MS);
    times.push(at);
    byNode.set(slot, times);
  }

  forgetSpec(specKey: string): void {
    this.#bySpec.delete(specKey);
  }

  forgetNode(slot: number): void {
    for (const byNode of this.#bySpec.values()) byNode.delete(slot);
  }

  /** Nodes to avoid, with their number of failures; undefined when there are none. */
  faulty(specKey: string, now: Instant): ReadonlyMap<number, number> | undefined {
    const byNode = this.#bySpec.get(specKey);
    if (byNode === undefined) return undefined;
    const faulty = new Map<number, number>();
    for (const [slot, times] of byNode) {
      const recent = times.filter((time) => time > now - FAILURE_WINDOW_MS);
      if (recent.length === 0) byNode.delete(slot);
      else byNode.set(slot, recent);
      if (recent.length >= FAULTY_FAILURES) faulty.set(slot, recent.length);
    }
    if (byNode.size === 0) this.#bySpec.delete(specKey);
    return faulty.size === 0 ? undefined : faulty;
  }
}
