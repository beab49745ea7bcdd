/** `npm test`: gets what the tests need, builds, and runs them all. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareMachine } from "./lib/machine.ts";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function run(command: string, args: readonly string[]): number {
  const result = spawnSync(command, args, { stdio: "inherit" });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** What vitest's JSON report counts; a file that could not be loaded is one failed test. */
export function tallyOf(report: string): Tally {
  const document = JSON.parse(report) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const broken = document.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return {
    passed: document.numPassedTests,
    failed: document.numFailedTests + broken,
    skipped: document.numPendingTests + document.numTodoTests,
  };
}

function main(): number {
  prepareMachine((line) => console.log(`test: ${line}`));
  const built = run("npm", ["run", "--silent", "build"]);
  if (built !== 0) return built;
  const folder = mkdtempSync(join(tmpdir(), "skep-test-"));
  try {
    const report = join(folder, "report.json");
    const status = run(process.execPath, [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ]);
    const tally = tallyOf(readFileSync(report, "utf8"));
    const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : "";
    console.log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
    return status === 0 && tally.passed > 0 && tally.failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main();
