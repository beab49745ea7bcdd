/** What clients asked and were answered, in the order in which it happened. */
import type { Operation } from "./checkers/linearizability.ts";

export type Call = Pick<Operation, "client" | "key" | "kind" | "value" | "expected">;

export interface OpenCall {
  /** It was answered. For what only writes there is nothing to see. */
  answered(seen?: string): void;
}

interface Recorded {
  readonly call: Call;
  readonly called: number;
  answered: number;
  seen?: string | undefined;
}

export class History {
  #order = 0;
  readonly #operations: Recorded[] = [];
  /** Objects whose creation was acknowledged. */
  readonly created: Set<string> = new Set();

  begin(call: Call): OpenCall {
    const open: Recorded = { call, called: ++this.#order, answered: Number.POSITIVE_INFINITY };
    this.#operations.push(open);
    return {
      answered: (seen) => {
        open.answered = ++this.#order;
        open.seen = seen;
      },
    };
  }

  /** Reads that were not answered say nothing. */
  operations(): Operation[] {
    return this.#operations
      .filter(({ call, answered }) => call.kind !== "read" || answered !== Number.POSITIVE_INFINITY)
      .map(({ call, called, answered, seen }) => ({ ...call, called, answered, seen }));
  }

  get answered(): number {
    return this.#operations.filter((one) => one.answered !== Number.POSITIVE_INFINITY).length;
  }
}
