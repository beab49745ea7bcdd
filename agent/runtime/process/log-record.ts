/**
 * A process's log on disk: one line a record, `<ms>.<nanos> <stream> <text>`. Stream `o` and `e`
 * are whole lines of stdout and stderr; `O` and `E` are pieces of a line that was too long, or that
 * the process left unfinished: they have no newline of their own.
 */
import type { LogChunk } from "../runtime.ts";

const NEWLINE = 10;
const SPACE = 32;
/** Docker cuts lines at the same length. */
export const MAX_LINE_BYTES: number = 16 * 1024;

/** Cuts a stream's bytes into lines. */
export class LineCutter {
  #rest: Buffer = Buffer.alloc(0);

  /** Lines without their newline; `whole` is false for a piece. */
  push(part: Buffer): { readonly text: Buffer; readonly whole: boolean }[] {
    let buffer = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    const lines: { text: Buffer; whole: boolean }[] = [];
    for (;;) {
      const newline = buffer.indexOf(NEWLINE);
      if (newline >= 0 && newline <= MAX_LINE_BYTES) {
        lines.push({ text: buffer.subarray(0, newline), whole: true });
        buffer = buffer.subarray(newline + 1);
      } else if (buffer.length > MAX_LINE_BYTES) {
        lines.push({ text: buffer.subarray(0, MAX_LINE_BYTES), whole: false });
        buffer = buffer.subarray(MAX_LINE_BYTES);
      } else break;
    }
    this.#rest = Buffer.from(buffer);
    return lines;
  }

  end(): { readonly text: Buffer; readonly whole: boolean }[] {
    const text = this.#rest;
    this.#rest = Buffer.alloc(0);
    return text.length === 0 ? [] : [{ text, whole: false }];
  }
}

export function encodeRecord(
  stream: LogChunk["stream"],
  line: { readonly text: Buffer; readonly whole: boolean },
  timestampMs: number,
  timestampNanos: number,
): Buffer {
  const letter = stream === "stdout" ? "o" : "e";
  const mark = line.whole ? letter : letter.toUpperCase();
  const nanos = String(timestampNanos).padStart(6, "0");
  return Buffer.concat([
    Buffer.from(`${timestampMs}.${nanos} ${mark} `),
    line.text,
    Buffer.from("\n"),
  ]);
}

/** One record without its newline; null for what is no record (a torn write at a crash). */
export function decodeRecord(line: Buffer): LogChunk | null {
  const first = line.indexOf(SPACE);
  const head = /^(\d{1,16})\.(\d{6}) ([oeOE]) $/.exec(line.subarray(0, first + 3).toString());
  if (first < 0 || head === null) return null;
  const mark = head[3] ?? "o";
  const whole = mark === mark.toLowerCase();
  const text = line.subarray(first + 3);
  return {
    stream: mark.toLowerCase() === "o" ? "stdout" : "stderr",
    timestampMs: Number(head[1]),
    timestampNanos: Number(head[2]),
    data: whole ? Buffer.concat([text, Buffer.from("\n")]) : Buffer.from(text),
  };
}
