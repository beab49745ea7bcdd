/**
 * Nodes with synchronous storage in memory and a network between them, for the tests of
 * src/: everything that can happen without time passing happens in `settle`.
 */
import { decodeConfChange, isConfChange } from "../src/conf-change.ts";
import type { Config } from "../src/config.ts";
import { MemoryStorage } from "../src/memory-storage.ts";
import { type ConfState, EMPTY_CONF_STATE, type Entry, type Message } from "../src/message.ts";
import { RawNode } from "../src/raw-node.ts";
import type { ReadState } from "../src/read-only.ts";

export type PeerOptions = Omit<Partial<Config>, "id" | "storage">;

export interface StoredLog {
  /** Terms of the entries from index 2 on; index 1 is the snapshot, of term 1. */
  readonly terms?: readonly number[];
  readonly term?: number;
  readonly vote?: number;
  /** Default: 1, the snapshot. */
  readonly commit?: number;
}

/** Park and Miller's: good enough to spread election timeouts. */
export function seededRandom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

export function membersOf(voters: readonly number[], learners: readonly number[] = []): ConfState {
  return { ...EMPTY_CONF_STATE, voters, learners };
}

export const ELECTION_TICK = 10;

export class Peer {
  readonly id: number;
  readonly storage: MemoryStorage;
  raw: RawNode;
  /** Everything applied since it was made, empty and membership entries too. */
  readonly applied: Entry[] = [];
  readonly reads: ReadState[] = [];
  confState: ConfState;
  private readonly options: PeerOptions;

  constructor(id: number, members: ConfState, options: PeerOptions = {}, log: StoredLog = {}) {
    this.id = id;
    this.confState = members;
    this.options = options;
    this.storage = new MemoryStorage();
    this.storage.applySnapshot({
      meta: { index: 1, term: 1, confState: members },
      data: new Uint8Array(0),
    });
    const terms = log.terms ?? [];
    this.storage.append(
      terms.map((term, i) => ({ term, index: i + 2, type: 0, data: new Uint8Array(0) })),
    );
    const term = log.term ?? terms.at(-1) ?? 1;
    this.storage.setHardState({ term, vote: log.vote ?? 0, commit: log.commit ?? 1 });
    this.raw = this.start(1);
  }

  /** As after a crash: only what is stored is left. */
  restart(): void {
    this.raw = this.start(this.applied.at(-1)?.index ?? 1);
  }

  private start(applied: number): RawNode {
    return new RawNode({
      electionTick: ELECTION_TICK,
      heartbeatTick: 1,
      random: seededRandom(this.id),
      applied,
      ...this.options,
      id: this.id,
      storage: this.storage,
    });
  }

  get status(): ReturnType<RawNode["status"]> {
    return this.raw.status();
  }

  get term(): number {
    return this.raw.basicStatus().hardState.term;
  }

  get role(): string {
    return this.raw.basicStatus().role;
  }

  get commit(): number {
    return this.raw.basicStatus().hardState.commit;
  }

  /** Terms of the stored entries from index 2 on. */
  get terms(): number[] {
    const entries = this.storage.entries(2, this.storage.lastIndex() + 1, Number.MAX_VALUE);
    return typeof entries === "string" ? [] : entries.map((entry) => entry.term);
  }

  /** Applied payloads, as text. */
  get values(): string[] {
    const normal = this.applied.filter((entry) => !isConfChange(entry) && entry.data.length > 0);
    return normal.map((entry) => new TextDecoder().decode(entry.data));
  }

  tick(count = 1): void {
    for (let i = 0; i < count; i++) this.raw.tick();
  }

  propose(text: string): ReturnType<RawNode["propose"]> {
    return this.raw.propose(new TextEncoder().encode(text));
  }

  /** Writes, applies, and returns what is to be sent. */
  flush(): Message[] {
    const sent: Message[] = [];
    while (this.raw.hasReady()) {
      const ready = this.raw.ready();
      if (ready.snapshot !== undefined) {
        this.storage.applySnapshot(ready.snapshot);
        this.confState = ready.snapshot.meta.confState;
      }
      this.storage.append(ready.entries);
      if (ready.hardState !== undefined) this.storage.setHardState(ready.hardState);
      sent.push(...ready.messages);
      this.reads.push(...ready.readStates);
      for (const entry of ready.committedEntries) {
        this.applied.push(entry);
        if (isConfChange(entry)) this.confState = this.raw.applyConfChange(decodeConfChange(entry));
      }
      this.raw.advance(ready);
    }
    return sent;
  }

  /** Steps a message and returns what is sent in answer. */
  answer(message: Message): Message[] {
    this.raw.step(message);
    return this.flush();
  }
}

export class Network {
  readonly peers: Map<number, Peer> = new Map();
  /** True: the message is lost. */
  lose: (message: Message) => boolean = () => false;

  constructor(peers: readonly Peer[]) {
    for (const peer of peers) this.peers.set(peer.id, peer);
  }

  static of(size: number, options: PeerOptions = {}): Network {
    const ids = Array.from({ length: size }, (_, i) => i + 1);
    return new Network(ids.map((id) => new Peer(id, membersOf(ids), options)));
  }

  peer(id: number): Peer {
    const peer = this.peers.get(id);
    if (peer === undefined) throw new Error(`no peer ${id}`);
    return peer;
  }

  /** Messages to and from these are lost from now on. */
  isolate(...ids: readonly number[]): void {
    this.lose = (m) => ids.includes(m.from) !== ids.includes(m.to);
  }

  heal(): void {
    this.lose = () => false;
  }

  settle(): void {
    for (let busy = true; busy; ) {
      busy = false;
      for (const peer of this.peers.values()) {
        for (const message of peer.flush()) {
          if (this.lose(message)) continue;
          this.peers.get(message.to)?.raw.step(message);
          busy = true;
        }
      }
    }
  }

  /** All clocks tick alike. */
  run(ticks: number): void {
    for (let i = 0; i < ticks; i++) {
      for (const peer of this.peers.values()) peer.tick();
      this.settle();
    }
  }

  elect(id: number): Peer {
    const peer = this.peer(id);
    peer.raw.campaign();
    this.settle();
    if (peer.role !== "leader") throw new Error(`${id} was not elected but is ${peer.role}`);
    return peer;
  }

  leaders(): number[] {
    return [...this.peers.values()].filter((p) => p.role === "leader").map((p) => p.id);
  }
}
