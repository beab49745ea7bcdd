/**
 * One agent of a network stack, the owner, programs the host's part of it. Kept by a lock on a
 * file: a helper process holds it and ends with the agent, however that ends, and the next agent
 * in line has it at once.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
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
  #holder: ChildProcess | null = null;
  #owned = false;
  #closed = false;

  constructor(options: OwnershipOptions) {
    this.#options = options;
    mkdirSync(options.folder ?? FOLDER, { recursive: true, mode: 0o711 });
    this.#wait();
  }

  get owned(): boolean {
    return this.#owned;
  }

  #wait(): void {
    const { stack, clock, logger, onOwned, onLost } = this.#options;
    const { name = "stack", folder = FOLDER } = this.#options;
    const file = join(folder, `${name}-${stack.split("/")[1] ?? "0"}.lock`);
    const script = "echo owned; exec cat > /dev/null";
    const holder = spawn("flock", [file, "sh", "-c", script], {
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
      if (this.#owned) onLost();
      this.#owned = false;
      this.#holder = null;
      if (this.#closed) return;
      logger.warn({ stack }, "lost the network stack's lock");
      clock.after(AGAIN_MS, () => {
        if (!this.#closed && this.#holder === null) this.#wait();
      });
    };
    holder.on("exit", over);
    holder.on("error", over);
  }

  close(): void {
    this.#closed = true;
    this.#owned = false;
    this.#holder?.stdin?.end();
    this.#holder?.kill();
  }
}
