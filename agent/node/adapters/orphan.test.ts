import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { silentLogger } from "../../../shared/logger.ts";
import { endOrphan, notePid } from "./orphan.ts";

let dir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "skep-orphan-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(dir, { recursive: true });
});

/** Runs `code` with the state directory (or what else) as its argument; resolves when it is up. */
async function run(code: string, argument: string): Promise<ChildProcess> {
  const script = `process.stdout.write("up"); ${code}`;
  const child = spawn(process.execPath, ["-e", script, argument], { stdio: "pipe" });
  children.push(child);
  await once(child.stdout, "data");
  notePid(dir, child.pid ?? 0);
  return child;
}

test("one that ends by itself is waited for", async () => {
  const child = await run("setTimeout(() => process.exit(0), 300)", dir);
  const exit = once(child, "exit");
  await endOrphan(dir, 30_000, silentLogger);
  expect(await exit).toEqual([0, null]);
  expect(existsSync(join(dir, "manager.pid"))).toBe(false);
});

test("one that hangs is killed", async () => {
  const child = await run("setInterval(() => {}, 1000)", dir);
  const exit = once(child, "exit");
  await endOrphan(dir, 100, silentLogger);
  expect(await exit).toEqual([null, "SIGKILL"]);
});

test("another process that has its pid by now is left alone", async () => {
  const child = await run("setInterval(() => {}, 1000)", "something-else");
  await endOrphan(dir, 0, silentLogger);
  expect(child.exitCode).toBeNull();
  expect(child.signalCode).toBeNull();
});

test("none", async () => {
  await endOrphan(dir, 0, silentLogger);
  expect(existsSync(join(dir, "manager.pid"))).toBe(false);
});
