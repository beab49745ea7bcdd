/** The usage of all processes of one session, where there is no cgroup to count it. */
import { readdir, readFile } from "node:fs/promises";
import type { TaskId } from "../../shared/ids.ts";
import type { UsageSample } from "../runtime/runtime.ts";

/** Fixed in the kernel's interface on all architectures that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

export async function readSessionUsage(
  taskId: TaskId,
  session: number,
): Promise<UsageSample | null> {
  const entries = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  let [pids, ticks, pages] = [0, 0, 0];
  for (const entry of entries) {
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    // From the third field on: the second may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[3] !== String(session)) continue;
    pids++;
    // Own time and that of children which have ended.
    for (const index of [11, 12, 13, 14]) ticks += Number(fields[index] ?? 0);
    pages += Number(fields[21] ?? 0);
  }
  if (pids === 0) return null;
  return {
    taskId,
    cpuSeconds: ticks / TICKS_PER_SECOND,
    memoryBytes: pages * PAGE_BYTES,
    memoryLimitBytes: 0,
    networkRxBytes: 0,
    networkTxBytes: 0,
    ioReadBytes: 0,
    ioWriteBytes: 0,
    pids,
  };
}
