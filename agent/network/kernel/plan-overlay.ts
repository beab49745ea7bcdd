/**
 * What does one overlay need on this node? The engine's network, the VXLAN device in its bridge,
 * and an entry for each address that is elsewhere: nothing is learned and nothing is flooded, so
 * what is not listed here cannot be reached.
 */
import { macOfIpv4, macOfIpv6 } from "../../../shared/network/mac.ts";
import type { Overlay } from "../segments.ts";
import { encryptedMtu } from "../tunnel/plan-tunnel.ts";
import { tunnelAddress } from "../tunnel/tunnel-address.ts";
import { bridgeName, engineNetworkName, vxlanName } from "./names.ts";
import { isIpv6, type Peer, type World } from "./world.ts";

/** Another segment of the same network. */
interface Way {
  readonly bridge: string;
  readonly subnets: Overlay["subnets"];
}

export interface OverlayPlan {
  /** The segment's. */
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly engineName: string;
  readonly bridge: string;
  readonly vxlan: string;
  readonly vni: number;
  readonly port: number;
  readonly mtu: number;
  /** The bridge's own hardware address: peers know it from its gateway address. */
  readonly mac: string;
  readonly subnets: Overlay["subnets"];
  readonly internal: boolean;
  readonly ingress: boolean;
  /** Its VXLAN packets go through the tunnels, and have no other way. */
  readonly encrypted: boolean;
  /** The underlay address that VXLAN packets come from; empty: the kernel chooses. */
  readonly local: string;
  readonly entries: OverlayEntries;
  /** Where else packets may go from here, through this host. Mostly none. */
  readonly ways: readonly Way[];
}

export interface OverlayEntries {
  /** Address elsewhere → hardware address. */
  readonly neighbours: ReadonlyMap<string, string>;
  /** Hardware address elsewhere → underlay address, or the tunnels'. */
  readonly forwards: ReadonlyMap<string, string>;
}

export interface Underlay {
  readonly stack: string;
  readonly address: string;
  readonly mtu: number;
  /** The kernel has IPv6, and it is not switched off. */
  readonly ipv6: boolean;
}

const DEFAULT_PORT = 4789;
/** Outer IP, UDP and VXLAN headers, and the inner Ethernet header. */
const VXLAN_BYTES = { v4: 50, v6: 70 };
const SMALLEST_MTU = 1280;
const MTU_OPTION = "com.docker.network.driver.mtu";

/** Null while the managers have not given this node an address there. */
export function planOverlay(
  overlay: Overlay,
  world: World,
  underlay: Underlay,
): OverlayPlan | null {
  const subnets = overlay.subnets.filter(({ gateway }) => gateway !== "");
  if (subnets.length === 0 || overlay.vni === 0) return null;
  const { id, networkId, name, internal, ingress, encrypted } = overlay;
  return {
    id,
    networkId,
    name,
    engineName: engineNetworkName(id),
    bridge: bridgeName(id),
    vxlan: vxlanName(id),
    vni: overlay.vni,
    port: overlay.dataPathPort || DEFAULT_PORT,
    mtu: mtuOf(overlay, underlay),
    mac: macOf(subnets.map(({ gateway }) => gateway)),
    subnets,
    internal,
    ingress,
    encrypted,
    local: encrypted ? "" : underlay.address,
    entries: entriesOf(overlay, world, underlay.stack),
    ways: world.networks
      .filter((other) => other.networkId === networkId && other.id !== id)
      .map((other) => ({ bridge: bridgeName(other.id), subnets: other.subnets })),
  };
}

function mtuOf(overlay: Overlay, underlay: Underlay): number {
  const asked = Number(overlay.options[MTU_OPTION] ?? "");
  if (Number.isInteger(asked) && asked > 0) return asked;
  const overIpv6 = isIpv6(underlay.address);
  if (overlay.encrypted) return Math.max(SMALLEST_MTU, encryptedMtu(underlay.mtu, overIpv6));
  const overhead = overIpv6 ? VXLAN_BYTES.v6 : VXLAN_BYTES.v4;
  return Math.max(SMALLEST_MTU, underlay.mtu - overhead);
}

/** One hardware address for all addresses of an interface: that of its IPv4 address, if it has one. */
export function macOf(addresses: readonly string[]): string {
  const ipv4 = addresses.filter((address) => !isIpv6(address)).toSorted()[0];
  if (ipv4 !== undefined) return macOfIpv4(ipv4);
  return macOfIpv6(addresses.toSorted()[0] ?? "");
}

/** Where packets for a peer's tasks go; empty: nowhere, as without a key in an encrypted network. */
function destinationOf({ encrypted }: Overlay, { addr, keys }: Peer): string {
  return encrypted ? (tunnelAddress(keys[0]?.key ?? "") ?? "") : addr;
}

