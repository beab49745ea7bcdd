/**
 * Hears of changes that others make to what is ours: `iptables -F`, `nft flush ruleset`, a
 * restarted engine, a reloaded firewall, a removed device.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { Clock, Timer } from "../../../shared/clock.ts";
import type { NetCommands } from "./commands-driver.ts";
import { type Removed, toldBy } from "./monitor-line.ts";

export interface WatcherOptions {
  readonly commands: NetCommands;
  readonly clock: Clock;
  /** Of a process that this agent started. */
  readonly isOwn: (pid: number) => boolean;
  /** Is what was removed still wanted? */
  readonly lacks: (removed: Removed) => boolean;
  /** `rules`: somebody changed our own tables. */
  readonly onForeign: (what: "rules" | "other") => void;
}

const SETTLE_MS = 100;
const SLOW_MS = 30_000;
const AGAIN_MS = 5_000;

export class Watcher {
  readonly #options: WatcherOptions;
  readonly #children = new Set<ChildProcess>();
  #settle: Timer | null = null;
  #slow: Timer | null = null;
  #touched = false;
  #rules = false;
  #closed = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#follow("nft", ["monitor"], (line) => this.#onRule(line));
    this.#follow("ip", ["monitor", "link", "address", "neigh"], (line) => {
      const told = toldBy(line);
      if (told === "nothing") return;
      if (told === "look" || this.#options.lacks(told)) this.#soon();
    });
    this.#tick();
  }

  /** A transaction's lines, and then which process it was of. */
  #onRule(line: string): void {
    if (/ (?:inet|bridge) skep\b/.test(line)) this.#touched = true;
    const match = /^# new generation \d+ by process (\d+)/.exec(line);
    if (match === null) return;
    const foreign = !this.#options.isOwn(Number(match[1]));
    if (foreign) {
      this.#rules ||= this.#touched;
      this.#soon();
    }
    this.#touched = false;
  }

  #soon(): void {
    if (this.#settle !== null || this.#closed) return;
    this.#settle = this.#options.clock.after(SETTLE_MS, () => {
      this.#settle = null;
      const what = this.#rules ? "rules" : "other";
      this.#rules = false;
      if (!this.#closed) this.#options.onForeign(what);
    });
  }

  /** Whatever was missed. */
  #tick(): void {
    this.#slow = this.#options.clock.after(SLOW_MS, () => {
      if (this.#closed) return;
      this.#soon();
      this.#tick();
    });
  }

  #follow(command: string, args: readonly string[], onLine: (line: string) => void): void {
    if (this.#closed) return;
    const [first = "", ...rest] = [...this.#options.commands.enter, command, ...args];
    const child = spawn(first, rest, { stdio: ["ignore", "pipe", "ignore"] });
    this.#children.add(child);
    let partial = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const lines = (partial + text).split("\n");
      partial = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
    const over = (): void => {
      if (!this.#children.delete(child) || this.#closed) return;
      // It overflowed, or was killed: something may have been missed.
      this.#soon();
      this.#options.clock.after(AGAIN_MS, () => this.#follow(command, args, onLine));
    };
    child.on("exit", over);
    child.on("error", over);
  }

  close(): void {
    this.#closed = true;
    this.#settle?.cancel();
    this.#slow?.cancel();
    for (const child of this.#children) child.kill();
  }
}
