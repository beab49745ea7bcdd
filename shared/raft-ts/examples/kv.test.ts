import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../test/network.ts";
import { KvNode, tickAll } from "./kv.ts";

describe("the key-value store of the README", () => {
  it("agrees on what any node was told", () => {
    const nodes = [1, 2, 3].map((id) => new KvNode(id, seededRandom(id)));
    const tick = (times: number): void => {
      for (let i = 0; i < times; i++) tickAll(nodes);
    };
    tick(30);
    expect(nodes.map((node) => node.set({ key: "skep", value: "woven" }))).toEqual([
      true,
      true,
      true,
    ]);
    tick(2);
    for (const node of nodes) expect(node.state).toEqual(new Map([["skep", "woven"]]));
  });

  it("stands in the README as it is here", () => {
    const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
    const source = read("kv.ts");
    expect(read("../README.md")).toContain(source);
    expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  });
});
