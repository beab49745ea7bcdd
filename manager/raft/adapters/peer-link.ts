/**
 * The way to one peer: a lane that this side opens and keeps open, with a bounded queue in front;
 * for a snapshot an Exchange stream over gRPC, whose flow control keeps it out of the lane's way.
 */
import type { Message } from "raft-ts";
import { raftService } from "../../../proto/gen/services.ts";
import type { skep } from "../../../proto/messages.ts";
import { SERVER_NAMES } from "../../../shared/caller.ts";
import type { Clock, Timer } from "../../../shared/clock.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import { GrpcChannel } from "../../../shared/node/grpc/channel.ts";
import type { MessageStream } from "../../../shared/node/grpc/stream.ts";
import type { TlsIdentity } from "../../../shared/node/tls.ts";
import type { Rng } from "../../../shared/rng.ts";
import type { MemberAddress } from "../membership.ts";
import { toWire } from "../raft-messages.ts";
import type { SnapshotReader } from "../snapshot-store.ts";
import { type Dialed, dialLane } from "./lane-door.ts";

type Frame = skep.v1.RaftFrame.$Properties;
type Stream = MessageStream<Frame, Frame>;

/** Told by a peer that has applied this node's removal. */
export const REMOVED_MESSAGE = "this raft member was removed from the cluster";
/** Of a snapshot, more than any sender's; several of them may wait in the receiver's memory. */
export const MAX_CHUNK_BYTES: number = 4 << 20;
/** Larger ones are cut: a frame of many large secrets may be of any size. */
const CHUNK_BYTES = 1 << 20;
const KEEPALIVE_MS = 1_000;
const MAX_RECONNECT_MS = 1_000;
const FIRST_RETRY_MS = 20;
/**
 * A lane that was connected and breaks is tried again at once, however short it lived: whether
 * the peer's port still answers tells whether its process is gone. But no more often than this.
 */
const AT_ONCE_EVERY_MS = 200;
/** A dial that takes longer has lost its first packet, and waits for the kernel to send it again. */
const STALE_DIAL_MS = 200;
const MAX_QUEUED_MESSAGES = 8192;
const MAX_QUEUED_BYTES = 64 << 20;
const MAX_FRAME_BYTES = 1 << 20;
const RENEW_AGAIN_MS = 5_000;
const SNAPSHOT_STALL_MS = 30_000;

const CLOSED = new ClusterError("CANCELLED", "the link was closed");

export interface PeerLinkEvents {
  unreachable(raftId: number): void;
  gone(raftId: number): void;
  removed(): void;
  dropped(count: number): void;
}

export interface PeerLinkOptions {
  readonly peer: MemberAddress;
  readonly hello: skep.v1.RaftHello.$Properties;
  readonly identity: TlsIdentity;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly events: PeerLinkEvents;
}

