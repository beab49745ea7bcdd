/**
 * The keeper: one small process beside the agent that is the parent of all process tasks, so that
 * the agent may stop, crash or be replaced while tasks run. It reads their output, and records how
 * they end. It decides nothing, and goes when it keeps nothing and nobody is connected.
 */

import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, Socket as NetSocket, type Socket } from "node:net";
import { constants as os } from "node:os";
import { join } from "node:path";
import {
  type CgroupVersion,
  cgroupVersion,
  ensureCgroup,
  folders,
  killCgroup,
  wasOomKilled,
} from "../cgroup-driver.ts";
import type { StartedRecord } from "../launch.ts";
import { type Launch, launchCommand, SETUP_FAILED, SIGNALLED } from "../launch.ts";
import {
  bootId,
  commandPid,
  namespaceInit,
  readDocument,
  startTicks,
  writeDocument,
} from "../task-folder-driver.ts";
import { LogWriter } from "./log-writer-driver.ts";
import {
  isTaskFolderName,
  type KeeperMessage,
  type KeeperRequest,
  SOCKET_NAME,
} from "./protocol.ts";

/** After the process's end, for what its children still have in the pipes. */
const DRAIN_MS = 1_000;
const COMMAND_POLL_MS = 10;
const COMMAND_BOUND_MS = 5_000;
/** A keeper that nobody needs stays a moment: an agent that restarts finds it again. */
const IDLE_MS = 10_000;

interface Kept {
  readonly launch: Launch;
  readonly child: ChildProcess;
  readonly pid: number;
}

class Keeper {
  readonly #root: string;
  readonly #cgroups: CgroupVersion | null;
  readonly #kept = new Map<string, Kept>();
  readonly #starting = new Map<string, Promise<StartedRecord>>();
  readonly #agents = new Set<Socket>();
  #idle: NodeJS.Timeout | null = null;

  constructor(root: string) {
    this.#root = root;
    this.#cgroups = cgroupVersion();
  }

  serve(socket: Socket): void {
    this.#agents.add(socket);
    this.#maybeGo();
    let rest = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") void this.#answer(socket, line);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#agents.delete(socket);
      this.#maybeGo();
    });
  }

  async #answer(socket: Socket, line: string): Promise<void> {
    const request = JSON.parse(line) as KeeperRequest;
    const { id } = request;
    try {
      if (!isTaskFolderName(request.taskId)) throw new Error(`taskId: "${request.taskId}"`);
      const started = await this.#obey(request);
      send(socket, { kind: "done", id, ...(started !== undefined && { started }) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      send(socket, { kind: "failed", id, message });
    }
  }

  async #obey(request: KeeperRequest): Promise<StartedRecord | undefined> {
    switch (request.op) {
      case "start": {
        const underway = this.#starting.get(request.taskId) ?? this.#start(request);
        this.#starting.set(request.taskId, underway);
        return underway.finally(() => this.#starting.delete(request.taskId));
      }
      case "signal":
        await this.#underway(request.taskId);
        await this.#signal(request.taskId, request.signal);
        return undefined;
      case "kill":
        await this.#underway(request.taskId);
        this.#kill(request.taskId);
        return undefined;
    }
  }

  /** A start that an earlier agent asked for is waited for: what it makes is meant too. */
  async #underway(taskId: string): Promise<void> {
    await this.#starting.get(taskId)?.catch(() => {});
  }

  async #start(request: KeeperRequest & { op: "start" }): Promise<StartedRecord> {
    const folder = join(this.#root, request.taskId);
    const before = await readDocument(folder, "state.json");
    if (before !== null) return before;
    const launch = await readDocument(folder, "launch.json");
    if (launch === null) throw new Error(`task ${request.taskId} is not prepared`);
    const cgroups = launch.limits === null ? null : this.#cgroups;
    if (cgroups !== null && launch.limits !== null) {
      ensureCgroup(cgroups, launch.taskId, launch.limits);
    }
    const [command = "", ...args] = launchCommand(
      launch,
      cgroups === null ? [] : folders(cgroups, launch.taskId),
    );
    const writer = new LogWriter(folder, launch.logMaxBytes);
    const outputs = openOutputs(folder);
    const child = spawn(command, args, {
      // A session of its own: its group is killed as a whole, and no terminal reaches it.
      detached: true,
      cwd: launch.namespaces ? folder : launch.dir,
      env: { ...launch.env, ...request.env },
      stdio: ["ignore", outputs.stdout.write, outputs.stderr.write],
    });
    const startedMs = Date.now();
    try {
      await spawned(child);
    } finally {
      closeSync(outputs.stdout.write);
      closeSync(outputs.stderr.write);
    }
    const pid = child.pid ?? 0;
    this.#kept.set(launch.taskId, { launch, child, pid });
    this.#follow(launch, child, writer, folder, outputs);
    const record: StartedRecord = {
      pid,
      startTicks: startTicks(pid) ?? "",
      bootId: bootId(),
      startedMs,
      ports: request.ports,
      cgroup: cgroups !== null,
      keeper: { pid: process.pid, startTicks: startTicks(process.pid) ?? "" },
    };
    try {
      writeDocument(folder, "state.json", record);
    } catch (error) {
      // Removed meanwhile: nobody would ever know of it.
      this.#kill(launch.taskId);
      throw error;
    }
    for (const agent of this.#agents) send(agent, { kind: "started", taskId: launch.taskId });
    return record;
  }

  #follow(
    launch: Launch,
    child: ChildProcess,
    writer: LogWriter,
    folder: string,
    outputs: Outputs,
  ): void {
    const readers = (["stdout", "stderr"] as const).map((name) => {
      const reader = outputs[name].reader;
      reader.on("data", (part: Buffer) => writer.write(name, part));
      const closed = new Promise<void>((resolve) => reader.once("close", () => resolve()));
      reader.on("error", () => reader.destroy());
      return { reader, closed };
    });
    child.on("exit", (code, signal) => {
      const finishedMs = Date.now();
      // What it left behind must not outlive the task.
      killGroup(child.pid ?? 0);
      if (this.#cgroups !== null && launch.limits !== null) {
        killCgroup(this.#cgroups, launch.taskId);
      }
      const drain = setTimeout(() => {
        for (const { reader } of readers) reader.destroy();
      }, DRAIN_MS);
      void Promise.all(readers.map(({ closed }) => closed)).then(() => {
        clearTimeout(drain);
        writer.close();
        this.#kept.delete(launch.taskId);
        this.#record(launch, folder, exitCodeOf(code, signal), finishedMs);
        for (const agent of this.#agents) send(agent, { kind: "exited", taskId: launch.taskId });
        this.#maybeGo();
      });
    });
  }

  #record(launch: Launch, folder: string, exitCode: number, finishedMs: number): void {
    const oomKilled =
      launch.limits !== null &&
      this.#cgroups !== null &&
      wasOomKilled(this.#cgroups, launch.taskId);
    const error = exitCode === SETUP_FAILED ? setupError(folder) : "";
    // The folder is gone when the task was removed while it ran.
    if (existsSync(folder)) {
      writeDocument(folder, "exit.json", { exitCode, oomKilled, error, finishedMs });
    }
  }

  /** To the command itself, as an engine does; it may still be on its way into its place. */
  async #signal(taskId: string, signal: string): Promise<void> {
    const kept = this.#kept.get(taskId);
    if (kept === undefined) return;
    const number = signalNumber(signal);
    const untilMs = Date.now() + COMMAND_BOUND_MS;
    while (this.#kept.get(taskId) === kept) {
      const pid = commandPid(kept.pid, kept.launch.namespaces);
      if (pid !== null) {
        sendSignal(pid, number);
        return;
      }
      if (Date.now() > untilMs) throw new Error(`the command of task ${taskId} is not to be found`);
      await new Promise((resolve) => setTimeout(resolve, COMMAND_POLL_MS));
    }
  }

  #kill(taskId: string): void {
    const kept = this.#kept.get(taskId);
    if (kept === undefined) return;
    const init = kept.launch.namespaces ? namespaceInit(kept.pid) : null;
    // With process 1 of a pid namespace all others in it die.
    if (init !== null) sendSignal(init, os.signals.SIGKILL);
    else killGroup(kept.pid);
    if (this.#cgroups !== null && kept.launch.limits !== null) killCgroup(this.#cgroups, taskId);
  }

  #maybeGo(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#kept.size > 0 || this.#agents.size > 0) return;
    this.#idle = setTimeout(() => {
      rmSync(join(this.#root, SOCKET_NAME), { force: true });
      process.exit(0);
    }, IDLE_MS);
  }

  begin(): void {
    this.#maybeGo();
  }
}

