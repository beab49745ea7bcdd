/** Waits of the local cluster: bounded, and ended early by Ctrl-C or by a node that dies. */
import { setTimeout as sleep } from "node:timers/promises";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { hasEnded, type RunningNode, tailOfLog } from "./processes.ts";

const POLL_MS = 100;

export interface Patience {
  readonly context: CliContext;
  readonly running: readonly RunningNode[];
  readonly timeoutMs: number;
}

/** Polls until `check` has a value; a node that ends meanwhile ends the wait with its last words. */
export async function until<T>(
  { context, running, timeoutMs }: Patience,
  what: string,
  check: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = context.now() + timeoutMs;
  let problem = "";
  while (context.now() < deadline) {
    if (context.signal.aborted) throw new CliError(EXIT.interrupted, "");
    const dead = running.find(hasEnded);
    if (dead !== undefined) {
      throw new CliError(EXIT.failed, `${dead.node.name} has ended:\n${tailOfLog(dead.node)}`);
    }
    try {
      const value = await check();
      if (value !== undefined) return value;
      problem = "";
    } catch (error) {
      // Not there yet, most likely; it is told if the time runs out.
      problem = error instanceof Error ? `: ${error.message}` : "";
    }
    await sleep(POLL_MS);
  }
  throw new CliError(
    EXIT.notConverged,
    `waited ${timeoutMs / 1000} s until ${what}, in vain${problem}`,
  );
}
