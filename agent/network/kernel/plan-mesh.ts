/**
 * The host's table: published ports lead to ready tasks on the ingress network, wherever they run.
 *
 * The node that is asked only rewrites the destination, so the task sees the client's address. The
 * task's node marks a connection by the hardware address it came from, and its replies go back to
 * the node that was asked (plan-returns.ts), which alone can rewrite them. Where replies would find
 * another way, the node that is asked puts its own address in place of the client's.
 */

import { formatIp, parseIp } from "../../../shared/ip.ts";
import { zoneOf } from "./balancer.ts";
import { MARK_FORWARDED, MARK_MASK, MARK_MASQUERADED, MARK_RETURN, TABLE } from "./names.ts";
import { emptyTable, type NftChain, type NftSet, type NftTable } from "./nft-table.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { NO_RETURNS, planReturns, type Returns } from "./plan-returns.ts";
import { type Balanced, balance, isSticky } from "./plan-virtual.ts";
import { isIpv6, type Member, type PublishedPort, type World, type WorldService } from "./world.ts";

export const CLIENT_IP_LABEL = "skep.ingress.client-ip";
/** One address of the host's, as `127.0.0.1`, that ingress ports are published on. */
export const ADDRESS_LABEL = "skep.publish.address";

export interface MeshPlan {
  readonly table: NftTable;
  /** What sends replies back to the nodes that were asked. */
  readonly returns: NftTable;
  /** Keys of the ports that were asked for, taken or not. */
  readonly ports: ReadonlySet<string>;
  readonly slots: ReadonlyMap<string, readonly string[]>;
}

export interface MeshWish {
  readonly world: World;
  readonly overlays: readonly OverlayPlan[];
  /** Keys (see portKey) that something else on the host listens on. */
  readonly taken: ReadonlySet<string>;
  readonly stack: string;
  readonly salt: string;
}

export const NO_MESH: MeshPlan = {
  table: emptyTable(TABLE),
  returns: NO_RETURNS.table,
  ports: new Set(),
  slots: new Map(),
};

type Family = "v4" | "v6";
const FAMILIES = ["v4", "v6"] as const;
const NFT = { v4: "ip", v6: "ip6" } as const;
const TYPE = { v4: "ipv4_addr", v6: "ipv6_addr" } as const;
export const portKey = (port: PublishedPort): string => `${port.protocol} . ${port.publishedPort}`;

/** Every port that the mesh answers on, taken or not. */
export function meshPorts(world: World): readonly string[] {
  return [...new Set(published(world).map(({ port }) => portKey(port)))].toSorted();
}

function published(
  world: World,
): readonly { readonly service: WorldService; readonly port: PublishedPort }[] {
  return world.services.flatMap((service) =>
    service.ports
      .filter((port) => port.ingress && port.publishedPort > 0)
      .map((port) => ({ service, port })),
  );
}

export function planMesh(wish: MeshWish, before: MeshPlan): MeshPlan {
  const ingress = wish.overlays.find((overlay) => overlay.ingress);
  const build = new MeshBuilder(wish, before);
  if (ingress !== undefined) {
    const networkId = ingress.id;
    const members = readyByService(wish.world, networkId);
    for (const { service, port } of published(wish.world)) {
      if (wish.taken.has(portKey(port))) continue;
      build.addPort(service, port, members.get(service.id) ?? []);
    }
  }
  build.addOverlays();
  return build.finish(ingress);
}

function readyByService(world: World, networkId: string): ReadonlyMap<string, readonly Member[]> {
  const lists = new Map<string, Member[]>();
  for (const member of world.members) {
    if (!member.ready || member.networkId !== networkId) continue;
    const list = lists.get(member.serviceId);
    if (list === undefined) lists.set(member.serviceId, [member]);
    else list.push(member);
  }
  return lists;
}

class MeshBuilder {
  readonly #wish: MeshWish;
  readonly #before: MeshPlan;
  readonly #sets = new Map<string, NftSet>();
  readonly #chains = new Map<string, NftChain>();
  readonly #slots = new Map<string, readonly string[]>();
  readonly #ports = { any: new Map<string, string>(), v4: newMap(), v6: newMap() };
  readonly #zoned = new Map<string, string>();
  readonly #forward: string[] = [];
  readonly #egress: string[] = [];

  constructor(wish: MeshWish, before: MeshPlan) {
    this.#wish = wish;
    this.#before = before;
  }

