import { LOCAL_APPEND_THREAD, type Message, MessageType, newMessage } from "raft-ts";
import { expect, it, vi } from "vitest";
import type { Clock } from "../../shared/clock.ts";
import { AesGcmCipher } from "./adapters/aes-gcm.ts";
import type { Ciphers } from "./cipher.ts";
import { LogWriter } from "./log-writer.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { Wal } from "./wal.ts";

const cipher = new AesGcmCipher(7, new Uint8Array(32).fill(3));
const ciphers: Ciphers = { current: () => cipher, byId: () => cipher };
const clock: Clock = {
  now: () => 0,
  after: (_delay, fire) => {
    setImmediate(fire);
    return { cancel: () => {} };
  },
};

function write(index: number): Message {
  const entries = [{ term: 1, index, type: 0 as const, data: new Uint8Array(4) }];
  return newMessage({ type: MessageType.StorageAppend, to: LOCAL_APPEND_THREAD, entries });
}

it("says what is done in the order in which it was asked, also within one batch", async () => {
  const { wal } = await Wal.open({
    ...{ disk: new MemoryDisk(), dir: "wal", ciphers, clock },
    segmentBytes: 4096,
  });
  const writer = new LogWriter(wal, { term: 1, vote: 1, commit: 0 });
  const done: string[] = [];
  const failed = vi.fn();
  const append = (name: string, message: Message, mustSync: boolean): void =>
    writer.append(message, mustSync, () => void done.push(name), failed);
  const onlyCommit = newMessage({ type: MessageType.StorageAppend, term: 1, vote: 1, commit: 1 });
  append("first", write(1), true);
  append("second", write(2), true);
  append("commit", onlyCommit, false);
  append("third", write(3), true);
  append("commit again", onlyCommit, false);
  await vi.waitFor(() => expect(done).toHaveLength(5));
  expect(done).toEqual(["first", "second", "commit", "third", "commit again"]);
  expect(failed).not.toHaveBeenCalled();
  await wal.close();
});
