/** Probes containers when their plans say so. For runtimes whose engine does not do it itself. */
import type { Clock, Instant, Timer } from "../../shared/clock.ts";
import type { TaskId } from "../../shared/ids.ts";
import { applyProbe, type HealthPlan, type HealthState, startHealth } from "./health.ts";

export interface ProbeOutcome {
  /** -1 when it could not be run or took too long. */
  readonly exitCode: number;
  readonly output: string;
}

export interface HealthLoopOptions {
  readonly clock: Clock;
  /** Runs one probe; the signal fires when its time is up or the task is no longer watched. */
  readonly probe: (taskId: TaskId, plan: HealthPlan, signal: AbortSignal) => Promise<ProbeOutcome>;
  /** Called when the status is another than before. */
  readonly onChange: (taskId: TaskId, status: HealthState["status"], outcome: ProbeOutcome) => void;
}

interface Watched {
  readonly plan: HealthPlan;
  readonly abort: AbortController;
  state: HealthState;
  timer: Timer | null;
}

export class HealthLoop {
  readonly #options: HealthLoopOptions;
  readonly #watched = new Map<TaskId, Watched>();

  constructor(options: HealthLoopOptions) {
    this.#options = options;
  }

  /** Takes up a task; `known` is its status from before an agent's restart. */
  add(taskId: TaskId, plan: HealthPlan, startedMs: Instant, known?: HealthState["status"]): void {
    if (this.#watched.has(taskId)) return;
    const fresh = startHealth(plan, startedMs);
    const nowMs = this.#options.clock.now();
    const state = {
      ...fresh,
      status: known ?? fresh.status,
      nextProbeMs: Math.max(fresh.nextProbeMs, nowMs),
    };
    const watched = { plan, abort: new AbortController(), state, timer: null };
    this.#watched.set(taskId, watched);
    this.#schedule(taskId, watched);
  }

  drop(taskId: TaskId): void {
    const watched = this.#watched.get(taskId);
    watched?.timer?.cancel();
    watched?.abort.abort(new Error("the task is no longer probed"));
    this.#watched.delete(taskId);
  }

  status(taskId: TaskId): HealthState["status"] | "none" {
    return this.#watched.get(taskId)?.state.status ?? "none";
  }

  close(): void {
    for (const taskId of [...this.#watched.keys()]) this.drop(taskId);
  }

  #schedule(taskId: TaskId, watched: Watched): void {
    const delayMs = watched.state.nextProbeMs - this.#options.clock.now();
    watched.timer = this.#options.clock.after(Math.max(0, delayMs), () => {
      void this.#probe(taskId, watched);
    });
  }

  async #probe(taskId: TaskId, watched: Watched): Promise<void> {
    const { clock, probe, onChange } = this.#options;
    const beganMs = clock.now();
    const outcome = await this.#bounded(watched, (signal) => probe(taskId, watched.plan, signal));
    if (watched.abort.signal.aborted) return;
    const before = watched.state.status;
    const result = { beganMs, endedMs: clock.now(), exitCode: outcome.exitCode };
    watched.state = applyProbe(watched.plan, watched.state, result);
    this.#schedule(taskId, watched);
    if (watched.state.status !== before) onChange(taskId, watched.state.status, outcome);
  }

  async #bounded(
    watched: Watched,
    run: (signal: AbortSignal) => Promise<ProbeOutcome>,
  ): Promise<ProbeOutcome> {
    const { timeoutMs } = watched.plan;
    const bound = new AbortController();
    const forward = (): void => bound.abort(watched.abort.signal.reason);
    watched.abort.signal.addEventListener("abort", forward, { once: true });
    const timer = this.#options.clock.after(timeoutMs, () => bound.abort(new Error("timeout")));
    try {
      const outcome = await run(bound.signal);
      if (!bound.signal.aborted) return outcome;
      return { exitCode: -1, output: `Health check exceeded timeout (${timeoutMs} ms)` };
    } catch (error) {
      return { exitCode: -1, output: error instanceof Error ? error.message : String(error) };
    } finally {
      timer.cancel();
      watched.abort.signal.removeEventListener("abort", forward);
    }
  }
}
