/** Consensus in numbers, rendered from what it says of itself. */
import {
  counter,
  type Distribution,
  gauge,
  histogram,
  type MetricFamily,
} from "../../../shared/metrics.ts";
import type { RaftStatus } from "../../raft/consensus.ts";
import { BUCKET_BOUNDS, type HistogramCounts } from "../../raft/histogram.ts";
import type { RaftDetails } from "../../raft/options.ts";

const distribution = ({ counts, sumSeconds }: HistogramCounts): Distribution => ({
  counts,
  sum: sumSeconds,
});

const latency = (name: string, help: string, counts: HistogramCounts): MetricFamily =>
  histogram(name, help, BUCKET_BOUNDS, [{ labels: {}, value: distribution(counts) }]);

export function statusFamilies(status: RaftStatus): readonly MetricFamily[] {
  const members = status.members.map(({ raftId, nodeId, addr, learner, reachable }) => ({
    labels: { raft_id: String(raftId), node_id: nodeId, addr, learner: String(learner) },
    value: reachable ? 1 : 0,
  }));
  return [
    gauge("skep_raft_term", "Current term.", status.term),
    gauge("skep_raft_has_leader", "1 while a leader is known.", status.leader ? 1 : 0),
    gauge("skep_raft_commit_index", "Index of the last committed entry.", status.commit),
    gauge("skep_raft_applied_index", "Index of the last applied entry.", status.applied),
    gauge("skep_raft_member_reachable", "1 for members that were heard of lately.", members),
  ];
}

export function detailFamilies(details: RaftDetails): readonly MetricFamily[] {
  return [
    latency(
      "swarm_raft_transaction_latency_seconds",
      "Time from a proposal to its commit, on the leader.",
      details.commit,
    ),
    latency("swarm_raft_snapshot_latency_seconds", "Time to write a snapshot.", details.snapshot),
    latency("skep_raft_fsync_seconds", "Time of one flush of the log to the disk.", details.fsync),
    gauge("skep_raft_apply_lag", "Committed entries not applied yet.", details.applyLag),
    gauge("skep_raft_log_bytes", "Size of the log on disk.", details.logBytes),
    gauge("skep_raft_last_index", "Index of the last entry in the log.", details.lastIndex),
    gauge("skep_raft_snapshot_index", "Index of the newest snapshot.", details.snapshotIndex),
    counter("skep_raft_elections_total", "Elections this manager called.", details.elections),
    counter("skep_raft_leader_changes_total", "Changes of leader seen.", details.leaderChanges),
    gauge(
      "skep_raft_leader_gap_seconds",
      "Longest time without a word from the leader in the last 20 s, on its followers.",
      details.leaderGapMs / 1000,
    ),
    counter(
      "skep_raft_stalls_total",
      "Times the raft thread was held up for longer than a tick.",
      details.stalls,
    ),
    gauge("skep_raft_disk_full", "1 while the disk has no room.", details.diskFull ? 1 : 0),
    counter("skep_raft_messages_sent_total", "Messages to peers.", details.messagesSent),
    counter("skep_raft_messages_received_total", "Messages of peers.", details.messagesReceived),
    counter("skep_raft_messages_dropped_total", "Messages given up.", details.messagesDropped),
  ];
}
