/**
 * Byte for byte, with two liberties: lines of log output are dropped on both sides, and trailing
 * blanks do not count.
 */

const LOG_LEVELS: ReadonlySet<string> = new Set(["DEBUG", "INFO", "WARN", "ERROR"]);

export interface Difference {
  /** 0-based, among the compared lines. */
  readonly at: number;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

export function comparedLines(output: string): string[] {
  const lines = output.split("\n").map((line) => line.trimEnd());
  const kept = lines.filter((line) => !LOG_LEVELS.has(line.trimStart().split(/\s/, 1)[0] ?? ""));
  while (kept.at(-1) === "") kept.pop();
  return kept;
}

export function firstDifference(expectedText: string, actualText: string): Difference | undefined {
  const expected = comparedLines(expectedText);
  const actual = comparedLines(actualText);
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at++) {
    if (expected[at] !== actual[at]) return { at, expected, actual };
  }
  return undefined;
}
