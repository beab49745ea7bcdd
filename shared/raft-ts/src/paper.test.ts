/**
 * The rules of "In Search of an Understandable Consensus Algorithm" (Ongaro and Ousterhout), in
 * the paper's order. What goes beyond the paper is in features.test.ts.
 */
import { describe, expect, it } from "vitest";
import { ELECTION_TICK, membersOf, Network, Peer, type StoredLog } from "../test/network.ts";
import {
  type Entry,
  type Message,
  type MessageFields,
  MessageType,
  newMessage,
} from "./message.ts";

const THREE = membersOf([1, 2, 3]);

function entriesOf(prev: number, terms: readonly number[]): Entry[] {
  return terms.map((term, i) => ({
    term,
    index: prev + 1 + i,
    type: 0,
    data: new Uint8Array(0),
  }));
}

/** What tests look at of a message. */
function brief(m: Message): object {
  return { type: m.type, to: m.to, term: m.term };
}

function follower(log: StoredLog = {}): Peer {
  return new Peer(1, THREE, {}, log);
}

function candidate(log: StoredLog = {}): Peer {
  const peer = follower(log);
  peer.raw.campaign();
  peer.flush();
  return peer;
}

function leader(log: StoredLog = {}): Peer {
  const peer = candidate(log);
  const { VoteResp } = MessageType;
  peer.answer(newMessage({ type: VoteResp, from: 2, to: 1, term: peer.term }));
  return peer;
}

const ROLES = [
  { role: "follower", make: follower },
  { role: "candidate", make: candidate },
  { role: "leader", make: leader },
];

describe("§5.1 terms", () => {
  it.each(ROLES)("a $role that sees a larger term adopts it and follows", ({ role, make }) => {
    const peer = make({ term: 4 });
    expect(peer.role).toBe(role);
    peer.raw.step(newMessage({ type: MessageType.App, from: 2, to: 1, term: 9 }));
    expect([peer.role, peer.term, peer.status.lead]).toEqual(["follower", 9, 2]);
  });

  it.each(ROLES)("a $role ignores a request of a smaller term", ({ role, make }) => {
    const peer = make({ term: 4 });
    const before = peer.status;
    const stale: MessageFields = { type: MessageType.App, from: 2, to: 1, term: 2, index: 1 };
    const answers = peer.answer(newMessage({ ...stale, logTerm: 1, entries: entriesOf(1, [2]) }));
    expect(answers).toEqual([]);
    expect(peer.role).toBe(role);
    expect(peer.status).toEqual(before);
  });
});

