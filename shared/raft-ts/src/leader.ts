/** What a leader does: appends proposals, follows its followers' progress, commits. */
import { isConfChange, tryDecodeConfChange } from "./conf-change.ts";
import { ErrProposalDropped, fail, type Refusal } from "./errors.ts";
import { isJoint } from "./joint-quorum.ts";
import { answerConfirmedReads, releaseReadsBeforeCommit, startRead } from "./leader-reads.ts";
import {
  type Entry,
  EntryType,
  type Message,
  MessageType,
  NO_BYTES,
  NONE,
  newEntry,
} from "./message.ts";
import type { Progress } from "./progress.ts";
import type { Raft } from "./raft.ts";
import {
  broadcastAppend,
  broadcastHeartbeat,
  maybeSendAppend,
  sendAppend,
  sendTimeoutNow,
} from "./replication.ts";

export function stepLeader(raft: Raft, m: Message): Refusal | undefined {
  switch (m.type) {
    case MessageType.Beat:
      broadcastHeartbeat(raft);
      return undefined;
    case MessageType.CheckQuorum:
      checkQuorum(raft);
      return undefined;
    case MessageType.Prop:
      return propose(raft, m);
    case MessageType.ReadIndex:
      startRead(raft, m);
      return undefined;
    case MessageType.ForgetLeader:
      return undefined;
    default: {
      const progress = raft.tracker.progress.get(m.from);
      if (progress === undefined) {
        raft.trace?.("debug", `${raft.name()} has no progress of ${raft.name(m.from)}`);
      } else {
        stepProgress(raft, progress, m);
      }
      return undefined;
    }
  }
}

function stepProgress(raft: Raft, progress: Progress, m: Message): void {
  switch (m.type) {
    case MessageType.AppResp:
      progress.recentActive = true;
      if (m.reject) handleRejection(raft, progress, m);
      else handleAck(raft, progress, m);
      return;
    case MessageType.HeartbeatResp:
      handleHeartbeatResponse(raft, progress, m);
      return;
    case MessageType.SnapStatus:
      handleSnapshotStatus(raft, progress, m);
      return;
    case MessageType.Unreachable:
      // What was sent optimistically is probably lost.
      if (progress.state === "replicate") progress.becomeProbe();
      raft.trace?.("debug", `${raft.name()} could not reach ${raft.name(m.from)}`);
      return;
    case MessageType.TransferLeader:
      handleTransfer(raft, progress, m.from);
      return;
    default:
      return;
  }
}

/** A leader that no quorum answers cannot commit; someone else may lead already. */
function checkQuorum(raft: Raft): void {
  if (!raft.tracker.quorumActive()) {
    raft.trace?.("warn", `${raft.name()} steps down: it has not heard of a quorum`);
    raft.becomeFollower(raft.term, NONE);
  }
  for (const [id, progress] of raft.tracker.peers) {
    if (id !== raft.id) progress.recentActive = false;
  }
}

// ---- proposals ----

function propose(raft: Raft, m: Message): Refusal | undefined {
  if (m.entries.length === 0) fail("a proposal without entries");
  // Removed from the group, but still leading until others take over.
  if (!raft.tracker.progress.has(raft.id)) return ErrProposalDropped;
  if (raft.leadTransferee !== NONE) {
    raft.trace?.("debug", `${raft.name()} hands over its lead; dropping proposal`);
    return ErrProposalDropped;
  }
  let entries = m.entries;
  if (entries.some(isConfChange)) {
    const checked = checkConfChanges(raft, entries);
    if (checked === undefined) return ErrProposalDropped;
    entries = checked;
  }
  if (!raft.appendEntries(entries)) return ErrProposalDropped;
  broadcastAppend(raft);
  return undefined;
}

/**
 * Changes that may not be made now become empty entries: the rest of the proposal stands, and
 * who waits for the index of the change learns that it did not happen. Undefined: bytes that are
 * no change.
 */
function checkConfChanges(raft: Raft, entries: readonly Entry[]): Entry[] | undefined {
  const { log, tracker, config } = raft;
  const checked: Entry[] = [];
  for (const [i, entry] of entries.entries()) {
    if (!isConfChange(entry)) {
      checked.push(entry);
      continue;
    }
    const change = tryDecodeConfChange(entry);
    if (change === undefined) {
      raft.trace?.("error", `${raft.name()} drops a membership change that it cannot read`);
      return undefined;
    }
    const joint = isJoint(tracker.members.voters);
    const leave = change.changes.length === 0;
    let problem: string | undefined;
    if (raft.pendingConfIndex > log.applied) {
      problem = `one at index ${raft.pendingConfIndex} may not be applied (${log.applied} is)`;
    } else if (joint && !leave) {
      problem = "the joint configuration must be left first";
    } else if (!joint && leave) {
      problem = "there is no joint configuration to leave";
    }
    if (problem !== undefined && !config.disableConfChangeValidation) {
      raft.trace?.("info", `${raft.name()} ignores a membership change: ${problem}`);
      checked.push(newEntry(EntryType.Normal, NO_BYTES));
    } else {
      raft.pendingConfIndex = log.lastIndex() + i + 1;
      checked.push(entry);
    }
  }
  return checked;
}

