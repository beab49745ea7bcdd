import { describe, expect, test } from "vitest";
import { parseInstant, parseInteger } from "./units.ts";

const now = Date.parse("2026-01-02T03:04:05Z");

describe("instants", () => {
  test.each([
    ["10m", now / 1000 - 600],
    ["1.5s", now / 1000 - 1.5],
    ["1700000000.25", 1_700_000_000.25],
    ["2026-01-02T03:04:00Z", now / 1000 - 5],
  ])("%s", (text, seconds) => {
    expect(Number(parseInstant(text, "--since", now))).toBe(seconds);
  });

  test("what is none of these is refused with all of them", () => {
    expect(() => parseInstant("soon", "--since", now)).toThrow(
      /--since: invalid value "soon": expected a date, seconds since 1970, or a duration ago/,
    );
  });
});

test("whole numbers may be negative, and nothing else", () => {
  expect(parseInteger("-1", "--n")).toBe(-1);
  for (const text of ["", "1.5", "many", "1e3"]) {
    expect(() => parseInteger(text, "--n")).toThrow(/expected a whole number/);
  }
});
