import { expect, test } from "vitest";
import { checkHistory, type Operation } from "./linearizability.ts";

const NEVER = Number.POSITIVE_INFINITY;

function write(value: string, called: number, answered: number): Operation {
  return { client: "w", key: "x", kind: "write", value, called, answered };
}

function read(seen: string, called: number, answered: number): Operation {
  return { client: "r", key: "x", kind: "read", seen, called, answered };
}

function swap(
  [expected, value, seen]: readonly [string, string, string],
  called: number,
  answered: number,
): Operation {
  return { client: "s", key: "x", kind: "swap", expected, value, seen, called, answered };
}

test.each<[string, Operation[]]>([
  ["nothing at all", []],
  ["one after the other", [write("a", 1, 2), read("a", 3, 4)]],
  ["a read during a write sees the old value", [write("a", 1, 4), read("", 2, 3)]],
  ["a read during a write sees the new value", [write("a", 1, 4), read("a", 2, 3)]],
  [
    "a write without an answer takes effect late",
    [write("a", 1, NEVER), read("", 2, 3), read("a", 4, 5)],
  ],
  ["a write without an answer never takes effect", [write("a", 1, NEVER), read("", 2, 3)]],
  ["writes at once, in the other order", [write("a", 1, 4), write("b", 2, 3), read("a", 5, 6)]],
  [
    "a swap that finds what it expects",
    [write("a", 1, 2), swap(["a", "b", "a"], 3, 4), read("b", 5, 6)],
  ],
  [
    "a swap that finds something else",
    [write("a", 1, 2), swap(["z", "b", "a"], 3, 4), read("a", 5, 6)],
  ],
  [
    "what nobody saw but a lost swap",
    [write("a", 1, NEVER), swap(["a", "b", ""], 2, NEVER), read("b", 3, 4)],
  ],
  [
    "a lost swap explains a later value",
    [write("a", 1, 2), swap(["a", "b", ""], 3, NEVER), read("b", 4, 5)],
  ],
])("linearizable: %s", (_name, history) => {
  expect(checkHistory(history)).toEqual({ kind: "linearizable" });
});

test.each<[string, Operation[]]>([
  ["a stale read", [write("a", 1, 2), write("b", 3, 4), read("a", 5, 6)]],
  ["a lost write", [write("a", 1, 2), read("", 3, 4)]],
  ["a value from nowhere", [read("z", 1, 2)]],
  ["reads that go back in time", [write("a", 1, 8), read("a", 2, 3), read("", 4, 5)]],
  [
    "a write without an answer that takes effect twice",
    [write("a", 1, NEVER), read("a", 2, 3), write("b", 4, 5), read("b", 6, 7), read("a", 8, 9)],
  ],
  ["a value read before it is written", [read("a", 1, 2), write("a", 3, 4)]],
  ["two swaps of one value", [swap(["", "a", ""], 1, 2), swap(["", "b", ""], 3, 4)]],
  [
    "a swap over a lost write",
    [write("a", 1, 2), write("b", 3, 4), swap(["a", "c", "a"], 5, 6), read("c", 7, 8)],
  ],
])("not linearizable: %s", (_name, history) => {
  expect(checkHistory(history).kind).toBe("not-linearizable");
});

test("each key on its own: one bad register is found among good ones", () => {
  const good = { ...read("", 1, 2), key: "y" };
  const verdict = checkHistory([good, write("a", 3, 4), read("", 5, 6)]);
  expect(verdict).toMatchObject({ kind: "not-linearizable", key: "x" });
});

test("hundreds of operations at once, many without an answer, are decided", () => {
  const history: Operation[] = [];
  for (let i = 0; i < 100; i++) {
    history.push(write(`v${i}`, 10 * i, i % 3 === 0 ? NEVER : 10 * i + 25));
    history.push(read(`v${i}`, 10 * i + 1, 10 * i + 5));
  }
  expect(checkHistory(history).kind).toBe("linearizable");
});
