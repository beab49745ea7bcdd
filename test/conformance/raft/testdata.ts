/** Where the scripts are: not part of the project, found beside it. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BESIDE = fileURLToPath(new URL("../../../../shared/raft-testdata", import.meta.url));

/** Undefined if they are absent. */
export function testdataDirectory(env: NodeJS.ProcessEnv): string | undefined {
  const path = env["RAFT_TESTDATA"] || BESIDE;
  return existsSync(path) ? path : undefined;
}

export const ABSENT =
  "the reference's scripts are absent (../shared/raft-testdata, or set RAFT_TESTDATA)";

/** A file itself; of a directory all .txt files in it, sorted. */
export function scriptFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => join(path, name));
}
