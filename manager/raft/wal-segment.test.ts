import { describe, expect, test } from "vitest";
import { crc32 } from "./adapters/crc32.ts";
import {
  encodeFrame,
  encodeHeader,
  FRAME_HEAD,
  frameBytes,
  frameContext,
  HEADER_BYTES,
  scanSegment,
} from "./wal-segment.ts";

const SEQ = 3;
const SECTOR = 512;
const FILE_BYTES = 8 * SECTOR;
const FIRST = new Uint8Array(40).fill(7);
const START = HEADER_BYTES + frameBytes(FIRST.length);

/** A segment of two batches; the second is one frame that ends at `end`. */
function segmentEndingAt(end: number): Uint8Array {
  const bytes = new Uint8Array(FILE_BYTES);
  bytes.set(encodeHeader({ seq: SEQ, keyId: 1, previousEnd: 0 }));
  bytes.set(encodeFrame(SEQ, HEADER_BYTES, HEADER_BYTES, FIRST), HEADER_BYTES);
  const payload = new Uint8Array(end - START - FRAME_HEAD).fill(9);
  bytes.set(encodeFrame(SEQ, START, START, payload), START);
  return bytes;
}

const kindOf = (bytes: Uint8Array): string => {
  const scan = scanSegment(bytes, SEQ);
  return scan.kind === "frames" && scan.torn ? "torn" : scan.kind;
};

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const other = bytes.slice();
  other[at] = (other[at] ?? 0) ^ (1 << bit);
  return other;
}

describe.each([2 * SECTOR, 2 * SECTOR + 8])("a last frame that ends at %i", (end) => {
  const whole = segmentEndingAt(end);

  test("is read", () => {
    expect(scanSegment(whole, SEQ)).toMatchObject({ kind: "frames", end, torn: false });
  });

  test("is damaged, not torn, whichever bit of its head another one is", () => {
    for (let at = START; at < START + FRAME_HEAD; at++) {
      for (let bit = 0; bit < 8; bit++) {
        expect(kindOf(flipped(whole, at, bit)), `byte ${at - START}, bit ${bit}`).toBe("damaged");
      }
    }
  });

  test("is torn where any of its sectors was not written", () => {
    for (let from = 0; from < end; from += SECTOR) {
      const torn = whole.slice();
      torn.fill(0, Math.max(START, from), Math.min(end, from + SECTOR));
      expect(kindOf(torn), `sector ${from / SECTOR}`).toBe("torn");
    }
  });
});

test("a frame from before heads had a check is read", () => {
  const end = 2 * SECTOR;
  const old = segmentEndingAt(end);
  old.fill(0, START + 2, START + 4);
  const place = crc32(frameContext(SEQ, START));
  const head = crc32(old.subarray(START, START + 12), place);
  const crc = crc32(old.subarray(START + FRAME_HEAD, end), head);
  new DataView(old.buffer).setUint32(START + 12, crc, true);
  expect(scanSegment(old, SEQ)).toMatchObject({ kind: "frames", end, torn: false });
});
