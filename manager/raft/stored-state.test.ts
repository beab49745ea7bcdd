import { expect, test } from "vitest";
import type { Logger } from "../../shared/logger.ts";
import { silentLogger } from "../../shared/logger.ts";
import { seededRng } from "../../shared/rng.ts";
import { AesGcmCipher } from "./adapters/aes-gcm.ts";
import type { Ciphers } from "./cipher.ts";
import type { StoredLog } from "./log-replay.ts";
import { NO_MEMBERS } from "./membership.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { SnapshotStore } from "./snapshot-store.ts";
import { loadState, readIdentity, writeIdentity } from "./stored-state.ts";

const cipher = new AesGcmCipher(1, new Uint8Array(32).fill(3));
const ciphers: Ciphers = { current: () => cipher, byId: () => cipher };
const confState = {
  ...{ voters: [1], learners: [], votersOutgoing: [], learnersNext: [] },
  autoLeave: false,
};

function logOf(first: number, last: number, marks: readonly number[]): StoredLog {
  const entries = Array.from({ length: last - first + 1 }, (_, i) => ({
    ...{ index: first + i, term: 1, type: 0 as const, data: new Uint8Array(1) },
  }));
  const hardState = { term: 1, vote: 1, commit: 0 };
  return { hardState, entries, marks: marks.map((index) => ({ index, term: 1 })) };
}

/** Snapshots at these entries; those of `damaged` have a bit flipped at their end. */
async function kept(at: readonly number[], damaged: readonly number[]): Promise<SnapshotStore> {
  const disk = new MemoryDisk();
  const store = await SnapshotStore.open({ disk, dir: "snap", ciphers, rng: seededRng(1) });
  for (const index of at) {
    const writer = await store.create({ index, term: 1, confState, membership: NO_MEMBERS });
    await writer.write(new Uint8Array(100));
    await writer.finish();
    if (!damaged.includes(index)) continue;
    const name = (await disk.list("snap")).find((one) => Number(one.split("-")[0]) === index);
    const file = await disk.open(`snap/${name}`, "existing");
    const last = (await file.size()) - 1;
    const [byte = 0] = await file.read(last, 1);
    await file.write([Uint8Array.of(byte ^ 1)], last);
    await file.close();
  }
  return store;
}

const ROWS: readonly {
  readonly name: string;
  readonly kept: readonly number[];
  readonly damaged: readonly number[];
  readonly log: StoredLog;
  /** Where it goes on from, or what it is refused with. */
  readonly from: number | string;
}[] = [
  { name: "all is well", kept: [5, 9], damaged: [], log: logOf(2, 12, [5, 9]), from: 9 },
  { name: "the older one serves", kept: [5, 9], damaged: [9], log: logOf(6, 12, [5, 9]), from: 5 },
  {
    ...{ name: "the log has a gap behind the older one", kept: [5, 9], damaged: [9] },
    ...{ log: logOf(7, 12, [5, 9]), from: "no older one is kept that the log still follows on" },
  },
  {
    ...{ name: "the log ends before what the damaged one had", kept: [5, 9], damaged: [9] },
    ...{ log: logOf(2, 8, [5, 9]), from: "is damaged" },
  },
  {
    name: "both are damaged",
    kept: [5, 9],
    damaged: [5, 9],
    log: logOf(2, 12, [5, 9]),
    from: "no older one",
  },
  { name: "the log has it all", kept: [9], damaged: [9], log: logOf(1, 12, [9]), from: 0 },
  {
    name: "the older one was removed",
    kept: [9],
    damaged: [9],
    log: logOf(2, 12, [5, 9]),
    from: "no older one",
  },
];

test.each(ROWS)("$name", async ({ kept: at, damaged, log, from }) => {
  const told: string[] = [];
  const logger: Logger = { ...silentLogger, error: (_, message) => told.push(message) };
  const loading = loadState(log, await kept(at, damaged), logger);
  if (typeof from === "string") {
    await expect(loading).rejects.toMatchObject({ code: "DATA_LOSS" });
    await expect(loading).rejects.toThrow(from);
    return;
  }
  const { snapshot, storage } = await loading;
  expect(snapshot?.index ?? 0).toBe(from);
  expect(storage.lastIndex()).toBe(12);
  expect(storage.initialState().hardState.commit).toBe(9);
  expect(told.length).toBe(damaged.length);
});

test("no flipped bit makes somebody else of a manager", async () => {
  const disk = new MemoryDisk();
  const peers = [{ raftId: 5, nodeId: "m2", addr: "10.0.0.2:2377" }];
  const identity = { clusterId: "c", nodeId: "m1", raftId: 123_456, peers };
  await writeIdentity(disk, "raft", identity);
  const bytes = (await disk.readFile("raft/identity.json"))?.length ?? 0;
  for (let bit = 0; bit < 8 * bytes; bit++) {
    disk.flipBit("raft/identity.json", bit >> 3, bit & 7);
    const outcome = await readIdentity(disk, "raft").catch((error: Error) => error.message);
    if (typeof outcome === "string") expect(outcome).toContain("join it again");
    else expect(outcome).toMatchObject(identity);
    disk.flipBit("raft/identity.json", bit >> 3, bit & 7);
  }
  expect(await readIdentity(disk, "raft")).toEqual(identity);
});
