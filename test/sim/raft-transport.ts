/** The Transport port over the simulated network. Messages cross it as bytes, as they really do. */
import { type Message, MessageType } from "raft-ts";
import type { MemberAddress } from "../../manager/raft/membership.ts";
import { fromWire, toWire } from "../../manager/raft/raft-messages.ts";
import type { SnapshotReader } from "../../manager/raft/snapshot-store.ts";
import type {
  JoinRequest,
  JoinResponse,
  Transport,
  TransportCounters,
  TransportEvents,
} from "../../manager/raft/transport.ts";
import { skep } from "../../proto/messages.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { RaftWitness } from "./checkers/raft.ts";
import type { Life } from "./life.ts";
import type { Network } from "./network.ts";
import type { World } from "./world.ts";

const JOIN_TIMEOUT_MS = 10_000;
const GREET_EVERY_MS = 1_000;
const TYPE_NAMES = new Map(Object.entries(MessageType).map(([name, type]) => [type, name]));
/** Too many of these to be worth a line. */
const QUIET: ReadonlySet<MessageType> = new Set([MessageType.Heartbeat, MessageType.HeartbeatResp]);

interface Endpoint {
  readonly life: Life;
  readonly nodeId: string;
  readonly events: TransportEvents;
  /** A peer says where it is. */
  readonly hello: (peer: MemberAddress) => void;
}

/** Where every manager's raft port is to be found. */
export class RaftPorts {
  readonly world: World;
  readonly network: Network;
  readonly witness: RaftWitness;
  readonly #endpoints = new Map<string, Endpoint>();
  /** Processes that have ended; told to those who had a stream to them. */
  readonly #watchers = new Set<RaftTransport>();

  constructor(world: World, network: Network, witness: RaftWitness) {
    this.world = world;
    this.network = network;
    this.witness = witness;
  }

  at(addr: string): Endpoint | undefined {
    const endpoint = this.#endpoints.get(addr);
    return endpoint?.life.alive === true ? endpoint : undefined;
  }

  listen(addr: string, endpoint: Endpoint, transport: RaftTransport): void {
    this.#endpoints.set(addr, endpoint);
    this.#watchers.add(transport);
  }

  stop(addr: string, transport: RaftTransport): void {
    this.#endpoints.delete(addr);
    this.#watchers.delete(transport);
  }

  /** The process there is gone: kernels say so to the peers that they can reach. */
  died(addr: string): void {
    for (const watcher of this.#watchers) {
      if (!watcher.life.alive) this.#watchers.delete(watcher);
      else watcher.peerDied(addr);
    }
  }
}

export class RaftTransport implements Transport {
  readonly life: Life;
  readonly #ports: RaftPorts;
  readonly #addr: string;
  readonly #nodeId: string;
  #events: TransportEvents | undefined;
  #peers = new Map<number, MemberAddress>();
  /** Who wrote here, whether the log has told of it yet or not. */
  readonly #heard = new Map<number, MemberAddress>();
  #sent = 0;
  #received = 0;

  constructor(ports: RaftPorts, life: Life, addr: string, nodeId: string) {
    this.#ports = ports;
    this.life = life;
    this.#addr = addr;
    this.#nodeId = nodeId;
  }

  start(events: TransportEvents): void {
    this.#events = events;
    const hello = (peer: MemberAddress): void => void this.#heard.set(peer.raftId, peer);
    this.#ports.listen(this.#addr, { life: this.life, nodeId: this.#nodeId, events, hello }, this);
    this.#greet();
  }

