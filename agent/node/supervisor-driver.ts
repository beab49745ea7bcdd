/**
 * Keeps the one manager process of this node: what phase it is in, what it last said, and when it
 * may be started again after a crash. Whether it should run at all is node-plan.ts's to say.
 */
import type { Clock, Instant } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import type { FromManager, ManagerStart, ToManager } from "../../shared/manager-ipc.ts";
import { type ManagerExit, ManagerProcess, toError } from "./adapters/manager-process.ts";
import { type ManagerPhase, restartDelayMs, WELL_AFTER_MS } from "./node-plan.ts";

export type ManagerReady = Extract<FromManager, { kind: "ready" }>;
export type ManagerStatus = Extract<FromManager, { kind: "status" }>;

/** A manager hands its lead over and flushes; after this long it is killed. */
const STOP_GRACE_MS = 10_000;

export interface SupervisorOptions {
  readonly modulePath: string;
  readonly execArgv?: readonly string[] | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

export type SupervisorEvent =
  | { readonly kind: "changed" }
  | { readonly kind: "unlock-key"; readonly unlockKey: string }
  | { readonly kind: "locked" };

interface Running {
  readonly process: ManagerProcess;
  readonly startedAt: Instant;
  readonly waiters: ((outcome: ManagerReady | ClusterError) => void)[];
}

export class ManagerSupervisor {
  readonly #options: SupervisorOptions;
  #listener: (event: SupervisorEvent) => void = () => {};
  #running: Running | undefined;
  #phase: ManagerPhase = "absent";
  #restartAt: Instant = 0;
  #crashes = 0;
  #ready: ManagerReady | undefined;
  #status: ManagerStatus | undefined;
  #removed = false;
  #error = "";

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** One listener: whoever is in charge of the node just now. */
  listen(listener: (event: SupervisorEvent) => void): void {
    this.#listener = listener;
  }

  get phase(): ManagerPhase {
    return this.#phase;
  }

  get restartAt(): Instant {
    return this.#restartAt;
  }

  /** Its last report while it is up. */
  get status(): ManagerStatus | undefined {
    return this.#phase === "up" ? this.#status : undefined;
  }

  /** It said that it is out of Raft, since the last `forgetRemoval()`. */
  get removed(): boolean {
    return this.#removed;
  }

  /** Why it is not up, in its own words; empty while it is well. */
  get error(): string {
    return this.#error;
  }

  get pid(): number | undefined {
    return this.#running?.process.pid;
  }

  forgetRemoval(): void {
    this.#removed = false;
  }

  start(start: ManagerStart): void {
    const { modulePath, execArgv, clock, log } = this.#options;
    this.#phase = "starting";
    this.#ready = undefined;
    this.#status = undefined;
    log.info({ how: start.how.kind, listen: start.listenAddr }, "starting skep-manager");
    const process = new ManagerProcess({
      modulePath,
      execArgv,
      start,
      log,
      onMessage: (message) => this.#hear(message),
      onExit: (exit) => this.#exited(exit),
    });
    this.#running = { process, startedAt: clock.now(), waiters: [] };
    this.#listener({ kind: "changed" });
  }

  send(message: ToManager): void {
    this.#running?.process.send(message);
  }

  /** Resolves when the manager that was started is ready, rejects when it ends before. */
  ready(signal: AbortSignal): Promise<ManagerReady> {
    if (this.#ready !== undefined) return Promise.resolve(this.#ready);
    const running = this.#running;
    if (running === undefined) {
      return Promise.reject(new ClusterError("UNAVAILABLE", this.#error || "no manager runs"));
    }
    return new Promise((resolve, reject) => {
      const settle = (outcome: ManagerReady | ClusterError): void => {
        signal.removeEventListener("abort", abort);
        if (outcome instanceof ClusterError) reject(outcome);
        else resolve(outcome);
      };
      const abort = (): void =>
        settle(new ClusterError("DEADLINE_EXCEEDED", "the manager was not ready in time"));
      running.waiters.push(settle);
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** Resolves when no manager runs. Also ends the rest after a crash. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) {
      this.#become("absent");
      return;
    }
    this.#become("stopping");
    await running.process.stop(STOP_GRACE_MS);
  }

  #hear(message: FromManager): void {
    switch (message.kind) {
      case "ready":
        this.#ready = message;
        this.#error = "";
        for (const settle of this.#running?.waiters.splice(0) ?? []) settle(message);
        if (this.#phase === "starting") this.#become("up");
        return;
      case "status":
        this.#status = message;
        this.#listener({ kind: "changed" });
        return;
      case "unlock-key":
        this.#listener({ kind: "unlock-key", unlockKey: message.unlockKey });
        return;
      case "removed":
        this.#removed = true;
        this.#listener({ kind: "changed" });
        return;
      case "failed":
        return;
    }
  }

  #exited(exit: ManagerExit): void {
    const { clock, log } = this.#options;
    const running = this.#running;
    const wasStopping = this.#phase === "stopping";
    this.#running = undefined;
    this.#ready = undefined;
    const error = toError(exit);
    for (const settle of running?.waiters ?? []) settle(error);
    if (wasStopping || exit.removed) {
      this.#crashes = 0;
      this.#error = "";
      this.#become("absent");
      return;
    }
    const ranMs = clock.now() - (running?.startedAt ?? 0);
    this.#crashes = ranMs >= WELL_AFTER_MS ? 1 : this.#crashes + 1;
    const delayMs = restartDelayMs(this.#crashes);
    this.#restartAt = clock.now() + delayMs;
    this.#error = error.message;
    log.error({ reason: exit.reason, error: error.message, delayMs }, "skep-manager ended");
    this.#become("resting");
    if (exit.failure?.locked === true) this.#listener({ kind: "locked" });
  }

  #become(phase: ManagerPhase): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#listener({ kind: "changed" });
  }
}
