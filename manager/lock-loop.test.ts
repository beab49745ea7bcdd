/** Log and certificate are sealed by two processes: in what order, and what each hears of the other. */
import { expect, test } from "vitest";
import { silentLogger } from "../shared/logger.ts";
import { clusterForTest } from "./gateway/testing/gateway.ts";
import { followUnlockKey } from "./lock-loop.ts";
import type { KeyChange } from "./raft/options.ts";
import { storeForTest } from "./store/testing.ts";

const NONE = new Uint8Array(0);
const keyOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

async function locksOf(unlockKey: Uint8Array) {
  const { store } = storeForTest();
  await store.update((tx) => tx.create("cluster", { ...clusterForTest(), unlockKey }));
  const steps: string[] = [];
  const consensus = {
    changeKeys: async (change: KeyChange): Promise<void> => {
      if (change.kind === "settle") steps.push("settle");
      else if (change.sealingKey.kind === "local") steps.push("log without a key");
      else steps.push(`log with ${change.sealingKey.key[0]}`);
    },
  };
  const onUnlockKey = (key: Uint8Array): void => void steps.push(`tell ${key[0] ?? "none"}`);
  const identity = { unlockKey };
  const loop = followUnlockKey({ store, consensus, onUnlockKey, identity, logger: silentLogger });
  const become = async (key: Uint8Array): Promise<void> => {
    await store.update((tx) => {
      const [cluster] = [...tx.all("cluster")];
      if (cluster !== undefined) tx.update("cluster", { ...cluster, unlockKey: key });
    });
    await new Promise(setImmediate);
  };
  return { loop, steps, become };
}

test("the log first, then the certificate; the key of before is good until that is done", async () => {
  const { loop, steps, become } = await locksOf(NONE);
  await become(keyOf(1));
  expect(steps).toEqual(["log with 1", "tell 1"]);
  loop.sealed(keyOf(1));
  expect(steps.splice(0)).toEqual(["log with 1", "tell 1", "settle"]);
  await become(NONE);
  loop.sealed(NONE);
  expect(steps).toEqual(["log without a key", "tell none", "settle"]);
  loop.close();
});

test("word of a key that is no longer the last settles nothing, nor does it twice", async () => {
  const { loop, steps, become } = await locksOf(keyOf(1));
  loop.sealed(keyOf(1));
  await become(keyOf(2));
  await become(keyOf(3));
  loop.sealed(keyOf(1));
  loop.sealed(keyOf(2));
  expect(steps.splice(0)).toEqual(["log with 2", "tell 2", "log with 3", "tell 3"]);
  loop.sealed(keyOf(3));
  await new Promise(setImmediate);
  loop.sealed(keyOf(3));
  expect(steps).toEqual(["settle"]);
  loop.close();
});
