/** The Raft service of proto/raft.proto: what the other managers' streams and calls become. */
import type { Message } from "raft-ts";
import { raftService } from "../../../proto/gen/services.ts";
import type { skep } from "../../../proto/messages.ts";
import type { Caller } from "../../../shared/caller.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { GrpcServer } from "../../../shared/node/grpc/server.ts";
import type { MessageStream } from "../../../shared/node/grpc/stream.ts";
import { fromWire } from "../raft-messages.ts";
import type { TransportEvents } from "../transport.ts";
import { MAX_CHUNK_BYTES, REMOVED_MESSAGE } from "./peer-link.ts";

type Frame = skep.v1.RaftFrame.$Properties;
type Stream = MessageStream<Frame, Frame>;

export const RAFT_PROTOCOL_VERSION = 1;
const MAX_WAITING_CHUNKS = 8;

export interface RaftServiceOptions {
  readonly clusterId: string;
  readonly nodeId: string;
  /** Undefined before the loop runs: a joiner is probed before it knows who it is. */
  readonly events: () => TransportEvents | undefined;
  readonly received: (count: number) => void;
  /** A peer's own word for where it is. */
  readonly peerAddr: (raftId: number, addr: string) => void;
}

/** Returns what takes a stream that came over a lane, from a caller who may. */
export function serveRaft(
  server: GrpcServer,
  options: RaftServiceOptions,
): (stream: Stream, caller: Caller) => void {
  const ready = (): TransportEvents => {
    const events = options.events();
    if (events === undefined) throw new ClusterError("UNAVAILABLE", "this manager is starting");
    return events;
  };
  server.stream(raftService.exchange, (stream, { caller }) => {
    new Incoming(stream, caller, options, ready);
  });
  server.unary(raftService.join, async (request, { caller }) => {
    const nodeId = request.nodeId ?? "";
    if (caller.kind !== "node" || caller.nodeId !== nodeId) {
      throw new ClusterError("PERMISSION_DENIED", `node_id is ${nodeId}, not the caller's own`);
    }
    checkVersion(request.protocolVersion ?? 0);
    const { addr, raftId } = request;
    if (!addr) throw new ClusterError("INVALID_ARGUMENT", "addr is empty, expected host:port");
    const response = await ready().join({ nodeId, addr, raftId: raftId ?? 0 });
    return { ...response, members: [...response.members] };
  });
  server.unary(raftService.leave, async (request) => {
    await ready().leave(request.raftId ?? 0);
    return {};
  });
  server.unary(raftService.health, () => {
    const health = options.events()?.health();
    return { nodeId: options.nodeId, ...health };
  });
  return (stream, caller) => {
    new Incoming(stream, caller, options, ready);
  };
}

function checkVersion(version: number): void {
  if (version === RAFT_PROTOCOL_VERSION) return;
  throw new ClusterError(
    "FAILED_PRECONDITION",
    `raft protocol version is ${version}, this manager speaks ${RAFT_PROTOCOL_VERSION}`,
  );
}

/** One stream that a peer opened: a hello, then batches of messages or one snapshot. */
class Incoming {
  readonly #stream: Stream;
  readonly #caller: Caller;
  readonly #options: RaftServiceOptions;
  readonly #ready: () => TransportEvents;
  #from = 0;
  #chunks: ChunkBuffer | undefined;

