/** The local cluster's skepd processes: started, watched and ended by their ids. */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CliError, EXIT } from "../exit.ts";
import type { LocalNode, LocalPlan } from "./plan.ts";

const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

export interface RunningNode {
  readonly node: LocalNode;
  readonly process: ChildProcess;
}

export function hasEnded({ process: child }: RunningNode): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Throws, naming who needs it, when a port is taken or an address is not there. */
export async function checkPorts(plan: LocalPlan): Promise<void> {
  for (const { host, port, why, option } of plan.ports) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      const server = createServer();
      server.once("error", resolve);
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
    });
    if (error?.code === "EADDRINUSE") {
      throw new CliError(
        EXIT.failed,
        `${host}:${port} (${why}) is taken, by another local cluster perhaps. Stop it (Ctrl-C ` +
          `there), or choose another: ${option}.`,
      );
    }
    if (error) throw new CliError(EXIT.failed, `${host}:${port} (${why}): ${error.message}`);
  }
}

/** skepd's program, beside this one in the built package. */
const SKEPD = fileURLToPath(new URL("../../agent/main.js", import.meta.url));

/** @param enter words before its command, which become it: where it is to run. */
export function startNode(
  node: LocalNode,
  program: string = SKEPD,
  enter: readonly string[] = [],
): RunningNode {
  for (const folder of [node.dataRoot, node.execRoot]) mkdirSync(folder, { recursive: true });
  const config = join(node.dataRoot, "..", "skepd.json");
  writeFileSync(config, "{}\n");
  const log = openSync(node.logFile, "a");
  // A group of its own: Ctrl-C at the terminal must reach the nodes through us, in order.
  const [command = "", ...args] = [...enter, process.execPath, program, ...node.flags];
  const child = spawn(command, args, {
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  return { node, process: child };
}

/** The last lines of a node's log, for a message about why it ended. */
export function tailOfLog(node: LocalNode, lines = 5): string {
  return readFileSync(node.logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** Ends processes by `first`, then KILL, and waits until they are gone. */
export async function endProcesses(
  pids: readonly number[],
  first: NodeJS.Signals = "SIGTERM",
): Promise<void> {
  for (const pid of pids) kill(pid, first);
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (pids.some(isAlive) && Date.now() < deadline) await sleep(POLL_MS);
  for (const pid of pids.filter(isAlive)) kill(pid, "SIGKILL");
  while (pids.some(isAlive) && Date.now() < deadline + STOP_TIMEOUT_MS) await sleep(POLL_MS);
}

function isAlive(pid: number): boolean {
  return kill(pid, 0);
}

function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
