/**
 * The node's networks on its disk, as a file of lines, one an update, each a checksum and JSON:
 * appended to, and begun anew with the whole when it has grown to many times that. Not synced:
 * what a power loss takes, the managers tell again, and until then the state before is as good as
 * any. So it is with what a bad disk has changed: nothing behind it is believed.
 */
import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import type { NetworkDb } from "./loop.ts";
import type { NetworkUpdate } from "./model.ts";

const FILE = "networks.jsonl";
const OWNER_ONLY = 0o600;
const MIN_REWRITE_BYTES = 1 << 20;
const GROWTH = 4;
const SUM_CHARS = 16;

export class FileNetworkDb implements NetworkDb {
  readonly #dir: string;
  readonly #logger: Logger;
  #queue: string[] = [];
  #whole: (() => NetworkUpdate) | undefined;
  #writing: Promise<void> | undefined;
  #bytes = 0;
  #rewriteAt = MIN_REWRITE_BYTES;

  constructor(dir: string, logger: Logger) {
    this.#dir = dir;
    this.#logger = logger;
  }

  async load(): Promise<readonly NetworkUpdate[]> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const text = await this.#read();
    this.#bytes = text.length;
    const { updates, damaged } = parseUpdates(text);
    // It would spoil what is appended to it.
    if (damaged) {
      this.#logger.warn({ updates: updates.length }, "network database: damage left out");
      await this.#replace(updates.map(lineOf).join(""));
    }
    return updates;
  }

  save(update: NetworkUpdate, whole: () => NetworkUpdate): void {
    // What is complete makes everything before it idle.
    if (update.complete) this.#queue = [];
    this.#queue.push(lineOf(update));
    this.#whole = whole;
    this.#writing ??= this.#drain();
  }

  async flush(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const text = this.#queue.join("");
      this.#queue = [];
      try {
        await appendFile(join(this.#dir, FILE), text, { mode: OWNER_ONLY });
        this.#bytes += text.length;
        if (this.#bytes >= this.#rewriteAt && this.#whole !== undefined) {
          // The model has all that is queued too.
          this.#queue = [];
          await this.#replace(lineOf(this.#whole()));
        }
      } catch (error) {
        this.#logger.error({ err: messageOf(error) }, "network database: write failed");
      }
    }
    this.#writing = undefined;
  }

  /** Old or new, whatever happens in between. */
  async #replace(text: string): Promise<void> {
    const path = join(this.#dir, FILE);
    await writeFile(`${path}.new`, text, { mode: OWNER_ONLY });
    await rename(`${path}.new`, path);
    this.#bytes = text.length;
    this.#rewriteAt = Math.max(MIN_REWRITE_BYTES, text.length * GROWTH);
  }

  async #read(): Promise<string> {
    try {
      return await readFile(join(this.#dir, FILE), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  }
}

function lineOf(update: NetworkUpdate): string {
  const json = JSON.stringify(update);
  return `${sumOf(json)} ${json}\n`;
}

function sumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, SUM_CHARS);
}

/** What was before the damage is a state that was true. */
function parseUpdates(text: string): {
  readonly updates: readonly NetworkUpdate[];
  readonly damaged: boolean;
} {
  const lines = text.split("\n");
  const torn = lines.pop() !== "";
  const updates: NetworkUpdate[] = [];
  for (const line of lines) {
    const json = line.slice(SUM_CHARS + 1);
    if (line.slice(0, SUM_CHARS) !== sumOf(json)) return { updates, damaged: true };
    updates.push(JSON.parse(json) as NetworkUpdate);
  }
  return { updates, damaged: torn };
}
