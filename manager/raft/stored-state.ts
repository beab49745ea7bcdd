/**
 * What a manager finds on its disk when it starts, and what it writes there before it takes part:
 * the beginnings of a cluster, or of its life as the only survivor of one.
 */
import {
  ConfChangeType,
  decodeConfChange,
  type Entry,
  EntryType,
  encodeConfChange,
  isConfChange,
  MemoryStorage,
} from "raft-ts";
import { ClusterError } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import { crc32 } from "./adapters/crc32.ts";
import { type Disk, join, replaceFile } from "./disk.ts";
import type { StoredLog } from "./log-replay.ts";
import {
  applyMemberChange,
  decodeMemberContext,
  encodeMemberContext,
  encodeMembership,
  findMember,
  type MemberAddress,
  type MemberChange,
  type Membership,
  NO_MEMBERS,
} from "./membership.ts";
import type { SnapshotMeta } from "./snapshot-file.ts";
import type { SnapshotStore } from "./snapshot-store.ts";
import type { WalRecord } from "./wal-record.ts";

const IDENTITY_FILE = "identity.json";
const WAY_OUT =
  "restore this manager's state from a backup, or remove it from the swarm and join it again";

/** Who this manager is in Raft; written once it is sure to take part. */
export interface Identity {
  readonly clusterId: string;
  readonly nodeId: string;
  readonly raftId: number;
  /** Members as the leader told when this one joined: where to answer before the log says. */
  readonly peers: readonly MemberAddress[];
}

export async function readIdentity(disk: Disk, dir: string): Promise<Identity | undefined> {
  const bytes = await disk.readFile(join(dir, IDENTITY_FILE));
  if (bytes === undefined) return undefined;
  try {
    const { version, crc, ...identity } = JSON.parse(
      new TextDecoder().decode(bytes),
    ) as Identity & {
      readonly version: number;
      readonly crc?: number;
    };
    // Files of before there was a checksum go without.
    const intact = crc === undefined || crc === checksum(identity);
    if (version === 1 && Number.isSafeInteger(identity.raftId) && intact) return identity;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ClusterError(
    "DATA_LOSS",
    `${join(dir, IDENTITY_FILE)} is damaged, it is no identity of version 1: ${WAY_OUT}`,
  );
}

export async function writeIdentity(disk: Disk, dir: string, identity: Identity): Promise<void> {
  const document = { version: 1, ...identity, crc: checksum(identity) };
  const text = `${JSON.stringify(document, undefined, 2)}\n`;
  await replaceFile(disk, dir, IDENTITY_FILE, new TextEncoder().encode(text));
}

/** A digit that the disk changed would make somebody else of this manager. */
function checksum(identity: Identity): number {
  return crc32(new TextEncoder().encode(JSON.stringify(identity)));
}

/** What is left of a start that never finished. */
export async function removeLeftovers(disk: Disk, dirs: readonly string[]): Promise<void> {
  for (const dir of dirs) {
    const names = await disk.list(dir);
    for (const name of names) await disk.remove(join(dir, name));
    if (names.length > 0) await disk.syncDir(dir);
  }
}

export interface LoadedState {
  readonly storage: MemoryStorage;
  readonly hardState: StoredLog["hardState"];
  /** At the snapshot; entries after it are applied again. */
  readonly membership: Membership;
  readonly snapshot: SnapshotMeta | undefined;
}

/**
 * Puts log and snapshots together. Throws DATA_LOSS where they do not fit. A damaged snapshot does
 * no harm while an older one is kept, or none was needed, and the log still has all that follows.
 */
export async function loadState(
  log: StoredLog,
  snapshots: SnapshotStore,
  logger: Logger,
): Promise<LoadedState> {
  const snapshot = await newestIntact(log, snapshots, logger);
  const storage = new MemoryStorage();
  const at = snapshot?.index ?? 0;
  if (snapshot !== undefined) {
    const { index, term, confState, membership } = snapshot;
    const data = encodeMembership(membership);
    storage.applySnapshot({ meta: { index, term, confState }, data });
  }
  const entries = log.entries.filter((entry) => entry.index > at);
  const first = entries[0];
  if (first !== undefined && first.index !== at + 1) {
    throw lost(`the log begins at entry ${first.index}, the newest snapshot is at ${at}`);
  }
  storage.append(entries);
  // What a snapshot had was committed, also where it is damaged.
  const commit = Math.max(log.hardState.commit, log.marks.at(-1)?.index ?? 0);
  if (commit > storage.lastIndex()) {
    throw lost(`entry ${commit} was committed, the log ends at ${storage.lastIndex()}`);
  }
  // A snapshot's term is at least as good a witness as the hard state that came before it.
  const term = Math.max(log.hardState.term, snapshot?.term ?? 0);
  const hardState = { ...log.hardState, term, commit };
  storage.setHardState(hardState);
  return { storage, hardState, membership: snapshot?.membership ?? NO_MEMBERS, snapshot };
}

async function newestIntact(
  log: StoredLog,
  snapshots: SnapshotStore,
  logger: Logger,
): Promise<SnapshotMeta | undefined> {
  let damage: ClusterError | undefined;
  for (const mark of [...log.marks].reverse()) {
    if (damage !== undefined && !covers(log, mark.index)) break;
    try {
      const meta = await snapshots.verify(mark);
      if (damage !== undefined) tellFallback(logger, damage, mark.index);
      return meta;
    } catch (error) {
      // A disk that could not be read just now has not lost anything yet: the next start tells.
      if (!(error instanceof ClusterError) || error.code !== "DATA_LOSS") throw error;
      damage ??= error;
    }
  }
  if (damage === undefined) return undefined;
  if (covers(log, 0)) {
    tellFallback(logger, damage, 0);
    return undefined;
  }
  throw new ClusterError(
    "DATA_LOSS",
    `${damage.message}, and no older one is kept that the log still follows on: ${WAY_OUT}`,
    { cause: damage },
  );
}

/** Whether the log has every entry after `index` that the newest snapshot had. */
function covers({ entries, marks }: StoredLog, index: number): boolean {
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) return false;
  return first.index <= index + 1 && last.index >= (marks.at(-1)?.index ?? 0);
}

