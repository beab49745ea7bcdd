/** The command add-nodes: its options are those of a node's configuration and first snapshot. */
import { NO_LIMIT, type Snapshot } from "../../../shared/raft-ts/src/message.ts";
import { type Cluster, CommandError, type NodeConfig } from "./cluster.ts";
import { flag, number } from "./parse.ts";
import type { Command } from "./script.ts";

interface Draft {
  config: { -readonly [K in keyof NodeConfig]: NodeConfig[K] };
  voters: number[];
  learners: number[];
  index: number;
  content: string;
}

const OPTIONS: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  voters: (draft, value) => draft.voters.push(number(value)),
  learners: (draft, value) => draft.learners.push(number(value)),
  inflight: (draft, value) => {
    draft.config.maxInflightMsgs = number(value);
  },
  index: (draft, value) => {
    draft.index = number(value);
    draft.config.applied = draft.index;
  },
  content: (draft, value) => {
    draft.content = value;
  },
  "max-inflight-bytes": (draft, value) => {
    draft.config.maxInflightBytes = limit(value);
  },
  "max-size-per-msg": (draft, value) => {
    draft.config.maxSizePerMsg = number(value);
  },
  "max-uncommitted-entries-size": (draft, value) => {
    draft.config.maxUncommittedEntriesSize = limit(value);
  },
  "disable-proposal-forwarding": (draft, value) => {
    draft.config.disableProposalForwarding = flag(value);
  },
  "async-storage-writes": (draft, value) => {
    draft.config.asyncStorageWrites = flag(value);
  },
  prevote: (draft, value) => {
    draft.config.preVote = flag(value);
  },
  checkquorum: (draft, value) => {
    draft.config.checkQuorum = flag(value);
  },
  "max-committed-size-per-ready": (draft, value) => {
    draft.config.maxCommittedSizePerReady = limit(value);
  },
  "disable-conf-change-validation": (draft, value) => {
    draft.config.disableConfChangeValidation = flag(value);
  },
  "read-only": (draft, value) => {
    if (value !== "safe" && value !== "lease-based") {
      throw new CommandError(`invalid read-only option "${value}"`);
    }
    draft.config.readOnlyOption = value;
  },
  "step-down-on-removal": (draft, value) => {
    draft.config.stepDownOnRemoval = flag(value);
  },
};

/** In the reference's configuration 0 stands for "no limit". */
function limit(value: string): number {
  return number(value) || NO_LIMIT;
}

export function addNodes(cluster: Cluster, command: Command): void {
  const [count, ...options] = command.args;
  const draft: Draft = {
    config: { electionTick: 3, heartbeatTick: 1, maxInflightMsgs: NO_LIMIT },
    voters: [],
    learners: [],
    index: 0,
    content: "",
  };
  for (const { key, values } of options) {
    // An unknown option is ignored, as the reference does.
    for (const value of values) OPTIONS[key]?.(draft, value);
  }
  const { voters, learners, index, content } = draft;
  const bootstrap = voters.length > 0 || learners.length > 0 || index > 0 || content !== "";
  const snapshot: Snapshot = {
    meta: {
      index,
      term: 0,
      confState: { voters, learners, votersOutgoing: [], learnersNext: [], autoLeave: false },
    },
    data: new TextEncoder().encode(content),
  };
  cluster.addNodes(number(count?.key ?? ""), draft.config, snapshot, bootstrap);
}
