/** What a RaftLoop counts, for metrics. */
import { Histogram } from "./histogram.ts";
import type { RaftDetails } from "./options.ts";
import type { TransportCounters } from "./transport.ts";

export class LoopCounters {
  readonly fsync: Histogram = new Histogram();
  readonly commit: Histogram = new Histogram();
  readonly snapshot: Histogram = new Histogram();
  elections = 0;
  stalls = 0;
  #leaderChanges = 0;
  #lead = { id: 0, term: 0 };

  onLeader(id: number, term: number): void {
    if (this.#lead.id === id && this.#lead.term === term) return;
    this.#lead = { id, term };
    this.#leaderChanges++;
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
      stalls: this.stalls,
      messagesSent: transport.sent,
      messagesReceived: transport.received,
      messagesDropped: transport.dropped,
    };
  }
}
