/**
 * Entries, messages and Readys as text for people and for tests: the notation of
 * etcd-io/raft, so that traces of both can be compared line by line.
 */
import {
  type AnyConfChange,
  type ConfChangeSingle,
  ConfChangeType,
  toV2,
  tryDecodeConfChange,
} from "./conf-change.ts";
import { describeId } from "./describe-membership.ts";
import { type JointVoters, jointIds } from "./joint-quorum.ts";
import { type AckedIndex, EVERY_INDEX } from "./majority.ts";
import {
  type ConfState,
  type Entry,
  EntryType,
  type HardState,
  isEmptyHardState,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  MessageType,
  NONE,
  type Role,
  type Snapshot,
  type SoftState,
} from "./message.ts";
import type { ProgressState } from "./progress.ts";
import { quoteBytes } from "./quote.ts";
import type { Ready } from "./ready.ts";
import type { ProgressStatus } from "./status.ts";
import { ascending } from "./tracker.ts";

export type DescribeData = (data: Uint8Array) => string;

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  follower: "StateFollower",
  "pre-candidate": "StatePreCandidate",
  candidate: "StateCandidate",
  leader: "StateLeader",
};

const PROGRESS_NAMES: Readonly<Record<ProgressState, string>> = {
  probe: "StateProbe",
  replicate: "StateReplicate",
  snapshot: "StateSnapshot",
};

const ENTRY_NAMES: Readonly<Record<EntryType, string>> = {
  [EntryType.Normal]: "EntryNormal",
  [EntryType.ConfChange]: "EntryConfChange",
  [EntryType.ConfChangeV2]: "EntryConfChangeV2",
};

const CHANGE_LETTERS: Readonly<Record<ConfChangeType, string>> = {
  [ConfChangeType.AddNode]: "v",
  [ConfChangeType.RemoveNode]: "r",
  [ConfChangeType.UpdateNode]: "u",
  [ConfChangeType.AddLearnerNode]: "l",
};

const MESSAGE_NAMES: ReadonlyMap<MessageType, string> = new Map(
  Object.entries(MessageType).map(([name, type]) => [type, `Msg${name}`]),
);

export function describeRole(role: Role): string {
  return ROLE_NAMES[role];
}

export function describeMessageType(type: MessageType): string {
  return MESSAGE_NAMES.get(type) ?? `Msg(${type})`;
}

/** A node, or one of the storage threads. */
function describeTarget(id: number): string {
  if (id === NONE) return "None";
  if (id === LOCAL_APPEND_THREAD) return "AppendThread";
  if (id === LOCAL_APPLY_THREAD) return "ApplyThread";
  return describeId(id);
}

export function describeHardState(hard: HardState): string {
  const vote = hard.vote === NONE ? "" : ` Vote:${hard.vote}`;
  return `Term:${hard.term}${vote} Commit:${hard.commit}`;
}

export function describeSoftState(soft: SoftState): string {
  return `Lead:${soft.lead} State:${ROLE_NAMES[soft.role]}`;
}

export function describeConfState(state: ConfState): string {
  const list = (ids: readonly number[]): string => `[${ids.join(" ")}]`;
  return (
    `Voters:${list(state.voters)} VotersOutgoing:${list(state.votersOutgoing)} ` +
    `Learners:${list(state.learners)} LearnersNext:${list(state.learnersNext)} ` +
    `AutoLeave:${state.autoLeave}`
  );
}

export function describeSnapshot({ meta }: Snapshot): string {
  return `Index:${meta.index} Term:${meta.term} ConfState:${describeConfState(meta.confState)}`;
}

/** "v1 l2 r3 u4": voter 1, learner 2, 3 removed, 4 updated. */
export function describeChanges(changes: readonly ConfChangeSingle[]): string {
  return changes.map(({ type, nodeId }) => `${CHANGE_LETTERS[type]}${nodeId}`).join(" ");
}

/** The inverse of describeChanges; undefined for anything else. */
export function parseChanges(text: string): ConfChangeSingle[] | undefined {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const changes: ConfChangeSingle[] = [];
  for (const word of words) {
    const type = Object.values(ConfChangeType).find((t) => CHANGE_LETTERS[t] === word[0]);
    if (type === undefined || !/^.\d+$/.test(word)) return undefined;
    changes.push({ type, nodeId: Number(word.slice(1)) });
  }
  return changes;
}

export function describeConfChange(change: AnyConfChange): string {
  const { changes } = toV2(change);
  return changes.length === 0 ? "leave joint" : describeChanges(changes);
}

export function describeEntry(entry: Entry, data: DescribeData = quoteBytes): string {
  let text: string;
  if (entry.type === EntryType.Normal) {
    text = data(entry.data);
  } else {
    const change = tryDecodeConfChange(entry);
    text = change === undefined ? "(unreadable)" : describeChanges(change.changes);
  }
  const name = ENTRY_NAMES[entry.type];
  return `${entry.term}/${entry.index} ${name}${text === "" ? "" : ` ${text}`}`;
}

