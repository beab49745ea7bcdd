import { describe, expect, test } from "vitest";
import { KeyRing, StateLockedError } from "./keyring.ts";
import { MemoryDisk } from "./memory-disk.ts";
import type { SealingKey } from "./options.ts";

const local: SealingKey = { kind: "local" };
const unlock = (byte: number): SealingKey => ({
  kind: "unlock-key",
  key: new Uint8Array(32).fill(byte),
});
const text = new TextEncoder().encode("secret");
const place = new Uint8Array(1);

describe("what opens a ring", () => {
  const rows: [string, SealingKey, SealingKey, "opens" | "locked"][] = [
    ["A: local, local", local, local, "opens"],
    ["B: unlock key, the same", unlock(1), unlock(1), "opens"],
    ["C: unlock key, another", unlock(1), unlock(2), "locked"],
    ["D: unlock key, none given", unlock(1), local, "locked"],
    ["E: local, an unlock key is wanted from now on", local, unlock(1), "opens"],
  ];
  test.each(rows)("%s", async (_name, made, given, outcome) => {
    const disk = new MemoryDisk();
    const ring = await KeyRing.open(disk, "raft", made);
    const sealed = ring.current().seal(text, place);
    const again = KeyRing.open(disk, "raft", given);
    if (outcome === "locked") {
      await expect(again).rejects.toThrow(StateLockedError);
      return;
    }
    expect((await again).byId(1)?.open(sealed, place)).toEqual(Buffer.from(text));
    expect((await again).seal).toBe(given.kind);
  });
});

test("autolock takes the local key away, and old data keys stay until they are pruned", async () => {
  const disk = new MemoryDisk();
  const ring = await KeyRing.open(disk, "raft", local);
  expect(await disk.list("raft")).toContain("keyring.key");
  await ring.rotate(unlock(9));
  await ring.settle();
  expect(await disk.list("raft")).toEqual(["keyring.json"]);
  expect(ring.current().keyId).toBe(2);
  expect(ring.byId(1)).toBeDefined();
  await ring.prune(new Set([2]));
  const again = await KeyRing.open(disk, "raft", unlock(9));
  expect([again.byId(1), again.byId(2)?.keyId]).toEqual([undefined, 2]);
});

describe("cut short between two seals, the ring opens with the key that the certificate has", () => {
  const steps: [string, SealingKey, SealingKey][] = [
    ["autolock was switched on", local, unlock(1)],
    ["autolock was switched off", unlock(1), local],
    ["the unlock key was rotated", unlock(1), unlock(2)],
  ];
  const opens = (disk: MemoryDisk, seal: SealingKey): Promise<boolean> =>
    KeyRing.open(disk, "raft", seal).then(
      () => true,
      () => false,
    );

  test.each(steps)("%s", async (_name, before, after) => {
    for (const certificate of [before, after]) {
      const disk = new MemoryDisk();
      const ring = await KeyRing.open(disk, "raft", before);
      const sealed = ring.current().seal(text, place);
      await ring.rotate(after);
      const again = await KeyRing.open(disk, "raft", certificate);
      expect(again.byId(1)?.open(sealed, place)).toEqual(Buffer.from(text));
      expect(again.current().keyId).toBe(2);
      // And from then on with no other, as after a rotation that went through.
      const other = certificate === before ? after : before;
      if (certificate.kind === "unlock-key") expect(await opens(disk, other)).toBe(false);
      expect(await disk.list("raft")).toHaveLength(certificate.kind === "local" ? 2 : 1);
    }
  });

  test("twice in a row: with any of the three until it is settled, then with the last", async () => {
    for (const certificate of [1, 2, 3]) {
      const disk = new MemoryDisk();
      const ring = await KeyRing.open(disk, "raft", unlock(1));
      await ring.rotate(unlock(2));
      await Promise.all([ring.rotate(unlock(3)), ring.prune(new Set())]);
      expect(await opens(disk, unlock(certificate))).toBe(true);
    }
    const disk = new MemoryDisk();
    const ring = await KeyRing.open(disk, "raft", unlock(1));
    await ring.rotate(unlock(2));
    await ring.settle();
    expect([await opens(disk, unlock(1)), await opens(disk, unlock(2))]).toEqual([false, true]);
  });
});

test("a lost local key is named", async () => {
  const disk = new MemoryDisk();
  await KeyRing.open(disk, "raft", local);
  await disk.remove("raft/keyring.key");
  await expect(KeyRing.open(disk, "raft", local)).rejects.toThrow("keyring.key is missing");
});
