/**
 * What the write-ahead log says, and its bytes. A frame's payload is a list of records that
 * become durable together:
 *   kind u8, then
 *   1 hard state         term f64, vote f64, commit f64
 *   2 entry              term f64, index f64, type u8, length u32, data
 *   3 snapshot taken     index f64, term f64
 *   4 snapshot restored  index f64, term f64
 * Little-endian. Doubles hold the safe integers that raft-ts counts in without a split.
 */

/** An entry of the Raft log; the shape of raft-ts's. */
export interface LogEntry {
  readonly term: number;
  readonly index: number;
  readonly type: 0 | 1 | 2;
  readonly data: Uint8Array;
}

export type WalRecord =
  | {
      readonly kind: "hard-state";
      readonly term: number;
      readonly vote: number;
      readonly commit: number;
    }
  | { readonly kind: "entry"; readonly entry: LogEntry }
  /** Entries up to here may be released; the log itself goes on. */
  | { readonly kind: "snapshot-taken"; readonly index: number; readonly term: number }
  /** The leader's snapshot replaced everything: the log starts anew behind it. */
  | { readonly kind: "snapshot-restored"; readonly index: number; readonly term: number };

const HARD_STATE = 1;
const ENTRY = 2;
const TAKEN = 3;
const RESTORED = 4;
const ENTRY_HEAD = 22;

function sizeOf(record: WalRecord): number {
  switch (record.kind) {
    case "hard-state":
      return 25;
    case "entry":
      return ENTRY_HEAD + record.entry.data.length;
    case "snapshot-taken":
    case "snapshot-restored":
      return 17;
  }
}

export function encodeRecords(records: readonly WalRecord[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((sum, record) => sum + sizeOf(record), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const record of records) {
    encodeRecord(record, bytes, view, at);
    at += sizeOf(record);
  }
  return bytes;
}

function encodeRecord(record: WalRecord, bytes: Uint8Array, view: DataView, at: number): void {
  switch (record.kind) {
    case "hard-state":
      view.setUint8(at, HARD_STATE);
      view.setFloat64(at + 1, record.term, true);
      view.setFloat64(at + 9, record.vote, true);
      view.setFloat64(at + 17, record.commit, true);
      return;
    case "entry": {
      const { entry } = record;
      view.setUint8(at, ENTRY);
      view.setFloat64(at + 1, entry.term, true);
      view.setFloat64(at + 9, entry.index, true);
      view.setUint8(at + 17, entry.type);
      view.setUint32(at + 18, entry.data.length, true);
      bytes.set(entry.data, at + ENTRY_HEAD);
      return;
    }
    case "snapshot-taken":
    case "snapshot-restored":
      view.setUint8(at, record.kind === "snapshot-taken" ? TAKEN : RESTORED);
      view.setFloat64(at + 1, record.index, true);
      view.setFloat64(at + 9, record.term, true);
      return;
  }
}

/** Undefined for bytes that are no list of records. Entries' data are views into `bytes`. */
export function decodeRecords(bytes: Uint8Array): WalRecord[] | undefined {
  const records: WalRecord[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const record = decodeRecord(bytes, view, at);
    if (record === undefined) return undefined;
    records.push(record);
    at += sizeOf(record);
  }
  return records;
}

function decodeRecord(bytes: Uint8Array, view: DataView, at: number): WalRecord | undefined {
  const kind = view.getUint8(at);
  const left = bytes.length - at;
  switch (kind) {
    case HARD_STATE:
      if (left < 25) return undefined;
      return {
        kind: "hard-state",
        term: view.getFloat64(at + 1, true),
        vote: view.getFloat64(at + 9, true),
        commit: view.getFloat64(at + 17, true),
      };
    case ENTRY: {
      if (left < ENTRY_HEAD) return undefined;
      const type = view.getUint8(at + 17);
      const length = view.getUint32(at + 18, true);
      if (left < ENTRY_HEAD + length || (type !== 0 && type !== 1 && type !== 2)) return undefined;
      const data = bytes.subarray(at + ENTRY_HEAD, at + ENTRY_HEAD + length);
      const term = view.getFloat64(at + 1, true);
      const index = view.getFloat64(at + 9, true);
      return { kind: "entry", entry: { term, index, type, data } };
    }
    case TAKEN:
    case RESTORED:
      if (left < 17) return undefined;
      return {
        kind: kind === TAKEN ? "snapshot-taken" : "snapshot-restored",
        index: view.getFloat64(at + 1, true),
        term: view.getFloat64(at + 9, true),
      };
    default:
      return undefined;
  }
}
