/** What goes beyond the paper's figure 2: the thesis' extensions, and etcd's. */
import { describe, expect, it } from "vitest";
import { ELECTION_TICK, membersOf, Network, Peer } from "../test/network.ts";
import { ConfChangeTransition, ConfChangeType, LEAVE_JOINT } from "./conf-change.ts";
import { ErrProposalDropped, ErrStepLocalMsg, ErrStepPeerNotFound } from "./errors.ts";
import { LOCAL_APPEND_THREAD, MessageType, NONE, newMessage } from "./message.ts";

const CONTEXT = new TextEncoder().encode("read");

describe("pre-vote", () => {
  it("a node that was cut off does not disturb the group when it returns", () => {
    const network = Network.of(3, { preVote: true, checkQuorum: true });
    network.elect(1);
    network.isolate(3);
    network.run(10 * ELECTION_TICK);
    expect(network.peer(3).term).toBe(network.peer(1).term);
    network.heal();
    network.run(3 * ELECTION_TICK);
    expect([network.leaders(), network.peer(1).term]).toEqual([[1], 2]);
  });

  it("without it, it does", () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(1);
    network.isolate(3);
    network.run(10 * ELECTION_TICK);
    network.heal();
    network.run(3 * ELECTION_TICK);
    expect(network.peer(1).term).toBeGreaterThan(3);
  });

  it("a log that lags is told by a pre-vote that it cannot win, in no new term", () => {
    const ids = membersOf([1, 2, 3]);
    const network = new Network([
      new Peer(1, ids, { preVote: true }, { terms: [1], term: 1 }),
      new Peer(2, ids, { preVote: true }, { terms: [1, 1], term: 1 }),
      new Peer(3, ids, { preVote: true }, { terms: [1, 1], term: 1 }),
    ]);
    network.peer(1).raw.campaign();
    network.settle();
    expect([network.peer(1).role, network.peer(1).term]).toEqual(["follower", 1]);
  });
});

describe("check-quorum", () => {
  it("a leader that hears of no quorum steps down", () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(1);
    network.isolate(1);
    network.peer(1).tick(2 * ELECTION_TICK);
    expect(network.peer(1).role).toBe("follower");
  });

  it("without it, it leads on", () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(1);
    network.peer(1).tick(2 * ELECTION_TICK);
    expect(network.peer(1).role).toBe("leader");
  });

  it("followers ignore vote requests while they hear of the leader", () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(1);
    const vote = { type: MessageType.Vote, from: 3, to: 2, term: 9, logTerm: 2, index: 9 };
    expect(network.peer(2).answer(newMessage(vote))).toEqual([]);
    network.peer(2).tick(ELECTION_TICK);
    expect(network.peer(2).answer(newMessage(vote))).toMatchObject([{ reject: false }]);
  });
});

describe("leadership transfer", () => {
  it.each([
    { name: "up to date: at once", lag: false },
    { name: "behind: once it has caught up", lag: true },
  ])("to a follower that is $name", ({ lag }) => {
    const network = Network.of(3, { checkQuorum: true, preVote: true });
    const first = network.elect(1);
    if (lag) network.isolate(3);
    first.propose("x");
    network.settle();
    network.heal();
    first.raw.transferLeader(3);
    network.settle();
    if (lag) network.run(2);
    expect([network.leaders(), network.peer(3).values]).toEqual([[3], ["x"]]);
  });

  it("can be asked of a follower", () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(2).raw.transferLeader(2);
    network.settle();
    expect(network.leaders()).toEqual([2]);
  });

  it("proposals are dropped meanwhile; after an election timeout the leader leads on", () => {
    const network = Network.of(3);
    const first = network.elect(1);
    network.isolate(3);
    first.raw.transferLeader(3);
    network.settle();
    expect(first.propose("x")).toBe(ErrProposalDropped);
    network.run(ELECTION_TICK);
    expect(first.status.leadTransferee).toBe(NONE);
    expect(first.propose("x")).toBeUndefined();
  });

  it.each([
    { name: "a learner", to: 3 },
    { name: "itself", to: 1 },
    { name: "a stranger", to: 9 },
  ])("not to $name", ({ to }) => {
    const members = membersOf([1, 2], [3]);
    const network = new Network([1, 2, 3].map((id) => new Peer(id, members)));
    network.elect(1).raw.transferLeader(to);
    network.settle();
    expect(network.leaders()).toEqual([1]);
    expect(network.peer(1).status.leadTransferee).toBe(NONE);
  });

  it("a message that was passed on twice does not bring a node down", () => {
    const network = Network.of(3);
    network.elect(1);
    const stale = { type: MessageType.TransferLeader, from: 3, to: 2, term: 2 };
    expect(network.peer(2).answer(newMessage(stale))).toMatchObject([{ to: 1, from: 3 }]);
  });
});

