/** Reads the usage of a task on this host from its cgroup: far cheaper than asking an engine. */
import { access, readFile } from "node:fs/promises";
import type { TaskId } from "../../shared/ids.ts";
import type { UsageSample } from "../runtime/runtime.ts";
import {
  type CgroupPaths,
  number,
  parseCpuSeconds,
  parseIo,
  parseMemoryBytes,
  parseMemoryLimit,
  parseNetworkBytes,
  parseProcCgroup,
  usageFiles,
} from "./cgroup.ts";

const CGROUP_ROOT = "/sys/fs/cgroup";

/**
 * The usage of the cgroup that process `pid` is in. Null when the process isn't to be seen here or
 * its cgroup doesn't carry `marker` (a container's id): its pid may be another host's or reused.
 */
export async function readUsage(
  taskId: TaskId,
  pid: number,
  marker: string,
): Promise<UsageSample | null> {
  if (pid <= 0) return null;
  const [own, network] = await Promise.all([
    readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => null),
    readOptional(`/proc/${pid}/net/dev`),
  ]);
  if (own === null || !own.includes(marker)) return null;
  const sample = await readCgroupUsage(taskId, parseProcCgroup(own));
  const { rx, tx } = parseNetworkBytes(network);
  return sample === null ? null : { ...sample, networkRxBytes: rx, networkTxBytes: tx };
}

export async function readCgroupUsage(
  taskId: TaskId,
  paths: CgroupPaths,
): Promise<UsageSample | null> {
  const files = usageFiles(CGROUP_ROOT, paths);
  if (files === null) return null;
  try {
    await access(files.memory);
  } catch {
    return null;
  }
  const [cpu, memory, stat, limit, io, pids] = await Promise.all(
    [files.cpu, files.memory, files.memoryStat, files.memoryLimit, files.io, files.pids].map(
      readOptional,
    ),
  );
  const { read, write } = parseIo(io ?? "");
  return {
    taskId,
    cpuSeconds: parseCpuSeconds(cpu ?? ""),
    memoryBytes: parseMemoryBytes(memory ?? "", stat ?? ""),
    memoryLimitBytes: parseMemoryLimit(limit ?? ""),
    networkRxBytes: 0,
    networkTxBytes: 0,
    ioReadBytes: read,
    ioWriteBytes: write,
    pids: number(pids ?? ""),
  };
}

/** A controller that is switched off has no file; its figures are 0. */
async function readOptional(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}
