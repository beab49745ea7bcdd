/**
 * What is kept on disk of each process task: DATA_ROOT/process/<task>/ with `launch.json` (what to
 * run), `state.json` (it runs), `exit.json` (it ended), `health`, `log` and `log.1`. Each document
 * is written once and whole, by rename, so that a reader never sees half of it.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ExitRecord, Launch, StartedRecord } from "./launch.ts";

export interface Documents {
  readonly "launch.json": Launch;
  readonly "state.json": StartedRecord;
  readonly "exit.json": ExitRecord;
}

export type DocumentName = keyof Documents;

export async function readDocument<Name extends DocumentName>(
  folder: string,
  name: Name,
): Promise<Documents[Name] | null> {
  try {
    return JSON.parse(await readFile(join(folder, name), "utf8")) as Documents[Name];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export function writeDocument<Name extends DocumentName>(
  folder: string,
  name: Name,
  document: Documents[Name],
): void {
  const temporary = join(folder, `${name}.${process.pid}`);
  writeFileSync(temporary, JSON.stringify(document), { mode: 0o600 });
  try {
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** When a process began, in ticks since the boot; null when there is none of that pid. */
export function startTicks(pid: number): string | null {
  const fields = statFields(pid);
  // A zombie has ended: only its parent does not know yet.
  return fields === null || fields[0] === "Z" ? null : (fields[19] ?? null);
}

/** The fields of /proc/PID/stat from the third on: the second may hold spaces and brackets. */
export function statFields(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

/** Is this still the very process that was recorded? */
export function isAlive(record: StartedRecord): boolean {
  return record.bootId === bootId() && startTicks(record.pid) === record.startTicks;
}

/** Does the keeper that started it still live? Another keeper knows nothing of it. */
export function isKept({ bootId: boot, keeper }: StartedRecord): boolean {
  return boot === bootId() && startTicks(keeper.pid) === keeper.startTicks;
}

export function childrenOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Below `unshare` the shell that is process 1 of the namespaces. */
export function namespaceInit(pid: number): number | null {
  return childrenOf(pid)[0] ?? null;
}

/** The command itself: the child of the namespaces' process 1. */
export function commandPid(pid: number, namespaces: boolean): number | null {
  if (!namespaces) return pid;
  const init = namespaceInit(pid);
  return init === null ? null : (childrenOf(init)[0] ?? null);
}
