/** Elections (paper §5.2, pre-vote: thesis §9.6): starting one, and asking for votes. */
import { isConfChange } from "./conf-change.ts";
import { fail } from "./errors.ts";
import { jointIds } from "./joint-quorum.ts";
import { type Message, MessageType, NO_BYTES } from "./message.ts";
import type { Raft } from "./raft.ts";

/** "transfer": the leader has asked for it, so followers vote although they hear of a leader. */
export type Campaign = "pre-election" | "election" | "transfer";

const TRANSFER_CONTEXT: Uint8Array = Uint8Array.from("CampaignTransfer", (char) =>
  char.charCodeAt(0),
);

export function isTransfer(vote: Message): boolean {
  const { context } = vote;
  return (
    context.length === TRANSFER_CONTEXT.length &&
    TRANSFER_CONTEXT.every((byte, i) => byte === context[i])
  );
}

/** Starts an election, if this node may. */
export function maybeCampaign(raft: Raft, campaign: Campaign): void {
  const name = raft.name();
  if (raft.role === "leader") {
    raft.trace?.("debug", `${name} does not campaign: it leads already`);
  } else if (!raft.promotable()) {
    raft.trace?.("warn", `${name} is unpromotable and can not campaign`);
  } else if (hasUnappliedConfChange(raft)) {
    // It would count votes by a membership that may be several changes old: two leaders could be
    // elected by majorities that do not overlap.
    raft.trace?.("warn", `${name} does not campaign: a membership change is not applied yet`);
  } else {
    raft.trace?.("info", `${name} is starting a new election at term ${raft.term}`);
    startCampaign(raft, campaign);
  }
}

/** From here on the caller has made sure that the node may campaign. */
export function startCampaign(raft: Raft, campaign: Campaign): void {
  let type: MessageType = MessageType.Vote;
  if (campaign === "pre-election") {
    raft.becomePreCandidate();
    type = MessageType.PreVote;
  } else {
    raft.becomeCandidate();
  }
  const term = type === MessageType.PreVote ? raft.term + 1 : raft.term;
  const last = raft.log.lastId();
  for (const to of jointIds(raft.tracker.members.voters)) {
    if (to === raft.id) {
      // Its own vote takes the way of every vote: it counts once it is durable.
      raft.send({ type: voteResponse(type), to, term });
      continue;
    }
    raft.trace?.("info", `${raft.name()} asks ${raft.name(to)} for its vote at term ${term}`);
    const context = campaign === "transfer" ? TRANSFER_CONTEXT : NO_BYTES;
    raft.send({ type, to, term, index: last.index, logTerm: last.term, context });
  }
}

export function voteResponse(type: MessageType): MessageType {
  if (type === MessageType.Vote) return MessageType.VoteResp;
  if (type === MessageType.PreVote) return MessageType.PreVoteResp;
  return fail(`message type ${type} asks for no vote`);
}

function hasUnappliedConfChange(raft: Raft): boolean {
  const { log } = raft;
  for (let lo = log.applied + 1; lo <= log.committed; ) {
    const page = log.slice(lo, log.committed + 1, log.maxApplyingSize);
    if (typeof page === "string" || page.length === 0) fail(`committed entries from ${lo} missing`);
    if (page.some(isConfChange)) return true;
    lo += page.length;
  }
  return false;
}
