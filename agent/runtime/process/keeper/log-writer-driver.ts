/** Writes a process's output to its log, and starts a new file when the old one is full. */
import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { encodeRecord, LineCutter } from "../log-record.ts";

const NANOS_STEP = 1;

export class LogWriter {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #cutters = { stdout: new LineCutter(), stderr: new LineCutter() };
  #file: number;
  #bytes: number;
  #lastMs = 0;
  #nanos = 0;

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
    this.#file = openSync(join(folder, "log"), "a", 0o600);
    this.#bytes = fstatSync(this.#file).size;
  }

  write(stream: "stdout" | "stderr", part: Buffer): void {
    this.#append(stream, this.#cutters[stream].push(part));
  }

  close(): void {
    this.#append("stdout", this.#cutters.stdout.end());
    this.#append("stderr", this.#cutters.stderr.end());
    closeSync(this.#file);
  }

  #append(stream: "stdout" | "stderr", lines: ReturnType<LineCutter["push"]>): void {
    if (lines.length === 0) return;
    const records = lines.map((line) => {
      const nowMs = Math.max(Date.now(), this.#lastMs);
      // Records of one millisecond keep their order.
      this.#nanos = nowMs === this.#lastMs ? Math.min(this.#nanos + NANOS_STEP, 999_999) : 0;
      this.#lastMs = nowMs;
      return encodeRecord(stream, line, nowMs, this.#nanos);
    });
    const bytes = Buffer.concat(records);
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.#maxBytes) this.#rotate();
    // Synchronous: the pipe is the bound. A process that writes faster than the disk waits.
    writeSync(this.#file, bytes);
    this.#bytes += bytes.length;
  }

  #rotate(): void {
    closeSync(this.#file);
    renameSync(join(this.#folder, "log"), join(this.#folder, "log.1"));
    this.#file = openSync(join(this.#folder, "log"), "a", 0o600);
    this.#bytes = 0;
  }
}
