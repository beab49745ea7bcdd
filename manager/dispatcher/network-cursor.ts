/**
 * What must one session still be told of its networks? Keeps names of what changed, not the
 * changes: whatever happened twice is told once, as it is when the agent has room for it.
 */
import type { skep } from "../../proto/messages.ts";
import type { Instant } from "../../shared/clock.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import type { Drain } from "./network-drains.ts";
import type { MemberRow, NetworkRow, PeerRow, ServiceRow } from "./network-wire.ts";

export type NetworkState = skep.v1.NetworkState.$Properties;

/** What rows a stack's sessions see; undefined: there is none, or it does not concern them. */
export interface NetworkRows {
  network(id: NetworkId): NetworkRow | undefined;
  peer(id: NodeId): PeerRow | undefined;
  member(id: string): MemberRow | undefined;
  service(id: ServiceId): ServiceRow | undefined;
}

/** Waits until agents have in force what they are told. */
export interface Awaiter {
  expect(): void;
  answered(): void;
}

/** About 200 bytes a row. */
const MAX_ROWS = 1_000;
/** With two the agent always has the next one; more would only be smaller. */
const MAX_UNACKED = 2;
/** An agent whose kernel hangs is told on, since its names and other networks may not hang. */
const PATIENCE_MS = 1_000;

const NO_KEY = new Uint8Array();

interface Sent {
  readonly version: number;
  readonly at: Instant;
  readonly waits: readonly Awaiter[];
}

export class NetworkCursor {
  readonly nodeId: NodeId;
  /** Empty: the node has no networks, and is told nothing. */
  stack = "";
  readonly #wake: () => void;
  readonly #networks = new Set<NetworkId>();
  /** Left since the last message, perhaps to come again. */
  readonly #left = new Set<NetworkId>();
  readonly #peers = new Set<NodeId>();
  readonly #members = new Set<string>();
  readonly #services = new Set<ServiceId>();
  readonly #drained = new Set<TaskId>();
  /** By member or peer: wait until the agent knows what happened to it. */
  readonly #awaited = new Map<string, Awaiter>();
  #knownKey: Uint8Array = NO_KEY;
  #sent: Sent[] = [];
  #parts: NetworkState[] = [];
  #complete = false;
  #version = 0;

  constructor(nodeId: NodeId, wake: () => void) {
    this.nodeId = nodeId;
    this.#wake = wake;
  }

  /** Everything is told anew: the first time, or because the node is on another stack now. */
  restart(stack: string): void {
    const silent = stack === "" && this.stack === "";
    this.stack = stack;
    for (const set of [this.#networks, this.#left, this.#peers, this.#members, this.#services]) {
      set.clear();
    }
    this.#complete = !silent;
    if (!silent) this.#wake();
  }

  network(id: NetworkId): void {
    this.#networks.add(id);
    this.#wake();
  }

  leave(id: NetworkId): void {
    this.#left.add(id);
    this.network(id);
  }

  peer(id: NodeId): void {
    this.#peers.add(id);
    this.#wake();
  }

  member(id: string): void {
    this.#members.add(id);
    this.#wake();
  }

  service(id: ServiceId): void {
    this.#services.add(id);
    this.#wake();
  }

  /** The agent may stop this task of its own. */
  drained(id: TaskId): void {
    if (this.stack === "") return;
    this.#drained.add(id);
    this.#wake();
  }

  /** The agent may go over to this key of its own. */
  known(key: Uint8Array): void {
    if (this.stack === "") return;
    this.#knownKey = key;
    this.#wake();
  }

  /** `drain` goes on once the agent has in force what it is told of the member next. */
  await(memberId: string, drain: Drain): void {
    this.#await(memberId, drain);
    this.member(memberId);
  }

  /** The same for what it is told of a peer. */
  awaitPeer(id: NodeId, announcement: Awaiter): void {
    this.#await(id, announcement);
    this.peer(id);
  }

  #await(key: string, wait: Awaiter): void {
    wait.expect();
    this.#awaited.get(key)?.answered();
    this.#awaited.set(key, wait);
  }

