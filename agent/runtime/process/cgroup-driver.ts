/**
 * Cgroups of process tasks: `skep/<task>` below the root of each controller (version 1) or of the
 * one tree (version 2). They bound what a task uses, count it, and find every process of it.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import type { CgroupPaths } from "../../stats/cgroup.ts";
import type { LaunchLimits } from "./launch.ts";

const ROOT = "/sys/fs/cgroup";
const PARENT = "skep";
const V1_CONTROLLERS = ["memory", "cpu", "cpuacct", "pids", "blkio"] as const;
const CPU_PERIOD_US = 100_000;

export type CgroupVersion = 1 | 2;

/** Which cgroups can be used here; null when they can't (not root, a read-only mount). */
export function cgroupVersion(): CgroupVersion | null {
  if (process.getuid?.() !== 0) return null;
  const version = existsSync(`${ROOT}/cgroup.controllers`) ? 2 : 1;
  try {
    accessSync(version === 2 ? ROOT : `${ROOT}/memory`, constants.W_OK);
    mkdirSync(folders(version, "")[0] ?? "", { recursive: true });
    return version;
  } catch {
    return null;
  }
}

/** The folders of a task's cgroups; with an empty name those that all tasks share. */
export function folders(version: CgroupVersion, taskId: string): readonly string[] {
  const tail = taskId === "" ? PARENT : `${PARENT}/${taskId}`;
  if (version === 2) return [`${ROOT}/${tail}`];
  return V1_CONTROLLERS.filter((name) => existsSync(`${ROOT}/${name}`)).map(
    (name) => `${ROOT}/${name}/${tail}`,
  );
}

/** For the reader of usage. */
export function cgroupPaths(version: CgroupVersion, taskId: string): CgroupPaths {
  const path = `/${PARENT}/${taskId}`;
  if (version === 2) return { v1: new Map(), v2: path };
  return { v1: new Map(V1_CONTROLLERS.map((name) => [name, path])), v2: null };
}

export function ensureCgroup(version: CgroupVersion, taskId: string, limits: LaunchLimits): void {
  if (version === 2) {
    mkdirSync(`${ROOT}/${PARENT}`, { recursive: true });
    for (const parent of [ROOT, `${ROOT}/${PARENT}`]) {
      writeFileSync(`${parent}/cgroup.subtree_control`, "+memory +cpu +pids");
    }
  }
  for (const folder of folders(version, taskId)) mkdirSync(folder, { recursive: true });
  for (const [file, value] of limitFiles(version, taskId, limits)) {
    writeFileSync(file, String(value));
  }
}

function limitFiles(
  version: CgroupVersion,
  taskId: string,
  limits: LaunchLimits,
): readonly (readonly [string, string | number])[] {
  const tail = `${PARENT}/${taskId}`;
  const quotaUs = Math.max(1_000, Math.round((limits.nanoCpus / 1e9) * CPU_PERIOD_US));
  const rows: readonly (readonly [number, string, string, string | number])[] = [
    [limits.memoryBytes, "memory/memory.limit_in_bytes", "memory.max", limits.memoryBytes],
    [
      limits.memoryReservationBytes,
      "memory/memory.soft_limit_in_bytes",
      "memory.low",
      limits.memoryReservationBytes,
    ],
    [limits.pids, "pids/pids.max", "pids.max", limits.pids],
  ];
  const files = rows.flatMap(([wanted, v1, v2, value]): [string, string | number][] => {
    if (wanted <= 0) return [];
    const [controller, file] = v1.split("/");
    return [
      [version === 2 ? `${ROOT}/${tail}/${v2}` : `${ROOT}/${controller}/${tail}/${file}`, value],
    ];
  });
  if (limits.nanoCpus <= 0) return files;
  if (version === 2) return [...files, [`${ROOT}/${tail}/cpu.max`, `${quotaUs} ${CPU_PERIOD_US}`]];
  const cpu = `${ROOT}/cpu/${tail}`;
  return [
    ...files,
    [`${cpu}/cpu.cfs_period_us`, CPU_PERIOD_US],
    [`${cpu}/cpu.cfs_quota_us`, quotaUs],
  ];
}

/** Did the kernel kill anything in it for want of memory? */
export function wasOomKilled(version: CgroupVersion, taskId: string): boolean {
  const tail = `${PARENT}/${taskId}`;
  const file =
    version === 2 ? `${ROOT}/${tail}/memory.events` : `${ROOT}/memory/${tail}/memory.oom_control`;
  try {
    return /^oom_kill [1-9]/m.test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}

/** Ends every process in it. More than one round: a process may fork meanwhile. */
export function killCgroup(version: CgroupVersion, taskId: string): void {
  const [folder = ""] = folders(version, taskId);
  for (let round = 0; round < 10; round++) {
    const pids = processesOf(folder);
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
  }
}

function processesOf(folder: string): readonly number[] {
  try {
    return readFileSync(`${folder}/cgroup.procs`, "utf8").split("\n").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** True when nothing is left; false while a dying process still holds it. */
export function removeCgroup(version: CgroupVersion, taskId: string): boolean {
  let clean = true;
  for (const folder of folders(version, taskId)) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") clean = false;
    }
  }
  return clean;
}
