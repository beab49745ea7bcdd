/** `npm test`: gets what the tests need, builds, and runs them all. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { prepareMachine } from "./lib/machine.ts";
import { afterSecondRun, type FileResult, readReport, tallyOf, toRunAgain } from "./lib/report.ts";

function run(command: string, args: readonly string[]): number {
  const result = spawnSync(command, args, { stdio: "inherit" });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** @throws where vitest ended without a report. */
function vitest(args: readonly string[]): { status: number; files: readonly FileResult[] } {
  const folder = mkdtempSync(join(tmpdir(), "skep-test-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const command = ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args];
    const status = run(process.execPath, command);
    return { status, files: readReport(readFileSync(report, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(): number {
  prepareMachine((line) => console.log(`test: ${line}`));
  const built = run("npm", ["run", "--silent", "build"]);
  if (built !== 0) return built;
  let { status, files } = vitest(process.argv.slice(2));
  const again = toRunAgain(files);
  if (again.length > 0) {
    const names = again.map((path) => relative(process.cwd(), path));
    console.log(`test: failed, and run once more by themselves: ${names.join(", ")}`);
    const second = vitest(names);
    files = afterSecondRun(files, second.files);
    status = second.status;
  }
  const tally = tallyOf(files);
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : "";
  console.log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
  return status === 0 && tally.passed > 0 && tally.failed === 0 ? 0 : 1;
}

process.exitCode = main();
