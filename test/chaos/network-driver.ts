/** Machines with a network of their own on this one, without engines: see test/lib/hosts. */
import { Lan, Station } from "../lib/hosts/lan.ts";
import { Sandbox } from "../lib/hosts/sandbox.ts";

export class ChaosNetwork {
  readonly machines: readonly Station[];
  readonly #sandbox = new Sandbox();
  readonly #lan: Lan;

  constructor(count: number) {
    try {
      this.#lan = new Lan(this.#sandbox);
      const numbers = Array.from({ length: count }, (_, index) => index + 1);
      this.machines = numbers.map((number) => new Station(this.#sandbox, `m${number}`, number));
      for (const machine of this.machines) this.#lan.attach(machine);
    } catch (error) {
      this.#sandbox.remove();
      throw error;
    }
  }

  /** Goes with the network, and whatever runs or is mounted below it. */
  get folder(): string {
    return this.#sandbox.folder;
  }

  /** Pulls the plug, or puts it back. */
  cut(machine: Station, cut: boolean): void {
    this.#lan.plug(machine, !cut);
  }

  /** These two do not hear each other, all others hear both. */
  split(a: Station, b: Station, split: boolean): void {
    if (split) this.#lan.block({ from: a, to: b }, { from: b, to: a });
    else this.#lan.unblock(a, b);
  }

  /** Never throws: whoever tears down goes on. */
  remove(): void {
    this.#sandbox.remove();
  }
}
