/**
 * Which nodes are alive? A table of what was last heard of each, and events that change it; the
 * loop turns the effects into writes. Kept fast on purpose (3 s, where Swarm takes 15) and honest
 * by four rules, each against a false alarm that a short timeout alone would raise:
 *
 * - time in which this process did not run does not count (RunningTime): messages were waiting;
 * - an agent that says that its own event loop hung is given as much longer;
 * - a broken stream is a hint, not a verdict: the agent gets `reconnectMs` to come back;
 * - when most nodes vanish at once it is rather our own network: the brake waits, and says so.
 *
 * All instants here are RunningTime's.
 */
import type { Instant } from "../../shared/clock.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { Timing } from "./timing.ts";

/**
 * A clock that stands still while the process does. The loop ticks it at least every `stepMs`; a
 * longer gap is a pause of ours, and only `stepMs` of it counts.
 */
export class RunningTime {
  readonly #stepMs: number;
  #last: Instant;
  #lostMs = 0;

  constructor(now: Instant, stepMs: number) {
    this.#last = now;
    this.#stepMs = stepMs;
  }

  /** The running time at wall-clock `now`. Also absorbs jumps of the wall clock either way. */
  at(now: Instant): Instant {
    const gap = now - this.#last;
    if (gap > this.#stepMs) this.#lostMs += gap - this.#stepMs;
    else if (gap < 0) this.#lostMs += gap;
    this.#last = now;
    return now - this.#lostMs;
  }
}

type Presence =
  | {
      readonly kind: "connected";
      readonly session: string;
      heardAt: Instant;
      /** What the agent's own pauses earn it beyond the timeout. */
      allowanceMs: number;
    }
  | { readonly kind: "broken"; readonly since: Instant }
  /** Ready when the last leader was there; not heard of since. */
  | { readonly kind: "unknown"; readonly since: Instant; told: boolean };

export interface Sweep {
  readonly down: readonly { readonly nodeId: NodeId; readonly message: string }[];
  /** To be shown as unknown: the new leader has not heard of them for a period. */
  readonly unknown: readonly NodeId[];
  /** What the brake just did, for the log. */
  readonly brake: "engaged" | "released" | "gave-up" | undefined;
  readonly suspects: number;
}

/** Below this many nodes a majority is two or three machines, and those do fail together. */
const BRAKE_MIN_NODES = 6;
const SUSPECT_PERIODS = 1.9;
export const HEARTBEAT_FAILURE = "heartbeat failure";
export const UNKNOWN_FAILURE = 'heartbeat failure for node in "unknown" state';

export class Liveness {
  #timing: Timing;
  readonly #nodes = new Map<NodeId, Presence>();
  #brakeSince: Instant | undefined;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  retime(timing: Timing): void {
    this.#timing = timing;
  }

  /** This manager leads now; `ready` were ready before. */
  lead(ready: Iterable<NodeId>, now: Instant): void {
    for (const nodeId of ready) {
      if (!this.#nodes.has(nodeId)) {
        this.#nodes.set(nodeId, { kind: "unknown", since: now, told: false });
      }
    }
  }

  /** A session began. Any earlier one of the node counts no more. */
  connect(nodeId: NodeId, session: string, now: Instant): void {
    this.#nodes.set(nodeId, { kind: "connected", session, heardAt: now, allowanceMs: 0 });
  }

  /** Any message of the session is a sign of life. */
  heard(nodeId: NodeId, session: string, now: Instant): void {
    const presence = this.#nodes.get(nodeId);
    if (presence?.kind === "connected" && presence.session === session) presence.heardAt = now;
  }

  /** The agent's worst pause since its last heartbeat: the next may be as late. */
  paused(nodeId: NodeId, session: string, lagMs: number): void {
    const presence = this.#nodes.get(nodeId);
    if (presence?.kind !== "connected" || presence.session !== session) return;
    presence.allowanceMs = Math.min(Math.max(0, lagMs), this.#timing.timeoutMs);
  }

  disconnect(nodeId: NodeId, session: string, now: Instant): void {
    const presence = this.#nodes.get(nodeId);
    if (presence?.kind !== "connected" || presence.session !== session) return;
    this.#nodes.set(nodeId, { kind: "broken", since: now });
  }

  forget(nodeId: NodeId): void {
    this.#nodes.delete(nodeId);
  }

  sweep(now: Instant): Sweep {
    const overdue: NodeId[] = [];
    const unknown: NodeId[] = [];
    let suspects = 0;
    for (const [nodeId, presence] of this.#nodes) {
      if (this.#suspect(presence, now)) suspects++;
      if (now >= this.#deadline(presence)) overdue.push(nodeId);
      else if (
        presence.kind === "unknown" &&
        !presence.told &&
        now - presence.since >= this.#timing.periodMs
      ) {
        presence.told = true;
        unknown.push(nodeId);
      }
    }
    const brake = this.#applyBrake(overdue.length, suspects, now);
    const held = this.#brakeSince !== undefined && brake !== "gave-up";
    const down = held ? [] : overdue.sort().map((nodeId) => this.#bury(nodeId));
    return { down, unknown: unknown.sort(), brake, suspects };
  }

  /**
   * | | most are suspects | brake | any overdue | outcome |
   * |-|-------------------|-------|-------------|---------|
   * | a | no  | off           | -   | overdue go down |
   * | b | no  | on            | -   | released; overdue go down |
   * | c | yes | off           | no  | nothing to hold yet |
   * | d | yes | off           | yes | engaged; nobody goes down |
   * | e | yes | on, not spent | -   | nobody goes down |
   * | f | yes | on, spent     | -   | gave up; overdue go down, now and until released |
   */
  #applyBrake(overdue: number, suspects: number, now: Instant): Sweep["brake"] {
    const most = this.#nodes.size >= BRAKE_MIN_NODES && suspects * 2 > this.#nodes.size;
    if (!most) {
      if (this.#brakeSince === undefined) return undefined;
      this.#brakeSince = undefined;
      return "released";
    }
    if (this.#brakeSince === undefined) {
      if (overdue === 0) return undefined;
      this.#brakeSince = now;
      return "engaged";
    }
    return now - this.#brakeSince >= this.#timing.brakeMs ? "gave-up" : undefined;
  }

  /** Those cut off together are not overdue together: their last heartbeats were spread. */
  #suspect(presence: Presence, now: Instant): boolean {
    if (presence.kind !== "connected") return true;
    const silentMs = now - presence.heardAt - presence.allowanceMs;
    return silentMs >= SUSPECT_PERIODS * this.#timing.periodMs;
  }

  #deadline(presence: Presence): Instant {
    const { timeoutMs, reconnectMs, unknownMs } = this.#timing;
    if (presence.kind === "connected") return presence.heardAt + timeoutMs + presence.allowanceMs;
    return presence.since + (presence.kind === "broken" ? reconnectMs : unknownMs);
  }

  #bury(nodeId: NodeId): Sweep["down"][number] {
    const message =
      this.#nodes.get(nodeId)?.kind === "unknown" ? UNKNOWN_FAILURE : HEARTBEAT_FAILURE;
    this.#nodes.delete(nodeId);
    return { nodeId, message };
  }
}
