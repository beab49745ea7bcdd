/**
 * From one membership to the next (Raft paper §6; thesis §4): pure, on copies, so that a refused
 * change leaves nothing behind.
 *
 *     simple:       C ──────────────▶ C'            at most one voter differs
 *     enter-joint:  C ──▶ C' && C                   any changes
 *     leave-joint:        C' && C ──▶ C'            learnersNext become learners
 */
import { type ConfChangeSingle, ConfChangeType } from "./conf-change.ts";
import type { ConfState } from "./message.ts";
import { type FlowLimits, Progress } from "./progress.ts";
import { ascending, type Membership, type ProgressMap, toConfState } from "./tracker.ts";

export interface Group {
  readonly members: Membership;
  readonly progress: ProgressMap;
}

/** The changed group, or why there is none. */
export type ChangeResult = Group | { readonly refused: string };

export interface ChangeContext {
  readonly limits: FlowLimits;
  /** New nodes are probed from the end of the log on: the likely place after a snapshot. */
  readonly lastIndex: number;
}

/** A group that is being changed. */
interface Draft {
  incoming: Set<number>;
  outgoing: Set<number>;
  learners: Set<number>;
  learnersNext: Set<number>;
  autoLeave: boolean;
  progress: Map<number, Progress>;
}

export function simpleChange(
  group: Group,
  context: ChangeContext,
  changes: readonly ConfChangeSingle[],
): ChangeResult {
  const draft = draftOf(group);
  if (typeof draft === "string") return { refused: draft };
  if (draft.outgoing.size > 0) {
    return { refused: "can't apply simple config change in joint config" };
  }
  const problem = applyAll(draft, context, changes);
  if (problem !== undefined) return { refused: problem };
  const before = group.members.voters.incoming;
  if (countMissing(before, draft.incoming) + countMissing(draft.incoming, before) > 1) {
    return { refused: "more than one voter changed without entering joint config" };
  }
  return finish(draft);
}

export function enterJoint(
  group: Group,
  context: ChangeContext,
  autoLeave: boolean,
  changes: readonly ConfChangeSingle[],
): ChangeResult {
  const draft = draftOf(group);
  if (typeof draft === "string") return { refused: draft };
  if (draft.outgoing.size > 0) return { refused: "config is already joint" };
  if (draft.incoming.size === 0) return { refused: "can't make a zero-voter config joint" };
  draft.outgoing = new Set(draft.incoming);
  const problem = applyAll(draft, context, changes);
  if (problem !== undefined) return { refused: problem };
  draft.autoLeave = autoLeave;
  return finish(draft);
}

export function leaveJoint(group: Group): ChangeResult {
  const draft = draftOf(group);
  if (typeof draft === "string") return { refused: draft };
  if (draft.outgoing.size === 0) return { refused: "can't leave a non-joint config" };
  for (const id of draft.learnersNext) {
    draft.learners.add(id);
    const progress = draft.progress.get(id);
    if (progress !== undefined) progress.learner = true;
  }
  draft.learnersNext.clear();
  for (const id of draft.outgoing) {
    if (!draft.incoming.has(id) && !draft.learners.has(id)) draft.progress.delete(id);
  }
  draft.outgoing.clear();
  draft.autoLeave = false;
  return finish(draft);
}

/**
 * The group that a snapshot's ConfState describes, reached through the changes that lead there,
 * so that it passes the same checks.
 */
export function restoreGroup(group: Group, context: ChangeContext, state: ConfState): ChangeResult {
  const add = (nodeId: number): ConfChangeSingle => ({ type: ConfChangeType.AddNode, nodeId });
  const addLearner = (nodeId: number): ConfChangeSingle => ({
    type: ConfChangeType.AddLearnerNode,
    nodeId,
  });
  const incoming = [
    ...state.votersOutgoing.map((nodeId) => ({ type: ConfChangeType.RemoveNode, nodeId })),
    ...state.voters.map(add),
    ...state.learners.map(addLearner),
    ...state.learnersNext.map(addLearner),
  ];
  const joint = state.votersOutgoing.length > 0;
  let current: Group = group;
  for (const change of joint ? state.votersOutgoing.map(add) : incoming) {
    const next = simpleChange(current, context, [change]);
    if ("refused" in next) return next;
    current = next;
  }
  const restored = joint ? enterJoint(current, context, state.autoLeave, incoming) : current;
  if ("refused" in restored || describes(state, restored.members)) return restored;
  return { refused: "no changes lead to it" };
}