interface Output {
  readonly reader: NetSocket;
  /** For the child; ours is closed once it has it. */
  readonly write: number;
}

interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * Named pipes, because those that Node makes are sockets, and programs that open /dev/stdout by
 * its name (web servers' logs) can't open a socket. They are unlinked at once.
 */
function openOutputs(folder: string): Outputs {
  const paths = [join(folder, "stdout"), join(folder, "stderr")] as const;
  const made = spawnSync("mkfifo", ["-m", "666", ...paths]);
  if (made.status !== 0) throw new Error(`mkfifo: ${made.stderr}`);
  const open = (path: string): Output => {
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const write = openSync(path, constants.O_WRONLY);
    rmSync(path);
    return { reader: new NetSocket({ fd: read, readable: true, writable: false }), write };
  };
  return { stdout: open(paths[0]), stderr: open(paths[1]) };
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
}

function send(socket: Socket, message: KeeperMessage): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? SIGNALLED + (signal === null ? 0 : os.signals[signal]);
}

function setupError(folder: string): string {
  try {
    return readFileSync(join(folder, "error"), "utf8").trim();
  } catch {
    return "";
  }
}

/** `SIGTERM`, `TERM` or `15`, as the engine takes them. */
function signalNumber(name: string): number {
  if (/^\d+$/.test(name)) return Number(name);
  const full = name.toUpperCase().startsWith("SIG")
    ? name.toUpperCase()
    : `SIG${name.toUpperCase()}`;
  const number = Object.entries(os.signals).find(([known]) => known === full)?.[1];
  if (number === undefined) throw new Error(`StopSignal: "${name}" is no signal of this system`);
  return number;
}

function sendSignal(pid: number, signal: number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

function killGroup(pid: number): void {
  if (pid > 1) sendSignal(-pid, os.signals.SIGKILL);
}

function main(): void {
  const root = process.argv[2];
  if (root === undefined) throw new Error("usage: keeper FOLDER");
  const keeper = new Keeper(root);
  const path = join(root, SOCKET_NAME);
  rmSync(path, { force: true });
  process.on("SIGHUP", () => {});
  process.on("SIGINT", () => {});
  try {
    // Tasks get their own score: the keeper should be the last of them to go.
    writeFileSync("/proc/self/oom_score_adj", "-900");
  } catch {
    // Not root.
  }
  const server = createServer((socket) => keeper.serve(socket));
  server.listen(path);
  keeper.begin();
}

main();
