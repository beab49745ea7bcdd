/**
 * A cluster in one process, driven command by command: nodes, the messages between them, and
 * what their storage threads have to do. Its state machine appends: the state is the
 * concatenation of all entries.
 */
import { decodeConfChange, isConfChange } from "../../../shared/raft-ts/src/conf-change.ts";
import type { Config } from "../../../shared/raft-ts/src/config.ts";
import {
  describeEntries,
  describeMessage,
  describeReady,
} from "../../../shared/raft-ts/src/describe.ts";
import { MemoryStorage } from "../../../shared/raft-ts/src/memory-storage.ts";
import {
  type Entry,
  type HardState,
  isEmptyHardState,
  isLocalTarget,
  type Message,
  MessageType,
  type Snapshot,
} from "../../../shared/raft-ts/src/message.ts";
import { RawNode } from "../../../shared/raft-ts/src/raw-node.ts";
import { seededRng } from "../../../shared/rng.ts";
import { Output } from "./output.ts";

/** An error that a script may expect: it is printed as the command's result. */
export class CommandError extends Error {}

export type NodeConfig = Omit<Config, "id" | "storage" | "random" | "trace">;

/** Two nodes that answer each other for ever must end the script, not hang it. */
const MOST_ROUNDS = 2000;

/** A log in memory whose snapshot is always the newest state. */
class LatestSnapshotStorage extends MemoryStorage {
  readonly history: Snapshot[];

  constructor(first: Snapshot) {
    super();
    this.history = [first];
  }

  override snapshot(): Snapshot {
    return last(this.history);
  }
}

interface Node {
  readonly id: number;
  readonly raw: RawNode;
  readonly storage: LatestSnapshotStorage;
  readonly config: NodeConfig;
  readonly appendWork: Message[];
  readonly applyWork: Message[];
}

export interface Recipient {
  readonly id: number;
  readonly drop: boolean;
}

export class Cluster {
  readonly output: Output = new Output();
  readonly nodes: Node[] = [];
  private messages: Message[] = [];

  node(id: number): Node {
    const node = this.nodes[id - 1];
    if (node === undefined) throw new CommandError(`there is no node ${id}`);
    return node;
  }

  addNodes(count: number, config: NodeConfig, first: Snapshot, bootstrap: boolean): void {
    for (let i = 0; i < count; i++) {
      const id = this.nodes.length + 1;
      if (bootstrap && first.meta.index <= 1) {
        throw new CommandError("index must be specified as > 1 due to bootstrap");
      }
      const snapshot = bootstrap ? { ...first, meta: { ...first.meta, term: 1 } } : first;
      const storage = new LatestSnapshotStorage(snapshot);
      if (bootstrap) storage.applySnapshot(snapshot);
      const rng = seededRng(id);
      const raw = new RawNode({
        ...config,
        id,
        storage,
        random: () => rng.fraction(),
        trace: (level, text) => this.output.trace(level, text),
      });
      this.nodes.push({ id, raw, storage, config, appendWork: [], applyWork: [] });
    }
  }

  send(message: Message): void {
    this.messages.push(message);
  }

  // ---- one node's work ----

  processReady(id: number): void {
    const node = this.node(id);
    const async = node.config.asyncStorageWrites === true;
    const ready = node.raw.ready();
    this.output.write(describeReady(ready));
    if (!async) {
      append(node, ready.hardState, ready.entries, ready.snapshot);
      apply(node, ready.committedEntries);
    }
    for (const m of ready.messages) {
      if (!isLocalTarget(m.to)) this.messages.push(m);
      else if (m.type === MessageType.StorageAppend) node.appendWork.push(m);
      else node.applyWork.push(m);
    }
    if (!async) node.raw.advance(ready);
  }

  processAppend(id: number): void {
    const node = this.node(id);
    const m = node.appendWork.shift();
    if (m === undefined) {
      this.output.write("no append work to perform");
      return;
    }
    this.describeWork(m);
    append(node, m, m.entries, m.snapshot);
    this.respond(m);
  }

  processApply(id: number): void {
    const node = this.node(id);
    const m = node.applyWork.shift();
    if (m === undefined) {
      this.output.write("no apply work to perform");
      return;
    }
    this.describeWork(m);
    apply(node, m.entries);
    this.respond(m);
  }

  private describeWork(m: Message): void {
    this.output.write(`Processing:\n${describeMessage({ ...m, responses: [] })}\n`);
  }

