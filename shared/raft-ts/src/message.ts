/**
 * What goes into and comes out of the state machine: entries, snapshots, messages. Plain values,
 * never changed once made; numbers are safe integers (an index of 2^53 would take a cluster that
 * writes a million entries a second 285 years).
 */

/** No node, no vote, no leader. Node ids start at 1. */
export const NONE = 0;

/**
 * Addresses of the two local storage threads (asynchronous storage writes only). Never a node's
 * id, never on the wire.
 */
export const LOCAL_APPEND_THREAD: number = Number.MAX_SAFE_INTEGER;
export const LOCAL_APPLY_THREAD: number = Number.MAX_SAFE_INTEGER - 1;

/** For every limit in bytes or messages. */
export const NO_LIMIT: number = Number.POSITIVE_INFINITY;

export const EntryType = {
  Normal: 0,
  /** One change, in the older encoding. */
  ConfChange: 1,
  /** Any number of changes and how to get through the joint configuration. */
  ConfChangeV2: 2,
} as const;
export type EntryType = (typeof EntryType)[keyof typeof EntryType];

/** The numbers are etcd's, so that traces of both can be read side by side. */
export const MessageType = {
  Hup: 0,
  Beat: 1,
  Prop: 2,
  App: 3,
  AppResp: 4,
  Vote: 5,
  VoteResp: 6,
  Snap: 7,
  Heartbeat: 8,
  HeartbeatResp: 9,
  Unreachable: 10,
  SnapStatus: 11,
  CheckQuorum: 12,
  TransferLeader: 13,
  TimeoutNow: 14,
  ReadIndex: 15,
  ReadIndexResp: 16,
  PreVote: 17,
  PreVoteResp: 18,
  StorageAppend: 19,
  StorageAppendResp: 20,
  StorageApply: 21,
  StorageApplyResp: 22,
  ForgetLeader: 23,
} as const;
export type MessageType = (typeof MessageType)[keyof typeof MessageType];

export interface Entry {
  readonly term: number;
  readonly index: number;
  readonly type: EntryType;
  readonly data: Uint8Array;
}

/** Names one entry: no two different entries of a group share both. */
export interface EntryId {
  readonly term: number;
  readonly index: number;
}

/** The membership, as it is kept in snapshots. */
export interface ConfState {
  readonly voters: readonly number[];
  readonly learners: readonly number[];
  /** The voters of the configuration that is being left; empty unless joint. */
  readonly votersOutgoing: readonly number[];
  /** Outgoing voters that become learners once the joint configuration is left. */
  readonly learnersNext: readonly number[];
  readonly autoLeave: boolean;
}

export interface SnapshotMeta {
  readonly confState: ConfState;
  readonly index: number;
  readonly term: number;
}

export interface Snapshot {
  readonly meta: SnapshotMeta;
  readonly data: Uint8Array;
}

/** Must be durable before messages that depend on it are sent. */
export interface HardState {
  readonly term: number;
  readonly vote: number;
  readonly commit: number;
}

export type Role = "follower" | "pre-candidate" | "candidate" | "leader";

/** For information only, never stored. */
export interface SoftState {
  readonly lead: number;
  readonly role: Role;
}

export interface Message {
  readonly type: MessageType;
  readonly to: number;
  readonly from: number;
  /** 0: local, or a proposal or read that is valid in any term. */
  readonly term: number;
  /** Term of the entry at `index`; in a rejection, the term at `rejectHint`. */
  readonly logTerm: number;
  readonly index: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
  /** Only in StorageAppend: with `term` and `commit` it is the HardState to persist. */
  readonly vote: number;
  readonly snapshot: Snapshot | undefined;
  readonly reject: boolean;
  /** In a rejected append: the follower's guess where the logs may match. */
  readonly rejectHint: number;
  readonly context: Uint8Array;
  /** Only in StorageAppend and StorageApply: to deliver once the write is done. */
  readonly responses: readonly Message[];
}

export const NO_BYTES: Uint8Array = new Uint8Array(0);
export const NO_ENTRIES: readonly Entry[] = Object.freeze([]);
const NO_MESSAGES: readonly Message[] = Object.freeze([]);

/** What a message's maker says; `newMessage` adds the rest. */
export type MessageFields = Pick<Message, "type"> & Partial<Message>;

/** A whole message: one hidden class for all of them, so that the hot path stays monomorphic. */
export function newMessage(fields: MessageFields): Message {
  return {
    type: fields.type,
    to: fields.to ?? NONE,
    from: fields.from ?? NONE,
    term: fields.term ?? 0,
    logTerm: fields.logTerm ?? 0,
    index: fields.index ?? 0,
    entries: fields.entries ?? NO_ENTRIES,
    commit: fields.commit ?? 0,
    vote: fields.vote ?? NONE,
    snapshot: fields.snapshot,
    reject: fields.reject ?? false,
    rejectHint: fields.rejectHint ?? 0,
    context: fields.context ?? NO_BYTES,
    responses: fields.responses ?? NO_MESSAGES,
  };
}

export function newEntry(type: EntryType, data: Uint8Array): Entry {
  return { term: 0, index: 0, type, data };
}

export const EMPTY_HARD_STATE: HardState = Object.freeze({ term: 0, vote: NONE, commit: 0 });

export const EMPTY_CONF_STATE: ConfState = Object.freeze({
  voters: [],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
});

export function isEmptyHardState(hard: HardState): boolean {
  return hard.term === 0 && hard.vote === NONE && hard.commit === 0;
}

export function sameHardState(a: HardState, b: HardState): boolean {
  return a.term === b.term && a.vote === b.vote && a.commit === b.commit;
}

const LOCAL_TYPES: ReadonlySet<MessageType> = new Set([
  MessageType.Hup,
  MessageType.Beat,
  MessageType.Unreachable,
  MessageType.SnapStatus,
  MessageType.CheckQuorum,
  MessageType.StorageAppend,
  MessageType.StorageAppendResp,
  MessageType.StorageApply,
  MessageType.StorageApplyResp,
]);

const RESPONSE_TYPES: ReadonlySet<MessageType> = new Set([
  MessageType.AppResp,
  MessageType.VoteResp,
  MessageType.HeartbeatResp,
  MessageType.Unreachable,
  MessageType.ReadIndexResp,
  MessageType.PreVoteResp,
  MessageType.StorageAppendResp,
  MessageType.StorageApplyResp,
]);

/** Made by a node for itself; from the network it is refused. */
export function isLocalMessage(type: MessageType): boolean {
  return LOCAL_TYPES.has(type);
}

export function isResponseMessage(type: MessageType): boolean {
  return RESPONSE_TYPES.has(type);
}

export function isLocalTarget(id: number): boolean {
  return id === LOCAL_APPEND_THREAD || id === LOCAL_APPLY_THREAD;
}
