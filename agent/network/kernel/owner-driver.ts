/**
 * One agent of a network stack, the owner, programs the host's part of it. Kept by a lock on a
 * file: a helper process holds it and ends with the agent, however that ends, and the next agent
 * in line has it at once.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { Clock } from "../../../shared/clock.ts";
import type { Logger } from "../../../shared/logger.ts";

const FOLDER = "/run/skep-network";
const AGAIN_MS = 2000;
/** Longer than who waits for a lock takes to have it. */
const SOON_MS = 200;
/** Exit status: the lock that was had is no longer the file's. */
const FILE_GONE = 3;

type Holder = ChildProcessByStdio<Writable, Readable, null>;

export interface OwnershipOptions {
  readonly stack: string;
  /** What is owned of it, where that is only a part. */
  readonly name?: string;
  /** Of the lock; by default one that root's agents have in common. */
  readonly folder?: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onOwned: () => void;
  readonly onLost: () => void;
}

export class Ownership {
  readonly #options: OwnershipOptions;
  readonly #file: string;
  #holder: Holder | null = null;
  #owned = false;
  #closed = false;

  constructor(options: OwnershipOptions) {
    this.#options = options;
    const { stack, name = "stack", folder = FOLDER } = options;
    this.#file = join(folder, `${name}-${stack.split("/")[1] ?? "0"}.lock`);
    this.#wait();
  }

  get owned(): boolean {
    return this.#owned;
  }

  #wait(): void {
    const { stack, clock, logger, onOwned, onLost } = this.#options;
    const file = this.#file;
    mkdirSync(dirname(file), { recursive: true, mode: 0o711 });
    const holder = this.#hold([]);
    this.#holder = holder;
    holder.stdout.once("data", () => {
      if (this.#closed) return;
      this.#owned = true;
      logger.info({ stack }, "this agent keeps the network stack's bridges and published ports");
      onOwned();
    });
    const over = (code: unknown): void => {
      if (this.#holder !== holder) return;
      const lost = this.#owned;
      if (lost) onLost();
      this.#owned = false;
      this.#holder = null;
      if (this.#closed) return;
      if (lost) logger.warn({ stack }, "lost the network stack's lock");
      clock.after(code === FILE_GONE && !lost ? SOON_MS : AGAIN_MS, () => {
        if (!this.#closed && this.#holder === null) this.#wait();
      });
    };
    holder.on("exit", over);
    holder.on("error", over);
  }

  /** A process that says "owned" once it has the lock, and has it until its input ends. */
  #hold(flags: readonly string[]): Holder {
    // Descriptor 3 is the lock's. Who left may have removed the file that it was waited for on.
    const script = `[ /proc/self/fd/3 -ef "$0" ] || exit ${FILE_GONE}; echo owned; exec cat > /dev/null`;
    const holder = spawn("flock", [...flags, this.#file, "sh", "-c", script, this.#file], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    holder.stdin.on("error", () => {});
    return holder;
  }

  /**
   * True: another agent has it now, and all that belongs to it. False: nobody waited; it is this
   * agent's still, to be taken apart and left.
   */
  async handOver(): Promise<boolean> {
    const holder = this.#holder;
    if (!this.#owned || holder === null) return true;
    this.#closed = true;
    this.#owned = false;
    const ended = new Promise((resolve) => holder.once("exit", resolve));
    holder.stdin?.end();
    await ended;
    await new Promise<void>((resolve) => this.#options.clock.after(SOON_MS, resolve));
    const again = this.#hold(["-n"]);
    this.#holder = again;
    this.#owned = await new Promise<boolean>((resolve) => {
      again.stdout.once("data", () => resolve(true));
      again.once("exit", () => resolve(false));
      again.once("error", () => resolve(false));
    });
    return !this.#owned;
  }

  /** Not even its file is left. */
  leave(): void {
    if (this.#owned) rmSync(this.#file, { force: true });
    this.close();
  }

  close(): void {
    this.#closed = true;
    this.#owned = false;
    this.#holder?.stdin?.end();
    this.#holder?.kill();
  }
}
