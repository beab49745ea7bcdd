/**
 * What do the tunnels to other hosts need here? One WireGuard device a key of ours, in a network
 * namespace where there is nothing else: what is sent there leaves encrypted or not at all.
 */
import type { World } from "../kernel/world.ts";
import { type Keyring, keysOf, SESSION_MS, type Slot } from "./keyring.ts";
import { tunnelAddress } from "./tunnel-address.ts";

export interface TunnelPlan {
  readonly devices: readonly DevicePlan[];
  /** The device of the key in use: packets leave by it, with its address. */
  readonly out: { readonly device: string; readonly address: string };
}

export interface DevicePlan {
  readonly name: string;
  readonly privateKey: string;
  readonly port: number;
  readonly address: string;
  readonly mtu: number;
  readonly peers: readonly TunnelPeer[];
}

export interface TunnelPeer {
  readonly key: string;
  /** ADDRESS:PORT of its host. */
  readonly endpoint: string;
  readonly address: string;
  /** 0: none. */
  readonly keepaliveS: number;
}

export interface TunnelWish {
  readonly ring: Keyring;
  readonly world: World;
  readonly stack: string;
  /** The first of the two ports. */
  readonly port: number;
  readonly mtu: number;
}

/** Outer IP and UDP, and WireGuard's own; and VXLAN's, whose outer IP is the tunnel's. */
const WIREGUARD_BYTES = { v4: 60, v6: 80 };
const VXLAN_IN_TUNNEL_BYTES = 70;
/** Keeps firewalls open, and tells on a peer that is silent: within one session's time. */
const KEEPALIVE_S = 25;
/** With less, a device has no IPv6; larger packets are sent in pieces outside. */
const LEAST_MTU = 1280;

export const inodeOf = (stack: string): string => stack.split("/")[1] ?? "0";
/** The inode tells stacks of one machine apart: sockets of wireguard-go are in one folder. */
export const tunnelDevice = (stack: string, slot: Slot): string =>
  `skw${inodeOf(stack)}${slot === 0 ? "a" : "b"}`;
export const tunnelNamespace = (stack: string): string => `sk-${inodeOf(stack)}`;

export function tunnelMtu(underlayMtu: number, overIpv6: boolean): number {
  return Math.max(LEAST_MTU, underlayMtu - (overIpv6 ? WIREGUARD_BYTES.v6 : WIREGUARD_BYTES.v4));
}

/** Of a network whose VXLAN packets go through the tunnel. */
export function encryptedMtu(underlayMtu: number, overIpv6: boolean): number {
  return tunnelMtu(underlayMtu, overIpv6) - VXLAN_IN_TUNNEL_BYTES;
}

/** Null: no network of this stack is encrypted. */
export function planTunnel({ ring, world, stack, port, mtu }: TunnelWish): TunnelPlan | null {
  if (!world.networks.some(({ encrypted }) => encrypted)) return null;
  const peers = peersOf(world, stack);
  const devices = keysOf(ring).map((key) => ({
    name: tunnelDevice(stack, key.slot),
    privateKey: key.privateKey,
    port: port + key.slot,
    address: tunnelAddress(key.publicKey) ?? "",
    mtu,
    // Whoever still uses the previous key calls by itself; once nobody does, it can go.
    peers: key === ring.previous ? peers.map((peer) => ({ ...peer, keepaliveS: 0 })) : peers,
  }));
  const out = tunnelDevice(stack, ring.current.slot);
  return {
    devices,
    out: { device: out, address: tunnelAddress(ring.current.publicKey) ?? "" },
  };
}

/** Of the stacks that share an encrypted network with ours: all keys of all of their nodes. */
function peersOf(world: World, stack: string): readonly TunnelPeer[] {
  const encrypted = new Set(world.networks.filter((one) => one.encrypted).map(({ id }) => id));
  const stacks = new Set(
    world.peers
      .filter(({ gateways }) => gateways.some(({ overlayId }) => encrypted.has(overlayId)))
      .map((peer) => peer.stack),
  );
  stacks.delete(stack);
  const found = new Map<string, TunnelPeer>();
  for (const peer of world.peers) {
    if (!stacks.has(peer.stack) || peer.addr === "") continue;
    for (const { key, port } of peer.keys) {
      const address = tunnelAddress(key);
      if (address === undefined || port === 0 || found.has(key)) continue;
      const host = peer.addr.includes(":") ? `[${peer.addr}]` : peer.addr;
      found.set(key, { key, endpoint: `${host}:${port}`, address, keepaliveS: KEEPALIVE_S });
    }
  }
  return [...found.values()];
}

