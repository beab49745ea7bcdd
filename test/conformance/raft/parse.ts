/** Values in scripts. */
import type { ConfChangeSingle } from "../../../shared/raft-ts/src/conf-change.ts";
import { parseChanges } from "../../../shared/raft-ts/src/describe.ts";

/** The script itself is wrong: nothing that it could expect. */
export class ScriptError extends Error {}

export function number(text: string): number {
  if (!/^\d+$/.test(text)) throw new ScriptError(`${JSON.stringify(text)} is no number`);
  return Number(text);
}

const TRUE: ReadonlySet<string> = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE: ReadonlySet<string> = new Set(["0", "f", "F", "FALSE", "false", "False"]);

export function flag(text: string): boolean {
  if (!TRUE.has(text) && !FALSE.has(text))
    throw new ScriptError(`${text} is neither true nor false`);
  return TRUE.has(text);
}

/** "v1 l2 r3 u4" as changes; a string tells which word is none. */
export function changeList(input: string): readonly ConfChangeSingle[] | string {
  const changes: ConfChangeSingle[] = [];
  for (const word of input === "" ? [] : input.split(" ")) {
    if (word.length < 2) return `unknown token ${word}`;
    if (!"vlru".includes(word.charAt(0))) return `unknown input: ${word}`;
    const [change] = parseChanges(word) ?? [];
    if (change === undefined) {
      return `strconv.ParseUint: parsing ${JSON.stringify(word.slice(1))}: invalid syntax`;
    }
    changes.push(change);
  }
  return changes;
}