function tellFallback(logger: Logger, damage: ClusterError, from: number): void {
  const what = from === 0 ? "the beginning of the log" : `the older snapshot at entry ${from}`;
  logger.error({ reason: damage.message, from }, `a snapshot is damaged: going on from ${what}`);
}

function lost(what: string): ClusterError {
  return new ClusterError("DATA_LOSS", `the write-ahead log is not whole: ${what}; ${WAY_OUT}`);
}

/** The first entry of a cluster makes its first manager a member; committed by decree. */
export function bootstrapRecords(self: MemberAddress): WalRecord[] {
  return [
    { kind: "entry", entry: memberEntry(ConfChangeType.AddNode, self, 1, 1) },
    { kind: "hard-state", term: 1, vote: 0, commit: 1 },
  ];
}

/**
 * Makes `self` the only member. Every entry in the log is kept and counts as committed: with the
 * others lost, what this one has is the best that there is, and may have been acknowledged.
 */
export function soleSurvivorRecords(state: LoadedState, self: MemberAddress): WalRecord[] {
  const { storage, hardState } = state;
  const all = storage.entries(storage.firstIndex(), storage.lastIndex() + 1, Infinity);
  let membership = state.membership;
  for (const entry of typeof all === "string" ? [] : all) {
    if (isConfChange(entry)) membership = applyChange(membership, entry);
  }
  const term = Math.max(hardState.term, 1);
  let index = storage.lastIndex();
  const records: WalRecord[] = [];
  const push = (type: ConfChangeType, member: MemberAddress): void => {
    records.push({ kind: "entry", entry: memberEntry(type, member, term, ++index) });
  };
  const before = findMember(membership, self.raftId);
  if (before === undefined || before.learner) push(ConfChangeType.AddNode, self);
  for (const member of membership.members) {
    if (member.raftId !== self.raftId) push(ConfChangeType.RemoveNode, member);
  }
  records.push({ kind: "hard-state", term, vote: hardState.vote, commit: index });
  return records;
}

function memberEntry(
  type: ConfChangeType,
  member: MemberAddress,
  term: number,
  index: number,
): Entry {
  const change = { type, nodeId: member.raftId, context: encodeMemberContext(member) };
  return { ...encodeConfChange(change), term, index, type: EntryType.ConfChange };
}

export function toConfChange(change: MemberChange): {
  readonly type: ConfChangeType;
  readonly nodeId: number;
  readonly context?: Uint8Array;
} {
  switch (change.kind) {
    case "add-voter":
      return withContext(ConfChangeType.AddNode, change.member);
    case "add-learner":
      return withContext(ConfChangeType.AddLearnerNode, change.member);
    case "update":
      return withContext(ConfChangeType.UpdateNode, change.member);
    case "remove":
      return { type: ConfChangeType.RemoveNode, nodeId: change.raftId };
  }
}

function withContext(type: ConfChangeType, member: MemberAddress) {
  return { type, nodeId: member.raftId, context: encodeMemberContext(member) };
}

const KINDS: Readonly<Record<ConfChangeType, MemberChange["kind"]>> = {
  [ConfChangeType.AddNode]: "add-voter",
  [ConfChangeType.RemoveNode]: "remove",
  [ConfChangeType.UpdateNode]: "update",
  [ConfChangeType.AddLearnerNode]: "add-learner",
};

/** The membership after a committed conf-change entry. */
export function applyChange(membership: Membership, entry: Entry): Membership {
  const { changes, context } = decodeConfChange(entry);
  let result = membership;
  for (const { type, nodeId: raftId } of changes) {
    const kind = KINDS[type];
    if (kind === "remove") result = applyMemberChange(result, { kind, raftId });
    else {
      const address = decodeMemberContext(context ?? new Uint8Array(0));
      result = applyMemberChange(result, { kind, member: { raftId, ...address } });
    }
  }
  return result;
}
