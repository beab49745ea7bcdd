import { expect, test } from "vitest";
import { SyncPace } from "./sync-pace.ts";

const MINUTE_MS = 60_000;

/** One a minute. */
function after(...syncsMs: readonly number[]): boolean {
  const pace = new SyncPace();
  for (const [minute, ms] of syncsMs.entries()) pace.took(ms, minute * MINUTE_MS);
  return pace.quick;
}

const FEW = [0.2, 0.2, 0.2];
const quickFor = (minutes: number): readonly number[] => Array.from({ length: minutes }, () => 0.3);

test.each<[string, readonly number[], boolean]>([
  ["a disk that nobody has seen", [], false],
  ["a disk that syncs at once", FEW, true],
  ["a disk that turns", [8, 9, 8, 10, 7, 8, 9, 8, 9], false],
  ["a quick disk whose syncs end while the processors are busy", [0.2, 5, 7, 0.4, 12, 6], true],
  ["a disk that was quick a while ago", [...FEW, 4, 4, 4, 4, 4, 4, 4, 4], false],
  ["a disk that others kept busy for a moment", [...FEW, 250, 0.3], true],
  ["a disk that has just hung", [...FEW, 400], false],
  ["a disk that hung a while ago", [...FEW, 400, ...quickFor(59)], false],
  ["a disk that hung more than an hour ago", [...FEW, 400, ...quickFor(60)], true],
  ["a disk that has hung again since", [...FEW, 400, ...quickFor(50), 800, ...quickFor(15)], false],
])("%s", (_, syncsMs, quick) => {
  expect(after(...syncsMs)).toBe(quick);
});
