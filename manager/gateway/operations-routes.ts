/** What operators ask of a manager beyond Docker's API: consensus, and a backup of the cluster. */
import { BACKUP_CONTENT_TYPE, encodeBackup } from "../../shared/node/backup-file.ts";
import { SKEP_VERSION } from "../../shared/version.ts";
import { onlyCluster } from "../control/node-writes.ts";
import type { RaftStatus } from "../raft/consensus.ts";
import type { RaftDetails } from "../raft/options.ts";
import { type Handler, json, type Route, read } from "./route.ts";

/** Answers without a quorum too: it is asked for when there is none. */
const raftStatus: Handler = async (_request, ports) =>
  json(
    renderRaft(
      ports.consensus.status(),
      ports.details(),
      ports.consensus.leadership() !== undefined,
    ),
  );

export function renderRaft(status: RaftStatus, details: RaftDetails, leads: boolean): object {
  const matchOf = new Map(details.matches.map(({ raftId, match }) => [raftId, match]));
  return {
    RaftID: String(status.raftId),
    Role: status.role,
    // The leader does its duties only once it has applied what earlier leaders committed.
    Leads: leads,
    Leader: status.leader?.nodeId ?? "",
    Term: status.term,
    Commit: status.commit,
    Applied: status.applied,
    FirstIndex: details.firstIndex,
    LastIndex: details.lastIndex,
    LogBytes: details.logBytes,
    SnapshotIndex: details.snapshotIndex,
    SnapshotBytes: details.snapshotBytes,
    Elections: details.elections,
    LeaderChanges: details.leaderChanges,
    LeaderGapMs: details.leaderGapMs,
    Stalls: details.stalls,
    DiskFull: details.diskFull,
    Members: status.members.map((member) => {
      const match = matchOf.get(member.raftId);
      return {
        NodeID: member.nodeId,
        RaftID: String(member.raftId),
        Addr: member.addr,
        Role: member.leader ? "leader" : member.learner ? "learner" : "follower",
        Reachable: member.reachable,
        // Only a leader knows how far the others are.
        ...(match !== undefined && {
          Match: match,
          Lag: Math.max(0, details.lastIndex - match),
        }),
      };
    }),
  };
}

/** Everything acknowledged before the request is in it; what is written meanwhile is not. */
const backup: Handler = (request, ports) =>
  read(ports, request.signal, (tx) => {
    const image = ports.image();
    const facts = {
      clusterId: onlyCluster(tx).id,
      index: image.index,
      term: ports.consensus.status().term,
      createdMs: request.now,
      skepVersion: SKEP_VERSION,
    };
    const chunks = inTurns(encodeBackup(facts, image.chunks()));
    return { kind: "stream", contentType: BACKUP_CONTENT_TYPE, chunks };
  });

/** Encoding is synchronous: between the frames of a large state others get their turn. */
async function* inTurns(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield chunk;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

export const OPERATIONS_ROUTES: readonly Route[] = [
  { method: "GET", path: "/skep/v1/raft/status", handler: raftStatus },
  { method: "GET", path: "/skep/v1/backup", handler: backup },
];
