/**
 * The manager that a killed skepd left behind. It ends by itself, as its channel to skepd closed,
 * but handing over the lead takes a while, and two managers must never hold one Raft state: so the
 * next skepd waits for it, and after a bound kills it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../../../shared/logger.ts";
import { readFileIfAny } from "../../../shared/node/atomic-file.ts";

const POLL_MS = 50;

const pidFileIn = (stateDir: string): string => join(stateDir, "manager.pid");

/** Synchronous, so that no moment is left in which the process runs and nothing says so. */
export function notePid(stateDir: string, pid: number): void {
  writeFileSync(pidFileIn(stateDir), `${pid}\n`);
}

export async function endOrphan(stateDir: string, graceMs: number, log: Logger): Promise<void> {
  const pid = Number(await readFileIfAny(pidFileIn(stateDir)));
  if (Number.isSafeInteger(pid) && pid > 1 && isManagerOf(stateDir, pid)) {
    log.info({ pid }, "waiting for the manager that the last skepd left");
    const killAt = performance.now() + graceMs;
    let killed = false;
    while (isManagerOf(stateDir, pid)) {
      if (!killed && performance.now() >= killAt) {
        log.warn({ pid, graceMs }, "it did not end, killing it");
        process.kill(pid, "SIGKILL");
        killed = true;
      }
      await pause(POLL_MS);
    }
  }
  await rm(pidFileIn(stateDir), { force: true });
}

/** A manager names its state directory as an argument: a pid alone may be anyone's by now. */
function isManagerOf(stateDir: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(stateDir);
  } catch {
    // No such process (any more).
    return false;
  }
}
