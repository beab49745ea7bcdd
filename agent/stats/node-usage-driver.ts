/** What the whole machine uses, from /proc. */
import { readFile } from "node:fs/promises";
import type { NodeUsage } from "./container-metrics.ts";
import { type CpuTicks, coresUsed, parseCpuTicks, parseMemInfo } from "./proc.ts";

export class NodeUsageReader {
  #last: CpuTicks | undefined;

  /** Cores in use are those since the call before; 0 at the first. */
  async read(): Promise<NodeUsage> {
    const [stat, memInfo] = await Promise.all([
      readFile("/proc/stat", "utf8"),
      readFile("/proc/meminfo", "utf8"),
    ]);
    const ticks = parseCpuTicks(stat);
    const cpuRatio = this.#last === undefined ? 0 : coresUsed(this.#last, ticks);
    this.#last = ticks;
    const { totalBytes, usedBytes } = parseMemInfo(memInfo);
    return { cpuRatio, cpus: ticks.cpus, memoryBytes: usedBytes, memoryTotalBytes: totalBytes };
  }
}