describe("§5.2 leader election", () => {
  it("a server starts as follower", () => {
    expect(follower().role).toBe("follower");
  });

  it("a leader sends heartbeats to all others, every heartbeat interval", () => {
    const peer = leader();
    for (let round = 0; round < 3; round++) {
      peer.tick();
      expect(peer.flush().map(brief)).toEqual([
        { type: MessageType.Heartbeat, to: 2, term: peer.term },
        { type: MessageType.Heartbeat, to: 3, term: peer.term },
      ]);
    }
  });

  it.each(ROLES.slice(0, 2))("a $role that hears of no leader starts an election", ({ make }) => {
    const peer = make();
    const term = peer.term;
    peer.tick(2 * ELECTION_TICK - 1);
    const sent = peer.flush();
    expect([peer.role, peer.term, peer.status.hardState.vote]).toEqual(["candidate", term + 1, 1]);
    expect(sent.map(brief)).toEqual([
      { type: MessageType.Vote, to: 2, term: term + 1 },
      { type: MessageType.Vote, to: 3, term: term + 1 },
    ]);
  });

  it("a follower that hears of a leader stays one", () => {
    const peer = follower();
    for (let round = 0; round < 5; round++) {
      peer.tick(ELECTION_TICK - 1);
      peer.answer(newMessage({ type: MessageType.Heartbeat, from: 2, to: 1, term: 1 }));
    }
    expect(peer.role).toBe("follower");
  });

  it.each([
    { size: 1, granted: 0, rejected: 0, role: "leader" },
    { size: 3, granted: 2, rejected: 0, role: "leader" },
    { size: 3, granted: 1, rejected: 0, role: "leader" },
    { size: 3, granted: 1, rejected: 1, role: "leader" },
    { size: 3, granted: 0, rejected: 1, role: "candidate" },
    { size: 3, granted: 0, rejected: 2, role: "follower" },
    { size: 5, granted: 4, rejected: 0, role: "leader" },
    { size: 5, granted: 2, rejected: 2, role: "leader" },
    { size: 5, granted: 1, rejected: 2, role: "candidate" },
    { size: 5, granted: 1, rejected: 3, role: "follower" },
    { size: 5, granted: 0, rejected: 0, role: "candidate" },
  ])("of $size with $granted for and $rejected against: $role", (row) => {
    const ids = Array.from({ length: row.size }, (_, i) => i + 1);
    const peer = new Peer(1, membersOf(ids));
    peer.raw.campaign();
    peer.flush();
    for (let i = 0; i < row.granted + row.rejected; i++) {
      const reject = i >= row.granted;
      const type = MessageType.VoteResp;
      peer.answer(newMessage({ type, from: i + 2, to: 1, term: 2, reject }));
    }
    expect([peer.role, peer.term]).toEqual([row.role, 2]);
  });

  it.each([
    { name: "nobody yet: grants", vote: 0, from: 2, reject: false },
    { name: "this candidate already: grants again", vote: 2, from: 2, reject: false },
    { name: "another: rejects", vote: 3, from: 2, reject: true },
  ])("a follower that has voted for $name", ({ vote, from, reject }) => {
    const peer = follower({ term: 5, vote });
    const type = MessageType.Vote;
    const answers = peer.answer(newMessage({ type, from, to: 1, term: 5, logTerm: 1, index: 1 }));
    expect(answers).toMatchObject([{ type: MessageType.VoteResp, to: from, term: 5, reject }]);
  });

  it("a vote is stored before it is sent", () => {
    const peer = follower({ term: 5 });
    const type = MessageType.Vote;
    peer.raw.step(newMessage({ type, from: 2, to: 1, term: 5, logTerm: 1, index: 1 }));
    const ready = peer.raw.ready();
    expect(ready).toMatchObject({ hardState: { term: 5, vote: 2 }, mustSync: true });
    expect(ready.messages).toMatchObject([{ type: MessageType.VoteResp }]);
  });

  it.each([0, 1])("a candidate follows a leader of its own term plus %d", (more) => {
    const peer = candidate();
    const term = peer.term + more;
    peer.answer(newMessage({ type: MessageType.App, from: 3, to: 1, term, index: 1, logTerm: 1 }));
    expect([peer.role, peer.term, peer.status.lead]).toEqual(["follower", term, 3]);
  });

  it.each(ROLES.slice(0, 2))("the election timeout of a $role is random in [t, 2t)", ({ make }) => {
    const peer = make();
    const seen = new Set<number>();
    for (let round = 0; round < 400; round++) {
      const term = peer.term;
      let ticks = 0;
      for (; peer.term === term; ticks++) peer.tick();
      peer.flush();
      // Back to where a follower starts: a leader of the new term.
      const type = MessageType.Heartbeat;
      if (make === follower) peer.answer(newMessage({ type, from: 2, to: 1, term: peer.term }));
      seen.add(ticks);
    }
    const range = Array.from({ length: ELECTION_TICK }, (_, i) => ELECTION_TICK + i);
    expect([...seen].sort((a, b) => a - b)).toEqual(range);
  });

  it("randomized timeouts resolve split votes", () => {
    const network = Network.of(5);
    for (const peer of network.peers.values()) peer.raw.campaign();
    network.settle();
    expect(network.leaders()).toEqual([]);
    network.run(5 * ELECTION_TICK);
    expect(network.leaders()).toHaveLength(1);
  });
});

