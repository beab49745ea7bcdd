/** Entries that the main thread was given, and what to tell Raft when it has applied them. */
import type { Message } from "raft-ts";

export class ApplyQueue {
  #pending: { readonly last: number; readonly responses: readonly Message[] }[] = [];

  add(last: number, responses: readonly Message[]): void {
    this.#pending.push({ last, responses });
  }

  /** Responses that are due now. */
  applied(index: number): readonly Message[] {
    const due = this.#pending.filter((one) => one.last <= index);
    if (due.length > 0) this.#pending = this.#pending.slice(due.length);
    return due.flatMap((one) => one.responses);
  }
}
