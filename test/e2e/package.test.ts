/** What `npm pack` makes, installed into an empty folder elsewhere, runs a cluster. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programsOf } from "../../cli/local/take-down.ts";
import { SKEP_VERSION } from "../../shared/version.ts";
import { type CommandResult, runCommand } from "../lib/cluster.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NEEDED = [
  "package/LICENSE",
  "package/README.md",
  "package/CHANGELOG.md",
  "package/docs/operations.md",
  "package/docs/compatibility.md",
  "package/proto/raft.proto",
  "package/deploy/systemd/skepd.service",
  "package/deploy/examples/web/server.js",
  "package/node_modules/raft-ts/dist/index.js",
  "package/dist/agent/runtime/process/keeper/main.js",
];

/** Interrupts it once it is up, as Ctrl-C would, and returns all that it said. */
function upAndDown(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (text.includes("Ctrl-C") && !text.includes("Taking")) child.kill("SIGINT");
      });
    }
    child.on("error", reject);
    child.on("close", () => resolve(text));
  });
}

describe("the package", { timeout: 300_000 }, () => {
  let folder: string;
  let tarball: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "skep-package-"));
    const args = ["pack", ROOT, "--silent", "--pack-destination", folder];
    const packed = await runCommand("npm", args);
    expect(packed, packed.stderr).toMatchObject({ code: 0 });
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const npx = (...args: readonly string[]): Promise<CommandResult> =>
    runCommand("npx", ["--prefix", join(folder, "place"), "--no-install", ...args]);

  test("has what it needs and nothing of the tests", async () => {
    const { stdout } = await runCommand("tar", ["-tzf", tarball]);
    const files = stdout.trim().split("\n");
    expect(files).toEqual(expect.arrayContaining(NEEDED));
    const ours = files.filter((file) => !file.startsWith("package/node_modules/"));
    expect(ours.filter((file) => /\.test\.|\/dist\/test\/|\/testing[./]|\.ts$/.test(file))).toEqual(
      [],
    );
  });

  test("runs from an empty folder", async () => {
    const place = join(folder, "place");
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
    const installed = await runCommand("npm", ["install", "--prefix", place, ...quiet, tarball]);
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
    expect((await npx("skep", "--version")).stdout).toBe(`${SKEP_VERSION}\n`);
    expect((await npx("skepd", "--help")).stdout).toContain("Usage: skepd");

    const cluster = join(folder, "cluster");
    const local = [
      ...["local", "up", "--engine", "none", "--managers", "1", "--workers", "1"],
      ...["--subnet", String(20 + (process.pid % 100)), "--folder", cluster],
    ];
    const skep = join(place, "node_modules/.bin/skep");
    const up = await upAndDown(skep, local);
    expect(up).toContain("The cluster is up");
    expect(up).toContain("Everything is down");
    expect(programsOf(cluster)).toEqual([]);
  });
});