describe("§5.3 log replication", () => {
  it("a leader appends what is proposed and sends it to all in parallel", () => {
    const peer = leader();
    peer.flush();
    for (const from of [2, 3]) acknowledge(peer, from);
    peer.propose("x");
    const sent = peer.flush();
    expect(peer.terms).toEqual([2, 2]);
    const append = {
      type: MessageType.App,
      index: 2,
      logTerm: 2,
      entries: [{ term: 2, index: 3 }],
    };
    expect(sent).toMatchObject([
      { ...append, to: 2 },
      { ...append, to: 3 },
    ]);
  });

  it.each([
    { size: 1, acks: [], committed: true },
    { size: 3, acks: [], committed: false },
    { size: 3, acks: [2], committed: true },
    { size: 3, acks: [2, 3], committed: true },
    { size: 5, acks: [2], committed: false },
    { size: 5, acks: [2, 3], committed: true },
    { size: 5, acks: [5, 4, 3], committed: true },
  ])("of $size, acknowledged by $acks: committed $committed", ({ size, acks, committed }) => {
    const network = Network.of(size);
    const peer = network.elect(1);
    network.lose = (m) => m.type === MessageType.App && !acks.some((id) => id === m.to);
    peer.propose("x");
    network.settle();
    expect(peer.values).toEqual(committed ? ["x"] : []);
  });

  it.each([[[]], [[1]], [[1, 1]], [[1, 2]]])(
    "committing an entry commits all before it, of earlier terms too: %j",
    (terms) => {
      const peer = leader({ terms, term: 2 });
      peer.propose("x");
      peer.flush();
      acknowledge(peer, 2);
      const all = [...terms, 3, 3];
      expect(peer.applied.map((entry) => [entry.index, entry.term])).toEqual(
        all.map((term, i) => [i + 2, term]),
      );
    },
  );

  it("followers apply entries once they learn that they are committed, in log order", () => {
    const peer = follower();
    const type = MessageType.App;
    const append = { type, from: 2, to: 1, term: 1, index: 1, logTerm: 1 };
    peer.answer(newMessage({ ...append, entries: entriesOf(1, [1, 1, 1]), commit: 1 }));
    expect(peer.applied).toEqual([]);
    peer.answer(newMessage({ ...append, index: 4, commit: 3 }));
    expect(peer.applied.map((entry) => entry.index)).toEqual([2, 3]);
    peer.answer(newMessage({ type: MessageType.Heartbeat, from: 2, to: 1, term: 1, commit: 4 }));
    expect(peer.applied.map((entry) => entry.index)).toEqual([2, 3, 4]);
  });

  it("a message confirms no more than its own entries", () => {
    const peer = follower({ terms: [1, 1, 1] });
    const append = { type: MessageType.App, from: 2, to: 1, term: 2, index: 2, logTerm: 1 };
    peer.answer(newMessage({ ...append, commit: 4 }));
    expect(peer.commit).toBe(2);
  });

  // The log of the follower: terms 2, 3 at indexes 2, 3; index 1 is the snapshot, of term 1.
  it.each([
    { name: "before the log", index: 1, logTerm: 1, reject: undefined },
    { name: "inside", index: 2, logTerm: 2, reject: undefined },
    { name: "at the end", index: 3, logTerm: 3, reject: undefined },
    { name: "another term inside", index: 2, logTerm: 4, reject: { rejectHint: 2, logTerm: 2 } },
    {
      name: "another term at the end",
      index: 3,
      logTerm: 2,
      reject: { rejectHint: 2, logTerm: 2 },
    },
    { name: "beyond the end", index: 7, logTerm: 5, reject: { rejectHint: 3, logTerm: 3 } },
  ])("consistency check: previous entry $name", ({ index, logTerm, reject }) => {
    const peer = follower({ terms: [2, 3] });
    const type = MessageType.App;
    const answers = peer.answer(newMessage({ type, from: 2, to: 1, term: 6, index, logTerm }));
    const answer = { type: MessageType.AppResp, to: 2, term: 6, index };
    expect(answers).toMatchObject([{ ...answer, reject: reject !== undefined, ...reject }]);
  });

  it.each([
    { name: "appends at the end", index: 3, logTerm: 2, terms: [3], result: [1, 2, 3] },
    {
      name: "replaces a conflicting entry",
      index: 2,
      logTerm: 1,
      terms: [3, 4],
      result: [1, 3, 4],
    },
    { name: "removes what follows a conflict", index: 1, logTerm: 1, terms: [3], result: [3] },
    { name: "keeps what follows a match", index: 1, logTerm: 1, terms: [1], result: [1, 2] },
    { name: "takes what it has as given", index: 1, logTerm: 1, terms: [1, 2], result: [1, 2] },
  ])("a follower $name", ({ index, logTerm, terms, result }) => {
    const peer = follower({ terms: [1, 2] });
    const append = { type: MessageType.App, from: 2, to: 1, term: 4, index, logTerm };
    peer.answer(newMessage({ ...append, entries: entriesOf(index, terms) }));
    expect(peer.terms).toEqual(result);
  });

  // Figure 7, with the first entry (term 1, index 1) in the snapshot.
  it.each([
    { name: "a: one entry short", terms: [1, 1, 4, 4, 5, 5, 6, 6] },
    { name: "b: many short", terms: [1, 1, 4] },
    { name: "c: one more", terms: [1, 1, 4, 4, 5, 5, 6, 6, 6, 6] },
    { name: "d: a later term", terms: [1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7] },
    { name: "e: short, and uncommitted ones", terms: [1, 1, 4, 4, 4, 4] },
    { name: "f: two terms of uncommitted ones", terms: [1, 1, 2, 2, 2, 3, 3, 3, 3, 3] },
  ])("figure 7 $name: the leader makes the follower's log its own", ({ terms }) => {
    const own = [1, 1, 4, 4, 5, 5, 6, 6, 6];
    const network = new Network([
      new Peer(1, THREE, {}, { terms: own, term: 8, commit: 10 }),
      new Peer(2, THREE, {}, { terms, term: 7 }),
      new Peer(3, THREE, {}, { terms: own, term: 8 }),
    ]);
    const first = network.elect(1);
    first.propose("x");
    network.settle();
    expect(network.peer(2).terms).toEqual([...own, 9, 9]);
    expect(network.peer(2).values).toEqual(["x"]);
  });
});

