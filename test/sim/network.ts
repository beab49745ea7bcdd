/**
 * The network between machines: directed links that lose, delay, repeat and overtake, and that
 * can be cut one way. What speaks TCP (streams) keeps its order and waits out a cut.
 */
import type { World } from "./world.ts";

export class Network {
  readonly #world: World;
  readonly #cut = new Set<string>();
  /** Shares of messages; 0 when the network is well. */
  loss = 0;
  repeat = 0;
  /** Share of messages that take up to this many milliseconds more, and so overtake. */
  late = { share: 0, ms: 0 };

  constructor(world: World) {
    this.#world = world;
  }

  cut(from: string, to: string): void {
    this.#cut.add(`${from}>${to}`);
  }

  /** Everything passes again. */
  heal(): void {
    this.#cut.clear();
    this.loss = 0;
    this.repeat = 0;
    this.late = { share: 0, ms: 0 };
  }

  mend(): void {
    this.#cut.clear();
  }

  open(from: string, to: string): boolean {
    return !this.#cut.has(`${from}>${to}`);
  }

  openBothWays(a: string, b: string): boolean {
    return this.open(a, b) && this.open(b, a);
  }

  delayMs(): number {
    const { share, ms } = this.late;
    const extra = share > 0 && this.#world.chance(share) ? this.#world.between(0, ms) : 0;
    return this.#world.between(0.2, 2) + extra;
  }

  /** A datagram, so to say: arrives never, once or twice, at any time. */
  send(from: string, to: string, arrive: () => void): void {
    if (!this.open(from, to)) return;
    if (this.loss > 0 && this.#world.chance(this.loss)) return;
    const copies = this.repeat > 0 && this.#world.chance(this.repeat) ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      this.#world.after(this.delayMs(), () => {
        // A cut also loses what is under way.
        if (this.open(from, to)) arrive();
      });
    }
  }
}