  addPort(service: WorldService, port: PublishedPort, members: readonly Member[]): void {
    const key = `${port.protocol}_${port.publishedPort}`;
    const masked = ["off", "false", "0", "no"].includes(service.labels[CLIENT_IP_LABEL] ?? "");
    const mark = masked ? MARK_MASQUERADED : MARK_FORWARDED;
    const at = addressOf(service);
    // Not an address, in spite of the managers: one service must not keep the table from all.
    if (at === undefined) return;
    const rules: string[] = [];
    const zones: string[] = [];
    for (const family of FAMILIES) {
      const targets = targetsOf(members, port, family);
      if (targets.length === 0) continue;
      const name = `b_${family}_${key}`;
      const stick = stickTo(port, isSticky(service), family);
      const how = { before: this.#before.slots.get(name) ?? [], stick, salt: this.#wish.salt };
      const balanced = balance(name, `${NFT[family]} daddr . ${port.protocol} dport`, targets, how);
      this.#sets.set(name, balanced.set);
      this.#slots.set(name, balanced.slots);
      rules.push(
        `meta nfproto ip${family} meta l4proto ${port.protocol} ct mark set ${mark} ` +
          `dnat ${NFT[family]} to ${balanced.pick}`,
      );
      if (port.protocol === "udp") zones.push(this.#zones(name, family, balanced));
    }
    if (zones.length > 0) {
      this.#chains.set(`z_${key}`, { hook: "", rules: zones });
      this.#zoned.set(String(port.publishedPort), `goto z_${key}`);
    }
    // Nobody to go to: the host's own answer, which refuses at once.
    if (rules.length === 0) return;
    this.#chains.set(`p_${key}`, { hook: "", rules });
    const verdict = `goto p_${key}`;
    if (at === "") this.#ports.any.set(portKey(port), verdict);
    else this.#ports[isIpv6(at) ? "v6" : "v4"].set(`${at} . ${portKey(port)}`, verdict);
  }

  /**
   * Conntrack remembers datagrams for as long as they keep coming, wherever they went at first: to
   * a backend that is gone, or to this host when there was none. A zone for each backend, known
   * before conntrack looks, leads away from there, and nobody else's datagrams change their way.
   */
  #zones(name: string, family: Family, { slots, by }: Balanced): string {
    const elements = new Map(slots.map((target, slot) => [String(slot), String(zoneOf(target))]));
    this.#sets.set(`z_${name}`, map("typeof numgen inc mod 65536 : ct zone", elements));
    return `meta nfproto ip${family} ct original zone set ${by} map @z_${name}`;
  }

  addOverlays(): void {
    for (const { bridge, internal, subnets, ways } of this.#wish.overlays) {
      const forwarded = `ct mark and ${MARK_MASK} != ${MARK_FORWARDED}`;
      const own = bridgesOf([bridge, ...ways.map((way) => way.bridge)]);
      if (internal) {
        this.#forward.push(`iifname "${bridge}" oifname != ${own} drop`);
        this.#forward.push(`oifname "${bridge}" iifname != ${own} drop`);
        continue;
      }
      // Overlays are apart, whatever the engine does for IPv6.
      this.#forward.push(
        `iifname "${bridge}" oifname "skb*" oifname != ${own} ${forwarded} ct state new drop`,
      );
      for (const { subnet } of subnets) {
        const nft = isIpv6(subnet) ? "ip6" : "ip";
        this.#egress.push(
          `${nft} saddr ${subnet} oifname != "skb*" fib saddr type != local masquerade`,
        );
      }
    }
  }

  finish(ingress: OverlayPlan | undefined): MeshPlan {
    const returns = planReturns(ingress, this.#wish.world, this.#wish.stack);
    this.#declareSets(returns);
    const { any } = this.#ports;
    const lookups = [
      "ip daddr . meta l4proto . th dport vmap @ports_v4",
      "ip6 daddr . meta l4proto . th dport vmap @ports_v6",
      // There is no way back to ::1 from a bridge: refused at once, clients go on to 127.0.0.1.
      "ip6 daddr ::1 return",
      "fib daddr type local meta l4proto . th dport vmap @ports",
    ];
    this.#sets.set("ports", map("type inet_proto . inet_service : verdict", any));
    const nat = (hook: string): NftChain => ({
      // Before the engine's own, which are at -100.
      hook: `type nat hook ${hook} priority -110; policy accept;`,
      rules: lookups,
    });
    this.#chains.set("asked", nat("prerouting"));
    this.#chains.set("asked_here", nat("output"));
    // What costs least comes first: all packets pass here.
    const zone = "meta l4proto udp fib daddr type local udp dport vmap @zones";
    const early = (hook: string, rules: readonly string[]): NftChain => ({
      hook: `type filter hook ${hook} priority -300; policy accept;`,
      rules,
    });
    this.#chains.set("early", early("prerouting", [zone, ...lockOut(ingress)]));
    this.#chains.set("early_here", early("output", [zone]));
    this.#chains.set("returning", {
      hook: "type filter hook prerouting priority -150; policy accept;",
      rules: ingress === undefined ? [] : returning(ingress),
    });
    this.#chains.set("forward", {
      hook: "type filter hook forward priority 0; policy accept;",
      rules: this.#forward,
    });
    this.#chains.set("leaving", {
      // Before the engine's masquerading, which is at 100.
      hook: "type nat hook postrouting priority 90; policy accept;",
      rules: [...(ingress === undefined ? [] : leaving(ingress)), ...this.#egress],
    });
    return {
      table: { name: TABLE, sets: this.#sets, chains: this.#chains },
      returns: returns.table,
      ports: new Set(meshPorts(this.#wish.world)),
      slots: this.#slots,
    };
  }

  #declareSets({ marks }: Returns): void {
    for (const family of FAMILIES) {
      const type = `type ${TYPE[family]} . inet_proto . inet_service : verdict`;
      this.#sets.set(`ports_${family}`, map(type, this.#ports[family]));
    }
    this.#sets.set("zones", map("type inet_service : verdict", this.#zoned));
    this.#sets.set("peers", map("type ether_addr : mark", marks));
  }
}

