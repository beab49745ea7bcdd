/** How raft-ts is set up here. */
import { RawNode } from "raft-ts";
import type { LoopPorts, LoopStart } from "./loop-ports.ts";

const MAX_INFLIGHT_BYTES = 32 << 20;
/** Handed to the main thread and not applied yet: its back-pressure. */
const MAX_UNAPPLIED_BYTES = 8 << 20;
const MAX_UNCOMMITTED_BYTES = 64 << 20;

export function newNode({ rng, logger }: LoopPorts, start: LoopStart): RawNode {
  const { storage, identity, timing, snapshot, maxMessageBytes } = start;
  return new RawNode({
    id: identity.raftId,
    electionTick: timing.electionTicks,
    electionSpread: timing.electionSpreadTicks,
    heartbeatTick: timing.heartbeatTicks,
    storage,
    random: () => rng.fraction(),
    applied: snapshot?.index ?? 0,
    asyncStorageWrites: true,
    maxSizePerMsg: maxMessageBytes,
    maxInflightBytes: MAX_INFLIGHT_BYTES,
    maxCommittedSizePerReady: MAX_UNAPPLIED_BYTES,
    maxUncommittedEntriesSize: MAX_UNCOMMITTED_BYTES,
    checkQuorum: true,
    preVote: true,
    // The control service finds the leader; a proposal passed on would be lost without a word.
    disableProposalForwarding: true,
    stepDownOnRemoval: true,
    trace: (level, text) => logger[level]({}, text),
  });
}
