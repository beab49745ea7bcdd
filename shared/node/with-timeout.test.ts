import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { withTimeout } from "./with-timeout.ts";

test("a bound fires although nobody holds it and garbage is collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // Many: what one collection leaves may be luck.
  const fired = Array.from({ length: 20 }, () => {
    const signal = withTimeout(new AbortController().signal, 200);
    return new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  });
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  // An unreferenced timer fires only while something else keeps the process: this does.
  const bound = AbortSignal.timeout(10_000);
  const late = once(bound, "abort").then(() => "late");
  expect(await Promise.race([Promise.all(fired).then(() => "fired"), late])).toBe("fired");
});

test("it aborts with the signal, for its reason", () => {
  const controller = new AbortController();
  const signal = withTimeout(controller.signal, 60_000);
  controller.abort(new Error("enough"));
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toEqual(new Error("enough"));
});
