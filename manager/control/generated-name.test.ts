import { expect, test } from "vitest";
import { seededRng } from "../../shared/rng.ts";
import { generatedName, named } from "./generated-name.ts";
import { checkDnsName } from "./names.ts";

test("generated names are valid, and hardly ever the same", () => {
  const rng = seededRng(1);
  const names = Array.from({ length: 500 }, () => checkDnsName(generatedName(rng)));
  expect(new Set(names).size).toBeGreaterThan(495);
});

test.each([[{ Name: "web" }], [{ name: "web" }], [{ Name: 7 }], [null], [7], [[]]])(
  "%j stays as it is",
  (document) => {
    expect(named(document, seededRng(1))).toBe(document);
  },
);

test.each([[{}], [{ Name: "" }], [{ name: "" }]])("%j gets a name", (document) => {
  expect(named(document, seededRng(1))).toEqual({ Name: expect.stringMatching(/^\w+_\w+\d+$/) });
});
