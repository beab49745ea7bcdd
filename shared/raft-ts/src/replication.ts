/** What a leader sends: appends, heartbeats, snapshots, each within the follower's window. */
import { payloadSize } from "./entry-size.ts";
import { fail } from "./errors.ts";
import { type Entry, MessageType, NO_ENTRIES } from "./message.ts";
import type { Progress } from "./progress.ts";
import type { Raft } from "./raft.ts";

function progressOf(raft: Raft, to: number): Progress {
  return raft.tracker.progress.get(to) ?? fail(`no progress for ${to}`);
}

/** Entries that the follower lacks, or an empty append that tells it the commit index. */
export function sendAppend(raft: Raft, to: number): void {
  maybeSendAppend(raft, to, true);
}

/** False if nothing was sent: the window is closed, or there is nothing to say. */
export function maybeSendAppend(raft: Raft, to: number, sendIfEmpty: boolean): boolean {
  const progress = progressOf(raft, to);
  if (progress.isPaused()) return false;
  const index = progress.next - 1;
  const logTerm = raft.log.term(index);
  if (typeof logTerm === "string") return maybeSendSnapshot(raft, to, progress);

  let entries: readonly Entry[] = NO_ENTRIES;
  // With a full window an empty append may still carry the commit index.
  if (progress.state !== "replicate" || !progress.inflights.full()) {
    const next = raft.log.entries(progress.next, raft.config.maxSizePerMsg);
    if (typeof next === "string") {
      return sendIfEmpty && maybeSendSnapshot(raft, to, progress);
    }
    entries = next;
  }
  if (entries.length === 0 && !sendIfEmpty) return false;
  const commit = raft.log.committed;
  raft.send({ type: MessageType.App, to, index, logTerm, entries, commit });
  progress.sentEntries(entries.length, payloadSize(entries));
  progress.sentCommit = commit;
  return true;
}

function maybeSendSnapshot(raft: Raft, to: number, progress: Progress): boolean {
  // To a node that does not answer it would be a heavy waste, again and again.
  if (!progress.recentActive) {
    raft.trace?.("debug", `${raft.name()} sends no snapshot to inactive ${raft.name(to)}`);
    return false;
  }
  const snapshot = raft.log.snapshot(to);
  if (snapshot === "temporarily-unavailable") {
    raft.trace?.("debug", `${raft.name()} has no snapshot ready for ${raft.name(to)}`);
    return false;
  }
  if (snapshot.meta.index === 0) fail("storage has compacted its log and gives an empty snapshot");
  progress.becomeSnapshot(snapshot.meta.index);
  raft.trace?.(
    "debug",
    `${raft.name()} sends snapshot [index: ${snapshot.meta.index}, term: ` +
      `${snapshot.meta.term}] to ${raft.name(to)} and pauses appends`,
  );
  raft.send({ type: MessageType.Snap, to, snapshot });
  return true;
}

export function broadcastAppend(raft: Raft): void {
  for (const [id] of raft.tracker.peers) {
    if (id !== raft.id) sendAppend(raft, id);
  }
}

export function broadcastHeartbeat(raft: Raft): void {
  const context = raft.readOnly.heartbeatContext();
  for (const [to, progress] of raft.tracker.peers) {
    if (to === raft.id) continue;
    // Not beyond match: what follows there may be another leader's entries.
    const commit = Math.min(progress.match, raft.log.committed);
    raft.send({ type: MessageType.Heartbeat, to, commit, context });
    progress.sentCommit = commit;
  }
}

export function sendTimeoutNow(raft: Raft, to: number): void {
  raft.send({ type: MessageType.TimeoutNow, to });
}
