import { describe, expect, it } from "vitest";
import { entrySize } from "./entry-size.ts";
import { InvariantError } from "./errors.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { EMPTY_CONF_STATE, EMPTY_HARD_STATE, type Entry, NO_LIMIT } from "./message.ts";

const NO_DATA = new Uint8Array(0);
const MEMBERS = { ...EMPTY_CONF_STATE, voters: [1] };

function entry(index: number, term: number): Entry {
  return { term, index, type: 0, data: NO_DATA };
}

/** A snapshot up to 3, of term 1, and entries 4 and 5 of term 1, 6 of term 2. */
function stored(): MemoryStorage {
  const storage = new MemoryStorage();
  storage.applySnapshot({ meta: { index: 3, term: 1, confState: MEMBERS }, data: NO_DATA });
  storage.append([entry(4, 1), entry(5, 1), entry(6, 2)]);
  return storage;
}

function terms(storage: MemoryStorage): string {
  const [first, end] = [storage.firstIndex(), storage.lastIndex() + 1];
  const all = first === end ? [] : storage.entries(first, end, NO_LIMIT);
  return typeof all === "string" ? all : all.map((one) => `${one.term}/${one.index}`).join(" ");
}

it("a new one is empty, and as if everything before the first entry were compacted", () => {
  const storage = new MemoryStorage();
  expect([storage.firstIndex(), storage.lastIndex(), storage.term(0)]).toEqual([1, 0, 0]);
  const expected = { hardState: EMPTY_HARD_STATE, confState: EMPTY_CONF_STATE };
  expect(storage.initialState()).toEqual(expected);
});

describe("append", () => {
  it.each([
    { name: "at the end", entries: [entry(7, 2)], result: "1/4 1/5 2/6 2/7" },
    { name: "over the last: they are replaced", entries: [entry(6, 3)], result: "1/4 1/5 3/6" },
    { name: "over more: what follows goes", entries: [entry(5, 3)], result: "1/4 3/5" },
    { name: "nothing", entries: [], result: "1/4 1/5 2/6" },
    { name: "what is compacted: left out", entries: [entry(2, 1)], result: "1/4 1/5 2/6" },
    {
      name: "from before the first: the rest counts",
      entries: [entry(2, 1), entry(3, 1), entry(4, 3)],
      result: "3/4",
    },
  ])("$name", ({ entries, result }) => {
    const storage = stored();
    storage.append(entries);
    expect(terms(storage)).toBe(result);
  });

  it("a gap is a broken invariant", () => {
    expect(() => stored().append([entry(8, 2)])).toThrow(InvariantError);
  });
});

describe("reading", () => {
  it("tells what is gone from what never was", () => {
    const storage = stored();
    expect([2, 3, 4, 6, 7].map((index) => storage.term(index))).toEqual([
      "compacted",
      1,
      1,
      2,
      "unavailable",
    ]);
    expect(storage.entries(3, 5, NO_LIMIT)).toBe("compacted");
    expect(() => storage.entries(4, 8, NO_LIMIT)).toThrow(InvariantError);
  });

  it("cuts to a size, but to no less than one entry", () => {
    const size = entrySize(entry(4, 1));
    const lengths = [0, size, 2 * size - 1, 2 * size, NO_LIMIT].map(
      (maxSize) => stored().entries(4, 7, maxSize).length,
    );
    expect(lengths).toEqual([1, 1, 1, 2, 3]);
  });
});

describe("a snapshot", () => {
  const later = { meta: { index: 9, term: 4, confState: EMPTY_CONF_STATE }, data: NO_DATA };

  it("of a leader replaces the log, unless there is one as new", () => {
    const storage = stored();
    expect(storage.applySnapshot(later)).toBe(true);
    expect([storage.firstIndex(), storage.lastIndex(), storage.term(9)]).toEqual([10, 9, 4]);
    storage.append([entry(10, 4)]);
    expect(storage.applySnapshot(later)).toBe(false);
    expect(terms(storage)).toBe("4/10");
  });

  it("of one's own leaves the log, until that is compacted", () => {
    const storage = stored();
    const meta = { index: 5, term: 1, confState: MEMBERS };
    expect(storage.createSnapshot(5, undefined, NO_DATA)).toEqual({ meta, data: NO_DATA });
    expect(storage.snapshot()).toMatchObject({ meta });
    expect(terms(storage)).toBe("1/4 1/5 2/6");
    expect(storage.compact(5)).toBe(true);
    expect([terms(storage), storage.term(5), storage.term(4)]).toEqual(["2/6", 1, "compacted"]);
    expect([storage.compact(5), storage.createSnapshot(5, MEMBERS, NO_DATA)]).toEqual([
      false,
      undefined,
    ]);
  });

  it("and compaction go no further than the log", () => {
    expect(() => stored().createSnapshot(7, MEMBERS, NO_DATA)).toThrow(InvariantError);
    expect(() => stored().compact(7)).toThrow(InvariantError);
  });
});
