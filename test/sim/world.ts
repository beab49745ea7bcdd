/**
 * Time, chance and the record of what happened: everything in a simulation goes through one queue
 * of events, drawn from one seed. Promises settle between two events, and nothing else runs: no
 * timer of the machine's, no I/O. So a seed names one run, whole.
 */
import { createHash } from "node:crypto";
import type { Clock, Timer } from "../../shared/clock.ts";
import { type Rng, seededRng } from "../../shared/rng.ts";
import { EventQueue } from "./event-queue.ts";

/** 2026-01-01: what wall clocks show at the start. */
export const EPOCH_MS = 1_767_225_600_000;
const KEPT_LINES = 400;

export interface WorldOptions {
  readonly seed: number;
  /** Told every line of the trace. */
  readonly onTrace?: ((line: string) => void) | undefined;
}

export class World implements Clock {
  readonly seed: number;
  /** For faults and delays; parts that must not disturb each other fork their own. */
  readonly rng: Rng;
  readonly #queue = new EventQueue();
  readonly #hash = createHash("sha256");
  readonly #onTrace: ((line: string) => void) | undefined;
  #lines: string[] = [];
  #now = 0;
  #events = 0;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.rng = seededRng(options.seed);
    this.#onTrace = options.onTrace;
  }

  now(): number {
    return this.#now;
  }

  get events(): number {
    return this.#events;
  }

  after(delayMs: number, fire: () => void): Timer {
    return this.#queue.add(this.#now + Math.max(0, delayMs), fire);
  }

  fork(): Rng {
    return seededRng(this.rng.next());
  }

  chance(probability: number): boolean {
    return this.rng.fraction() < probability;
  }

  between(low: number, high: number): number {
    return low + this.rng.fraction() * (high - low);
  }

  /** One of them, by chance. */
  pick<T>(from: readonly T[]): T | undefined {
    return from.length === 0 ? undefined : from[this.rng.below(from.length)];
  }

  note(text: string): void {
    const line = `${(this.#now / 1000).toFixed(4).padStart(9)} ${text}`;
    this.#hash.update(line).update("\n");
    this.#onTrace?.(line);
    this.#lines.push(line);
    if (this.#lines.length > 2 * KEPT_LINES) this.#lines = this.#lines.slice(-KEPT_LINES);
  }

  /** The last lines of the trace. */
  get lines(): readonly string[] {
    return this.#lines.slice(-KEPT_LINES);
  }

  /** Names all of the trace so far. */
  traceHash(): string {
    return this.#hash.copy().digest("hex").slice(0, 16);
  }

  /** Until `over` holds or time is at `untilMs`. True: it held. */
  async run(untilMs: number, over: () => boolean = () => false): Promise<boolean> {
    for (;;) {
      await settled();
      if (over()) return true;
      const event = this.#queue.take(untilMs);
      if (event === undefined) break;
      this.#now = Math.max(this.#now, event.at);
      this.#events++;
      event.fire();
    }
    this.#now = Math.max(this.#now, untilMs);
    return false;
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((wake) => this.after(delayMs, wake));
  }
}

/** Every promise that can go on has done so: microtasks run dry before the next turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
