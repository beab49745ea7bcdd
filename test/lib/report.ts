/** What vitest's JSON report says: how many tests passed, and which files are run once more. */

export interface FileResult {
  /** Absolute. */
  readonly path: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Document {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** @throws SyntaxError when the run was cut off in the middle of its report. */
export function readReport(text: string): readonly FileResult[] {
  const { testResults } = JSON.parse(text) as Document;
  return testResults.map(({ name, status, assertionResults }) => {
    const count = (...wanted: readonly string[]): number =>
      assertionResults.filter((one) => wanted.includes(one.status)).length;
    const failed = count("failed");
    return {
      path: name,
      passed: count("passed"),
      // A file that could not be loaded, or whose preparations failed, has no failed test.
      failed: status === "failed" ? Math.max(1, failed) : failed,
      skipped: count("pending", "skipped", "todo", "disabled"),
    };
  });
}

export function tallyOf(files: readonly FileResult[]): Tally {
  const sum = (of: (file: FileResult) => number): number =>
    files.reduce((total, file) => total + of(file), 0);
  return {
    passed: sum((file) => file.passed),
    failed: sum((file) => file.failed),
    skipped: sum((file) => file.skipped),
  };
}

const TIMED = /\/test\/(e2e|conformance)\//;

/**
 * The files that failed where real engines, processes and clocks take part: a stall of the machine
 * can fail a cluster's start for all of its tests. None when anything else failed: that is final.
 */
export function toRunAgain(files: readonly FileResult[]): readonly string[] {
  const failed = files.filter((file) => file.failed > 0).map(({ path }) => path);
  return failed.every((path) => TIMED.test(path)) ? failed : [];
}

/** The second run of a file is its last word. */
export function afterSecondRun(
  first: readonly FileResult[],
  second: readonly FileResult[],
): readonly FileResult[] {
  const byPath = new Map(second.map((file) => [file.path, file]));
  return first.map((file) => byPath.get(file.path) ?? file);
}
