/**
 * The network stack that this node's data plane is on: the engine's network namespace, which need
 * not be the agent's own (an engine in another namespace or an agent in a container), or the
 * agent's own where no engine runs on this machine.
 */
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { listeningInodes, networkStackId } from "./stack.ts";

export interface NetworkStack {
  /** As in NodeDescription.networkStack. */
  readonly id: string;
  /** The engine's, when its namespace is another than the agent's own. */
  readonly pid: string | undefined;
}

const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/** `engine`: `unix://…` or `tcp://…`; empty where there is none. */
export function networkStackOf(engine: string): NetworkStack {
  const path = engine.startsWith("unix://") ? engine.slice("unix://".length) : "";
  const own = namespaceInode("self");
  const pid = path === "" ? undefined : processListeningOn(path);
  const inode = pid === undefined ? undefined : namespaceInode(pid);
  const bootId = readFileSync(BOOT_ID, "utf8");
  if (pid === undefined || inode === undefined || inode === own) {
    return { id: networkStackId(bootId, own ?? 0), pid: undefined };
  }
  return { id: networkStackId(bootId, inode), pid };
}

/** Inode of a process's network namespace; undefined when the process is gone. */
export function namespaceInode(pid: string | number): number | undefined {
  try {
    return statSync(`/proc/${pid}/ns/net`).ino;
  } catch {
    return undefined;
  }
}

/**
 * A path may be listened on from another namespace, and a namespace's table of sockets is seen
 * through one of its processes only: one of each namespace is asked.
 */
function processListeningOn(path: string): string | undefined {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const byNamespace = new Map<number, string[]>();
  for (const pid of pids) {
    const inode = namespaceInode(pid);
    if (inode === undefined) continue;
    byNamespace.set(inode, [...(byNamespace.get(inode) ?? []), pid]);
  }
  const names = namesOf(path);
  for (const members of byNamespace.values()) {
    const sockets = listeningInodes(firstTable(members), names).map((inode) => `socket:[${inode}]`);
    if (sockets.length === 0) continue;
    const holders = pids.filter((pid) => holdsAny(pid, sockets));
    // Under socket activation, init holds it as well: the engine is the other.
    return holders.find((pid) => pid !== "1") ?? holders[0];
  }
  return undefined;
}

/** As bound, which may be through a symbolic link like /var/run, and resolved. */
function namesOf(path: string): readonly string[] {
  const names = [path];
  try {
    names.push(join(realpathSync(dirname(path)), basename(path)), realpathSync(path));
  } catch {
    // no such folder yet: nobody listens there
  }
  // Bound as /var/run/… and asked for as /run/…, on systems where both are one.
  return [...names, ...names.map((name) => name.replace(/^\/run\//, "/var/run/"))];
}

function firstTable(pids: readonly string[]): string {
  for (const pid of pids) {
    try {
      return readFileSync(`/proc/${pid}/net/unix`, "utf8");
    } catch {
      // it ended meanwhile; the next one is on the same namespace
    }
  }
  return "";
}

function holdsAny(pid: string, sockets: readonly string[]): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return sockets.includes(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false; // it ended meanwhile
  }
}
