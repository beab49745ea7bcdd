/**
 * What the kernel's cgroup files say a task uses. Version 1 has a tree a controller, version 2 one
 * tree; hosts with both ("hybrid") keep the controllers in version 1.
 */

/** Where one process's cgroups are: version 1 by controller, and the one of version 2. */
export interface CgroupPaths {
  readonly v1: ReadonlyMap<string, string>;
  readonly v2: string | null;
}

/** `/proc/PID/cgroup`: lines `id:controllers:path`; version 2 is `0::path`. */
export function parseProcCgroup(text: string): CgroupPaths {
  const v1 = new Map<string, string>();
  let v2: string | null = null;
  for (const line of text.split("\n")) {
    const [id, controllers, ...rest] = line.split(":");
    if (id === undefined || controllers === undefined) continue;
    const path = rest.join(":");
    if (id === "0" && controllers === "") v2 = path;
    else for (const controller of controllers.split(",")) v1.set(controller, path);
  }
  return { v1, v2 };
}

/** The files to read, absolute, in this order of meaning. */
export interface UsageFiles {
  readonly cpu: string;
  readonly memory: string;
  readonly memoryStat: string;
  readonly memoryLimit: string;
  readonly io: string;
  readonly pids: string;
}

export function usageFiles(root: string, paths: CgroupPaths): UsageFiles | null {
  const memory = paths.v1.get("memory");
  if (memory !== undefined) {
    const at = (controller: string, file: string): string =>
      `${root}/${controller}${paths.v1.get(controller) ?? memory}/${file}`;
    return {
      cpu: at("cpuacct", "cpuacct.usage"),
      memory: at("memory", "memory.usage_in_bytes"),
      memoryStat: at("memory", "memory.stat"),
      memoryLimit: at("memory", "memory.limit_in_bytes"),
      io: at("blkio", "blkio.throttle.io_service_bytes_recursive"),
      pids: at("pids", "pids.current"),
    };
  }
  if (paths.v2 === null) return null;
  const folder = `${root}${paths.v2 === "/" ? "" : paths.v2}`;
  return {
    cpu: `${folder}/cpu.stat`,
    memory: `${folder}/memory.current`,
    memoryStat: `${folder}/memory.stat`,
    memoryLimit: `${folder}/memory.max`,
    io: `${folder}/io.stat`,
    pids: `${folder}/pids.current`,
  };
}

/** `cpu.stat` counts microseconds, `cpuacct.usage` nanoseconds. */
export function parseCpuSeconds(text: string): number {
  const micros = field(text, "usage_usec");
  return micros === undefined ? number(text) / 1e9 : micros / 1e6;
}

/** What can't be reclaimed at once: as the docker CLI counts it. */
export function parseMemoryBytes(usage: string, stat: string): number {
  const inactive = field(stat, "total_inactive_file") ?? field(stat, "inactive_file") ?? 0;
  return Math.max(0, number(usage) - inactive);
}

/** 0 for none. Version 1 writes "no limit" as a number beyond any machine's memory. */
export function parseMemoryLimit(text: string): number {
  const limit = number(text);
  return limit > 2 ** 60 ? 0 : limit;
}

/** Version 2: `8:0 rbytes=1 wbytes=2 …`; version 1: `8:0 Read 1`. */
export function parseIo(text: string): { readonly read: number; readonly write: number } {
  let read = 0;
  let write = 0;
  for (const line of text.split("\n")) {
    const [, ...words] = line.split(" ");
    for (const word of words) {
      if (word.startsWith("rbytes=")) read += number(word.slice("rbytes=".length));
      if (word.startsWith("wbytes=")) write += number(word.slice("wbytes=".length));
    }
    if (words[0] === "Read") read += number(words[1] ?? "");
    if (words[0] === "Write") write += number(words[1] ?? "");
  }
  return { read, write };
}

/** `/proc/PID/net/dev`, without the loopback. */
export function parseNetworkBytes(text: string): { readonly rx: number; readonly tx: number } {
  let rx = 0;
  let tx = 0;
  for (const line of text.split("\n")) {
    const match = /^\s*([^:\s]+):\s*(.*)$/.exec(line);
    if (match?.[2] === undefined || match[1] === "lo") continue;
    const columns = match[2].trim().split(/\s+/);
    rx += number(columns[0] ?? "");
    tx += number(columns[8] ?? "");
  }
  return { rx, tx };
}

function field(text: string, name: string): number | undefined {
  for (const line of text.split("\n")) {
    if (line.startsWith(`${name} `)) return number(line.slice(name.length + 1));
  }
  return undefined;
}

/** Anything that is no number ("max", an empty or missing file) counts as 0. */
export function number(text: string): number {
  const value = Number(text.trim());
  return Number.isFinite(value) ? value : 0;
}
