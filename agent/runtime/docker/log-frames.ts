/**
 * The engine's log stream taken apart. Without a terminal it is framed: one byte of stream number,
 * three of padding, four of length, then one line that begins with its timestamp and, where they
 * were asked for, the log driver's attributes. With a terminal it is bare lines that begin so.
 */
import type { LogChunk } from "../runtime.ts";

const HEADER_BYTES = 8;
const STDERR = 2;
const NEWLINE = 10;
const SPACE = 32;
const EMPTY = new Uint8Array(0);

export interface LogDecoder {
  push(part: Uint8Array): readonly LogChunk[];
  /** What is left when the stream ends. */
  end(): readonly LogChunk[];
}

/** The options that make a log driver note something with each line. */
const NOTING = new Set(["env", "env-regex", "labels", "labels-regex", "tag"]);

/** @param options of the log driver. Without these, nothing but more bytes would come of asking. */
export function hasAttributes(options: Readonly<Record<string, string>>): boolean {
  return Object.keys(options).some((name) => NOTING.has(name));
}

/** @param attributes whether each line has them, were it none, between its timestamp and itself */
export function frameDecoder(attributes: boolean): LogDecoder {
  let rest: Uint8Array = EMPTY;
  return {
    push(part) {
      const buffer = rest.length === 0 ? part : concat(rest, part);
      const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      const chunks: LogChunk[] = [];
      let at = 0;
      while (buffer.length - at >= HEADER_BYTES) {
        const length = view.getUint32(at + 4);
        const end = at + HEADER_BYTES + length;
        if (end > buffer.length) break;
        const stream = buffer[at] === STDERR ? "stderr" : "stdout";
        chunks.push(chunkOf(stream, buffer.slice(at + HEADER_BYTES, end), attributes));
        at = end;
      }
      rest = buffer.slice(at);
      return chunks;
    },
    end: () => [],
  };
}

export function lineDecoder(attributes: boolean): LogDecoder {
  let rest: Uint8Array = EMPTY;
  return {
    push(part) {
      const buffer = rest.length === 0 ? part : concat(rest, part);
      const chunks: LogChunk[] = [];
      let at = 0;
      for (;;) {
        const newline = buffer.indexOf(NEWLINE, at);
        if (newline < 0) break;
        chunks.push(chunkOf("stdout", buffer.slice(at, newline + 1), attributes));
        at = newline + 1;
      }
      rest = buffer.slice(at);
      return chunks;
    },
    end: () => (rest.length === 0 ? [] : [chunkOf("stdout", rest, attributes)]),
  };
}

function chunkOf(stream: LogChunk["stream"], line: Uint8Array, hasAttributes: boolean): LogChunk {
  const space = line.indexOf(SPACE);
  const stamp = space < 0 ? null : parseTimestamp(new TextDecoder().decode(line.slice(0, space)));
  if (stamp === null) return { stream, timestampMs: 0, timestampNanos: 0, data: line };
  const second = hasAttributes ? line.indexOf(SPACE, space + 1) : -1;
  if (second < 0) return { stream, ...stamp, data: line.slice(space + 1) };
  const attributes = new TextDecoder().decode(line.slice(space + 1, second));
  const data = line.slice(second + 1);
  return { stream, ...stamp, ...(attributes !== "" && { attributes }), data };
}

/** RFC 3339 with up to nine digits below the second; nanos are those below the millisecond. */
export function parseTimestamp(
  text: string,
): { timestampMs: number; timestampNanos: number } | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return null;
  const fraction = (match[2] ?? "").padEnd(9, "0");
  const seconds = Date.parse(`${match[1]}${match[3]}`);
  if (Number.isNaN(seconds)) return null;
  return {
    timestampMs: seconds + Number(fraction.slice(0, 3)),
    timestampNanos: Number(fraction.slice(3)),
  };
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
