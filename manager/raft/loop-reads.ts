/** Reads of the main thread: asked of the leader, and from which index on each may be served. */
import type { RawNode, ReadState } from "raft-ts";
import type { Clock } from "../../shared/clock.ts";
import type { FromLoop } from "./protocol.ts";
import { NO_QUORUM, ReadTable } from "./read-table.ts";

export interface ReadDriverPorts {
  readonly node: RawNode;
  readonly clock: Clock;
  readonly emit: (message: FromLoop) => void;
}

export class ReadDriver {
  readonly #ports: ReadDriverPorts;
  readonly #table: ReadTable;
  #leader = 0;

  constructor(ports: ReadDriverPorts, firstKey: number) {
    this.#ports = ports;
    this.#table = new ReadTable(firstKey);
  }

  add(id: number): void {
    this.#table.add(id);
  }

  /** For all reads that came since the last time. */
  ask(): void {
    const { node, clock } = this.#ports;
    const question = this.#table.question(clock.now());
    if (question !== undefined) node.readIndex(question);
  }

  onTick(): void {
    const { node, clock } = this.#ports;
    const { ask, expired } = this.#table.due(clock.now());
    for (const context of ask) node.readIndex(context);
    this.#refuse(expired);
  }

  /** What another leader was asked is lost. */
  onLeader(raftId: number): void {
    if (raftId === this.#leader) return;
    this.#leader = raftId;
    if (raftId === 0) return;
    const { node, clock } = this.#ports;
    for (const context of this.#table.askAgain(clock.now())) node.readIndex(context);
  }

  answer(states: readonly ReadState[]): void {
    for (const { index, requestContext } of states) {
      const ids = this.#table.answer(requestContext);
      if (ids.length > 0) this.#ports.emit({ kind: "read-at", ids, index });
    }
  }

  refuseAll(): void {
    this.#refuse(this.#table.clear());
  }

  #refuse(ids: readonly number[]): void {
    if (ids.length > 0) this.#ports.emit({ kind: "refused", ids, error: NO_QUORUM });
  }
}
