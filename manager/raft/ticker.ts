/**
 * Raft's clock ticks. Never several at once: time in which this thread stood still is not time
 * in which a leader was silent, and what waits in the sockets is read before the late tick.
 */
import type { Clock, Timer } from "../../shared/clock.ts";

export interface TickerPorts {
  readonly clock: Clock;
  readonly defer: (run: () => void) => void;
  readonly tickMs: number;
  readonly tick: () => void;
  readonly stalled: () => void;
}

export class Ticker {
  readonly #ports: TickerPorts;
  #timer: Timer | undefined;
  #nextMs = 0;
  #stopped = false;

  constructor(ports: TickerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#nextMs = this.#ports.clock.now() + this.#ports.tickMs;
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #arm(): void {
    const { clock, defer, tickMs, tick, stalled } = this.#ports;
    this.#timer = clock.after(Math.max(0, this.#nextMs - clock.now()), () => {
      if (this.#stopped) return;
      if (clock.now() - this.#nextMs > tickMs) {
        stalled();
        this.#nextMs = clock.now() + tickMs;
        defer(tick);
      } else {
        this.#nextMs += tickMs;
        tick();
      }
      this.#arm();
    });
  }
}
