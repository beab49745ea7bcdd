/**
 * wireguard-go: a device is a process, which makes a TUN device and is set up through a socket that
 * has the device's name. It lives on without its agent, and ends with its device.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ClusterError } from "../../../shared/errors.ts";
import { USERSPACE } from "./ability-driver.ts";

const SOCKETS = "/var/run/wireguard";
const BOUND_MS = 5_000;
const POLL_MS = 20;

/**
 * Starts one for a device that is not there; resolves when it takes orders. Its UDP socket stays in
 * the namespace that `enter` leads to, wherever the device is moved.
 */
export async function startUserspace(
  device: string,
  enter: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await endUserspace(device);
  const [file = "", ...args] = [...enter, USERSPACE, "--foreground", device];
  const child = spawn(file, args, {
    detached: true,
    stdio: "ignore",
    env: { ...process.env, LOG_LEVEL: "silent", PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` },
  });
  let ended = "";
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code, killed) => {
    ended = `ended (${killed ?? `exit status ${code}`})`;
  });
  child.unref();
  const untilMs = performance.now() + BOUND_MS;
  while (!existsSync(socketOf(device))) {
    signal.throwIfAborted();
    if (ended === "" && performance.now() > untilMs) ended = `no socket within ${BOUND_MS} ms`;
    if (ended !== "") throw new ClusterError("UNAVAILABLE", `${USERSPACE} ${device}: ${ended}`);
    await pause(POLL_MS);
  }
}

/** Whatever serves this device: one that hangs, or that lost its device. */
export async function endUserspace(device: string): Promise<void> {
  const untilMs = performance.now() + BOUND_MS;
  for (;;) {
    const pids = processesOf(device);
    if (pids.length === 0) break;
    if (performance.now() > untilMs) {
      throw new ClusterError("UNAVAILABLE", `${USERSPACE} ${device}: does not end`);
    }
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has just ended.
      }
    }
    await pause(POLL_MS);
  }
  rmSync(socketOf(device), { force: true });
}

const socketOf = (device: string): string => `${SOCKETS}/${device}.sock`;

function processesOf(device: string): readonly number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const words = commandLine(name);
    const isOne = basename(words[0] ?? "") === USERSPACE && words.includes(device);
    return isOne && !isZombie(name) ? [Number(name)] : [];
  });
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // it has just ended
  }
}

function isZombie(pid: string): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}
