/**
 * When the kernel says that the leader's process is gone there is no need to wait for a timeout.
 * Pre-vote keeps this harmless if the others still hear of it.
 */
import type { RawNode } from "raft-ts";
import type { Clock } from "../../shared/clock.ts";
import type { Rng } from "../../shared/rng.ts";

/** A leader whose process is gone is replaced after about this much. */
const DELAY_MS = 100;
/** More than once: the others may notice a little later, and until then they refuse. */
const ATTEMPTS = 4;

export interface EarlyElectionPorts {
  readonly node: RawNode;
  readonly clock: Clock;
  readonly rng: Rng;
  /** Runs what it is given unless the loop is over, and sees to what the node then wants. */
  readonly act: (run: () => void) => void;
}

export class EarlyElection {
  readonly #ports: EarlyElectionPorts;

  constructor(ports: EarlyElectionPorts) {
    this.#ports = ports;
  }

  onGone(raftId: number): void {
    const { node, act } = this.#ports;
    const { lead, role } = node.basicStatus();
    if (lead !== raftId || role !== "follower") return;
    act(() => node.forgetLeader());
    this.#soon(ATTEMPTS);
  }

  #soon(attempts: number): void {
    const { node, clock, rng, act } = this.#ports;
    clock.after(rng.fraction() * DELAY_MS, () => {
      act(() => {
        const { lead, role } = node.basicStatus();
        if (lead !== 0 || role === "candidate") return;
        node.campaign();
        if (attempts > 1) this.#soon(attempts - 1);
      });
    });
  }
}
