import { describe, expect, it } from "vitest";
import { describeMessage, describeReady, parseChanges } from "./describe.ts";
import { describeMembership } from "./describe-membership.ts";
import { LOCAL_APPLY_THREAD, MessageType, newMessage } from "./message.ts";
import { quoteBytes } from "./quote.ts";

describe("quoteBytes", () => {
  it.each([
    { bytes: [], text: '""' },
    { bytes: [0x66, 0x6f, 0x6f], text: '"foo"' },
    { bytes: [0x22, 0x5c, 0x0a, 0x07], text: '"\\"\\\\\\n\\a"' },
    { bytes: [0x00, 0x1f, 0x7f], text: '"\\x00\\x1f\\x7f"' },
    { bytes: [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x90, 0x9d], text: '"é€🐝"' },
    { bytes: [0xc2, 0x80, 0xe2, 0x80, 0x8b], text: '"\\u0080\\u200b"' },
    { bytes: [0xff, 0xc3, 0x28, 0xe2, 0x82], text: '"\\xff\\xc3(\\xe2\\x82"' },
    { bytes: [0xed, 0xa0, 0x80, 0xc0, 0x80], text: '"\\xed\\xa0\\x80\\xc0\\x80"' },
  ])("$text", ({ bytes, text }) => {
    expect(quoteBytes(Uint8Array.from(bytes))).toBe(text);
  });
});

describe("messages", () => {
  const entry = (index: number): { term: number; index: number; type: 0; data: Uint8Array } => ({
    term: 2,
    index,
    type: 0,
    data: Uint8Array.of(97),
  });

  it("name what is there, and nothing else", () => {
    const m = newMessage({ type: MessageType.App, from: 1, to: 10, term: 2, logTerm: 1, index: 3 });
    expect(describeMessage(m)).toBe("1->a MsgApp Term:2 Log:1/3");
    expect(describeMessage({ ...m, reject: true, rejectHint: 7, commit: 3, vote: 4 })).toBe(
      "1->a MsgApp Term:2 Log:1/3 Rejected (Hint: 7) Commit:3 Vote:4",
    );
  });

  it("list several entries and responses, indented", () => {
    const response = newMessage({ type: MessageType.StorageApplyResp, to: 1, entries: [entry(4)] });
    const m = newMessage({
      type: MessageType.StorageApply,
      from: 1,
      to: LOCAL_APPLY_THREAD,
      entries: [entry(4), entry(5)],
      responses: [response],
    });
    expect(describeMessage(m)).toBe(
      [
        "1->ApplyThread MsgStorageApply Term:0 Log:0/0 Entries:[",
        '  2/4 EntryNormal "a"',
        '  2/5 EntryNormal "a"',
        "] Responses:[",
        '  None->1 MsgStorageApplyResp Term:0 Log:0/0 Entries:[2/4 EntryNormal "a"]',
        "]",
      ].join("\n"),
    );
  });

  it("a Ready with nothing in it says so; reads show their context", () => {
    const empty = {
      softState: undefined,
      hardState: undefined,
      readStates: [],
      entries: [],
      snapshot: undefined,
      committedEntries: [],
      messages: [],
      mustSync: false,
    };
    expect(describeReady(empty)).toBe("<empty Ready>");
    const readStates = [{ index: 11, requestContext: Uint8Array.of(1, 2) }];
    expect(describeReady({ ...empty, readStates })).toBe(
      "Ready MustSync=false:\nReadStates [{11 [1 2]}]\n",
    );
  });
});

describe("memberships", () => {
  const set = (...ids: number[]): ReadonlySet<number> => new Set(ids);

  it("name nodes in hexadecimal, and nothing that is empty", () => {
    const members = {
      voters: { incoming: set(10, 2), outgoing: set() },
      learners: set(),
      learnersNext: set(),
      autoLeave: false,
    };
    expect(describeMembership(members)).toBe("voters=(2 a)");
    const voters = { incoming: set(2), outgoing: set(16, 2) };
    const joint = { voters, learners: set(255), learnersNext: set(16), autoLeave: true };
    expect(describeMembership(joint)).toBe(
      "voters=(2)&&(2 10) learners=(ff) learners_next=(10) autoleave",
    );
  });
});

describe("parseChanges", () => {
  it.each([
    { text: "", changes: [] },
    {
      text: "v1 l22",
      changes: [
        { type: 0, nodeId: 1 },
        { type: 3, nodeId: 22 },
      ],
    },
    {
      text: "r3\nu4",
      changes: [
        { type: 1, nodeId: 3 },
        { type: 2, nodeId: 4 },
      ],
    },
    { text: "x1", changes: undefined },
    { text: "v", changes: undefined },
  ])("$text", ({ text, changes }) => {
    expect(parseChanges(text)).toEqual(changes);
  });
});
