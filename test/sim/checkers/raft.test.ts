import { type MessageFields, MessageType, newMessage } from "raft-ts";
import { expect, test } from "vitest";
import { RaftWitness } from "./raft.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function watch(act: (witness: RaftWitness) => void): string[] {
  const broken: string[] = [];
  act(new RaftWitness((violation) => broken.push(violation.promise)));
  return broken;
}

function send(witness: RaftWitness, message: MessageFields): void {
  witness.sent("m", newMessage(message));
}

const entry = (term: number, index: number, text = "") => ({
  term,
  index,
  type: 0 as const,
  data: bytes(text),
});
const { App, Heartbeat, VoteResp } = MessageType;

test.each<[string, (witness: RaftWitness) => void]>([
  [
    "one leader a term",
    (witness) => {
      send(witness, { type: Heartbeat, from: 1, to: 3, term: 5 });
      send(witness, { type: Heartbeat, from: 2, to: 3, term: 5 });
    },
  ],
  [
    "one vote a term",
    (witness) => {
      send(witness, { type: VoteResp, from: 3, to: 1, term: 5 });
      send(witness, { type: VoteResp, from: 3, to: 2, term: 5 });
    },
  ],
  [
    "log matching",
    (witness) => {
      send(witness, { type: App, from: 1, to: 2, term: 5, entries: [entry(4, 9, "a")] });
      send(witness, { type: App, from: 1, to: 2, term: 5, entries: [entry(4, 9, "b")] });
    },
  ],
  [
    "log matching",
    (witness) => {
      const entries = [entry(4, 9)];
      send(witness, { type: App, from: 1, to: 2, term: 5, index: 8, logTerm: 2, entries });
      send(witness, { type: App, from: 1, to: 2, term: 5, index: 8, logTerm: 3, entries });
    },
  ],
  [
    "state machine safety",
    (witness) => {
      witness.applied("m1", { index: 7, term: 2, data: bytes("a") });
      witness.applied("m2", { index: 7, term: 3, data: bytes("b") });
    },
  ],
  ["no entry left out", (witness) => witness.follows("m1", 7, 9)],
  [
    "leader completeness",
    (witness) => {
      witness.applied("m1", { index: 7, term: 2, data: bytes("a") });
      witness.takesLead("m2", 3, 7);
    },
  ],
  [
    "equal states",
    (witness) => {
      witness.state("m1", 8, [bytes("a")]);
      witness.state("m2", 8, [bytes("b")]);
    },
  ],
])("sees that a promise is broken: %s", (promise, act) => {
  expect(watch(act)).toContain(promise);
});

test("sees nothing wrong with an orderly cluster", () => {
  const broken = watch((witness) => {
    send(witness, { type: VoteResp, from: 3, to: 1, term: 5 });
    send(witness, { type: VoteResp, from: 3, to: 1, term: 5 });
    send(witness, { type: VoteResp, from: 3, to: 2, term: 6 });
    send(witness, { type: VoteResp, from: 3, to: 1, term: 6, reject: true });
    send(witness, { type: Heartbeat, from: 1, to: 3, term: 5 });
    send(witness, { type: App, from: 1, to: 2, term: 5, entries: [entry(5, 9), entry(5, 10)] });
    send(witness, {
      type: App,
      from: 1,
      to: 3,
      term: 5,
      index: 9,
      logTerm: 5,
      entries: [entry(5, 10)],
    });
    witness.applied("m1", { index: 1, term: 2, data: bytes("a") });
    witness.applied("m2", { index: 1, term: 2, data: bytes("a") });
    witness.takesLead("m2", 3, 2);
    witness.state("m1", 8, [bytes("a"), bytes("b")]);
    witness.state("m2", 8, [bytes("ab")]);
  });
  expect(broken).toEqual([]);
});
