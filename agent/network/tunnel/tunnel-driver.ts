/** Brings a TunnelPlan into force, in the tunnels' own namespace. */
import type { Clock } from "../../../shared/clock.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { NetCommands } from "../kernel/commands-driver.ts";
import { type LinkView, parseList } from "../kernel/links.ts";
import {
  birthOf,
  type DevicePlan,
  diffDevice,
  parseDump,
  type SeenDevice,
  type TunnelKind,
  type TunnelPlan,
} from "./plan-tunnel.ts";
import type { TunnelSpace } from "./space-driver.ts";
import { endUserspace, startUserspace } from "./userspace-driver.ts";

interface RouteView {
  readonly dst?: string;
  readonly dev?: string;
  readonly prefsrc?: string;
}

const PREFIX = "skw";

export class Tunnel {
  readonly #space: TunnelSpace;
  readonly #outside: NetCommands;
  readonly #clock: Clock;
  /** Device → peer → endpoint, as they were told last. */
  readonly #told = new Map<string, ReadonlyMap<string, string>>();

  constructor(space: TunnelSpace, outside: NetCommands, clock: Clock) {
    this.#space = space;
    this.#outside = outside;
    this.#clock = clock;
  }

  /** Idempotent: what is right already is not touched, and goes on. */
  async apply(plan: TunnelPlan, kind: TunnelKind, signal: AbortSignal): Promise<void> {
    const links = await this.#links(this.#space.commands, signal);
    for (const device of plan.devices) await this.#ensure(device, kind, links, signal);
    await this.#route(plan, signal);
    const wanted = new Set(plan.devices.map(({ name }) => name));
    for (const { ifname } of links) {
      if (ifname.startsWith(PREFIX) && !wanted.has(ifname)) await this.#remove(ifname, signal);
    }
  }

  /** Undefined: it is not there, or takes no orders. */
  async look(device: string, signal: AbortSignal): Promise<SeenDevice | undefined> {
    const shown = await this.#space.commands.run("wg", ["show", device, "dump"], signal);
    return shown.code === 0 ? parseDump(shown.stdout) : undefined;
  }

  async removeAll(signal: AbortSignal): Promise<void> {
    this.#told.clear();
    if (!(await this.#space.exists(signal))) return;
    for (const { ifname } of await this.#links(this.#space.commands, signal)) {
      if (ifname.startsWith(PREFIX)) await this.#remove(ifname, signal);
    }
    await this.#space.remove(signal);
  }

  async #links(commands: NetCommands, signal: AbortSignal): Promise<readonly LinkView[]> {
    return parseList(await commands.must("ip", ["-json", "addr", "show"], signal));
  }

  async #ensure(
    plan: DevicePlan,
    kind: TunnelKind,
    links: readonly LinkView[],
    signal: AbortSignal,
  ): Promise<void> {
    const { name, address, mtu } = plan;
    let link = links.find(({ ifname }) => ifname === name);
    let seen = link === undefined ? undefined : await this.look(name, signal);
    if (seen === undefined) {
      await this.#make(name, kind, link !== undefined, signal);
      link = undefined;
      this.#told.delete(name);
      seen = { privateKey: "", port: 0, peers: new Map() };
    }
    const told = this.#told.get(name) ?? new Map();
    const { words, input } = diffDevice(plan, seen, told, this.#clock.now());
    this.#told.delete(name);
    if (words.length > 0) await this.#set(name, words, input, signal);
    const right =
      link?.mtu === mtu &&
      link.flags?.includes("UP") === true &&
      link.addr_info?.some(({ local }) => local === address) === true;
    if (!right) {
      const stale = (link?.addr_info ?? []).filter(({ local }) => local?.startsWith("fd"));
      await this.#space.commands.ip(
        [
          ...stale.map(({ local }) => `-6 addr del ${local}/128 dev ${name}`),
          `-6 addr add ${address}/128 dev ${name} nodad`,
          `-6 link set ${name} mtu ${mtu} up`,
        ],
        signal,
      );
    }
    this.#told.set(name, new Map(plan.peers.map(({ key, endpoint }) => [key, endpoint])));
  }

  /** `wg` reads a key from a file; ours is a socket, which cannot be opened by a name. */
  async #set(
    name: string,
    words: readonly string[],
    input: string,
    signal: AbortSignal,
  ): Promise<void> {
    const args = ["-c", 'cat | "$@"', "sh", "wg", "set", name, ...words];
    const { code, stderr } = await this.#space.commands.run("sh", args, signal, input);
    if (code === 0) return;
    throw new ClusterError("UNAVAILABLE", `wg set ${name}: ${stderr.trim()}`);
  }

  /** Made on the host, where its UDP socket stays, and moved. */
  async #make(name: string, kind: TunnelKind, broken: boolean, signal: AbortSignal): Promise<void> {
    if (broken) await this.#remove(name, signal);
    // One whose maker ended before it was moved.
    await this.#outside.ip([`link del ${name}`], signal);
    if (kind === "userspace") await startUserspace(name, this.#outside.enter, signal);
    for (const words of birthOf(name, kind, this.#space.path)) {
      await this.#outside.must("ip", words, signal);
    }
  }

  /** One route for all: from one packet to the next they leave by another device. */
  async #route({ out }: TunnelPlan, signal: AbortSignal): Promise<void> {
    const { commands } = this.#space;
    const text = await commands.must("ip", ["-6", "-json", "route", "show", "default"], signal);
    const routes = parseList<RouteView>(text);
    const right = routes.some(({ dev, prefsrc }) => dev === out.device && prefsrc === out.address);
    if (right && routes.length === 1) return;
    await commands.ip([`-6 route replace default dev ${out.device} src ${out.address}`], signal);
  }

  async #remove(name: string, signal: AbortSignal): Promise<void> {
    this.#told.delete(name);
    await this.#space.commands.ip([`link del ${name}`], signal);
    await endUserspace(name);
  }
}
