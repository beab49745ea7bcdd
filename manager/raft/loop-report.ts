/** What a loop tells about itself. */
import type { RawNode } from "raft-ts";
import type { LoopCounters } from "./loop-counters.ts";
import type { MembershipDriver } from "./loop-membership.ts";
import type { LoopPorts, LoopStart } from "./loop-ports.ts";
import type { Health } from "./transport.ts";

/** Worth a word: what was written meanwhile has waited for it. */
const SLOW_SYNC_MS = 500;

export interface ReportPorts {
  readonly ports: LoopPorts;
  readonly start: LoopStart;
  readonly node: RawNode;
  readonly counters: LoopCounters;
  readonly members: MembershipDriver;
}

export class Reporter {
  readonly #of: ReportPorts;

  constructor(of: ReportPorts) {
    this.#of = of;
  }

  /** The write-ahead log was synced. */
  synced(durationMs: number): void {
    const { ports, counters } = this.#of;
    counters.fsync.recordMs(durationMs);
    if (durationMs < SLOW_SYNC_MS) return;
    const ms = Math.round(durationMs);
    ports.logger.warn({ ms }, "the disk took long to sync the raft log");
  }

  health(): Health {
    const { start, node } = this.#of;
    const { hardState, lead, applied } = node.basicStatus();
    const { raftId, nodeId } = start.identity;
    const { term, commit } = hardState;
    return { raftId, nodeId, term, leader: lead, commit, applied };
  }

  status(stopped: boolean): void {
    const { ports, node, members } = this.#of;
    const { role, hardState, lead, learner } = node.basicStatus();
    const seen = role === "pre-candidate" ? "candidate" : role;
    ports.emit({
      kind: "status",
      status: {
        role: stopped ? "stopped" : seen === "follower" && learner ? "learner" : seen,
        term: hardState.term,
        leader: lead,
        commit: hardState.commit,
        members: members.seen(),
      },
    });
  }

  details(applied: number, diskFull: boolean): void {
    const { ports, start, node, counters } = this.#of;
    const { wal, snapshots, transport, emit } = ports;
    const snapshot = start.storage.snapshot();
    emit({
      kind: "details",
      details: counters.details({
        applyLag: Math.max(0, node.basicStatus().hardState.commit - applied),
        logBytes: wal.bytes,
        firstIndex: start.storage.firstIndex(),
        lastIndex: start.storage.lastIndex(),
        snapshotIndex: typeof snapshot === "string" ? 0 : snapshot.meta.index,
        snapshotBytes: snapshots.newestBytes,
        matches: [...node.status().progress].map(([raftId, { match }]) => ({ raftId, match })),
        diskFull,
        transport: transport.counters(),
      }),
    });
  }
}
