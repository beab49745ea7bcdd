/** A wait that ends before the work that is waited for does. */
import type { Clock } from "../../shared/clock.ts";
import { type ClusterError, messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";

export interface Patience {
  readonly ms: number;
  /** What the waiter is told then. */
  readonly late: () => ClusterError;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The work goes on without the waiter; how it ended is logged then. */
export function withinPatience<Result>(
  work: Promise<Result>,
  { ms, late, clock, log }: Patience,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let waiting = true;
    const timer = clock.after(ms, () => {
      waiting = false;
      reject(late());
    });
    work.then(
      (result) => {
        timer.cancel();
        resolve(result);
      },
      (error: unknown) => {
        timer.cancel();
        if (waiting) reject(error);
        else log.warn({ error: messageOf(error) }, "the attempt in the background ended");
      },
    );
  });
}
