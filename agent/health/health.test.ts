import { describe, expect, test } from "vitest";
import type { HealthConfig } from "../../shared/domain/spec.ts";
import { applyProbe, type HealthPlan, planHealth, startHealth } from "./health.ts";

const SECOND = 1_000_000_000;

describe("planHealth", () => {
  const rows: readonly [string, HealthConfig | undefined, readonly string[] | null][] = [
    ["no health check", undefined, null],
    ["an inherited one (empty test)", {}, null],
    ["switched off", { Test: ["NONE"] }, null],
    ["an exec form", { Test: ["CMD", "wget", "-q", "x"] }, ["wget", "-q", "x"]],
    ["a shell form", { Test: ["CMD-SHELL", "exit 0"] }, ["/bin/sh", "-c", "exit 0"]],
    ["an exec form without a program", { Test: ["CMD"] }, null],
  ];
  test.each(rows)("%s", (_name, config, argv) => {
    expect(planHealth(config)?.argv ?? null).toEqual(argv);
  });

  test("fills in Docker's defaults", () => {
    expect(planHealth({ Test: ["CMD", "true"] })).toEqual({
      argv: ["true"],
      intervalMs: 30_000,
      timeoutMs: 30_000,
      retries: 3,
      startPeriodMs: 0,
      startIntervalMs: 5_000,
    });
  });
});

describe("applyProbe", () => {
  const plan = planHealth({
    Test: ["CMD", "probe"],
    Interval: 10 * SECOND,
    StartPeriod: 25 * SECOND,
    StartInterval: 2 * SECOND,
    Retries: 2,
  }) as HealthPlan;
  /** Probes as `+` and `-`, each at its due time and without duration. */
  const run = (outcomes: string) => {
    let state = startHealth(plan, 0);
    for (const outcome of outcomes) {
      const atMs = state.nextProbeMs;
      const exitCode = outcome === "+" ? 0 : 1;
      state = applyProbe(plan, state, { beganMs: atMs, endedMs: atMs, exitCode });
    }
    return { status: state.status, streak: state.failingStreak, next: state.nextProbeMs };
  };

  const rows: readonly [string, string, ReturnType<typeof run>][] = [
    ["starts after the start interval", "", { status: "starting", streak: 0, next: 2_000 }],
    [
      "forgives failures in the start period",
      "-----",
      { status: "starting", streak: 0, next: 12_000 },
    ],
    ["one success is enough", "-+", { status: "healthy", streak: 0, next: 14_000 }],
    ["once healthy nothing is forgiven", "+-", { status: "healthy", streak: 1, next: 22_000 }],
    ["retries failures make it unhealthy", "+--", { status: "unhealthy", streak: 2, next: 32_000 }],
    ["a success heals", "+--+", { status: "healthy", streak: 0, next: 42_000 }],
    [
      "failures count after the period",
      `${"-".repeat(14)}`,
      { status: "unhealthy", streak: 2, next: 46_000 },
    ],
  ];
  test.each(rows)("%s", (_name, outcomes, expected) => {
    expect(run(outcomes)).toEqual(expected);
  });
});
