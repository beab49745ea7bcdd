/**
 * How large is an entry? Two measures: the payload (what a proposer pays for, in the bound on
 * uncommitted data and on bytes in flight) and the encoded size (what a message or a Ready pays
 * for): that of the protobuf message {type = 1, term = 2, index = 3, data = 4}.
 */
import { type Entry, EntryType } from "./message.ts";

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

export function entrySize(entry: Entry): number {
  let size = 2 + varintSize(entry.term) + varintSize(entry.index);
  if (entry.type !== EntryType.Normal) size += 2;
  const length = entry.data.length;
  if (length > 0) size += 1 + varintSize(length) + length;
  return size;
}

export function entriesSize(entries: readonly Entry[]): number {
  let size = 0;
  for (const entry of entries) size += entrySize(entry);
  return size;
}

export function payloadSize(entries: readonly Entry[]): number {
  let size = 0;
  for (const entry of entries) size += entry.data.length;
  return size;
}

/** The longest prefix within maxSize, but never none of a non-empty list. */
export function limitSize(entries: readonly Entry[], maxSize: number): readonly Entry[] {
  const count = countWithin(entries, 0, entries.length, maxSize);
  return count === entries.length ? entries : entries.slice(0, count);
}

/** How many of entries[from, to) fit into maxSize, at least one of a non-empty range. */
export function countWithin(
  entries: readonly Entry[],
  from: number,
  to: number,
  maxSize: number,
): number {
  if (maxSize === Number.POSITIVE_INFINITY) return to - from;
  let size = 0;
  for (let i = from; i < to; i++) {
    const entry = entries[i];
    if (entry === undefined) return i - from;
    size += entrySize(entry);
    if (size > maxSize && i > from) return i - from;
  }
  return to - from;
}
