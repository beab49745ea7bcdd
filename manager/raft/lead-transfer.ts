/** Handing the lead over: who gets it, and how long it may take. */
import type { RawNode } from "raft-ts";
import type { Clock } from "../../shared/clock.ts";
import type { FromLoop, WireError } from "./protocol.ts";

const POLL_MS = 10;

export interface LeadTransferPorts {
  readonly node: RawNode;
  readonly clock: Clock;
  readonly emit: (message: FromLoop) => void;
  readonly successor: () => number | undefined;
  readonly drain: () => void;
  readonly patienceMs: number;
}

export class LeadTransfer {
  readonly #ports: LeadTransferPorts;
  #asked: { readonly id: number; readonly deadlineMs: number }[] = [];

  constructor(ports: LeadTransferPorts) {
    this.#ports = ports;
  }

  /** Answers operation `id` when somebody else leads, or cannot. */
  start(id: number): void {
    const { clock, emit, patienceMs } = this.#ports;
    if (!this.#leading()) {
      emit({ kind: "done", id });
    } else if (this.#tell()) {
      this.#asked.push({ id, deadlineMs: clock.now() + patienceMs });
    } else {
      const message = "there is no other manager that could take the lead";
      emit({ kind: "refused", ids: [id], error: { code: "FAILED_PRECONDITION", message } });
    }
  }

  /** Every tick. */
  check(nowMs: number): void {
    if (this.#asked.length === 0) return;
    const { emit } = this.#ports;
    const leading = this.#leading();
    const message = "the lead could not be handed over in time";
    const error: WireError = { code: "DEADLINE_EXCEEDED", message };
    for (const { id, deadlineMs } of this.#asked) {
      if (!leading) emit({ kind: "done", id });
      else if (nowMs >= deadlineMs) emit({ kind: "refused", ids: [id], error });
    }
    this.#asked = leading ? this.#asked.filter((one) => nowMs < one.deadlineMs) : [];
  }

  /** Tries, and waits for at most `forMs`. */
  async away(forMs: number): Promise<void> {
    if (!this.#leading() || !this.#tell()) return;
    const { clock } = this.#ports;
    const deadlineMs = clock.now() + forMs;
    while (this.#leading() && clock.now() < deadlineMs) {
      await new Promise<void>((wake) => clock.after(POLL_MS, wake));
    }
  }

  #tell(): boolean {
    const target = this.#ports.successor();
    if (target === undefined) return false;
    this.#ports.node.transferLeader(target);
    this.#ports.drain();
    return true;
  }

  #leading(): boolean {
    return this.#ports.node.basicStatus().role === "leader";
  }
}
