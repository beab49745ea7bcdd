/**
 * The bytes of one segment file, and what a crash may have done to them.
 *
 *   header (64 bytes): magic, version, sequence, data key, end of the segment before, crc
 *   frame: magic u16, check of the next two u16, length u32, start of its batch u32, crc u32,
 *          payload, zeros to 8
 *   … zeros to the end of the file
 *
 * A batch is what one sync made durable, and the next batch is written only after that. So a
 * crash can damage frames of the last batch only, in any order. A damaged frame with an intact
 * one of a *later* batch behind it was durable once: the disk lost it, and going on would forget
 * what was acknowledged. In the last batch a crash leaves at least one sector as it was, that is
 * zeros: such a tail is torn and is cut. Where every sector was written and a frame is damaged all
 * the same, it may have been acknowledged, and the disk changed it later. Where the tail ends with
 * a sector, only the frame's length tells whether another sector was to follow: so a frame's head
 * has a check of its own.
 */
import { crc32 } from "./adapters/crc32.ts";

export const HEADER_BYTES = 64;
export const FRAME_HEAD = 16;
const ALIGN = 8;
/** What disks write whole: 512 bytes, or a multiple. */
const SECTOR_BYTES = 512;
const MAGIC = new TextEncoder().encode("SKEPWAL\u0001");
const FRAME_MAGIC = 0x6b53;
const VERSION = 1;

export interface SegmentHeader {
  readonly seq: number;
  readonly keyId: number;
  /** Where the frames of the segment before end; 0 for the first. */
  readonly previousEnd: number;
}

export interface Frame {
  readonly offset: number;
  readonly batchStart: number;
  readonly payload: Uint8Array;
}

export type SegmentScan =
  | {
      readonly kind: "frames";
      readonly header: SegmentHeader;
      readonly frames: readonly Frame[];
      /** Where the last intact frame ends. */
      readonly end: number;
      /** Whether there is something damaged behind `end`. */
      readonly torn: boolean;
    }
  /** Never written to since it was made: the crash came before it was whole. */
  | { readonly kind: "unused" }
  /** A frame that was durable is damaged. */
  | { readonly kind: "damaged"; readonly offset: number };

export function encodeHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, header.seq, true);
  view.setUint32(16, header.keyId, true);
  view.setUint32(20, header.previousEnd, true);
  view.setUint32(HEADER_BYTES - 4, crc32(bytes.subarray(0, HEADER_BYTES - 4)), true);
  return bytes;
}

export function decodeHeader(bytes: Uint8Array): SegmentHeader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (MAGIC.some((byte, i) => bytes[i] !== byte) || view.getUint32(8, true) !== VERSION) {
    return undefined;
  }
  const crc = crc32(bytes.subarray(0, HEADER_BYTES - 4));
  if (view.getUint32(HEADER_BYTES - 4, true) !== crc) return undefined;
  return {
    seq: view.getUint32(12, true),
    keyId: view.getUint32(16, true),
    previousEnd: view.getUint32(20, true),
  };
}

export function frameBytes(payloadBytes: number): number {
  return Math.ceil((FRAME_HEAD + payloadBytes) / ALIGN) * ALIGN;
}

/** What a payload is sealed to: a frame copied to another place does not open. */
export function frameContext(seq: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, seq, true);
  view.setUint32(4, offset, true);
  return bytes;
}

export function encodeFrame(
  seq: number,
  offset: number,
  batchStart: number,
  payload: Uint8Array,
): Uint8Array {
  const bytes = new Uint8Array(frameBytes(payload.length));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, FRAME_MAGIC, true);
  view.setUint32(4, payload.length, true);
  view.setUint32(8, batchStart, true);
  const place = placeCrc(seq, offset);
  view.setUint16(2, headCheck(bytes, 0, place), true);
  bytes.set(payload, FRAME_HEAD);
  view.setUint32(12, frameCrc(bytes, 0, payload.length, place), true);
  return bytes;
}

/** It takes part in checks: what an older life of this file left behind is not taken for a frame. */
function placeCrc(seq: number, offset: number): number {
  return crc32(frameContext(seq, offset));
}

