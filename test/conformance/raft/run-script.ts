/** Runs one script up to its first difference. */
import { ConfigError } from "../../../shared/raft-ts/src/errors.ts";
import { type Difference, firstDifference } from "./compare.ts";
import { InteractionScript } from "./interaction.ts";
import { MembershipScript } from "./membership.ts";
import { ScriptError } from "./parse.ts";
import { runQuorum } from "./quorum.ts";
import { type Command, parseScript } from "./script.ts";

export interface Failure {
  readonly command: Command;
  readonly difference: Difference;
}

export type Outcome =
  | { readonly kind: "passed"; readonly commands: number }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** It says nothing: not of the format, empty, or with a command that cannot be carried out. */
  | { readonly kind: "unusable"; readonly reason: string };

const QUORUM: ReadonlySet<string> = new Set(["committed", "vote"]);
const MEMBERSHIP: ReadonlySet<string> = new Set(["simple", "enter-joint", "leave-joint"]);

/** The kind of script shows in its first command. */
function runnerFor(first: Command): (command: Command) => string {
  if (QUORUM.has(first.name)) return runQuorum;
  const script = MEMBERSHIP.has(first.name) ? new MembershipScript() : new InteractionScript();
  return (command) => script.run(command);
}

export function runScript(source: string): Outcome {
  let commands: Command[];
  try {
    commands = parseScript(source);
  } catch (error) {
    return { kind: "unusable", reason: error instanceof Error ? error.message : String(error) };
  }
  const [first] = commands;
  if (first === undefined) return { kind: "unusable", reason: "no commands" };
  const run = runnerFor(first);
  for (const command of commands) {
    let actual: string;
    try {
      actual = run(command);
    } catch (error) {
      if (error instanceof ScriptError || error instanceof ConfigError) {
        return {
          kind: "unusable",
          reason: `line ${command.line}: ${command.text}: ${error.message}`,
        };
      }
      actual = `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
    const difference = firstDifference(command.expected, actual);
    if (difference !== undefined) return { kind: "failed", failure: { command, difference } };
  }
  return { kind: "passed", commands: commands.length };
}

/** The first difference, for people. */
export function describeFailure(path: string, { command, difference }: Failure): string {
  const { at, expected, actual } = difference;
  const show = (lines: readonly string[]): string =>
    lines.map((line, i) => `${i === at ? ">>" : "  "} ${line}`).join("\n") +
    (at >= lines.length ? "\n>> (ends here)" : "");
  return [
    `${path}:${command.line}: ${command.text}`,
    ...(command.input === "" ? [] : [command.input]),
    `expected: ${expected[at] ?? "(nothing more)"}`,
    `actual:   ${actual[at] ?? "(nothing more)"}`,
    "---- expected, without log lines",
    show(expected),
    "---- actual, without log lines",
    show(actual),
  ].join("\n");
}
