/**
 * Is a container healthy, given what its probes said? Docker's rules: a probe is due one interval
 * after the start or after the last probe's end; while the container is still `starting` inside
 * its start period the shorter start interval counts and failures are forgiven; one success makes
 * it healthy, `retries` failures in a row unhealthy.
 */
import type { Instant } from "../../shared/clock.ts";
import type { HealthConfig } from "../../shared/domain/spec.ts";

export interface HealthPlan {
  /** What to run; `CMD-SHELL` is wrapped in `/bin/sh -c` already. */
  readonly argv: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
}

export interface HealthState {
  readonly status: "starting" | "healthy" | "unhealthy";
  readonly failingStreak: number;
  readonly startedMs: Instant;
  readonly nextProbeMs: Instant;
}

export interface ProbeResult {
  readonly beganMs: Instant;
  readonly endedMs: Instant;
  /** 0 is success; -1 stands for a probe that timed out or could not be run. */
  readonly exitCode: number;
}

const NANOS_PER_MS = 1_000_000;
const DEFAULT_INTERVAL_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 3;
const DEFAULT_START_INTERVAL_MS = 5_000;

/** What a health check asks for; null when there is none or it is switched off. */
export function planHealth(config: HealthConfig | undefined): HealthPlan | null {
  const [kind, ...rest] = config?.Test ?? [];
  if (config === undefined || kind === undefined || kind === "NONE" || kind === "") return null;
  const argv = kind === "CMD-SHELL" ? ["/bin/sh", "-c", rest.join(" ")] : rest;
  if (argv.length === 0 || (kind !== "CMD" && kind !== "CMD-SHELL")) return null;
  return {
    argv,
    intervalMs: orDefault(config.Interval, DEFAULT_INTERVAL_MS),
    timeoutMs: orDefault(config.Timeout, DEFAULT_TIMEOUT_MS),
    retries: config.Retries === undefined || config.Retries <= 0 ? DEFAULT_RETRIES : config.Retries,
    startPeriodMs: (config.StartPeriod ?? 0) / NANOS_PER_MS,
    startIntervalMs: orDefault(config.StartInterval, DEFAULT_START_INTERVAL_MS),
  };
}

function orDefault(nanos: number | undefined, defaultMs: number): number {
  return nanos === undefined || nanos <= 0 ? defaultMs : nanos / NANOS_PER_MS;
}

export function startHealth(plan: HealthPlan, startedMs: Instant): HealthState {
  const state = { status: "starting", failingStreak: 0, startedMs, nextProbeMs: 0 } as const;
  return { ...state, nextProbeMs: nextProbe(plan, state, startedMs) };
}

export function applyProbe(plan: HealthPlan, state: HealthState, probe: ProbeResult): HealthState {
  const judged = judge(plan, state, probe);
  return { ...judged, nextProbeMs: nextProbe(plan, judged, probe.endedMs) };
}

function judge(plan: HealthPlan, state: HealthState, probe: ProbeResult): HealthState {
  if (probe.exitCode === 0) return { ...state, status: "healthy", failingStreak: 0 };
  const forgiven =
    state.status === "starting" && probe.beganMs - state.startedMs < plan.startPeriodMs;
  if (forgiven) return state;
  const failingStreak = state.failingStreak + 1;
  const status = failingStreak >= plan.retries ? "unhealthy" : state.status;
  return { ...state, status, failingStreak };
}

function nextProbe(plan: HealthPlan, state: HealthState, fromMs: Instant): Instant {
  const inStartPeriod =
    state.status === "starting" && fromMs - state.startedMs < plan.startPeriodMs;
  return fromMs + (inStartPeriod ? plan.startIntervalMs : plan.intervalMs);
}
