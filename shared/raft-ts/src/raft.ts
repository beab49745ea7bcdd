/**
 * The state of one node and the few operations on it that every role needs: sending, changing
 * role, appending. What a role does with a message is in follower.ts, candidate.ts and leader.ts;
 * which of them gets it is decided in step.ts.
 */
import type { Settled } from "./config.ts";
import { describeMembership } from "./describe-membership.ts";
import { payloadSize } from "./entry-size.ts";
import { fail } from "./errors.ts";
import { RaftLog } from "./log.ts";
import { restoreGroup } from "./membership-change.ts";
import {
  type Entry,
  EntryType,
  type HardState,
  isEmptyHardState,
  type Message,
  type MessageFields,
  MessageType,
  NO_BYTES,
  NONE,
  newEntry,
  newMessage,
  type Role,
  type SoftState,
} from "./message.ts";
import { Progress } from "./progress.ts";
import { ReadOnlyQueue, type ReadState } from "./read-only.ts";
import type { Trace } from "./trace.ts";
import { type Membership, type ProgressMap, Tracker } from "./tracker.ts";

export class Raft {
  readonly config: Settled;
  readonly id: number;
  readonly trace: Trace | undefined;
  readonly log: RaftLog;
  readonly tracker: Tracker;

  term = 0;
  vote: number = NONE;
  role: Role = "follower";
  lead: number = NONE;
  learner = false;

  /** Messages that may be sent at once. */
  messages: Message[] = [];
  /** Promises (votes, acks): to be sent only when what they promise is durable. */
  messagesAfterAppend: Message[] = [];
  readStates: ReadState[] = [];

  electionElapsed = 0;
  heartbeatElapsed = 0;
  /** In [electionTick, electionTick + electionSpread), new in every role and term (paper §5.2). */
  randomizedElectionTimeout = 0;

  // A leader's own; reset with every change of role.
  leadTransferee: number = NONE;
  /**
   * Only one membership change may be unapplied: none is proposed before this index is applied.
   * May be too high (a new leader does not look), never too low.
   */
  pendingConfIndex = 0;
  uncommittedSize = 0;
  readOnly: ReadOnlyQueue = new ReadOnlyQueue();
  /** Reads that came before the leader had committed an entry of its own term. */
  readsBeforeCommit: Message[] = [];

  constructor(config: Settled) {
    this.config = config;
    this.id = config.id;
    this.trace = config.trace;
    this.log = new RaftLog(config.storage, config.maxCommittedSizePerReady, config.trace);
    this.tracker = new Tracker({
      maxInflightMsgs: config.maxInflightMsgs,
      maxInflightBytes: config.maxInflightBytes,
    });
    const { hardState, confState } = config.storage.initialState();
    const context = { limits: this.tracker.limits, lastIndex: this.log.lastIndex() };
    const group = restoreGroup(this.tracker, context, confState);
    if ("refused" in group) fail(`the stored membership is not valid: ${group.refused}`);
    this.setGroup(group.members, group.progress);
    if (!isEmptyHardState(hardState)) this.loadState(hardState);
    if (config.applied > 0) this.log.appliedTo(config.applied, 0);
    this.becomeFollower(this.term, NONE);
    this.trace?.(
      "info",
      `${this.name()} starts [term: ${this.term}, commit: ${this.log.committed}, ` +
        `applied: ${this.log.applied}, last: ${this.log.lastIndex()}]`,
    );
  }

  private loadState(state: HardState): void {
    const last = this.log.lastIndex();
    if (state.commit < this.log.committed || state.commit > last) {
      fail(`stored commit ${state.commit} is outside of [${this.log.committed}, ${last}]`);
    }
    this.log.committed = state.commit;
    this.term = state.term;
    this.vote = state.vote;
  }

  /** How traces call a node. */
  name(id: number = this.id): string {
    return id.toString(16);
  }

  softState(): SoftState {
    return { lead: this.lead, role: this.role };
  }

  hardState(): HardState {
    return { term: this.term, vote: this.vote, commit: this.log.committed };
  }

  setGroup(members: Membership, progress: ProgressMap): void {
    this.tracker.change(members, progress);
    this.learner = progress.get(this.id)?.learner ?? false;
    this.trace?.("info", `${this.name()} switched to ${describeMembership(members)}`);
  }

  // ---- sending ----

  /** Fills in sender and term, and holds back what depends on a write. */
  send(fields: MessageFields): void {
    const { type } = fields;
    const promise =
      type === MessageType.AppResp ||
      type === MessageType.VoteResp ||
      type === MessageType.PreVoteResp;
    let term = fields.term ?? 0;
    if (
      type === MessageType.Vote ||
      type === MessageType.PreVote ||
      type === MessageType.VoteResp ||
      type === MessageType.PreVoteResp
    ) {
      // Campaigns speak for a term that may not be the node's own (pre-votes), so they say which.
      if (term === 0) fail(`a message of type ${type} needs a term`);
    } else {
      if (term !== 0) fail(`a message of type ${type} takes its term from the node`);
      // Proposals and reads may be passed on to a leader of any later term.
      if (type !== MessageType.Prop && type !== MessageType.ReadIndex) term = this.term;
    }
    const message = newMessage({ ...fields, from: fields.from || this.id, term });
    if (promise) this.messagesAfterAppend.push(message);
    else if (message.to === this.id) fail(`a message of type ${type} is addressed to its sender`);
    else this.messages.push(message);
  }

