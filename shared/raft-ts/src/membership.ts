/** Applying a committed membership change to a node. */
import { type AnyConfChange, type ConfChangeV2, kindOf, toV2 } from "./conf-change.ts";
import { fail } from "./errors.ts";
import { isVoter } from "./joint-quorum.ts";
import { answerConfirmedReads } from "./leader-reads.ts";
import { type ChangeResult, enterJoint, leaveJoint, simpleChange } from "./membership-change.ts";
import { type ConfState, NONE } from "./message.ts";
import type { Raft } from "./raft.ts";
import { broadcastAppend, maybeSendAppend } from "./replication.ts";
import { toConfState } from "./tracker.ts";

/** Throws if the change is not possible: every node would, so it must not have been proposed. */
export function applyConfChange(raft: Raft, change: AnyConfChange): ConfState {
  // A snapshot of the leader has taken the log's place. Entries that were handed out before are
  // older than it, and the membership is the snapshot's already.
  if (raft.log.unstable.snapshot !== undefined) return toConfState(raft.tracker.members);
  const next = changed(raft, toV2(change));
  if ("refused" in next) fail(`a committed membership change is not possible: ${next.refused}`);
  raft.setGroup(next.members, next.progress);
  afterChange(raft);
  return toConfState(raft.tracker.members);
}

function changed(raft: Raft, change: ConfChangeV2): ChangeResult {
  const context = { limits: raft.tracker.limits, lastIndex: raft.log.lastIndex() };
  const kind = kindOf(change);
  switch (kind.kind) {
    case "leave-joint":
      return leaveJoint(raft.tracker);
    case "enter-joint":
      return enterJoint(raft.tracker, context, kind.autoLeave, change.changes);
    case "simple":
      return simpleChange(raft.tracker, context, change.changes);
  }
}

function afterChange(raft: Raft): void {
  if (raft.role !== "leader") return;
  const { voters } = raft.tracker.members;
  if (raft.learner || !raft.tracker.progress.has(raft.id)) {
    // Removed or demoted. It may lead on, without a vote of its own, until others take over.
    if (raft.config.stepDownOnRemoval) raft.becomeFollower(raft.term, NONE);
    return;
  }
  if (raft.maybeCommit()) {
    // Fewer voters may need fewer acks.
    broadcastAppend(raft);
  } else {
    // New members get what there is at once, instead of at the next heartbeat's answer.
    for (const [id] of raft.tracker.peers) {
      if (id !== raft.id) maybeSendAppend(raft, id, false);
    }
  }
  answerConfirmedReads(raft);
  if (raft.leadTransferee !== NONE && !isVoter(voters, raft.leadTransferee)) {
    raft.abortLeaderTransfer();
  }
}
