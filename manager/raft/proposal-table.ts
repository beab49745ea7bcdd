/** Proposals of this leader that are in its log and not yet committed. */

export interface Proposed {
  readonly id: number;
  readonly term: number;
  readonly sinceMs: number;
}

export class ProposalTable {
  readonly #byIndex = new Map<number, Proposed>();

  get size(): number {
    return this.#byIndex.size;
  }

  add(index: number, proposed: Proposed): void {
    this.#byIndex.set(index, proposed);
  }

  /** What was proposed at this index, if this is it: another leader's entry may have its place. */
  committed(index: number, term: number): Proposed | undefined {
    const proposed = this.#byIndex.get(index);
    if (proposed === undefined) return undefined;
    this.#byIndex.delete(index);
    return proposed.term === term ? proposed : undefined;
  }

  /** All ids, when the lead is lost: some of them may be committed by the next leader. */
  clear(): number[] {
    const ids = [...this.#byIndex.values()].map((proposed) => proposed.id);
    this.#byIndex.clear();
    return ids;
  }
}