function entriesOf(overlay: Overlay, world: World, stack: string): OverlayEntries {
  const neighbours = new Map<string, string>();
  const forwards = new Map<string, string>();
  const add = (addresses: readonly string[], underlay: string): void => {
    if (addresses.length === 0 || underlay === "") return;
    const mac = macOf(addresses);
    for (const address of addresses) neighbours.set(address, mac);
    forwards.set(mac, underlay);
  };
  const byNode = new Map(world.peers.map((peer) => [peer.nodeId, destinationOf(overlay, peer)]));
  for (const peer of world.peers) {
    if (peer.stack === stack) continue;
    for (const gateway of peer.gateways) {
      if (gateway.overlayId === overlay.id) add(gateway.addresses, byNode.get(peer.nodeId) ?? "");
    }
  }
  for (const member of world.members) {
    if (member.overlayId !== overlay.id || member.stack === stack) continue;
    add(member.addresses, byNode.get(member.nodeId) ?? "");
  }
  return { neighbours, forwards };
}

export interface LinkCommands {
  /** For `ip -batch -`. */
  readonly ip: readonly string[];
  /** For `bridge -batch -`. */
  readonly bridge: readonly string[];
}

/** `old` as entriesThere tells, or as brought into force before. */
export function diffEntries(plan: OverlayPlan, old: OverlayEntries): LinkCommands {
  const { bridge: device, vxlan, entries } = plan;
  const ip: string[] = [];
  const bridge: string[] = [];
  for (const [address, mac] of entries.neighbours) {
    if (old.neighbours.get(address) === mac) continue;
    ip.push(`neigh replace ${address} lladdr ${mac} dev ${device} nud permanent`);
  }
  for (const [address] of old.neighbours) {
    if (!entries.neighbours.has(address)) ip.push(`neigh del ${address} dev ${device}`);
  }
  for (const [mac, peer] of entries.forwards) {
    if (old.forwards.get(mac) === peer) continue;
    bridge.push(`fdb replace ${mac} dev ${vxlan} dst ${peer} self permanent`);
    if ((old.forwards.get(mac) ?? "") === "") {
      bridge.push(`fdb replace ${mac} dev ${vxlan} master static`);
    }
  }
  for (const [mac, peer] of old.forwards) {
    if (entries.forwards.has(mac)) continue;
    if (peer !== "") bridge.push(`fdb del ${mac} dev ${vxlan} dst ${peer} self`);
    bridge.push(`fdb del ${mac} dev ${vxlan} master`);
  }
  return { ip, bridge };
}

/** As the engine made it, with the containers' ports that were in it. */
export function createBridge(plan: OverlayPlan, ports: readonly string[]): readonly string[] {
  return [
    `link add ${plan.bridge} type bridge`,
    ...rightBridge(plan),
    ...ports.map((port) => `link set ${port} master ${plan.bridge}`),
  ];
}

/** Peers know the bridge by the hardware address of its own address. */
export function rightBridge({ bridge, mac, subnets }: OverlayPlan): readonly string[] {
  return [
    `link set ${bridge} address ${mac}`,
    ...subnets.map(({ subnet, gateway }) => {
      const [family, flag] = isIpv6(gateway) ? ["-6 ", " nodad"] : ["", ""];
      return `${family}addr replace ${gateway}/${subnet.split("/")[1]} dev ${bridge}${flag}`;
    }),
    `link set ${bridge} up`,
  ];
}

/** An address of the tunnels that nobody has: it tells the device that its peers' are IPv6. */
const NOBODY = "fd00::";

/** The device alone; that of an encrypted overlay is made from the tunnels' namespace. */
export function addVxlan(plan: OverlayPlan, host: string): string {
  const { vxlan, vni, port, local, mtu, encrypted } = plan;
  const to = encrypted ? ` remote ${NOBODY}` : local === "" ? "" : ` local ${local}`;
  const where = encrypted ? ` netns ${host}` : "";
  // No checksums over what has its own; IPv6 asks for them otherwise.
  return `link add ${vxlan}${where} mtu ${mtu} type vxlan id ${vni} dstport ${port}${to} nolearning`;
}

/** Into the bridge that the engine made. */
export function placeVxlan({ vxlan, bridge }: OverlayPlan): LinkCommands {
  return {
    ip: [`link set ${vxlan} master ${bridge}`, `link set ${vxlan} up`],
    bridge: [
      `link set dev ${vxlan} flood off mcast_flood off bcast_flood off learning off neigh_suppress on`,
    ],
  };
}
