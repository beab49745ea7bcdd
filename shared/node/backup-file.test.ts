import fc from "fast-check";
import { expect, test } from "vitest";
import { type BackupFacts, backupChunks, encodeBackup, verifyBackup } from "./backup-file.ts";

const FACTS: BackupFacts = {
  clusterId: "c1",
  index: 42,
  term: 3,
  createdMs: 1_700_000_000_000,
  skepVersion: "0.1.0",
};

const CHUNKS = [new Uint8Array([1, 2, 3]), new Uint8Array(), new Uint8Array(5000).fill(7)];
const WHOLE = Buffer.concat([...encodeBackup(FACTS, CHUNKS)]);

/** In pieces of `size`, as a network might bring them. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 7, 4096, 1 << 20])("comes back as it was, in pieces of %d bytes", async (size) => {
  expect(await verifyBackup(inPieces(WHOLE, size))).toEqual(FACTS);
  const chunks: Uint8Array[] = [];
  for await (const chunk of backupChunks(inPieces(WHOLE, size))) chunks.push(chunk);
  expect(chunks.map((chunk) => [...chunk])).toEqual(CHUNKS.map((chunk) => [...chunk]));
});

test.each<[string, Uint8Array, string]>([
  ["nothing", new Uint8Array(), "it ends too early"],
  ["some other file", new TextEncoder().encode("PK\u0003\u0004 and more of it"), "it is not one"],
  ["another version", Buffer.concat([WHOLE.subarray(0, 8), Buffer.from([9, 0, 0, 0])]), "is 9"],
  ["its end is missing", WHOLE.subarray(0, -37), "it ends too early"],
  ["something behind it", Buffer.concat([WHOLE, Buffer.from("x")]), "bytes behind its end"],
])("refused: %s", async (_name, bytes, why) => {
  await expect(verifyBackup(inPieces(bytes, 100))).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
    message: expect.stringContaining(why),
  });
});

test("no bit can change, and no byte be missing, unseen", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(WHOLE.length - 1),
      fc.integer({ min: 0, max: 7 }),
      fc.boolean(),
      async (at, bit, cut) => {
        const bytes = Buffer.from(WHOLE);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const broken = cut ? WHOLE.subarray(0, at) : bytes;
        await expect(verifyBackup(inPieces(broken, 64))).rejects.toThrow("no backup");
      },
    ),
  );
});
