/** What a node is made with; `settle` checks it and fills in the defaults. */
import { ConfigError } from "./errors.ts";
import { isLocalTarget, NO_LIMIT } from "./message.ts";
import type { Storage } from "./storage.ts";
import type { Trace } from "./trace.ts";

/**
 * "safe": a read waits until a quorum has confirmed the lead. "lease-based": answered at once
 * while check-quorum keeps the lead; wrong if clocks drift by more than an election timeout.
 */
export type ReadOnlyOption = "safe" | "lease-based";

export interface Config {
  /** This node, > 0; never used again for another node of the group. */
  readonly id: number;
  /** Ticks without a leader until an election, and up to `electionSpread` more at random. */
  readonly electionTick: number;
  /**
   * The timeout is drawn from [electionTick, electionTick + electionSpread). A smaller one makes
   * the slowest failover faster and split votes more likely. Default: electionTick.
   */
  readonly electionSpread?: number;
  /** Ticks between heartbeats; less than electionTick, a tenth of it is usual. */
  readonly heartbeatTick: number;
  readonly storage: Storage;
  /** Uniform in [0, 1). Seed it and the node is a function of its inputs. */
  readonly random: () => number;
  /** On restart: up to here the owner has applied, earlier entries are not handed out again. */
  readonly applied?: number;
  /**
   * Ready's writes come as StorageAppend and StorageApply messages with responses to deliver when
   * they are done, instead of being acknowledged by `advance`: so writes may overlap.
   */
  readonly asyncStorageWrites?: boolean;
  /** Bytes of entries in one append message; 0: one entry a message. Default: no limit. */
  readonly maxSizePerMsg?: number;
  /** Bytes of entries that are handed out and not yet applied. Default: maxSizePerMsg. */
  readonly maxCommittedSizePerReady?: number;
  /** Payload bytes a leader may hold uncommitted before proposals are dropped. Default: none. */
  readonly maxUncommittedEntriesSize?: number;
  /** Append messages in flight to one follower. Default: 256. */
  readonly maxInflightMsgs?: number;
  /** Payload bytes in flight to one follower, at least maxSizePerMsg. Default: no limit. */
  readonly maxInflightBytes?: number;
  /** A leader that has not heard of a quorum for an election timeout steps down. */
  readonly checkQuorum?: boolean;
  /** Ask before an election whether it could be won, so that a cut-off node does not disturb. */
  readonly preVote?: boolean;
  /** Default: "safe". "lease-based" needs checkQuorum. */
  readonly readOnlyOption?: ReadOnlyOption;
  /** Followers drop proposals instead of passing them on to the leader. */
  readonly disableProposalForwarding?: boolean;
  /**
   * Membership changes are proposed unchecked; a wrong one then fails when it is applied. Only
   * for owners that serialize them themselves.
   */
  readonly disableConfChangeValidation?: boolean;
  /**
   * A leader that a change removes or demotes steps down when it applies it. Otherwise it leads
   * on, without taking proposals, until it is stopped: recommended.
   */
  readonly stepDownOnRemoval?: boolean;
  readonly trace?: Trace;
}

/** A checked configuration: everything is there. */
export type Settled = Required<Omit<Config, "trace" | "applied">> & {
  readonly applied: number;
  readonly trace: Trace | undefined;
};

const DEFAULT_INFLIGHT_MSGS = 256;

/** Throws ConfigError that names field, value and what was expected. */
export function settle(config: Config): Settled {
  const maxSizePerMsg = config.maxSizePerMsg ?? NO_LIMIT;
  const settled: Settled = {
    id: config.id,
    electionTick: config.electionTick,
    electionSpread: config.electionSpread ?? config.electionTick,
    heartbeatTick: config.heartbeatTick,
    storage: config.storage,
    random: config.random,
    applied: config.applied ?? 0,
    asyncStorageWrites: config.asyncStorageWrites ?? false,
    maxSizePerMsg,
    maxCommittedSizePerReady: config.maxCommittedSizePerReady ?? Math.max(maxSizePerMsg, 1),
    maxUncommittedEntriesSize: config.maxUncommittedEntriesSize ?? NO_LIMIT,
    maxInflightMsgs: config.maxInflightMsgs ?? DEFAULT_INFLIGHT_MSGS,
    maxInflightBytes: config.maxInflightBytes ?? NO_LIMIT,
    checkQuorum: config.checkQuorum ?? false,
    preVote: config.preVote ?? false,
    readOnlyOption: config.readOnlyOption ?? "safe",
    disableProposalForwarding: config.disableProposalForwarding ?? false,
    disableConfChangeValidation: config.disableConfChangeValidation ?? false,
    stepDownOnRemoval: config.stepDownOnRemoval ?? false,
    trace: config.trace,
  };
  check(settled);
  return settled;
}

function check(config: Settled): void {
  const { id, electionTick, heartbeatTick, maxInflightMsgs, maxInflightBytes } = config;
  const whole = Number.isSafeInteger;
  expect("id", id, whole(id) && id > 0 && !isLocalTarget(id), "a positive safe integer");
  expect("heartbeatTick", heartbeatTick, whole(heartbeatTick) && heartbeatTick > 0, "at least 1");
  const longer = whole(electionTick) && electionTick > heartbeatTick;
  expect("electionTick", electionTick, longer, `more than heartbeatTick (${heartbeatTick})`);
  const { electionSpread } = config;
  const spread = whole(electionSpread) && electionSpread > 0;
  expect("electionSpread", electionSpread, spread, "at least 1");
  expect("applied", config.applied, whole(config.applied) && config.applied >= 0, "an index");
  expect("maxSizePerMsg", config.maxSizePerMsg, config.maxSizePerMsg >= 0, "at least 0");
  const applySize = config.maxCommittedSizePerReady;
  expect("maxCommittedSizePerReady", applySize, applySize > 0, "more than 0");
  const uncommitted = config.maxUncommittedEntriesSize;
  expect("maxUncommittedEntriesSize", uncommitted, uncommitted > 0, "more than 0");
  expect("maxInflightMsgs", maxInflightMsgs, maxInflightMsgs > 0, "more than 0");
  const room =
    maxInflightBytes === NO_LIMIT ||
    (maxInflightBytes > 0 && maxInflightBytes >= config.maxSizePerMsg);
  const least = `more than 0 and >= maxSizePerMsg (${config.maxSizePerMsg})`;
  expect("maxInflightBytes", maxInflightBytes, room, least);
  const leased = config.readOnlyOption !== "lease-based" || config.checkQuorum;
  expect("readOnlyOption", config.readOnlyOption, leased, '"safe", or checkQuorum with it');
}

function expect(field: string, value: unknown, holds: boolean, expected: string): void {
  if (!holds) throw new ConfigError(`${field} is ${String(value)}, expected ${expected}`);
}
