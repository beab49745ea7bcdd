/**
 * Machines' networks on this machine: a namespace for each, and one in the middle with the bridge
 * that joins them, which also routes to a second network. Nothing of it can be reached from
 * outside, and nothing outside is changed.
 *
 *   host-1 ─┐
 *   host-2 ─┼─ bridge 203.0.113.254 ── router ── 198.51.100.254 ── outsider
 *   client ─┘
 */
import { spawnSync } from "node:child_process";
import { type CommandResult, runCommand } from "../cluster.ts";
import { findCommand } from "../machine.ts";
import type { Sandbox } from "./sandbox.ts";

// Addresses set aside for documentation: no engine's and no overlay's pool contains them.
const INSIDE = { v4: "203.0.113", v6: "2001:db8:1::" };
const OUTSIDE = { v4: "198.51.100", v6: "2001:db8:2::" };
const ROUTER = 254;

/** As systemd sets them on today's distributions; the rest are the kernel's own defaults. */
const HOST_SETTINGS = [
  "net.ipv4.ip_forward=0",
  "net.ipv4.conf.all.rp_filter=2",
  "net.ipv4.conf.default.rp_filter=2",
];
const ROUTER_SETTINGS = [
  "net.ipv4.ip_forward=1",
  "net.ipv6.conf.all.forwarding=1",
  "net.ipv4.conf.all.rp_filter=0",
  // Refusals that are not answered count as lost packets, which are waited for.
  "net.ipv4.icmp_ratelimit=0",
  "net.ipv6.icmp.ratelimit=0",
  // What crosses the switch is not for its own rules.
  "net.bridge.bridge-nf-call-iptables=0",
  "net.bridge.bridge-nf-call-ip6tables=0",
];

/** One end of a cable: a namespace with an address on one of the two networks. */
export class Station {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly address6: string;
  readonly mac: string;
  /** The cable's other end, in the switch. */
  readonly port: string;
  readonly inside: boolean;

  constructor(sandbox: Sandbox, name: string, number: number, inside = true) {
    const net = inside ? INSIDE : OUTSIDE;
    this.name = name;
    this.namespace = sandbox.namespace(name);
    this.address = `${net.v4}.${number}`;
    this.address6 = `${net.v6}${number}`;
    this.mac = `02:00:00:00:0${inside ? 1 : 2}:${number.toString(16).padStart(2, "0")}`;
    this.port = `${inside ? "in" : "out"}${number}`;
    this.inside = inside;
  }

  /** The words before a command that is to run here. */
  get enter(): readonly string[] {
    return enter(this.namespace);
  }

  run(command: string, ...args: readonly string[]): Promise<CommandResult> {
    const [nsenter = "", ...words] = [...this.enter, findCommand(command) ?? command, ...args];
    return runCommand(nsenter, words);
  }

  /** The same, which must succeed: its standard output, trimmed. */
  async runOk(command: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, ...args);
    if (code === 0) return stdout.trim();
    throw new Error(`${this.name}: ${command} ${args.join(" ")}: exit ${code}\n${stdout}${stderr}`);
  }

  /** The body of what is at the URL; throws when there is none within two seconds. */
  curl(url: string, ...flags: readonly string[]): Promise<string> {
    return this.runOk("curl", "-gsS", "--fail", "--noproxy", "*", "--max-time", "2", ...flags, url);
  }
}

/** What does not get through, silently: from one, to one, or only from one to the other. */
interface Fault {
  readonly from?: Station;
  readonly to?: Station;
}

export class Lan {
  readonly #switch: string;
  #faults: readonly Fault[] = [];

  constructor(sandbox: Sandbox) {
    this.#switch = sandbox.namespace("switch");
    ip("netns", "add", this.#switch);
    configure(this.#switch, ROUTER_SETTINGS);
    this.#batch([
      "link set lo up",
      "link add br0 type bridge",
      "link set br0 up",
      ...addresses(INSIDE, ROUTER, "br0"),
      // The router stands for the rest of the world, and refuses at once. That it were not
      // reachable would not do: a resolver's socket ignores it, and waits.
      "route add local 0.0.0.0/0 dev lo table main",
      "route add local ::/0 dev lo table main",
    ]);
  }

