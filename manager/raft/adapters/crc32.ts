/** CRC-32 (IEEE 802.3): zlib's where this Node.js has it (20.15 and up), or a table. */
import * as zlib from "node:zlib";

const TABLE = new Uint32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

export function tableCrc32(data: Uint8Array, start = 0): number {
  let crc = ~start;
  for (const byte of data) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

const fastest: (data: Uint8Array, start?: number) => number =
  typeof zlib.crc32 === "function" ? zlib.crc32 : tableCrc32;

/** `start`: the checksum of what comes before `data`. */
export function crc32(data: Uint8Array, start = 0): number {
  // zlib takes a null pointer for the wish to start anew, and an empty array has one.
  return data.length === 0 ? start : fastest(data, start);
}
