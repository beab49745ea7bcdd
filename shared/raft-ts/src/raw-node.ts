/**
 * One node of a group, as its owner drives it: put in ticks, messages and proposals; while
 * hasReady, take a Ready, do what it says, and advance. Single-threaded, synchronous, no I/O.
 */
import { type AnyConfChange, encodeConfChange } from "./conf-change.ts";
import { type Config, settle } from "./config.ts";
import { entriesSize } from "./entry-size.ts";
import {
  ConfigError,
  ErrProposalDropped,
  ErrStepLocalMsg,
  ErrStepPeerNotFound,
  fail,
  type Refusal,
} from "./errors.ts";
import { applyConfChange } from "./membership.ts";
import {
  type ConfState,
  EntryType,
  type HardState,
  isEmptyHardState,
  isLocalMessage,
  isLocalTarget,
  isResponseMessage,
  type Message,
  type MessageFields,
  MessageType,
  newEntry,
  newMessage,
  type SoftState,
  sameHardState,
} from "./message.ts";
import { Raft } from "./raft.ts";
import {
  type Ready,
  storageAppendMessage,
  storageAppendResponse,
  storageApplyMessage,
  storageApplyResponse,
} from "./ready.ts";
import { type BasicStatus, basicStatus, type Status, status } from "./status.ts";
import { step, tick } from "./step.ts";

export class RawNode {
  private readonly raft: Raft;
  private readonly async: boolean;
  private previousSoft: SoftState;
  private previousHard: HardState;
  /** To step when the owner has done what the last Ready said. */
  private onAdvance: Message[] = [];

  /** Throws ConfigError for a bad configuration, InvariantError for a damaged storage. */
  constructor(config: Config) {
    const settled = settle(config);
    this.raft = new Raft(settled);
    this.async = settled.asyncStorageWrites;
    this.previousSoft = this.raft.softState();
    this.previousHard = this.raft.hardState();
  }

  // ---- in ----

  /** One unit of the owner's time has passed. */
  tick(): void {
    tick(this.raft);
  }

  /** Starts an election now, if this node may. */
  campaign(): void {
    this.stepLocal({ type: MessageType.Hup });
  }

  /**
   * Proposes one entry. Undefined: appended, or passed on to the leader; whether it is committed
   * shows when it comes back among the committed entries, and it may be lost on the way.
   */
  propose(data: Uint8Array): Refusal | undefined {
    return this.proposeBatch([data]);
  }

  /** Proposes entries that follow one another in the log: one message to each follower. */
  proposeBatch(batch: readonly Uint8Array[]): Refusal | undefined {
    if (batch.length === 0) return undefined;
    const entries = batch.map((data) => newEntry(EntryType.Normal, data));
    return this.stepLocal({ type: MessageType.Prop, from: this.raft.id, entries });
  }

  /**
   * Proposes a membership change. If it may not be made now (another is under way), an empty
   * entry is appended in its place.
   */
  proposeConfChange(change: AnyConfChange): Refusal | undefined {
    const entries = [encodeConfChange(change)];
    return this.stepLocal({ type: MessageType.Prop, entries });
  }

  /**
   * Must be called for every committed membership change (decodeConfChange), before the next
   * Ready. To refuse one, apply it with node ids 0. Returns the membership to keep in snapshots.
   */
  applyConfChange(change: AnyConfChange): ConfState {
    return applyConfChange(this.raft, change);
  }

  /** A message of another node, or the response of a local storage thread. */
  step(message: Message): Refusal | undefined {
    if (!isLocalTarget(message.from)) {
      if (isLocalMessage(message.type)) return ErrStepLocalMsg;
      if (isResponseMessage(message.type) && !this.raft.tracker.progress.has(message.from)) {
        return ErrStepPeerNotFound;
      }
      // Of a well-behaved peer it never is; it must not bring the leader down.
      if (message.type === MessageType.Prop && message.entries.length === 0) {
        return ErrProposalDropped;
      }
    }
    return step(this.raft, message);
  }

  /** A message to `id` could not be delivered. */
  reportUnreachable(id: number): void {
    this.stepLocal({ type: MessageType.Unreachable, from: id });
  }

  /** The snapshot that was sent to `id` arrived, or did not: until told, nothing else is sent. */
  reportSnapshot(id: number, outcome: "finished" | "failed"): void {
    const reject = outcome === "failed";
    this.stepLocal({ type: MessageType.SnapStatus, from: id, reject });
  }

  /** Asks the leader to hand its lead to `id`; gives up after an election timeout. */
  transferLeader(id: number): void {
    this.stepLocal({ type: MessageType.TransferLeader, from: id });
  }

