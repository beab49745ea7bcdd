/**
 * The raft thread's loop: owns the RawNode, its storage and its clock ticks. Everything that
 * comes in (ticks, messages, proposals, finished writes) is put into the node at once; what the
 * node wants done is taken once a turn, so that what came together is written and sent together.
 *
 * Writes overlap: the node goes on while a batch is being synced, and answers that promise
 * something are sent when it is durable (raft-ts's asynchronous storage writes).
 */
import {
  type Entry,
  InvariantError,
  isConfChange,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  MessageType,
  RawNode,
  type Ready,
} from "raft-ts";
import type { Timer } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import { ApplyQueue } from "./apply-queue.ts";
import { LoopCounters } from "./loop-counters.ts";
import { MembershipDriver } from "./loop-membership.ts";
import type { LoopPorts, LoopStart } from "./loop-ports.ts";
import { RestoreFeed, SnapshotTaker } from "./loop-snapshots.ts";
import { decodeMembership } from "./membership.ts";
import { ProposalTable } from "./proposal-table.ts";
import {
  type Operation,
  type Packed,
  pack,
  type ToLoop,
  unpack,
  type WireError,
  type WireStatus,
} from "./protocol.ts";
import { ReadTable } from "./read-table.ts";
import type { Health, JoinRequest, JoinResponse, TransportEvents } from "./transport.ts";
import type { WalRecord } from "./wal-record.ts";

const MAX_MESSAGE_BYTES = 512 << 10;
const MAX_INFLIGHT_BYTES = 32 << 20;
const MAX_UNAPPLIED_BYTES = 8 << 20;
const MAX_UNCOMMITTED_BYTES = 64 << 20;
/** Must fit a message between managers. */
const MAX_PROPOSAL_BYTES = 8 << 20;
const READ_RETRY_MS = 300;
const READ_EXPIRE_MS = 5_000;
const REPORT_MS = 1_000;
const STOP_TRANSFER_MS = 2_000;
/** A leader whose process is gone is replaced after about this much instead of a timeout. */
const EARLY_ELECTION_MS = 100;

const NOT_LEADER: WireError = { code: "UNAVAILABLE", message: "this manager is not the leader" };
const UNKNOWN_OUTCOME: WireError = {
  code: "UNAVAILABLE",
  message: "the lead was lost before the outcome was known: outcome unknown",
};

export class RaftLoop implements TransportEvents {
  readonly #ports: LoopPorts;
  readonly #start: LoopStart;
  readonly #node: RawNode;
  readonly #counters = new LoopCounters();
  readonly #proposals = new ProposalTable();
  readonly #reads: ReadTable;
  readonly #applyQueue = new ApplyQueue();
  readonly #taker: SnapshotTaker;
  readonly #feed: RestoreFeed;
  readonly #members: MembershipDriver;
  #vote = { term: 0, vote: 0 };
  /** The commit index that is not on disk yet: it rides along with the next write. */
  #lazyCommit = 0;
  #writes: Promise<void> = Promise.resolve();
  #applied = 0;
  #restoring = 0;
  #draining = false;
  #stopped = false;
  #diskFull = false;
  #leadTerm = 0;
  #ledTerm = 0;
  #tickTimer: Timer | undefined;
  #nextTickMs = 0;
  #lastReportMs = 0;
  #transfer: { readonly id: number; readonly deadlineMs: number } | undefined;