/** Of a frame's length and batch. Never 0: that is what frames have from before there was one. */
function headCheck(bytes: Uint8Array, at: number, place: number): number {
  const crc = crc32(bytes.subarray(at + 4, at + 12), place);
  return (crc >>> 16) ^ (crc & 0xffff) || 1;
}

function frameCrc(bytes: Uint8Array, at: number, length: number, place: number): number {
  const head = crc32(bytes.subarray(at, at + 12), place);
  return crc32(bytes.subarray(at + FRAME_HEAD, at + FRAME_HEAD + length), head);
}

/** `seq`: by its name. */
export function scanSegment(bytes: Uint8Array, seq: number): SegmentScan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = decodeHeader(bytes);
  if (header === undefined || header.seq !== seq) {
    const used = laterBatchBehind(bytes, view, HEADER_BYTES, seq);
    return used ? { kind: "damaged", offset: 0 } : { kind: "unused" };
  }
  const frames: Frame[] = [];
  let at = HEADER_BYTES;
  for (;;) {
    const frame = frameAt(bytes, view, at, seq);
    if (frame === undefined) break;
    frames.push(frame);
    at += frameBytes(frame.payload.length);
  }
  if (laterBatchBehind(bytes, view, at, seq)) return { kind: "damaged", offset: at };
  // Every segment begins with a frame that is written together with its header.
  if (frames.length === 0) return { kind: "unused" };
  const used = usedFrom(bytes, at);
  if (used > at && !isTorn(bytes, view, at, used, seq)) return { kind: "damaged", offset: at };
  return { kind: "frames", header, frames, end: at, torn: used > at };
}

/** Where the zeros to the end of the file begin; `at` if there is nothing but zeros behind it. */
function usedFrom(bytes: Uint8Array, at: number): number {
  const count = bytes.subarray(at).findLastIndex((byte) => byte !== 0) + 1;
  return Math.min(bytes.length, at + Math.ceil(count / ALIGN) * ALIGN);
}

/** Whether a crash can have left the frame at `at`, and what is behind it up to `end`, like that. */
function isTorn(bytes: Uint8Array, view: DataView, at: number, end: number, seq: number): boolean {
  // A frame begins with a number that is not zero; sealed bytes are not zeros for long either.
  if (isZeros(bytes, at, Math.min(end, at + ALIGN))) return true;
  for (let from = at; from < end; ) {
    const to = Math.min(end, (Math.floor(from / SECTOR_BYTES) + 1) * SECTOR_BYTES);
    if (isZeros(bytes, from, to)) return true;
    from = to;
  }
  if (end % SECTOR_BYTES !== 0) return false;
  // It ends with a sector: only the frame itself tells whether there was to be another one. All
  // of its head was written if all its sectors were, so a head that is wrong was changed later.
  if (at + FRAME_HEAD > end) return true;
  const check = view.getUint16(at + 2, true);
  if (check !== 0 && check !== headCheck(bytes, at, placeCrc(seq, at))) return false;
  return at + frameBytes(view.getUint32(at + 4, true)) > end;
}

function isZeros(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes.subarray(from, to).every((byte) => byte === 0);
}

function frameAt(bytes: Uint8Array, view: DataView, at: number, seq: number): Frame | undefined {
  if (at + FRAME_HEAD > bytes.length || view.getUint16(at, true) !== FRAME_MAGIC) return undefined;
  const length = view.getUint32(at + 4, true);
  if (at + FRAME_HEAD + length > bytes.length) return undefined;
  if (view.getUint32(at + 12, true) !== frameCrc(bytes, at, length, placeCrc(seq, at)))
    return undefined;
  const payload = bytes.subarray(at + FRAME_HEAD, at + FRAME_HEAD + length);
  return { offset: at, batchStart: view.getUint32(at + 8, true), payload };
}

function laterBatchBehind(bytes: Uint8Array, view: DataView, end: number, seq: number): boolean {
  for (let at = end; at + FRAME_HEAD <= bytes.length; at += ALIGN) {
    const frame = frameAt(bytes, view, at, seq);
    if (frame !== undefined && frame.batchStart > end) return true;
  }
  return false;
}
