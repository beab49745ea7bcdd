/** Reads /proc/stat and /proc/meminfo. */

export interface CpuTicks {
  readonly busy: number;
  readonly total: number;
  readonly cpus: number;
}

/** Ticks since boot, all cores together. Waiting for a disk is not work. */
export function parseCpuTicks(stat: string): CpuTicks {
  const lines = stat.split("\n");
  const fields = (lines[0] ?? "").trim().split(/\s+/).slice(1, 9).map(Number);
  const total = fields.reduce((sum, ticks) => sum + ticks, 0);
  const idle = (fields[3] ?? 0) + (fields[4] ?? 0);
  const cpus = lines.filter((line) => /^cpu\d/.test(line)).length;
  return { busy: total - idle, total, cpus };
}

export function coresUsed(before: CpuTicks, after: CpuTicks): number {
  const total = after.total - before.total;
  return total <= 0 ? 0 : Math.max(0, ((after.busy - before.busy) / total) * after.cpus);
}

export function parseMemInfo(text: string): {
  readonly totalBytes: number;
  readonly usedBytes: number;
} {
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) * 1024;
  const totalBytes = bytes("MemTotal");
  return { totalBytes, usedBytes: Math.max(0, totalBytes - bytes("MemAvailable")) };
}
