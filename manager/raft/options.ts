/** What a manager hands in to take part in consensus, and what it gets back. */
import type { NodeId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Consensus, StateMachine } from "./consensus.ts";
import type { HistogramCounts } from "./histogram.ts";

export interface TlsMaterial {
  readonly certPem: string;
  readonly keyPem: string;
  /** All roots that peers may be signed by (two during a root rotation). */
  readonly caPem: string;
}

export type StartMode =
  /** First manager of a new cluster. */
  | { readonly kind: "bootstrap" }
  /** Certificates are in place; ask these managers to be taken in. */
  | { readonly kind: "join"; readonly remoteAddrs: readonly string[] }
  /** There is state on disk; with `forceNewCluster`, go on as the only member. */
  | { readonly kind: "restart"; readonly forceNewCluster: boolean };

/**
 * What the data keys on disk are sealed with. `local`: a random key in a file beside them (mode
 * 0600), as good as the node's own TLS key in the next directory. Not that TLS key itself: it is
 * renewed by another process, and a crash between both writes would lose the state for ever.
 */
export type SealingKey =
  | { readonly kind: "local" }
  | { readonly kind: "unlock-key"; readonly key: Uint8Array };

export type KeyChange =
  /** A new data key, and all of them sealed anew. What opened them before still does. */
  | { readonly kind: "rotate"; readonly sealingKey: SealingKey }
  /** The certificate is sealed with the same key now: nothing else opens the data keys. */
  | { readonly kind: "settle" };

/** Changeable at run time; from SwarmSpec.Raft. */
export interface LogPolicy {
  /** Entries between snapshots. */
  readonly snapshotInterval: number;
  /** Snapshots kept beside the newest. */
  readonly keepOldSnapshots: number;
  /** Entries kept behind a snapshot, so that a slow follower needs no snapshot. */
  readonly logEntriesForSlowFollowers: number;
}

export const DEFAULT_LOG_POLICY: LogPolicy = {
  snapshotInterval: 10_000,
  keepOldSnapshots: 0,
  logEntriesForSlowFollowers: 500,
};

/** A leader that falls silent is replaced after an election timeout, drawn from the two below. */
export interface Timing {
  readonly tickMs: number;
  readonly heartbeatTicks: number;
  readonly electionTicks: number;
  /** At most so many more, at random. */
  readonly electionSpreadTicks: number;
}

/** 500 to 800 ms: split votes are settled by EarlyElection, not by the spread. */
export const DEFAULT_TIMING: Timing = {
  tickMs: 50,
  heartbeatTicks: 2,
  electionTicks: 10,
  electionSpreadTicks: 6,
};

export interface ConsensusOptions {
  /** A directory `raft` is made in it. */
  readonly stateDir: string;
  /** host:port of the control port; the raft thread listens there for all of the manager. */
  readonly listenAddr: string;
  /** host:port that the other managers reach it at. */
  readonly advertiseAddr: string;
  readonly nodeId: NodeId;
  readonly clusterId: string;
  readonly mode: StartMode;
  readonly tls: TlsMaterial;
  readonly sealingKey: SealingKey;
  /** Unix socket that control connections which are not Raft's are handed to. */
  readonly innerSocketPath: string;
  readonly machine: StateMachine;
  /** Whether a node was removed from the cluster: its certificate is then no longer good. */
  readonly isRemoved: (nodeId: NodeId) => boolean;
  readonly logger: Logger;
  readonly logPolicy?: LogPolicy;
  readonly timing?: Timing;
  /** Gives up a start that still waits (for a remote, for an unlocked disk). */
  readonly signal?: AbortSignal;
}

/** Counters since the start, for metrics. */
export interface RaftDetails {
  readonly fsync: HistogramCounts;
  /** From propose to commit, on the leader. */
  readonly commit: HistogramCounts;
  readonly snapshot: HistogramCounts;
  /** Committed entries that the state machine has not applied yet. */
  readonly applyLag: number;
  readonly logBytes: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly snapshotIndex: number;
  /** Of the newest snapshot's file, encrypted; 0 while there is none. */
  readonly snapshotBytes: number;
  /** How far each member's log is known to agree; empty unless this manager leads. */
  readonly matches: readonly { readonly raftId: number; readonly match: number }[];
  /** Elections that this manager called. */
  readonly elections: number;
  readonly leaderChanges: number;
  /** The longest time without a word from the leader, over the last 20 s; on its followers. */
  readonly leaderGapMs: number;
  /** Times the raft thread itself was held up for longer than a tick. */
  readonly stalls: number;
  /** No room on the disk: proposals are refused until there is. */
  readonly diskFull: boolean;
  readonly messagesSent: number;
  readonly messagesReceived: number;
  readonly messagesDropped: number;
}

export type StopCause =
  | { readonly kind: "stopped" }
  /** This node is no longer a member (demoted or removed). */
  | { readonly kind: "removed" }
  /** A broken disk or a broken invariant: the process must end. */
  | { readonly kind: "failed"; readonly error: Error };

export interface RunningConsensus extends Consensus {
  readonly raftId: number;
  /** Resolves when it no longer takes part; status() is `stopped` from then on. */
  readonly stopped: Promise<StopCause>;
  /** Hands over the lead if it has it, then writes out and closes everything. */
  stop(): Promise<void>;
  /** For new connections; those that are open go on. */
  updateTls(tls: TlsMaterial): Promise<void>;
  /** Durable when it resolves. */
  changeKeys(change: KeyChange): Promise<void>;
  setLogPolicy(policy: LogPolicy): void;
  details(): RaftDetails;
}
