/**
 * Has everybody a node's next key? A node that rotates its WireGuard key goes over to the new one
 * when its peers know it already, so that nothing is lost meanwhile. Agents that hang hold it up
 * for a while only; those that are not connected do not at all.
 */
import type { Instant } from "../../shared/clock.ts";

const BOUND_MS = 60_000;

export class Announcement {
  #left = 0;
  #until: Instant | undefined;
  #over = false;
  readonly #onKnown: () => void;

  constructor(onKnown: () => void) {
    this.#onKnown = onKnown;
  }

  expect(): void {
    this.#left++;
  }

  answered(): void {
    this.#left--;
    this.settle();
  }

  /** Everybody who is to be waited for has been counted. */
  settle(): void {
    if (this.#left <= 0) this.#end();
  }

  /** The bound counts from the first look at the time. */
  sweep(now: Instant): void {
    this.#until ??= now + BOUND_MS;
    if (now >= this.#until) this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#onKnown();
  }
}
