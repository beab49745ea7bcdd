/** One machine of the chaos test: skepd in its namespace, its data on a small disk of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiClient, type CallOptions, targetFrom } from "../../cli/api-client.ts";
import { CONTROL_PORT } from "../../cli/local/plan.ts";
import type { Station } from "../lib/hosts/lan.ts";
import { eventually } from "../lib/wait.ts";

const SKEPD = fileURLToPath(new URL("../../dist/agent/main.js", import.meta.url));
const DISK = "size=160m";
const FILLER = "filler";
const MEBIBYTE = new Uint8Array(1 << 20).fill(1);

export class ChaosNode {
  readonly machine: Station;
  readonly name: string;
  readonly #home: string;
  readonly #client: ApiClient;
  #process: ChildProcess | undefined;
  #mounted = false;
  #paused: readonly number[] = [];

  constructor(folder: string, machine: Station) {
    this.machine = machine;
    this.name = machine.name;
    this.#home = join(folder, this.name);
    this.#client = new ApiClient(targetFrom(`unix://${this.#socket}`));
  }

  get controlAddr(): string {
    return `${this.machine.address}:${CONTROL_PORT}`;
  }

  get #socket(): string {
    return join(this.#home, "skep.sock");
  }

  get #disk(): string {
    return join(this.#home, "disk");
  }

  get swarmFolder(): string {
    return join(this.#disk, "swarm");
  }

  get log(): string {
    return readFileSync(join(this.#home, "log"), "utf8");
  }

  get alive(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && !this.#process.killed;
  }

  prepare(): void {
    mkdirSync(this.#disk, { recursive: true });
    run("mount", "-t", "tmpfs", "-o", DISK, "tmpfs", this.#disk);
    this.#mounted = true;
    writeFileSync(join(this.#home, "skepd.json"), "{}\n");
  }

  start(): void {
    if (this.alive) return;
    const log = openSync(join(this.#home, "log"), "a");
    const flags = [
      ["--host", `unix://${this.#socket}`],
      ["--data-root", this.#disk],
      ["--exec-root", join(this.#home, "run")],
      ["--hostname", this.name],
      ["--metrics-addr", `${this.machine.address}:9323`],
      ["--engine", "none"],
      ["--runtime", "fake"],
      ["--log-format", "text"],
      ["--config-file", join(this.#home, "skepd.json")],
    ].flat();
    // nsenter becomes the program: the pid is skepd's.
    const [command = "", ...args] = [...this.machine.enter, process.execPath, SKEPD, ...flags];
    this.#process = spawn(command, args, { stdio: ["ignore", log, log], detached: true });
    closeSync(log);
  }

  async answers(): Promise<void> {
    await eventually(`${this.name} answers`, 60_000, async () => {
      if (!this.alive) throw new Error(`${this.name} has ended:\n${this.log.slice(-2000)}`);
      await this.api("/_ping");
      return true;
    });
  }

  api<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.#client.call<T>(path, options);
  }

  /** skepd and its manager, this moment. */
  #pids(): readonly number[] {
    const pid = this.#process?.pid;
    return pid === undefined || !this.alive ? [] : [pid, ...childrenOf(pid)];
  }

  /** -9, skepd and manager at once. */
  kill(): void {
    for (const pid of this.#pids()) signal(pid, "SIGKILL");
    this.#process = undefined;
    this.#paused = [];
  }

  /** -9, the manager alone: its skepd starts another. */
  killManager(): void {
    for (const pid of this.#pids().slice(1)) signal(pid, "SIGKILL");
  }

  pause(): void {
    this.#paused = this.#pids();
    for (const pid of this.#paused) signal(pid, "SIGSTOP");
  }

  resume(): void {
    for (const pid of this.#paused) signal(pid, "SIGCONT");
    this.#paused = [];
  }

  /** Takes all room that is left on its disk. */
  fill(): void {
    const file = openSync(join(this.#disk, FILLER), "a");
    try {
      while (statfsSync(this.#disk).bavail > 0) writeSync(file, MEBIBYTE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(join(this.#disk, FILLER), { force: true });
  }

  /** Flips a few bits in the middle of its newest log, which others were told is on the disk. */
  damageLog(): void {
    const folder = join(this.swarmFolder, "raft", "wal");
    const name = readdirSync(folder)
      .filter((one) => one.endsWith(".wal"))
      .sort()
      .findLast((one) => usedBytes(readFileSync(join(folder, one))) > 4096);
    if (name === undefined) throw new Error(`${this.name} has no log worth damaging`);
    const path = join(folder, name);
    const bytes = readFileSync(path);
    const at = Math.floor(usedBytes(bytes) / 2);
    for (let i = at; i < at + 8; i++) bytes[i] = (bytes[i] ?? 0) ^ 0x5a;
    truncateSync(path, 0);
    writeFileSync(path, bytes);
  }

  /** Never throws: whoever tears down goes on. */
  remove(): void {
    this.kill();
    if (this.#mounted) spawnSync("umount", ["-l", this.#disk], { stdio: "ignore" });
    this.#mounted = false;
  }
}

/** The log is laid out ahead: behind its frames are zeros. */
function usedBytes(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}

function childrenOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return []; // it has ended
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}
