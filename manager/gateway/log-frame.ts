/** A log line as the API streams it. Pure. */
import { timestamp } from "./json.ts";
import type { LogLine } from "./ports.ts";

export interface LineFormat {
  /** Eight bytes in front of each line tell its stream and length; without, as on a terminal. */
  readonly multiplexed: boolean;
  readonly timestamps: boolean;
  readonly details: boolean;
}

const STREAM_NUMBERS = { stdout: 1, stderr: 2 } as const;
/** What a client shows as an error of the daemon's. */
const ERROR_STREAM = 3;
const HEADER_BYTES = 8;
const NEWLINE = 0x0a;

export function encodeLine(line: LogLine, format: LineFormat): Uint8Array {
  let prefix = "";
  if (format.timestamps) prefix += `${fixedTimestamp(line)} `;
  if (format.details) prefix += `${detailsOf(line)} `;
  const ended = line.data.at(-1) === NEWLINE;
  const payload = Buffer.concat([Buffer.from(prefix), line.data, Buffer.from(ended ? "" : "\n")]);
  return format.multiplexed ? frame(STREAM_NUMBERS[line.stream], payload) : payload;
}

/** Clients end with it as their error: it belongs at the end of a stream. */
export function encodeWarning(message: string, format: LineFormat): Uint8Array {
  const payload = Buffer.from(`${message}\n`);
  return format.multiplexed ? frame(ERROR_STREAM, payload) : payload;
}

function frame(stream: number, payload: Buffer): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** All nine decimals, so that columns align. */
function fixedTimestamp(line: LogLine): string {
  const seconds = timestamp(Math.floor(line.timestampMs / 1000) * 1000).slice(0, -1);
  const millis = String(line.timestampMs % 1000).padStart(3, "0");
  return `${seconds}.${millis}${String(line.timestampNanos).padStart(6, "0")}Z`;
}

/** Where a line is from. The CLI refuses a line of a service's log that does not say it. */
function detailsOf(line: LogLine): string {
  return [
    ...(line.attributes === undefined ? [] : [line.attributes]),
    `com.docker.swarm.node.id=${encodeURIComponent(line.nodeId)}`,
    `com.docker.swarm.service.id=${encodeURIComponent(line.serviceId)}`,
    `com.docker.swarm.task.id=${encodeURIComponent(line.taskId)}`,
  ].join(",");
}
