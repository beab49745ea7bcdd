import { expect, test } from "vitest";
import { crc32, tableCrc32 } from "./crc32.ts";

test("the table agrees with the check value of CRC-32 and with zlib, in pieces too", () => {
  const bytes = new TextEncoder().encode("123456789");
  expect(tableCrc32(bytes)).toBe(0xcbf43926);
  expect(crc32(bytes)).toBe(0xcbf43926);
  expect(tableCrc32(bytes.subarray(4), tableCrc32(bytes.subarray(0, 4)))).toBe(0xcbf43926);
  expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926);
});

test("nothing leaves a checksum as it is", () => {
  expect(crc32(new Uint8Array(0), 5)).toBe(5);
});