/** One a line, each with a line end. */
export function describeEntries(entries: readonly Entry[], data?: DescribeData): string {
  return entries.map((entry) => `${describeEntry(entry, data)}\n`).join("");
}

/** Several lines if there are several entries, a snapshot or responses; no line end. */
export function describeMessage(m: Message, data?: DescribeData, indent = ""): string {
  let text =
    `${indent}${describeTarget(m.from)}->${describeTarget(m.to)} ${describeMessageType(m.type)} ` +
    `Term:${m.term} Log:${m.logTerm}/${m.index}`;
  if (m.reject) text += ` Rejected (Hint: ${m.rejectHint})`;
  if (m.commit !== 0) text += ` Commit:${m.commit}`;
  if (m.vote !== NONE) text += ` Vote:${m.vote}`;
  const [first] = m.entries;
  if (m.entries.length === 1 && first !== undefined) {
    text += ` Entries:[${describeEntry(first, data)}]`;
  } else if (m.entries.length > 1) {
    const lines = m.entries.map((entry) => `\n${indent}  ${describeEntry(entry, data)}`);
    text += ` Entries:[${lines.join("")}\n${indent}]`;
  }
  if (m.snapshot !== undefined && m.snapshot.meta.index !== 0) {
    text += `\n${indent}  Snapshot: ${describeSnapshot(m.snapshot)}`;
  }
  if (m.responses.length > 0) {
    const lines = m.responses.map((r) => `\n${describeMessage(r, data, `${indent}  `)}`);
    text += ` Responses:[${lines.join("")}\n${indent}]`;
  }
  return text;
}

/** Several lines, each with a line end. */
export function describeReady(ready: Ready, data?: DescribeData): string {
  const { softState, hardState, readStates, entries, snapshot, committedEntries } = ready;
  let text = "";
  if (softState !== undefined) text += `${describeSoftState(softState)}\n`;
  if (hardState !== undefined && !isEmptyHardState(hardState)) {
    text += `HardState ${describeHardState(hardState)}\n`;
  }
  if (readStates.length > 0) {
    const reads = readStates.map((r) => `{${r.index} [${r.requestContext.join(" ")}]}`);
    text += `ReadStates [${reads.join(" ")}]\n`;
  }
  if (entries.length > 0) text += `Entries:\n${describeEntries(entries, data)}`;
  if (snapshot !== undefined) text += `Snapshot ${describeSnapshot(snapshot)}\n`;
  if (committedEntries.length > 0) {
    text += `CommittedEntries:\n${describeEntries(committedEntries, data)}`;
  }
  if (ready.messages.length > 0) {
    text += `Messages:\n${ready.messages.map((m) => `${describeMessage(m, data)}\n`).join("")}`;
  }
  return text === "" ? "<empty Ready>" : `Ready MustSync=${ready.mustSync}:\n${text}`;
}

export function describeProgress(progress: ProgressStatus): string {
  let text = `${PROGRESS_NAMES[progress.state]} match=${progress.match} next=${progress.next}`;
  if (progress.learner) text += " learner";
  if (progress.paused) text += " paused";
  if (progress.pendingSnapshot > 0) text += ` pendingSnap=${progress.pendingSnapshot}`;
  if (!progress.recentActive) text += " inactive";
  if (progress.inflight > 0) {
    text += ` inflight=${progress.inflight}${progress.inflightFull ? "[full]" : ""}`;
  }
  return text;
}

/** One node a line, ascending, each with a line end. */
export function describeProgressMap(progress: ReadonlyMap<number, ProgressStatus>): string {
  const ids = ascending(progress.keys());
  const lines = ids.map((id) => {
    const one = progress.get(id);
    return one === undefined ? "" : `${id}: ${describeProgress(one)}\n`;
  });
  return lines.join("");
}

/** An index as text; ∞ for what no voters at all have committed. */
export function describeIndex(index: number): string {
  return index === EVERY_INDEX ? "∞" : String(index);
}

/** A bar chart of what each voter stores: its bar is as long as there are voters behind it. */
export function describeAcked(voters: JointVoters, acked: AckedIndex): string {
  const ids = jointIds(voters);
  const n = ids.length;
  if (n === 0) return "<empty majority quorum>";
  const lines = ids.map((id) => {
    const index = acked(id);
    const behind = ids.filter((other) => (acked(other) ?? 0) < (index ?? 0)).length;
    const bar = index === undefined ? "?".padEnd(n + 1) : `${"x".repeat(behind)}>`.padEnd(n + 1);
    return `${bar} ${String(index ?? 0).padStart(5)}    (id=${describeId(id)})\n`;
  });
  return `${" ".repeat(n)}    idx\n${lines.join("")}`;
}
