import { expect, test } from "vitest";
import { HandClock, settle } from "../../test/lib/hand-clock.ts";
import { EngineSlots } from "./engine-slots.ts";

const never = new AbortController().signal;

/** Operations that end when told. */
function bench(limit: number, leaseMs: number) {
  const clock = new HandClock();
  const slots = new EngineSlots(clock, limit, leaseMs);
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, signal: AbortSignal = never): Promise<void> =>
    slots.run(() => {
      started.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    }, signal);
  return { clock, started, run, end: (name: string) => ends.get(name)?.() };
}

test("no more than the limit run; the next begins when one ends, first come first served", async () => {
  const { started, run, end } = bench(2, 1_000);
  const all = ["a", "b", "c", "d"].map((name) => run(name));
  await settle();
  expect(started).toEqual(["a", "b"]);
  end("b");
  await settle();
  expect(started).toEqual(["a", "b", "c"]);
  for (const name of ["a", "c"]) end(name);
  await settle();
  end("d");
  await Promise.all(all);
});

test("one that takes long gives its slot on, and returns none twice", async () => {
  const { clock, started, run, end } = bench(1, 1_000);
  const slow = run("slow");
  const next = run("next");
  const last = run("last");
  await clock.advance(1_000);
  expect(started).toEqual(["slow", "next"]);
  end("slow");
  await slow;
  await settle();
  expect(started).toEqual(["slow", "next"]);
  end("next");
  await next;
  await settle();
  expect(started).toEqual(["slow", "next", "last"]);
  end("last");
  await last;
});

test("one that is given up while it waits takes no slot", async () => {
  const { started, run, end } = bench(1, 1_000);
  const first = run("first");
  const abort = new AbortController();
  const given = run("given", abort.signal);
  const third = run("third");
  abort.abort(new Error("not wanted"));
  await expect(given).rejects.toThrow("not wanted");
  end("first");
  await first;
  await settle();
  expect(started).toEqual(["first", "third"]);
  end("third");
  await third;
});
