import { expect, test } from "vitest";
import { SyncPace } from "./sync-pace.ts";

function after(...syncsMs: number[]): boolean {
  const pace = new SyncPace();
  for (const ms of syncsMs) pace.took(ms);
  return pace.quick;
}

const FEW = [0.2, 0.2, 0.2];

test.each([
  ["a disk that nobody has seen", [], false],
  ["a disk that syncs at once", FEW, true],
  ["a disk that turns", [8, 9, 8, 10, 7, 8, 9, 8, 9], false],
  ["a quick disk whose syncs end while the processors are busy", [0.2, 5, 7, 0.4, 12, 6], true],
  ["a disk that was quick a while ago", [...FEW, 4, 4, 4, 4, 4, 4, 4, 4], false],
  ["a disk that has just hung", [...FEW, 60], false],
  ["a disk that has hung, and is quick again", [...FEW, 60, 0.3], true],
])("%s", (_, syncsMs, quick) => {
  expect(after(...syncsMs)).toBe(quick);
});
