import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Clock } from "../../shared/clock.ts";
import { type Rng, seededRng } from "../../shared/rng.ts";
import { AesGcmCipher } from "./adapters/aes-gcm.ts";
import type { Ciphers } from "./cipher.ts";
import { LogReplay, type StoredLog } from "./log-replay.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { Wal } from "./wal.ts";
import type { WalRecord } from "./wal-record.ts";

const cipher = new AesGcmCipher(7, new Uint8Array(32).fill(3));
const ciphers: Ciphers = { current: () => cipher, byId: (id) => (id === 7 ? cipher : undefined) };
const clock: Clock = {
  now: () => 0,
  after: (_delay, fire) => {
    setImmediate(fire);
    return { cancel: () => {} };
  },
};

function open(disk: MemoryDisk) {
  return Wal.open({ disk, dir: "wal", ciphers, clock, segmentBytes: 4096 });
}

function replayOf(records: readonly WalRecord[]): StoredLog {
  const replay = new LogReplay();
  for (const record of records) replay.add(record);
  return replay.result();
}

function plain(log: StoredLog): unknown {
  const entries = log.entries.map((entry) => ({ ...entry, data: [...entry.data] }));
  return { ...log, entries };
}

/** One append: some entries (possibly rewriting the last ones) and a hard state. */
const appendArb = fc.record({
  back: fc.nat({ max: 3 }),
  sizes: fc.array(fc.nat({ max: 900 }), { maxLength: 4 }),
  wait: fc.boolean(),
});

function recordsOf(
  appends: readonly { back: number; sizes: readonly number[] }[],
): readonly (readonly WalRecord[])[] {
  let last = 0;
  return appends.map(({ back, sizes }, term) => {
    let index = Math.max(0, last - back);
    const records: WalRecord[] = sizes.map((size) => ({
      kind: "entry",
      entry: { term, index: ++index, type: 0, data: new Uint8Array(size).fill(index) },
    }));
    if (sizes.length > 0) last = index;
    records.push({ kind: "hard-state", term, vote: 1, commit: Math.max(0, last - 3) });
    return records;
  });
}

describe("safety", () => {
  test("after a crash the log is what was acknowledged, and perhaps the beginning of the rest", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(appendArb, { minLength: 1, maxLength: 25 }),
        fc.integer(),
        async (appends, seed) => {
          const disk = new MemoryDisk();
          const groups = recordsOf(appends);
          const { wal } = await open(disk);
          let acknowledged = 0;
          for (const [i, records] of groups.entries()) {
            const done = wal.append(records).then(
              () => {
                acknowledged = i + 1;
              },
              () => {},
            );
            if (appends[i]?.wait === true) await done;
          }
          const durable = acknowledged;
          disk.crash(seededRng(seed));
          const { log } = await open(disk);
          const possible = groups
            .slice(durable)
            .map((_, i) => plain(replayOf(groups.slice(0, durable + i + 1).flat())));
          possible.unshift(plain(replayOf(groups.slice(0, durable).flat())));
          expect(possible).toContainEqual(plain(log));
        },
      ),
      { numRuns: 150 },
    ));

  test("a flipped bit anywhere in the log is refused or does no harm", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(appendArb, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 0.9999, noNaN: true }),
        fc.nat({ max: 7 }),
        async (appends, where, bit) => {
          const disk = new MemoryDisk();
          const groups = recordsOf(appends);
          const { wal } = await open(disk);
          for (const records of groups) await wal.append(records);
          const tail = `wal/${(await disk.list("wal")).at(-1)}`;
          const last = (await disk.readFile(tail))?.findLastIndex((byte) => byte !== 0) ?? 0;
          disk.flipBit(tail, Math.floor((last + 1) * where), bit);
          const outcome = await open(disk).then(
            ({ log }) => plain(log),
            (error: unknown) => (error as { code: string }).code,
          );
          expect([plain(replayOf(groups.flat())), "DATA_LOSS"]).toContainEqual(outcome);
        },
      ),
      { numRuns: 300 },
    ));
});