describe("reads", () => {
  it.each([
    { name: "the leader", asked: 1 },
    { name: "a follower, through the leader", asked: 3 },
  ])("safe: $name answers with the commit index, after a round of heartbeats", ({ asked }) => {
    const network = Network.of(3);
    const first = network.elect(1);
    first.propose("x");
    network.settle();
    network.peer(asked).raw.readIndex(CONTEXT);
    network.settle();
    const answer = { index: first.commit, requestContext: CONTEXT };
    expect(network.peer(asked).reads).toEqual([answer]);
  });

  it("safe: a deposed leader does not answer", () => {
    const network = Network.of(3);
    const old = network.elect(1);
    network.isolate(1);
    network.elect(2);
    old.raw.readIndex(CONTEXT);
    network.run(2);
    expect(old.reads).toEqual([]);
  });

  it("many reads share a round, and each gets its own context", () => {
    const network = Network.of(3);
    const first = network.elect(1);
    network.isolate(1);
    for (let i = 0; i < 5; i++) first.raw.readIndex(Uint8Array.of(i));
    network.settle();
    network.heal();
    expect(first.reads).toEqual([]);
    network.run(1);
    expect(first.reads.map((read) => [...read.requestContext])).toEqual([[0], [1], [2], [3], [4]]);
  });

  it("wait until the leader has committed an entry of its own term", () => {
    const network = Network.of(3);
    network.lose = (m) => m.type === MessageType.AppResp;
    const first = network.elect(1);
    first.raw.readIndex(CONTEXT);
    network.settle();
    expect(first.reads).toEqual([]);
    network.heal();
    network.run(1);
    expect(first.reads).toMatchObject([{ index: 2 }]);
  });

  it("alone: at once", () => {
    const network = Network.of(1);
    const only = network.elect(1);
    only.raw.readIndex(CONTEXT);
    expect(only.raw.ready().readStates).toMatchObject([{ index: 2 }]);
  });

  it("alone, after a restart: only when it knows again what it had committed", () => {
    const network = Network.of(1);
    const only = network.elect(1);
    only.propose("x");
    network.settle();
    // The commit index may be lost in a crash, since it can be found out again.
    only.storage.setHardState({ term: 2, vote: 1, commit: 1 });
    only.applied.length = 0;
    only.restart();
    only.raw.campaign();
    while (only.role !== "leader") only.raw.advance(only.raw.ready());
    only.raw.readIndex(CONTEXT);
    network.settle();
    expect(only.reads).toMatchObject([{ index: 4 }]);
  });

  it("a change that needs fewer answers confirms what waits for more", () => {
    const network = Network.of(2);
    const first = network.elect(1);
    network.lose = (m) => m.type === MessageType.HeartbeatResp;
    first.raw.readIndex(CONTEXT);
    first.raw.proposeConfChange({ type: ConfChangeType.RemoveNode, nodeId: 2 });
    network.settle();
    expect(first.reads).toEqual([{ index: 2, requestContext: CONTEXT }]);
  });

  it("lease-based: at once, without a message", () => {
    const network = Network.of(3, { checkQuorum: true, readOnlyOption: "lease-based" });
    const first = network.elect(1);
    first.raw.readIndex(CONTEXT);
    expect(first.flush()).toEqual([]);
    expect(first.reads).toMatchObject([{ index: first.commit }]);
  });
});

