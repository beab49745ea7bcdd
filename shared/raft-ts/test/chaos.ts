/**
 * A group under everything that may happen to it, from one seed: messages are lost, doubled and
 * reordered, writes are delayed and lost in crashes, members come and go. Checks what Raft
 * promises while it happens; `heal` then ends the trouble.
 */
import { ConfChangeType, decodeConfChange, isConfChange } from "../src/conf-change.ts";
import { MemoryStorage } from "../src/memory-storage.ts";
import {
  type ConfState,
  type Entry,
  type HardState,
  isEmptyHardState,
  isLocalTarget,
  type Message,
  MessageType,
  type Snapshot,
} from "../src/message.ts";
import { RawNode } from "../src/raw-node.ts";
import { membersOf, seededRandom } from "./network.ts";

const NODES = 5;
const MAX_IN_FLIGHT = 200;

/** Makes a snapshot that includes the member for which it is, if it can. */
class FreshStorage extends MemoryStorage {
  refresh: () => void = () => {};

  override snapshot(to?: number): Snapshot | "temporarily-unavailable" {
    const known = super.snapshot();
    if (to === undefined || includes(known, to)) return known;
    this.refresh();
    const fresh = super.snapshot();
    return includes(fresh, to) ? fresh : "temporarily-unavailable";
  }
}

interface ChaosNode {
  readonly id: number;
  readonly storage: FreshStorage;
  readonly async: boolean;
  raw: RawNode;
  /** Lost in a crash, and rebuilt from the snapshot and the log. */
  applied: number;
  confState: ConfState;
  appendWork: Message[];
  applyWork: Message[];
}

export interface ChaosOptions {
  readonly async: boolean;
  /** Voters may be removed or demoted, the leader too. */
  readonly removals: boolean;
}

export class Chaos {
  readonly nodes: ChaosNode[] = [];
  private readonly random: () => number;
  private readonly changes: readonly ConfChangeType[];
  private network: Message[] = [];
  private readonly leaderOf = new Map<number, number>();
  /** What was applied at an index, by whom ever first. */
  private readonly history = new Map<number, string>();
  highestApplied = 1;
  /** Reads under way: what had been applied anywhere when they were asked. */
  private readonly asked: number[] = [];
  readsAnswered = 0;
  private proposals = 0;

  constructor(seed: number, options: ChaosOptions) {
    const { async } = options;
    this.random = seededRandom(seed);
    this.changes = Object.values(ConfChangeType).filter(
      (type) =>
        options.removals || type === ConfChangeType.AddNode || type === ConfChangeType.UpdateNode,
    );
    const confState = membersOf([1, 2, 3]);
    for (let id = 1; id <= NODES; id++) {
      const storage = new FreshStorage();
      storage.applySnapshot({ meta: { index: 1, term: 1, confState }, data: new Uint8Array(0) });
      storage.setHardState({ term: 1, vote: 0, commit: 1 });
      const work = { appendWork: [], applyWork: [] };
      const raw = this.start(id, storage, async);
      const node = { id, storage, async, raw, applied: 1, confState, ...work };
      storage.refresh = () => this.snapshot(node);
      this.nodes.push(node);
    }
  }

