/** The promise that addresses, names and backends never leak, on many tasks and through faults. */
import { expect, test } from "vitest";
import { NetworkChurn } from "./network-churn.ts";

async function expectClean(seed: number, tasks: number): Promise<void> {
  const { violation, trace, made } = await new NetworkChurn({ seed, tasks }).run();
  expect(violation && [...trace, violation.message].join("\n")).toBeUndefined();
  expect(made).toBeGreaterThanOrEqual(tasks);
}

test("churns 10,000 tasks through a /24 across leader changes, restarts and cuts", async () => {
  await expectClean(1, 10_000);
}, 1_200_000);

test.each([2, 3, 4, 5])("and so from seed %i", async (seed) => {
  await expectClean(seed, 500);
});