/** Whose WireGuard a device is: the kernel's, or wireguard-go's. */
export type TunnelKind = "kernel" | "userspace";

/**
 * Arguments of `ip` on the host that make a device and move it to the tunnels' namespace. Its UDP
 * socket stays: the kernel's is where the device was made, wireguard-go's where the process is.
 */
export function birthOf(
  name: string,
  kind: TunnelKind,
  namespace: string,
): readonly (readonly string[])[] {
  const move = ["link", "set", name, "netns", namespace];
  // wireguard-go makes the device itself.
  return kind === "userspace" ? [move] : [["link", "add", name, "type", "wireguard"], move];
}

/** A device as `wg show DEVICE dump` tells. */
export interface SeenDevice {
  readonly privateKey: string;
  readonly port: number;
  readonly peers: ReadonlyMap<string, SeenPeer>;
}

export interface SeenPeer {
  readonly endpoint: string;
  /** CIDRs. */
  readonly allowed: readonly string[];
  /** 0: never. */
  readonly handshakeAtMs: number;
  readonly keepaliveS: number;
}

export function parseDump(text: string): SeenDevice {
  const [first = "", ...rest] = text.trim().split("\n");
  const [privateKey = "", , port = "0"] = first.split("\t");
  const peers = rest.map((line): [string, SeenPeer] => {
    const [key = "", , endpoint = "", allowed = "", at = "0", , , keepalive = "off"] =
      line.split("\t");
    return [
      key,
      {
        endpoint,
        allowed: allowed === "(none)" ? [] : allowed.split(","),
        handshakeAtMs: Number(at) * 1000,
        keepaliveS: keepalive === "off" ? 0 : Number(keepalive),
      },
    ];
  });
  return { privateKey, port: Number(port), peers: new Map(peers) };
}

/** Peers that have a session, or could have had one until lately. */
export function answering(
  seen: Pick<SeenDevice, "peers"> | undefined,
  nowMs: number,
): ReadonlySet<string> {
  return new Set(
    [...(seen?.peers ?? [])].flatMap(([key, { handshakeAtMs }]) =>
      handshakeAtMs > nowMs - SESSION_MS ? [key] : [],
    ),
  );
}

/** Words for `wg set DEVICE`; a private key is read from the standard input. */
export interface DeviceChange {
  readonly words: readonly string[];
  readonly input: string;
}

/**
 * A peer that answers is left at the endpoint that it answers from, which a router may have
 * changed; `told` are the endpoints that the device was told before. With another key of ours all
 * peers are made anew: WireGuard ends their sessions, and would go on telling when it last shook
 * hands with them, by the key of before.
 */
export function diffDevice(
  plan: DevicePlan,
  seen: SeenDevice,
  told: ReadonlyMap<string, string>,
  nowMs: number,
): DeviceChange {
  const words: string[] = [];
  const another = seen.privateKey !== plan.privateKey;
  const own = another || seen.port !== plan.port;
  if (own) words.push("private-key", "/dev/stdin", "listen-port", String(plan.port));
  const wanted = new Set(plan.peers.map(({ key }) => key));
  for (const key of seen.peers.keys()) {
    if (another || !wanted.has(key)) words.push("peer", key, "remove");
  }
  const kept = another ? new Map<string, SeenPeer>() : seen.peers;
  const answers = answering({ peers: kept }, nowMs);
  for (const { key, endpoint, address, keepaliveS } of plan.peers) {
    const before = kept.get(key);
    const change: string[] = [];
    const moved = told.get(key) !== endpoint || !answers.has(key);
    if (before?.endpoint !== endpoint && moved) change.push("endpoint", endpoint);
    if (before?.allowed.join() !== `${address}/128`) change.push("allowed-ips", `${address}/128`);
    if (before?.keepaliveS !== keepaliveS) {
      change.push("persistent-keepalive", keepaliveS === 0 ? "off" : String(keepaliveS));
    }
    if (change.length > 0) words.push("peer", key, ...change);
  }
  return { words, input: own ? plan.privateKey : "" };
}
