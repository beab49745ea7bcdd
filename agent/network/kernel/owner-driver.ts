/**
 * One agent of a network stack, the owner, programs the host's part of it. Kept by a lock on a
 * file: a helper process holds it and ends with the agent, however that ends, and the next agent
 * in line has it at once.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "../../../shared/clock.ts";
import type { Logger } from "../../../shared/logger.ts";

const FOLDER = "/run/skep-network";
const AGAIN_MS = 2000;

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
  #holder: ChildProcess | null = null;
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
    // Descriptor 3 is the lock's. Who left may have removed the file that it was waited for on.
    const script = '[ /proc/self/fd/3 -ef "$0" ] || exit 1; echo owned; exec cat > /dev/null';
    const holder = spawn("flock", [file, "sh", "-c", script, file], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#holder = holder;
    holder.stdin.on("error", () => {});
    holder.stdout.once("data", () => {
      if (this.#closed) return;
      this.#owned = true;
      logger.info({ stack }, "this agent keeps the network stack's bridges and published ports");
      onOwned();
    });
    const over = (): void => {
      if (this.#holder !== holder) return;
      const lost = this.#owned;
      if (lost) onLost();
      this.#owned = false;
      this.#holder = null;
      if (this.#closed) return;
      if (lost) logger.warn({ stack }, "lost the network stack's lock");
      clock.after(AGAIN_MS, () => {
        if (!this.#closed && this.#holder === null) this.#wait();
      });
    };
    holder.on("exit", over);
    holder.on("error", over);
  }

  /** Nothing of it is left, either, unless others are waiting. */
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