  /** Makes the station's namespace, plugged in. */
  attach(station: Station): void {
    const { namespace, port, inside, mac } = station;
    ip("netns", "add", namespace);
    configure(namespace, HOST_SETTINGS);
    this.#batch([`link add ${port} type veth peer name eth0 netns ${namespace} address ${mac}`]);
    const net = inside ? INSIDE : OUTSIDE;
    const router = inside ? [`link set ${port} master br0`] : addresses(OUTSIDE, ROUTER, port);
    this.#batch([...router, `link set ${port} up`]);
    batch(namespace, [
      "link set lo up",
      "link set eth0 up",
      ...addresses(net, Number(station.address.split(".")[3]), "eth0"),
      `route add default via ${net.v4}.${ROUTER}`,
      `route add default via ${net.v6}${ROUTER}`,
    ]);
    if (this.#faults.length > 0) this.#program();
  }

  /** Before its namespace is removed: the kernel would take its time with the cable. */
  detach({ port }: Station): void {
    spawnSync(ipCommand(), ["-n", this.#switch, "link", "del", port], { stdio: "ignore" });
  }

  /** Pulls the cable, which its owner can see, or puts it back. */
  plug({ port }: Station, plugged: boolean): void {
    this.#batch([`link set ${port} ${plugged ? "up" : "down"}`]);
  }

  /** Adds faults, which nobody is told of: packets are lost. */
  block(...faults: readonly Fault[]): void {
    this.#faults = [...this.#faults, ...faults];
    this.#program();
  }

  /** Removes all faults that a station has a part in; of two, those between them. */
  unblock(one: Station, other?: Station): void {
    const names = (fault: Fault, station: Station): boolean =>
      fault.from === station || fault.to === station;
    const stays = (fault: Fault): boolean =>
      !names(fault, one) || (other !== undefined && !names(fault, other));
    this.#faults = this.#faults.filter(stays);
    this.#program();
  }

  #program(): void {
    const chains = this.#faults.map(({ from, to }, index) => {
      const device = to?.port ?? from?.port ?? "";
      const match = to !== undefined && from !== undefined ? `ether saddr ${from.mac} ` : "";
      const hook = `type filter hook ${to === undefined ? "ingress" : "egress"} device "${device}"`;
      return `chain c${index} {\n ${hook} priority 0\n ${match}drop\n }`;
    });
    const table = `table netdev faults {\n${chains.join("\n")}\n}\n`;
    // Declared first, so that there is one to delete; all of it is one transaction.
    const rules = `table netdev faults\ndelete table netdev faults\n${table}`;
    const [nsenter = "", ...words] = [...enter(this.#switch), findCommand("nft") ?? "nft"];
    must(nsenter, [...words, "-f", "-"], rules);
  }

  #batch(lines: readonly string[]): void {
    batch(this.#switch, lines);
  }
}

function addresses(net: typeof INSIDE, number: number, device: string): readonly string[] {
  return [
    `addr add ${net.v4}.${number}/24 dev ${device}`,
    // At once, without asking whether somebody has it.
    `addr add ${net.v6}${number}/64 dev ${device} nodad`,
  ];
}

function enter(namespace: string): readonly string[] {
  return [findCommand("nsenter") ?? "nsenter", `--net=/run/netns/${namespace}`];
}

function configure(namespace: string, settings: readonly string[]): void {
  const [nsenter = "", ...words] = [...enter(namespace), findCommand("sysctl") ?? "sysctl"];
  must(nsenter, [...words, "-q", "-w", ...settings]);
}

function batch(namespace: string, lines: readonly string[]): void {
  must(ipCommand(), ["-n", namespace, "-batch", "-"], `${lines.join("\n")}\n`);
}

function ip(...args: readonly string[]): void {
  must(ipCommand(), args);
}

function ipCommand(): string {
  return findCommand("ip") ?? "ip";
}

function must(command: string, args: readonly string[], input = ""): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", input });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}\n${input}`);
}
