import { describe, expect, test } from "vitest";
import { expand, renderRows } from "./output.ts";

const rows = [
  { ID: "abc", Name: "web", Ports: "" },
  { ID: "d", Name: "database", Ports: "*:80->80/tcp" },
];
const columns = { ID: "ID", Name: "NAME", Ports: "PORTS" };

describe("rows", () => {
  test.each<[string, Parameters<typeof renderRows>[3], string]>([
    ["table", {}, "ID    NAME       PORTS\nabc   web\nd     database   *:80->80/tcp\n"],
    ["quiet", { quiet: true }, "abc\nd\n"],
    ["template", { format: "{{.Name}}={{.ID}}" }, "web=abc\ndatabase=d\n"],
    [
      "table template",
      { format: "table {{.Name}}\\t{{.ID}}" },
      "NAME       ID\nweb        abc\ndatabase   d\n",
    ],
    ["json lines", { format: "json" }, `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`],
    ["json", { json: true }, `${JSON.stringify(["raw"], null, 2)}\n`],
  ])("as %s", (_name, options, expected) => {
    expect(renderRows(rows, columns, ["raw"], options)).toBe(expected);
  });

  test("no rows are a heading alone in a table, nothing in a list", () => {
    expect(renderRows([], columns, [], {})).toBe("ID   NAME   PORTS\n");
    expect(renderRows([], columns, [], { quiet: true })).toBe("");
  });
});

describe("templates", () => {
  test.each([
    ["{{.A.B}}", "1"],
    ["{{json .A}}", '{"B":1}'],
    ["{{upper .C}}-{{len .C}}", "WORD-4"],
    ["{{json .}}", '{"A":{"B":1},"C":"word"}'],
  ])("%s", (template, expected) => {
    expect(expand(template, { A: { B: 1 }, C: "word" })).toBe(expected);
  });

  test.each([
    ["{{.Nope}}", /no field "Nope".*expected one of A/],
    ["{{range .A}}", /cannot read "\{\{range .A\}\}"/],
    ["{{constructor .A}}", /cannot read/],
    ["{{.A", /cannot read "\{\{.A"/],
  ])("%s is refused", (template, message) => {
    expect(() => expand(template, { A: 1 })).toThrow(message);
  });
});
