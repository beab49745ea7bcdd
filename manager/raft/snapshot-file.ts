/**
 * The bytes of a snapshot file: header (32 bytes: magic, version, data key, salt, crc), then
 * frames (length u32, crc u32, kind u8, 3 zeros, sealed payload): one with the meta, one for
 * each chunk of the state, one that ends it with the count of chunks and the crc of the state.
 * A file without its end is none.
 */
import { crc32 } from "./adapters/crc32.ts";
import type { Membership } from "./membership.ts";

export interface ConfStateLike {
  readonly voters: readonly number[];
  readonly learners: readonly number[];
  readonly votersOutgoing: readonly number[];
  readonly learnersNext: readonly number[];
  readonly autoLeave: boolean;
}

export interface SnapshotMeta {
  readonly index: number;
  readonly term: number;
  readonly confState: ConfStateLike;
  readonly membership: Membership;
}

export const HEADER_BYTES = 32;
export const FRAME_HEAD_BYTES = 12;
export const KIND = { meta: 1, chunk: 2, end: 3 } as const;
export type FrameKind = (typeof KIND)[keyof typeof KIND];
const MAGIC = new TextEncoder().encode("SKEPSNP\u0001");
const VERSION = 1;

export interface SnapshotHeader {
  readonly keyId: number;
  /** Tells the frames of this file from another's. */
  readonly salt: Uint8Array;
}

export const SALT_BYTES = 12;

export function encodeSnapshotHeader(header: SnapshotHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, header.keyId, true);
  bytes.set(header.salt, 16);
  view.setUint32(28, crc32(bytes.subarray(0, 28)), true);
  return bytes;
}

export function decodeSnapshotHeader(bytes: Uint8Array): SnapshotHeader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (MAGIC.some((byte, i) => bytes[i] !== byte) || view.getUint32(8, true) !== VERSION) {
    return undefined;
  }
  if (view.getUint32(28, true) !== crc32(bytes.subarray(0, 28))) return undefined;
  return { keyId: view.getUint32(12, true), salt: bytes.slice(16, 28) };
}

/** Seals a frame to its file and its place in it. */
export function snapshotContext(salt: Uint8Array, seq: number, kind: FrameKind): Uint8Array {
  const bytes = new Uint8Array(SALT_BYTES + 8);
  bytes.set(salt);
  const view = new DataView(bytes.buffer);
  view.setUint32(SALT_BYTES, seq, true);
  view.setUint32(SALT_BYTES + 4, kind, true);
  return bytes;
}

export function encodeFrameHead(kind: FrameKind, sealed: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, sealed.length, true);
  view.setUint32(4, crc32(sealed), true);
  view.setUint8(8, kind);
  return bytes;
}

export function decodeFrameHead(
  bytes: Uint8Array,
): { length: number; crc: number; kind: FrameKind } | undefined {
  if (bytes.length < FRAME_HEAD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, FRAME_HEAD_BYTES);
  const kind = Object.values(KIND).find((known) => known === view.getUint8(8));
  if (kind === undefined) return undefined;
  return { length: view.getUint32(0, true), crc: view.getUint32(4, true), kind };
}

export function encodeMeta(meta: SnapshotMeta): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(meta));
}

export function decodeMeta(bytes: Uint8Array): SnapshotMeta {
  return JSON.parse(new TextDecoder().decode(bytes)) as SnapshotMeta;
}

export function encodeEnd(chunks: number, crc: number): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ chunks, crc }));
}

export function decodeEnd(bytes: Uint8Array): { chunks: number; crc: number } {
  return JSON.parse(new TextDecoder().decode(bytes)) as { chunks: number; crc: number };
}
