/**
 * Which nodes may have gained room or changed since a reader last looked? Pools read it at their
 * own pace, so that freeing a task's resources costs one entry however many pools there are.
 * Losing room is not noted: a pool finds that out when it comes across the node.
 */
export class Journal {
  #start = 0;
  #slots: number[] = [];

  /** Position after the last entry; it only rises. */
  get end(): number {
    return this.#start + this.#slots.length;
  }

  note(slot: number): void {
    this.#slots.push(slot);
  }

  /** The entries from a position, or undefined when they are no longer kept. */
  since(position: number): readonly number[] | undefined {
    if (position < this.#start) return undefined;
    return position === this.end ? [] : this.#slots.slice(position - this.#start);
  }

  /** Forgets all when there are more than `keep`: reading anew is cheaper by then. */
  trim(keep: number): void {
    if (this.#slots.length <= keep) return;
    this.#start += this.#slots.length;
    this.#slots = [];
  }
}
