/**
 * A stream of raft frames on a TLS connection of its own: what gRPC would carry as well, without
 * the layers that gRPC puts in between. A small cluster's write is a handful of tiny messages, so
 * what each message costs is what the write takes.
 *
 *   kind u8, length u32, payload: a RaftFrame, an error (code, newline, text), a ping or a pong
 */
import type { Socket } from "node:net";
import { raftService } from "../../../proto/gen/services.ts";
import type { skep } from "../../../proto/messages.ts";
import { ClusterError, isErrorCode, messageOf } from "../../../shared/errors.ts";
import { MAX_MESSAGE_BYTES } from "../../../shared/node/grpc/channel.ts";
import type { MessageStream } from "../../../shared/node/grpc/stream.ts";

type Frame = skep.v1.RaftFrame.$Properties;

const HEAD_BYTES = 5;
const FRAME = 0;
const ERROR = 1;
const PING = 2;
const PONG = 3;
const NO_BYTES = Buffer.alloc(0);
/** For a refusal to reach the peer, which may not be reading. */
const FAREWELL_MS = 1_000;

export class LaneStream implements MessageStream<Frame, Frame> {
  readonly peer: string;
  readonly #socket: Socket;
  readonly #over = new AbortController();
  readonly #reader = new LaneReader();
  readonly #closeListeners: ((error: ClusterError | undefined) => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #listener: (frame: Frame) => void = () => {};
  #wakers: (() => void)[] = [];
  #error: ClusterError | undefined;
  #closed = false;
  #heard = false;
  #asked = false;
  #answered: () => void = () => {};

  constructor(socket: Socket, peer: string) {
    this.#socket = socket;
    this.peer = peer;
    socket.setNoDelay(true);
    socket.on("drain", () => this.#wake());
    socket.on("error", (error) => {
      this.#error ??= new ClusterError("UNAVAILABLE", describe(error), { cause: error });
    });
    socket.on("close", () => this.#close());
  }

  /** From now on a silent peer is asked after `everyMs`, and given up after as long again. */
  keepAlive(everyMs: number): void {
    if (this.#closed || this.#error !== undefined) return;
    this.#timer = setInterval(() => this.#check(), everyMs);
  }

  /** `answered` is called when all that was sent before has been taken. */
  ping(answered: () => void): void {
    this.#answered = () => {
      this.#answered = () => {};
      answered();
    };
    this.#write(PING, NO_BYTES);
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  onMessage(listener: (frame: Frame) => void): void {
    this.#listener = listener;
    this.#socket.on("data", (bytes: Buffer) => this.#onBytes(bytes));
  }

  onEnd(listener: () => void): void {
    this.#socket.once("end", listener);
  }

  onClose(listener: (error: ClusterError | undefined) => void): void {
    if (this.#closed) listener(this.#error);
    else this.#closeListeners.push(listener);
  }

  send(frame: Frame): boolean {
    return this.#write(FRAME, raftService.exchange.requestSerialize(frame));
  }

  drained(): Promise<void> {
    if (this.#closed || !this.#socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => this.#wakers.push(resolve));
  }

  end(): void {
    this.#socket.end();
  }

  fail(error: ClusterError): void {
    if (this.#closed) return;
    this.#error ??= error;
    this.#write(ERROR, Buffer.from(`${error.code}\n${error.message}`));
    this.#socket.destroySoon();
    clearInterval(this.#timer);
    this.#timer = setTimeout(() => this.#socket.destroy(), FAREWELL_MS);
  }

  /** At once, and without a word to the peer. */
  destroy(error: ClusterError): void {
    this.#error ??= error;
    this.#socket.destroy();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  #write(kind: number, payload: Uint8Array): boolean {
    if (this.#closed || this.#socket.writableEnded) return false;
    const bytes = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
    bytes.writeUInt8(kind, 0);
    bytes.writeUInt32BE(payload.length, 1);
    bytes.set(payload, HEAD_BYTES);
    return this.#socket.write(bytes);
  }

  #onBytes(bytes: Buffer): void {
    this.#heard = true;
    if (this.#error !== undefined) return;
    try {
      this.#reader.push(bytes);
      for (;;) {
        const part = this.#error === undefined ? this.#reader.next() : undefined;
        if (part === undefined) return;
        this.#onPart(part.kind, part.payload);
      }
    } catch (error) {
      this.fail(
        error instanceof ClusterError
          ? error
          : new ClusterError("INTERNAL", messageOf(error), { cause: error }),
      );
    }
  }

  #onPart(kind: number, payload: Buffer): void {
    if (kind === FRAME) this.#listener(raftService.exchange.requestDeserialize(payload));
    else if (kind === PING) this.#answer();
    else if (kind === PONG) this.#answered();
    else if (kind === ERROR) {
      this.#error = parseError(payload.toString());
      this.#socket.destroy();
    }
  }

  /** Not to one that asks and asks and does not read: what waits for it will tell it the same. */
  #answer(): void {
    if (!this.#socket.writableNeedDrain) this.#write(PONG, NO_BYTES);
  }

  #check(): void {
    if (this.#heard) this.#asked = false;
    else if (this.#asked) {
      // Where this thread stood still, the answer waits in the socket: it is read first.
      setImmediate(() => {
        if (this.#heard) return;
        this.destroy(new ClusterError("UNAVAILABLE", "the peer does not answer"));
      });
      return;
    } else {
      this.#asked = true;
      this.#write(PING, NO_BYTES);
    }
    this.#heard = false;
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#wake();
    this.#over.abort(this.#error);
    for (const listener of this.#closeListeners) listener(this.#error);
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }
}

/** Cuts what arrives into its parts; a large one is put together once, when all of it is there. */
class LaneReader {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #needed = HEAD_BYTES;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  next(): { readonly kind: number; readonly payload: Buffer } | undefined {
    if (this.#bytes < this.#needed) return undefined;
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    if (all === undefined) return undefined;
    this.#chunks = [all];
    const length = all.readUInt32BE(1);
    if (length > MAX_MESSAGE_BYTES) {
      const message = `a part of ${length} bytes, expected at most ${MAX_MESSAGE_BYTES}`;
      throw new ClusterError("INVALID_ARGUMENT", message);
    }
    const end = HEAD_BYTES + length;
    if (all.length < end) {
      this.#needed = end;
      return undefined;
    }
    const rest = all.subarray(end);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
    this.#needed = HEAD_BYTES;
    return { kind: all.readUInt8(0), payload: all.subarray(HEAD_BYTES, end) };
  }
}

/** The code of an error says more than its message, which is empty where several were tried. */
function describe(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return error.message.includes(code) ? error.message : `${code} ${error.message}`.trim();
}

function parseError(text: string): ClusterError {
  const [code = "", ...message] = text.split("\n");
  return new ClusterError(isErrorCode(code) ? code : "UNKNOWN", message.join("\n"));
}
