/**
 * How often do agents say that they live, and how long may they be silent? All from the cluster's
 * HeartbeatPeriod (Swarm's setting, 5 s by default): in Swarm a node is down after three of them;
 * here the agent beats five times as often, so that the same three silent beats are 3 s.
 */

export interface Timing {
  /** An agent that has nothing else to say says so this often. */
  readonly periodMs: number;
  /** Silence after which a node is down, and after which an agent gives its manager up. */
  readonly timeoutMs: number;
  /**
   * A stream that broke may be opened again for this long: skepd restarted, a proxy hiccuped. No
   * less than silence is given: the machine is there, and its containers most likely run. A busy
   * one needs two seconds to start skepd anew.
   */
  readonly reconnectMs: number;
  /** After a change of the leader every node must find the new one first. */
  readonly unknownMs: number;
  /** The brake on mass failures holds this long at most; see liveness.ts. */
  readonly brakeMs: number;
}

const DEFAULT_HEARTBEAT_NS = 5e9;
const MIN_PERIOD_MS = 100;
/** What a leader should spend on heartbeats, at most: beyond, the period grows with the cluster. */
const MAX_HEARTBEATS_PER_SECOND = 2_500;

export function timingOf(heartbeatPeriodNs: number | undefined, nodes: number): Timing {
  const wishedMs = (heartbeatPeriodNs || DEFAULT_HEARTBEAT_NS) / 5e6;
  const affordableMs = (nodes / MAX_HEARTBEATS_PER_SECOND) * 1_000;
  const periodMs = Math.round(Math.max(MIN_PERIOD_MS, wishedMs, affordableMs));
  const timeoutMs = 3 * periodMs;
  return {
    periodMs,
    timeoutMs,
    reconnectMs: timeoutMs,
    unknownMs: 2 * timeoutMs,
    brakeMs: 2 * timeoutMs,
  };
}