  private start(id: number, storage: MemoryStorage, asyncStorageWrites: boolean): RawNode {
    return new RawNode({
      id,
      storage,
      random: this.random,
      electionTick: 5,
      heartbeatTick: 1,
      applied: snapshotOf(storage).meta.index,
      asyncStorageWrites,
      preVote: true,
      checkQuorum: true,
      // Without it a leader that was removed leads on for ever, and drops every proposal.
      stepDownOnRemoval: true,
      maxSizePerMsg: 60,
      maxInflightMsgs: 3,
      maxCommittedSizePerReady: 40,
      maxUncommittedEntriesSize: 200,
    });
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  private pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  /** Anything may happen next. */
  step(): void {
    const node = this.pick(this.nodes);
    if (node === undefined) return;
    const dice = this.below(1000);
    if (dice < 500) this.deliverOne();
    else if (dice < 650) this.work(node);
    else if (dice < 800) this.takeReady(node);
    else if (dice < 880) node.raw.tick();
    else if (dice < 940) this.propose(node);
    else if (dice < 955) this.askRead(node);
    else if (dice < 970) this.proposeChange(node);
    else if (dice < 980) node.raw.transferLeader(1 + this.below(NODES));
    else if (dice < 985) this.compact(node);
    else if (dice < 990) this.crash(node);
    else if (dice < 995) node.raw.reportUnreachable(1 + this.below(NODES));
    else node.raw.forgetLeader();
    this.checkLeaders();
  }

  /** From now on every message arrives, and time passes alike for all. */
  heal(rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      for (const node of this.nodes) node.raw.tick();
      for (let busy = true; busy; ) {
        busy = false;
        for (const node of this.nodes) {
          while (node.raw.hasReady()) {
            this.takeReady(node);
            busy = true;
          }
          while (node.appendWork.length + node.applyWork.length > 0) this.work(node);
        }
        const messages = this.network;
        this.network = [];
        for (const m of messages) this.deliver(m);
        busy ||= messages.length > 0;
      }
      this.checkLeaders();
      this.reportSnapshots();
    }
  }

  get leader(): ChaosNode | undefined {
    const leaders = this.nodes.filter((node) => node.raw.basicStatus().role === "leader");
    const term = (node: ChaosNode): number => node.raw.basicStatus().hardState.term;
    return leaders.sort((a, b) => term(b) - term(a))[0];
  }

  // ---- the network ----

  private deliverOne(): void {
    const at = this.below(this.network.length);
    const message = this.network[at];
    if (message === undefined) return;
    const fate = this.below(10);
    // Kept: it will arrive again.
    if (fate > 0) this.network.splice(at, 1);
    if (fate < 9) this.deliver(message);
    if (this.network.length > MAX_IN_FLIGHT) this.network = this.network.slice(MAX_IN_FLIGHT / 2);
  }

  private deliver(message: Message): void {
    this.nodes[message.to - 1]?.raw.step(message);
  }

  /** The transport tells of each snapshot, in the end. */
  private reportSnapshots(): void {
    for (const node of this.nodes) {
      for (const [id, progress] of node.raw.status().progress) {
        if (progress.state === "snapshot") node.raw.reportSnapshot(id, "failed");
      }
    }
  }

  // ---- storage ----

  private takeReady(node: ChaosNode): void {
    if (!node.raw.hasReady()) return;
    const ready = node.raw.ready();
    for (const read of ready.readStates) this.checkRead(read.index, read.requestContext);
    if (!node.async) this.append(node, ready.hardState, ready.entries, ready.snapshot);
    for (const m of ready.messages) {
      if (!isLocalTarget(m.to)) this.network.push(m);
      else if (m.type === MessageType.StorageAppend) node.appendWork.push(m);
      else node.applyWork.push(m);
    }
    if (node.async) return;
    this.apply(node, ready.committedEntries);
    node.raw.advance(ready);
  }

  /** A storage thread does the next thing. */
  private work(node: ChaosNode): void {
    const queues = [node.appendWork, node.applyWork].filter((queue) => queue.length > 0);
    const m = this.pick(queues)?.shift();
    if (m === undefined) return;
    if (m.type === MessageType.StorageAppend) this.append(node, m, m.entries, m.snapshot);
    else this.apply(node, m.entries);
    for (const response of m.responses) {
      if (response.to === node.id) node.raw.step(response);
      else this.network.push(response);
    }
  }

  private append(
    node: ChaosNode,
    hard: HardState | undefined,
    entries: readonly Entry[],
    snapshot: Snapshot | undefined,
  ): void {
    if (snapshot !== undefined && node.storage.applySnapshot(snapshot)) {
      node.applied = snapshot.meta.index;
      node.confState = snapshot.meta.confState;
    }
    node.storage.append(entries);
    if (hard === undefined || isEmptyHardState(hard)) return;
    node.storage.setHardState({ term: hard.term, vote: hard.vote, commit: hard.commit });
  }

