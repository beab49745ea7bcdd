/**
 * The format of the scripts (that of cockroachdb/datadriven):
 *
 *     # a comment
 *     command arg key=value key=(v1,v2) \
 *       continued
 *     input, if the command takes any
 *     ----
 *     expected output, up to a blank line
 *
 * Output that has blank lines itself stands between two pairs of lines of four dashes.
 */

export interface Arg {
  readonly key: string;
  /** Empty for a bare word. */
  readonly values: readonly string[];
}

export interface Command {
  /** 1-based, of the command. */
  readonly line: number;
  readonly text: string;
  readonly name: string;
  readonly args: readonly Arg[];
  readonly input: string;
  readonly expected: string;
}

const SEPARATOR = "----";

/** Throws with the line number on a script that is not of this form. */
export function parseScript(source: string): Command[] {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const commands: Command[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = at + 1;
    let text = (lines[at++] ?? "").trim();
    if (text.startsWith("#")) continue;
    while (text.endsWith("\\") && at < lines.length) {
      text = `${text.slice(0, -1)} ${(lines[at++] ?? "").trim()}`;
    }
    const [first, ...rest] = words(text);
    if (first === undefined || first === "subtest") continue;

    const inputStart = at;
    while (at < lines.length && lines[at] !== SEPARATOR) at++;
    if (at === lines.length) throw new Error(`line ${line}: no ${SEPARATOR} after "${text}"`);
    const input = lines.slice(inputStart, at).join("\n").trim();
    const output = readExpected(lines, at + 1);
    at = output.next;
    const args = rest.map(parseArg);
    commands.push({ line, text, name: first, args, input, expected: output.expected });
  }
  return commands;
}

function readExpected(lines: readonly string[], start: number): { expected: string; next: number } {
  let at = start;
  if (lines[at] === SEPARATOR) {
    at++;
    const from = at;
    while (at < lines.length && !(lines[at] === SEPARATOR && lines[at + 1] === SEPARATOR)) at++;
    return { expected: lines.slice(from, at).join("\n"), next: at + 2 };
  }
  while (at < lines.length && (lines[at] ?? "").trim() !== "") at++;
  return { expected: lines.slice(start, at).join("\n"), next: at };
}

/** Split at blanks outside of parentheses. */
function words(text: string): string[] {
  return text.match(/(?:\([^)]*\)|[^\s(])+/g) ?? [];
}

function parseArg(word: string): Arg {
  const equals = word.indexOf("=");
  if (equals < 0) return { key: word, values: [] };
  const value = word.slice(equals + 1);
  const list = value.startsWith("(") && value.endsWith(")");
  const values = list ? value.slice(1, -1).split(",") : [value];
  return { key: word.slice(0, equals), values: values.map((v) => v.trim()) };
}
