/**
 * One input, one step: compares terms (paper §5.1), handles what is the same in every role
 * (votes, storage's answers) and gives the rest to the role.
 */
import { stepCandidate } from "./candidate.ts";
import { isTransfer, maybeCampaign, voteResponse } from "./election.ts";
import { entriesSize, payloadSize } from "./entry-size.ts";
import type { Refusal } from "./errors.ts";
import { stepFollower } from "./follower.ts";
import { stepLeader } from "./leader.ts";
import {
  EntryType,
  type Message,
  MessageType,
  NO_BYTES,
  NONE,
  newEntry,
  newMessage,
  type Snapshot,
} from "./message.ts";
import type { Raft } from "./raft.ts";

export function step(raft: Raft, m: Message): Refusal | undefined {
  if (m.term > raft.term) {
    if (ignoredByLease(raft, m)) return undefined;
    maybeFollowHigherTerm(raft, m);
  } else if (m.term < raft.term && m.term !== 0) {
    handleLowerTerm(raft, m);
    return undefined;
  }
  switch (m.type) {
    case MessageType.Hup:
      maybeCampaign(raft, raft.config.preVote ? "pre-election" : "election");
      return undefined;
    case MessageType.StorageAppendResp:
      if (m.index !== 0) raft.log.unstable.stableTo({ index: m.index, term: m.logTerm });
      if (m.snapshot !== undefined) appliedSnapshot(raft, m.snapshot);
      return undefined;
    case MessageType.StorageApplyResp: {
      const last = m.entries.at(-1);
      if (last !== undefined) {
        appliedTo(raft, last.index, entriesSize(m.entries));
        raft.reduceUncommittedSize(payloadSize(m.entries));
      }
      return undefined;
    }
    case MessageType.Vote:
    case MessageType.PreVote:
      handleVote(raft, m);
      return undefined;
    default:
      return stepRole(raft, m);
  }
}

function stepRole(raft: Raft, m: Message): Refusal | undefined {
  switch (raft.role) {
    case "follower":
      return stepFollower(raft, m);
    case "pre-candidate":
    case "candidate":
      return stepCandidate(raft, m);
    case "leader":
      return stepLeader(raft, m);
  }
}

/**
 * A node that has heard of a leader within the minimal election timeout does not let a candidate
 * disturb it (paper §6, end; thesis §4.2.3), unless the leader itself asked for the election.
 */
function ignoredByLease(raft: Raft, m: Message): boolean {
  if (m.type !== MessageType.Vote && m.type !== MessageType.PreVote) return false;
  const { checkQuorum, electionTick } = raft.config;
  const inLease = checkQuorum && raft.lead !== NONE && raft.electionElapsed < electionTick;
  if (!inLease || isTransfer(m)) return false;
  raft.trace?.(
    "info",
    `${raft.name()} ignores a vote request of ${raft.name(m.from)} at term ${m.term}: the lease ` +
      `of ${raft.name(raft.lead)} has ${electionTick - raft.electionElapsed} ticks left`,
  );
  return true;
}

function maybeFollowHigherTerm(raft: Raft, m: Message): void {
  // Pre-votes speak of a term that does not exist yet; whoever grants one has not entered it.
  if (m.type === MessageType.PreVote) return;
  if (m.type === MessageType.PreVoteResp && !m.reject) return;
  raft.trace?.(
    "info",
    `${raft.name()} [term: ${raft.term}] received a message of type ${m.type} with higher term ` +
      `${m.term} from ${raft.name(m.from)}`,
  );
  const fromLeader =
    m.type === MessageType.App || m.type === MessageType.Heartbeat || m.type === MessageType.Snap;
  raft.becomeFollower(m.term, fromLeader ? m.from : NONE);
}

