/** What a follower does: stores what the leader sends, and passes on to it what clients ask. */

import { maybeCampaign } from "./election.ts";
import { ErrProposalDropped, fail, type Refusal } from "./errors.ts";
import { restoreGroup } from "./membership-change.ts";
import { type Message, MessageType, NONE, type Snapshot } from "./message.ts";
import type { Raft } from "./raft.ts";
import { NO_MEMBERS } from "./tracker.ts";

export function stepFollower(raft: Raft, m: Message): Refusal | undefined {
  switch (m.type) {
    case MessageType.Prop:
      return forwardProposal(raft, m);
    case MessageType.App:
      hearLeader(raft, m);
      handleAppend(raft, m);
      return undefined;
    case MessageType.Heartbeat:
      hearLeader(raft, m);
      handleHeartbeat(raft, m);
      return undefined;
    case MessageType.Snap:
      hearLeader(raft, m);
      handleSnapshot(raft, m);
      return undefined;
    case MessageType.TransferLeader:
    case MessageType.ReadIndex:
      forward(raft, m);
      return undefined;
    case MessageType.ForgetLeader:
      forgetLeader(raft);
      return undefined;
    case MessageType.TimeoutNow:
      raft.trace?.("info", `${raft.name()} was asked by ${raft.name(m.from)} to take the lead`);
      // No pre-vote: the leader itself wants this election to succeed.
      maybeCampaign(raft, "transfer");
      return undefined;
    case MessageType.ReadIndexResp:
      receiveReadState(raft, m);
      return undefined;
    default:
      return undefined;
  }
}

function hearLeader(raft: Raft, m: Message): void {
  raft.electionElapsed = 0;
  raft.lead = m.from;
}

function forwardProposal(raft: Raft, m: Message): Refusal | undefined {
  if (raft.lead === NONE) {
    raft.trace?.("info", `${raft.name()} knows no leader; dropping proposal`);
    return ErrProposalDropped;
  }
  if (raft.config.disableProposalForwarding) {
    raft.trace?.("info", `${raft.name()} does not forward proposals; dropping one`);
    return ErrProposalDropped;
  }
  raft.send({ ...m, term: 0, to: raft.lead });
  return undefined;
}

function forward(raft: Raft, m: Message): void {
  if (raft.lead === NONE) {
    raft.trace?.("info", `${raft.name()} knows no leader; dropping message of type ${m.type}`);
    return;
  }
  // It may have been forwarded before, by a node that took us for the leader: with a term.
  raft.send({ ...m, term: 0, to: raft.lead });
}

function forgetLeader(raft: Raft): void {
  if (raft.config.readOnlyOption === "lease-based") {
    // The old leader may still answer reads on the strength of its lease.
    raft.trace?.("error", "ignoring forget-leader: reads are lease-based");
    return;
  }
  if (raft.lead === NONE) return;
  raft.trace?.("info", `${raft.name()} forgets leader ${raft.name(raft.lead)}`);
  raft.lead = NONE;
}

function receiveReadState(raft: Raft, m: Message): void {
  const [request, ...others] = m.entries;
  if (request === undefined || others.length > 0) {
    raft.trace?.("error", `${raft.name()} ignores a read index with ${m.entries.length} contexts`);
    return;
  }
  raft.readStates.push({ index: m.index, requestContext: request.data });
}

export function handleAppend(raft: Raft, m: Message): void {
  const { log } = raft;
  const to = m.from;
  const type = MessageType.AppResp;
  if (m.index < log.committed) {
    // Committed entries need no comparison: the leader may go on from there.
    raft.send({ type, to, index: log.committed });
    return;
  }
  const last = log.maybeAppend({ index: m.index, term: m.logTerm }, m.entries, m.commit);
  if (last !== undefined) {
    raft.send({ type, to, index: last });
    return;
  }
  raft.trace?.(
    "debug",
    `${raft.name()} rejects entries after [index: ${m.index}, term: ${m.logTerm}], has term ` +
      `${log.termOrZero(m.index)} there`,
  );
  // The leader skips a whole run of terms with this (paper §5.3, end): we name the last place of
  // ours that could be its log too, since terms never decrease along a log.
  const hint = log.findConflictByTerm(Math.min(m.index, log.lastIndex()), m.logTerm);
  raft.send({
    type,
    to,
    index: m.index,
    reject: true,
    rejectHint: hint.index,
    logTerm: hint.term,
  });
}

export function handleHeartbeat(raft: Raft, m: Message): void {
  raft.log.commitTo(m.commit);
  raft.send({ type: MessageType.HeartbeatResp, to: m.from, context: m.context });
}

export function handleSnapshot(raft: Raft, m: Message): void {
  const { log } = raft;
  const restored = m.snapshot !== undefined && restore(raft, m.snapshot);
  raft.trace?.(
    "info",
    `${raft.name()} [commit: ${log.committed}] ${restored ? "restored" : "ignored"} snapshot ` +
      `[index: ${m.snapshot?.meta.index ?? 0}, term: ${m.snapshot?.meta.term ?? 0}]`,
  );
  const index = restored ? log.lastIndex() : log.committed;
  raft.send({ type: MessageType.AppResp, to: m.from, index });
}

/** Replaces log and membership by the snapshot's. False: it brings nothing, or is not for us. */
function restore(raft: Raft, snapshot: Snapshot): boolean {
  const { log } = raft;
  const { index, term, confState } = snapshot.meta;
  if (index <= log.committed) return false;
  if (raft.role !== "follower") {
    // Cannot happen while messages reach the right role. Stepping down is the safe answer.
    raft.trace?.("warn", `${raft.name()} was given a snapshot as ${raft.role}`);
    raft.becomeFollower(raft.term + 1, NONE);
    return false;
  }
  const { voters, learners, votersOutgoing } = confState;
  // learnersNext are outgoing voters, so they are looked at.
  if (![voters, learners, votersOutgoing].some((ids) => ids.includes(raft.id))) {
    raft.trace?.("warn", `${raft.name()} was given a snapshot of a group it is no member of`);
    return false;
  }
  if (log.matches({ index, term })) {
    // All of it is in the log: only the news that it is committed counts.
    log.commitTo(index);
    raft.trace?.("info", `${raft.name()} commits up to ${index}, the snapshot's last entry`);
    return false;
  }
  log.restore(snapshot);
  const context = { limits: raft.tracker.limits, lastIndex: log.lastIndex() };
  const group = restoreGroup({ members: NO_MEMBERS, progress: new Map() }, context, confState);
  if ("refused" in group) fail(`the snapshot's membership is not valid: ${group.refused}`);
  raft.setGroup(group.members, group.progress);
  return true;
}
