/**
 * Which WireGuard keys has this network stack, and is it time for others? A key is made on the
 * node, announced, taken into use when the peers have it and answer it, and kept for a while after
 * it was replaced, for those who have not heard. Each key has a device and a port of its own, so
 * that old and new answer side by side and no packet is lost between them.
 *
 * INVARIANT: keys of a ring are in different slots; `next` and `previous` are never both there.
 */
import type { Instant } from "../../../shared/clock.ts";

/** Which of the two devices, and of the two ports. */
export type Slot = 0 | 1;

export interface TunnelKey {
  /** Base64, as WireGuard's tools take it. */
  readonly privateKey: string;
  readonly publicKey: string;
  readonly slot: Slot;
  /** When it came into use; of the next one: when it was made. */
  readonly since: Instant;
}

export interface Keyring {
  readonly current: TunnelKey;
  /** Announced, not in use yet. */
  readonly next?: TunnelKey;
  /** No longer in use here; peers that have not heard of the current one still use it. */
  readonly previous?: TunnelKey;
}

export type KeyPair = Pick<TunnelKey, "privateKey" | "publicKey">;

export interface RotationFacts {
  readonly now: Instant;
  readonly periodMs: number;
  /** The key of ours that all peers have, as the managers said last; empty: none. */
  readonly known: string;
  /** The peers (by key) that have lately shaken hands with the device of a slot. */
  readonly answering: Readonly<Record<Slot, ReadonlySet<string>>>;
}

export const ROTATIONS = ["announce", "switch", "retire"] as const;
export type Rotation = (typeof ROTATIONS)[number];

/** WireGuard's own Reject-After-Time: later, no session of the last handshake is left. */
export const SESSION_MS = 180_000;
/** How soon to look again while a key is coming, or going. */
const SOON_MS = 1_000;
const LATER_MS = 10_000;
/** A timer may not be set for weeks, and clocks are set anew. */
const LATEST_MS = 3_600_000;

export function newRing(pair: KeyPair, now: Instant): Keyring {
  return { current: { ...pair, slot: 0, since: now } };
}

export function keysOf({ current, next, previous }: Keyring): readonly TunnelKey[] {
  return [current, next, previous].filter((key) => key !== undefined);
}

/**
 * | case | next | previous | the current key is due | and                                   | then     |
 * | A    | no   | no       | yes                    |                                       | announce |
 * | B    | no   | yes      | yes                    | its device is needed                  | announce |
 * | C    | no   | yes      | no                     | out of use for long, and nobody calls | retire   |
 * | D    | yes  |          |                        | all have it, and answer it            | switch   |
 *
 * In D, whoever answers the current key must answer the next one: where its port is closed, the
 * key stays, and so do the connections.
 */
export function decideRotation(ring: Keyring, facts: RotationFacts): Rotation | undefined {
  const { current, next, previous } = ring;
  const { now, periodMs, known, answering } = facts;
  if (next !== undefined) {
    const answered = [...answering[current.slot]].every((peer) => answering[next.slot].has(peer));
    return known === next.publicKey && answered ? "switch" : undefined;
  }
  if (now - current.since >= periodMs) return "announce";
  if (previous === undefined || now - current.since < SESSION_MS) return undefined;
  return answering[previous.slot].size === 0 ? "retire" : undefined;
}

/** When to look at the ring again, if nothing else happens. */
export function lookAt({ current, next, previous }: Keyring, facts: RotationFacts): Instant {
  if (next !== undefined) return facts.now + SOON_MS;
  const due = Math.max(facts.now + SOON_MS, current.since + facts.periodMs);
  return Math.min(due, facts.now + (previous === undefined ? LATEST_MS : LATER_MS));
}

/** `fresh` is the key pair to announce, and else idle. */
export function rotate(ring: Keyring, step: Rotation, now: Instant, fresh: KeyPair): Keyring {
  const { current, next } = ring;
  switch (step) {
    case "announce":
      return { current, next: { ...fresh, slot: current.slot === 0 ? 1 : 0, since: now } };
    case "switch":
      if (next === undefined) return ring;
      return { current: { ...next, since: now }, previous: current };
    case "retire":
      return { current };
  }
}

/** Undefined: not a ring. */
export function parseRing(text: string): Keyring | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined; // cut short
  }
  const ring = read as Partial<Keyring> | null;
  if (typeof ring !== "object" || ring === null || !isKey(ring.current)) return undefined;
  const { current, next, previous } = ring;
  if (next !== undefined) return isKey(next) ? { current, next } : undefined;
  if (previous !== undefined) return isKey(previous) ? { current, previous } : undefined;
  return { current };
}

const BASE64_KEY = /^[A-Za-z0-9+/]{43}=$/;

function isKey(key: TunnelKey | undefined): key is TunnelKey {
  return (
    typeof key === "object" &&
    BASE64_KEY.test(key.privateKey) &&
    BASE64_KEY.test(key.publicKey) &&
    (key.slot === 0 || key.slot === 1) &&
    Number.isFinite(key.since)
  );
}
