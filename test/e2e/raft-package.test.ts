/** raft-ts as others get it: packed, installed elsewhere, with its types and the README's example. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../lib/cluster.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const RAFT = join(ROOT, "shared/raft-ts");
const MAIN = `
import { RawNode } from "raft-ts";
import { KvNode, tickAll } from "./kv.js";

const nodes: KvNode[] = [1, 2, 3].map((id) => new KvNode(id, () => id / 4));
for (let i = 0; i < 40; i++) tickAll(nodes);
nodes[0]?.set({ key: "a", value: "b" });
for (let i = 0; i < 5; i++) tickAll(nodes);
const raft: RawNode | undefined = nodes[2]?.raft;
console.log(nodes.map((node) => node.state.get("a")).join(), raft?.basicStatus().applied !== 0);
`;

describe("the package raft-ts", { timeout: 300_000 }, () => {
  const place = mkdtempSync(join(tmpdir(), "raft-ts-"));
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const tsc = (...args: readonly string[]) =>
    runCommand(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...args]);

  beforeAll(async () => {
    const packed = await runCommand("npm", ["pack", RAFT, "--silent", "--pack-destination", place]);
    expect(packed, packed.stderr).toMatchObject({ code: 0 });
    writeFileSync(join(place, "package.json"), '{ "name": "elsewhere", "type": "module" }');
    const tarball = join(place, readdirSync(place).find((name) => name.endsWith(".tgz")) ?? "");
    const quiet = ["--no-audit", "--no-fund", "--offline"];
    const installed = await runCommand("npm", ["install", "--prefix", place, ...quiet, tarball]);
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
  });

  test("is typed, runs, and brings its example", async () => {
    const installed = join(place, "node_modules/raft-ts");
    expect(readdirSync(installed)).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "docs"]),
    );
    copyFileSync(join(installed, "examples/kv.ts"), join(place, "kv.ts"));
    writeFileSync(join(place, "main.ts"), MAIN);
    const options = [
      "--ignoreConfig",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--strict",
      "--types",
      "",
    ];
    const files = [join(place, "main.ts"), join(place, "kv.ts")];
    const lib = ["--lib", "es2022,dom"];
    const compiled = await tsc(...options, ...lib, "--outDir", join(place, "out"), ...files);
    expect(compiled, compiled.stdout).toMatchObject({ code: 0 });
    const ran = await runCommand(process.execPath, [join(place, "out/main.js")]);
    expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: "b,b,b true\n" });
  });
});
