/** How urgently the kernel runs a thread, beside what else wants its processors. */
import { setPriority } from "node:os";

/** Nice values: a thread of 0 that competes with one of -7 gets a fifth of its time. */
const NICE = { "above-normal": -7, high: -14 } as const;

/**
 * Of the calling thread alone, and of those that it starts from now on: Linux takes process 0 for
 * the thread that asks. Undefined if done, otherwise why not (it takes CAP_SYS_NICE).
 */
export function raiseThreadPriority(to: keyof typeof NICE): string | undefined {
  try {
    setPriority(0, NICE[to]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
