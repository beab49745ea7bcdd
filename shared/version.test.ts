import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SKEP_VERSION } from "./version.ts";

test("the version in the code is the package's", () => {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  expect((JSON.parse(text) as { version: string }).version).toBe(SKEP_VERSION);
});
