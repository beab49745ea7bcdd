/** Reads a process's log, from the old file into the new one, and goes on while it grows. */
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../shared/clock.ts";
import type { LogChunk, LogRequest } from "../runtime.ts";
import { decodeRecord } from "./log-record.ts";

const NEWLINE = 10;
const READ_BYTES = 64 * 1024;
const POLL_MS = 100;

export interface LogSource {
  readonly folder: string;
  readonly clock: Clock;
  /** Asked after the end of the file was seen: true when nothing more will be written. */
  readonly hasEnded: () => Promise<boolean>;
}

export async function* readLog(
  source: LogSource,
  request: LogRequest,
  signal: AbortSignal,
): AsyncIterable<LogChunk> {
  const wanted = (chunk: LogChunk): boolean =>
    request[chunk.stream] && chunk.timestampMs >= request.sinceMs;
  const old = await LogFile.open(join(source.folder, "log.1"));
  let current = await LogFile.open(join(source.folder, "log"));
  try {
    // Bounded by the size of two log files.
    const past = [...((await old?.read()) ?? []), ...((await current?.read()) ?? [])];
    const chosen = past.filter(wanted);
    yield* request.tail < 0 ? chosen : chosen.slice(Math.max(0, chosen.length - request.tail));
    while (request.follow && !signal.aborted) {
      const ended = await source.hasEnded();
      for (const chunk of (await current?.read()) ?? []) if (wanted(chunk)) yield chunk;
      const next = await LogFile.open(join(source.folder, "log"));
      if (next !== null && next.inode !== current?.inode) {
        // The file was full and has another name now; what was written last is in it.
        for (const chunk of (await current?.read()) ?? []) if (wanted(chunk)) yield chunk;
        await current?.close();
        current = next;
        continue;
      }
      await next?.close();
      if (ended) return;
      await pause(source.clock, signal);
    }
  } finally {
    await old?.close();
    await current?.close();
  }
}

class LogFile {
  readonly inode: number;
  readonly #handle: FileHandle;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(handle: FileHandle, inode: number) {
    this.#handle = handle;
    this.inode = inode;
  }

  static async open(path: string): Promise<LogFile | null> {
    try {
      const handle = await open(path, "r");
      return new LogFile(handle, (await handle.stat()).ino);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }

  /** The records from where it stopped last to the end of the file. */
  async read(): Promise<LogChunk[]> {
    const chunks: LogChunk[] = [];
    for (;;) {
      const { buffer, bytesRead } = await this.#handle.read(
        Buffer.alloc(READ_BYTES),
        0,
        READ_BYTES,
      );
      if (bytesRead === 0) return chunks;
      let bytes = Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)]);
      for (;;) {
        const newline = bytes.indexOf(NEWLINE);
        if (newline < 0) break;
        const chunk = decodeRecord(bytes.subarray(0, newline));
        if (chunk !== null) chunks.push(chunk);
        bytes = bytes.subarray(newline + 1);
      }
      this.#rest = Buffer.from(bytes);
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      timer.cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = clock.after(POLL_MS, done);
    signal.addEventListener("abort", done, { once: true });
  });
}