  /** As links do that connect again and again: one that was removed hears of it. */
  #greet(): void {
    const { network } = this.#ports;
    const raftId = this.#events?.health().raftId ?? 0;
    for (const { addr } of this.#peers.values()) {
      network.send(this.#addr, addr, () => {
        const endpoint = this.#ports.at(addr);
        endpoint?.life.enter(() => {
          if (!endpoint.events.isRemoved(raftId)) return;
          if (network.open(addr, this.#addr)) this.life.after(1, () => this.#events?.removed());
        });
      });
    }
    this.life.after(GREET_EVERY_MS, () => this.#greet());
  }

  setPeers(peers: readonly MemberAddress[]): void {
    this.#peers = new Map(peers.map((peer) => [peer.raftId, peer]));
  }

  send(messages: readonly Message[]): void {
    const { world, witness, network } = this.#ports;
    for (const message of messages) {
      this.#sent++;
      witness.sent(this.#addr, message);
      if (!QUIET.has(message.type)) world.note(`${this.#addr} ${describe(message)}`);
      const peer = this.#peers.get(message.to) ?? this.#heard.get(message.to);
      if (peer === undefined || this.#ports.at(peer.addr) === undefined) {
        this.life.after(1, () => this.#events?.unreachable(message.to));
        continue;
      }
      const bytes = skep.v1.RaftMessage.encode(toWire(message)).finish();
      network.send(this.#addr, peer.addr, () => this.#arrive(peer, bytes));
    }
  }

  #arrive(peer: MemberAddress, bytes: Uint8Array): void {
    const endpoint = this.#ports.at(peer.addr);
    const message = fromWire(skep.v1.RaftMessage.decode(bytes));
    if (endpoint === undefined || message === undefined) return;
    endpoint.life.enter(() => {
      const { events } = endpoint;
      if (events.health().raftId !== message.to) return;
      if (events.isRemoved(message.from)) this.life.after(1, () => this.#events?.removed());
      else {
        this.#received++;
        endpoint.hello({ raftId: message.from, nodeId: this.#nodeId, addr: this.#addr });
        events.messages(message.from, [message]);
      }
    });
  }

  sendSnapshot(message: Message, reader: SnapshotReader): void {
    const { world, network } = this.#ports;
    const to = this.#peers.get(message.to);
    world.note(`${this.#addr} ${describe(message)}`);
    const outcome = (ok: boolean): void =>
      void this.life.after(1, () => this.#events?.snapshotSent(message.to, ok));
    const send = async (): Promise<void> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of reader.chunks()) chunks.push(Uint8Array.from(chunk));
      await reader.close();
      const breaks = network.loss > 0 && world.chance(0.3);
      const endpoint = to && this.#ports.at(to.addr);
      if (to === undefined || endpoint === undefined) return outcome(false);
      this.life.after(network.delayMs() + 5, () => {
        if (!network.openBothWays(this.#addr, to.addr)) return outcome(false);
        endpoint.life.enter(() => {
          const { events } = endpoint;
          if (events.health().raftId !== message.to) return outcome(false);
          events.snapshot(message, replay(chunks, breaks)).then(
            () => outcome(true),
            () => outcome(false),
          );
        });
      });
      // The stream's own bound: a peer that dies over it never answers.
      this.life.after(10_000, () => {
        if (!endpoint.life.alive) outcome(false);
      });
    };
    send().catch(() => outcome(false));
  }

  peerDied(addr: string): void {
    for (const [raftId, peer] of this.#peers) {
      if (peer.addr !== addr || !this.#ports.network.openBothWays(this.#addr, addr)) continue;
      this.life.after(this.#ports.network.delayMs(), () => {
        if (this.#ports.at(addr) === undefined) this.#events?.gone(raftId);
      });
    }
  }

  connected(raftId: number): boolean {
    const peer = this.#peers.get(raftId);
    if (peer === undefined || this.#ports.at(peer.addr) === undefined) return false;
    return this.#ports.network.openBothWays(this.#addr, peer.addr);
  }

  async probe(addr: string, nodeId: string): Promise<boolean> {
    await new Promise<void>((wake) => this.life.after(this.#ports.network.delayMs(), wake));
    if (!this.#ports.network.openBothWays(this.#addr, addr)) return false;
    // One that joins does not serve yet: its front door answers for it.
    return this.#ports.at(addr) === undefined || this.#ports.at(addr)?.nodeId === nodeId;
  }

  requestJoin(addr: string, request: JoinRequest): Promise<JoinResponse> {
    const { network } = this.#ports;
    return new Promise((resolve, reject) => {
      const unavailable = (): void =>
        reject(new ClusterError("UNAVAILABLE", `nobody answers at ${addr}`));
      const timer = this.life.after(JOIN_TIMEOUT_MS, unavailable);
      this.life.after(network.delayMs(), () => {
        const endpoint = this.#ports.at(addr);
        if (endpoint === undefined || !network.openBothWays(this.#addr, addr)) {
          timer.cancel();
          return unavailable();
        }
        const answer = (settle: () => void): void =>
          void this.life.after(network.delayMs(), () => {
            if (!network.openBothWays(this.#addr, addr)) return;
            timer.cancel();
            settle();
          });
        endpoint.life.enter(() => {
          endpoint.events.join(request).then(
            (response) => answer(() => resolve(response)),
            (error: unknown) => answer(() => reject(error)),
          );
        });
      });
    });
  }

  counters(): TransportCounters {
    return { sent: this.#sent, received: this.#received, dropped: 0 };
  }

  updateTls(): void {}

  async stop(): Promise<void> {
    this.#ports.stop(this.#addr, this);
  }
}

/** Some messages in few characters. */
function describe(m: Message): string {
  const last = m.entries.at(-1);
  const entries = last === undefined ? "" : ` +${m.entries.length}..${last.index}`;
  const snapshot = m.snapshot === undefined ? "" : ` snapshot ${m.snapshot.meta.index}`;
  const at = `t${m.term} i${m.index}/t${m.logTerm} c${m.commit}`;
  const rejects = m.reject ? " rejects" : "";
  return `> ${m.to.toString(36)} ${TYPE_NAMES.get(m.type)} ${at}${entries}${snapshot}${rejects}`;
}

async function* replay(
  chunks: readonly Uint8Array[],
  breaks: boolean,
): AsyncGenerator<Uint8Array, void> {
  const end = breaks ? Math.floor(chunks.length / 2) : chunks.length;
  yield* chunks.slice(0, end);
  if (breaks) throw new ClusterError("UNAVAILABLE", "the stream broke");
}
