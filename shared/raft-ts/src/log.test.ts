import { describe, expect, it } from "vitest";
import { entriesSize } from "./entry-size.ts";
import { RaftLog } from "./log.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { EMPTY_CONF_STATE, type Entry, NO_LIMIT } from "./message.ts";

function entry(index: number, term: number, size = 10): Entry {
  return { term, index, type: 0, data: new Uint8Array(size) };
}

/** Index 1 is compacted; 2 and 3 are stable, 4 to 6 are not. */
function mixed(maxApplyingSize: number = NO_LIMIT): RaftLog {
  const storage = new MemoryStorage();
  const meta = { index: 1, term: 1, confState: EMPTY_CONF_STATE };
  storage.applySnapshot({ meta, data: new Uint8Array(0) });
  storage.append([entry(2, 1), entry(3, 1)]);
  const log = new RaftLog(storage, maxApplyingSize, undefined);
  log.append([entry(4, 2), entry(5, 2), entry(6, 2)]);
  return log;
}

const ONE = entriesSize([entry(2, 1)]);

describe("slice", () => {
  it.each([
    { name: "stable only", lo: 2, hi: 4, max: NO_LIMIT, result: [2, 3] },
    { name: "unstable only", lo: 5, hi: 7, max: NO_LIMIT, result: [5, 6] },
    { name: "across", lo: 2, hi: 7, max: NO_LIMIT, result: [2, 3, 4, 5, 6] },
    { name: "nothing", lo: 4, hi: 4, max: NO_LIMIT, result: [] },
    { name: "at least one, however small the limit", lo: 3, hi: 7, max: 0, result: [3] },
    { name: "cut among the stable", lo: 2, hi: 7, max: ONE, result: [2] },
    { name: "cut at the border", lo: 2, hi: 7, max: 2 * ONE, result: [2, 3] },
    { name: "cut just after the border", lo: 2, hi: 7, max: 3 * ONE - 1, result: [2, 3] },
    { name: "cut among the unstable", lo: 2, hi: 7, max: 4 * ONE, result: [2, 3, 4, 5] },
    { name: "at least one of the unstable", lo: 4, hi: 7, max: 1, result: [4] },
  ])("$name", ({ lo, hi, max, result }) => {
    const entries = mixed().slice(lo, hi, max);
    if (typeof entries === "string") throw new Error(entries);
    expect(entries.map(({ index }) => index)).toEqual(result);
  });

  it("what is compacted is said to be so; what never was is a mistake", () => {
    expect(mixed().slice(1, 3, NO_LIMIT)).toBe("compacted");
    expect(() => mixed().slice(6, 8, NO_LIMIT)).toThrow("the last is 6");
  });
});

describe("findConflictByTerm", () => {
  it.each([
    { index: 6, term: 2, result: { index: 6, term: 2 } },
    { index: 6, term: 9, result: { index: 6, term: 2 } },
    { index: 6, term: 1, result: { index: 3, term: 1 } },
    { index: 2, term: 0, result: { index: 0, term: 0 } },
  ])("at most term $term up to $index: $result.index", ({ index, term, result }) => {
    expect(mixed().findConflictByTerm(index, term)).toEqual(result);
  });
});

describe("applying", () => {
  it("waits for durability where the owner does not write before it applies", () => {
    const log = mixed();
    log.commitTo(5);
    expect(log.nextCommitted(true).map(({ index }) => index)).toEqual([2, 3, 4, 5]);
    expect(log.nextCommitted(false).map(({ index }) => index)).toEqual([2, 3]);
  });

  it("hands out no more than the limit until some of it is applied", () => {
    const log = mixed(2 * ONE);
    log.commitTo(6);
    const first = log.nextCommitted(true);
    expect(first.map(({ index }) => index)).toEqual([2, 3]);
    log.acceptApplying(3, entriesSize(first), true);
    expect([log.hasNextCommitted(true), log.nextCommitted(true)]).toEqual([false, []]);
    log.appliedTo(2, ONE);
    expect(log.nextCommitted(true).map(({ index }) => index)).toEqual([4]);
  });

  it("hands out nothing while what did not fit waits, however little is out", () => {
    const log = mixed(2 * ONE - 1);
    log.commitTo(6);
    const first = log.nextCommitted(true);
    expect(first.map(({ index }) => index)).toEqual([2]);
    log.acceptApplying(2, entriesSize(first), true);
    expect([log.hasNextCommitted(true), log.nextCommitted(true)]).toEqual([false, []]);
    log.appliedTo(2, ONE);
    expect(log.nextCommitted(true).map(({ index }) => index)).toEqual([3]);
  });

  it.each([
    { what: "beyond what is committed", applied: 5 },
    { what: "backwards", applied: 2 },
  ])("$what is a broken invariant", ({ applied }) => {
    const log = mixed();
    log.commitTo(4);
    log.appliedTo(3, 0);
    expect(() => log.appliedTo(applied, 0)).toThrow("outside of [3, 4]");
  });
});

describe("committing", () => {
  it.each([
    { name: "an entry of the leader's term", id: { index: 5, term: 2 }, commit: 5 },
    { name: "an entry of an earlier term", id: { index: 3, term: 2 }, commit: 1 },
    { name: "in no term", id: { index: 5, term: 0 }, commit: 1 },
  ])("$name: $commit", ({ id, commit }) => {
    const log = mixed();
    log.maybeCommit(id);
    expect(log.committed).toBe(commit);
  });

  it("more than there is means that the log was damaged", () => {
    expect(() => mixed().commitTo(7)).toThrow("damaged or lost");
  });

  it("a committed entry is never replaced", () => {
    const log = mixed();
    log.commitTo(4);
    expect(() => log.maybeAppend({ index: 3, term: 1 }, [entry(4, 3)], 4)).toThrow("committed");
  });
});
