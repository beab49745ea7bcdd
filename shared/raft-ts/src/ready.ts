/** What a node wants done, and the messages to the storage threads that say the same. */
import {
  type Entry,
  type HardState,
  isEmptyHardState,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  MessageType,
  newMessage,
  type Snapshot,
  type SoftState,
} from "./message.ts";
import type { Raft } from "./raft.ts";
import type { ReadState } from "./read-only.ts";

/**
 * The work of one round. Without asynchronous storage writes, in this order:
 * 1. write `snapshot`, then `entries`, then `hardState`, durably (fsync if mustSync);
 * 2. send `messages`;
 * 3. apply `snapshot`, then `committedEntries`; for membership changes call applyConfChange;
 * 4. call advance.
 */
export interface Ready {
  /** Undefined where nothing changed since the last Ready. */
  readonly softState: SoftState | undefined;
  readonly hardState: HardState | undefined;
  readonly readStates: readonly ReadState[];
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
  readonly committedEntries: readonly Entry[];
  readonly messages: readonly Message[];
  /** False: hardState only moved its commit index, which may be lost. */
  readonly mustSync: boolean;
}

type Writes = Pick<Ready, "entries" | "hardState" | "snapshot">;

/** Undefined if nothing is to be written and no promise waits for what is. */
export function storageAppendMessage(raft: Raft, writes: Writes): Message | undefined {
  const { entries, hardState, snapshot } = writes;
  const hard = hardState !== undefined && !isEmptyHardState(hardState) ? hardState : undefined;
  const promises = raft.messagesAfterAppend;
  const nothing = entries.length === 0 && hard === undefined && snapshot === undefined;
  if (nothing && promises.length === 0) return undefined;
  const done = storageAppendResponse(raft, snapshot);
  return newMessage({
    type: MessageType.StorageAppend,
    to: LOCAL_APPEND_THREAD,
    from: raft.id,
    entries,
    term: hard?.term ?? 0,
    vote: hard?.vote ?? 0,
    commit: hard?.commit ?? 0,
    snapshot,
    responses: done === undefined ? promises : [...promises, done],
  });
}

/**
 * What storage says when everything that is unstable now has been written. Also when this round
 * writes no entries but earlier ones are under way: storage works in order, and their own answers
 * may have become void by a change of term, this one's has not.
 */
export function storageAppendResponse(
  raft: Raft,
  snapshot: Snapshot | undefined,
): Message | undefined {
  const { log } = raft;
  const pending = log.unstable.length > 0;
  if (!pending && snapshot === undefined) return undefined;
  const last = pending ? log.lastId() : { index: 0, term: 0 };
  return newMessage({
    type: MessageType.StorageAppendResp,
    to: raft.id,
    from: LOCAL_APPEND_THREAD,
    // The term in which the log looked like this: in a later one the answer is void.
    term: raft.term,
    index: last.index,
    logTerm: last.term,
    snapshot,
  });
}

/** Committed entries belong to no term: 0. */
export function storageApplyMessage(raft: Raft, entries: readonly Entry[]): Message {
  return newMessage({
    type: MessageType.StorageApply,
    to: LOCAL_APPLY_THREAD,
    from: raft.id,
    entries,
    responses: [storageApplyResponse(raft, entries)],
  });
}

export function storageApplyResponse(raft: Raft, entries: readonly Entry[]): Message {
  return newMessage({
    type: MessageType.StorageApplyResp,
    to: raft.id,
    from: LOCAL_APPLY_THREAD,
    entries,
  });
}
