/**
 * Is a disk quick enough to be waited for? The way through the thread pool and back costs as much
 * as a quick sync, and far more when the processors are busy. A slow one would hold up the
 * heartbeats, which the raft thread sends as well.
 */
const QUICK_MS = 1;
/** The best of so many tells the disk's pace; the others, how long a processor was waited for. */
const SYNCS_SEEN = 8;
/** After a sync that took so long the disk must show again that it is quick. */
const SLOW_MS = 50;

export class SyncPace {
  #seenMs: readonly number[] = [];
  #quick = false;

  get quick(): boolean {
    return this.#quick;
  }

  took(ms: number): void {
    if (ms >= SLOW_MS) this.#seenMs = [];
    this.#seenMs = [...this.#seenMs.slice(1 - SYNCS_SEEN), ms];
    this.#quick = Math.min(...this.#seenMs) < QUICK_MS;
  }
}
