/** What every command gets: the client, where to write, when to stop. */
import type { Command } from "commander";
import type { ApiClient } from "./api-client.ts";
import type { OutputOptions } from "./output.ts";

export interface CliContext {
  readonly api: () => ApiClient;
  readonly write: (text: string) => void;
  /** For progress and warnings: never mixed with what a script reads. */
  readonly note: (text: string) => void;
  /** Standard error is a terminal: progress may be redrawn in place. */
  readonly interactive: boolean;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /**
   * From now on a second Ctrl-C does not end the command: what it started must be taken down, and
   * that is bounded. (npm passes on the terminal's Ctrl-C, so one may well arrive twice.)
   */
  readonly finishFirst: () => void;
  readonly now: () => number;
}

export type Register = (parent: Command, context: CliContext) => void;

/** Adds --format, --json and --quiet. */
export function withOutput(command: Command, quiet = true): Command {
  command
    .option("--format <template>", "table, json, or a template like '{{.ID}} {{.Name}}'")
    .option("--json", "Print the API's objects as JSON");
  return quiet ? command.option("-q, --quiet", "Print only ids") : command;
}

/** Adds -f, --filter. */
export function withFilter(command: Command): Command {
  return command.option(
    "-f, --filter <key=value>",
    "Show only what matches; can be repeated",
    gather,
  );
}

export function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export interface ListOptions extends OutputOptions {
  readonly filter?: readonly string[];
}

/** `--filter a=b` as the API wants it. */
export function filtersQuery(filters: readonly string[] | undefined): string | undefined {
  if (filters === undefined) return undefined;
  const query: Record<string, string[]> = {};
  for (const filter of filters) {
    const at = filter.indexOf("=");
    const key = at < 0 ? filter : filter.slice(0, at);
    query[key] = [...(query[key] ?? []), at < 0 ? "" : filter.slice(at + 1)];
  }
  return JSON.stringify(query);
}
