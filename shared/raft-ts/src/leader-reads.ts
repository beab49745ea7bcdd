/** How a leader answers linearizable reads (thesis §6.4). */
import { type Message, MessageType, NONE } from "./message.ts";
import type { Raft } from "./raft.ts";
import { broadcastHeartbeat } from "./replication.ts";

export function startRead(raft: Raft, request: Message): void {
  // Alone too: after a restart the commit index may be one that was stored long ago.
  if (raft.hasCommittedInTerm()) confirmRead(raft, request);
  else raft.readsBeforeCommit.push(request);
}

/** The first commit of the term tells what is committed: reads may take that index. */
export function releaseReadsBeforeCommit(raft: Raft): void {
  if (raft.readsBeforeCommit.length === 0 || !raft.hasCommittedInTerm()) return;
  const requests = raft.readsBeforeCommit;
  raft.readsBeforeCommit = [];
  for (const request of requests) confirmRead(raft, request);
}

function confirmRead(raft: Raft, request: Message): void {
  // Alone, its own log is the quorum's.
  const alone = raft.tracker.isSingleton(raft.id);
  if (alone || raft.config.readOnlyOption === "lease-based") {
    answerRead(raft, request, raft.log.committed);
    return;
  }
  raft.readOnly.add(raft.log.committed, request);
  raft.readOnly.receiveAck(raft.id, raft.readOnly.heartbeatContext());
  broadcastHeartbeat(raft);
}

/** Those that a quorum has confirmed: more after an ack, or a change that needs fewer of them. */
export function answerConfirmedReads(raft: Raft): void {
  for (const read of raft.readOnly.takeConfirmed(raft.tracker.members.voters)) {
    answerRead(raft, read.request, read.index);
  }
}

/** To the owner of this node, or to the follower that passed the request on. */
function answerRead(raft: Raft, request: Message, index: number): void {
  if (request.from !== NONE && request.from !== raft.id) {
    raft.send({
      type: MessageType.ReadIndexResp,
      to: request.from,
      index,
      entries: request.entries,
    });
    return;
  }
  const [first] = request.entries;
  if (first !== undefined) raft.readStates.push({ index, requestContext: first.data });
}