export class PeerLink {
  readonly peer: MemberAddress;
  readonly #options: PeerLinkOptions;
  readonly #channel: GrpcChannel;
  #lane: Dialed | undefined;
  /** Takes over when it is connected: made with a newer certificate. */
  #next: Dialed | undefined;
  #queue: Message[] = [];
  #queuedBytes = 0;
  #blocked = false;
  #retryMs = FIRST_RETRY_MS;
  #wasConnected = false;
  #atOnceMs = Number.NEGATIVE_INFINITY;
  #openedMs = 0;
  #timer: Timer | undefined;
  #renewal: Timer | undefined;
  #closed = false;
  #told = false;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.peer = options.peer;
    this.#channel = new GrpcChannel({
      address: options.peer.addr,
      credentials: options.identity.channelCredentials(),
      serverName: SERVER_NAMES.raft,
      keepaliveMs: KEEPALIVE_MS,
      maxReconnectMs: MAX_RECONNECT_MS,
    });
    this.#open();
  }

  get connected(): boolean {
    return this.#lane?.connected === true;
  }

  send(messages: readonly Message[]): void {
    if (this.#closed) return;
    for (const message of messages) {
      const bytes = sizeOf(message);
      const full = this.#queue.length >= MAX_QUEUED_MESSAGES;
      if (full || this.#queuedBytes + bytes > MAX_QUEUED_BYTES) {
        this.#options.events.dropped(1);
        this.#unreachable();
        continue;
      }
      this.#queue.push(message);
      this.#queuedBytes += bytes;
    }
    this.#flush();
  }

  /** The peer was heard of: a lane that waits for its next attempt is opened at once. */
  openNow(): void {
    if (this.#closed || this.#lane?.connected === true) return;
    const { clock } = this.#options;
    // One that is under way is given the time that an answer takes.
    if (this.#lane !== undefined && clock.now() - this.#openedMs < STALE_DIAL_MS) return;
    const stale = this.#lane;
    this.#lane = undefined;
    stale?.stream.destroy(CLOSED);
    this.#retryMs = FIRST_RETRY_MS;
    this.#timer?.cancel();
    this.#open();
  }

  /** Resolves when the peer has it durably; rejects when it has not. Closes the reader. */
  async sendSnapshot(message: Message, reader: SnapshotReader): Promise<void> {
    const stream = this.#channel.open(raftService.exchange);
    const over = new Promise<void>((resolve, reject) => {
      stream.onClose((error) => (error === undefined ? resolve() : reject(error)));
    });
    over.catch(() => {});
    stream.onMessage(() => {});
    try {
      stream.send({ hello: this.#hello() });
      let seq = 0;
      stream.send({ chunk: { message: toWire(message), seq: seq++ } });
      for await (const data of reader.chunks()) {
        for (let at = 0; at < data.length && !stream.signal.aborted; at += CHUNK_BYTES) {
          stream.send({ chunk: { seq: seq++, data: data.subarray(at, at + CHUNK_BYTES) } });
          await this.#drained(stream);
        }
        if (stream.signal.aborted) break;
      }
      stream.send({ chunk: { seq, last: true } });
      stream.end();
      await over;
    } catch (error) {
      stream.fail(new ClusterError("CANCELLED", "the snapshot could not be read"));
      throw error;
    } finally {
      await reader.close();
    }
  }

  /** What is queued is still sent, within `graceMs`. */
  close(graceMs: number): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#renewal?.cancel();
    const streams = [this.#lane?.stream, this.#next?.stream];
    for (const stream of streams) stream?.end();
    this.#options.clock.after(graceMs, () => {
      this.#channel.close();
      for (const stream of streams) stream?.destroy(CLOSED);
    });
  }

  /**
   * The certificate is a new one: goes over to a lane that shows it. The present one carries
   * until then, so that no message is lost to a renewal.
   */
  renew(): void {
    if (this.#closed || this.#lane === undefined) return;
    this.#renewal?.cancel();
    this.#next?.stream.destroy(CLOSED);
    const next: Dialed = this.#dial(() => this.#goOver(next));
    this.#next = next;
    next.stream.onClose((error) => this.#onClose(next, error));
  }

  #goOver(next: Dialed): void {
    if (this.#next !== next || this.#closed) return;
    this.#next = undefined;
    this.#lane?.stream.end();
    this.#wasConnected = true;
    this.#use(next);
    this.#flush();
  }

  async #drained(stream: Stream): Promise<void> {
    const timer = this.#options.clock.after(SNAPSHOT_STALL_MS, () => {
      stream.fail(new ClusterError("DEADLINE_EXCEEDED", "the peer takes no more of the snapshot"));
    });
    await stream.drained();
    timer.cancel();
  }

  #hello(): skep.v1.RaftHello.$Properties {
    return { ...this.#options.hello, toRaftId: this.peer.raftId };
  }

  #dial(onConnected: () => void): Dialed {
    const { identity } = this.#options;
    const address = this.peer.addr;
    const hello = { hello: this.#hello() };
    const lane = dialLane({ address, identity, hello, keepaliveMs: KEEPALIVE_MS, onConnected });
    lane.stream.onMessage(() => {});
    return lane;
  }

  #open(): void {
    this.#openedMs = this.#options.clock.now();
    const lane = this.#dial(() => {
      // It was there: should it go again, that is news.
      this.#told = false;
      this.#wasConnected = true;
    });
    this.#use(lane);
    lane.stream.onClose((error) => this.#onClose(lane, error));
  }

  #use(lane: Dialed): void {
    this.#lane = lane;
    this.#blocked = false;
    this.#timer?.cancel();
    // A stream that has lived for a while was a good one: the next failure is a new story.
    this.#timer = this.#options.clock.after(MAX_RECONNECT_MS, () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#told = false;
    });
  }

  #onClose(lane: Dialed, error: ClusterError | undefined): void {
    if (this.#next === lane) this.#renewLater(error);
    if (this.#lane !== lane) return;
    this.#lane = undefined;
    this.#timer?.cancel();
    if (this.#closed) return;
    const { events, clock, rng, logger } = this.#options;
    const lost = this.#queue.length;
    this.#queue = [];
    this.#queuedBytes = 0;
    if (lost > 0) events.dropped(lost);
    const reason = error?.message ?? "the stream was ended";
    if (!this.#told) logger.info({ peer: this.peer, reason }, "the stream to a manager broke");
    if (reason.includes(REMOVED_MESSAGE)) {
      events.removed();
      return;
    }
    this.#unreachable();
    if (reason.includes("ECONNREFUSED") && !this.#told) {
      this.#told = true;
      events.gone(this.peer.raftId);
    }
    const retryMs = this.#nextRetryMs(clock.now());
    this.#timer = clock.after(retryMs * (0.5 + rng.fraction()), () => {
      if (!this.#closed) this.#open();
    });
  }

  #nextRetryMs(nowMs: number): number {
    const wasConnected = this.#wasConnected;
    this.#wasConnected = false;
    if (wasConnected && nowMs - this.#atOnceMs >= AT_ONCE_EVERY_MS) {
      this.#atOnceMs = nowMs;
      return FIRST_RETRY_MS;
    }
    const retryMs = this.#retryMs;
    this.#retryMs = Math.min(retryMs * 2, MAX_RECONNECT_MS);
    return retryMs;
  }

  #renewLater(error: ClusterError | undefined): void {
    this.#next = undefined;
    const { clock, logger } = this.#options;
    logger.info({ peer: this.peer, error }, "a lane with the new certificate was refused");
    this.#renewal = clock.after(RENEW_AGAIN_MS, () => this.renew());
  }

  #unreachable(): void {
    this.#options.events.unreachable(this.peer.raftId);
  }

  #flush(): void {
    const stream = this.#lane?.stream;
    while (stream !== undefined && !this.#blocked && this.#queue.length > 0) {
      let bytes = 0;
      let count = 0;
      for (const message of this.#queue) {
        const size = sizeOf(message);
        if (count > 0 && bytes + size > MAX_FRAME_BYTES) break;
        bytes += size;
        count++;
      }
      const messages = this.#queue.splice(0, count).map(toWire);
      this.#queuedBytes -= bytes;
      if (stream.send({ batch: { messages } })) continue;
      this.#blocked = true;
      stream.drained().then(
        () => {
          if (this.#lane?.stream !== stream) return;
          this.#blocked = false;
          this.#flush();
        },
        () => {},
      );
    }
  }
}

function sizeOf(message: Message): number {
  let bytes = 64;
  for (const entry of message.entries) bytes += entry.data.length + 24;
  return bytes;
}
