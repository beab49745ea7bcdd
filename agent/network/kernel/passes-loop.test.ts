import { expect, test } from "vitest";
import { HandClock } from "../../../test/lib/hand-clock.ts";
import { type Look, Passes } from "./passes-loop.ts";

function passes() {
  const looks: Look[] = [];
  const ends: unknown[] = [];
  const fails: Error[] = [];
  const clock = new HandClock();
  const end = new AbortController();
  const all = new Passes({
    pass: async (look) => {
      looks.push(look);
      const error = fails.pop();
      if (error !== undefined) throw error;
    },
    onEnd: (error) => void ends.push(error),
    clock,
    signal: end.signal,
  });
  return { all, looks, ends, fails, clock, end };
}
const NEVER = new AbortController().signal;
const turn = (): Promise<void> => new Promise(setImmediate);

test("who asks is answered by a pass that began later; the first looks at everything", async () => {
  const { all, looks } = passes();
  await all.next(NEVER);
  const both = [all.next(NEVER), all.next(NEVER)];
  await Promise.all(both);
  expect(looks).toEqual(["rules", "no", "no"]);
});

test("who waits for what no pass brings asks for none, and others have their turn", async () => {
  const { all, looks } = passes();
  await all.next(NEVER);
  let seen = 0;
  const waits = (async () => {
    // As one waits for a network that the managers have yet to tell of.
    for (; seen < 3; seen++) await all.any(NEVER);
  })();
  await turn();
  expect([seen, looks.length]).toEqual([0, 1]);
  for (let told = 0; told < 3; told++) {
    await all.next(NEVER);
    await turn();
  }
  await waits;
  expect(looks).toHaveLength(4);
});

test("a wait ends with its signal", async () => {
  const { all } = passes();
  const bound = new AbortController();
  const any = all.any(bound.signal);
  bound.abort(new Error("late"));
  await any;
  await expect(all.next(bound.signal)).rejects.toThrow("late");
});

test("one that fails is tried again with a look at everything, for all who wait", async () => {
  const { all, looks, ends, fails, clock } = passes();
  await all.next(NEVER);
  const error = new Error("nft is away");
  fails.push(error);
  let done = false;
  const asked = all.next(NEVER).then(() => {
    done = true;
  });
  await turn();
  expect([done, ends]).toEqual([false, [undefined, error]]);
  await clock.advance(1_000);
  await asked;
  expect(looks).toEqual(["rules", "no", "rules"]);
});
