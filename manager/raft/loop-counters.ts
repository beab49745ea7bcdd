/** What a RaftLoop counts, for metrics. */
import { Histogram } from "./histogram.ts";
import type { RaftDetails } from "./options.ts";
import type { TransportCounters } from "./transport.ts";

/** Reports, one a second: a scrape must not miss the worst between two others. */
const GAP_WINDOW = 20;

export class LoopCounters {
  readonly fsync: Histogram = new Histogram();
  readonly commit: Histogram = new Histogram();
  readonly snapshot: Histogram = new Histogram();
  elections = 0;
  stalls = 0;
  #leaderChanges = 0;
  #lead = { id: 0, term: 0 };
  #leaderHeard = { id: 0, atMs: 0 };
  #gapMs = 0;
  #gapsMs: readonly number[] = [];

  onLeader(id: number, term: number): void {
    if (this.#lead.id === id && this.#lead.term === term) return;
    this.#lead = { id, term };
    this.#leaderChanges++;
  }

  /** A message of the leader's has come. */
  heardLeader(id: number, nowMs: number): void {
    const { id: before, atMs } = this.#leaderHeard;
    if (before === id) this.#gapMs = Math.max(this.#gapMs, nowMs - atMs);
    this.#leaderHeard = { id, atMs: nowMs };
  }

  #worstGapMs(): number {
    this.#gapsMs = [...this.#gapsMs.slice(1 - GAP_WINDOW), this.#gapMs];
    this.#gapMs = 0;
    return Math.max(...this.#gapsMs);
  }

  details(
    gauges: Pick<
      RaftDetails,
      | "applyLag"
      | "logBytes"
      | "firstIndex"
      | "lastIndex"
      | "snapshotIndex"
      | "snapshotBytes"
      | "matches"
      | "diskFull"
    > & { readonly transport: TransportCounters },
  ): RaftDetails {
    const { transport, ...rest } = gauges;
    return {
      ...rest,
      fsync: this.fsync.snapshot(),
      commit: this.commit.snapshot(),
      snapshot: this.snapshot.snapshot(),
      elections: this.elections,
      leaderChanges: this.#leaderChanges,
      leaderGapMs: this.#worstGapMs(),
      stalls: this.stalls,
      messagesSent: transport.sent,
      messagesReceived: transport.received,
      messagesDropped: transport.dropped,
    };
  }
}
