/**
 * The two ends of a call between machines, in place of gRPC over TCP: in order, nothing lost while
 * it lasts. A cut holds messages back, and after a while ends the connection on both sides.
 */
import { ClusterError } from "../../shared/errors.ts";
import type { MessageStream } from "../../shared/node/grpc/stream.ts";
import type { Life } from "./life.ts";
import type { Network } from "./network.ts";
import type { World } from "./world.ts";

const RETRANSMIT_MS = 100;
const KEEPALIVE_MS = 10_000;
/** More than this on its way: the sender is told to wait. */
const WINDOW = 32;

/** Bytes and back, as on the wire. */
export type Copy<T> = (message: T) => T;

interface Place {
  readonly name: string;
  readonly life: Life;
}

export class StreamEnd<In, Out> implements MessageStream<In, Out> {
  readonly peer: string;
  readonly #world: World;
  readonly #network: Network;
  readonly #here: Place;
  readonly #there: Place;
  readonly #copy: Copy<Out>;
  readonly #over = new AbortController();
  readonly #onClose: ((error: ClusterError | undefined) => void)[] = [];
  readonly #onEnd: (() => void)[] = [];
  /** What was sent and has not arrived; undefined: the end. */
  readonly #outbox: (Out | undefined)[] = [];
  readonly #inbox: In[] = [];
  #wakers: (() => void)[] = [];
  #listener: ((message: In) => void) | undefined;
  #pumping = false;
  #stuckSince: number | undefined;
  #closed = false;
  #error: ClusterError | undefined;
  #ended = false;
  #peerEnded = false;
  /** Set by `connect`, once. */
  other: StreamEnd<Out, In> | undefined;

  constructor(world: World, network: Network, here: Place, there: Place, copy: Copy<Out>) {
    this.#world = world;
    this.#network = network;
    this.#here = here;
    this.#there = there;
    this.#copy = copy;
    this.peer = `${there.name}:1`;
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get closed(): boolean {
    return this.#closed;
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
    if (this.#closed || this.#ended) return false;
    this.#outbox.push(this.#copy(message));
    this.#pump();
    return this.#outbox.length < WINDOW;
  }

  drained(): Promise<void> {
    if (this.#closed || this.#outbox.length < WINDOW) return Promise.resolve();
    return new Promise((resolve) => this.#wakers.push(resolve));
  }

  end(): void {
    if (this.#closed || this.#ended) return;
    this.#ended = true;
    this.#outbox.push(undefined);
    this.#pump();
  }

  /** Ends it here at once and there when word of it gets through. */
  fail(error: ClusterError): void {
    if (this.#closed) return;
    this.close(error);
    this.#world.after(this.#network.delayMs(), () => {
      if (this.#network.open(this.#here.name, this.#there.name)) this.#closeOther(error);
    });
  }

  pause(): void {}
  resume(): void {}

  close(error: ClusterError | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#error = error;
    this.#outbox.length = 0;
    this.#wake();
    this.#over.abort(error);
    for (const listener of this.#onClose) listener(error);
  }

  /** One message after the other, as long as the link carries them. */
  #pump(): void {
    if (this.#pumping || this.#outbox.length === 0) return;
    this.#pumping = true;
    const { name: here, life } = this.#here;
    this.#world.after(this.#network.delayMs() / 4, () => {
      this.#pumping = false;
      if (this.#closed || !life.alive) return;
      if (!this.#network.openBothWays(here, this.#there.name) || !this.#there.life.alive) {
        this.#stuck();
        return;
      }
      this.#stuckSince = undefined;
      const message = this.#outbox.shift();
      if (this.#outbox.length < WINDOW) this.#wake();
      this.#there.life.enter(() => this.other?.take(message));
      this.#pump();
    });
  }

  #stuck(): void {
    const now = this.#world.now();
    this.#stuckSince ??= now;
    if (now - this.#stuckSince > KEEPALIVE_MS) {
      const error = new ClusterError("UNAVAILABLE", "keepalive timed out");
      this.#here.life.enter(() => this.close(error));
      this.#closeOther(error);
      return;
    }
    this.#world.after(RETRANSMIT_MS, () => this.#pump());
  }

  #closeOther(error: ClusterError | undefined): void {
    this.#there.life.enter(() => this.other?.close(error));
  }

  take(message: In | undefined): void {
    if (this.#closed) return;
    if (message !== undefined) {
      this.#inbox.push(message);
      this.#deliver();
      return;
    }
    this.#peerEnded = true;
    for (const listener of this.#onEnd) listener();
    if (!this.#ended || !this.#peerEnded) return;
    this.close(undefined);
    this.#closeOther(undefined);
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

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }

  /** The process there has died and its kernel says so. */
  reset(): void {
    this.#here.life.enter(() => this.close(new ClusterError("UNAVAILABLE", "connection reset")));
  }
}
