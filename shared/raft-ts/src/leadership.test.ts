/** What a node begins anew with each lead, and what it waits for before it takes one. */
import { describe, expect, it } from "vitest";
import { ELECTION_TICK, membersOf, Network, Peer } from "../test/network.ts";
import { ConfChangeType } from "./conf-change.ts";
import { ErrProposalDropped } from "./errors.ts";
import { EntryType, MessageType, NONE, newMessage } from "./message.ts";

const CONTEXT = Uint8Array.of(1);

/** A leader that was cut off, lost its lead to 2, and has it again. */
function again(network: Network): Peer {
  network.elect(2);
  network.heal();
  network.run(2);
  return network.elect(1);
}

describe("with the lead is forgotten", () => {
  it("to whom it was to be handed", () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    network.peer(1).raw.transferLeader(3);
    const first = again(network);
    expect(first.status.leadTransferee).toBe(NONE);
    expect(first.propose("x")).toBeUndefined();
  });

  it("how much was uncommitted", () => {
    const network = Network.of(3, { maxUncommittedEntriesSize: 10 });
    const first = network.elect(1);
    network.isolate(1);
    first.propose("1234567890");
    expect(first.propose("x")).toBe(ErrProposalDropped);
    again(network);
    network.isolate(1);
    expect([first.propose("12345"), first.propose("67890")]).toEqual([undefined, undefined]);
    expect(first.propose("x")).toBe(ErrProposalDropped);
  });

  it.each([
    { name: "waited for the first commit", lost: MessageType.AppResp },
    { name: "waited for a quorum", lost: MessageType.HeartbeatResp },
  ])("a read that $name", ({ lost }) => {
    const network = Network.of(3);
    network.lose = (m) => m.type === lost;
    const first = network.elect(1);
    first.raw.readIndex(CONTEXT);
    network.settle();
    again(network);
    network.run(2);
    expect([first.role, first.commit > 1, first.reads]).toEqual(["leader", true, []]);
  });
});

it("a transfer has a whole election timeout, whenever it begins", () => {
  const network = Network.of(3);
  const first = network.elect(1);
  network.isolate(3);
  first.propose("x");
  network.run(ELECTION_TICK - 1);
  first.raw.transferLeader(3);
  first.tick(ELECTION_TICK - 1);
  expect(first.status.leadTransferee).toBe(3);
  first.tick();
  expect(first.status.leadTransferee).toBe(NONE);
});

it("a transfer to the leader itself ends the one that is under way", () => {
  const network = Network.of(3);
  const first = network.elect(1);
  network.isolate(3);
  first.propose("x");
  first.raw.transferLeader(3);
  first.raw.transferLeader(1);
  expect(first.status.leadTransferee).toBe(NONE);
});

it("a transfer to a member that is removed meanwhile is given up", () => {
  const network = Network.of(3);
  const first = network.elect(1);
  network.isolate(3);
  first.raw.proposeConfChange({ type: ConfChangeType.RemoveNode, nodeId: 3 });
  first.raw.transferLeader(3);
  expect(first.status.leadTransferee).toBe(3);
  network.settle();
  expect(first.status.leadTransferee).toBe(NONE);
});

it("a new leader takes no membership change while it may have one that is not applied", () => {
  const ids = membersOf([1, 2, 3]);
  const log = { terms: [1], term: 1 };
  const network = new Network([1, 2, 3].map((id) => new Peer(id, ids, {}, log)));
  network.lose = (m) => m.type === MessageType.AppResp;
  const first = network.elect(1);
  const typeOfChange = (): number | undefined => {
    first.raw.proposeConfChange({ type: ConfChangeType.AddNode, nodeId: 4 });
    first.flush();
    const last = first.storage.lastIndex();
    const entries = first.storage.entries(last, last + 1, Number.MAX_VALUE);
    return typeof entries === "string" ? undefined : entries[0]?.type;
  };
  expect(typeOfChange()).toBe(EntryType.Normal);
  network.heal();
  network.run(2);
  expect(typeOfChange()).toBe(EntryType.ConfChange);
});

it("a joint configuration that a leader takes over is left once, after all of its log is applied", () => {
  const joint = { ...membersOf([1, 2, 3]), votersOutgoing: [1, 2, 3], autoLeave: true };
  const log = { terms: [1, 1, 1], term: 1 };
  const options = { maxCommittedSizePerReady: 1 };
  const network = new Network([1, 2, 3].map((id) => new Peer(id, joint, options, log)));
  const first = network.elect(1);
  network.run(2);
  expect(first.confState).toEqual(membersOf([1, 2, 3]));
  expect(first.terms).toEqual([1, 1, 1, 2, 2]);
});

it("a leader counts itself before it has written anything", () => {
  const peer = new Peer(1, membersOf([1, 2, 3]));
  peer.raw.campaign();
  const [request] = peer.flush();
  const vote = { type: MessageType.VoteResp, from: 2, to: 1, term: request?.term ?? 0 };
  peer.raw.step(newMessage(vote));
  const own = { state: "replicate", recentActive: true, match: 1, next: 2 };
  expect(peer.status.progress.get(1)).toMatchObject(own);
});

it("a leader that is made a learner steps down if asked to, and does not stand again", () => {
  const network = Network.of(3, { stepDownOnRemoval: true });
  const first = network.elect(1);
  first.raw.proposeConfChange({ type: ConfChangeType.AddLearnerNode, nodeId: 1 });
  network.settle();
  expect(first.status).toMatchObject({ role: "follower", learner: true });
  first.raw.campaign();
  expect(first.role).toBe("follower");
});

it("unchecked, a change is proposed while another is under way", () => {
  const network = Network.of(3, { disableConfChangeValidation: true });
  const first = network.elect(1);
  for (const nodeId of [4, 5]) {
    first.raw.proposeConfChange({ type: ConfChangeType.AddLearnerNode, nodeId });
  }
  network.settle();
  expect(first.confState.learners).toEqual([4, 5]);
});

it("nobody campaigns before a leader's snapshot is written", () => {
  const members = membersOf([1, 2]);
  const peer = new Peer(1, members);
  const snapshot = { meta: { index: 9, term: 1, confState: members }, data: new Uint8Array(0) };
  peer.raw.step(newMessage({ type: MessageType.Snap, from: 2, to: 1, term: 1, snapshot }));
  peer.raw.campaign();
  expect(peer.role).toBe("follower");
  peer.flush();
  peer.raw.campaign();
  expect(peer.role).toBe("candidate");
});
