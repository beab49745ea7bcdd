/**
 * One skepd for one data root. Two would be the same node twice: each would take the other's
 * manager for one that a dead skepd left behind, and end it.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClusterError } from "../shared/errors.ts";
import { bootId, startTicks } from "./runtime/process/task-folder-driver.ts";

interface Claim {
  readonly pid: number;
  /** With the boot it tells the process from a later one of the same pid. */
  readonly startTicks: string;
  readonly bootId: string;
}

/** @returns gives it back */
export function claimDataRoot(dataRoot: string): () => void {
  const file = join(dataRoot, "owner.json");
  const other = readClaim(file);
  if (other !== undefined && isHeld(other)) {
    throw new ClusterError(
      "FAILED_PRECONDITION",
      `data-root ${dataRoot}: skepd runs on it already, as process ${other.pid}: ` +
        "stop that one, or choose another --data-root",
    );
  }
  const { pid } = process;
  const claim: Claim = { pid, startTicks: startTicks(pid) ?? "", bootId: bootId() };
  writeFileSync(file, `${JSON.stringify(claim)}\n`);
  return () => rmSync(file, { force: true });
}

function readClaim(file: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Claim;
  } catch {
    // None, or half of one: whoever wrote it was killed meanwhile.
    return undefined;
  }
}

function isHeld(claim: Claim): boolean {
  return claim.bootId === bootId() && startTicks(claim.pid) === claim.startTicks;
}
