/** A broken promise: ends the run at the instant at which it is seen. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly promise: string;

  constructor(promise: string, what: string) {
    super(`${promise}: ${what}`);
    this.promise = promise;
  }
}

/** Where checkers report to. Throwing would land in the code that is being watched. */
export type Report = (violation: Violation) => void;
