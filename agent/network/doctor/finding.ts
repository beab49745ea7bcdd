/** One thing that was looked at, and how it is. */
export type Level = "ok" | "warning" | "problem";

export interface Finding {
  readonly level: Level;
  /** What was looked at, such as "kernel" or "peer host-2". */
  readonly subject: string;
  readonly message: string;
}

type Maker = (subject: string, message: string) => Finding;

const of =
  (level: Level): Maker =>
  (subject, message) => ({ level, subject, message });

export const ok: Maker = of("ok");
export const warning: Maker = of("warning");
export const problem: Maker = of("problem");
