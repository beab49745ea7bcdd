/** A UDP port: who sends from one address and port stays with one backend while it speaks. */
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Clock, Timer } from "../../../shared/clock.ts";
import { type Choose, type Listener, listenOnEach } from "./listener.ts";
import type { Backend } from "./plan-forwards.ts";

interface Flow {
  readonly socket: Socket;
  readonly backend: Backend;
  timer: Timer;
}

const IDLE_MS = 60_000;
const MAX_FLOWS = 4_096;

export function listenUdp(
  hosts: readonly string[],
  port: number,
  choose: Choose,
  clock: Clock,
): Promise<Listener> {
  return listenOnEach(hosts, (host) => listenAt(host, port, choose, clock));
}

function listenAt(host: string, port: number, choose: Choose, clock: Clock): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: familyOf(host), ipv6Only: host.includes(":") });
    const flows = new Flows(socket, choose, clock);
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.on("message", (data, from) => flows.forward(data, from));
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.removeAllListeners("error");
      socket.on("error", () => {});
      resolve({
        close: () => {
          flows.close();
          socket.close();
        },
      });
    });
  });
}

class Flows {
  readonly #listener: Socket;
  readonly #choose: Choose;
  readonly #clock: Clock;
  readonly #flows = new Map<string, Flow>();
  #closed = false;

  constructor(listener: Socket, choose: Choose, clock: Clock) {
    this.#listener = listener;
    this.#choose = choose;
    this.#clock = clock;
  }

  forward(data: Buffer, from: RemoteInfo): void {
    const key = `${from.address} ${from.port}`;
    const backends = this.#choose();
    const known = this.#flows.get(key);
    // Its backend may have left: then whoever is ready.
    const stays =
      known !== undefined &&
      backends.some(({ host, port }) => host === known.backend.host && port === known.backend.port);
    if (known !== undefined && !stays) this.#end(key, known);
    const flow = stays ? known : this.#begin(key, backends[0], from);
    if (flow === undefined) return;
    flow.timer.cancel();
    flow.timer = this.#clock.after(IDLE_MS, () => this.#end(key, flow));
    flow.socket.send(data, flow.backend.port, flow.backend.host, () => {});
  }

  #begin(key: string, backend: Backend | undefined, from: RemoteInfo): Flow | undefined {
    if (backend === undefined) return undefined;
    const oldest = this.#flows.entries().next().value;
    if (this.#flows.size >= MAX_FLOWS && oldest !== undefined) this.#end(...oldest);
    const socket = createSocket(familyOf(backend.host));
    socket.on("error", () => {});
    socket.on("message", (answer, { port }) => {
      if (port !== backend.port || this.#closed) return;
      this.#listener.send(answer, from.port, from.address, () => {});
    });
    const flow: Flow = { socket, backend, timer: this.#clock.after(IDLE_MS, () => {}) };
    this.#flows.set(key, flow);
    return flow;
  }

  #end(key: string, flow: Flow): void {
    if (this.#flows.get(key) !== flow) return;
    this.#flows.delete(key);
    flow.timer.cancel();
    flow.socket.close();
  }

  close(): void {
    this.#closed = true;
    for (const [key, flow] of this.#flows) this.#end(key, flow);
  }
}

function familyOf(host: string): "udp4" | "udp6" {
  return isIPv6(host) ? "udp6" : "udp4";
}
