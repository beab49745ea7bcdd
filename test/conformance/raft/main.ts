/**
 * npm run conformance -- [PATH…]: holds raft-ts against scripts of a reference implementation,
 * files or directories; by default all that are beside the project. Prints the first difference
 * of each script that fails.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describeFailure, runScript } from "./run-script.ts";
import { ABSENT, scriptFiles, testdataDirectory } from "./testdata.ts";

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function runAll(paths: readonly string[]): boolean {
  let failed = 0;
  const files = paths.flatMap(scriptFiles);
  for (const file of files) {
    const outcome = runScript(readFileSync(file, "utf8"));
    switch (outcome.kind) {
      case "passed":
        print(`ok    ${file} (${outcome.commands} commands)`);
        continue;
      case "failed":
        print(`FAIL  ${describeFailure(file, outcome.failure)}`);
        break;
      case "unusable":
        print(`FAIL  ${file}: ${outcome.reason}`);
        break;
    }
    failed++;
  }
  if (files.length === 0) print(`no scripts (*.txt) in ${paths.join(", ")}`);
  print(`${files.length - failed} of ${files.length} scripts passed`);
  return failed === 0 && files.length > 0;
}

/** npm runs scripts in the project's folder and tells where it was called: paths are from there. */
function given(path: string): string {
  const from = resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
  return existsSync(from) ? from : resolve(path);
}

const names = process.argv.slice(2);
const paths = names.map(given);
const missing = names.filter((_, i) => !existsSync(paths[i] ?? ""));
const directory = testdataDirectory(process.env);
if (missing.length > 0) {
  print(`no such file or directory: ${missing.join(", ")}`);
  process.exitCode = 2;
} else if (paths.length === 0 && directory === undefined) {
  print(`skipped: ${ABSENT}`);
  process.exitCode = process.env["CI"] ? 1 : 0;
} else {
  const chosen = paths.length > 0 || directory === undefined ? paths : [directory];
  process.exitCode = runAll(chosen) ? 0 : 1;
}
