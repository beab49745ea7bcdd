/** Asynchronous storage writes: what may overlap, and what must wait for what. */
import { describe, expect, it } from "vitest";
import { membersOf, seededRandom } from "../test/network.ts";
import { ConfChangeType, encodeConfChange } from "./conf-change.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { type Entry, type Message, MessageType, newMessage } from "./message.ts";
import { RawNode } from "./raw-node.ts";

function asyncNode(voters: readonly number[]): { raw: RawNode; storage: MemoryStorage } {
  const storage = new MemoryStorage();
  const meta = { index: 1, term: 1, confState: membersOf(voters) };
  storage.applySnapshot({ meta, data: new Uint8Array(0) });
  const ticks = { electionTick: 10, heartbeatTick: 1 };
  const random = seededRandom(1);
  const raw = new RawNode({
    id: 1,
    storage,
    random,
    applied: 1,
    asyncStorageWrites: true,
    ...ticks,
  });
  return { raw, storage };
}

function entry(index: number, term: number): Entry {
  return { index, term, type: 0, data: Uint8Array.of(term) };
}

function take(raw: RawNode, type: MessageType): Message {
  const found = raw.ready().messages.find((m) => m.type === type);
  if (found === undefined) throw new Error(`no message of type ${type}`);
  return found;
}

/** Storage has done it: own answers arrive, those for others are returned. */
function done({ raw, storage }: ReturnType<typeof asyncNode>, m: Message): Message[] {
  storage.append(m.entries);
  for (const response of m.responses) if (response.to === 1) raw.step(response);
  return m.responses.filter((response) => response.to !== 1);
}

function append(from: number, term: number, entryTerm: number, commit: number): Message {
  const entries = [entry(2, entryTerm)];
  return newMessage({
    type: MessageType.App,
    from,
    to: 1,
    term,
    index: 1,
    logTerm: 1,
    entries,
    commit,
  });
}

const { StorageAppend, StorageApply } = MessageType;

describe("asynchronous storage writes", () => {
  it("a vote of its own counts once it is written, then the first entry is written", () => {
    const node = asyncNode([1]);
    node.raw.campaign();
    const vote = take(node.raw, StorageAppend);
    expect(vote).toMatchObject({ term: 1, vote: 1 });
    expect(node.raw.basicStatus().role).toBe("candidate");
    done(node, vote);
    expect(node.raw.basicStatus().role).toBe("leader");
    done(node, take(node.raw, StorageAppend));
    expect(node.raw.basicStatus().hardState.commit).toBe(2);
  });

  it("an ack to the leader goes out with the write's end, not before", () => {
    const node = asyncNode([1, 2, 3]);
    node.raw.step(append(2, 1, 1, 1));
    const ready = node.raw.ready();
    expect(ready.messages.map((m) => m.type)).toEqual([StorageAppend]);
    const [write] = ready.messages;
    if (write === undefined) throw new Error("no write");
    expect(done(node, write)).toMatchObject([{ type: MessageType.AppResp, to: 2, index: 2 }]);
  });

  it("the next write is handed out while the last is under way", () => {
    const node = asyncNode([1]);
    node.raw.campaign();
    done(node, take(node.raw, StorageAppend));
    const first = take(node.raw, StorageAppend);
    node.raw.propose(Uint8Array.of(1));
    const second = take(node.raw, StorageAppend);
    expect([first, second].map((m) => m.entries.map((e) => e.index))).toEqual([[2], [3]]);
    done(node, first);
    done(node, second);
    expect(take(node.raw, StorageApply).entries.map((e) => e.index)).toEqual([2, 3]);
  });

  // The answer to the first write says (2, 1), and so does the log again; but what lies on the
  // disk then may be the entry of term 2, until the third write is done.
  it("an entry that was replaced and replaced back is not stored by its first write", () => {
    const node = asyncNode([1, 2, 3]);
    node.raw.step(append(2, 1, 1, 1));
    const first = take(node.raw, StorageAppend);
    node.raw.step(append(3, 2, 2, 1));
    const second = take(node.raw, StorageAppend);
    node.raw.step(append(2, 3, 1, 2));
    const third = take(node.raw, StorageAppend);
    expect([first, second, third].map((m) => m.entries[0]?.term)).toEqual([1, 2, 1]);

    done(node, first);
    done(node, second);
    expect(node.raw.hasReady()).toBe(false);
    done(node, third);
    expect(take(node.raw, StorageApply).entries).toEqual([entry(2, 1)]);
  });

  it("a snapshot that was written counts in every term", () => {
    const node = asyncNode([1, 2, 3]);
    const meta = { index: 5, term: 1, confState: membersOf([1, 2, 3]) };
    const snapshot = { meta, data: new Uint8Array(0) };
    node.raw.step(newMessage({ type: MessageType.Snap, from: 2, to: 1, term: 1, snapshot }));
    const write = take(node.raw, StorageAppend);
    node.raw.step(newMessage({ type: MessageType.Heartbeat, from: 3, to: 1, term: 2 }));
    expect(node.raw.basicStatus().applied).toBe(1);
    node.storage.applySnapshot(snapshot);
    done(node, write);
    expect(node.raw.basicStatus().applied).toBe(5);
    node.raw.campaign();
    expect(node.raw.basicStatus().role).toBe("candidate");
  });

  it("a membership change that was handed out before a snapshot came is older than it", () => {
    const node = asyncNode([1, 2]);
    const change = { type: ConfChangeType.AddNode, nodeId: 3 };
    const entries = [{ ...encodeConfChange(change), index: 2, term: 1 }];
    node.raw.step(newMessage({ ...append(2, 1, 1, 2), entries }));
    done(node, take(node.raw, StorageAppend));
    expect(take(node.raw, StorageApply).entries).toEqual(entries);
    const confState = membersOf([1, 3, 4]);
    const snapshot = { meta: { index: 9, term: 1, confState }, data: new Uint8Array(0) };
    node.raw.step(newMessage({ type: MessageType.Snap, from: 2, to: 1, term: 1, snapshot }));
    const remove = { type: ConfChangeType.RemoveNode, nodeId: 3 };
    expect(node.raw.applyConfChange(remove)).toEqual(confState);
  });

  it("advance has no meaning", () => {
    const node = asyncNode([1]);
    expect(() => node.raw.advance(node.raw.ready())).toThrow("asynchronous");
  });
});
