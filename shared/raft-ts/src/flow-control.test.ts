/** How fast a leader may send to a follower. */
import { describe, expect, it } from "vitest";
import { ELECTION_TICK, membersOf, Network, Peer, type PeerOptions } from "../test/network.ts";
import { type Message, MessageType, newMessage } from "./message.ts";

/** A leader of two whose follower answers only what the test makes it answer. */
function mute(options: PeerOptions): { first: Peer; network: Network } {
  const network = Network.of(2, options);
  const first = network.elect(1);
  return { first, network };
}

function appends(sent: readonly Message[]): number[][] {
  const list = sent.filter((m) => m.type === MessageType.App);
  return list.map((m) => m.entries.map((entry) => entry.index));
}

function acknowledge(peer: Peer, index: number, from = 2): Message[] {
  const answer = { type: MessageType.AppResp, from, to: 1, term: peer.term, index };
  return peer.answer(newMessage(answer));
}

function heartbeatAnswer(peer: Peer, from: number): Message {
  return newMessage({ type: MessageType.HeartbeatResp, from, to: peer.id, term: peer.term });
}

describe("replicate", () => {
  it("sends on without waiting, until the window of messages is full", () => {
    const { first } = mute({ maxInflightMsgs: 3 });
    for (let i = 0; i < 5; i++) first.propose("x");
    expect(appends(first.flush())).toEqual([[3], [4], [5]]);
    expect(first.status.progress.get(2)).toMatchObject({ inflight: 3, inflightFull: true });
  });

  it("an ack frees the window, and the rest goes as one message", () => {
    const { first } = mute({ maxInflightMsgs: 3 });
    for (let i = 0; i < 5; i++) first.propose("x");
    first.flush();
    // The commit moves with it, so the message that carries entries carries it too.
    expect(appends(acknowledge(first, 4))).toEqual([[6, 7]]);
  });

  it("an ack is answered with the commit index, if the last message that went out had less", () => {
    const first = Network.of(3).elect(1);
    first.propose("x");
    first.flush();
    acknowledge(first, 3, 2);
    // What 3 was told of it is lost; a heartbeat says no more than what 3 is known to have.
    first.tick();
    first.flush();
    expect(acknowledge(first, 3, 3)).toMatchObject([{ to: 3, entries: [], commit: 3 }]);
    expect(acknowledge(first, 3, 3)).toEqual([]);
  });

  it("counts bytes too", () => {
    const { first } = mute({ maxSizePerMsg: 8, maxInflightBytes: 10 });
    for (let i = 0; i < 5; i++) first.propose("123456");
    expect(appends(first.flush())).toEqual([[3], [4]]);
    expect(first.status.progress.get(2)).toMatchObject({ inflightBytes: 12, inflightFull: true });
  });

  it("cuts messages to their maximal size", () => {
    const { first } = mute({ maxInflightMsgs: 1, maxSizePerMsg: 30 });
    for (let i = 0; i < 6; i++) first.propose("1234567890");
    first.flush();
    expect(appends(acknowledge(first, 3))).toEqual([[4]]);
    const wide = mute({ maxInflightMsgs: 1, maxSizePerMsg: 32 }).first;
    for (let i = 0; i < 6; i++) wide.propose("1234567890");
    wide.flush();
    expect(appends(acknowledge(wide, 3))).toEqual([[4, 5]]);
  });

  it("a heartbeat's answer opens a full window for an empty message", () => {
    const { first } = mute({ maxInflightMsgs: 1 });
    first.propose("x");
    first.propose("y");
    first.flush();
    expect(appends(first.answer(heartbeatAnswer(first, 2)))).toEqual([[]]);
  });
});