describe("membership", () => {
  const AddNode = ConfChangeType.AddNode;

  it("a learner gets the log but neither votes nor counts", () => {
    const members = membersOf([1], [2]);
    const network = new Network([1, 2].map((id) => new Peer(id, members)));
    const first = network.elect(1);
    network.isolate(2);
    first.propose("x");
    network.settle();
    expect(first.values).toEqual(["x"]);
    network.heal();
    network.run(2);
    expect(network.peer(2).values).toEqual(["x"]);
    network.isolate(2);
    network.peer(2).tick(5 * ELECTION_TICK);
    expect(network.peer(2).role).toBe("follower");
  });

  it("a node is added, replicated to, and then counts", () => {
    const network = new Network([new Peer(1, membersOf([1])), new Peer(2, membersOf([1]))]);
    const first = network.elect(1);
    first.raw.proposeConfChange({ type: AddNode, nodeId: 2 });
    network.settle();
    network.run(1);
    expect(network.peer(2).confState.voters).toEqual([1, 2]);
    network.isolate(2);
    first.propose("x");
    network.settle();
    expect(first.values).toEqual([]);
  });

  it("several at once: through a joint configuration, left by itself", () => {
    const start = membersOf([1]);
    const network = new Network([1, 2, 3].map((id) => new Peer(id, start)));
    const first = network.elect(1);
    const changes = [2, 3].map((nodeId) => ({ type: AddNode, nodeId }));
    first.raw.proposeConfChange({ changes });
    network.settle();
    network.run(2);
    for (const peer of network.peers.values()) expect(peer.confState).toEqual(membersOf([1, 2, 3]));
  });

  it("left by itself only once the lead is not handed over any more", () => {
    const left: string[] = [];
    const trace = (level: string, text: string): void => {
      if (text.endsWith("to leave the joint configuration")) left.push(level);
    };
    const members = membersOf([1, 2, 3]);
    const network = new Network([1, 2, 3].map((id) => new Peer(id, members, { trace })));
    const first = network.elect(1);
    network.isolate(3);
    const transition = ConfChangeTransition.JointImplicit;
    first.raw.proposeConfChange({ transition, changes: [{ type: AddNode, nodeId: 2 }] });
    first.raw.transferLeader(3);
    network.settle();
    expect([first.status.members.autoLeave, left]).toEqual([true, ["debug"]]);
    network.run(ELECTION_TICK);
    first.propose("x");
    network.settle();
    expect([first.confState, left]).toEqual([members, ["debug", "info"]]);
  });

  it("explicitly joint: until it is told to leave, both majorities decide", () => {
    const start = membersOf([1, 2, 3]);
    const network = new Network([1, 2, 3, 4, 5].map((id) => new Peer(id, start)));
    const first = network.elect(1);
    const changes = [
      { type: ConfChangeType.RemoveNode, nodeId: 2 },
      { type: ConfChangeType.RemoveNode, nodeId: 3 },
      { type: AddNode, nodeId: 4 },
      { type: AddNode, nodeId: 5 },
    ];
    first.raw.proposeConfChange({ transition: ConfChangeTransition.JointExplicit, changes });
    network.settle();
    network.run(2);
    expect(first.confState).toMatchObject({ voters: [1, 4, 5], votersOutgoing: [1, 2, 3] });

    network.lose = (m) => m.to === 2 || m.to === 3;
    first.propose("needs the old majority");
    network.settle();
    expect(first.values).toEqual([]);
    network.heal();
    network.run(1);
    expect(first.values).toHaveLength(1);

    first.raw.proposeConfChange(LEAVE_JOINT);
    network.settle();
    expect(first.confState).toEqual(membersOf([1, 4, 5]));
  });

  it("a second change is not made while the first is under way", () => {
    const network = Network.of(3);
    const first = network.elect(1);
    network.isolate(1);
    first.raw.proposeConfChange({ type: AddNode, nodeId: 4 });
    first.raw.proposeConfChange({ type: AddNode, nodeId: 5 });
    network.settle();
    network.heal();
    network.run(2);
    expect(first.confState.voters).toEqual([1, 2, 3, 4]);
  });

  it.each([
    { name: "steps down if asked to", stepDownOnRemoval: true, role: "follower" },
    { name: "leads on otherwise", stepDownOnRemoval: false, role: "leader" },
  ])("a leader that removes itself $name", ({ stepDownOnRemoval, role }) => {
    const network = Network.of(3, { stepDownOnRemoval });
    const first = network.elect(1);
    first.raw.proposeConfChange({ type: ConfChangeType.RemoveNode, nodeId: 1 });
    network.settle();
    expect(first.role).toBe(role);
    expect(first.propose("x")).toBe(ErrProposalDropped);
  });

  it("a change that cannot be read is refused", () => {
    const first = Network.of(1).elect(1);
    const entry = { term: 0, index: 0, type: 2 as const, data: Uint8Array.of(255) };
    const proposal = newMessage({ type: MessageType.Prop, from: 1, to: 1, entries: [entry] });
    expect(first.raw.step(proposal)).toBe(ErrProposalDropped);
  });

  it("no election while a change is committed and not applied", () => {
    const network = Network.of(3);
    const first = network.elect(1);
    first.raw.proposeConfChange({ type: AddNode, nodeId: 4 });
    network.settle();
    const second = network.peer(2);
    const raw = second.storage;
    const fresh = new Peer(2, membersOf([1, 2, 3]));
    const stored = raw.entries(2, raw.lastIndex() + 1, Number.MAX_VALUE);
    if (typeof stored === "string") throw new Error(stored);
    fresh.storage.append(stored);
    fresh.storage.setHardState({ term: second.term, vote: 1, commit: second.commit });
    fresh.restart();
    fresh.raw.campaign();
    expect(fresh.role).toBe("follower");
    fresh.flush();
    fresh.raw.campaign();
    expect(fresh.role).toBe("candidate");
  });
});

