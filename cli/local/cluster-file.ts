/**
 * What a local cluster notes about itself in its folder, so that a later command can tell whether
 * whoever started it still watches over it, and what there is to take down if not.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface ClusterFile {
  /** The `skep local up` that owns it. A pid alone may be someone else's by now. */
  readonly owner: { readonly pid: number; readonly startTicks: string };
  /** The container engine's unix socket; null: the process runtime. */
  readonly engine: string | null;
}

const FILE = "cluster.json";

export function writeClusterFile(folder: string, engine: string | undefined): void {
  const owner = { pid: process.pid, startTicks: startTicksOf(process.pid) ?? "" };
  const document: ClusterFile = { owner, engine: engine ?? null };
  writeFileSync(join(folder, FILE), `${JSON.stringify(document)}\n`);
}

export function readClusterFile(folder: string): ClusterFile | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), "utf8")) as ClusterFile;
  } catch {
    return undefined; // none, or half of one: killed before anything was started
  }
}

/** The pid of the `skep local up` that still owns the folder's cluster. */
export function ownerOf(folder: string): number | undefined {
  const owner = readClusterFile(folder)?.owner;
  return owner !== undefined && startTicksOf(owner.pid) === owner.startTicks
    ? owner.pid
    : undefined;
}

/** When a process began, in ticks since the boot; undefined when it has ended. */
export function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command's name in brackets, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