  constructor(
    stream: Stream,
    caller: Caller,
    options: RaftServiceOptions,
    ready: () => TransportEvents,
  ) {
    this.#stream = stream;
    this.#caller = caller;
    this.#options = options;
    this.#ready = ready;
    stream.onMessage((frame) => this.#onFrame(frame));
    stream.onEnd(() => {
      if (this.#chunks === undefined) stream.end();
    });
    stream.onClose((error) => {
      this.#chunks?.fail(error ?? new ClusterError("CANCELLED", "the stream was ended"));
    });
  }

  #onFrame(frame: Frame): void {
    if (frame.hello) this.#onHello(frame.hello);
    else if (this.#from === 0) throw invalid("the first frame is no hello");
    else if (frame.batch) this.#onBatch(frame.batch);
    else if (frame.chunk) this.#onChunk(frame.chunk);
  }

  #onHello(hello: skep.v1.RaftHello.$Properties): void {
    const { clusterId, nodeId } = this.#options;
    const caller = this.#caller;
    checkVersion(hello.protocolVersion ?? 0);
    if (hello.clusterId !== clusterId) {
      throw invalid(`cluster_id is ${hello.clusterId}, expected ${clusterId}`);
    }
    if (caller.kind !== "node" || caller.nodeId !== hello.nodeId) {
      throw new ClusterError("PERMISSION_DENIED", "node_id is not the caller's own");
    }
    const events = this.#ready();
    const self = events.health().raftId;
    if (hello.toRaftId !== self) {
      throw new ClusterError(
        "UNAVAILABLE",
        `to_raft_id is ${hello.toRaftId}, this is ${self} on node ${nodeId}`,
      );
    }
    const raftId = hello.raftId ?? 0;
    this.#from = raftId;
    this.#refuseRemoved(events);
    if (hello.addr) this.#options.peerAddr(raftId, hello.addr);
  }

  #refuseRemoved(events: TransportEvents): void {
    if (!events.isRemoved(this.#from)) return;
    throw new ClusterError("FAILED_PRECONDITION", REMOVED_MESSAGE);
  }

  #onBatch(batch: skep.v1.RaftMessageBatch.$Properties): void {
    const events = this.#ready();
    this.#refuseRemoved(events);
    const messages: Message[] = [];
    for (const wire of batch.messages ?? []) {
      const message = fromWire(wire);
      // Messages of a type that only a later version knows are lost messages to this one.
      if (message === undefined) continue;
      // A read that a follower passes on keeps the follower's own id; nothing else is relayed.
      if (message.from !== this.#from) throw invalid(`from is ${message.from}, not the sender's`);
      messages.push(message);
    }
    this.#options.received(messages.length);
    events.messages(this.#from, messages);
  }

  #onChunk(chunk: skep.v1.RaftSnapshotChunk.$Properties): void {
    const bytes = chunk.data?.length ?? 0;
    if (bytes > MAX_CHUNK_BYTES) {
      const error = invalid(
        `data of a chunk is ${bytes} bytes, expected at most ${MAX_CHUNK_BYTES}`,
      );
      this.#chunks?.fail(error);
      throw error;
    }
    if (this.#chunks === undefined) {
      const message = chunk.message ? fromWire(chunk.message) : undefined;
      if (message?.snapshot === undefined) throw invalid("a snapshot begins with its message");
      const chunks = new ChunkBuffer(this.#stream);
      this.#chunks = chunks;
      this.#ready()
        .snapshot(message, chunks)
        .then(
          () => this.#stream.end(),
          (error: unknown) => {
            const text = error instanceof Error ? error.message : String(error);
            this.#stream.fail(new ClusterError("ABORTED", `snapshot not taken: ${text}`));
          },
        );
    } else if (chunk.last === true) {
      this.#chunks.finish();
    } else {
      this.#chunks.push(chunk.data ?? new Uint8Array(0));
    }
  }
}

/** Chunks that have arrived and are not written yet; the sender is slowed when they pile up. */
class ChunkBuffer implements AsyncIterable<Uint8Array> {
  readonly #stream: Stream;
  #waiting: Uint8Array[] = [];
  #end: "open" | "whole" | Error = "open";
  #wake: () => void = () => {};

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  push(chunk: Uint8Array): void {
    this.#waiting.push(chunk);
    if (this.#waiting.length >= MAX_WAITING_CHUNKS) this.#stream.pause();
    this.#wake();
  }

  finish(): void {
    this.#end = "whole";
    this.#wake();
  }

  fail(error: Error): void {
    if (this.#end !== "open") return;
    this.#end = error;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) {
        if (this.#waiting.length === 0) this.#stream.resume();
        yield chunk;
      } else if (this.#end === "whole") return;
      else if (this.#end instanceof Error) throw this.#end;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

function invalid(message: string): ClusterError {
  return new ClusterError("INVALID_ARGUMENT", message);
}
