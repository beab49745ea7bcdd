/**
 * The network namespace that tunnels are in. WireGuard devices are moved there, and keep the UDP
 * socket of the namespace that they were made in; VXLAN devices are made from there, and live on
 * the host. So VXLAN packets have no other way out than a tunnel, nor in.
 */
import { rmSync } from "node:fs";
import { NetCommands } from "../kernel/commands-driver.ts";
import { type LinkView, parseList } from "../kernel/links.ts";
import { isVxlan } from "../kernel/names.ts";
import { tunnelNamespace } from "./plan-tunnel.ts";

const FOLDER = "/run/netns";
const SETTINGS = ["all", "default"].map((part) => `net.ipv6.conf.${part}.disable_ipv6=0`);

export class TunnelSpace {
  /** In the space. */
  readonly commands: NetCommands;
  readonly name: string;
  readonly path: string;
  /** The file of the host's namespace, for `ip link … netns`. */
  readonly host: string;
  readonly #outside: NetCommands;

  /** `outside`: on the host's namespace. */
  constructor(stack: string, outside: NetCommands) {
    this.name = tunnelNamespace(stack);
    this.path = `${FOLDER}/${this.name}`;
    this.#outside = outside;
    const entered = outside.enter.find((word) => word.startsWith("--net="));
    this.host = entered?.slice("--net=".length) ?? `/proc/${process.pid}/ns/net`;
    this.commands = new NetCommands(["nsenter", `--net=${this.path}`]);
  }

  async exists(signal: AbortSignal): Promise<boolean> {
    return (await this.commands.run("true", [], signal)).code === 0;
  }

  /** True: it was made anew. Whatever sends through one without a name leads nowhere, and goes. */
  async ensure(signal: AbortSignal): Promise<boolean> {
    if (await this.exists(signal)) return false;
    const text = await this.#outside.must("ip", ["-json", "link", "show"], signal);
    const lost = parseList<LinkView>(text).filter(
      ({ ifname, link_netnsid: apart }) => isVxlan(ifname) && apart !== undefined,
    );
    const gone = lost.map(({ ifname }) => `link del ${ifname}`);
    await this.#outside.ip(gone, signal);
    // A file without a namespace behind it, of before a reboot.
    rmSync(this.path, { force: true });
    await this.#outside.must("ip", ["netns", "add", this.name], signal);
    // Off on the host or not: the tunnels' own addresses are nobody else's.
    await this.commands.run("sysctl", ["-q", "-e", "-w", ...SETTINGS], signal);
    return true;
  }

  async remove(signal: AbortSignal): Promise<void> {
    if (!(await this.exists(signal))) return;
    await this.#outside.must("ip", ["netns", "del", this.name], signal);
  }
}