describe("probe", () => {
  it("an unreachable follower is probed with one message at a time", () => {
    const { first } = mute({});
    first.raw.reportUnreachable(2);
    for (let i = 0; i < 3; i++) first.propose("x");
    expect(appends(first.flush())).toEqual([[3]]);
    expect(first.status.progress.get(2)).toMatchObject({ state: "probe", paused: true });
  });

  it("one that has everything is probed too, with an empty message, when it answers", () => {
    const { first } = mute({});
    first.raw.reportUnreachable(2);
    expect(appends(first.answer(heartbeatAnswer(first, 2)))).toEqual([[]]);
    acknowledge(first, 2);
    expect(first.status.progress.get(2)).toMatchObject({ state: "replicate", match: 2 });
  });

  it("an ack lets as many messages go as the window has room for", () => {
    const { first } = mute({ maxSizePerMsg: 0, maxInflightMsgs: 3 });
    first.raw.reportUnreachable(2);
    for (let i = 0; i < 5; i++) first.propose("x");
    expect(appends(first.flush())).toEqual([[3]]);
    expect(appends(acknowledge(first, 3))).toEqual([[4], [5], [6]]);
  });

  it("a rejection goes back to where both logs can agree, past all later terms at once", () => {
    const members = membersOf([1, 2]);
    const first = new Peer(1, members, {}, { terms: [3, 3, 3, 5, 5, 5, 5, 5], term: 5 });
    first.raw.campaign();
    first.flush();
    first.answer(newMessage({ type: MessageType.VoteResp, from: 2, to: 1, term: 6 }));
    const rejection = { type: MessageType.AppResp, from: 2, to: 1, term: 6, reject: true };
    const [probe] = first.answer(newMessage({ ...rejection, index: 9, rejectHint: 6, logTerm: 4 }));
    expect(probe).toMatchObject({ type: MessageType.App, index: 4, logTerm: 3 });
  });

  it("an ack makes it replicate again", () => {
    const { first } = mute({});
    first.raw.reportUnreachable(2);
    for (let i = 0; i < 3; i++) first.propose("x");
    first.flush();
    expect(appends(acknowledge(first, 3))).toEqual([[4, 5]]);
    expect(first.status.progress.get(2)).toMatchObject({ state: "replicate" });
  });
});

describe("snapshot", () => {
  /** 1 has applied entries up to 6, of which 3 has the first two; `through` are compacted away. */
  function compacted(through = 6, options: PeerOptions = {}): { first: Peer; network: Network } {
    const network = Network.of(3, options);
    const first = network.elect(1);
    network.isolate(3);
    for (let i = 0; i < 4; i++) first.propose(`v${i}`);
    network.settle();
    first.storage.createSnapshot(first.commit, first.confState, new Uint8Array(0));
    first.storage.compact(through);
    return { first, network };
  }

  it("a follower behind the first index gets one, then entries", () => {
    const { first, network } = compacted();
    network.heal();
    network.run(2);
    first.propose("after");
    network.settle();
    expect(network.peer(3).storage.firstIndex()).toBe(first.storage.firstIndex());
    expect(network.peer(3).values).toEqual(["after"]);
    expect(first.status.progress.get(3)).toMatchObject({ state: "replicate" });
  });

  it.each([
    { outcome: "finished" as const, next: 7 },
    { outcome: "failed" as const, next: 3 },
  ])("when it $outcome, probing goes on from $next", ({ outcome, next }) => {
    const { first, network } = compacted();
    first.raw.reportUnreachable(3);
    first.answer(heartbeatAnswer(first, 3));
    network.settle();
    expect(first.status.progress.get(3)).toMatchObject({ state: "snapshot", pendingSnapshot: 6 });
    first.raw.reportSnapshot(3, outcome);
    expect(first.status.progress.get(3)).toMatchObject({ state: "probe", next, paused: true });
  });

  it("what became of one is no news once entries are sent again", () => {
    const { first } = mute({});
    first.raw.reportSnapshot(2, "failed");
    expect(first.status.progress.get(2)).toMatchObject({ state: "replicate", paused: false });
  });

  it("an older one that got there serves as well, if the log goes on from it", () => {
    const { first } = compacted(4);
    first.raw.reportUnreachable(3);
    first.answer(heartbeatAnswer(first, 3));
    const ack = { type: MessageType.AppResp, from: 3, to: 1, term: first.term };
    expect(first.answer(newMessage({ ...ack, index: 3 }))).toEqual([]);
    expect(first.status.progress.get(3)).toMatchObject({ state: "snapshot", pendingSnapshot: 6 });
    expect(appends(first.answer(newMessage({ ...ack, index: 4 })))).toEqual([[5, 6]]);
    expect(first.status.progress.get(3)).toMatchObject({ state: "replicate", match: 4 });
  });

  it("is not sent to a node that does not answer, until it does", () => {
    const { first, network } = compacted(6, { checkQuorum: true });
    network.run(2 * ELECTION_TICK);
    first.raw.reportUnreachable(3);
    first.propose("x");
    const snapshots = (sent: readonly Message[]): number[] =>
      sent.filter((m) => m.type === MessageType.Snap).map((m) => m.to);
    expect(snapshots(first.flush())).toEqual([]);
    expect(first.status.progress.get(3)).toMatchObject({ recentActive: false, state: "probe" });
    expect(snapshots(first.answer(heartbeatAnswer(first, 3)))).toEqual([3]);
  });

  it("a storage that has none ready yet is asked again", () => {
    const { first, network } = compacted();
    const snapshot = first.storage.snapshot.bind(first.storage);
    let asked = 0;
    first.storage.snapshot = () => (++asked < 3 ? "temporarily-unavailable" : snapshot());
    network.heal();
    network.run(5);
    expect(asked).toBe(3);
    expect(network.peer(3).commit).toBe(first.commit);
  });
});
