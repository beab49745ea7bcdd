import { describe, expect, it } from "vitest";
import { EMPTY_CONF_STATE, type Entry, NO_LIMIT, type Snapshot } from "./message.ts";
import { UnstableLog } from "./unstable-log.ts";

const NO_DATA = new Uint8Array(0);

function entriesFrom(index: number, terms: readonly number[]): Entry[] {
  return terms.map((term, i) => ({ term, index: index + i, type: 0, data: NO_DATA }));
}

function logOf(offset: number, terms: readonly number[]): UnstableLog {
  const log = new UnstableLog(offset, undefined);
  log.truncateAndAppend(entriesFrom(offset, terms));
  return log;
}

function snapshotAt(index: number, term: number): Snapshot {
  return { meta: { index, term, confState: EMPTY_CONF_STATE }, data: NO_DATA };
}

function termsOf(log: UnstableLog): number[] {
  return log.slice(log.offset, log.offset + log.length, NO_LIMIT).map((entry) => entry.term);
}

describe("truncateAndAppend", () => {
  it.each([
    { name: "at the end", at: 8, terms: [2], result: [1, 1, 1, 2], offset: 5, inProgress: 8 },
    { name: "all replaced", at: 5, terms: [2, 2], result: [2, 2], offset: 5, inProgress: 5 },
    { name: "from before", at: 4, terms: [2, 2], result: [2, 2], offset: 4, inProgress: 4 },
    { name: "from within", at: 6, terms: [2], result: [1, 2], offset: 5, inProgress: 6 },
  ])("$name: what is replaced is handed out again", ({ at, terms, result, offset, inProgress }) => {
    const log = logOf(5, [1, 1, 1]);
    log.acceptInProgress();
    log.truncateAndAppend(entriesFrom(at, terms));
    expect(termsOf(log)).toEqual(result);
    expect([log.offset, log.offsetInProgress]).toEqual([offset, inProgress]);
    expect(log.nextEntries().map((entry) => entry.index)[0]).toBe(inProgress);
  });

  it("a gap is a broken invariant", () => {
    expect(() => logOf(5, [1]).truncateAndAppend(entriesFrom(7, [1]))).toThrow("gap");
  });
});

describe("stableTo", () => {
  it.each([
    { name: "a prefix", id: { index: 6, term: 1 }, offset: 7, left: [2] },
    { name: "everything", id: { index: 7, term: 2 }, offset: 8, left: [] },
    { name: "an entry that was replaced", id: { index: 7, term: 1 }, offset: 5, left: [1, 1, 2] },
    { name: "an entry that is gone", id: { index: 8, term: 1 }, offset: 5, left: [1, 1, 2] },
    { name: "what was stable before", id: { index: 4, term: 1 }, offset: 5, left: [1, 1, 2] },
  ])("$name", ({ id, offset, left }) => {
    const log = logOf(5, [1, 1, 2]);
    log.acceptInProgress();
    log.stableTo(id);
    expect(log.offset).toBe(offset);
    expect(termsOf(log)).toEqual(left);
  });

  it("what is stable is not handed out any more, even if it never was", () => {
    const log = logOf(5, [1, 1, 2]);
    log.stableTo({ index: 6, term: 1 });
    expect(log.nextEntries().map((entry) => entry.index)).toEqual([7]);
    log.stableTo({ index: 7, term: 2 });
    expect([log.hasNextEntries(), log.nextEntries()]).toEqual([false, []]);
  });

  it("keeps indexes right over many small steps", () => {
    const log = new UnstableLog(1, undefined);
    for (let index = 1; index <= 5000; index++) {
      log.truncateAndAppend(entriesFrom(index, [index]));
      if (index % 3 === 0) log.stableTo({ index: index - 2, term: index - 2 });
    }
    expect(log.offset).toBe(4997);
    expect(termsOf(log)).toEqual([4997, 4998, 4999, 5000]);
    expect([log.term(4996), log.term(4997), log.term(5001)]).toEqual([undefined, 4997, undefined]);
  });
});

describe("a snapshot", () => {
  it("replaces the entries, and is handed out once", () => {
    const log = logOf(5, [1, 1]);
    log.restore(snapshotAt(9, 3));
    expect([log.offset, log.length, log.firstIndex(), log.lastIndex()]).toEqual([10, 0, 10, 9]);
    expect(log.term(9)).toBe(3);
    expect(log.nextSnapshot()?.meta.index).toBe(9);
    log.acceptInProgress();
    expect(log.nextSnapshot()).toBeUndefined();
  });

  it.each([
    { stored: 9, left: undefined },
    { stored: 8, left: 9 },
  ])("is $left after storage has written that at $stored", ({ stored, left }) => {
    const log = logOf(5, []);
    log.restore(snapshotAt(9, 3));
    log.stableSnapshotTo(stored);
    expect(log.snapshot?.meta.index).toBe(left);
  });
});
