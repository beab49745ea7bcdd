/** What a manager does besides Raft: the same parts as manager-service.ts puts together. */
import { AllocatorLoop } from "../../manager/allocator/loop.ts";
import { theCluster } from "../../manager/ca/issuance.ts";
import { startRoleLoop } from "../../manager/ca/loop.ts";
import { Control, type LeaderControl } from "../../manager/control/service.ts";
import { Dispatcher } from "../../manager/dispatcher/service.ts";
import { followLeadership } from "../../manager/leader-loop.ts";
import { OrchestratorLoop } from "../../manager/orchestrator/loop.ts";
import type { Leadership, RaftMember } from "../../manager/raft/consensus.ts";
import type { HostConsensus } from "../../manager/raft/host-consensus.ts";
import { SchedulerLoop } from "../../manager/scheduler/loop.ts";
import type { RaftStore } from "../../manager/store/store.ts";
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import { silentLogger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";

export interface DutyOptions {
  readonly store: RaftStore;
  readonly consensus: HostConsensus;
  readonly clock: Clock;
  readonly rng: Rng;
}

export interface Duties {
  readonly dispatcher: Dispatcher;
  readonly control: Control;
}

const NO_BYTES = new Uint8Array(0);

export function takeUpDuties(options: DutyOptions): Duties {
  const common = { ...options, logger: silentLogger };
  const { consensus, clock } = options;
  const telemetrySink = { usage: () => {}, health: () => {} };
  const dispatcher = new Dispatcher({ ...common, telemetrySink });
  const control = new Control({
    ...common,
    leader: elsewhere,
    hostNetworks: () => [],
    freshSecrets: () => ({ workerSecret: "w", managerSecret: "m", unlockKey: NO_BYTES }),
    prepareRotation: () => Promise.reject(new Error("no root is replaced here")),
    usage: async () => NO_BYTES,
    now: () => clock.now(),
  });
  followLeadership({
    consensus,
    clock,
    logger: silentLogger,
    before: async () => {},
    duties: [
      { start: ({ signal }) => new OrchestratorLoop(common).start(signal) },
      { start: ({ signal }) => new AllocatorLoop(common).start(signal) },
      { start: ({ signal }) => new SchedulerLoop(common).start(signal) },
      { start: ({ signal }) => dispatcher.start(signal) },
      { start: (leadership) => startRoles(options, leadership) },
    ],
  });
  return { dispatcher, control };
}

/** Once there is a cluster: before, no manager has a node, and all would be taken for removed. */
function startRoles({ store, consensus, clock }: DutyOptions, leadership: Leadership): void {
  const { subscription } = store.watch(
    () => undefined,
    () => maybeStart(),
  );
  const maybeStart = (): void => {
    if (store.view(theCluster) === undefined) return;
    subscription.close();
    startRoleLoop({ store, consensus, clock, log: silentLogger }, leadership);
  };
  leadership.signal.addEventListener("abort", () => subscription.close(), { once: true });
  maybeStart();
}

/** Clients here find the leader themselves. */
const refuse = (leader: RaftMember): Promise<never> =>
  Promise.reject(new ClusterError("UNAVAILABLE", `ask ${leader.addr}`));

const elsewhere: LeaderControl = {
  create: refuse,
  update: refuse,
  remove: refuse,
  usage: refuse,
  leave: refuse,
};
