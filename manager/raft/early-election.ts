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
/**
 * Votes that were asked for are waited for so long: on busy processors they take a while, and who
 * asks anew drops those on their way.
 */
const VOTES_MS = 150;
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
  #stood = { term: 0, sinceMs: 0 };
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
    this.#stood = { term: 0, sinceMs: 0 };
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
    const { node, clock } = this.#ports;
    const { lead, role, hardState } = node.basicStatus();
    if (lead !== 0) return;
    const { term } = hardState;
    const stands = role === "candidate";
    if (stands && this.#stood.term !== term) this.#stood = { term, sinceMs: clock.now() };
    // A vote for somebody else in a new term is on its way to a winner, and has a turn's time. Who
    // stands for long has met another candidate.
    const underWay = stands ? clock.now() - this.#stood.sinceMs < VOTES_MS : term > this.#term;
    this.#term = term;
    if (!underWay) node.campaign();
    this.#turnsLeft--;
    if (this.#turnsLeft > 0) this.#nextTurn();
  }
}
