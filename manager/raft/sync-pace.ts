/**
 * Is a disk quick enough to be waited for? The way through the thread pool and back costs as much
 * as a quick sync, and far more when the processors are busy. A slow one would hold up the
 * heartbeats, which the raft thread sends as well: a leader whose disk hangs would lose the lead,
 * though the others can commit without it.
 */
const QUICK_MS = 1;
/** The best of so many tells the disk's pace; the others, how long a processor was waited for. */
const SYNCS_SEEN = 8;
/** A disk hangs that takes so long: more than half of an election timeout. */
const HANGS_MS = 300;
/** What hung once does so again: nobody knows when, so it is not waited for all this time. */
const DISTRUST_MS = 3_600_000;

export class SyncPace {
  #seenMs: readonly number[] = [];
  #quick = false;
  #trustedAtMs = Number.NEGATIVE_INFINITY;

  get quick(): boolean {
    return this.#quick;
  }

  took(ms: number, nowMs: number): void {
    if (ms >= HANGS_MS) this.#trustedAtMs = nowMs + DISTRUST_MS;
    this.#seenMs = [...this.#seenMs.slice(1 - SYNCS_SEEN), ms];
    this.#quick = nowMs >= this.#trustedAtMs && Math.min(...this.#seenMs) < QUICK_MS;
  }
}