test("a released segment is gone, and the hard state and the snapshot's mark stay", async () => {
  const disk = new MemoryDisk();
  const { wal } = await open(disk);
  for (let index = 1; index <= 40; index++) {
    const entry = { term: 1, index, type: 0 as const, data: new Uint8Array(500) };
    await wal.append([{ kind: "entry", entry }]);
  }
  await wal.append([{ kind: "hard-state", term: 4, vote: 2, commit: 39 }]);
  await wal.append([{ kind: "snapshot-taken", index: 35, term: 1 }]);
  const many = (await disk.list("wal")).length;
  await wal.releaseThrough(30);
  expect((await disk.list("wal")).length).toBeLessThan(many);
  disk.crash(seededRng(1));
  const { log } = await open(disk);
  expect(log.hardState).toEqual({ term: 4, vote: 2, commit: 39 });
  expect(log.marks).toEqual([{ index: 35, term: 1 }]);
  expect(log.entries[0]?.index).toBeLessThanOrEqual(31);
  expect(log.entries.at(-1)?.index).toBe(40);
});

test("a leader's snapshot wipes out what came before it, not what came after", async () => {
  const disk = new MemoryDisk();
  const { wal } = await open(disk);
  const entryAt = (index: number): WalRecord => ({
    kind: "entry",
    entry: { term: 1, index, type: 0, data: new Uint8Array(500) },
  });
  await wal.append([entryAt(1)]);
  await wal.append([{ kind: "snapshot-restored", index: 50, term: 1 }]);
  // Enough for several segments, each of which begins with the mark.
  for (let index = 51; index <= 90; index++) await wal.append([entryAt(index)]);
  disk.crash(seededRng(1));
  const { log } = await open(disk);
  expect(log.marks).toEqual([{ index: 50, term: 1 }]);
  expect(log.entries.map((entry) => entry.index)).toEqual(
    Array.from({ length: 40 }, (_, i) => 51 + i),
  );
});

test("without room an append waits, says so, and is written when there is room", async () => {
  const disk = new MemoryDisk();
  const full: boolean[] = [];
  const { wal } = await open(disk);
  wal.observe({ onSync: () => {}, onFull: (now) => full.push(now) });
  disk.setFreeBytes(100);
  let done = false;
  const entry = { term: 1, index: 1, type: 0 as const, data: new Uint8Array(3000) };
  const append = wal.append([{ kind: "entry", entry }]).then(() => {
    done = true;
  });
  while (full.length === 0) await new Promise(setImmediate);
  expect(done).toBe(false);
  disk.setFreeBytes(1 << 22);
  await append;
  expect(full).toEqual([true, false]);
});

test("after a failed sync nothing is accepted any more", async () => {
  const disk = new MemoryDisk();
  const { wal } = await open(disk);
  disk.failNextSync();
  const record: WalRecord = { kind: "hard-state", term: 1, vote: 1, commit: 0 };
  await expect(wal.append([record])).rejects.toThrow("EIO");
  await expect(wal.append([record])).rejects.toThrow("EIO");
});

test("a key that is not in the ring is named", async () => {
  const disk = new MemoryDisk();
  const { wal } = await open(disk);
  await wal.append([{ kind: "hard-state", term: 1, vote: 1, commit: 0 }]);
  const without: Ciphers = { current: () => cipher, byId: () => undefined };
  await expect(Wal.open({ disk, dir: "wal", ciphers: without, clock })).rejects.toThrow("key 7");
});

/** A power cut that keeps nothing of what was not synced. */
const LOSE_ALL: Rng = { ...seededRng(1), below: (bound) => (bound === 3 ? 0 : 1) };

describe("what a life that died of its disk leaves in the page cache", () => {
  const record = (index: number): WalRecord => ({
    kind: "entry",
    entry: { term: 1, index, type: 0, data: new Uint8Array(300) },
  });

  test("a batch whose sync failed is not taken for durable", async () => {
    const disk = new MemoryDisk();
    const { wal } = await open(disk);
    await wal.append([record(1)]);
    disk.failNextSync();
    await expect(wal.append([record(2)])).rejects.toThrow("EIO");
    // The next life sees the entry, and may promise it.
    const seen = await open(disk);
    expect(seen.log.entries.map(({ index }) => index)).toEqual([1, 2]);
    disk.crash(LOSE_ALL);
    expect((await open(disk)).log.entries.map(({ index }) => index)).toEqual([1, 2]);
  });

  test("a segment whose name was not synced is not lost with what is written to it", async () => {
    const disk = new MemoryDisk();
    const { wal } = await open(disk);
    await wal.append([record(1)]);
    const syncDir = disk.syncDir;
    disk.syncDir = () => Promise.reject(new Error("EIO"));
    await expect(wal.roll()).rejects.toThrow("EIO");
    disk.syncDir = syncDir;
    const next = await open(disk);
    await next.wal.append([record(2)]);
    disk.crash(LOSE_ALL);
    expect((await open(disk)).log.entries.map(({ index }) => index)).toEqual([1, 2]);
  });
});
