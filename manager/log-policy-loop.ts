/** Keeps how Raft snapshots and trims its log in step with the cluster's spec. */
import type { SwarmSpec } from "../shared/domain/spec.ts";
import { DEFAULT_LOG_POLICY, type LogPolicy, type RunningConsensus } from "./raft/options.ts";
import type { Store } from "./store/types.ts";

export interface LogPolicyLoopOptions {
  readonly store: Store;
  readonly consensus: Pick<RunningConsensus, "setLogPolicy">;
}

export function policyOf(spec: Pick<SwarmSpec, "Raft">): LogPolicy {
  const { SnapshotInterval, KeepOldSnapshots, LogEntriesForSlowFollowers } = spec.Raft ?? {};
  return {
    // As in Swarm, 0 is never.
    snapshotInterval:
      SnapshotInterval === 0
        ? Number.POSITIVE_INFINITY
        : (SnapshotInterval ?? DEFAULT_LOG_POLICY.snapshotInterval),
    keepOldSnapshots: KeepOldSnapshots ?? DEFAULT_LOG_POLICY.keepOldSnapshots,
    logEntriesForSlowFollowers:
      LogEntriesForSlowFollowers ?? DEFAULT_LOG_POLICY.logEntriesForSlowFollowers,
  };
}

export function followLogPolicy(options: LogPolicyLoopOptions): { close(): void } {
  const { store, consensus } = options;
  let known = DEFAULT_LOG_POLICY;
  const follow = (): void => {
    const cluster = store.view((tx) => [...tx.all("cluster")][0]);
    if (cluster === undefined) return;
    const policy = policyOf(cluster.spec);
    if (JSON.stringify(policy) === JSON.stringify(known)) return;
    known = policy;
    consensus.setLogPolicy(policy);
  };
  const { subscription } = store.watch(
    () => undefined,
    (batch) => {
      if (batch.reset || batch.changes.some(({ table }) => table === "cluster")) follow();
    },
  );
  follow();
  return { close: () => subscription.close() };
}
