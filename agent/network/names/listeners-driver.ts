/** UDP and TCP on port 53 of our own addresses, and only there. */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, isIPv6, type Server, type Socket } from "node:net";
import type { Clock, Timer } from "../../../shared/clock.ts";
import { messageOf } from "../../../shared/errors.ts";
import { frame, readFrames } from "./frames.ts";
import type { Place } from "./service.ts";

export interface ListenersOptions {
  readonly port: number;
  readonly clock: Clock;
  readonly answer: (question: Buffer, place: Place) => Promise<Buffer | undefined>;
  /** Called after each change. */
  readonly onChange: (listening: readonly string[], failed: ReadonlyMap<string, string>) => void;
  readonly onError: (error: unknown) => void;
}

/** A bridge may come a moment after the state that names it, and its IPv6 address after that. */
const RETRY_MS = 250;
const TCP_IDLE_MS = 10_000;
const MAX_TCP_CONNECTIONS = 256;
const MAX_PIPELINED = 64;

interface Listener {
  close(): void;
}

export class Listeners {
  readonly #options: ListenersOptions;
  readonly #open = new Map<string, Listener>();
  readonly #opening = new Set<string>();
  readonly #failed = new Map<string, string>();
  #wanted: ReadonlySet<string> = new Set();
  #retry: Timer | undefined;

  constructor(options: ListenersOptions) {
    this.#options = options;
  }

  /** What is no longer named is closed, what is new is opened, now or when the address appears. */
  set(addresses: readonly string[]): void {
    this.#wanted = new Set(addresses);
    for (const [address, listener] of this.#open) {
      if (this.#wanted.has(address)) continue;
      listener.close();
      this.#open.delete(address);
    }
    for (const address of this.#failed.keys()) {
      if (!this.#wanted.has(address)) this.#failed.delete(address);
    }
    this.#openMissing();
  }

  close(): void {
    this.set([]);
    this.#retry?.cancel();
  }

  #openMissing(): void {
    this.#retry?.cancel();
    this.#retry = undefined;
    for (const address of this.#wanted) {
      if (this.#open.has(address) || this.#opening.has(address)) continue;
      this.#opening.add(address);
      this.#listen(address)
        .then(
          (listener) => this.#opened(address, listener),
          (error: unknown) => this.#failedToOpen(address, error),
        )
        .finally(() => this.#opening.delete(address));
    }
  }

  #opened(address: string, listener: Listener): void {
    if (!this.#wanted.has(address)) {
      listener.close();
      return;
    }
    this.#open.set(address, listener);
    this.#failed.delete(address);
    this.#changed();
  }

  #failedToOpen(address: string, error: unknown): void {
    if (!this.#wanted.has(address)) return;
    const reason = messageOf(error);
    const isNews = this.#failed.get(address) !== reason;
    this.#failed.set(address, reason);
    if (isNews) this.#changed();
    this.#retry ??= this.#options.clock.after(RETRY_MS, () => this.#openMissing());
  }

  #changed(): void {
    this.#options.onChange([...this.#open.keys()].sort(), this.#failed);
  }

  async #listen(address: string): Promise<Listener> {
    const udp = await this.#listenUdp(address);
    try {
      const tcp = await this.#listenTcp(address, udp.address().port);
      return {
        close: () => {
          udp.close();
          tcp.close();
        },
      };
    } catch (error) {
      udp.close();
      throw error;
    }
  }

  #listenUdp(address: string): Promise<UdpSocket> {
    return new Promise((resolve, reject) => {
      const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
      socket.once("error", (error) => {
        socket.close();
        reject(error);
      });
      socket.on("message", (question, { address: source, port }) => {
        const place = { source, askedAt: address, transport: "udp" } as const;
        this.#reply(question, place, (reply) => {
          // The asker may be gone by now: that is its own affair.
          if (this.#open.has(address)) socket.send(reply, port, source, () => {});
        });
      });
      socket.bind({ address, port: this.#options.port, exclusive: true }, () => {
        socket.removeAllListeners("error");
        socket.on("error", this.#options.onError);
        resolve(socket);
      });
    });
  }

  #listenTcp(address: string, port: number): Promise<Server> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => this.#serveTcp(socket, address));
      server.maxConnections = MAX_TCP_CONNECTIONS;
      server.once("error", reject);
      server.listen({ host: address, port, exclusive: true }, () => {
        server.off("error", reject);
        server.on("error", this.#options.onError);
        resolve(server);
      });
    });
  }

  #serveTcp(socket: Socket, askedAt: string): void {
    const source = socket.remoteAddress ?? "";
    let pending = 0;
    socket.setTimeout(TCP_IDLE_MS, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    const read = readFrames((question) => {
      if (++pending > MAX_PIPELINED) {
        socket.destroy();
        return;
      }
      this.#reply(
        question,
        { source, askedAt, transport: "tcp" },
        (reply) => {
          if (socket.writable) socket.write(frame(reply));
        },
        () => pending--,
      );
    });
    socket.on("data", read);
  }

  #reply(
    question: Buffer,
    place: Place,
    send: (reply: Buffer) => void,
    done: () => void = () => {},
  ): void {
    this.#options
      .answer(question, place)
      .then((reply) => reply !== undefined && send(reply))
      .catch(this.#options.onError)
      .finally(done);
  }
}
