/**
 * The skep-manager child process: started, spoken to over IPC, stopped within a bound. It is
 * started once; whoever wants another makes another.
 */
import { type ChildProcess, fork } from "node:child_process";
import { ClusterError, isErrorCode } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { FromManager, ManagerStart, ToManager } from "../../../shared/manager-ipc.ts";
import { notePid } from "./orphan.ts";

export interface ManagerExit {
  /** The manager's own last word, when it had one. */
  readonly failure: Extract<FromManager, { kind: "failed" }> | undefined;
  /** It left Raft for good. */
  readonly removed: boolean;
  readonly reason: string;
}

export interface ManagerProcessOptions {
  /** The manager's main module. A parameter because agent/ never imports manager/. */
  readonly modulePath: string;
  /** Node's own flags for it; default: this process's. */
  readonly execArgv?: readonly string[] | undefined;
  readonly start: ManagerStart;
  readonly log: Logger;
  readonly onMessage: (message: FromManager) => void;
  /** Exactly once, with or without `stop()`. */
  readonly onExit: (exit: ManagerExit) => void;
}

export class ManagerProcess {
  readonly #child: ChildProcess;
  readonly #log: Logger;
  readonly #exited: Promise<void>;
  #failure: ManagerExit["failure"];
  #removed = false;

  constructor(options: ManagerProcessOptions) {
    this.#log = options.log;
    // Not detached: with skepd's session go the terminal's signals, and an operator's `kill` of
    // the process group ends both, each in its graceful way.
    // Its one argument is for people who read `ps`, and for orphan.ts: it is told all it needs
    // over IPC.
    this.#child = fork(options.modulePath, [options.start.stateDir], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      serialization: "json",
      execArgv: [...(options.execArgv ?? process.execArgv)],
    });
    if (this.#child.pid !== undefined) notePid(options.start.stateDir, this.#child.pid);
    this.#child.on("message", (message) => {
      // The child is ours, of the same build: what it sends is typed by manager-ipc.ts.
      const said = message as FromManager;
      if (said.kind === "failed") this.#failure = said;
      if (said.kind === "removed") this.#removed = true;
      options.onMessage(said);
    });
    this.#exited = new Promise((resolve) => {
      let over = false;
      const exit = (reason: string): void => {
        if (over) return;
        over = true;
        resolve();
        options.onExit({ failure: this.#failure, removed: this.#removed, reason });
      };
      this.#child.once("exit", (code, signal) =>
        exit(signal === null ? `it exited with ${code}` : `it was killed by ${signal}`),
      );
      // Could not be started, or not be sent to; in the second case "exit" follows.
      this.#child.on("error", (error) => {
        if (this.#child.pid === undefined) exit(`it could not be started: ${error.message}`);
        else this.#log.warn({ error: error.message }, "skep-manager");
      });
    });
    this.send(options.start);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: ToManager): void {
    if (!this.#child.connected) return;
    this.#child.send(message, (error) => {
      if (error !== null) this.#log.debug({ error: error.message }, "message to skep-manager lost");
    });
  }

  /** Asks it to end, and ends it after `graceMs`. Resolves when it is gone. */
  async stop(graceMs: number): Promise<void> {
    this.send({ kind: "stop" });
    const timer = setTimeout(() => {
      this.#log.warn({ pid: this.pid, graceMs }, "skep-manager did not stop, killing it");
      this.#child.kill("SIGKILL");
    }, graceMs);
    await this.#exited;
    clearTimeout(timer);
  }
}

/** What init and join tell the user when the manager could not start. */
export function toError(exit: ManagerExit): ClusterError {
  if (exit.failure !== undefined) {
    const { code, message } = exit.failure;
    return new ClusterError(isErrorCode(code) ? code : "INTERNAL", message);
  }
  return new ClusterError("INTERNAL", `the manager process ended: ${exit.reason}`);
}
