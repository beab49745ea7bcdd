/**
 * One life of a process: from its start to the crash. Everything that it waits for goes through
 * its clock, so a crash is the end of it at once, in the middle of whatever it was doing; and a
 * pause (a long garbage collection, SIGSTOP, a stolen CPU) holds up all of it.
 */
import type { Clock } from "../../shared/clock.ts";
import { EPOCH_MS, type World } from "./world.ts";

export class Life {
  readonly name: string;
  readonly #world: World;
  #alive = true;
  #pausedUntil = 0;

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
  }

  get alive(): boolean {
    return this.#alive;
  }

  end(): void {
    this.#alive = false;
  }

  pause(forMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#world.now() + forMs);
  }

  /** Runs it now if the process runs, when it goes on if it is paused, never if it is dead. */
  enter(run: () => void): void {
    if (!this.#alive) return;
    const waitMs = this.#pausedUntil - this.#world.now();
    if (waitMs > 0) this.#world.after(waitMs, () => this.enter(run));
    else run();
  }

  after(delayMs: number, run: () => void): { cancel(): void } {
    let cancelled = false;
    const timer = this.#world.after(delayMs, () => {
      this.enter(() => {
        if (!cancelled) run();
      });
    });
    return {
      cancel: () => {
        cancelled = true;
        timer.cancel();
      },
    };
  }

  /** Time since the world began, which never jumps. */
  steadyClock(): Clock {
    return {
      now: () => this.#world.now(),
      after: (delayMs, fire) => this.after(delayMs, fire),
    };
  }

  /** The machine's wall clock, which may. Its timers do not follow it. */
  wallClock(offsetMs: () => number): Clock {
    return {
      now: () => Math.floor(EPOCH_MS + this.#world.now() + offsetMs()),
      after: (delayMs, fire) => this.after(delayMs, fire),
    };
  }
}