const newMap = (): Map<string, string> => new Map();
const map = (type: string, elements: ReadonlyMap<string, string>): NftSet => ({
  kind: "map",
  type,
  elements,
});

/** One network's, all of whose segments it is. */
function bridgesOf(bridges: readonly string[]): string {
  const quoted = bridges.toSorted().map((bridge) => `"${bridge}"`);
  return quoted.length === 1 ? quoted.join() : `{ ${quoted.join(", ")} }`;
}

/** The one of the host's that its ports are published on; empty: all. */
function addressOf({ labels }: WorldService): string | undefined {
  const text = labels[ADDRESS_LABEL] ?? "";
  if (text === "") return "";
  const address = parseIp(text);
  if (address === undefined) return undefined;
  return address.bits === 0n ? "" : formatIp(address);
}

/** What decides which backend a packet goes to; empty: one after the other. */
function stickTo(port: PublishedPort, sticky: boolean, family: Family): string {
  const client = `${NFT[family]} saddr`;
  if (sticky) return client;
  return port.protocol === "udp" ? `${client} . udp sport` : "";
}

/** Address and port of each ready task; a process of a host has its ports there. */
function targetsOf(
  members: readonly Member[],
  port: PublishedPort,
  family: Family,
): readonly string[] {
  const fits = (address: string): boolean => isIpv6(address) === (family === "v6");
  return members.flatMap((member) => {
    if (member.hostAddr === "") {
      return member.addresses.filter(fits).map((address) => `${address} . ${port.targetPort}`);
    }
    if (!fits(member.hostAddr)) return [];
    return member.hostPorts
      .filter((one) => one.protocol === port.protocol && one.targetPort === port.targetPort)
      .map((one) => `${member.hostAddr} . ${one.publishedPort}`);
  });
}

/** Loopback addresses are routable on the ingress bridge, but no container may use that. */
function lockOut({ bridge }: Partial<OverlayPlan> = {}): readonly string[] {
  return bridge === undefined ? [] : [`iifname "${bridge}" ip daddr 127.0.0.0/8 drop`];
}

function subnetsOf(ingress: OverlayPlan, family: Family): string {
  const subnets = ingress.subnets
    .map(({ subnet }) => subnet)
    .filter((subnet) => isIpv6(subnet) === (family === "v6"));
  // A set costs a packet more than a comparison.
  return subnets.length < 2 ? subnets.join() : `{ ${subnets.join(", ")} }`;
}

/** All packets pass here, and most of those of the bridge belong to connections: what is rare last. */
function returning(ingress: OverlayPlan): readonly string[] {
  const mine = `ct mark and ${MARK_MASK} == ${MARK_RETURN}`;
  const marks = FAMILIES.flatMap((family) => {
    const own = subnetsOf(ingress, family);
    if (own === "") return [];
    const mark = `${NFT[family]} saddr != ${own} ct mark set ether saddr map @peers`;
    // One who asks another node from the same port is answered by that one.
    return [`ct state new ${mark}`, `meta l4proto udp ct direction original ${mark}`];
  });
  return [
    `iifname != "${ingress.bridge}" accept`,
    `ct direction reply ${mine} meta mark set ct mark accept`,
    ...marks,
  ];
}

function leaving(ingress: OverlayPlan): readonly string[] {
  const { bridge } = ingress;
  const forwarded = `ct mark ${MARK_FORWARDED}`;
  const rules = [
    `ct mark ${MARK_MASQUERADED} masquerade`,
    // To a process of another host, whose replies know no way through us.
    `${forwarded} oifname != { "${bridge}", "lo" } masquerade`,
    `${forwarded} ip saddr 127.0.0.0/8 masquerade`,
  ];
  for (const family of FAMILIES) {
    const nft = NFT[family];
    const own = subnetsOf(ingress, family);
    if (own === "") continue;
    // A task that asks: the other task would answer it directly.
    rules.push(`${forwarded} ${nft} saddr ${own} masquerade`);
  }
  return rules;
}
