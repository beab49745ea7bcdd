/** Runs the system's network commands on one network stack. */
import { spawn } from "node:child_process";
import { ClusterError } from "../../../shared/errors.ts";

const BOUND_MS = 30_000;
const MAX_ERROR_BYTES = 4000;

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Each is spoken to through its standard input, where it takes a whole batch. */
export class NetCommands {
  /** The words before each command, as `nsenter --net=…`. */
  readonly enter: readonly string[];
  /** Processes that we started, for whoever must tell their changes from others'. */
  readonly #own: (pid: number) => void;

  constructor(enter: readonly string[], own: (pid: number) => void = () => {}) {
    this.enter = enter;
    this.#own = own;
  }

  async nft(script: string, signal: AbortSignal): Promise<void> {
    if (script === "") return;
    await this.must("nft", ["-f", "-"], signal, script);
  }

  /** What is there already or gone already is as it should be. */
  async ip(lines: readonly string[], signal: AbortSignal): Promise<void> {
    // A batch has one family: the option is none of a line's own.
    const sixth = lines.filter((line) => line.startsWith("-6 ")).map((line) => line.slice(3));
    const others = lines.filter((line) => !line.startsWith("-6 "));
    await this.#batch("ip", [], others, signal);
    await this.#batch("ip", ["-6"], sixth, signal);
  }

  async bridge(lines: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#batch("bridge", [], lines, signal);
  }

  async #batch(
    command: string,
    flags: readonly string[],
    lines: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    if (lines.length === 0) return;
    const input = `${lines.join("\n")}\n`;
    const { stderr } = await this.run(command, [...flags, "-force", "-batch", "-"], signal, input);
    const serious = stderr
      .split("\n")
      .filter((line) => line !== "" && !/^Command failed /.test(line) && !HARMLESS.test(line));
    if (serious.length > 0) throw failed(command, serious.join("; "));
  }

  /** Standard output; throws with the command's own words when it fails. */
  async must(
    command: string,
    args: readonly string[],
    signal: AbortSignal,
    input = "",
  ): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, args, signal, input);
    if (code === 0) return stdout;
    throw failed([command, ...args].join(" "), stderr.trim() || `exit status ${code}`);
  }

  run(
    command: string,
    args: readonly string[],
    signal: AbortSignal,
    input = "",
  ): Promise<CommandOutcome> {
    signal.throwIfAborted();
    const [first = "", ...rest] = [...this.enter, command, ...args];
    return new Promise((resolve, reject) => {
      // Not `exec`: it would wait for a pipe that a grandchild holds.
      const child = spawn(first, rest, { stdio: "pipe", env: ENV, timeout: BOUND_MS });
      if (child.pid !== undefined) this.#own(child.pid);
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on("data", (part: Buffer) => out.push(part));
      child.stderr.on("data", (part: Buffer) => err.push(part));
      child.on("error", (error) => reject(failed(command, error.message)));
      child.on("close", (code) => {
        const text = (parts: Buffer[]): string => Buffer.concat(parts).toString("utf8");
        const stderr = text(err).slice(0, MAX_ERROR_BYTES);
        resolve({ code: code ?? -1, stdout: text(out), stderr });
      });
      // It may end before it has read all: its exit status says why.
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  }
}

const HARMLESS = /File exists|No such file|No such process|Cannot find|ENOENT|does not exist/i;

/** Words in English, and the folders that root's commands are in. */
const ENV: NodeJS.ProcessEnv = {
  ...process.env,
  LC_ALL: "C",
  PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`,
};

function failed(command: string, why: string): ClusterError {
  return new ClusterError("UNAVAILABLE", `${command}: ${why}`);
}
