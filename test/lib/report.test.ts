import { describe, expect, test } from "vitest";
import { afterSecondRun, readReport, tallyOf, toRunAgain } from "./report.ts";

const E2E = "/checkout/test/e2e/healing.test.ts";
const UNIT = "/checkout/manager/store/store.test.ts";

const file = (name: string, status: string, ...states: readonly string[]): object => ({
  name,
  status,
  assertionResults: states.map((one) => ({ status: one })),
});
const report = (...testResults: readonly object[]): string => JSON.stringify({ testResults });

describe("a report's tally", () => {
  test.each([
    ["passed and skipped", ["passed", "passed", "passed", "pending", "todo"], [2, 0, 2]],
    ["failed", ["failed", "passed", "failed"], [1, 1, 0]],
    ["its preparations failed", ["failed", "skipped", "skipped"], [0, 1, 2]],
    ["it could not be loaded", ["failed"], [0, 1, 0]],
  ] as const)("%s", (_, [status, ...states], [passed, failed, skipped]) => {
    const files = readReport(report(file(E2E, status, ...states)));
    expect(tallyOf(files)).toEqual({ passed, failed, skipped });
  });

  test("a report that was cut off is no report", () => {
    expect(() => readReport('{"testResults": [')).toThrow(SyntaxError);
  });
});

describe("a second run", () => {
  const both = (e2e: string, unit: string): ReturnType<typeof readReport> =>
    readReport(report(file(E2E, e2e, e2e, "passed"), file(UNIT, unit, unit)));

  test("is given to what is timed, and only when nothing else failed", () => {
    expect(toRunAgain(both("failed", "passed"))).toEqual([E2E]);
    expect(toRunAgain(both("failed", "failed"))).toEqual([]);
    expect(toRunAgain(both("passed", "passed"))).toEqual([]);
  });

  test("is a file's last word", () => {
    const first = both("failed", "passed");
    const mended = readReport(report(file(E2E, "passed", "passed", "passed")));
    expect(tallyOf(afterSecondRun(first, mended))).toEqual({ passed: 3, failed: 0, skipped: 0 });
    const again = readReport(report(file(E2E, "failed", "failed", "passed")));
    expect(tallyOf(afterSecondRun(first, again))).toMatchObject({ passed: 2, failed: 1 });
  });
});
