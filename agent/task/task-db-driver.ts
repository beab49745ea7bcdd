/**
 * The task database as a file of JSON lines that is only appended to, and rewritten at start and
 * when it has grown to many times its content. Not synced to the platter at each record: what a
 * power loss takes, it takes from the containers too, and the engine is asked what is there.
 */
import { appendFile, mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import {
  parseRecords,
  recordsOf,
  replay,
  type SavedTasks,
  type TaskDb,
  type TaskRecord,
} from "./task-db.ts";

const FILE = "tasks.jsonl";
const MIN_REWRITE_RECORDS = 4_096;
const OWNER_ONLY = 0o600;

export class FileTaskDb implements TaskDb {
  readonly #dir: string;
  readonly #logger: Logger;
  #queue: string[] = [];
  #writing: Promise<void> | undefined;
  #records = 0;
  #rewriteAt = MIN_REWRITE_RECORDS;

  constructor(dir: string, logger: Logger) {
    this.#dir = dir;
    this.#logger = logger;
  }

  async load(): Promise<SavedTasks> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const { records, damaged } = parseRecords(await this.#read());
    if (damaged) this.#logger.warn({ records: records.length }, "task database: damage left out");
    const saved = replay(records);
    try {
      await this.#rewrite(saved);
    } catch (error) {
      // A full disk must not keep the tasks from being looked after. What is torn stays by itself.
      this.#logger.error({ err: messageOf(error) }, "task database: write failed");
      this.#queue.unshift("\n");
    }
    return saved;
  }

  save(record: TaskRecord): void {
    this.#queue.push(`${JSON.stringify(record)}\n`);
    this.#writing ??= this.#drain();
  }

  async flush(): Promise<void> {
    await this.#writing;
  }

  /** Whatever came while the last write ran goes out in one. */
  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const lines = this.#queue;
      this.#queue = [];
      try {
        await appendFile(join(this.#dir, FILE), lines.join(""), { mode: OWNER_ONLY });
        this.#records += lines.length;
        if (this.#records >= this.#rewriteAt) {
          await this.#rewrite(replay(parseRecords(await this.#read()).records));
        }
      } catch (error) {
        // The tasks run on: only a restart without managers would miss what is lost here.
        this.#logger.error({ err: messageOf(error) }, "task database: write failed");
      }
    }
    this.#writing = undefined;
  }

  async #read(): Promise<string> {
    try {
      return await readFile(join(this.#dir, FILE), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  }

  async #rewrite(saved: SavedTasks): Promise<void> {
    const lines = [...recordsOf(saved)].map((record) => `${JSON.stringify(record)}\n`);
    const path = join(this.#dir, FILE);
    const file = await open(`${path}.new`, "w", OWNER_ONLY);
    try {
      await file.writeFile(lines.join(""));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.#records = lines.length;
    this.#rewriteAt = Math.max(MIN_REWRITE_RECORDS, lines.length * 8);
  }
}