// ---- acks ----

function handleRejection(raft: Raft, progress: Progress, m: Message): void {
  raft.trace?.(
    "debug",
    `${raft.name()} had its append at ${m.index} rejected by ${raft.name(m.from)} [hint: index ` +
      `${m.rejectHint}, term ${m.logTerm}]`,
  );
  // The follower has shown its last entry with a term that our entry at `index` admits. Ours may
  // have a smaller term there, so look back once more, on our side: at most one round a term.
  const probe =
    m.logTerm > 0 ? raft.log.findConflictByTerm(m.rejectHint, m.logTerm).index : m.rejectHint;
  if (!progress.maybeDecrease(m.index, probe)) return;
  if (progress.state === "replicate") progress.becomeProbe();
  sendAppend(raft, m.from);
}

function handleAck(raft: Raft, progress: Progress, m: Message): void {
  // An ack of what is known to match is news to a probe: the logs do meet.
  const news =
    progress.maybeUpdate(m.index) || (progress.match === m.index && progress.state === "probe");
  if (!news) return;
  switch (progress.state) {
    case "probe":
      progress.becomeReplicate();
      break;
    case "snapshot":
      // Whatever snapshot got there (perhaps not ours): if the log goes on from it, so do we.
      if (progress.match + 1 >= raft.log.firstIndex()) {
        raft.trace?.("debug", `${raft.name()} sends entries to ${raft.name(m.from)} again`);
        progress.becomeProbe();
        progress.becomeReplicate();
      }
      break;
    case "replicate":
      progress.inflights.freeUpTo(m.index);
      break;
  }
  if (raft.maybeCommit()) {
    releaseReadsBeforeCommit(raft);
    broadcastAppend(raft);
  } else if (m.from !== raft.id && progress.canBumpCommit(raft.log.committed)) {
    // It may have missed the commit index while its window was full or its log behind.
    sendAppend(raft, m.from);
  }
  // The window may have room for more than one message now.
  if (m.from !== raft.id) while (maybeSendAppend(raft, m.from, false));
  if (m.from === raft.leadTransferee && progress.match === raft.log.lastIndex()) {
    raft.trace?.("info", `${raft.name()} hands its lead to ${raft.name(m.from)}, now up to date`);
    sendTimeoutNow(raft, m.from);
  }
}

function handleHeartbeatResponse(raft: Raft, progress: Progress, m: Message): void {
  progress.recentActive = true;
  progress.paused = false;
  // It lacks entries, or a probe got lost: send again, even an empty message, whose rejection
  // shows where to go on.
  if (progress.match < raft.log.lastIndex() || progress.state === "probe") {
    sendAppend(raft, m.from);
  }
  if (raft.config.readOnlyOption !== "safe" || m.context.length === 0) return;
  raft.readOnly.receiveAck(m.from, m.context);
  answerConfirmedReads(raft);
}

function handleSnapshotStatus(raft: Raft, progress: Progress, m: Message): void {
  if (progress.state !== "snapshot") return;
  // After a failure, from what it had before; after a success, from the snapshot on.
  if (m.reject) progress.pendingSnapshot = 0;
  progress.becomeProbe();
  raft.trace?.(
    "debug",
    `${raft.name()} sent a snapshot to ${raft.name(m.from)}: ${m.reject ? "failed" : "succeeded"}`,
  );
  // Wait: for the follower's own ack if it arrived, for the next heartbeat if it did not.
  progress.paused = true;
}

// ---- leadership transfer (thesis §3.10) ----

function handleTransfer(raft: Raft, progress: Progress, to: number): void {
  const name = raft.name();
  if (progress.learner) {
    raft.trace?.("debug", `${name} does not hand its lead to a learner`);
    return;
  }
  if (raft.leadTransferee !== NONE) {
    if (raft.leadTransferee === to) {
      raft.trace?.("info", `${name} hands its lead to ${raft.name(to)} already`);
      return;
    }
    raft.trace?.("info", `${name} no longer hands its lead to ${raft.name(raft.leadTransferee)}`);
    raft.abortLeaderTransfer();
  }
  if (to === raft.id) {
    raft.trace?.("debug", `${name} leads already`);
    return;
  }
  raft.trace?.("info", `${name} starts to hand its lead to ${raft.name(to)}`);
  // It must succeed within an election timeout, or proposals are taken again.
  raft.electionElapsed = 0;
  raft.leadTransferee = to;
  if (progress.match === raft.log.lastIndex()) sendTimeoutNow(raft, to);
  else sendAppend(raft, to);
}
