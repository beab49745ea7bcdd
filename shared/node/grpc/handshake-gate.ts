/**
 * How many connections may be in their handshake at a time? After a change of the leader every
 * agent connects at once. If all handshakes share the processor, all end late, the agents give up
 * before theirs does, and begin again: nobody ever gets in. A few at a time end soon, each.
 *
 * Who waits is taken newest first: the oldest has most likely given up, which shows only when its
 * bytes are read. Whoever waited for too long is sent away, and comes back when it is quieter.
 */
import type { Socket } from "node:net";
import type { Clock, Instant, Timer } from "../../clock.ts";

export interface HandshakeGateOptions {
  readonly clock: Clock;
  /** The connection's turn has come. */
  readonly begin: (socket: Socket) => void;
  readonly limit?: number;
}

/** Some 300 a second with peers that are 200 ms away; all that a processor can do with near ones. */
const LIMIT = 128;
/** A connection that has made no call by then lets another in. */
const HANDSHAKE_MS = 3_000;
const PATIENCE_MS = 5_000;

interface Waiting {
  readonly socket: Socket;
  readonly peer: string;
  readonly since: Instant;
}

export class HandshakeGate {
  readonly #options: HandshakeGateOptions;
  readonly #limit: number;
  readonly #underWay = new Map<string, Timer>();
  /** In the order in which they came. */
  #waiting: Waiting[] = [];

  constructor(options: HandshakeGateOptions) {
    this.#options = options;
    this.#limit = options.limit ?? LIMIT;
  }

  /** @param peer names the connection: its host:port at the other end */
  enter(socket: Socket, peer: string): void {
    this.#waiting.push({ socket, peer, since: this.#options.clock.now() });
    this.#fill();
  }

  /** Its handshake is over: it has made a call. */
  passed(peer: string): void {
    const timer = this.#underWay.get(peer);
    if (timer === undefined) return;
    timer.cancel();
    this.#underWay.delete(peer);
    this.#fill();
  }

  #fill(): void {
    this.#sendAway();
    while (this.#underWay.size < this.#limit) {
      const next = this.#waiting.pop();
      if (next === undefined) return;
      if (next.socket.destroyed) continue;
      this.#begin(next);
    }
  }

  #begin({ socket, peer }: Waiting): void {
    const { clock, begin } = this.#options;
    const timer = clock.after(HANDSHAKE_MS, () => this.passed(peer));
    this.#underWay.set(peer, timer);
    socket.once("close", () => this.passed(peer));
    begin(socket);
  }

  #sendAway(): void {
    const bound = this.#options.clock.now() - PATIENCE_MS;
    const kept = this.#waiting.findIndex(({ since }) => since > bound);
    if (kept === 0 || this.#waiting.length === 0) return;
    const gone = this.#waiting.splice(0, kept < 0 ? this.#waiting.length : kept);
    for (const { socket } of gone) socket.destroy();
  }
}
