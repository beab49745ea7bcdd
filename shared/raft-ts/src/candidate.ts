/** What a candidate or pre-candidate does: counts votes, and gives way to a leader. */
import { startCampaign } from "./election.ts";
import { ErrProposalDropped, type Refusal } from "./errors.ts";
import { handleAppend, handleHeartbeat, handleSnapshot } from "./follower.ts";
import { type Message, MessageType, NONE } from "./message.ts";
import type { Raft } from "./raft.ts";
import { broadcastAppend } from "./replication.ts";

export function stepCandidate(raft: Raft, m: Message): Refusal | undefined {
  switch (m.type) {
    case MessageType.Prop:
      raft.trace?.("info", `${raft.name()} knows no leader; dropping proposal`);
      return ErrProposalDropped;
    // A message of a leader, and of this term (others have been sorted out): the election is over.
    case MessageType.App:
      raft.becomeFollower(m.term, m.from);
      handleAppend(raft, m);
      return undefined;
    case MessageType.Heartbeat:
      raft.becomeFollower(m.term, m.from);
      handleHeartbeat(raft, m);
      return undefined;
    case MessageType.Snap:
      raft.becomeFollower(m.term, m.from);
      handleSnapshot(raft, m);
      return undefined;
    case MessageType.VoteResp:
      // Late answers of the other kind of vote do not count.
      if (raft.role === "candidate") countVote(raft, m);
      return undefined;
    case MessageType.PreVoteResp:
      if (raft.role === "pre-candidate") countVote(raft, m);
      return undefined;
    case MessageType.TimeoutNow:
      raft.trace?.("debug", `${raft.name()} campaigns already`);
      return undefined;
    default:
      return undefined;
  }
}

function countVote(raft: Raft, m: Message): void {
  raft.tracker.recordVote(m.from, !m.reject);
  const { granted, rejected, result } = raft.tracker.tally();
  raft.trace?.(
    "info",
    `${raft.name()} got ${m.reject ? "a rejection" : "a vote"} of ${raft.name(m.from)}: ` +
      `${granted} for, ${rejected} against`,
  );
  switch (result) {
    case "won":
      if (raft.role === "pre-candidate") {
        startCampaign(raft, "election");
      } else {
        raft.becomeLeader();
        broadcastAppend(raft);
      }
      return;
    case "lost":
      // Not m.term: a pre-vote's answer carries a term that nobody is in yet.
      raft.becomeFollower(raft.term, NONE);
      return;
    case "pending":
      return;
  }
}
