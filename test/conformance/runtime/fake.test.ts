import { describe } from "vitest";
import { FakeRuntime } from "../../../agent/runtime/fake/fake-runtime.ts";
import type { ServiceSpec } from "../../../shared/domain/spec.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { seededRng } from "../../../shared/rng.ts";
import { probeHealth, type RuntimeHarness, runtimeConformance, type Workload } from "./suite.ts";

function profileOf(workload: Workload): string {
  switch (workload.kind) {
    case "idle":
      return "fast";
    case "exits":
      return `exit=${workload.code},after=100ms`;
    case "ignores-stop":
      return "hang";
    case "writes":
      return `out=${workload.stdout},err=${workload.stderr}`;
    case "probed":
      return workload.passes ? "fast" : "unhealthy";
  }
}

function specOf(workload: Workload): ServiceSpec {
  const container = {
    Labels: { "skep.fake": profileOf(workload) },
    ...(workload.kind === "probed" && { Healthcheck: probeHealth(["CMD", "probe"]) }),
  };
  return { TaskTemplate: { ContainerSpec: container } };
}

async function open(): Promise<RuntimeHarness> {
  const runtime = new FakeRuntime({ clock: systemClock, rng: seededRng(1) });
  return {
    runtime,
    reopen: async () => runtime,
    specOf,
    missingImage: { TaskTemplate: { ContainerSpec: { Image: "fake/no-such-image" } } },
    tick: () => new Promise((resolve) => void systemClock.after(20, () => resolve())),
    close: async () => {},
  };
}

describe("FakeRuntime", () => runtimeConformance(open));
