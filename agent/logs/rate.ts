/** How fast may this node publish logs? A bucket that fills with time and is emptied by bytes. */
import type { Instant } from "../../shared/clock.ts";

export class ByteRate {
  readonly #bytesPerSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: Instant;

  constructor(bytesPerSecond: number, burst: number, now: Instant) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** Takes `bytes` and says how long to wait before the next ones; 0 while within the rate. */
  take(bytes: number, now: Instant): number {
    const elapsedMs = Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsedMs * this.#bytesPerSecond) / 1_000);
    this.#tokens -= bytes;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens * 1_000) / this.#bytesPerSecond);
  }
}
