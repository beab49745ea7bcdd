import type { ConfState, Entry, HardState, Snapshot } from "./message.ts";

/** "compacted": below the first index. "unavailable": above the last. */
export type Missing = "compacted" | "unavailable";

/**
 * Where the state machine reads what has been made durable. Synchronous: keep in memory what has
 * not been compacted (or its index), since these calls sit on the path of every message.
 *
 * The owner writes to it what each Ready says, before `advance` (or before it delivers the
 * responses of a StorageAppend); the state machine never writes.
 */
export interface Storage {
  /** Read once, when a node is made. */
  initialState(): { readonly hardState: HardState; readonly confState: ConfState };
  /**
   * Entries in [lo, hi), cut so that their sizes (`entrySize`) stay within maxSize; at least one
   * where there is one.
   */
  entries(lo: number, hi: number, maxSize: number): readonly Entry[] | Missing;
  /** Term of the entry at `index`, for index in [firstIndex-1, lastIndex]. */
  term(index: number): number | Missing;
  /** Index of the first entry that is still in the log; earlier ones are in the snapshot. */
  firstIndex(): number;
  lastIndex(): number;
  /**
   * A snapshot for the member `to`, which lacks entries from before the first index. Its
   * membership must include `to`, or `to` ignores it: one from before `to` was added will not do.
   * "temporarily-unavailable": ask again (at the next heartbeat's answer), meanwhile make one.
   */
  snapshot(to: number): Snapshot | "temporarily-unavailable";
}
