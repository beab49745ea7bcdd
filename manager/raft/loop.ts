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
  type RawNode,
  type Ready,
} from "raft-ts";
import { ClusterError } from "../../shared/errors.ts";
import { ApplyQueue } from "./apply-queue.ts";
import { EarlyElection } from "./early-election.ts";
import { LeadTransfer } from "./lead-transfer.ts";
import { LogWriter } from "./log-writer.ts";
import { LoopCounters } from "./loop-counters.ts";
import { MembershipDriver } from "./loop-membership.ts";
import type { LoopPorts, LoopStart } from "./loop-ports.ts";
import { RestoreFeed, SnapshotTaker } from "./loop-snapshots.ts";
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
import { newNode } from "./raft-config.ts";
import { ReadTable } from "./read-table.ts";
import { SnapshotCourier } from "./snapshot-courier.ts";
import { Ticker } from "./ticker.ts";
import type { Health, JoinRequest, JoinResponse, TransportEvents } from "./transport.ts";

/** Must fit a message between managers. */
const MAX_PROPOSAL_BYTES = 8 << 20;
const READ_RETRY_MS = 300;
const READ_EXPIRE_MS = 5_000;
const REPORT_MS = 1_000;
const STOP_TRANSFER_MS = 2_000;
const PROMOTE_EVERY_MS = 200;

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
  readonly #writer: LogWriter;
  readonly #transfer: LeadTransfer;
  readonly #ticker: Ticker;
  readonly #early: EarlyElection;
  readonly #courier: SnapshotCourier;
  #applied = 0;
  #draining = false;
  #stopped = false;
  #diskFull = false;
  #leadTerm = 0;
  #ledTerm = 0;
  #lastReportMs = 0;
  #lastPromotionMs = 0;

  constructor(ports: LoopPorts, start: LoopStart) {
    this.#ports = ports;
    this.#start = start;
    const { storage, timing, snapshot } = start;
    this.#applied = snapshot?.index ?? 0;
    this.#writer = new LogWriter(ports.wal, storage.initialState().hardState);
    this.#reads = new ReadTable(ports.rng.next(), READ_RETRY_MS, READ_EXPIRE_MS);
    this.#node = newNode(ports, start);
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
    const restoring = (): number => this.#writer.restoring;
    this.#taker = new SnapshotTaker(
      { snapshots, wal, storage, clock, logger, emit, confAt, taken, restoring },
      start.policy,
    );
    this.#feed = new RestoreFeed(emit, (error) => this.#fail(error));
    this.#transfer = new LeadTransfer({
      node: this.#node,
      clock,
      emit,
      successor: () => this.#members.bestSuccessor(),
      drain: () => this.#schedule(),
      patienceMs: 2 * timing.electionTicks * timing.tickMs,
    });
    const { transport, rng } = ports;
    const act = (run: () => void): void => this.#act(run);
    this.#early = new EarlyElection({ node: this.#node, clock, rng, act });
    this.#courier = new SnapshotCourier({
      snapshots,
      transport,
      logger,
      heardFrom: (raftId) => this.#members.heardFrom(raftId),
      want: () => {
        this.#taker.want();
        this.#taker.maybeStart(this.#applied);
      },
      failed: (raftId) => this.snapshotSent(raftId, false),
    });
    this.#ticker = new Ticker({
      clock,
      defer: ports.defer,
      tickMs: timing.tickMs,
      tick: () => this.#onTick(),
      stalled: () => {
        this.#counters.stalls++;
      },
    });
  }

  /** Restores the newest snapshot into the state machine, then takes part. */
  async run(): Promise<void> {
    const { wal, transport, snapshots } = this.#ports;
    const { snapshot, identity } = this.#start;
    wal.observe({
      onSync: (durationMs) => this.#counters.fsync.recordMs(durationMs),
      onFull: (full) => this.#onDiskFull(full),
    });
    this.#ports.emit({ kind: "started", raftId: identity.raftId });
    if (snapshot !== undefined) this.#feed.add(await snapshots.read(snapshot));
    transport.start(this);
    this.#members.connect();
    this.#ticker.start();
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
        this.#transfer.start(id);
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
    if (this.#stopped) throw new Error("this manager is stopping");
    await this.#courier.receive(message, chunks);
    this.#act(() => this.#node.step(message));
  }

  unreachable(raftId: number): void {
    this.#act(() => this.#node.reportUnreachable(raftId));
  }

  gone(raftId: number): void {
    this.#early.onGone(raftId);
  }

  snapshotSent(raftId: number, ok: boolean): void {
    this.#act(() => this.#node.reportSnapshot(raftId, ok ? "finished" : "failed"));
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

  #onTick(): void {
    if (this.#stopped) return;
    this.#guard(() => this.#node.tick());
    const now = this.#ports.clock.now();
    const { ask, expired } = this.#reads.due(now);
    for (const context of ask) this.#guard(() => this.#node.readIndex(context));
    this.#refuseReads(expired);
    this.#transfer.check(now);
    if (now - this.#lastPromotionMs >= PROMOTE_EVERY_MS) {
      this.#lastPromotionMs = now;
      this.#guard(() => this.#members.maybePromote());
    }
    if (now - this.#lastReportMs >= REPORT_MS) {
      this.#lastReportMs = now;
      this.#guard(() => this.#members.maybeAnnounceAddress());
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
    while (!this.#stopped && this.#node.hasReady()) this.#perform(this.#node.ready());
  }

  #perform(ready: Ready): void {
    const { emit, transport } = this.#ports;
    if (ready.softState !== undefined) this.#onSoftState();
    for (const { index, requestContext } of ready.readStates) {
      const ids = this.#reads.answer(requestContext);
      if (ids.length > 0) emit({ kind: "read-at", ids, index });
    }
    const outgoing: Message[] = [];
    for (const message of ready.messages) {
      if (message.to === LOCAL_APPEND_THREAD) this.#write(message, ready.mustSync);
      else if (message.to === LOCAL_APPLY_THREAD) this.#apply(message);
      else if (message.type === MessageType.Snap) this.#courier.send(message);
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

  #write(message: Message, mustSync: boolean): void {
    const done = (): void => this.#guard(() => this.#appended(message));
    this.#writer.append(message, mustSync, done, (error) => this.#fail(error));
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

  // ---- operations ----

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
    void this.#transfer.away(0);
  }

  async #stop(): Promise<void> {
    await this.#transfer.away(STOP_TRANSFER_MS);
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
    this.#ticker.stop();
    this.#loseLead();
    this.#refuseReads(this.#reads.clear());
    const { wal, transport, emit } = this.#ports;
    await transport.stop();
    if (cause !== "failed" && !this.#diskFull) {
      await this.#writer.finish(this.#start.storage.lastIndex()).catch(() => {});
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

  /** Runs it, then sees to what the node wants. */
  #act(run: () => void): void {
    if (this.#stopped) return;
    this.#guard(run);
    this.#schedule();
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
