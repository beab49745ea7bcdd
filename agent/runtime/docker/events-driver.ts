/**
 * The engine's events about our containers, for as long as anybody watches. The stream breaks when
 * the engine restarts; then it is opened again, and every watcher is told to look at everything,
 * for what happened in between is lost.
 */
import type { Clock } from "../../../shared/clock.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { RuntimeEvent } from "../runtime.ts";
import { type EngineClient, jsonLines } from "./adapters/engine-client.ts";
import { TASK_LABEL } from "./container-plan.ts";
import type { EngineEvent } from "./engine-types.ts";
import { healthFrom, taskOfLabels } from "./observed.ts";

const ACTIONS = ["start", "die", "oom", "health_status", "destroy", "pause", "unpause"];
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5_000;
/** An engine that died with its machine never closes the stream: open it anew now and then. */
const SILENCE_MS = 10 * 60_000;

const WELL = { output: "", exitCode: 0 } as const;

export interface EventsOptions {
  readonly client: Pick<EngineClient, "stream">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Completes a bad health event with what the probe said; later events wait for it. */
  readonly healthOf: (event: EngineEvent) => Promise<{ output: string; exitCode: number }>;
}

export class EngineEvents {
  readonly #options: EventsOptions;
  readonly #watchers = new Set<(event: RuntimeEvent) => void>();
  #running: AbortController | null = null;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  watch(onEvent: (event: RuntimeEvent) => void): { close(): void } {
    this.#watchers.add(onEvent);
    if (this.#running === null) {
      this.#running = new AbortController();
      void this.#follow(this.#running.signal);
    }
    return {
      close: () => {
        this.#watchers.delete(onEvent);
        if (this.#watchers.size > 0) return;
        this.#running?.abort(new Error("nobody watches any more"));
        this.#running = null;
      },
    };
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!signal.aborted) {
      try {
        await this.#read(signal, () => {
          backoffMs = FIRST_BACKOFF_MS;
        });
      } catch (error) {
        if (signal.aborted) return;
        const reason = messageOf(error);
        this.#options.logger.warn({ reason }, "the container engine's events broke off");
      }
      if (signal.aborted) return;
      await this.#pause(backoffMs, signal);
      backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    }
  }

  async #read(signal: AbortSignal, onOpen: () => void): Promise<void> {
    const filters = { type: ["container"], event: ACTIONS, label: [TASK_LABEL] };
    const response = await this.#options.client.stream(
      "GET",
      "/events",
      { query: { filters: JSON.stringify(filters) }, timeoutMs: SILENCE_MS },
      signal,
    );
    onOpen();
    this.#emit({ kind: "resync" });
    for await (const event of jsonLines<EngineEvent>(response)) await this.#deliver(event);
  }

  async #deliver(event: EngineEvent): Promise<void> {
    const taskId = taskOfLabels(event.Actor?.Attributes);
    if (taskId === undefined) return;
    const action = event.Action ?? event.status ?? "";
    if (!action.startsWith("health_status")) {
      this.#emit({ kind: "changed", taskId });
      return;
    }
    // Docker says "health_status: healthy"; Podman has it in an attribute.
    const said = action.split(":")[1]?.trim() || event.Actor?.Attributes?.["HealthStatus"];
    const status = healthFrom(said);
    // What a good probe said is nothing to wait for: a task's first requests wait for this.
    const { output, exitCode } = status === "healthy" ? WELL : await this.#options.healthOf(event);
    this.#emit({ kind: "health", taskId, status, output, exitCode });
  }

  #emit(event: RuntimeEvent): void {
    for (const watcher of [...this.#watchers]) watcher(event);
  }

  #pause(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = this.#options.clock.after(delayMs, done);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
