import { describe, expect, it } from "vitest";
import { InvariantError } from "./errors.ts";
import { Progress, type ProgressState } from "./progress.ts";

const LIMITS = { maxInflightMsgs: 2, maxInflightBytes: 100 };

type Fields = Partial<
  Pick<Progress, "match" | "next" | "sentCommit" | "pendingSnapshot" | "paused">
>;

function progress(state: ProgressState, fields: Fields): Progress {
  const one = new Progress(1, LIMITS, false, true);
  return Object.assign(one, { state }, fields);
}

/** What a test may expect of a progress. */
function fieldsOf({ state, match, next, sentCommit, paused }: Progress): object {
  return { state, match, next, sentCommit, paused };
}

describe("an ack", () => {
  it.each([
    { name: "of what is known is no news", index: 5, news: false, match: 5, next: 8 },
    { name: "of less is no news", index: 3, news: false, match: 5, next: 8 },
    { name: "of what is in flight moves match alone", index: 7, news: true, match: 7, next: 8 },
    { name: "of more than was sent moves both", index: 9, news: true, match: 9, next: 10 },
  ])("$name", ({ index, news, match, next }) => {
    const one = progress("replicate", { match: 5, next: 8, paused: true });
    expect(one.maybeUpdate(index)).toBe(news);
    expect(one).toMatchObject({ match, next, paused: !news });
  });
});

describe("a rejection", () => {
  it.each([
    { name: "below match is stale", rejected: 3, taken: false, next: 10, sentCommit: 8 },
    { name: "at match is stale", rejected: 5, taken: false, next: 10, sentCommit: 8 },
    { name: "after match: from there on", rejected: 9, taken: true, next: 6, sentCommit: 5 },
  ])("while replicating, $name", ({ rejected, taken, next, sentCommit }) => {
    const one = progress("replicate", { match: 5, next: 10, sentCommit: 8 });
    expect(one.maybeDecrease(rejected, 7)).toBe(taken);
    expect(one).toMatchObject({ next, sentCommit });
  });

  it.each([
    { name: "of another probe is stale", rejected: 8, hint: 2, taken: false, next: 10 },
    { name: "with a hint: after the hint", rejected: 9, hint: 6, taken: true, next: 7 },
    { name: "with a hint beyond it: one before", rejected: 9, hint: 20, taken: true, next: 9 },
    { name: "with a hint below match: after match", rejected: 9, hint: 1, taken: true, next: 4 },
  ])("while probing, $name", ({ rejected, hint, taken, next }) => {
    const one = progress("probe", { match: 3, next: 10, sentCommit: 9, paused: true });
    expect(one.maybeDecrease(rejected, hint)).toBe(taken);
    expect(one).toMatchObject({ next, paused: !taken });
    expect(one.sentCommit).toBe(taken ? next - 1 : 9);
  });
});

describe("a change of state", () => {
  it("to probe: what was sent after match is sent again, and its commit index with it", () => {
    const one = progress("replicate", { match: 5, next: 10, sentCommit: 9, paused: true });
    one.inflights.add(9, 1);
    one.becomeProbe();
    const expected = { state: "probe", match: 5, next: 6, sentCommit: 5, paused: false };
    expect(fieldsOf(one)).toEqual(expected);
    expect(one.inflights.count).toBe(0);
  });

  it.each([
    { name: "its snapshot, if that is further", match: 5, pendingSnapshot: 8, next: 9 },
    { name: "what it has, if that is further", match: 9, pendingSnapshot: 8, next: 10 },
    { name: "what it has, if the snapshot failed", match: 5, pendingSnapshot: 0, next: 6 },
  ])("from snapshot to probe: after $name", ({ match, pendingSnapshot, next }) => {
    const one = progress("snapshot", { match, pendingSnapshot, next: 9 });
    one.becomeProbe();
    expect(one).toMatchObject({ state: "probe", next, pendingSnapshot: 0 });
  });

  it("to replicate: from match on", () => {
    const one = progress("probe", { match: 5, next: 9, paused: true });
    one.becomeReplicate();
    expect(one).toMatchObject({ state: "replicate", next: 6, paused: false });
  });

  it("to snapshot: paused, whatever comes, with all of it counted as sent", () => {
    const one = progress("replicate", { match: 5, next: 9, sentCommit: 8 });
    one.becomeSnapshot(7);
    expect(one).toMatchObject({ next: 8, sentCommit: 7, pendingSnapshot: 7, paused: false });
    expect(one.isPaused()).toBe(true);
    expect(() => one.sentEntries(1, 1)).toThrow(InvariantError);
  });
});

describe("what was sent", () => {
  it("while probing, pauses if there were entries, and moves nothing", () => {
    const one = progress("probe", { match: 5, next: 9 });
    one.sentEntries(0, 0);
    expect(one.isPaused()).toBe(false);
    one.sentEntries(3, 3);
    expect([one.isPaused(), one.next]).toEqual([true, 9]);
  });

  it("while replicating, moves next and pauses when the window is full, also after an empty one", () => {
    const one = progress("replicate", { match: 5, next: 6 });
    one.sentEntries(2, 10);
    expect([one.next, one.isPaused()]).toEqual([8, false]);
    one.sentEntries(1, 10);
    expect([one.next, one.isPaused()]).toEqual([9, true]);
    one.paused = false;
    one.sentEntries(0, 0);
    expect([one.next, one.isPaused(), one.inflights.count]).toEqual([9, true, 2]);
  });
});

describe("a commit index is worth a message", () => {
  it.each([
    { name: "if it is new", commit: 7, sentCommit: 5, next: 9, worth: true },
    { name: "not if it was sent", commit: 7, sentCommit: 7, next: 9, worth: false },
    {
      name: "not if all that was sent is known to be committed",
      commit: 9,
      sentCommit: 7,
      next: 8,
      worth: false,
    },
  ])("$name", ({ commit, sentCommit, next, worth }) => {
    expect(progress("replicate", { match: 5, next, sentCommit }).canBumpCommit(commit)).toBe(worth);
  });
});
