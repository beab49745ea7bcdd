/** Streams of lines as one, lines kept whole, in the order in which they come. */
import type { Readable } from "node:stream";

const MAX_LINE_BYTES = 1024 * 1024;

/** Ends when all sources have; the first that fails ends it. */
export async function mergeLines(
  sources: readonly Readable[],
  write: (lines: string) => Promise<void>,
): Promise<void> {
  let tail: Promise<void> = Promise.resolve();
  // One write at a time, so that a slow reader slows all sources.
  const inTurn = (lines: string): Promise<void> => {
    tail = tail.then(() => write(lines));
    return tail;
  };
  try {
    await Promise.all(sources.map((source) => copyLines(source, inTurn)));
  } finally {
    for (const source of sources) source.destroy();
  }
}

async function copyLines(source: Readable, write: (lines: string) => Promise<void>): Promise<void> {
  source.setEncoding("utf8");
  let rest = "";
  for await (const part of source) {
    rest += part;
    const end = rest.lastIndexOf("\n") + 1;
    if (end > 0) {
      await write(rest.slice(0, end));
      rest = rest.slice(end);
    }
    if (rest.length > MAX_LINE_BYTES)
      throw new Error(`a line of more than ${MAX_LINE_BYTES} bytes`);
  }
  if (rest !== "") await write(`${rest}\n`);
}
