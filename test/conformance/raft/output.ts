/** What a command prints: results, and log lines at or above a level, indented in sections. */
import type { TraceLevel } from "../../../shared/raft-ts/src/trace.ts";

const LEVELS: readonly string[] = ["DEBUG", "INFO", "WARN", "ERROR", "FATAL", "NONE"];
const TRACE: Readonly<Record<TraceLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export class Output {
  level = 0;
  private text = "";

  /** At level NONE nothing is printed at all, results neither. */
  get quiet(): boolean {
    return this.level === LEVELS.length - 1;
  }

  write(text: string): void {
    if (!this.quiet) this.text += text;
  }

  trace(level: TraceLevel, text: string): void {
    const rank = TRACE[level];
    if (this.level <= rank) this.write(`${LEVELS[rank]} ${text}\n`);
  }

  /** False for an unknown name. */
  setLevel(name: string): boolean {
    const level = LEVELS.indexOf(name.toUpperCase());
    if (level >= 0) this.level = level;
    return level >= 0;
  }

  indented(print: () => void): void {
    const before = this.text;
    this.text = "";
    try {
      print();
    } finally {
      const lines = this.text.split("\n");
      if (lines.at(-1) === "") lines.pop();
      this.text = before + lines.map((line) => `  ${line}\n`).join("");
    }
  }

  take(): string {
    const text = this.text;
    this.text = "";
    return text;
  }
}

export const LEVEL_NAMES: string = LEVELS.join(" ");
