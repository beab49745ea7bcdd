/** How connections are spread over a service's backends: slots of one nftables map. */

/** An address, or with `port` the one port of a process on its host's network. */
export interface Target {
  /** Bare. */
  readonly address: string;
  readonly port: number;
}

/**
 * Slots in order. A backend that stays keeps its slot where it can, so that a change of one backend
 * changes two slots: whoever leaves is replaced by the last.
 */
export function assignSlots(
  before: readonly string[],
  wanted: readonly string[],
  salt: string,
): readonly string[] {
  const missing = new Set(wanted);
  const slots = before.map((one) => (missing.delete(one) ? one : undefined));
  // At first in another order on every client, so that the first request of each goes elsewhere.
  const added = [...missing].sort((a, b) => hash(salt + a) - hash(salt + b) || (a < b ? -1 : 1));
  const kept: string[] = [];
  let end = slots.length;
  for (let at = 0; at < end; at++) {
    let one = slots[at] ?? added.shift();
    while (one === undefined && --end > at) one = slots[end];
    if (one !== undefined) kept.push(one);
  }
  return [...kept, ...added];
}

/** So many that shares differ by little, and a power of two. */
export const STICKY_SLOTS = 256;

/**
 * By rendezvous: each slot goes to the backend with the greatest hash with it, so that only the
 * slots of a backend that leaves move.
 */
export function stickySlots(
  targets: readonly string[],
  before: readonly string[] = [],
): readonly string[] {
  if (targets.length === 0) return [];
  const seen = new Set(before);
  const same = seen.size === targets.length && targets.every((one) => seen.has(one));
  if (same && before.length === STICKY_SLOTS) return before;
  return Array.from({ length: STICKY_SLOTS }, (_, slot) =>
    targets.reduce((best, one) => {
      const order = hash(`${slot}/${one}`) - hash(`${slot}/${best}`);
      return order > 0 || (order === 0 && one > best) ? one : best;
    }),
  );
}

const ZONES = 65_535;

/** A conntrack zone of a target's own, as good as surely; 0 is everybody's. */
export const zoneOf = (target: string): number => 1 + (hash(target) % ZONES);

/** FNV-1a with a final mix: its low bits alone are too alike for texts that differ at the end. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
