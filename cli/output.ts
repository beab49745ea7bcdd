/** Tables, templates and JSON: how a list of rows is shown. Pure. */
import { CliError, EXIT } from "./exit.ts";

/** What a row shows under each column's name; `--format '{{.Name}}'` reads the same. */
export type Row = Readonly<Record<string, unknown>>;

export interface OutputOptions {
  readonly json?: boolean;
  readonly format?: string;
  readonly quiet?: boolean;
}

/**
 * @param columns heading of each column by the row's field, in order
 * @param raw what `--json` prints: the API's own objects
 */
export function renderRows(
  rows: readonly Row[],
  columns: Readonly<Record<string, string>>,
  raw: readonly unknown[],
  options: OutputOptions,
): string {
  if (options.json === true) return `${JSON.stringify(raw, null, 2)}\n`;
  if (options.quiet === true) return lines(rows.map((row) => String(row["ID"] ?? "")));
  const format = options.format ?? "table";
  if (format === "json") return lines(rows.map((row) => JSON.stringify(row)));
  if (format === "table") return table(rows, columns);
  if (format.startsWith("table ")) return templateTable(rows, columns, format.slice(6));
  return lines(rows.map((row) => expand(format, row)));
}

/** The one object that there is of its kind. */
export function renderObject(object: unknown, { format = "json" }: OutputOptions): string {
  return format === "json"
    ? `${JSON.stringify(object, null, 4)}\n`
    : lines([expand(format, object)]);
}

/** Objects in full, as many as were asked for: JSON, or a template over each. */
export function renderObjects(objects: readonly unknown[], options: OutputOptions): string {
  if (options.format !== undefined && options.format !== "json") {
    const template = options.format;
    return lines(objects.map((object) => expand(template, object)));
  }
  return `${JSON.stringify(objects, null, 4)}\n`;
}

export function table(rows: readonly Row[], columns: Readonly<Record<string, string>>): string {
  const fields = Object.keys(columns);
  const cells = [
    Object.values(columns),
    ...rows.map((row) => fields.map((field) => String(row[field] ?? ""))),
  ];
  return align(cells);
}

function templateTable(
  rows: readonly Row[],
  columns: Readonly<Record<string, string>>,
  template: string,
): string {
  const split = (text: string): string[] => text.replaceAll("\\t", "\t").split("\t");
  const headings = split(template).map((part) => expand(part, columns));
  return align([headings, ...rows.map((row) => split(template).map((part) => expand(part, row)))]);
}

function align(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_cell, column) =>
    Math.max(...cells.map((row) => [...(row[column] ?? "")].length)),
  );
  return lines(
    cells.map((row) =>
      row
        .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length))
        .join("   ")
        .trimEnd(),
    ),
  );
}

function lines(texts: readonly string[]): string {
  return texts.length === 0 ? "" : `${texts.join("\n")}\n`;
}

const FUNCTIONS: Readonly<Record<string, (value: unknown) => string>> = {
  json: (value) => JSON.stringify(value ?? null),
  upper: (value) => plain(value).toUpperCase(),
  lower: (value) => plain(value).toLowerCase(),
  len: (value) =>
    String(
      typeof value === "object" && value !== null ? Object.keys(value).length : plain(value).length,
    ),
};

function plain(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The subset of Go's templates that `--format` is used for: {{.A.B}}, {{json .A}}, upper, lower, len. */
export function expand(template: string, value: unknown): string {
  return template
    .replaceAll("\\n", "\n")
    .replaceAll("\\t", "\t")
    .replace(/\{\{\s*(?:([a-z]+)\s+)?\.([\w.-]*)\s*\}\}|\{\{.*?(?:\}\}|$)/g, (all, name, path) => {
      if (path === undefined || (name !== undefined && !Object.hasOwn(FUNCTIONS, name))) {
        throw new CliError(
          EXIT.usage,
          `--format: cannot read "${all}": expected {{.Field}} or {{json .Field}} ` +
            `(functions: ${Object.keys(FUNCTIONS).join(", ")})`,
        );
      }
      const found = lookUp(value, path);
      return name === undefined ? plain(found) : (FUNCTIONS[name]?.(found) ?? "");
    });
}

function lookUp(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split(".").filter((part) => part !== "")) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) {
      const known = typeof current === "object" && current !== null ? Object.keys(current) : [];
      throw new CliError(
        EXIT.usage,
        `--format: no field "${key}" in .${path}: expected one of ${known.join(", ") || "none"}`,
      );
    }
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