function handleLowerTerm(raft: Raft, m: Message): void {
  const { checkQuorum, preVote } = raft.config;
  const fromLeader = m.type === MessageType.App || m.type === MessageType.Heartbeat;
  if (fromLeader && (checkQuorum || preVote)) {
    // An old leader, or a current one and we have campaigned while we were cut off: then nobody
    // votes for us (a lease), and we ignore the leader: stuck. Our term in an answer makes it
    // step down. Without check-quorum and pre-vote our own vote request would do that.
    raft.send({ type: MessageType.AppResp, to: m.from });
  } else if (m.type === MessageType.PreVote) {
    // Answered, so that a pre-candidate behind us learns the term and does not stay one for ever.
    raft.trace?.("info", `${raft.name()} rejects a pre-vote of ${raft.name(m.from)}: old term`);
    raft.send({ type: MessageType.PreVoteResp, to: m.from, term: raft.term, reject: true });
  } else if (m.type === MessageType.StorageAppendResp) {
    // Entries may have been replaced since, even by ones of the same index and term that were
    // written and replaced before (see UnstableLog.stableTo): the answer to a later write will
    // come. A snapshot is committed state and cannot be replaced.
    if (m.index !== 0) {
      raft.trace?.("info", `${raft.name()} ignores stored entries of an earlier term ${m.term}`);
    }
    if (m.snapshot !== undefined) appliedSnapshot(raft, m.snapshot);
  } else {
    raft.trace?.(
      "info",
      `${raft.name()} ignores a message of type ${m.type} with lower term ${m.term}`,
    );
  }
}

function handleVote(raft: Raft, m: Message): void {
  const canVote =
    raft.vote === m.from ||
    // No vote for another while there is a leader in this term.
    (raft.vote === NONE && raft.lead === NONE) ||
    (m.type === MessageType.PreVote && m.term > raft.term);
  const grant = canVote && raft.log.isUpToDate({ term: m.logTerm, index: m.index });
  raft.trace?.(
    "info",
    `${raft.name()} [vote: ${raft.name(raft.vote)}] ${grant ? "votes for" : "rejects"} ` +
      `${raft.name(m.from)} [index: ${m.index}, term: ${m.logTerm}] at term ${m.term}`,
  );
  // A granted pre-vote answers in the term that was asked for, which may be above our own: in our
  // own it would be ignored as old, should the candidate be ahead.
  const type = voteResponse(m.type);
  if (!grant) {
    raft.send({ type, to: m.from, term: raft.term, reject: true });
    return;
  }
  raft.send({ type, to: m.from, term: m.term });
  if (m.type === MessageType.Vote) {
    raft.electionElapsed = 0;
    raft.vote = m.from;
  }
}

// ---- applying ----

export function appliedTo(raft: Raft, index: number, size: number): void {
  const applied = Math.max(index, raft.log.applied);
  raft.log.appliedTo(applied, size);
  if (
    raft.tracker.members.autoLeave &&
    applied >= raft.pendingConfIndex &&
    raft.role === "leader"
  ) {
    // Dropped while the lead is handed over: the next leader, or the next entry that is applied
    // here, proposes it again.
    // Without a payload, so that the bound on uncommitted data cannot refuse it.
    const entries = [newEntry(EntryType.ConfChangeV2, NO_BYTES)];
    const refusal = step(raft, newMessage({ type: MessageType.Prop, entries }));
    const [level, outcome] =
      refusal === undefined
        ? (["info", "proposes"] as const)
        : (["debug", "cannot propose"] as const);
    raft.trace?.(level, `${raft.name()} ${outcome} to leave the joint configuration`);
  }
}

function appliedSnapshot(raft: Raft, snapshot: Snapshot): void {
  raft.log.unstable.stableSnapshotTo(snapshot.meta.index);
  appliedTo(raft, snapshot.meta.index, 0);
}

// ---- time ----

export function tick(raft: Raft): void {
  if (raft.role === "leader") tickLeader(raft);
  else tickElection(raft);
}

function tickElection(raft: Raft): void {
  raft.electionElapsed++;
  if (raft.promotable() && raft.electionElapsed >= raft.randomizedElectionTimeout) {
    raft.electionElapsed = 0;
    step(raft, newMessage({ type: MessageType.Hup, from: raft.id }));
  }
}

function tickLeader(raft: Raft): void {
  raft.heartbeatElapsed++;
  raft.electionElapsed++;
  if (raft.electionElapsed >= raft.config.electionTick) {
    raft.electionElapsed = 0;
    if (raft.config.checkQuorum) {
      step(raft, newMessage({ type: MessageType.CheckQuorum, from: raft.id }));
    }
    // The transferee has not taken over within an election timeout: lead on.
    if (raft.role === "leader") raft.abortLeaderTransfer();
  }
  if (raft.role === "leader" && raft.heartbeatElapsed >= raft.config.heartbeatTick) {
    raft.heartbeatElapsed = 0;
    step(raft, newMessage({ type: MessageType.Beat, from: raft.id }));
  }
}
