/**
 * What a test makes of the machine beyond its process: a folder, and network namespaces and
 * processes that are named after it. All of it goes when the test says so, when its process ends
 * in whatever way (a reaper waits for that), and, if even the reaper was killed, when the next
 * sandbox is made.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findCommand } from "../machine.ts";

const PREFIX = "skep-box-";
const NAMESPACES = "/run/netns";
const CGROUPS = "/sys/fs/cgroup";
const REAPER = fileURLToPath(new URL("./reaper/main.ts", import.meta.url));
const KILL_ROUNDS = 100;
const KILL_PAUSE_MS = 50;

export class Sandbox {
  readonly folder: string;
  readonly #reaper: ChildProcess;
  readonly #onExit = (): void => sweep(this.folder);

  constructor() {
    sweepTheDead();
    this.folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
    this.#reaper = startReaper(this.folder);
    process.once("exit", this.#onExit);
  }

  /** The name of a network namespace of this sandbox's own. */
  namespace(name: string): string {
    return `${basename(this.folder)}-${name}`;
  }

  /** Never throws: whoever tears down goes on. */
  remove(): void {
    process.off("exit", this.#onExit);
    sweep(this.folder);
    this.#reaper.stdin?.end("done\n");
  }
}

/** It reads until its owner says that it is done; an end without it is the owner's own. */
function startReaper(folder: string): ChildProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const script = 'read -r word || exec "$0" --import "$1" "$2"';
  const child = spawn("sh", ["-c", script, process.execPath, tsx, REAPER], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    // By the environment: what names the folder on its command line is killed.
    env: { ...process.env, SKEP_SANDBOX: folder },
  });
  child.stdin.on("error", () => {}); // it was killed: the next sandbox's start clears up
  child.unref();
  return child;
}

/** Sandboxes of processes that are no more, whose reapers are not either. */
function sweepTheDead(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const owner = name.slice(PREFIX.length).split("-")[0] ?? "";
    const started = startOf(owner);
    const folder = join(tmpdir(), name);
    // A process that is younger than the folder only got the owner's number.
    if (started === undefined || started > changedAt(folder) + 1000) sweep(folder);
  }
}

function startOf(pid: string): number | undefined {
  try {
    return statSync(`/proc/${pid}`).ctimeMs;
  } catch {
    return undefined;
  }
}

function changedAt(folder: string): number {
  try {
    return statSync(folder).birthtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY; // its reaper was quicker
  }
}

/** Ends and removes whatever belongs to a sandbox's folder. Harmless when repeated. */
export function sweep(folder: string): void {
  powerOff(folder, namespacesOf(folder));
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Ends at once what runs below a folder or in these namespaces, and removes the namespaces. What
 * is on the disk stays: to the processes, the machine was switched off.
 */
export function powerOff(folder: string, hosts: readonly string[]): void {
  const inodes = hosts.flatMap((name) => inodeOf(join(NAMESPACES, name)) ?? []);
  const tunnels = inodes.map((inode) => `sk-${inode}`).filter((name) => isNamespace(name));
  const namespaces = [...hosts, ...tunnels];
  const containers = containersBelow(folder);
  for (let round = 0; round < KILL_ROUNDS; round++) {
    const pids = processesOf(folder, containers, namespaces);
    if (pids.length === 0) break;
    for (const pid of pids) kill(pid);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, KILL_PAUSE_MS);
  }
  unmountBelow(folder);
  for (const namespace of namespaces) removeNamespace(namespace);
  for (const inode of inodes) forgetTunnels(inode);
  for (const id of containers) removeCgroups(id);
}

export function unmountBelow(folder: string): void {
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${folder}/`))
    .toReversed();
  for (const mount of mounts) spawnSync("umount", ["-l", mount]);
}

function namespacesOf(folder: string): readonly string[] {
  return list(NAMESPACES).filter((name) => name.startsWith(`${basename(folder)}-`));
}

function removeNamespace(name: string): void {
  const { status } = spawnSync(findCommand("ip") ?? "ip", ["netns", "del", name]);
  if (status !== 0) rmSync(join(NAMESPACES, name), { force: true });
}

const isNamespace = (name: string): boolean => inodeOf(join(NAMESPACES, name)) !== undefined;

/** What skepd and wireguard-go keep below /run, which these hosts have in common. */
function forgetTunnels(inode: number): void {
  rmSync(`/run/skep-network/wireguard-${inode}.json`, { force: true });
  for (const slot of "ab") rmSync(`/run/wireguard/skw${inode}${slot}.sock`, { force: true });
}

/**
 * By the command line for what was started; by the namespace for what it started there; and by
 * the cgroup for what runs in containers, which may have outlived its engine and its shim.
 */
function processesOf(
  folder: string,
  containers: readonly string[],
  namespaces: readonly string[],
): readonly number[] {
  const inodes = new Set(namespaces.map((name) => inodeOf(join(NAMESPACES, name))));
  inodes.delete(undefined);
  const own = new Set(ancestors());
  return list("/proc")
    .filter((name) => /^\d+$/.test(name) && !own.has(name))
    .filter((pid) => {
      if (read(`/proc/${pid}/cmdline`).includes(folder)) return true;
      if (inodes.has(inodeOf(`/proc/${pid}/ns/net`))) return true;
      if (containers.length === 0) return false;
      const id = /[0-9a-f]{64}/.exec(read(`/proc/${pid}/cgroup`))?.[0];
      return id !== undefined && containers.includes(id);
    })
    .filter((pid) => !/^State:\s+Z/m.test(read(`/proc/${pid}/status`)))
    .map(Number);
}

function ancestors(): readonly string[] {
  const pids: string[] = [];
  for (let pid = String(process.pid); pid !== "" && pid !== "0"; ) {
    pids.push(pid);
    pid = /^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? "";
  }
  return pids;
}

/** Ids of the containers whose engine keeps its data as `…/data/containers/ID` below the folder. */
function containersBelow(folder: string): readonly string[] {
  const engines = [folder, ...list(folder).map((name) => join(folder, name, "engine"))];
  return engines
    .flatMap((engine) => list(join(engine, "data", "containers")))
    .filter((name) => /^[0-9a-f]{64}$/.test(name));
}

/** Nobody else does when the engine was killed, and they would add up. */
function removeCgroups(id: string): void {
  for (const controller of ["", ...list(CGROUPS)]) {
    const paths = [`docker/${id}`, `system.slice/docker-${id}.scope`];
    for (const path of paths) {
      const cgroup = join(CGROUPS, controller, path);
      if (inodeOf(cgroup) !== undefined) spawnSync("rmdir", [cgroup]);
    }
  }
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it has ended meanwhile
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
