import fc from "fast-check";
import { expect, test } from "vitest";
import { SmallMap } from "./small-map.ts";

test("it behaves as a Map", () => {
  const step = fc.record({ set: fc.boolean(), key: fc.nat({ max: 3 }), value: fc.nat() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const small = new SmallMap<number, number>();
      const model = new Map<number, number>();
      for (const { set, key, value } of steps) {
        if (set) {
          small.set(key, value);
          model.set(key, value);
        } else {
          small.delete(key);
          model.delete(key);
        }
        expect([...small]).toEqual([...model]);
        expect([...small.keys()]).toEqual([...model.keys()]);
        expect([...small.values()]).toEqual([...model.values()]);
        expect(small.size).toBe(model.size);
        expect(small.get(key)).toBe(model.get(key));
        expect(small.has(key)).toBe(model.has(key));
      }
    }),
  );
});