  // ---- roles ----

  private reset(term: number): void {
    if (this.term !== term) {
      this.term = term;
      this.vote = NONE;
    }
    this.lead = NONE;
    this.electionElapsed = 0;
    this.heartbeatElapsed = 0;
    const { electionTick, electionSpread, random } = this.config;
    this.randomizedElectionTimeout = electionTick + Math.floor(random() * electionSpread);
    this.abortLeaderTransfer();
    this.tracker.resetVotes();
    const last = this.log.lastIndex();
    const progress = new Map<number, Progress>();
    for (const [id, { learner }] of this.tracker.peers) {
      const fresh = new Progress(last + 1, this.tracker.limits, learner, false);
      if (id === this.id) fresh.match = last;
      progress.set(id, fresh);
    }
    this.tracker.change(this.tracker.members, progress);
    this.pendingConfIndex = 0;
    this.uncommittedSize = 0;
    this.readOnly = new ReadOnlyQueue();
    this.readsBeforeCommit = [];
  }

  becomeFollower(term: number, lead: number): void {
    this.reset(term);
    this.lead = lead;
    this.role = "follower";
    this.trace?.("info", `${this.name()} became follower at term ${this.term}`);
  }

  becomeCandidate(): void {
    if (this.role === "leader") fail("a leader cannot become candidate");
    this.reset(this.term + 1);
    this.vote = this.id;
    this.role = "candidate";
    this.trace?.("info", `${this.name()} became candidate at term ${this.term}`);
  }

  /** Neither term nor vote change: a pre-vote promises nothing (thesis §9.6). */
  becomePreCandidate(): void {
    if (this.role === "leader") fail("a leader cannot become pre-candidate");
    this.tracker.resetVotes();
    this.lead = NONE;
    this.role = "pre-candidate";
    this.trace?.("info", `${this.name()} became pre-candidate at term ${this.term}`);
  }

  becomeLeader(): void {
    if (this.role === "follower") fail("a follower cannot become leader");
    this.reset(this.term);
    this.lead = this.id;
    this.role = "leader";
    const own = this.tracker.progress.get(this.id) ?? fail("a leader is no member");
    own.becomeReplicate();
    own.recentActive = true;
    // There may be a membership change among the entries that are not applied yet. Waiting for
    // all of them is simpler than looking, and only delays the first change.
    this.pendingConfIndex = this.log.lastIndex();
    // An entry of its own term, without which nothing of earlier terms can be committed (§5.4.2).
    if (!this.appendEntries([newEntry(EntryType.Normal, NO_BYTES)])) {
      fail("the leader's empty entry was refused");
    }
    this.trace?.("info", `${this.name()} became leader at term ${this.term}`);
  }

  /** A member that votes, and whose log is not about to be replaced by a snapshot. */
  promotable(): boolean {
    const own = this.tracker.progress.get(this.id);
    return own !== undefined && !own.learner && this.log.unstable.snapshot === undefined;
  }

  abortLeaderTransfer(): void {
    this.leadTransferee = NONE;
  }

  // ---- the leader's log ----

  /** Appends proposals, stamped with term and index. False: too much is uncommitted. */
  appendEntries(proposals: readonly Entry[]): boolean {
    const size = payloadSize(proposals);
    // One proposal is always let through, however large; and empty ones always are, since the
    // leader's own entries (its first, and leaving a joint configuration) must never be refused.
    const over = this.uncommittedSize + size > this.config.maxUncommittedEntriesSize;
    if (this.uncommittedSize > 0 && size > 0 && over) {
      this.trace?.("warn", `${this.name()} drops a proposal: too much is uncommitted`);
      return false;
    }
    this.uncommittedSize += size;
    let index = this.log.lastIndex();
    const term = this.term;
    const entries = proposals.map(({ type, data }) => ({ term, index: ++index, type, data }));
    this.log.append(entries);
    // The leader acknowledges to itself, through the same gate as any follower: once durable.
    this.send({ type: MessageType.AppResp, to: this.id, index });
    return true;
  }

  reduceUncommittedSize(size: number): void {
    // Entries of earlier leaders were not counted, so this can go below what was added.
    this.uncommittedSize = Math.max(0, this.uncommittedSize - size);
  }

  maybeCommit(): boolean {
    return this.log.maybeCommit({ term: this.term, index: this.tracker.committed() });
  }

  /** Until then the leader does not know what earlier leaders have committed. */
  hasCommittedInTerm(): boolean {
    return this.log.termOrZero(this.log.committed) === this.term;
  }
}
