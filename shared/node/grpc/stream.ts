/**
 * A stream of messages in both directions, the same to hold on either side of a call. Messages
 * that arrive before `onMessage` is set wait in the stream (flow control reaches the sender).
 */
import type { Duplex, Readable, Writable } from "node:stream";
import { ClusterError, messageOf } from "../../errors.ts";

export interface MessageStream<In, Out> {
  /** host:port of the peer, or "unknown". */
  readonly peer: string;
  /** Aborts when the stream is over, however it ended. */
  readonly signal: AbortSignal;
  /** Starts the flow. One listener; what it throws fails the stream. */
  onMessage(listener: (message: In) => void): void;
  /** The peer has sent its last message; it may still read. */
  onEnd(listener: () => void): void;
  /** Exactly once, at once if it is already over; undefined for an orderly end. */
  onClose(listener: (error: ClusterError | undefined) => void): void;
  /**
   * Queues a message. False: the buffer is full; it was taken all the same, but wait for
   * `drained()` before sending more. After the end messages are dropped and false is returned.
   */
  send(message: Out): boolean;
  /** Resolves when the buffer has room again, or the stream is over. */
  drained(): Promise<void>;
  /** No more messages from this side. On a server: the call ends with OK. */
  end(): void;
  /** Ends the call with an error; on a client this cancels it. */
  fail(error: ClusterError): void;
  /** Stops reading for a while, so that the sender feels it. */
  pause(): void;
  resume(): void;
}

/** What differs between a client's and a server's call. */
export interface CallEnd {
  readonly peer: string;
  fail(error: ClusterError): void;
}

export class CallStream<In, Out> implements MessageStream<In, Out> {
  readonly #call: Duplex | Readable | Writable;
  readonly #end: CallEnd;
  readonly #over = new AbortController();
  #closed = false;
  #error: ClusterError | undefined;
  readonly #closeListeners: ((error: ClusterError | undefined) => void)[] = [];
  #wakers: (() => void)[] = [];

  constructor(call: Duplex | Readable | Writable, end: CallEnd) {
    this.#call = call;
    this.#end = end;
    if ("write" in call) call.on("drain", () => this.#wake());
  }

  get peer(): string {
    return this.#end.peer;
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  onMessage(listener: (message: In) => void): void {
    if (!("read" in this.#call)) return;
    this.#call.on("data", (message: In) => {
      if (this.#closed) return;
      try {
        listener(message);
      } catch (error) {
        this.fail(
          error instanceof ClusterError
            ? error
            : new ClusterError("INTERNAL", messageOf(error), { cause: error }),
        );
      }
    });
  }

  onEnd(listener: () => void): void {
    if ("read" in this.#call) this.#call.once("end", listener);
  }

  onClose(listener: (error: ClusterError | undefined) => void): void {
    if (this.#closed) listener(this.#error);
    else this.#closeListeners.push(listener);
  }

  send(message: Out): boolean {
    if (this.#closed || !("write" in this.#call) || this.#call.writableEnded) return false;
    return this.#call.write(message);
  }

  drained(): Promise<void> {
    if (this.#closed || !("write" in this.#call) || !this.#call.writableNeedDrain) {
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#wakers.push(resolve));
  }

  end(): void {
    if (!this.#closed && "end" in this.#call && !this.#call.writableEnded) this.#call.end();
  }

  fail(error: ClusterError): void {
    if (this.#closed) return;
    this.#end.fail(error);
    this.close(error);
  }

  pause(): void {
    if ("read" in this.#call) this.#call.pause();
  }

  resume(): void {
    if ("read" in this.#call) this.#call.resume();
  }

  /** For the side that made it: the call is over. */
  close(error: ClusterError | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#error = error;
    this.#wake();
    this.#over.abort(error);
    for (const listener of this.#closeListeners) listener(error);
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }
}
