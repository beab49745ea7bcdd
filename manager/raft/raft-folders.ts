/** Where raft's state lies in a manager's state folder, and how a founder is named in it. */
import type { Rng } from "../../shared/rng.ts";
import { join } from "./disk.ts";

export const RAFT_DIR = "raft";
export const WAL_DIR: string = join(RAFT_DIR, "wal");
export const SNAPSHOT_DIR: string = join(RAFT_DIR, "snapshots");

/** 48 random bits, never 0: an id is never used twice, by no cluster. */
export function newRaftId(rng: Rng): number {
  return (rng.next() % 0x10000) * 0x1_0000_0000 + rng.next() + 1;
}
