/**
 * A request to change the membership, and its bytes in the log.
 *
 * The bytes are protobuf, so that other programs can read a log: ConfChange is
 * {type = 2, node_id = 3, context = 4}; ConfChangeV2 is {transition = 1, changes = 2 (repeated
 * {type = 1, node_id = 2}), context = 3}. Numbers are always written, also when 0. No bytes at
 * all is the ConfChangeV2 that leaves a joint configuration.
 */
import { fail } from "./errors.ts";
import { type Entry, EntryType, NO_BYTES, newEntry } from "./message.ts";
import { type Field, ProtoWriter, readProto } from "./proto.ts";

export const ConfChangeType = {
  /** Makes the node a voter, whatever it was. */
  AddNode: 0,
  RemoveNode: 1,
  /** Changes nothing here: for owners that keep addresses in the context. */
  UpdateNode: 2,
  /** Makes the node a learner, whatever it was. */
  AddLearnerNode: 3,
} as const;
export type ConfChangeType = (typeof ConfChangeType)[keyof typeof ConfChangeType];

export const ConfChangeTransition = {
  /** At once if one voter changes; otherwise joint, left automatically. */
  Auto: 0,
  /** Joint, left automatically. */
  JointImplicit: 1,
  /** Joint, until an empty change is proposed. */
  JointExplicit: 2,
} as const;
export type ConfChangeTransition = (typeof ConfChangeTransition)[keyof typeof ConfChangeTransition];

export interface ConfChangeSingle {
  readonly type: ConfChangeType;
  readonly nodeId: number;
}

/** One change, in the older form. */
export interface ConfChange extends ConfChangeSingle {
  readonly context?: Uint8Array;
}

export interface ConfChangeV2 {
  readonly transition?: ConfChangeTransition;
  readonly changes: readonly ConfChangeSingle[];
  /** The owner's own, carried along. */
  readonly context?: Uint8Array;
}

export type AnyConfChange = ConfChange | ConfChangeV2;

/** Leaves a joint configuration that was entered explicitly. */
export const LEAVE_JOINT: ConfChangeV2 = Object.freeze({ changes: [] });

export function isConfChange(entry: Entry): boolean {
  return entry.type !== EntryType.Normal;
}

export function toV2(change: AnyConfChange): ConfChangeV2 {
  if ("changes" in change) return change;
  const { type, nodeId, context } = change;
  return { changes: [{ type, nodeId }], context: context ?? NO_BYTES };
}

export type ChangeKind =
  | { readonly kind: "leave-joint" }
  | { readonly kind: "enter-joint"; readonly autoLeave: boolean }
  | { readonly kind: "simple" };

/** How a change is carried out. */
export function kindOf(change: ConfChangeV2): ChangeKind {
  const transition = change.transition ?? ConfChangeTransition.Auto;
  if (transition === ConfChangeTransition.Auto) {
    if (change.changes.length === 0) return { kind: "leave-joint" };
    if (change.changes.length === 1) return { kind: "simple" };
  }
  return { kind: "enter-joint", autoLeave: transition !== ConfChangeTransition.JointExplicit };
}

/** The entry to propose. */
export function encodeConfChange(change: AnyConfChange): Entry {
  const writer = new ProtoWriter();
  if (!("changes" in change)) {
    writer.number(2, change.type);
    writer.number(3, change.nodeId);
    if (change.context !== undefined && change.context.length > 0) writer.bytes(4, change.context);
    return newEntry(EntryType.ConfChange, writer.finish());
  }
  const transition = change.transition ?? ConfChangeTransition.Auto;
  writer.number(1, transition);
  for (const single of change.changes) {
    const inner = new ProtoWriter();
    inner.number(1, single.type);
    inner.number(2, single.nodeId);
    writer.bytes(2, inner.finish());
  }
  if (change.context !== undefined && change.context.length > 0) writer.bytes(3, change.context);
  return newEntry(EntryType.ConfChangeV2, writer.finish());
}

/** The change that an entry of the log asks for; undefined for bytes that are none. */
export function tryDecodeConfChange(entry: Entry): ConfChangeV2 | undefined {
  const fields = readProto(entry.data);
  if (fields === undefined) return undefined;
  switch (entry.type) {
    case EntryType.ConfChange: {
      const single = decodeSingle(fields, 2, 3);
      return single && { changes: [single], context: bytesOf(fields, 4) };
    }
    case EntryType.ConfChangeV2:
      return decodeV2(fields);
    case EntryType.Normal:
      return undefined;
  }
}

/** As tryDecodeConfChange, for committed entries: those have been checked when proposed. */
export function decodeConfChange(entry: Entry): ConfChangeV2 {
  return (
    tryDecodeConfChange(entry) ??
    fail(`entry ${entry.index} of type ${entry.type} is no membership change`)
  );
}

function decodeV2(fields: readonly Field[]): ConfChangeV2 | undefined {
  const transition = oneOf(ConfChangeTransition, numberOf(fields, 1));
  if (transition === undefined) return undefined;
  const changes: ConfChangeSingle[] = [];
  for (const field of fields) {
    if (field.id !== 2) continue;
    const inner = typeof field.value === "number" ? undefined : readProto(field.value);
    const single = inner && decodeSingle(inner, 1, 2);
    if (single === undefined) return undefined;
    changes.push(single);
  }
  return { transition, changes, context: bytesOf(fields, 3) };
}

function decodeSingle(
  fields: readonly Field[],
  typeId: number,
  nodeId: number,
): ConfChangeSingle | undefined {
  const type = oneOf(ConfChangeType, numberOf(fields, typeId));
  return type === undefined ? undefined : { type, nodeId: numberOf(fields, nodeId) };
}

function oneOf<T extends number>(
  values: Readonly<Record<string, T>>,
  value: number,
): T | undefined {
  return Object.values(values).find((known) => known === value);
}

function numberOf(fields: readonly Field[], id: number): number {
  const value = fields.findLast((field) => field.id === id)?.value;
  return typeof value === "number" ? value : 0;
}

function bytesOf(fields: readonly Field[], id: number): Uint8Array {
  const value = fields.findLast((field) => field.id === id)?.value;
  return value instanceof Uint8Array ? value : NO_BYTES;
}
