/**
 * What does a new network get: its number on the wire, and for each subnet that its spec leaves
 * open a piece of the cluster's pools, the lowest that is free? Decided in the transaction that
 * creates the network, so that no two ever overlap.
 */
import type { Cluster, Network, NetworkPool } from "../../shared/domain/objects.ts";
import type { IpamPool, NetworkSpec } from "../../shared/domain/spec.ts";
import {
  formatCidr,
  formatIp,
  type IpNetwork,
  lastOf,
  networkOf,
  overlap,
  parseCidr,
} from "../../shared/ip.ts";
import { bareAddress, memberRange } from "./address-pool.ts";

/** As in Swarm; below are those that people choose by hand. */
const FIRST_VNI = 4_096;
const LAST_VNI = 2 ** 24 - 1;
const IPV6_SUBNET_PREFIX = 64;

export type NetworkPlan =
  | {
      readonly kind: "planned";
      readonly vni: number;
      readonly pools: readonly NetworkPool[];
    }
  | { readonly kind: "no-subnet" | "no-vni" }
  | { readonly kind: "overlap"; readonly config: number; readonly with: string };

export interface NetworkSurroundings {
  readonly cluster: Pick<Cluster, "id" | "defaultAddressPool" | "subnetSize">;
  readonly networks: readonly Pick<Network, "id" | "spec" | "driverState" | "ipam">[];
  /**
   * Addresses of tasks whose network is gone and that have not ended: their nodes still have the
   * subnet. It is not given out again before they are done.
   */
  readonly lingering: readonly string[];
  /**
   * What machines are in by themselves, as far as it is known, in CIDR form. Left alone as long as
   * there is anything else: a subnet of the cluster's is a route on every node.
   */
  readonly hostNetworks: readonly string[];
}

/** @param spec valid by itself (control/network-rules.ts) */
export function planNetwork(spec: NetworkSpec, around: NetworkSurroundings): NetworkPlan {
  const vni = nextVni(around.networks);
  if (vni === undefined) return { kind: "no-vni" };
  const others = around.networks.flatMap((network) =>
    (network.ipam?.pools ?? []).flatMap(({ subnet }) => {
      const parsed = parseCidr(subnet);
      return parsed === undefined ? [] : [{ parsed, name: network.spec.Name ?? network.id }];
    }),
  );
  const given = (spec.IPAM?.Config ?? []).map((config) => ({
    config,
    subnet: parseCidr(config.Subnet ?? ""),
  }));
  for (const [at, { subnet }] of given.entries()) {
    const clash = subnet && others.find((other) => overlap(other.parsed, subnet));
    if (clash !== undefined) {
      const text = `${formatCidr(clash.parsed)} of network ${clash.name}`;
      return { kind: "overlap", config: at, with: text };
    }
  }
  const taken = [
    ...others.map(({ parsed }) => parsed),
    ...given.flatMap(({ subnet }) => (subnet === undefined ? [] : [networkOf(subnet)])),
  ];
  const pools: NetworkPool[] = [];
  for (const { config, subnet } of withDefaults(spec, given)) {
    const chosen =
      subnet === "ipv6" ? freeIpv6(around, taken) : (subnet ?? freeIpv4(around, taken));
    if (chosen === undefined) return { kind: "no-subnet" };
    taken.push(networkOf(chosen));
    pools.push(poolOf(config, chosen));
  }
  return { kind: "planned", vni, pools };
}

type Wanted = { readonly config: IpamPool; readonly subnet: IpNetwork | "ipv6" | undefined };

/** IPv4 always, IPv6 where it is asked for, each at least once. */
function withDefaults(spec: NetworkSpec, given: readonly Wanted[]): readonly Wanted[] {
  const has = (width: number): boolean =>
    given.some(({ subnet }) => typeof subnet === "object" && subnet.width === width);
  const open = given.some(({ subnet }) => subnet === undefined);
  const wanted: Wanted[] = [...given];
  if (!has(32) && !open) wanted.push({ config: {}, subnet: undefined });
  if (spec.EnableIPv6 === true && !has(128)) wanted.push({ config: {}, subnet: "ipv6" });
  return wanted;
}

function poolOf(config: IpamPool, subnet: IpNetwork): NetworkPool {
  const range = (config.IPRange ?? "") === "" ? undefined : config.IPRange;
  const gateway = bareAddress(config.Gateway ?? "") ?? freeGateway(config, subnet);
  return {
    subnet: formatCidr(networkOf(subnet)),
    gateway: formatIp(gateway),
    ...(range !== undefined && { ipRange: range }),
  };
}

/** The first that is not kept for something else. */
function freeGateway(config: IpamPool, subnet: IpNetwork): ReturnType<typeof lastOf> {
  const kept = new Set(
    Object.values(config.AuxiliaryAddresses ?? {}).map((text) => bareAddress(text)?.bits),
  );
  const [low, high] = memberRange(subnet);
  let { bits } = low;
  while (kept.has(bits) && bits < high.bits) bits += 1n;
  return { bits, width: subnet.width };
}

/** One above the highest, so that a number is not used again while some node may remember it. */
function nextVni(networks: NetworkSurroundings["networks"]): number | undefined {
  const used = new Set(networks.map(({ driverState }) => driverState?.vni ?? 0));
  const above = Math.max(FIRST_VNI - 1, ...used) + 1;
  if (above <= LAST_VNI) return above;
  for (let vni = FIRST_VNI; vni <= LAST_VNI; vni++) if (!used.has(vni)) return vni;
  return undefined;
}

function freeIpv4(
  { cluster, lingering, hostNetworks }: NetworkSurroundings,
  taken: readonly IpNetwork[],
): IpNetwork | undefined {
  const prefix = cluster.subnetSize;
  const held = lingering.flatMap((text) => {
    const address = bareAddress(text);
    return address === undefined ? [] : [{ ...address, prefix: address.width } as IpNetwork];
  });
  const hosts = hostNetworks.flatMap((text) => parseCidr(text) ?? []);
  for (const avoided of [hosts, []]) {
    for (const text of cluster.defaultAddressPool) {
      const pool = parseCidr(text);
      if (pool === undefined || pool.width !== 32 || pool.prefix > prefix) continue;
      const found = lowestFree(pool, prefix, [...taken, ...held, ...avoided]);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A unique local prefix of the cluster's own (RFC 4193), cut to /64s. */
function freeIpv6(
  { cluster }: NetworkSurroundings,
  taken: readonly IpNetwork[],
): IpNetwork | undefined {
  let hash = 0xcbf29ce484222325n;
  for (const char of cluster.id) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  const pool: IpNetwork = {
    bits: (0xfdn << 120n) | ((hash & 0xff_ffff_ffffn) << 80n),
    width: 128,
    prefix: 48,
  };
  return lowestFree(pool, IPV6_SUBNET_PREFIX, taken);
}

/** The lowest piece of the pool that nothing overlaps: one sweep over what is taken, in order. */
function lowestFree(
  pool: IpNetwork,
  prefix: number,
  taken: readonly IpNetwork[],
): IpNetwork | undefined {
  const size = 1n << BigInt(pool.width - prefix);
  const end = lastOf(pool).bits;
  let { bits } = networkOf(pool);
  const inOrder = taken
    .filter((network) => network.width === pool.width)
    .map((network) => ({ first: networkOf(network).bits, last: lastOf(network).bits }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  for (const { first, last } of inOrder) {
    if (last < bits) continue;
    if (first > bits + size - 1n) break;
    bits = (last / size + 1n) * size;
  }
  return bits + size - 1n <= end ? { bits, width: pool.width, prefix } : undefined;
}
