/**
 * What does a new network get: its number on the wire, and for each subnet that its spec leaves
 * open a piece of the cluster's pools, the lowest that is free? Decided in the transaction that
 * creates the network, so that no two ever overlap.
 */
import type {
  Cluster,
  Network,
  NetworkDriverState,
  NetworkPool,
} from "../../shared/domain/objects.ts";
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
import { segmentsOf, vnisOf } from "../../shared/network/segments.ts";
import { bareAddress, memberRange } from "./address-pool.ts";

/** As in Swarm; below are those that people choose by hand. */
const FIRST_VNI = 4_096;
const LAST_VNI = 2 ** 24 - 1;
const IPV6_SUBNET_PREFIX = 64;

export type NetworkPlan =
  | {
      readonly kind: "planned";
      readonly driverState: NetworkDriverState;
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
  const vnis = nextVnis(around.networks, segmentsOf(pools).length);
  if (vnis === undefined) return { kind: "no-vni" };
  const [vni = 0, ...furtherVnis] = vnis;
  const driverState = { vni, ...(furtherVnis.length > 0 && { furtherVnis }) };
  return { kind: "planned", driverState, pools };
}

type Wanted = { readonly config: IpamPool; readonly subnet: IpNetwork | "ipv6" | undefined };

/**
 * IPv4 always, IPv6 where it is asked for, each in every segment: a task has addresses of one
 * segment, and is to be reached in all of its network's families.
 */
function withDefaults(spec: NetworkSpec, given: readonly Wanted[]): readonly Wanted[] {
  const sixth = given.filter(({ subnet }) => typeof subnet === "object" && subnet.width === 128);
  const segments = Math.max(1, sixth.length, given.length - sixth.length);
  const lacking = (count: number, wanted: Wanted): readonly Wanted[] =>
    Array.from({ length: segments - count }, () => wanted);
  return [
    ...given,
    ...lacking(given.length - sixth.length, { config: {}, subnet: undefined }),
    ...(spec.EnableIPv6 === true ? lacking(sixth.length, { config: {}, subnet: "ipv6" }) : []),
  ];
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

/** Above the highest, so that a number is not used again while some node may remember it. */
function nextVnis(
  networks: NetworkSurroundings["networks"],
  count: number,
): readonly number[] | undefined {
  const used = new Set(networks.flatMap((one) => vnisOf(one.driverState ?? { vni: 0 })));
  const above = Math.max(FIRST_VNI - 1, ...used) + 1;
  const found: number[] = [];
  for (const start of [above, FIRST_VNI]) {
    for (let vni = start; vni <= LAST_VNI && found.length < count; vni++) {
      if (!used.has(vni)) found.push(vni);
      used.add(vni);
    }
  }
  return found.length === count ? found : undefined;
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
