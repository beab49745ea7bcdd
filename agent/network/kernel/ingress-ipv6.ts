/**
 * Published ports answer on IPv6 as well, though the ingress network has IPv4 alone: managers give
 * it what Swarm's has, and whoever reads their API (Prometheus' discovery, say) would take a second
 * address for a second place to ask. So each address there has an IPv6 one that follows from it.
 */
import { formatIp, parseCidr, parseIp } from "../../../shared/ip.ts";
import type { Overlay } from "../segments.ts";
import { isIpv6, type World } from "./world.ts";

/** Of all clusters: it is seen on a bridge between nodes and nowhere else (RFC 4193). */
const PREFIX = 0xfd53_6b65_7000n << 80n;
const PREFIX_BITS = 96;
const MTU_OPTION = "com.docker.network.driver.mtu";
const LEAST_MTU = 1280;

/** Empty for what is no IPv4 address. */
export function ingressIpv6(ipv4: string): string {
  const address = parseIp(ipv4);
  if (address?.width !== 32) return "";
  return formatIp({ bits: PREFIX | address.bits, width: 128 });
}

/** One with an IPv6 subnet of its own stays as it is, and one whose packets are too small for it. */
export function withIngressIpv6(world: World): World {
  const ingress = world.networks.find((network) => network.ingress);
  if (ingress === undefined || ingress.subnets.some(({ subnet }) => isIpv6(subnet))) return world;
  if (Number(ingress.options[MTU_OPTION] ?? LEAST_MTU) < LEAST_MTU) return world;
  const both = (addresses: readonly string[]): readonly string[] => [
    ...addresses,
    ...addresses.map(ingressIpv6).filter((address) => address !== ""),
  ];
  return {
    ...world,
    networks: world.networks.map((one) => (one === ingress ? withSubnets(one) : one)),
    peers: world.peers.map((peer) => ({
      ...peer,
      gateways: peer.gateways.map((one) =>
        one.overlayId === ingress.id ? { ...one, addresses: both(one.addresses) } : one,
      ),
    })),
    members: world.members.map((one) =>
      one.networkId === ingress.id ? { ...one, addresses: both(one.addresses) } : one,
    ),
  };
}

function withSubnets(ingress: Overlay): Overlay {
  const derived = ingress.subnets.flatMap(({ subnet, gateway }) => {
    const cidr = parseCidr(subnet);
    const start = ingressIpv6(subnet.split("/")[0] ?? "");
    if (cidr === undefined || start === "") return [];
    return [{ subnet: `${start}/${PREFIX_BITS + cidr.prefix}`, gateway: ingressIpv6(gateway) }];
  });
  return { ...ingress, subnets: [...ingress.subnets, ...derived] };
}