describe("§5.4 safety", () => {
  it("a vote request says how far the candidate's log goes", () => {
    const peer = follower({ terms: [1, 2] });
    peer.raw.campaign();
    expect(peer.flush()).toMatchObject([
      { type: MessageType.Vote, to: 2, term: 3, index: 3, logTerm: 2 },
      { type: MessageType.Vote, to: 3, term: 3, index: 3, logTerm: 2 },
    ]);
  });

  it.each([
    { name: "same log", terms: [2], logTerm: 2, index: 2, reject: false },
    { name: "candidate longer", terms: [2], logTerm: 2, index: 3, reject: false },
    {
      name: "candidate's term later, log shorter",
      terms: [2, 2],
      logTerm: 3,
      index: 2,
      reject: false,
    },
    { name: "voter longer", terms: [2, 2], logTerm: 2, index: 2, reject: true },
    { name: "voter's term later, log shorter", terms: [3], logTerm: 2, index: 9, reject: true },
  ])("§5.4.1 $name: reject $reject", ({ terms, logTerm, index, reject }) => {
    const peer = follower({ terms });
    const vote = { type: MessageType.Vote, from: 2, to: 1, term: 5, logTerm, index };
    expect(peer.answer(newMessage(vote))).toMatchObject([{ type: MessageType.VoteResp, reject }]);
  });

  // Leader of term 3 with entries of terms 1, 2 at indexes 2, 3 and its own first at index 4.
  it.each([
    { acked: 2, commit: 1 },
    { acked: 3, commit: 1 },
    { acked: 4, commit: 4 },
  ])("§5.4.2 stored by a majority up to $acked: committed up to $commit", ({ acked, commit }) => {
    const peer = leader({ terms: [1, 2], term: 2 });
    expect(peer.term).toBe(3);
    peer.answer(newMessage({ type: MessageType.AppResp, from: 2, to: 1, term: 3, index: acked }));
    expect(peer.commit).toBe(commit);
  });
});

function acknowledge(peer: Peer, from: number): void {
  const index = peer.status.lastIndex;
  peer.answer(newMessage({ type: MessageType.AppResp, from, to: 1, term: peer.term, index }));
}
