/** `npm run verify`: everything that CI runs. Stops at the first check that fails. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

// Debian's Node is 20; the next long-term release is checked too, from npm's package of binaries.
const NEXT_NODE = "node@24";

let tally = "";

/** Shows a command's output as it comes, and keeps the last line that counts tests. */
async function step(name: string, command: string, args: readonly string[]): Promise<void> {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    console.log(line);
    if (/^\d+ passed, \d+ failed/.test(line)) tally = line;
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) {
    console.error(`== ${name}: failed (${command} ${args.join(" ")})`);
    console.log(tally || "0 passed, 1 failed");
    process.exit(1);
  }
  console.log(`== ${name}: ok, ${Math.round((performance.now() - started) / 1000)} s`);
}

async function unitTestsOnNextNode(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "skep-node-"));
  try {
    const flags = ["--no-save", "--no-audit", "--no-fund", "--prefix", folder];
    await step(`install ${NEXT_NODE}`, "npm", ["install", ...flags, NEXT_NODE]);
    const node = join(folder, "node_modules", "node", "bin", "node");
    await step(`unit tests on ${NEXT_NODE}`, node, [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "unit",
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await step("generated code is fresh", "npm", ["run", "--silent", "proto:check"]);
await step("lint", "npm", ["run", "--silent", "lint"]);
await step("types", "npm", ["run", "--silent", "typecheck"]);
await step("tests", "npm", ["test", "--silent"]);
await step("unused files and packages", "npx", [
  "knip",
  "--include",
  "files,dependencies,unlisted",
]);
await unitTestsOnNextNode();
console.log(tally);
