/**
 * Machines with a network of their own on this one: a namespace each, and one with the bridge that
 * joins them. Nothing of it can be reached from outside, and nothing outside is changed.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { findCommand } from "../lib/machine.ts";

const PREFIX = "10.77.0";

export interface Machine {
  readonly index: number;
  readonly namespace: string;
  readonly address: string;
}

export class ChaosNetwork {
  readonly machines: readonly Machine[];
  readonly #switch: string;

  /** @param name unique on this machine, and short: names of interfaces are. */
  constructor(name: string, count: number) {
    this.#switch = `${name}-sw`;
    this.machines = Array.from({ length: count }, (_, index) => ({
      index,
      namespace: `${name}-m${index + 1}`,
      address: `${PREFIX}.${index + 1}`,
    }));
  }

  create(): void {
    ip("netns", "add", this.#switch);
    ip("-n", this.#switch, "link", "add", "br0", "type", "bridge");
    ip("-n", this.#switch, "link", "set", "br0", "up");
    for (const { namespace, address, index } of this.machines) {
      const port = portOf(index);
      ip("netns", "add", namespace);
      ip("-n", namespace, "link", "set", "lo", "up");
      const peer = ["peer", "name", port, "netns", this.#switch];
      ip("-n", namespace, "link", "add", "eth0", "type", "veth", ...peer);
      ip("-n", namespace, "addr", "add", `${address}/24`, "dev", "eth0");
      ip("-n", namespace, "link", "set", "eth0", "up");
      ip("-n", this.#switch, "link", "set", port, "master", "br0", "up");
    }
  }

  /** Pulls the plug, or puts it back. */
  cut(machine: Machine, cut: boolean): void {
    ip("-n", this.#switch, "link", "set", portOf(machine.index), cut ? "down" : "up");
  }

  /** These two do not hear each other, all others hear both. */
  split(a: Machine, b: Machine, split: boolean): void {
    const change = split ? "replace" : "del";
    ip("-n", a.namespace, "route", change, "blackhole", `${b.address}/32`);
    ip("-n", b.namespace, "route", change, "blackhole", `${a.address}/32`);
  }

  /** Interfaces go with their namespaces. Never throws: whoever tears down goes on. */
  remove(): void {
    for (const namespace of [...this.machines.map((one) => one.namespace), this.#switch]) {
      const { status } = spawnSync(ipCommand(), ["netns", "del", namespace], { stdio: "ignore" });
      if (status !== 0) rmSync(`/run/netns/${namespace}`, { force: true });
    }
  }
}

function portOf(index: number): string {
  return `port${index + 1}`;
}

function ipCommand(): string {
  return findCommand("ip") ?? "ip";
}

function ip(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(ipCommand(), args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip ${args.join(" ")}: ${stderr}`);
}
