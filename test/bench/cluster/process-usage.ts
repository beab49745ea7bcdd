/** What a process has used, as the kernel tells. */
import { readFileSync } from "node:fs";

export interface Usage {
  readonly cpuMs: number;
  readonly rssMiB: number;
}

/** Linux on every architecture that Node runs on has USER_HZ = 100. */
const MS_PER_TICK = 10;

export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command's name may hold spaces and parentheses: the fields begin after the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const rssKiB = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  return { cpuMs: ticks * MS_PER_TICK, rssMiB: Math.round(rssKiB / 1024) };
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
