import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimDataRoot } from "./claim-driver.ts";

let dataRoot: string;
const file = (): string => join(dataRoot, "owner.json");

beforeEach(() => {
  dataRoot = mkdtempSync(join(tmpdir(), "skep-claim-"));
});
afterEach(() => rmSync(dataRoot, { recursive: true }));

test("a data root that a live skepd has is refused, with its pid", () => {
  claimDataRoot(dataRoot);
  expect(() => claimDataRoot(dataRoot)).toThrow(
    `data-root ${dataRoot}: skepd runs on it already, as process ${process.pid}`,
  );
});

test("it is free again when it was given back", () => {
  claimDataRoot(dataRoot)();
  expect(existsSync(file())).toBe(false);
  claimDataRoot(dataRoot);
});

test.each([
  ["another process of that pid", (claim: object) => JSON.stringify({ ...claim, startTicks: "1" })],
  ["a process of an earlier boot", (claim: object) => JSON.stringify({ ...claim, bootId: "x" })],
  ["a write that broke off", () => '{"pid":'],
])("what a killed skepd left is taken over: %s", (_name, leave) => {
  claimDataRoot(dataRoot);
  writeFileSync(file(), leave(JSON.parse(readFileSync(file(), "utf8")) as object));
  claimDataRoot(dataRoot);
  expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject({ pid: process.pid });
});
