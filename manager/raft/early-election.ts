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
const ATTEMPTS = 6;

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

  /**
   * Two that notice at once may split the votes, and would wait out a whole timeout: who still
   * stands in the same term one turn later tries again.
   * @param stoodIn the term in which it was a candidate a turn ago
   */
  #soon(attempts: number, stoodIn = 0): void {
    const { node, clock, rng, act } = this.#ports;
    clock.after(rng.fraction() * DELAY_MS, () => {
      act(() => {
        const { lead, role, hardState } = node.basicStatus();
        if (lead !== 0) return;
        const standsIn = role === "candidate" ? hardState.term : 0;
        if (standsIn === 0 || standsIn === stoodIn) node.campaign();
        if (attempts > 1) this.#soon(attempts - 1, standsIn);
      });
    });
  }
}