  /** The next message, or undefined: the agent knows all, or has enough to do. */
  next(rows: () => NetworkRows, now: Instant): NetworkState | undefined {
    if (this.#parts.length === 0 && !this.#idle && this.#hasRoom(now)) this.#build(rows(), now);
    return this.#parts.shift();
  }

  /** Wakes the session when it has news that it kept back for an answer that is long overdue. */
  sweep(now: Instant): void {
    if (this.#sent.length > 0 && !this.#idle && this.#hasRoom(now)) this.#wake();
  }

  ack(version: number): void {
    let count = 0;
    for (const sent of this.#sent) {
      if (sent.version > version) break;
      for (const wait of sent.waits) wait.answered();
      count++;
    }
    this.#sent = this.#sent.slice(count);
    this.#wake();
  }

  /** The session is over: nobody waits for it. */
  close(): void {
    for (const { waits } of this.#sent) for (const wait of waits) wait.answered();
    for (const wait of this.#awaited.values()) wait.answered();
    this.#sent = [];
    this.#awaited.clear();
  }

  #hasRoom(now: Instant): boolean {
    const oldest = this.#sent[this.#sent.length - MAX_UNACKED];
    return oldest === undefined || now - oldest.at >= PATIENCE_MS;
  }

  get #idle(): boolean {
    const rows = this.#networks.size + this.#peers.size + this.#members.size + this.#services.size;
    return !this.#complete && rows + this.#drained.size + this.#knownKey.length === 0;
  }

  #build(rows: NetworkRows, now: Instant): void {
    const state: Required<Omit<NetworkState, "$unknowns">> = {
      complete: this.#complete,
      version: ++this.#version,
      networks: [],
      removedNetworks: [],
      peers: [],
      removedPeers: [],
      members: [],
      removedMembers: [],
      services: [],
      removedServices: [],
      drainedTasks: [...this.#drained],
      more: false,
      knownWireguardKey: this.#knownKey,
    };
    sort(this.#networks, (id) => rows.network(id), state.networks, state.removedNetworks);
    // Left and joined again: what became of its members meanwhile was not noted.
    for (const id of this.#left)
      if (rows.network(id) !== undefined) state.removedNetworks?.push(id);
    sort(this.#peers, (id) => rows.peer(id), state.peers, state.removedPeers);
    sort(this.#members, (id) => rows.member(id), state.members, state.removedMembers);
    sort(this.#services, (id) => rows.service(id), state.services, state.removedServices);
    this.#sent.push({ version: this.#version, at: now, waits: [...this.#awaited.values()] });
    this.#awaited.clear();
    this.#left.clear();
    this.#drained.clear();
    this.#knownKey = NO_KEY;
    this.#complete = false;
    this.#parts = partsOf(state);
  }
}

/** Splits what changed into what there is and what is gone, in a defined order, and forgets it. */
function sort<Id extends string, Row>(
  changed: Set<Id>,
  rowOf: (id: Id) => Row | undefined,
  rows: Row[] | null,
  removed: string[] | null,
): void {
  for (const id of [...changed].sort()) {
    const row = rowOf(id);
    if (row !== undefined) rows?.push(row);
    else removed?.push(id);
  }
  changed.clear();
}

/** Networks and what is gone go first; a reader takes the parts of a version as one anyhow. */
function partsOf(state: NetworkState): NetworkState[] {
  const { peers, members, services, ...head } = state;
  const parts: NetworkState[] = [];
  let part: NetworkState = { ...head, peers: [], members: [], services: [] };
  let count = 0;
  const place = (): void => {
    if (count++ < MAX_ROWS) return;
    parts.push({ ...part, more: true });
    part = { complete: head.complete ?? false, version: head.version ?? 0, peers: [] };
    part = { ...part, members: [], services: [] };
    count = 1;
  };
  for (const row of peers ?? []) {
    place();
    part.peers?.push(row);
  }
  for (const row of services ?? []) {
    place();
    part.services?.push(row);
  }
  for (const row of members ?? []) {
    place();
    part.members?.push(row);
  }
  parts.push({ ...part, more: false });
  return parts;
}
