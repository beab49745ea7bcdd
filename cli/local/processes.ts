/** The local cluster's skepd processes: started, watched and ended by their ids. */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CliError, EXIT } from "../exit.ts";
import type { LocalNode, LocalPlan } from "./plan.ts";

const PID_FILE = "skepd.pid";
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

export interface RunningNode {
  readonly node: LocalNode;
  readonly process: ChildProcess;
}

/** Throws, naming who needs it, when a port is taken or an address is not there. */
export async function checkPorts(plan: LocalPlan): Promise<void> {
  for (const { host, port, why } of plan.ports) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      const server = createServer();
      server.once("error", resolve);
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
    });
    if (error?.code === "EADDRINUSE") {
      throw new CliError(
        EXIT.failed,
        `${host}:${port} (${why}) is taken. Another local cluster? Stop it (Ctrl-C there, or ` +
          "`skep local down`), or choose other addresses with --subnet.",
      );
    }
    if (error) throw new CliError(EXIT.failed, `${host}:${port} (${why}): ${error.message}`);
  }
}

/** skepd's program, beside this one in the built package. */
const SKEPD = fileURLToPath(new URL("../../agent/main.js", import.meta.url));

export function startNode(node: LocalNode, program: string = SKEPD): RunningNode {
  for (const folder of [node.dataRoot, node.execRoot]) mkdirSync(folder, { recursive: true });
  const config = join(node.dataRoot, "..", "skepd.json");
  writeFileSync(config, "{}\n");
  const log = openSync(node.logFile, "a");
  // A group of its own: Ctrl-C at the terminal must reach the nodes through us, in order.
  const child = spawn(process.execPath, [program, ...node.flags], {
    stdio: ["ignore", log, log],
    detached: true,
  });
  writeFileSync(join(node.dataRoot, "..", PID_FILE), `${child.pid}\n`);
  return { node, process: child };
}

/** The last lines of a node's log, for a message about why it ended. */
export function tailOfLog(node: LocalNode, lines = 5): string {
  return readFileSync(node.logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** Pids of skepds that an earlier `up` left in this folder and that still run. */
export function leftoverPids(folder: string): readonly number[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return names.flatMap((name) => {
    const pid = readPid(join(folder, name, PID_FILE));
    return pid !== undefined && isOurs(pid, join(folder, name)) ? [pid] : [];
  });
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined; // no node's folder, or one that never started
  }
}

/** A pid is reused by others in time: only a process that names the node's folder is the node. */
function isOurs(pid: number, home: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(home);
  } catch {
    return false; // it has ended
  }
}

/** Ends processes by TERM, then KILL, and waits until they are gone. */
export async function endProcesses(pids: readonly number[]): Promise<void> {
  for (const pid of pids) kill(pid, "SIGTERM");
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
