/**
 * What only the leader does. Every duty starts when everything that earlier leaders committed is
 * applied here, and ends with the leadership's signal.
 */
import { setMaxListeners } from "node:events";
import type { Clock } from "../shared/clock.ts";
import { messageOf } from "../shared/errors.ts";
import type { Logger } from "../shared/logger.ts";
import type { Consensus, Leadership } from "./raft/consensus.ts";

/** Starts one duty for one term. */
export interface LeaderDuty {
  start(leadership: Leadership): void;
}

export interface LeaderLoopOptions {
  readonly consensus: Consensus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Done before any duty starts, and tried again until it works (the first cluster's objects). */
  readonly before: (leadership: Leadership) => Promise<void>;
  readonly duties: readonly LeaderDuty[];
}

const RETRY_MS = 500;

export function followLeadership(options: LeaderLoopOptions): { close(): void } {
  const { consensus } = options;
  const take = (leadership: Leadership | undefined): void => {
    if (leadership !== undefined) void lead(options, leadership);
  };
  take(consensus.leadership());
  return consensus.onLeadership(take);
}

async function lead(options: LeaderLoopOptions, leadership: Leadership): Promise<void> {
  const { logger, clock, before, duties } = options;
  const { term, signal } = leadership;
  // Each duty waits for its end, and each of their writes under way: Node takes that for a leak.
  setMaxListeners(0, signal);
  logger.info({ term }, "this manager leads");
  signal.addEventListener("abort", () => logger.info({ term }, "this manager leads no more"), {
    once: true,
  });
  while (!signal.aborted) {
    try {
      await before(leadership);
      break;
    } catch (error) {
      logger.warn({ term, err: messageOf(error) }, "cannot take up the lead yet");
      await new Promise<void>((wake) => clock.after(RETRY_MS, wake));
    }
  }
  for (const duty of duties) {
    if (signal.aborted) return;
    duty.start(leadership);
  }
}
