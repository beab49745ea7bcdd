/** What a follower answers to a leader whose message is old, or not for it. */
import { describe, expect, it } from "vitest";
import { membersOf, Peer } from "../test/network.ts";
import { type ConfState, type Message, MessageType, newMessage } from "./message.ts";

const MEMBERS = membersOf([1, 2]);

/** Has committed entries 2 to 4 of term 1, and compacted the first two of them. */
function follower(): Peer {
  const peer = new Peer(1, MEMBERS, {}, { terms: [1, 1, 1], term: 1, commit: 4 });
  peer.flush();
  peer.storage.createSnapshot(3, MEMBERS, new Uint8Array(0));
  peer.storage.compact(3);
  return peer;
}

function snapshot(index: number, confState: ConfState): Message {
  const meta = { index, term: 1, confState };
  const fields = { type: MessageType.Snap, from: 2, to: 1, term: 1 };
  return newMessage({ ...fields, snapshot: { meta, data: new Uint8Array(0) } });
}

const { AppResp } = MessageType;

it("entries from before what is committed are acknowledged up to there, also where nothing is left to compare", () => {
  const entries = [{ term: 1, index: 2, type: 0 as const, data: new Uint8Array(0) }];
  const fields = { type: MessageType.App, from: 2, to: 1, term: 1, index: 1, logTerm: 1 };
  const sent = follower().answer(newMessage({ ...fields, entries, commit: 4 }));
  expect(sent).toMatchObject([{ type: AppResp, to: 2, index: 4, reject: false }]);
});

describe("a snapshot", () => {
  it.each([
    { name: "of a group that it is in: taken", confState: MEMBERS, index: 9 },
    { name: "of one in which it is a learner: taken", confState: membersOf([2], [1]), index: 9 },
    {
      name: "of one that it is leaving: taken",
      confState: { ...membersOf([2]), votersOutgoing: [1, 2] },
      index: 9,
    },
    { name: "of a group that it is not in: left alone", confState: membersOf([2, 3]), index: 4 },
  ])("$name", ({ confState, index }) => {
    const peer = follower();
    expect(peer.answer(snapshot(9, confState))).toMatchObject([{ type: AppResp, to: 2, index }]);
    expect([peer.commit, peer.storage.lastIndex()]).toEqual([index, index]);
  });

  it("that is not newer than what is committed: left alone", () => {
    const peer = follower();
    const sent = peer.answer(snapshot(4, membersOf([1, 2, 3])));
    expect(sent).toMatchObject([{ type: AppResp, to: 2, index: 4 }]);
    expect(peer.status.members.voters.incoming).toEqual(new Set([1, 2]));
  });
});
