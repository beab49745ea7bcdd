/**
 * What a leader knows of one follower, and how fast it may send to it.
 *
 *           ┌── rejected, unreachable ──┐
 *           ▼                           │
 *        probe ── accepted ───────▶ replicate
 *         │  ▲                          │
 *  compacted│  │snapshot done or failed   │compacted
 *         ▼  │                          │
 *       snapshot ◀──────────────────────┘
 *
 * probe: one message at a time, until the logs are known to meet. replicate: optimistic, with a
 * window of messages in flight. snapshot: nothing is sent until the snapshot has arrived.
 */
import { fail } from "./errors.ts";
import { Inflights } from "./inflights.ts";

export type ProgressState = "probe" | "replicate" | "snapshot";

export interface FlowLimits {
  readonly maxInflightMsgs: number;
  readonly maxInflightBytes: number;
}

export class Progress {
  /** The follower is known to store everything up to here. INVARIANT: match < next. */
  match: number;
  /** The next entry to send; in replicate, everything between match and next is in flight. */
  next: number;
  /** The highest commit index in flight to the follower, as far as its log would admit it. */
  sentCommit = 0;
  state: ProgressState = "probe";
  /** In state snapshot: the index of the snapshot that is under way. */
  pendingSnapshot = 0;
  /** Heard of since the last check of the quorum. */
  recentActive: boolean;
  /**
   * Append messages wait: in probe, after one was sent; in replicate, while the window is full.
   * A heartbeat's answer opens it for one more, so that a lost message cannot stall for ever.
   */
  paused = false;
  inflights: Inflights;
  learner: boolean;
  private readonly limits: FlowLimits;

  constructor(next: number, limits: FlowLimits, learner: boolean, recentActive: boolean) {
    this.match = 0;
    this.next = next;
    this.limits = limits;
    this.learner = learner;
    this.recentActive = recentActive;
    this.inflights = new Inflights(limits.maxInflightMsgs, limits.maxInflightBytes);
  }

  /** A copy that shares the window: for a membership change that may still be refused. */
  clone(): Progress {
    const copy = new Progress(this.next, this.limits, this.learner, this.recentActive);
    copy.match = this.match;
    copy.sentCommit = this.sentCommit;
    copy.state = this.state;
    copy.pendingSnapshot = this.pendingSnapshot;
    copy.paused = this.paused;
    copy.inflights = this.inflights;
    return copy;
  }

  private enter(state: ProgressState): void {
    this.paused = false;
    this.pendingSnapshot = 0;
    this.state = state;
    this.inflights.reset();
  }

  becomeProbe(): void {
    // A snapshot that got through (even if only an ack of it arrived) is the better start.
    const after = this.state === "snapshot" ? this.pendingSnapshot : 0;
    this.enter("probe");
    this.next = Math.max(this.match, after) + 1;
    this.sentCommit = Math.min(this.sentCommit, this.next - 1);
  }

  becomeReplicate(): void {
    this.enter("replicate");
    this.next = this.match + 1;
  }

  becomeSnapshot(index: number): void {
    this.enter("snapshot");
    this.pendingSnapshot = index;
    this.next = index + 1;
    this.sentCommit = index;
  }

  /** An append message with `count` entries (may be 0) of `bytes` payload goes out. */
  sentEntries(count: number, bytes: number): void {
    switch (this.state) {
      case "replicate":
        if (count > 0) {
          this.next += count;
          this.inflights.add(this.next - 1, bytes);
        }
        this.paused = this.inflights.full();
        return;
      case "probe":
        if (count > 0) this.paused = true;
        return;
      case "snapshot":
        fail("an append message was sent while a snapshot is under way");
    }
  }

  /** Would telling the follower this commit index, without entries, let it commit more? */
  canBumpCommit(commit: number): boolean {
    return commit > this.sentCommit && this.sentCommit < this.next - 1;
  }

  /** The follower stores everything up to index. False: that is old news. */
  maybeUpdate(index: number): boolean {
    if (index <= this.match) return false;
    this.match = index;
    this.next = Math.max(this.next, index + 1);
    this.paused = false;
    return true;
  }

  /**
   * The follower rejected an append whose previous entry is `rejected`; its log may meet ours at
   * `hint`. False: the rejection is stale (an old message, reordered) and says nothing.
   */
  maybeDecrease(rejected: number, hint: number): boolean {
    if (this.state === "replicate") {
      if (rejected <= this.match) return false;
      this.next = this.match + 1;
    } else {
      // One message at a time: any other rejection is of an earlier one.
      if (this.next - 1 !== rejected) return false;
      this.next = Math.max(Math.min(rejected, hint + 1), this.match + 1);
      this.paused = false;
    }
    this.sentCommit = Math.min(this.sentCommit, this.next - 1);
    return true;
  }

  isPaused(): boolean {
    return this.state === "snapshot" || this.paused;
  }
}