  constructor(ports: LoopPorts, start: LoopStart) {
    this.#ports = ports;
    this.#start = start;
    const { storage, identity, timing, snapshot } = start;
    const { hardState } = storage.initialState();
    this.#vote = { term: hardState.term, vote: hardState.vote };
    this.#applied = snapshot?.index ?? 0;
    this.#reads = new ReadTable(ports.rng.next(), READ_RETRY_MS, READ_EXPIRE_MS);
    this.#node = new RawNode({
      id: identity.raftId,
      electionTick: timing.electionTicks,
      heartbeatTick: timing.heartbeatTicks,
      storage,
      random: () => ports.rng.fraction(),
      applied: this.#applied,
      asyncStorageWrites: true,
      maxSizePerMsg: MAX_MESSAGE_BYTES,
      maxInflightBytes: MAX_INFLIGHT_BYTES,
      maxCommittedSizePerReady: MAX_UNAPPLIED_BYTES,
      maxUncommittedEntriesSize: MAX_UNCOMMITTED_BYTES,
      checkQuorum: true,
      preVote: true,
      disableProposalForwarding: true,
      stepDownOnRemoval: true,
      trace: (level, text) => ports.logger[level]({}, text),
    });
    this.#members = new MembershipDriver(ports, start, this.#node, {
      leading: () => this.#leading(),
      drain: () => this.#schedule(),
      changed: () => this.#report(),
      removed: () => this.#finish("removed"),
    });
    const { wal, snapshots, clock, logger, emit } = ports;
    const taken = (_index: number, tookMs: number): void => {
      this.#counters.snapshot.recordMs(tookMs);
      void this.#pruneKeys();
    };
    const confAt = (index: number) => this.#members.confAt(index);
    const restoring = (): number => this.#restoring;
    this.#taker = new SnapshotTaker(
      { snapshots, wal, storage, clock, logger, emit, confAt, taken, restoring },
      start.policy,
    );
    this.#feed = new RestoreFeed(emit, (error) => this.#fail(error));
  }

  /** Restores the newest snapshot into the state machine, then takes part. */
  async run(): Promise<void> {
    const { wal, transport, snapshots, clock } = this.#ports;
    const { snapshot, timing, identity } = this.#start;
    wal.observe({
      onSync: (durationMs) => this.#counters.fsync.recordMs(durationMs),
      onFull: (full) => this.#onDiskFull(full),
    });
    this.#ports.emit({ kind: "started", raftId: identity.raftId });
    if (snapshot !== undefined) this.#feed.add(await snapshots.read(snapshot));
    transport.start(this);
    this.#members.connect();
    this.#nextTickMs = clock.now() + timing.tickMs;
    this.#armTick();
    this.#report();
    this.#guard(() => this.#maybeLeadAlone());
    this.#schedule();
  }

  /** Alone there is nobody to wait for. */
  #maybeLeadAlone(): void {
    const { role, lead } = this.#node.basicStatus();
    if (role === "follower" && lead === 0 && this.#members.isOnlyVoter()) this.#node.campaign();
  }

  // ---- from the main thread ----

  handle(message: ToLoop): void {
    this.#guard(() => this.#handle(message));
  }

  #handle(message: ToLoop): void {
    switch (message.kind) {
      case "propose":
        this.#propose(message.firstId, message.data);
        break;
      case "read":
        this.#reads.add(message.id);
        break;
      case "operation":
        this.#operate(message.id, message.operation);
        break;
      case "applied":
        this.#onApplied(message.index);
        break;
      case "image":
        this.#spawn(this.#taker.onImage(message.index));
        break;
      case "image-chunk":
        this.#spawn(this.#taker.onChunk(message.chunk));
        break;
      case "restore-pull":
        this.#spawn(this.#feed.onPull());
        break;
      case "node-checked":
        this.#members.onNodeChecked(message.id, message.removed);
        break;
      case "log-policy":
        this.#taker.setPolicy(message.policy);
        break;
      case "host-failed":
        throw new Error(message.message);
    }
    this.#schedule();
  }

  #propose(firstId: number, packed: Packed): void {
    const ids = packed.lengths.map((_, i) => firstId + i);
    const refuse = (error: WireError): void => this.#ports.emit({ kind: "refused", ids, error });
    if (this.#stopped || !this.#leading()) {
      refuse(NOT_LEADER);
      return;
    }
    if (this.#diskFull) {
      refuse({ code: "RESOURCE_EXHAUSTED", message: "no space left for the raft log" });
      return;
    }
    const largest = Math.max(...packed.lengths);
    if (largest > MAX_PROPOSAL_BYTES) {
      const message = `a proposal of ${largest} bytes, expected at most ${MAX_PROPOSAL_BYTES}`;
      refuse({ code: "INVALID_ARGUMENT", message });
      return;
    }
    const { hardState, lastIndex } = this.#node.basicStatus();
    const refusal = this.#node.proposeBatch(unpack(packed));
    if (refusal !== undefined) {
      refuse({ code: "UNAVAILABLE", message: `${refusal.message}, try again` });
      return;
    }
    const sinceMs = this.#ports.clock.now();
    ids.forEach((id, i) => {
      this.#proposals.add(lastIndex + 1 + i, { id, term: hardState.term, sinceMs });
    });
  }

  #operate(id: number, operation: Operation): void {
    const done = (): void => this.#ports.emit({ kind: "done", id });
    const refused = (error: unknown): void =>
      this.#ports.emit({ kind: "refused", ids: [id], error: toWireError(error) });
    switch (operation.kind) {
      case "remove-member":
        this.#members.remove(operation.raftId).then(done, refused);
        return;
      case "rotate-keys":
        this.#rotateKeys(operation.sealingKey).then(done, refused);
        return;
      case "update-tls":
        this.#ports.transport.updateTls(operation.tls);
        done();
        return;
      case "transfer-leadership":
        this.#transferLeadership(id);
        return;
      case "stop":
        this.#stop().then(done, refused);
        return;
    }
  }

  #onApplied(index: number): void {
    this.#applied = Math.max(this.#applied, index);
    for (const response of this.#applyQueue.applied(index)) this.#node.step(response);
    this.#maybeLeadAlone();
    this.#taker.maybeStart(this.#applied);
  }

  // ---- from the other managers ----

  messages(from: number, messages: readonly Message[]): void {
    this.#guard(() => {
      this.#members.heardFrom(from);
      for (const message of messages) {
        if (message.type === MessageType.Snap) continue;
        this.#node.step(message);
      }
      this.#schedule();
    });
  }

  async snapshot(message: Message, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const meta = message.snapshot?.meta;
    if (meta === undefined || this.#stopped) throw new Error("no snapshot can be taken now");
    const membership = decodeMembership(message.snapshot?.data ?? new Uint8Array(0));
    const writer = await this.#ports.snapshots.create({ ...meta, membership });
    try {
      for await (const chunk of chunks) {
        this.#members.heardFrom(message.from);
        await writer.write(chunk);
      }
      await writer.finish();
    } catch (error) {
      await writer.abort().catch(() => {});
      throw error;
    }
    this.#guard(() => {
      this.#node.step(message);
      this.#schedule();
    });
  }

  unreachable(raftId: number): void {
    this.#guard(() => this.#node.reportUnreachable(raftId));
    this.#schedule();
  }

  gone(raftId: number): void {
    const { lead, role } = this.#node.basicStatus();
    if (lead !== raftId || role !== "follower") return;
    // The kernel says that its process is gone: no need to wait for a timeout. Pre-vote keeps
    // this harmless if the others still hear of it.
    this.#guard(() => this.#node.forgetLeader());
    const delay = this.#ports.rng.fraction() * EARLY_ELECTION_MS;
    this.#ports.clock.after(delay, () => {
      const now = this.#node.basicStatus();
      if (this.#stopped || now.lead !== 0 || now.role !== "follower") return;
      this.#guard(() => this.#node.campaign());
      this.#schedule();
    });
    this.#schedule();
  }

  snapshotSent(raftId: number, ok: boolean): void {
    this.#guard(() => this.#node.reportSnapshot(raftId, ok ? "finished" : "failed"));
    this.#schedule();
  }

  removed(): void {
    // Told by a peer that has applied it; but only a member that was in can have been put out.
    if (this.#members.everMember()) this.#finish("removed");
  }

  isRemoved(raftId: number): boolean {
    return this.#members.isRemoved(raftId);
  }

  join(request: JoinRequest): Promise<JoinResponse> {
    return this.#members.join(request);
  }

  leave(raftId: number): Promise<void> {
    return this.#members.remove(raftId);
  }

  health(): Health {
    const { hardState, lead, applied } = this.#node.basicStatus();
    const { raftId, nodeId } = this.#start.identity;
    return {
      raftId,
      nodeId,
      term: hardState.term,
      leader: lead,
      commit: hardState.commit,
      applied,
    };
  }

  // ---- time ----

  #armTick(): void {
    const { clock, defer } = this.#ports;
    const { tickMs } = this.#start.timing;
    this.#tickTimer = clock.after(Math.max(0, this.#nextTickMs - clock.now()), () => {
      if (this.#stopped) return;
      const lateMs = clock.now() - this.#nextTickMs;
      // Never several ticks at once: time in which this thread stood still is not time in which
      // a leader was silent. And what waits in the sockets is read first.
      if (lateMs > tickMs) {
        this.#counters.stalls++;
        this.#nextTickMs = clock.now() + tickMs;
        defer(() => this.#onTick());
      } else {
        this.#nextTickMs += tickMs;
        this.#onTick();
      }
      this.#armTick();
    });
  }

  #onTick(): void {
    if (this.#stopped) return;
    this.#guard(() => this.#node.tick());
    const now = this.#ports.clock.now();
    const { ask, expired } = this.#reads.due(now);
    for (const context of ask) this.#guard(() => this.#node.readIndex(context));
    this.#refuseReads(expired);
    this.#checkTransfer(now);
    if (now - this.#lastReportMs >= REPORT_MS) {
      this.#lastReportMs = now;
      this.#guard(() => this.#members.onSecond());
      this.#taker.maybeStart(this.#applied);
      this.#report();
      this.#reportDetails();
    }
    this.#schedule();
  }

  #refuseReads(ids: readonly number[]): void {
    if (ids.length === 0) return;
    const error: WireError = {
      code: "UNAVAILABLE",
      message: "no quorum of managers answered: reads cannot be served",
    };
    this.#ports.emit({ kind: "refused", ids, error });
  }

  // ---- what the node wants done ----

  #schedule(): void {
    if (this.#draining || this.#stopped) return;
    this.#draining = true;
    this.#ports.defer(() => {
      this.#draining = false;
      if (!this.#stopped) this.#guard(() => this.#drain());
    });
  }

  #drain(): void {
    const question = this.#reads.question(this.#ports.clock.now());
    if (question !== undefined) this.#node.readIndex(question);
    this.#members.maybePropose();
    while (!this.#stopped && this.#node.hasReady()) this.#act(this.#node.ready());
  }

  #act(ready: Ready): void {
    const { emit, transport } = this.#ports;
    if (ready.softState !== undefined) this.#onSoftState();
    for (const { index, requestContext } of ready.readStates) {
      const ids = this.#reads.answer(requestContext);
      if (ids.length > 0) emit({ kind: "read-at", ids, index });
    }
    const outgoing: Message[] = [];
    for (const message of ready.messages) {
      if (message.to === LOCAL_APPEND_THREAD) this.#append(message, ready.mustSync);
      else if (message.to === LOCAL_APPLY_THREAD) this.#apply(message);
      else if (message.type === MessageType.Snap) this.#sendSnapshot(message);
      else outgoing.push(message);
    }
    if (outgoing.length > 0) transport.send(outgoing);
  }

  #onSoftState(): void {
    const { role, hardState, lead } = this.#node.basicStatus();
    if (role === "candidate") this.#counters.elections++;
    if (lead !== 0) this.#counters.onLeader(lead, hardState.term);
    const leadsAs = role === "leader" ? hardState.term : 0;
    if (leadsAs !== this.#leadTerm) {
      this.#leadTerm = leadsAs;
      this.#loseLead();
    }
    this.#report();
  }

  /** Also when a new term begins while this manager goes on leading. */
  #loseLead(): void {
    const { emit } = this.#ports;
    if (this.#ledTerm !== 0) emit({ kind: "lead-lost" });
    this.#ledTerm = 0;
    const ids = this.#proposals.clear();
    if (ids.length > 0) emit({ kind: "refused", ids, error: UNKNOWN_OUTCOME });
    this.#members.leadChanged();
  }

  #append(message: Message, mustSync: boolean): void {
    const { wal } = this.#ports;
    const { entries, snapshot } = message;
    if (message.term !== 0) {
      this.#vote = { term: message.term, vote: message.vote };
      this.#lazyCommit = message.commit;
    }
    let written = this.#writes;
    if (mustSync || snapshot !== undefined) {
      const records: WalRecord[] = [];
      if (snapshot !== undefined) {
        const { index, term } = snapshot.meta;
        records.push({ kind: "snapshot-restored", index, term });
        this.#restoring = index;
      }
      for (const entry of entries) records.push({ kind: "entry", entry });
      // Never a commit index that the log on disk does not reach yet.
      records.push({ kind: "hard-state", ...this.#vote, commit: this.#lazyCommit });
      written = wal.append(records);
    }
    // A moved commit index alone is not worth a sync: it may be lost. Its answers still wait for
    // the writes before it.
    this.#writes = written.then(
      () => this.#guard(() => this.#appended(message)),
      (error: unknown) => this.#fail(error),
    );
  }

  #appended(message: Message): void {
    if (this.#stopped) return;
    const { storage, identity } = this.#start;
    const { snapshot, entries } = message;
    if (snapshot !== undefined) {
      storage.applySnapshot(snapshot);
      this.#members.restored(snapshot);
      this.#spawn(this.#restoreHost(snapshot.meta));
    }
    storage.append(entries);
    if (message.term !== 0) {
      storage.setHardState({ term: message.term, vote: message.vote, commit: message.commit });
    }
    const outgoing: Message[] = [];
    for (const response of message.responses) {
      if (response.to === identity.raftId) this.#node.step(response);
      else outgoing.push(response);
    }
    if (outgoing.length > 0) this.#ports.transport.send(outgoing);
    this.#schedule();
  }

  async #restoreHost(mark: { index: number; term: number }): Promise<void> {
    this.#feed.add(await this.#ports.snapshots.read(mark));
  }

  #apply(message: Message): void {
    const { entries, responses } = message;
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#applyQueue.add(last.index, responses);
    for (const entry of entries) {
      if (isConfChange(entry)) this.#members.apply(entry);
      else this.#members.applyNormal(entry);
      if (this.#stopped) break;
    }
    this.#hand(entries);
    const { hardState } = this.#node.basicStatus();
    if (this.#leadTerm === hardState.term && last.term === this.#leadTerm && this.#ledTerm === 0) {
      this.#ledTerm = this.#leadTerm;
      this.#ports.emit({ kind: "lead", term: this.#leadTerm });
    }
  }

  #hand(entries: readonly Entry[]): void {
    const now = this.#ports.clock.now();
    const proposals: [number, number][] = [];
    for (const { index, term } of entries) {
      const proposed = this.#proposals.committed(index, term);
      if (proposed === undefined) continue;
      proposals.push([proposed.id, index]);
      this.#counters.commit.recordMs(now - proposed.sinceMs);
    }
    this.#ports.emit({
      kind: "committed",
      firstIndex: entries[0]?.index ?? 0,
      terms: entries.map((entry) => entry.term),
      data: pack(entries.map((entry) => (isConfChange(entry) ? new Uint8Array(0) : entry.data))),
      proposals,
      commit: this.#node.basicStatus().hardState.commit,
    });
  }

  #sendSnapshot(message: Message): void {
    const { snapshots, transport, logger } = this.#ports;
    const meta = message.snapshot?.meta;
    if (meta === undefined) return;
    const { voters, learners } = meta.confState;
    if (!voters.includes(message.to) && !learners.includes(message.to)) {
      // It joined after the snapshot was taken, and Raft refuses one of a group without itself.
      this.#taker.want();
      this.#taker.maybeStart(this.#applied);
      this.snapshotSent(message.to, false);
      return;
    }
    snapshots.read(meta).then(
      (reader) => transport.sendSnapshot(message, reader),
      (error: unknown) => {
        logger.error({ error }, "the newest snapshot cannot be read");
        this.snapshotSent(message.to, false);
      },
    );
  }

  // ---- operations ----

  #transferLeadership(id: number): void {
    const { emit, clock } = this.#ports;
    const { timing } = this.#start;
    if (!this.#leading()) {
      emit({ kind: "done", id });
      return;
    }
    const target = this.#members.bestSuccessor();
    if (target === undefined) {
      const message = "there is no other manager that could take the lead";
      emit({ kind: "refused", ids: [id], error: { code: "FAILED_PRECONDITION", message } });
      return;
    }
    const patience = 2 * timing.electionTicks * timing.tickMs;
    this.#transfer = { id, deadlineMs: clock.now() + patience };
    this.#node.transferLeader(target);
  }

  #checkTransfer(now: number): void {
    const transfer = this.#transfer;
    if (transfer === undefined) return;
    const { emit } = this.#ports;
    if (!this.#leading()) {
      emit({ kind: "done", id: transfer.id });
    } else if (now >= transfer.deadlineMs) {
      const message = "the lead could not be handed over in time";
      const error: WireError = { code: "DEADLINE_EXCEEDED", message };
      emit({ kind: "refused", ids: [transfer.id], error });
    } else {
      return;
    }
    this.#transfer = undefined;
  }

  async #rotateKeys(sealingKey: Parameters<LoopPorts["keys"]["rotate"]>[0]): Promise<void> {
    await this.#ports.keys.rotate(sealingKey);
    await this.#ports.wal.roll();
    // With a new snapshot, what the old data key encrypted goes away soon.
    this.#taker.want();
  }

  async #pruneKeys(): Promise<void> {
    const { wal, snapshots, keys, logger } = this.#ports;
    try {
      await keys.prune(new Set([...wal.keyIds, ...(await snapshots.keyIds())]));
    } catch (error) {
      logger.warn({ error }, "old data keys could not be removed");
    }
  }

  #onDiskFull(full: boolean): void {
    this.#diskFull = full;
    const { logger } = this.#ports;
    if (!full) {
      logger.info({}, "there is room for the raft log again");
      return;
    }
    logger.error({}, "no space left for the raft log: proposals are refused until there is");
    const target = this.#leading() ? this.#members.bestSuccessor() : undefined;
    if (target !== undefined) this.#guard(() => this.#node.transferLeader(target));
    this.#schedule();
  }

  async #stop(): Promise<void> {
    const target = this.#leading() ? this.#members.bestSuccessor() : undefined;
    if (target !== undefined) {
      this.#node.transferLeader(target);
      this.#schedule();
      const deadline = this.#ports.clock.now() + STOP_TRANSFER_MS;
      while (this.#leading() && !this.#stopped && this.#ports.clock.now() < deadline) {
        await new Promise<void>((wake) => this.#ports.clock.after(10, wake));
      }
    }
    await this.#close("stopped");
  }

  // ---- the end ----

  #finish(cause: "removed"): void {
    if (this.#stopped) return;
    this.#ports.logger.warn({}, "this manager is no longer a member of the raft group");
    this.#spawn(this.#close(cause));
  }

  async #close(cause: "stopped" | "removed" | "failed", error?: WireError): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#tickTimer?.cancel();
    this.#loseLead();
    this.#refuseReads(this.#reads.clear());
    const { wal, transport, emit } = this.#ports;
    await transport.stop();
    if (cause !== "failed" && !this.#diskFull && this.#vote.term > 0) {
      const commit = Math.min(this.#lazyCommit, this.#start.storage.lastIndex());
      const saved = wal.append([{ kind: "hard-state", ...this.#vote, commit }]);
      await saved.catch(() => {});
    }
    await wal.close();
    this.#report();
    emit({ kind: "stopped", cause, ...(error === undefined ? {} : { error }) });
  }

  /** A broken disk or a broken invariant: nothing after it can be trusted. */
  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#ports.logger.error({ error }, "raft stops: what it stands on is broken");
    this.#close("failed", toWireError(error)).catch(() => {});
  }

  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fail(error);
    }
  }

  #spawn(work: Promise<void>): void {
    work.then(
      () => this.#schedule(),
      (error: unknown) => this.#fail(error),
    );
  }

  // ---- what others see ----

  #leading(): boolean {
    return this.#node.basicStatus().role === "leader";
  }

  #report(): void {
    this.#ports.emit({ kind: "status", status: this.#status() });
  }

  #status(): WireStatus {
    const { role, hardState, lead, learner } = this.#node.basicStatus();
    const seen = role === "pre-candidate" ? "candidate" : role;
    return {
      role: this.#stopped ? "stopped" : seen === "follower" && learner ? "learner" : seen,
      term: hardState.term,
      leader: lead,
      commit: hardState.commit,
      members: this.#members.seen(),
    };
  }

  #reportDetails(): void {
    const { wal, transport, emit } = this.#ports;
    const { storage } = this.#start;
    const snapshot = storage.snapshot();
    emit({
      kind: "details",
      details: this.#counters.details({
        applyLag: this.#node.basicStatus().hardState.commit - this.#applied,
        logBytes: wal.bytes,
        firstIndex: storage.firstIndex(),
        lastIndex: storage.lastIndex(),
        snapshotIndex: typeof snapshot === "string" ? 0 : snapshot.meta.index,
        diskFull: this.#diskFull,
        transport: transport.counters(),
      }),
    });
  }
}

function toWireError(error: unknown): WireError {
  if (error instanceof ClusterError) return { code: error.code, message: error.message };
  const code = error instanceof InvariantError ? "INTERNAL" : "UNAVAILABLE";
  return { code, message: error instanceof Error ? error.message : String(error) };
}
