/** Runs one health probe of a process task, beside its command. */
import { spawn } from "node:child_process";
import type { ProbeOutcome } from "../../health/loop.ts";
import { type Launch, probeCommand, type StartedRecord } from "./launch.ts";
import { namespaceInit } from "./task-folder-driver.ts";

/** Docker keeps as much of a probe's output. */
const MAX_OUTPUT_BYTES = 4096;

export function runProbe(
  launch: Launch,
  started: StartedRecord,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const init = launch.namespaces ? namespaceInit(started.pid) : null;
  if (launch.namespaces && init === null) {
    return Promise.resolve({ exitCode: -1, output: "the process is not in its place yet" });
  }
  const [command = "", ...args] = probeCommand(launch, init);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: launch.namespaces ? "/" : launch.dir,
      detached: true,
      env: { ...launch.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (part: Buffer): void => {
      if (output.length < MAX_OUTPUT_BYTES) output += part.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    };
    if (signal.aborted) kill();
    signal.addEventListener("abort", kill, { once: true });
    const done = (exitCode: number, words: string): void => {
      signal.removeEventListener("abort", kill);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exitCode, output: words.slice(0, MAX_OUTPUT_BYTES) });
    };
    child.once("error", (error) => done(-1, error.message));
    child.once("exit", (code) => done(code ?? -1, output));
  });
}