  private respond(m: Message): void {
    this.output.write("Responses:\n");
    for (const response of m.responses) this.output.write(`${describeMessage(response)}\n`);
    this.messages.push(...m.responses);
  }

  // ---- the network ----

  /** How many messages there were to deliver or drop. */
  deliver(recipients: readonly Recipient[], type: MessageType | undefined): number {
    let count = 0;
    for (const { id, drop } of recipients) {
      const taken = this.messages.filter((m) => concerns(m, id, type, drop));
      this.messages = this.messages.filter((m) => !concerns(m, id, type, drop));
      count += taken.length;
      for (const m of taken) {
        this.output.write(`${drop ? "dropped: " : ""}${describeMessage(m)}\n`);
        if (drop) continue;
        const refusal = this.node(m.to).raw.step(m);
        if (refusal !== undefined) this.output.write(`${refusal.message}\n`);
      }
    }
    return count;
  }

  /** Everything that can happen without time passing, until nothing is left. */
  stabilize(ids: readonly number[]): void {
    const nodes = ids.length > 0 ? ids.map((id) => this.node(id)) : this.nodes;
    let rounds = 0;
    for (let busy = true; busy; rounds++) {
      if (rounds > MOST_ROUNDS) throw new CommandError(`not stable after ${rounds} rounds`);
      busy = false;
      for (const { id, raw } of nodes) {
        if (!raw.hasReady()) continue;
        this.section(`> ${id} handling Ready`, () => this.processReady(id));
        busy = true;
      }
      for (const { id } of nodes) {
        if (!this.messages.some((m) => m.to === id)) continue;
        const all = [{ id, drop: false }];
        this.section(`> ${id} receiving messages`, () => this.deliver(all, undefined));
        busy = true;
      }
      for (const { id, appendWork } of nodes) {
        if (appendWork.length === 0) continue;
        this.output.write(`> ${id} processing append thread\n`);
        while (appendWork.length > 0) this.output.indented(() => this.processAppend(id));
        busy = true;
      }
      for (const { id, applyWork } of nodes) {
        if (applyWork.length === 0) continue;
        this.output.write(`> ${id} processing apply thread\n`);
        while (applyWork.length > 0) this.output.indented(() => this.processApply(id));
        busy = true;
      }
    }
  }

  section(title: string, print: () => void): void {
    this.output.write(`${title}\n`);
    this.output.indented(print);
  }

  describeLog(id: number): void {
    const { storage } = this.node(id);
    const [first, end] = [storage.firstIndex(), storage.lastIndex()];
    if (end < first) {
      this.output.write(`log is empty: first index=${first}, last index=${end}`);
      return;
    }
    const entries = storage.entries(first, end + 1, Number.POSITIVE_INFINITY);
    this.output.write(typeof entries === "string" ? entries : describeEntries(entries));
  }
}

/** Messages of a node to itself and to its storage cannot be lost. */
function concerns(m: Message, id: number, type: MessageType | undefined, drop: boolean): boolean {
  const local = m.from === m.to || isLocalTarget(m.from) || isLocalTarget(m.to);
  return m.to === id && !(drop && local) && (type === undefined || m.type === type);
}

function append(
  { storage }: Node,
  hard: HardState | undefined,
  entries: readonly Entry[],
  snapshot: Snapshot | undefined,
): void {
  if (hard !== undefined && !isEmptyHardState(hard)) {
    storage.setHardState({ term: hard.term, vote: hard.vote, commit: hard.commit });
  }
  if (snapshot === undefined) {
    storage.append(entries);
    return;
  }
  if (entries.length > 0) {
    throw new CommandError("can't apply snapshot and entries at the same time");
  }
  if (!storage.applySnapshot(snapshot)) {
    throw new CommandError("requested index is older than the existing snapshot");
  }
}

function apply({ raw, storage }: Node, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const before = last(storage.history);
    let { confState } = before.meta;
    let update = entry.data;
    if (isConfChange(entry)) {
      const change = decodeConfChange(entry);
      update = change.context ?? new Uint8Array(0);
      confState = raw.applyConfChange(change);
    }
    const data = new Uint8Array(before.data.length + update.length);
    data.set(before.data);
    data.set(update, before.data.length);
    storage.history.push({ data, meta: { index: entry.index, term: entry.term, confState } });
  }
}

function last(history: readonly Snapshot[]): Snapshot {
  const snapshot = history.at(-1);
  if (snapshot === undefined) throw new Error("a node without a first snapshot");
  return snapshot;
}
