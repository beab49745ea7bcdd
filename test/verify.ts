/** `npm run verify`: everything that CI runs. Stops at the first check that fails. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Debian's Node is 20; the next long-term release is checked too, from npm's package of binaries.
const NEXT_NODE = "node@24";

let tally = "";

function step(name: string, command: string, args: readonly string[], cwd?: string): void {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const result = spawnSync(command, args, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    ...(cwd === undefined ? {} : { cwd }),
  });
  process.stdout.write(result.stdout ?? "");
  const line = /^\d+ passed, \d+ failed.*$/m.exec(result.stdout ?? "");
  if (line) tally = line[0];
  if (result.error) throw result.error;
  if (result.status !== 0) {
    console.error(`== ${name}: failed (${command} ${args.join(" ")})`);
    console.log(tally || "0 passed, 1 failed");
    process.exit(1);
  }
  console.log(`== ${name}: ok, ${Math.round((Date.now() - started) / 1000)} s`);
}

function unitTestsOnNextNode(): void {
  const folder = mkdtempSync(join(tmpdir(), "skep-node-"));
  try {
    const flags = ["--no-save", "--no-audit", "--no-fund", "--prefix", folder];
    step(`install ${NEXT_NODE}`, "npm", ["install", ...flags, NEXT_NODE]);
    const node = join(folder, "node_modules", "node", "bin", "node");
    step(`unit tests on ${NEXT_NODE}`, node, [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "unit",
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

step("generated code is fresh", "npm", ["run", "--silent", "proto:check"]);
step("lint", "npm", ["run", "--silent", "lint"]);
step("types", "npm", ["run", "--silent", "typecheck"]);
step("tests", "npm", ["test", "--silent"]);
unitTestsOnNextNode();
console.log(tally);
