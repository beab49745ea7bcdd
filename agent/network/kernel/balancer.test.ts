import fc from "fast-check";
import { expect, test } from "vitest";
import { assignSlots, STICKY_SLOTS, stickySlots } from "./balancer.ts";

const names = fc.uniqueArray(
  fc.integer({ min: 1, max: 30 }).map((n) => `10.0.0.${n}`),
  {
    maxLength: 12,
  },
);

test("the slots are exactly the backends, and only as many slots change as backends do", () => {
  fc.assert(
    fc.property(names, names, (first, second) => {
      const before = assignSlots([], first, "salt");
      const after = assignSlots(before, second, "salt");
      expect([...after].sort()).toEqual([...second].sort());
      const gone = first.filter((one) => !second.includes(one)).length;
      const come = second.filter((one) => !first.includes(one)).length;
      const changed = after.filter((one, at) => one !== before[at]).length;
      expect(changed).toBeLessThanOrEqual(gone + come);
    }),
  );
});

test("two clients begin with different backends", () => {
  const wanted = Array.from({ length: 16 }, (_, n) => `10.0.0.${n}`);
  expect(assignSlots([], wanted, "a")).not.toEqual(assignSlots([], wanted, "b"));
});

test("a sticky backend that leaves moves its own clients only, and shares are fair", () => {
  const all = Array.from({ length: 8 }, (_, n) => `10.0.0.${n}`);
  const before = stickySlots(all);
  const after = stickySlots(all.slice(1));
  for (const [slot, target] of before.entries()) {
    if (target !== "10.0.0.0") expect(after[slot]).toBe(target);
  }
  for (const one of all) {
    const share = before.filter((target) => target === one).length;
    expect(share).toBeGreaterThan(STICKY_SLOTS / 8 / 2);
    expect(share).toBeLessThan((STICKY_SLOTS / 8) * 2);
  }
});
