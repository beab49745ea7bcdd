/** The other managers as a port: the real one is gRPC streams, a simulation has its own. */
import type { Message } from "raft-ts";
import type { MemberAddress } from "./membership.ts";
import type { TlsMaterial } from "./options.ts";
import type { SnapshotReader } from "./snapshot-store.ts";

export interface JoinRequest {
  readonly nodeId: string;
  readonly addr: string;
  /** Set by a member whose address changed; 0 by a node that wants in. */
  readonly raftId: number;
}

export interface JoinResponse {
  readonly raftId: number;
  readonly clusterId: string;
  readonly members: readonly MemberAddress[];
}

export interface Health {
  readonly raftId: number;
  readonly nodeId: string;
  readonly term: number;
  readonly leader: number;
  readonly commit: number;
  readonly applied: number;
}

/** What arrives; implemented by the loop. */
export interface TransportEvents {
  messages(from: number, messages: readonly Message[]): void;
  /** Resolves when it is durable and handed to Raft; rejects if it could not be taken. */
  snapshot(message: Message, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Something could not be delivered. */
  unreachable(raftId: number): void;
  /** Nothing listens there any more: its process is gone, not only slow. */
  gone(raftId: number): void;
  snapshotSent(raftId: number, ok: boolean): void;
  /** A peer says that this node was removed. */
  removed(): void;
  isRemoved(raftId: number): boolean;
  join(request: JoinRequest): Promise<JoinResponse>;
  leave(raftId: number): Promise<void>;
  health(): Health;
}

export interface TransportCounters {
  readonly sent: number;
  readonly received: number;
  readonly dropped: number;
}

export interface Transport {
  start(events: TransportEvents): void;
  /** Opens streams to these and closes others, after what is queued for them was sent. */
  setPeers(peers: readonly MemberAddress[]): void;
  /** Never waits: what cannot be queued is dropped and told as unreachable. */
  send(messages: readonly Message[]): void;
  /** Sends a MsgSnap with the state; the outcome comes as `snapshotSent`. Closes the reader. */
  sendSnapshot(message: Message, reader: SnapshotReader): void;
  /** Whether the stream to a peer is up. */
  connected(raftId: number): boolean;
  /** Whether a manager with this node id answers there. */
  probe(addr: string, nodeId: string): Promise<boolean>;
  /** As a client, to the leader at `addr`. */
  requestJoin(addr: string, request: JoinRequest): Promise<JoinResponse>;
  counters(): TransportCounters;
  updateTls(tls: TlsMaterial): void;
  stop(): Promise<void>;
}
