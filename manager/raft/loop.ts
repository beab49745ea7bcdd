/**
 * The raft thread's loop: owns the RawNode, its storage and its clock ticks. Everything that
 * comes in (ticks, messages, proposals, finished writes) is put into the node at once; what the
 * node wants done is taken once a turn, so that what came together is written and sent together.
 *
 * Writes overlap: the node goes on while a batch is being synced, and answers that promise
 * something are sent when it is durable (raft-ts's asynchronous storage writes).
 */
import {
  isConfChange,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  MessageType,
  type RawNode,
  type Ready,
} from "raft-ts";
import { ApplyQueue } from "./apply-queue.ts";
import { EarlyElection } from "./early-election.ts";
import { KeyRotation } from "./key-rotation.ts";
import { LeadTransfer } from "./lead-transfer.ts";
import { LogWriter } from "./log-writer.ts";
import { LoopCounters } from "./loop-counters.ts";
import { MembershipDriver } from "./loop-membership.ts";
import type { LoopPorts, LoopStart } from "./loop-ports.ts";
import { ProposalDriver } from "./loop-proposals.ts";
import { ReadDriver } from "./loop-reads.ts";
import { Reporter } from "./loop-report.ts";
import { RestoreFeed, SnapshotTaker } from "./loop-snapshots.ts";
import { Outbox } from "./outbox.ts";
import { type Operation, type ToLoop, toWireError, type WireError } from "./protocol.ts";
import { newNode } from "./raft-config.ts";
import { SnapshotCourier } from "./snapshot-courier.ts";
import { Ticker } from "./ticker.ts";
import type { Health, JoinRequest, JoinResponse, TransportEvents } from "./transport.ts";

const REPORT_MS = 1_000;
const STOP_TRANSFER_MS = 2_000;
const PROMOTE_EVERY_MS = 200;

