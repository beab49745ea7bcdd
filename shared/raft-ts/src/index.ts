/** The public API of raft-ts. */
export {
  type AnyConfChange,
  type ConfChange,
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  type ConfChangeV2,
  decodeConfChange,
  encodeConfChange,
  isConfChange,
  LEAVE_JOINT,
  tryDecodeConfChange,
} from "./conf-change.ts";
export type { Config, ReadOnlyOption } from "./config.ts";
export {
  type DescribeData,
  describeConfChange,
  describeConfState,
  describeEntries,
  describeEntry,
  describeHardState,
  describeMessage,
  describeMessageType,
  describeProgress,
  describeProgressMap,
  describeReady,
  describeRole,
  describeSnapshot,
  describeSoftState,
  parseChanges,
} from "./describe.ts";
export { describeMembership } from "./describe-membership.ts";
export { entriesSize, entrySize, limitSize, payloadSize } from "./entry-size.ts";
export {
  ConfigError,
  ErrProposalDropped,
  ErrStepLocalMsg,
  ErrStepPeerNotFound,
  InvariantError,
  type Refusal,
  type RefusalCode,
} from "./errors.ts";
export { type JointVoters, jointIds } from "./joint-quorum.ts";
export { MemoryStorage } from "./memory-storage.ts";
export {
  type ConfState,
  EMPTY_CONF_STATE,
  EMPTY_HARD_STATE,
  type Entry,
  type EntryId,
  EntryType,
  type HardState,
  isEmptyHardState,
  isLocalMessage,
  isLocalTarget,
  isResponseMessage,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  type MessageFields,
  MessageType,
  NO_LIMIT,
  NONE,
  newMessage,
  type Role,
  type Snapshot,
  type SnapshotMeta,
  type SoftState,
} from "./message.ts";
export type { ProgressState } from "./progress.ts";
export { RawNode } from "./raw-node.ts";
export type { ReadState } from "./read-only.ts";
export type { Ready } from "./ready.ts";
export type { BasicStatus, ProgressStatus, Status } from "./status.ts";
export type { Missing, Storage } from "./storage.ts";
export type { Trace, TraceLevel } from "./trace.ts";
export type { Membership } from "./tracker.ts";
