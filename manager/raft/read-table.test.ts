import { describe, expect, it } from "vitest";
import { ReadTable } from "./read-table.ts";

/** A table in which reads 1 and 2 were asked for at 100, and 3 came later. */
function asked(): { table: ReadTable; first: Uint8Array } {
  const table = new ReadTable(5);
  table.add(1);
  table.add(2);
  const first = table.question(100) ?? new Uint8Array(0);
  table.add(3);
  return { table, first };
}

describe("reads", () => {
  it("share a question, and those that come after it the next", () => {
    const { table, first } = asked();
    const second = table.question(110) ?? new Uint8Array(0);
    expect(second).not.toEqual(first);
    expect(table.question(120)).toBeUndefined();
    expect([table.answer(second), table.answer(first)]).toEqual([[3], [1, 2]]);
  });

  it("are answered once, and by no answer to another question", () => {
    const { table, first } = asked();
    const stranger = new ReadTable(1000);
    stranger.add(9);
    expect(table.answer(stranger.question(0) ?? first)).toEqual([]);
    expect(table.answer(new Uint8Array(3))).toEqual([]);
    expect([table.answer(first), table.answer(first)]).toEqual([[1, 2], []]);
  });

  it("are asked for again after a while, and given up after long", () => {
    const { table, first } = asked();
    expect(table.due(399)).toEqual({ ask: [], expired: [] });
    expect(table.due(400)).toEqual({ ask: [first], expired: [] });
    expect(table.due(699)).toEqual({ ask: [], expired: [] });
    expect(table.due(5099).expired).toEqual([]);
    expect(table.due(5100)).toEqual({ ask: [], expired: [1, 2] });
    expect(table.answer(first)).toEqual([]);
  });

  it("are asked for again at once if someone else leads", () => {
    const { table, first } = asked();
    expect(table.askAgain(350)).toEqual([first]);
    expect(table.due(649).ask).toEqual([]);
    expect(table.due(650).ask).toEqual([first]);
  });

  it("are all handed back at the end, also those that were not asked for yet", () => {
    const { table, first } = asked();
    expect(table.clear()).toEqual([1, 2, 3]);
    expect([table.answer(first), table.question(200)]).toEqual([[], undefined]);
  });
});
