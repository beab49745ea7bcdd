/** skep secret … and skep config …: the same commands over two kinds of files. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { CliContext, ListOptions } from "../context.ts";
import { filtersQuery, gather, withFilter, withOutput } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { OutputOptions } from "../output.ts";
import { renderObjects, renderRows } from "../output.ts";
import { formatAge, parsePairs } from "../units.ts";

interface ApiFile {
  readonly ID: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly Spec: { readonly Name: string; readonly Labels?: Readonly<Record<string, string>> };
}

const KINDS = {
  secret: { path: "/secrets", what: "what services must know and nobody else: kept in memory" },
  config: { path: "/configs", what: "files for services" },
} as const;

const COLUMNS = { ID: "ID", Name: "NAME", CreatedAt: "CREATED", UpdatedAt: "UPDATED" };

export function registerFiles(program: Command, context: CliContext): void {
  for (const kind of ["secret", "config"] as const) registerFile(program, context, kind);
}

function registerFile(program: Command, context: CliContext, kind: keyof typeof KINDS): void {
  const { path, what } = KINDS[kind];
  const file = program.command(kind).description(`Manage ${kind}s: ${what}`);
  const at = (name: string): string => `${path}/${encodeURIComponent(name)}`;
  withFilter(withOutput(file.command("ls").alias("list").description(`List ${kind}s`))).action(
    async (options: ListOptions) => {
      const filters = filtersQuery(options.filter);
      const files = await context.api().call<ApiFile[]>(path, { query: { filters } });
      const age = (time: string): string => `${formatAge(context.now() - Date.parse(time))} ago`;
      const rows = files
        .map((one) => ({
          ID: one.ID,
          Name: one.Spec.Name,
          CreatedAt: age(one.CreatedAt),
          UpdatedAt: age(one.UpdatedAt),
        }))
        .sort((a, b) => a.Name.localeCompare(b.Name, "en", { numeric: true }));
      context.write(renderRows(rows, COLUMNS, files, options));
    },
  );
  file
    .command("create")
    .description(`Create a ${kind} from a file`)
    .argument("<name>")
    .argument("<file>", "- is standard input")
    .option("-l, --label <key=value>", "Set a label; can be repeated", gather)
    .action(async (name: string, source: string, options: { label?: string[] }) => {
      const body = {
        Name: name,
        Labels: parsePairs(options.label ?? [], "--label"),
        Data: readSource(source).toString("base64"),
      };
      const answer = await context
        .api()
        .call<{ ID: string }>(`${path}/create`, { method: "POST", body });
      context.write(`${answer.ID}\n`);
    });
  withOutput(file.command("inspect").description(`Show ${kind}s in full`), false)
    .argument("<name...>")
    .action(async (names: string[], options: OutputOptions) => {
      const found: unknown[] = [];
      for (const name of names) found.push(await context.api().call(at(name)));
      context.write(renderObjects(found, options));
    });
  file
    .command("rm")
    .alias("remove")
    .description(`Remove ${kind}s that no service uses`)
    .argument("<name...>")
    .action(async (names: string[]) => {
      for (const name of names) {
        await context.api().call(at(name), { method: "DELETE" });
        context.write(`${name}\n`);
      }
    });
}

function readSource(source: string): Buffer {
  try {
    return readFileSync(source === "-" ? 0 : source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.usage, `file: cannot read "${source}": ${reason}`);
  }
}