  /**
   * A follower forgets who leads, until it hears of the leader again: it may then vote for
   * another at once, and drops proposals. For owners that know the leader to be dead.
   */
  forgetLeader(): void {
    this.stepLocal({ type: MessageType.ForgetLeader });
  }

  /**
   * Asks from which index on a local read is linearizable: the answer comes as a ReadState with
   * this context. May be lost (no leader, lost message): ask again after a while.
   */
  readIndex(context: Uint8Array): void {
    const entries = [newEntry(EntryType.Normal, context)];
    this.stepLocal({ type: MessageType.ReadIndex, entries });
  }

  private stepLocal(fields: MessageFields): Refusal | undefined {
    return step(this.raft, newMessage(fields));
  }

  // ---- out ----

  hasReady(): boolean {
    const { raft } = this;
    const hard = raft.hardState();
    return (
      this.softChanged() ||
      (!isEmptyHardState(hard) && !sameHardState(hard, this.previousHard)) ||
      raft.log.unstable.nextSnapshot() !== undefined ||
      raft.messages.length > 0 ||
      raft.messagesAfterAppend.length > 0 ||
      raft.log.unstable.hasNextEntries() ||
      raft.log.hasNextCommitted(!this.async) ||
      raft.readStates.length > 0
    );
  }

  /**
   * What to do now. Taking it is a promise to do it: without asynchronous storage writes,
   * `advance` must be called before the next one is taken.
   */
  ready(): Ready {
    const { raft } = this;
    if (this.onAdvance.length > 0) fail("a Ready was taken before the last one was advanced");
    const hard = raft.hardState();
    const entries = raft.log.unstable.nextEntries();
    const hardChanged = !sameHardState(hard, this.previousHard);
    const soft = this.softChanged() ? raft.softState() : undefined;
    const snapshot = raft.log.unstable.nextSnapshot();
    const committedEntries = raft.log.nextCommitted(!this.async);
    const mustSync =
      entries.length > 0 ||
      hard.vote !== this.previousHard.vote ||
      hard.term !== this.previousHard.term;
    const hardState = hardChanged ? hard : undefined;
    const messages = raft.messages;
    if (this.async) {
      const append = storageAppendMessage(raft, { entries, hardState, snapshot });
      if (append !== undefined) messages.push(append);
      if (committedEntries.length > 0) messages.push(storageApplyMessage(raft, committedEntries));
    } else {
      for (const m of raft.messagesAfterAppend) if (m.to !== raft.id) messages.push(m);
    }
    const ready: Ready = {
      softState: soft,
      hardState,
      readStates: raft.readStates,
      entries,
      snapshot,
      committedEntries,
      messages,
      mustSync,
    };
    this.accept(ready);
    return ready;
  }

  private accept(ready: Ready): void {
    const { raft } = this;
    if (ready.softState !== undefined) this.previousSoft = ready.softState;
    if (ready.hardState !== undefined) this.previousHard = ready.hardState;
    const committed = ready.committedEntries;
    if (!this.async) {
      // With synchronous writes the owner's `advance` is storage's answer to all of it.
      this.onAdvance = raft.messagesAfterAppend.filter((m) => m.to === raft.id);
      const appended = storageAppendResponse(raft, ready.snapshot);
      if (appended !== undefined) this.onAdvance.push(appended);
      if (committed.length > 0) this.onAdvance.push(storageApplyResponse(raft, committed));
    }
    raft.readStates = [];
    raft.messages = [];
    raft.messagesAfterAppend = [];
    raft.log.unstable.acceptInProgress();
    const last = committed.at(-1);
    if (last !== undefined) {
      raft.log.acceptApplying(last.index, entriesSize(committed), !this.async);
    }
  }

  /** What the Ready said is done: written and applied. */
  advance(_ready: Ready): void {
    if (this.async) fail("advance was called with asynchronous storage writes");
    const messages = this.onAdvance;
    this.onAdvance = [];
    for (const m of messages) step(this.raft, m);
  }

  private softChanged(): boolean {
    return this.raft.lead !== this.previousSoft.lead || this.raft.role !== this.previousSoft.role;
  }

  /**
   * Replaces the random election timeout until the next change of role or term: for simulations
   * that want a certain node to campaign first.
   */
  setElectionTimeout(ticks: number): void {
    if (!(ticks > 0)) throw new ConfigError(`ticks is ${ticks}, expected more than 0`);
    this.raft.randomizedElectionTimeout = ticks;
  }

  // ---- status ----

  status(): Status {
    return status(this.raft);
  }

  basicStatus(): BasicStatus {
    return basicStatus(this.raft);
  }
}
