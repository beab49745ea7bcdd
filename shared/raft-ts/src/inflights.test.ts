import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Inflights } from "./inflights.ts";

describe("inflights", () => {
  it("behave as a list of messages that is cut at the front", () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 1, max: 3 }), bytes: fc.nat(9) }),
      fc.record({ free: fc.nat(8) }),
      fc.constant("reset" as const),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.nat(40),
        fc.array(step),
        (max, room, steps) => {
          const maxBytes = room + 1;
          const window = new Inflights(max, maxBytes);
          let naive: { index: number; bytes: number }[] = [];
          let last = 0;
          for (const one of steps) {
            const bytes = naive.reduce((sum, m) => sum + m.bytes, 0);
            const full = naive.length === max || bytes >= maxBytes;
            expect([window.count, window.bytes, window.full()]).toEqual([
              naive.length,
              bytes,
              full,
            ]);
            if (one === "reset") {
              window.reset();
              naive = [];
            } else if ("free" in one) {
              const upTo = last - one.free;
              window.freeUpTo(upTo);
              naive = naive.filter((m) => m.index > upTo);
            } else if (full) {
              expect(() => window.add(last + one.add, one.bytes)).toThrow("full window");
            } else {
              last += one.add;
              window.add(last, one.bytes);
              naive.push({ index: last, bytes: one.bytes });
            }
          }
        },
      ),
    );
  });
});
