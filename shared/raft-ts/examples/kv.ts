import { decodeConfChange, isConfChange, MemoryStorage, type Message, RawNode } from "raft-ts";

type Command = { readonly key: string; readonly value: string };

const voters = [1, 2, 3];
const start = {
  meta: {
    index: 1,
    term: 1,
    confState: { voters, learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false },
  },
  data: new Uint8Array(),
};

export class KvNode {
  readonly state: Map<string, string> = new Map();
  readonly storage: MemoryStorage = new MemoryStorage();
  readonly raft: RawNode;

  constructor(id: number, random: () => number) {
    this.storage.applySnapshot(start);
    const { storage } = this;
    const config = { electionTick: 10, heartbeatTick: 1, preVote: true, checkQuorum: true };
    this.raft = new RawNode({ ...config, id, storage, random, applied: 1 });
  }

  set(command: Command): boolean {
    return this.raft.propose(new TextEncoder().encode(JSON.stringify(command))) === undefined;
  }

  /** Write, send, apply, advance: in this order. */
  run(send: (message: Message) => void): void {
    while (this.raft.hasReady()) {
      const ready = this.raft.ready();
      if (ready.snapshot) this.storage.applySnapshot(ready.snapshot);
      this.storage.append(ready.entries);
      if (ready.hardState) this.storage.setHardState(ready.hardState);
      // A real store calls fsync here, if ready.mustSync.
      for (const message of ready.messages) send(message);
      for (const entry of ready.committedEntries) {
        if (isConfChange(entry)) this.raft.applyConfChange(decodeConfChange(entry));
        else if (entry.data.length > 0) this.apply(entry.data);
      }
      this.raft.advance(ready);
    }
  }

  private apply(data: Uint8Array): void {
    const { key, value } = JSON.parse(new TextDecoder().decode(data)) as Command;
    this.state.set(key, value);
  }
}

/** Three nodes, and a network that loses nothing: one call is one tick of all clocks. */
export function tickAll(nodes: readonly KvNode[]): void {
  for (const node of nodes) node.raft.tick();
  while (nodes.some((node) => node.raft.hasReady())) {
    for (const node of nodes) node.run((message) => nodes[message.to - 1]?.raft.step(message));
  }
}
