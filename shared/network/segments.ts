/**
 * What are a network's segments? An engine's bridge network takes one subnet of each address
 * family, so a network of more is cut into segments: the n-th subnet of each family is in the n-th.
 * Managers and agents ask here and nowhere else; docs/networks.md has the construction.
 *
 * INVARIANT: a network's subnets keep their order, so that its segments stay what they are.
 */
import { contains, parseCidr, parseIp } from "../ip.ts";

interface Subnet {
  /** CIDR. */
  readonly subnet: string;
}

/** At least one, so that a network without subnets is a segment too. */
export function segmentsOf<S extends Subnet>(subnets: readonly S[]): readonly (readonly S[])[] {
  const families = [false, true].map((ipv6) =>
    subnets.filter(({ subnet }) => subnet.includes(":") === ipv6),
  );
  const count = Math.max(1, ...families.map(({ length }) => length));
  return Array.from({ length: count }, (_, at) =>
    subnets.filter((one) => families.some((family) => family[at] === one)),
  );
}

/** The first has the network's own id: so has the one segment that most networks are. */
export function segmentId(networkId: string, at: number): string {
  return at === 0 ? networkId : `${networkId}.${at + 1}`;
}

/** @param address bare, or CIDR */
export function isWithin({ subnet }: Subnet, address: string): boolean {
  const cidr = parseCidr(subnet);
  const ip = parseIp(address.split("/")[0] ?? address);
  return cidr !== undefined && ip !== undefined && contains(cidr, ip);
}

/** Which segment the addresses are of, all of them; undefined: not one. */
export function segmentHolding(
  segments: readonly (readonly Subnet[])[],
  addresses: readonly string[],
): number | undefined {
  const at = segments.findIndex((subnets) =>
    addresses.every((address) => subnets.some((subnet) => isWithin(subnet, address))),
  );
  return at < 0 ? undefined : at;
}

/** Network numbers, one a segment. */
export function vnisOf(given: {
  readonly vni: number;
  readonly furtherVnis?: readonly number[];
}): readonly number[] {
  return [given.vni, ...(given.furtherVnis ?? [])];
}
