/** The Transport port over a simulated network: delays, losses, cuts. */
import type { Message } from "raft-ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { Rng } from "../../../shared/rng.ts";
import type { MemberAddress } from "../membership.ts";
import type { SnapshotReader } from "../snapshot-store.ts";
import type {
  JoinRequest,
  JoinResponse,
  Transport,
  TransportCounters,
  TransportEvents,
} from "../transport.ts";
import type { VirtualClock } from "./virtual-clock.ts";

interface Endpoint {
  readonly raftId: () => number;
  readonly nodeId: string;
  readonly events: TransportEvents;
}

export class SimNetwork {
  readonly clock: VirtualClock;
  readonly rng: Rng;
  readonly endpoints: Map<string, Endpoint> = new Map();
  /** Share of messages that are lost. */
  loss = 0;
  readonly #cut = new Set<string>();

  constructor(clock: VirtualClock, rng: Rng) {
    this.clock = clock;
    this.rng = rng;
  }

  /** Takes an address off the network, or puts it back. */
  cut(addr: string, off: boolean): void {
    if (off) this.#cut.add(addr);
    else this.#cut.delete(addr);
  }

  passes(from: string, to: string): boolean {
    return !this.#cut.has(from) && !this.#cut.has(to) && this.rng.fraction() >= this.loss;
  }

  delayMs(): number {
    return 0.2 + this.rng.fraction() * 2;
  }
}

export class SimTransport implements Transport {
  readonly #network: SimNetwork;
  readonly #addr: string;
  readonly #nodeId: string;
  #events: TransportEvents | undefined;
  #peers = new Map<number, MemberAddress>();
  #sent = 0;
  /** A stream keeps the order of what is sent over it. */
  readonly #lastArrival = new Map<number, number>();

  constructor(network: SimNetwork, addr: string, nodeId: string) {
    this.#network = network;
    this.#addr = addr;
    this.#nodeId = nodeId;
  }

  start(events: TransportEvents): void {
    this.#events = events;
    const raftId = (): number => events.health().raftId;
    this.#network.endpoints.set(this.#addr, { raftId, nodeId: this.#nodeId, events });
  }

  setPeers(peers: readonly MemberAddress[]): void {
    this.#peers = new Map(peers.map((peer) => [peer.raftId, peer]));
  }

  send(messages: readonly Message[]): void {
    for (const message of messages) {
      this.#sent++;
      this.#deliver(message.to, (events) => {
        if (events.isRemoved(message.from)) this.#events?.removed();
        else events.messages(message.from, [message]);
      });
    }
  }

  sendSnapshot(message: Message, reader: SnapshotReader): void {
    const sent = async (): Promise<void> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of reader.chunks()) chunks.push(Uint8Array.from(chunk));
      await reader.close();
      const arrived = this.#deliver(message.to, (events) => {
        events.snapshot(message, replay(chunks)).then(
          () => this.#events?.snapshotSent(message.to, true),
          () => this.#events?.snapshotSent(message.to, false),
        );
      });
      if (!arrived) this.#events?.snapshotSent(message.to, false);
    };
    sent().catch(() => this.#events?.snapshotSent(message.to, false));
  }

  connected(raftId: number): boolean {
    const peer = this.#peers.get(raftId);
    return peer !== undefined && this.#network.endpoints.has(peer.addr);
  }

  async probe(addr: string, nodeId: string): Promise<boolean> {
    return addr !== "" && nodeId !== "";
  }

  requestJoin(addr: string, request: JoinRequest): Promise<JoinResponse> {
    const { clock } = this.#network;
    return new Promise((resolve, reject) => {
      clock.after(this.#network.delayMs(), () => {
        const endpoint = this.#network.endpoints.get(addr);
        if (endpoint === undefined || !this.#network.passes(this.#addr, addr)) {
          reject(new ClusterError("UNAVAILABLE", `nobody answers at ${addr}`));
        } else {
          endpoint.events.join(request).then(resolve, reject);
        }
      });
    });
  }

  counters(): TransportCounters {
    return { sent: this.#sent, received: 0, dropped: 0 };
  }

  updateTls(): void {}

  async stop(): Promise<void> {
    this.#network.endpoints.delete(this.#addr);
  }

  #deliver(to: number, arrive: (events: TransportEvents) => void): boolean {
    const peer = this.#peers.get(to);
    const { clock } = this.#network;
    if (peer === undefined || !this.#network.passes(this.#addr, peer.addr)) {
      clock.after(1, () => this.#events?.unreachable(to));
      return false;
    }
    const at = Math.max(this.#lastArrival.get(to) ?? 0, clock.now() + this.#network.delayMs());
    this.#lastArrival.set(to, at);
    clock.after(at - clock.now(), () => {
      const endpoint = this.#network.endpoints.get(peer.addr);
      if (endpoint?.raftId() === to) arrive(endpoint.events);
    });
    return true;
  }
}

async function* replay(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}
