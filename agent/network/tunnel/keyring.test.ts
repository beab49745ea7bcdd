import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decideRotation,
  type Keyring,
  keysOf,
  lookAt,
  newRing,
  parseRing,
  ROTATIONS,
  type Rotation,
  type RotationFacts,
  rotate,
  SESSION_MS,
  type TunnelKey,
} from "./keyring.ts";

const HOUR = 3_600_000;
const base64 = (n: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(n)));
const pair = (n: number) => ({ privateKey: base64(n), publicKey: base64(n + 1) });
const key = (n: number, slot: 0 | 1, since: number): TunnelKey => ({ ...pair(n), slot, since });
const CURRENT = key(10, 0, 0);
const NEXT = key(20, 1, HOUR);
const PREVIOUS = key(30, 1, -HOUR);
const nobody: ReadonlySet<string> = new Set();
const facts = (more: Partial<RotationFacts>): RotationFacts => ({
  ...{ now: 0, periodMs: HOUR, known: "", answering: { 0: nobody, 1: nobody } },
  ...more,
});
const both = new Set(["b", "c"]);

describe("when a key is rotated", () => {
  test.each<[string, Keyring, Partial<RotationFacts>, Rotation | undefined]>([
    ["A", { current: CURRENT }, { now: HOUR }, "announce"],
    ["A, not yet", { current: CURRENT }, { now: HOUR - 1 }, undefined],
    ["B", { current: CURRENT, previous: PREVIOUS }, { now: HOUR }, "announce"],
    ["C", { current: CURRENT, previous: PREVIOUS }, { now: SESSION_MS }, "retire"],
    ["C, too soon", { current: CURRENT, previous: PREVIOUS }, { now: SESSION_MS - 1 }, undefined],
    [
      "C, somebody calls",
      { current: CURRENT, previous: PREVIOUS },
      { now: SESSION_MS, answering: { 0: both, 1: new Set(["b"]) } },
      undefined,
    ],
    [
      "D",
      { current: CURRENT, next: NEXT },
      { now: HOUR, known: NEXT.publicKey, answering: { 0: both, 1: both } },
      "switch",
    ],
    ["D, no peers", { current: CURRENT, next: NEXT }, { known: NEXT.publicKey }, "switch"],
    ["D, not known", { current: CURRENT, next: NEXT }, { now: 9 * HOUR }, undefined],
    [
      "D, another is known",
      { current: CURRENT, next: NEXT },
      { known: CURRENT.publicKey },
      undefined,
    ],
    [
      "D, the new port is closed",
      { current: CURRENT, next: NEXT },
      { known: NEXT.publicKey, answering: { 0: both, 1: new Set(["b"]) } },
      undefined,
    ],
    [
      "D, one that did not answer before",
      { current: CURRENT, next: NEXT },
      { known: NEXT.publicKey, answering: { 0: new Set(["b"]), 1: both } },
      "switch",
    ],
  ])("%s", (_, ring, more, expected) => {
    expect(decideRotation(ring, facts(more))).toBe(expected);
  });
});

test.each<[string, Keyring, number]>([
  ["nothing to do before it is due", { current: { ...CURRENT, since: -HOUR / 2 } }, HOUR / 2],
  ["after an hour at the latest", { current: { ...CURRENT, since: 99 * HOUR } }, HOUR],
  ["soon while one is announced", { current: CURRENT, next: NEXT }, 1_000],
  ["now and then while one goes", { current: CURRENT, previous: PREVIOUS }, 10_000],
])("looked at again: %s", (_, ring, expected) => {
  expect(lookAt(ring, facts({}))).toBe(expected);
});

test("keys of a ring have devices of their own, whatever happened to it", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ROTATIONS), { maxLength: 12 }), (steps) => {
      let ring = newRing(pair(1), 0);
      for (const [at, step] of steps.entries()) {
        ring = rotate(ring, step, at, pair(at + 2));
        const slots = keysOf(ring).map(({ slot }) => slot);
        expect(new Set(slots).size).toBe(slots.length);
        expect(ring.next !== undefined && ring.previous !== undefined).toBe(false);
      }
      expect(parseRing(JSON.stringify(ring))).toEqual(ring);
    }),
  );
});

test("a whole turn: made, announced, in use, retired", () => {
  const first = newRing(pair(1), 0);
  const announced = rotate(first, "announce", 5, pair(3));
  expect(announced).toEqual({ current: first.current, next: { ...pair(3), slot: 1, since: 5 } });
  const switched = rotate(announced, "switch", 7, pair(9));
  expect(switched).toEqual({
    current: { ...pair(3), slot: 1, since: 7 },
    previous: first.current,
  });
  expect(rotate(switched, "retire", 9, pair(9))).toEqual({ current: switched.current });
});

test.each([
  ["nothing", ""],
  ["cut short", '{"current":{"priv'],
  ["no key", '{"current":{"privateKey":"short","publicKey":"short","slot":0,"since":0}}'],
  ["another document", "[]"],
])("no ring: %s", (_, text) => {
  expect(parseRing(text)).toBeUndefined();
});