export class RaftLoop implements TransportEvents {
  readonly #ports: LoopPorts;
  readonly #start: LoopStart;
  readonly #node: RawNode;
  readonly #counters = new LoopCounters();
  readonly #proposals: ProposalDriver;
  readonly #reporter: Reporter;
  readonly #reads: ReadDriver;
  readonly #applyQueue = new ApplyQueue();
  readonly #taker: SnapshotTaker;
  readonly #feed: RestoreFeed;
  readonly #members: MembershipDriver;
  readonly #writer: LogWriter;
  readonly #transfer: LeadTransfer;
  readonly #ticker: Ticker;
  readonly #keyRotation: KeyRotation;
  readonly #early: EarlyElection;
  readonly #courier: SnapshotCourier;
  readonly #outbox: Outbox;
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
    const firstRead = ports.rng.next();
    this.#outbox = new Outbox(ports.clock, ports.transport);
    this.#node = newNode(ports, start);
    this.#members = new MembershipDriver(ports, start, this.#node, {
      leading: () => this.#leading(),
      drain: () => this.#schedule(),
      changed: () => this.#report(),
      removed: () => this.#finish("removed"),
    });
    const { wal, snapshots, clock, logger, emit } = ports;
    const [node, counters, members] = [this.#node, this.#counters, this.#members];
    this.#reporter = new Reporter({ ports, start, node, counters, members });
    this.#proposals = new ProposalDriver({
      node: this.#node,
      clock,
      emit,
      diskFull: () => this.#diskFull,
      committed: (tookMs) => this.#counters.commit.recordMs(tookMs),
    });
    this.#reads = new ReadDriver({ node, clock, emit }, firstRead);
    this.#taker = new SnapshotTaker(
      {
        ...{ snapshots, wal, storage, clock, logger, emit },
        confAt: (index) => this.#members.confAt(index),
        restoring: () => this.#writer.restoring,
        taken: (tookMs) => {
          this.#counters.snapshot.recordMs(tookMs);
          void this.#keyRotation.prune();
        },
      },
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
    const { rng, keys } = ports;
    const wantSnapshot = (): void => {
      this.#taker.want();
      this.#taker.maybeStart(this.#applied);
    };
    this.#keyRotation = new KeyRotation({ keys, wal, snapshots, logger, wantSnapshot });
    const act = (run: () => void): void => this.#act(run);
    this.#early = new EarlyElection({ node: this.#node, clock, rng, act });
    this.#courier = new SnapshotCourier({
      ...ports,
      heardFrom: (raftId) => this.#members.heardFrom(raftId),
      want: wantSnapshot,
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
      onSync: (durationMs) => this.#reporter.synced(durationMs),
      onFull: (full) => this.#onDiskFull(full),
    });
    this.#ports.emit({ kind: "started", raftId: identity.raftId });
    if (snapshot !== undefined) {
      const reader = await snapshots.read(snapshot);
      this.#feed.add(snapshot.index, Promise.resolve(reader));
    }
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
        this.#proposals.propose(message.firstId, message.data);
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

  #operate(id: number, operation: Operation): void {
    const done = (): void => this.#ports.emit({ kind: "done", id });
    const refused = (error: unknown): void =>
      this.#ports.emit({ kind: "refused", ids: [id], error: toWireError(error) });
    switch (operation.kind) {
      case "remove-member":
        this.#members.remove(operation.raftId).then(done, refused);
        return;
      case "change-keys":
        this.#keyRotation.change(operation.change).then(done, refused);
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
      const { lead } = this.#node.basicStatus();
      if (lead === from) this.#counters.heardLeader(from, this.#ports.clock.now());
      for (const message of messages) {
        if (message.type !== MessageType.Snap) this.#node.step(message);
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
    return this.#reporter.health();
  }

  // ---- time ----

  #onTick(): void {
    if (this.#stopped) return;
    this.#guard(() => this.#node.tick());
    const now = this.#ports.clock.now();
    this.#guard(() => this.#reads.onTick());
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
      this.#reporter.details(this.#applied, this.#diskFull);
    }
    this.#schedule();
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
    this.#reads.ask();
    this.#members.maybePropose();
    while (!this.#stopped && this.#node.hasReady()) this.#perform(this.#node.ready());
  }

  #perform(ready: Ready): void {
    if (ready.softState !== undefined) this.#onSoftState();
    this.#reads.answer(ready.readStates);
    // First to the others: they write while this one does.
    this.#outbox.send(ready.messages);
    for (const message of ready.messages) {
      if (message.to === LOCAL_APPEND_THREAD) this.#write(message, ready.mustSync);
      else if (message.to === LOCAL_APPLY_THREAD) this.#apply(message);
      else if (message.type === MessageType.Snap) this.#courier.send(message);
    }
  }

  #onSoftState(): void {
    const { role, hardState, lead } = this.#node.basicStatus();
    if (role === "candidate") this.#counters.elections++;
    if (role === "candidate" || role === "pre-candidate") this.#early.onStanding();
    if (lead !== 0) this.#counters.onLeader(lead, hardState.term);
    const leadsAs = role === "leader" ? hardState.term : 0;
    if (leadsAs !== this.#leadTerm) {
      this.#leadTerm = leadsAs;
      this.#loseLead();
    }
    this.#reads.onLeader(lead);
    this.#report();
  }

  /** Also when a new term begins while this manager goes on leading. */
  #loseLead(): void {
    const { emit } = this.#ports;
    if (this.#ledTerm !== 0) emit({ kind: "lead-lost" });
    this.#ledTerm = 0;
    this.#proposals.leadLost();
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
      this.#feed.add(snapshot.meta.index, this.#ports.snapshots.read(snapshot.meta));
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

  #apply(message: Message): void {
    const { entries, responses } = message;
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#applyQueue.add(last.index, responses);
    // A member that this removes is not written to afterwards.
    if (entries.some(isConfChange)) this.#outbox.flush();
    for (const entry of entries) {
      if (isConfChange(entry)) this.#members.apply(entry);
      else this.#members.applyNormal(entry);
      if (this.#stopped) break;
    }
    this.#proposals.hand(entries);
    const { hardState } = this.#node.basicStatus();
    if (this.#leadTerm === hardState.term && last.term === this.#leadTerm && this.#ledTerm === 0) {
      this.#ledTerm = this.#leadTerm;
      this.#ports.emit({ kind: "lead", term: this.#leadTerm });
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
    this.#reads.refuseAll();
    const { wal, transport, emit } = this.#ports;
    this.#outbox.flush();
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

  #leading(): boolean {
    return this.#node.basicStatus().role === "leader";
  }

  #report(): void {
    this.#reporter.status(this.#stopped);
  }
}
