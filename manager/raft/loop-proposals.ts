/** Proposals of the main thread: into the node's log, and their outcome when it is known. */
import { type Entry, isConfChange, type RawNode } from "raft-ts";
import type { Clock } from "../../shared/clock.ts";
import { ProposalTable } from "./proposal-table.ts";
import { type FromLoop, type Packed, pack, unpack, type WireError } from "./protocol.ts";

/** Must fit a message between managers. */
const MAX_PROPOSAL_BYTES = 8 << 20;
const NO_BYTES = new Uint8Array(0);

export interface ProposalDriverPorts {
  readonly node: RawNode;
  readonly clock: Clock;
  readonly emit: (message: FromLoop) => void;
  readonly diskFull: () => boolean;
  readonly committed: (tookMs: number) => void;
}

export class ProposalDriver {
  readonly #ports: ProposalDriverPorts;
  readonly #table = new ProposalTable();

  constructor(ports: ProposalDriverPorts) {
    this.#ports = ports;
  }

  propose(firstId: number, packed: Packed): void {
    const { node, clock, emit } = this.#ports;
    const ids = packed.lengths.map((_, i) => firstId + i);
    const { hardState, lastIndex } = node.basicStatus();
    const error = this.#refusal(packed) ?? tryAgain(node.proposeBatch(unpack(packed)));
    if (error !== undefined) {
      emit({ kind: "refused", ids, error });
      return;
    }
    const sinceMs = clock.now();
    ids.forEach((id, i) => {
      this.#table.add(lastIndex + 1 + i, { id, term: hardState.term, sinceMs });
    });
  }

  #refusal(packed: Packed): WireError | undefined {
    if (this.#ports.node.basicStatus().role !== "leader") {
      return { code: "ABORTED", message: "this manager is not the leader" };
    }
    if (this.#ports.diskFull()) {
      return { code: "RESOURCE_EXHAUSTED", message: "no space left for the raft log" };
    }
    const largest = Math.max(...packed.lengths);
    if (largest <= MAX_PROPOSAL_BYTES) return undefined;
    const message = `a proposal of ${largest} bytes, expected at most ${MAX_PROPOSAL_BYTES}`;
    return { code: "INVALID_ARGUMENT", message };
  }

  /** Committed entries, to the main thread. */
  hand(entries: readonly Entry[]): void {
    const { node, clock, emit, committed } = this.#ports;
    const now = clock.now();
    const proposals: [number, number][] = [];
    for (const { index, term } of entries) {
      const proposed = this.#table.committed(index, term);
      if (proposed === undefined) continue;
      proposals.push([proposed.id, index]);
      committed(now - proposed.sinceMs);
    }
    emit({
      kind: "committed",
      firstIndex: entries[0]?.index ?? 0,
      terms: entries.map((entry) => entry.term),
      data: pack(entries.map((entry) => (isConfChange(entry) ? NO_BYTES : entry.data))),
      proposals,
      commit: node.basicStatus().hardState.commit,
    });
  }

  /** Some of them may be committed by the next leader. */
  leadLost(): void {
    const ids = this.#table.clear();
    if (ids.length === 0) return;
    const message = "the lead was lost before the outcome was known: outcome unknown";
    this.#ports.emit({ kind: "refused", ids, error: { code: "UNAVAILABLE", message } });
  }
}

/** Not in the log, and not to get there: the lead is being handed over, or too much waits. */
function tryAgain(refusal: { readonly message: string } | undefined): WireError | undefined {
  if (refusal === undefined) return undefined;
  return { code: "ABORTED", message: `${refusal.message}, try again` };
}
