/**
 * The network between machines: directed links that lose, delay, repeat and overtake, and that
 * can be cut one way. What speaks TCP (streams) keeps its order and waits out a cut.
 */
import type { World } from "./world.ts";

export class Network {
  readonly #world: World;
  /** How many cuts a link is part of: each heals on its own. */
  readonly #cuts = new Map<string, number>();
  /** Shares of messages; 0 when the network is well. */
  loss = 0;
  repeat = 0;
  /** Share of messages that take up to this many milliseconds more, and so overtake. */
  late = { share: 0, ms: 0 };

  constructor(world: World) {
    this.#world = world;
  }

  /** Cuts these links, `from>to` each, until the returned function is called. */
  cut(links: readonly string[]): () => void {
    const add = (change: number): void => {
      for (const link of links) this.#cuts.set(link, (this.#cuts.get(link) ?? 0) + change);
    };
    add(1);
    return () => add(-1);
  }

  calm(): void {
    this.loss = 0;
    this.repeat = 0;
    this.late = { share: 0, ms: 0 };
  }

  open(from: string, to: string): boolean {
    return (this.#cuts.get(`${from}>${to}`) ?? 0) === 0;
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
