/** Messages of elections, one by one: what a node answers, and what it makes of the answers. */
import { describe, expect, it } from "vitest";
import { ELECTION_TICK, membersOf, Peer, type PeerOptions } from "../test/network.ts";
import { type Message, type MessageFields, MessageType, newMessage } from "./message.ts";

const { Vote, VoteResp, PreVote, PreVoteResp, Heartbeat, HeartbeatResp, App, AppResp } =
  MessageType;

/** Of three, in term 2, without a vote, its log as long as everybody's. */
function node(options: PeerOptions = {}): Peer {
  return new Peer(1, membersOf([1, 2, 3]), options, { term: 2 });
}

function from(id: number, type: MessageType, term: number, more?: Partial<MessageFields>): Message {
  return newMessage({ ...{ from: id, to: 1, type, term, index: 1, logTerm: 1 }, ...more });
}

describe("a vote is", () => {
  it.each([
    {
      name: "granted, if there is neither a leader nor another vote",
      type: Vote,
      term: 2,
      lead: false,
      reject: false,
    },
    {
      name: "refused while there is a leader in the term",
      type: Vote,
      term: 2,
      lead: true,
      reject: true,
    },
    {
      name: "granted for a later term, whoever leads",
      type: Vote,
      term: 3,
      lead: true,
      reject: false,
    },
    {
      name: "promised for a later term, whoever leads",
      type: PreVote,
      term: 3,
      lead: true,
      reject: false,
    },
    {
      name: "not promised for this term while there is a leader",
      type: PreVote,
      term: 2,
      lead: true,
      reject: true,
    },
  ])("$name", ({ type, term, lead, reject }) => {
    const peer = node();
    if (lead) peer.answer(from(2, Heartbeat, 2));
    const answer = type === Vote ? VoteResp : PreVoteResp;
    expect(peer.answer(from(3, type, term))).toMatchObject([{ type: answer, to: 3, term, reject }]);
  });

  it("a reason to wait another election timeout", () => {
    const peer = node();
    peer.raw.setElectionTimeout(ELECTION_TICK);
    peer.tick(ELECTION_TICK - 1);
    peer.answer(from(3, Vote, 2));
    peer.tick();
    expect(peer.role).toBe("follower");
  });
});

it("a later term is a reason to wait another election timeout, also without a vote in it", () => {
  const peer = node({ random: () => 0 });
  peer.tick(ELECTION_TICK - 1);
  const refused = from(3, Vote, 3, { index: 0, logTerm: 0 });
  expect(peer.answer(refused)).toMatchObject([{ type: VoteResp, reject: true, term: 3 }]);
  peer.tick(ELECTION_TICK - 1);
  expect(peer.role).toBe("follower");
  peer.tick();
  expect(peer.role).toBe("candidate");
});

it.each([
  { readOnlyOption: "safe" as const, lead: 0 },
  { readOnlyOption: "lease-based" as const, lead: 2 },
])("a leader can be forgotten, unless it serves reads by its lease: $readOnlyOption", (option) => {
  const peer = node({ checkQuorum: true, readOnlyOption: option.readOnlyOption });
  peer.answer(from(2, Heartbeat, 2));
  peer.raw.forgetLeader();
  expect(peer.status.lead).toBe(option.lead);
});

describe("a message of an earlier term", () => {
  it.each([
    {
      name: "a heartbeat, with pre-vote",
      options: { preVote: true },
      type: Heartbeat,
      answered: true,
    },
    { name: "entries, with pre-vote", options: { preVote: true }, type: App, answered: true },
    {
      name: "a heartbeat, with check-quorum",
      options: { checkQuorum: true },
      type: Heartbeat,
      answered: true,
    },
    { name: "a heartbeat, with neither", options: {}, type: Heartbeat, answered: false },
    {
      name: "another answer",
      options: { preVote: true, checkQuorum: true },
      type: HeartbeatResp,
      answered: false,
    },
    {
      name: "a vote request",
      options: { preVote: true, checkQuorum: true },
      type: Vote,
      answered: false,
    },
  ])("$name: answered in this term: $answered", ({ options, type, answered }) => {
    const sent = node(options).answer(from(3, type, 1));
    expect(sent).toMatchObject(answered ? [{ type: AppResp, to: 3, term: 2, index: 0 }] : []);
  });

  it("a pre-vote request: refused, so that its sender learns the term", () => {
    const refusal = { type: PreVoteResp, to: 3, term: 2, reject: true };
    expect(node().answer(from(3, PreVote, 1))).toMatchObject([refusal]);
  });
});

describe("a pre-candidate", () => {
  function standing(): Peer {
    const peer = node({ preVote: true });
    peer.raw.campaign();
    expect(peer.flush()).toMatchObject([
      { type: PreVote, term: 3 },
      { type: PreVote, term: 3 },
    ]);
    return peer;
  }

  it("waits an election timeout before it asks again", () => {
    const peer = node({ preVote: true, random: () => 0 });
    peer.tick(ELECTION_TICK);
    expect(peer.flush()).toHaveLength(2);
    peer.tick(ELECTION_TICK - 1);
    expect(peer.flush()).toEqual([]);
    peer.tick();
    expect(peer.flush()).toHaveLength(2);
  });

  it("enters the term that it asked for once a majority would follow", () => {
    const peer = standing();
    peer.answer(from(2, PreVoteResp, 3));
    expect([peer.role, peer.term]).toEqual(["candidate", 3]);
  });

  it("gives up in its own term if a majority would not", () => {
    const peer = standing();
    for (const id of [2, 3]) peer.answer(from(id, PreVoteResp, 2, { reject: true }));
    expect([peer.role, peer.term]).toEqual(["follower", 2]);
  });

  it("enters a later term of which it is told with a refusal", () => {
    const peer = standing();
    peer.answer(from(2, PreVoteResp, 5, { reject: true }));
    expect([peer.role, peer.term]).toEqual(["follower", 5]);
  });

  it("counts answers of its own kind only, and each node's first", () => {
    const peer = standing();
    peer.answer(from(2, VoteResp, 2));
    peer.answer(from(3, PreVoteResp, 2, { reject: true }));
    peer.answer(from(3, PreVoteResp, 3));
    expect(peer.role).toBe("pre-candidate");
    peer.answer(from(2, PreVoteResp, 3));
    expect(peer.role).toBe("candidate");
    peer.answer(from(2, PreVoteResp, 3));
    expect(peer.role).toBe("candidate");
  });
});