describe("proposals", () => {
  it("are passed on to the leader", () => {
    const network = Network.of(3);
    network.elect(1);
    expect(network.peer(3).propose("x")).toBeUndefined();
    network.settle();
    network.run(1);
    expect(network.peer(3).values).toEqual(["x"]);
  });

  it.each([
    { name: "without a leader", elected: false, disableProposalForwarding: false },
    { name: "where forwarding is disabled", elected: true, disableProposalForwarding: true },
  ])("are dropped $name", ({ elected, disableProposalForwarding }) => {
    const network = Network.of(3, { disableProposalForwarding });
    if (elected) network.elect(1);
    expect(network.peer(3).propose("x")).toBe(ErrProposalDropped);
  });

  it("are dropped while too much is uncommitted", () => {
    const network = Network.of(3, { maxUncommittedEntriesSize: 10 });
    const first = network.elect(1);
    network.isolate(1);
    expect(first.propose("12345678")).toBeUndefined();
    expect(first.propose("12345678")).toBe(ErrProposalDropped);
    expect(first.propose("12")).toBeUndefined();
    network.settle();
    network.heal();
    network.run(1);
    expect(first.propose("12345678")).toBeUndefined();
  });

  it("one is always taken, however large", () => {
    const first = Network.of(3, { maxUncommittedEntriesSize: 1 }).elect(1);
    expect(first.propose("12345678")).toBeUndefined();
  });

  it("a batch is one message to each follower", () => {
    const network = Network.of(3);
    const first = network.elect(1);
    first.raw.proposeBatch([1, 2, 3].map((byte) => Uint8Array.of(byte)));
    const sent = first.flush();
    expect(sent.map((m) => [m.to, m.entries.length])).toEqual([
      [2, 3],
      [3, 3],
    ]);
  });

  it("a group of one commits without a message", () => {
    const only = Network.of(1).elect(1);
    only.propose("x");
    expect(only.flush()).toEqual([]);
    expect(only.values).toEqual(["x"]);
  });
});

describe("forget-leader", () => {
  it("lets followers elect another within the lease of the old one", () => {
    const network = Network.of(3, { checkQuorum: true, preVote: true });
    network.elect(1);
    network.isolate(1);
    network.peer(3).raw.forgetLeader();
    network.peer(2).raw.campaign();
    network.settle();
    expect(network.peer(2).role).toBe("leader");
  });

  it("a heartbeat reminds", () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(2).raw.forgetLeader();
    expect(network.peer(2).status.lead).toBe(NONE);
    network.run(1);
    expect(network.peer(2).status.lead).toBe(1);
  });
});

describe("refused messages", () => {
  it.each([
    { name: "local, from outside", type: MessageType.Hup, from: 2, refusal: ErrStepLocalMsg },
    {
      name: "an answer of a stranger",
      type: MessageType.AppResp,
      from: 9,
      refusal: ErrStepPeerNotFound,
    },
    { name: "an empty proposal", type: MessageType.Prop, from: 2, refusal: ErrProposalDropped },
    {
      name: "nothing, from local storage",
      type: MessageType.StorageAppendResp,
      from: LOCAL_APPEND_THREAD,
      refusal: undefined,
    },
  ])("$name", ({ type, from, refusal }) => {
    const first = Network.of(3).elect(1);
    expect(first.raw.step(newMessage({ type, from, to: 1 }))).toBe(refusal);
  });
});