/** Not so if it names a node twice, or says of a group that is not joint what only joint ones have. */
function describes(state: ConfState, members: Membership): boolean {
  const actual = toConfState(members);
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && ascending(a).every((id, i) => id === b[i]);
  return (
    same(state.voters, actual.voters) &&
    same(state.learners, actual.learners) &&
    same(state.votersOutgoing, actual.votersOutgoing) &&
    same(state.learnersNext, actual.learnersNext) &&
    state.autoLeave === actual.autoLeave
  );
}

/** How many of `ids` are not in `others`. */
function countMissing(ids: ReadonlySet<number>, others: ReadonlySet<number>): number {
  let count = 0;
  for (const id of ids) if (!others.has(id)) count++;
  return count;
}

function applyAll(
  draft: Draft,
  context: ChangeContext,
  changes: readonly ConfChangeSingle[],
): string | undefined {
  for (const { type, nodeId } of changes) {
    // An owner that wants to void a committed change sets its node to 0.
    if (nodeId === 0) continue;
    switch (type) {
      case ConfChangeType.AddNode:
        makeVoter(draft, context, nodeId);
        break;
      case ConfChangeType.AddLearnerNode:
        makeLearner(draft, context, nodeId);
        break;
      case ConfChangeType.RemoveNode:
        remove(draft, nodeId);
        break;
      case ConfChangeType.UpdateNode:
        break;
    }
  }
  return draft.incoming.size === 0 ? "removed all voters" : undefined;
}

function makeVoter(draft: Draft, context: ChangeContext, id: number): void {
  const progress = draft.progress.get(id) ?? addProgress(draft, context, id);
  progress.learner = false;
  draft.learners.delete(id);
  draft.learnersNext.delete(id);
  draft.incoming.add(id);
}

/**
 * An outgoing voter cannot be a learner yet (it still has a say in the outgoing majority): it is
 * noted as one to be, in learnersNext.
 */
function makeLearner(draft: Draft, context: ChangeContext, id: number): void {
  const known = draft.progress.get(id);
  if (known?.learner) return;
  if (known !== undefined) remove(draft, id);
  const progress = known ?? addProgress(draft, context, id);
  draft.progress.set(id, progress);
  if (draft.outgoing.has(id)) {
    draft.learnersNext.add(id);
  } else {
    progress.learner = true;
    draft.learners.add(id);
  }
}

/** The progress of an outgoing voter stays until the joint configuration is left. */
function remove(draft: Draft, id: number): void {
  draft.incoming.delete(id);
  draft.learners.delete(id);
  draft.learnersNext.delete(id);
  if (!draft.outgoing.has(id)) draft.progress.delete(id);
}

function addProgress(draft: Draft, context: ChangeContext, id: number): Progress {
  // Counted as active, so that a leader does not step down before the new node could answer.
  const progress = new Progress(Math.max(context.lastIndex, 1), context.limits, false, true);
  draft.progress.set(id, progress);
  return progress;
}

function draftOf(group: Group): Draft | string {
  const { members, progress } = group;
  const copies = new Map<number, Progress>();
  for (const [id, one] of progress) copies.set(id, one.clone());
  const draft: Draft = {
    incoming: new Set(members.voters.incoming),
    outgoing: new Set(members.voters.outgoing),
    learners: new Set(members.learners),
    learnersNext: new Set(members.learnersNext),
    autoLeave: members.autoLeave,
    progress: copies,
  };
  return findViolation(draft) ?? draft;
}

function finish(draft: Draft): ChangeResult {
  const refused = findViolation(draft);
  if (refused !== undefined) return { refused };
  const { incoming, outgoing, learners, learnersNext, autoLeave, progress } = draft;
  return {
    members: { voters: { incoming, outgoing }, learners, learnersNext, autoLeave },
    progress,
  };
}

/** Which invariant of a membership does not hold, if any. */
function findViolation(draft: Draft): string | undefined {
  const { incoming, outgoing, learners, learnersNext, progress } = draft;
  for (const ids of [incoming, outgoing, learners, learnersNext]) {
    for (const id of ids) if (!progress.has(id)) return `no progress for ${id}`;
  }
  for (const id of learnersNext) {
    if (!outgoing.has(id)) return `${id} is in LearnersNext, but not Voters[1]`;
    if (progress.get(id)?.learner) {
      return `${id} is in LearnersNext, but is already marked as learner`;
    }
  }
  for (const id of learners) {
    if (outgoing.has(id)) return `${id} is in Learners and Voters[1]`;
    if (incoming.has(id)) return `${id} is in Learners and Voters[0]`;
    if (!progress.get(id)?.learner) return `${id} is in Learners, but is not marked as learner`;
  }
  if (outgoing.size === 0) {
    if (learnersNext.size > 0) return "LearnersNext must be empty when not joint";
    if (draft.autoLeave) return "AutoLeave must be false when not joint";
  }
  return undefined;
}
