/** The API reference names all that there is: what is exported, and the members of what is used. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MemoryStorage } from "./memory-storage.ts";
import { RawNode } from "./raw-node.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const readme = read("../README.md").replace(/```[\s\S]*?```/g, "");

function exported(): string[] {
  const lists = [...read("index.ts").matchAll(/export (?:type )?\{([^}]*)\}/g)];
  const names = lists.flatMap(([, list = ""]) => list.split(","));
  return names.map((name) => name.replace(/^\s*type /, "").trim()).filter((name) => name !== "");
}

function fieldsOf(file: string, name: string): string[] {
  const source = read(file);
  const start = source.indexOf(`export interface ${name} `);
  const body = source.slice(start, source.indexOf("\n}", start));
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, field = ""]) => field);
}

function methodsOf(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
}

/** As code: between backquotes, alone or as a word of an expression. */
function isNamed(word: string): boolean {
  return [...readme.matchAll(/`([^`]+)`/g)].some(([, code = ""]) =>
    new RegExp(`(^|\\W)${word}(\\W|$)`).test(code),
  );
}

/** Private to TypeScript only. */
const HIDDEN: ReadonlySet<string> = new Set(["stepLocal", "accept", "softChanged"]);

describe("the README names", () => {
  it.each([
    ["every export", exported()],
    ["every option", fieldsOf("config.ts", "Config")],
    ["every field of a Ready", fieldsOf("ready.ts", "Ready")],
    ["every field of a message", fieldsOf("message.ts", "Message")],
    ["every method of Storage", fieldsOf("storage.ts", "Storage")],
    ["every method of a RawNode", methodsOf(RawNode.prototype)],
    ["every method of a MemoryStorage", methodsOf(MemoryStorage.prototype)],
    ["every field of a status", fieldsOf("status.ts", "BasicStatus")],
    ["every field of a progress", fieldsOf("status.ts", "ProgressStatus")],
  ])("%s", (_, names) => {
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !HIDDEN.has(name) && !isNamed(name))).toEqual([]);
  });
});
