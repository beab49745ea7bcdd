import { expect, test } from "vitest";
import { silentLogger } from "../../../shared/logger.ts";
import { HandClock } from "../../../test/lib/hand-clock.ts";
import { eventually } from "../../../test/lib/wait.ts";
import type { RuntimeEvent } from "../runtime.ts";
import { TASK_LABEL } from "./container-plan.ts";
import { EngineEvents, type EventsOptions } from "./events-driver.ts";

const engineEvent = (Action: string): object => ({
  Type: "container",
  Action,
  Actor: { ID: "c", Attributes: { [TASK_LABEL]: "t" } },
});

/** What is told of these events of an engine, which then has nothing more to say. */
async function told(
  actions: readonly string[],
  healthOf: EventsOptions["healthOf"],
  count: number,
): Promise<readonly RuntimeEvent[]> {
  async function* lines(): AsyncGenerator<Uint8Array> {
    for (const action of actions) yield Buffer.from(`${JSON.stringify(engineEvent(action))}\n`);
    await new Promise(() => {});
  }
  const stream = async (): Promise<never> => lines() as never;
  const events = new EngineEvents({
    client: { stream },
    clock: new HandClock(),
    logger: silentLogger,
    healthOf,
  });
  const seen: RuntimeEvent[] = [];
  const watch = events.watch((event) => void seen.push(event));
  await eventually("all are told", 10_000, () => seen.length >= count);
  watch.close();
  return seen;
}

test("a good health is told at once, however slow the engine is with what the probe said", async () => {
  const never = (): Promise<never> => new Promise(() => {});
  expect(await told(["health_status: healthy", "die"], never, 3)).toEqual([
    { kind: "resync" },
    { kind: "health", taskId: "t", status: "healthy", output: "", exitCode: 0 },
    { kind: "changed", taskId: "t" },
  ]);
});

test("a bad one with what the probe said", async () => {
  const healthOf = async (): Promise<{ output: string; exitCode: number }> => ({
    output: "no answer",
    exitCode: 7,
  });
  expect(await told(["health_status: unhealthy"], healthOf, 2)).toEqual([
    { kind: "resync" },
    { kind: "health", taskId: "t", status: "unhealthy", output: "no answer", exitCode: 7 },
  ]);
});
