/**
 * A membership as text, in the notation of describe.ts. Apart from that, which knows what a node
 * says: a node's own traces name its members.
 */
import { isJoint, type JointVoters } from "./joint-quorum.ts";
import { ascending, type Membership } from "./tracker.ts";

/** Hexadecimal, as in messages. */
export function describeId(id: number): string {
  return id.toString(16);
}

/** Hexadecimal, too; a ConfState and a progress name nodes in decimal. */
function describeIds(ids: Iterable<number>): string {
  return `(${ascending(ids).map(describeId).join(" ")})`;
}

function describeVoters(voters: JointVoters): string {
  const incoming = describeIds(voters.incoming);
  return isJoint(voters) ? `${incoming}&&${describeIds(voters.outgoing)}` : incoming;
}

export function describeMembership(members: Membership): string {
  let text = `voters=${describeVoters(members.voters)}`;
  if (members.learners.size > 0) text += ` learners=${describeIds(members.learners)}`;
  if (members.learnersNext.size > 0) {
    text += ` learners_next=${describeIds(members.learnersNext)}`;
  }
  return members.autoLeave ? `${text} autoleave` : text;
}
