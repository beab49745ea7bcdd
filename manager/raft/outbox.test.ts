import { EntryType, type Message, MessageType, newMessage } from "raft-ts";
import { beforeEach, describe, expect, test } from "vitest";
import { Outbox } from "./outbox.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

function app(to: number, commit: number, entries = 0): Message {
  const list = Array.from({ length: entries }, (_, i) => ({
    type: EntryType.Normal,
    term: 1,
    index: i + 1,
    data: Uint8Array.of(1),
  }));
  return newMessage({ type: MessageType.App, to, commit, entries: list });
}

describe("an outbox", () => {
  let clock: VirtualClock;
  let sent: Message[];
  let outbox: Outbox;

  beforeEach(() => {
    clock = new VirtualClock();
    sent = [];
    outbox = new Outbox(clock, { send: (messages) => void sent.push(...messages) });
  });

  test("sends entries at once", () => {
    outbox.send([app(2, 5, 1), app(3, 5, 1)]);
    expect(sent.map((message) => message.to)).toEqual([2, 3]);
  });

  test("holds the news of a commit, and sends the newest of it", async () => {
    outbox.send([app(2, 5), app(3, 5)]);
    outbox.send([app(2, 6)]);
    expect(sent).toEqual([]);
    await clock.run(25);
    expect(sent.map(({ to, commit }) => [to, commit])).toEqual([
      [2, 6],
      [3, 5],
    ]);
  });

  test("lets the next entries to the same follower say it", async () => {
    outbox.send([app(2, 5), app(3, 5)]);
    outbox.send([app(2, 5, 1)]);
    await clock.run(25);
    expect(sent.map(({ to, entries }) => [to, entries.length])).toEqual([
      [2, 1],
      [3, 0],
    ]);
  });

  test("is not held up for ever by newer news", async () => {
    for (let commit = 1; commit <= 30; commit++) {
      outbox.send([app(2, commit)]);
      await clock.run(1);
    }
    expect(sent.length).toBeGreaterThan(1);
  });

  test("holds nothing else", () => {
    outbox.send([newMessage({ type: MessageType.Heartbeat, to: 2 })]);
    outbox.send([app(2, 7)]);
    outbox.flush();
    expect(sent.map(({ type }) => type)).toEqual([MessageType.Heartbeat, MessageType.App]);
  });
});
