/**
 * Membership changes, one at a time: Raft lets a second one in only when the first is applied,
 * and puts an empty entry in its place otherwise.
 */
import type { MemberChange } from "./membership.ts";

interface Wanted {
  readonly change: MemberChange;
  readonly settle: (error: Error | undefined) => void;
}

export class ConfQueue {
  #waiting: Wanted[] = [];
  #proposed: (Wanted & { readonly index: number; readonly term: number }) | undefined;

  /** Whether a change of this member waits or is under way. */
  has(raftId: number): boolean {
    const all = this.#proposed === undefined ? this.#waiting : [this.#proposed, ...this.#waiting];
    return all.some(({ change }) => {
      const id = change.kind === "remove" ? change.raftId : change.member.raftId;
      return id === raftId;
    });
  }

  /** Resolves when the change is applied. */
  add(change: MemberChange): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error: Error | undefined): void => {
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#waiting.push({ change, settle });
    });
  }

  /** Before those that wait already; nobody waits for it. */
  addFirst(change: MemberChange): void {
    this.#waiting.unshift({ change, settle: () => {} });
  }

  /** The one that `next` returned cannot be made. */
  refuseNext(error: Error): void {
    this.#waiting.shift()?.settle(error);
  }

  /** The change to propose now, if none is under way. */
  next(): MemberChange | undefined {
    return this.#proposed === undefined ? this.#waiting[0]?.change : undefined;
  }

  proposed(index: number, term: number): void {
    const wanted = this.#waiting.shift();
    if (wanted !== undefined) this.#proposed = { ...wanted, index, term };
  }

  /** The entry at `index` is applied; `changed` is false if it is an empty one. */
  applied(index: number, term: number, changed: boolean): void {
    const proposed = this.#proposed;
    if (proposed === undefined || index < proposed.index) return;
    this.#proposed = undefined;
    if (index === proposed.index && term === proposed.term && changed) proposed.settle(undefined);
    else this.#waiting.unshift(proposed);
  }

  clear(error: Error): void {
    const all = this.#proposed === undefined ? this.#waiting : [this.#proposed, ...this.#waiting];
    this.#proposed = undefined;
    this.#waiting = [];
    for (const wanted of all) wanted.settle(error);
  }
}
