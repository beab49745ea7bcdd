import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffTable, emptyTable, type NftTable, renderTable } from "./nft-table.ts";

const table = (
  elements: Record<string, string>,
  chains: Record<string, readonly string[]>,
): NftTable => ({
  name: "inet t",
  sets: new Map([
    ["m", { kind: "map", type: "type a : verdict", elements: new Map(Object.entries(elements)) }],
  ]),
  chains: new Map(Object.entries(chains).map(([name, rules]) => [name, { hook: "", rules }])),
});

describe("a change costs what changed", () => {
  const before = table({ "1": "goto a", "2": "goto b" }, { a: ["x"], b: ["y"] });
  test.each([
    ["nothing", before, ""],
    [
      "one element's value",
      table({ "1": "goto b", "2": "goto b" }, { a: ["x"], b: ["y"] }),
      "delete element inet t m { 1 }\nadd element inet t m { 1 : goto b }\n",
    ],
    [
      "one chain's rules",
      table({ "1": "goto a", "2": "goto b" }, { a: ["x", "z"], b: ["y"] }),
      "flush chain inet t a\nadd rule inet t a x\nadd rule inet t a z\n",
    ],
    [
      "a chain goes, after what leads to it",
      table({ "1": "goto a" }, { a: ["x"] }),
      "flush chain inet t b\ndelete element inet t m { 2 }\ndelete chain inet t b\n",
    ],
    [
      "a chain comes, before what leads to it",
      table({ "1": "goto a", "2": "goto b", "3": "goto c" }, { a: ["x"], b: ["y"], c: ["q"] }),
      "add chain inet t c\nadd rule inet t c q\nadd element inet t m { 3 : goto c }\n",
    ],
  ])("%s", (_, after, script) => {
    expect(diffTable(before, after)).toBe(script);
  });
});

test("a table in place of whatever has its name", () => {
  expect(renderTable(emptyTable("inet t"))).toBe(
    "add table inet t\ndelete table inet t\nadd table inet t\n",
  );
});

test("the commands between two tables give the second one", () => {
  const arbitrary = fc
    .dictionary(
      fc.constantFrom("a", "b", "c", "d"),
      fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }),
    )
    .chain((chains) =>
      fc
        .dictionary(
          fc.constantFrom("1", "2", "3"),
          fc.constantFrom("drop", ...Object.keys(chains).map((name) => `goto ${name}`)),
        )
        .map((elements) => table(elements, chains)),
    );
  fc.assert(
    fc.property(arbitrary, arbitrary, (before, after) => {
      expect(play(before, diffTable(before, after))).toEqual(shape(after));
    }),
  );
});

const shape = ({ sets, chains }: NftTable): object => ({
  elements: Object.fromEntries([...(sets.get("m")?.elements ?? [])].sort()),
  chains: Object.fromEntries([...chains].map(([name, { rules }]) => [name, [...rules]]).sort()),
});

/** What nft does, with its refusals. */
function play(before: NftTable, script: string): object {
  const elements = new Map(before.sets.get("m")?.elements);
  const chains = new Map([...before.chains].map(([name, { rules }]) => [name, [...rules]]));
  const chain = (name = ""): string[] => {
    const rules = chains.get(name);
    if (rules === undefined) throw new Error(`no chain ${name}`);
    return rules;
  };
  for (const line of script.split("\n").filter(Boolean)) {
    const [verb, what, , , name, ...rest] = line.split(" ");
    const inner = rest.join(" ").replace(/^\{ | \}$/g, "");
    if (verb === "flush") chain(name).length = 0;
    else if (verb === "add" && what === "chain") chains.set(name ?? "", []);
    else if (verb === "add" && what === "rule") chain(name).push(inner);
    else if (verb === "delete" && what === "chain") {
      if ([...elements.values()].includes(`goto ${name}`)) throw new Error(`${name} is in use`);
      if (chain(name).length > 0) throw new Error(`${name} has rules`);
      chains.delete(name ?? "");
    } else if (verb === "delete") for (const key of inner.split(", ")) elements.delete(key);
    else {
      for (const pair of inner.split(", ")) {
        const [key = "", value = ""] = pair.split(" : ");
        if (value.startsWith("goto ")) chain(value.slice(5));
        if (elements.has(key)) throw new Error(`${key} is there`);
        elements.set(key, value);
      }
    }
  }
  return {
    elements: Object.fromEntries([...elements].sort()),
    chains: Object.fromEntries([...chains].sort()),
  };
}
