import { expect, test } from "vitest";
import { clusterForTest } from "./gateway/testing/gateway.ts";
import { followLogPolicy, policyOf } from "./log-policy-loop.ts";
import { DEFAULT_LOG_POLICY, type LogPolicy } from "./raft/options.ts";
import { storeForTest } from "./store/testing.ts";

test.each<[string, Parameters<typeof policyOf>[0], LogPolicy]>([
  ["nothing said", {}, DEFAULT_LOG_POLICY],
  [
    "all said",
    { Raft: { SnapshotInterval: 5, KeepOldSnapshots: 2, LogEntriesForSlowFollowers: 0 } },
    { snapshotInterval: 5, keepOldSnapshots: 2, logEntriesForSlowFollowers: 0 },
  ],
  [
    "no snapshots",
    { Raft: { SnapshotInterval: 0 } },
    { ...DEFAULT_LOG_POLICY, snapshotInterval: Number.POSITIVE_INFINITY },
  ],
])("policy: %s", (_name, spec, policy) => {
  expect(policyOf(spec)).toEqual(policy);
});

test("consensus is told when the spec's policy changes, and only then", async () => {
  const { store } = storeForTest();
  const told: number[] = [];
  const consensus = { setLogPolicy: (policy: LogPolicy) => told.push(policy.snapshotInterval) };
  const follower = followLogPolicy({ store, consensus });
  await store.update((tx) => tx.create("cluster", { ...clusterForTest(), spec: {} }));
  const setInterval = (SnapshotInterval: number): Promise<void> =>
    store.update((tx) => {
      const [known] = [...tx.all("cluster")];
      if (known !== undefined)
        tx.update("cluster", { ...known, spec: { Raft: { SnapshotInterval } } });
    });
  await setInterval(300);
  await setInterval(300);
  await setInterval(20);
  follower.close();
  await setInterval(30);
  expect(told).toEqual([300, 20]);
});
