import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRng } from "../../shared/rng.ts";
import { AesGcmCipher } from "./adapters/aes-gcm.ts";
import type { Ciphers } from "./cipher.ts";
import { NO_MEMBERS } from "./membership.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { SnapshotStore } from "./snapshot-store.ts";

const cipher = new AesGcmCipher(1, new Uint8Array(32).fill(3));
const ciphers: Ciphers = { current: () => cipher, byId: () => cipher };
const confState = {
  voters: [1],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
};

function open(disk: MemoryDisk): Promise<SnapshotStore> {
  return SnapshotStore.open({ disk, dir: "snap", ciphers, rng: seededRng(1) });
}

async function write(store: SnapshotStore, index: number, chunks: readonly Uint8Array[]) {
  const writer = await store.create({ index, term: 2, confState, membership: NO_MEMBERS });
  for (const chunk of chunks) await writer.write(chunk);
  await writer.finish();
}

async function read(store: SnapshotStore, index: number): Promise<Uint8Array[]> {
  const reader = await store.read({ index, term: 2 });
  const chunks: Uint8Array[] = [];
  for await (const chunk of reader.chunks()) chunks.push(Uint8Array.from(chunk));
  await reader.close();
  return chunks;
}

const chunksArb = fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 8 });

test("what was finished survives a crash; what was not is gone", () =>
  fc.assert(
    fc.asyncProperty(chunksArb, fc.integer(), async (chunks, seed) => {
      const disk = new MemoryDisk();
      const store = await open(disk);
      await write(store, 5, chunks);
      const half = await store.create({ index: 9, term: 2, confState, membership: NO_MEMBERS });
      for (const chunk of chunks) await half.write(chunk);
      disk.crash(seededRng(seed));
      const again = await open(disk);
      expect(await again.list()).toEqual([{ index: 5, term: 2 }]);
      expect(await read(again, 5)).toEqual(chunks);
    }),
    { numRuns: 50 },
  ));

test("any flipped bit is found", () =>
  fc.assert(
    fc.asyncProperty(
      chunksArb,
      fc.double({ min: 0, max: 0.9999, noNaN: true }),
      fc.nat({ max: 7 }),
      async (chunks, where, bit) => {
        const disk = new MemoryDisk();
        const store = await open(disk);
        await write(store, 5, chunks);
        const [name] = await disk.list("snap");
        const size = (await disk.readFile(`snap/${name}`))?.length ?? 0;
        const at = Math.floor(size * where);
        disk.flipBit(`snap/${name}`, at, bit);
        const outcome = await store.verify({ index: 5, term: 2 }).then(
          () => "intact",
          (error: unknown) => (error as { code: string }).code,
        );
        // The three zeros after a frame's kind say nothing.
        if (outcome === "intact") expect(await read(store, 5)).toEqual(chunks);
        else expect(outcome).toBe("DATA_LOSS");
      },
    ),
    { numRuns: 100 },
  ));

test("one that is being read outlives the cleaning", async () => {
  const disk = new MemoryDisk();
  const store = await open(disk);
  for (const index of [1, 2, 3]) await write(store, index, [Uint8Array.of(index)]);
  const reader = await store.read({ index: 1, term: 2 });
  await store.removeExcept((mark) => mark.index === 3);
  expect((await store.list()).map((mark) => mark.index)).toEqual([3, 1]);
  await reader.close();
  await store.removeExcept((mark) => mark.index === 3);
  expect((await store.list()).map((mark) => mark.index)).toEqual([3]);
});
