/** Every planted bug is found within a few seeds; the same runs without it find nothing. */
import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./bugs.ts";
import type { Violation } from "./checkers/violation.ts";
import { simulate } from "./simulation.ts";

const SEEDS = 60;
const COMMON = { faultsMs: 10_000, workers: 0, maxMessageBytes: 512 << 10 };

async function firstViolation(bug: (typeof PLANTED_BUGS)[number]): Promise<Violation | undefined> {
  const remove = bug.plant?.();
  try {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = await simulate({ ...COMMON, ...bug.run, seed });
      if (violation !== undefined) {
        return violation;
      }
    }
    return undefined;
  } finally {
    remove?.();
  }
}

test.each(PLANTED_BUGS)("is found: $name", async (bug) => {
  expect(bug.breaks).toContain((await firstViolation(bug))?.promise);
});