  private apply(node: ChaosNode, entries: readonly Entry[]): void {
    for (const entry of entries) {
      // Handed out before a snapshot came: the snapshot has it.
      if (entry.index <= snapshotOf(node.storage).meta.index) continue;
      if (entry.index !== node.applied + 1) {
        throw new Error(`${node.id} applied ${node.applied} and then ${entry.index}`);
      }
      const what = `${entry.term} ${entry.type} ${entry.data.join()}`;
      const before = this.history.get(entry.index);
      if (before !== undefined && before !== what) {
        throw new Error(
          `${node.id} applied ${what} at ${entry.index}, where others have ${before}`,
        );
      }
      this.history.set(entry.index, what);
      node.applied = entry.index;
      this.highestApplied = Math.max(this.highestApplied, entry.index);
      if (isConfChange(entry)) node.confState = node.raw.applyConfChange(decodeConfChange(entry));
    }
  }

  private snapshot({ storage, applied, confState }: ChaosNode): void {
    // What is applied may not be stored as committed yet, and a log must not begin beyond that.
    const { hardState } = storage.initialState();
    if (applied > hardState.commit || applied > storage.lastIndex()) return;
    storage.createSnapshot(applied, confState, new Uint8Array(0));
  }

  private compact(node: ChaosNode): void {
    this.snapshot(node);
    node.storage.compact(snapshotOf(node.storage).meta.index);
  }

  private crash(node: ChaosNode): void {
    node.appendWork = [];
    node.applyWork = [];
    const { meta } = snapshotOf(node.storage);
    node.applied = meta.index;
    node.confState = meta.confState;
    const { hardState } = node.storage.initialState();
    if (hardState.commit < meta.index) {
      node.storage.setHardState({ ...hardState, commit: meta.index });
    }
    node.raw = this.start(node.id, node.storage, node.async);
  }

  // ---- clients ----

  propose(node: ChaosNode): void {
    const number = ++this.proposals;
    node.raw.propose(
      Uint8Array.of(number >> 8, number & 255, ...new Array(this.below(12)).fill(0)),
    );
  }

  private proposeChange(node: ChaosNode): void {
    const changes = Array.from({ length: this.below(4) }, () => ({
      type: this.pick(this.changes) ?? ConfChangeType.UpdateNode,
      nodeId: 1 + this.below(NODES),
    }));
    // Never without voters: that would be refused when it is applied, everywhere.
    const keep = { type: ConfChangeType.AddNode, nodeId: 1 };
    const transition = this.pick([0, 1, 2] as const) ?? 0;
    if (changes.length === 0) node.raw.proposeConfChange({ changes });
    else node.raw.proposeConfChange({ transition, changes: [...changes, keep] });
  }

  private askRead(node: ChaosNode): void {
    this.asked.push(this.highestApplied);
    const number = this.asked.length - 1;
    node.raw.readIndex(Uint8Array.of(number >> 8, number & 255));
  }

  // ---- promises ----

  private checkRead(index: number, context: Uint8Array): void {
    const number = (context[0] ?? 0) * 256 + (context[1] ?? 0);
    const least = this.asked[number] ?? 0;
    if (index < least) throw new Error(`a read was answered with ${index}, but ${least} was known`);
    this.readsAnswered++;
  }

  private checkLeaders(): void {
    for (const { id, raw } of this.nodes) {
      const { role, hardState } = raw.basicStatus();
      if (role !== "leader") continue;
      const other = this.leaderOf.get(hardState.term);
      if (other !== undefined && other !== id) {
        throw new Error(`${other} and ${id} both led in term ${hardState.term}`);
      }
      this.leaderOf.set(hardState.term, id);
    }
  }
}

function includes(snapshot: Snapshot | "temporarily-unavailable", id: number): boolean {
  if (snapshot === "temporarily-unavailable") return false;
  const { voters, learners, votersOutgoing } = snapshot.meta.confState;
  return [voters, learners, votersOutgoing].some((ids) => ids.includes(id));
}

function snapshotOf(storage: MemoryStorage): Snapshot {
  const snapshot = storage.snapshot();
  if (snapshot === "temporarily-unavailable") throw new Error(snapshot);
  return snapshot;
}
