/**
 * Elections that need not wait for a timeout: when the kernel says that the leader's process is
 * gone, and when an election that was begun has no winner. Pre-vote keeps both harmless if the
 * others still hear of the leader.
 */
import type { RawNode } from "raft-ts";
import type { Clock, Timer } from "../../shared/clock.ts";
import type { Rng } from "../../shared/rng.ts";

/** A turn is drawn from between the two, so that two who notice at once do not collide again. */
const MIN_TURN_MS = 20;
const MAX_TURN_MS = 100;
/** More than once: the others may notice a little later, and until then they refuse. */
const TURNS = 8;

export interface EarlyElectionPorts {
  readonly node: RawNode;
  readonly clock: Clock;
  readonly rng: Rng;
  /** Runs what it is given unless the loop is over, and sees to what the node then wants. */
  readonly act: (run: () => void) => void;
}

export class EarlyElection {
  readonly #ports: EarlyElectionPorts;
  #timer: Timer | undefined;
  #turnsLeft = 0;
  /** As it was a turn ago. */
  #stoodIn = 0;
  #term = 0;

  constructor(ports: EarlyElectionPorts) {
    this.#ports = ports;
  }

  /** The leader's process has ended. */
  onGone(raftId: number): void {
    const { node, act } = this.#ports;
    const { lead, role } = node.basicStatus();
    if (lead !== raftId || role !== "follower") return;
    act(() => node.forgetLeader());
    this.#begin();
  }

  /** This node stands for election. */
  onStanding(): void {
    if (this.#timer === undefined) this.#begin();
  }

  #begin(): void {
    this.#turnsLeft = TURNS;
    this.#stoodIn = 0;
    this.#term = this.#ports.node.basicStatus().hardState.term;
    this.#timer?.cancel();
    this.#nextTurn();
  }

  #nextTurn(): void {
    const { clock, rng, act } = this.#ports;
    this.#timer = clock.after(MIN_TURN_MS + rng.fraction() * (MAX_TURN_MS - MIN_TURN_MS), () => {
      this.#timer = undefined;
      act(() => this.#turn());
    });
  }

  #turn(): void {
    const { node } = this.#ports;
    const { lead, role, hardState } = node.basicStatus();
    if (lead !== 0) return;
    const standsIn = role === "candidate" ? hardState.term : 0;
    // Votes for somebody else in a new term are on their way to a winner, or the election of this
    // node is: both have a turn's time. Who stands for longer has met another candidate.
    const underWay = standsIn === 0 ? hardState.term > this.#term : standsIn !== this.#stoodIn;
    this.#stoodIn = standsIn;
    this.#term = hardState.term;
    if (!underWay) node.campaign();
    this.#turnsLeft--;
    if (this.#turnsLeft > 0) this.#nextTurn();
  }
}
