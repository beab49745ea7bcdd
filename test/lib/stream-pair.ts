/** The two ends of a call, in memory: what gRPC does between two processes, for virtual time. */
import { ClusterError } from "../../shared/errors.ts";
import type { MessageStream } from "../../shared/node/grpc/stream.ts";

class End<In, Out> implements MessageStream<In, Out> {
  readonly peer = "127.0.0.1:1";
  readonly #over = new AbortController();
  readonly #onClose: ((error: ClusterError | undefined) => void)[] = [];
  readonly #onEnd: (() => void)[] = [];
  #listener: ((message: In) => void) | undefined;
  #inbox: In[] = [];
  #closed = false;
  #error: ClusterError | undefined;
  #peerEnded = false;
  ended = false;
  other!: End<Out, In>;
  /** Set when the network is cut: messages go nowhere and nobody is told. */
  cut: () => boolean = () => false;

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  onMessage(listener: (message: In) => void): void {
    this.#listener = listener;
    this.#deliver();
  }

  onEnd(listener: () => void): void {
    this.#onEnd.push(listener);
  }

  onClose(listener: (error: ClusterError | undefined) => void): void {
    if (this.#closed) listener(this.#error);
    else this.#onClose.push(listener);
  }

  send(message: Out): boolean {
    if (this.#closed || this.ended) return false;
    if (!this.cut()) queueMicrotask(() => this.other.take(message));
    return true;
  }

  take(message: In): void {
    if (this.#closed) return;
    this.#inbox.push(message);
    this.#deliver();
  }

  #deliver(): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    for (const message of this.#inbox.splice(0)) {
      if (this.#closed) return;
      try {
        listener(message);
      } catch (error) {
        this.fail(error instanceof ClusterError ? error : new ClusterError("INTERNAL", `${error}`));
      }
    }
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  end(): void {
    if (this.#closed || this.ended) return;
    this.ended = true;
    queueMicrotask(() => {
      if (this.cut()) return;
      this.other.peerEnds();
      if (this.other.ended) {
        this.close(undefined);
        this.other.close(undefined);
      }
    });
  }

  peerEnds(): void {
    if (this.#peerEnded || this.#closed) return;
    this.#peerEnded = true;
    for (const listener of this.#onEnd) listener();
  }

  fail(error: ClusterError): void {
    this.close(error);
    if (!this.cut()) queueMicrotask(() => this.other.close(error));
  }

  pause(): void {}
  resume(): void {}

  close(error: ClusterError | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#error = error;
    this.#over.abort(error);
    for (const listener of this.#onClose) listener(error);
  }
}

export interface StreamPair<ToServer, ToClient> {
  readonly client: MessageStream<ToClient, ToServer>;
  readonly server: MessageStream<ToServer, ToClient>;
  /** Nothing passes any more, and neither end hears of it. */
  cut(): void;
  /** Both ends hear at once that the connection is gone. */
  reset(): void;
}

export function streamPair<ToServer, ToClient>(): StreamPair<ToServer, ToClient> {
  const client = new End<ToClient, ToServer>();
  const server = new End<ToServer, ToClient>();
  client.other = server;
  server.other = client;
  let isCut = false;
  client.cut = () => isCut;
  server.cut = () => isCut;
  return {
    client,
    server,
    cut: () => {
      isCut = true;
    },
    reset: () => {
      const error = new ClusterError("UNAVAILABLE", "connection reset");
      client.close(error);
      server.close(error);
    },
  };
}
