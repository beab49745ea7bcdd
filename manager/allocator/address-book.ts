/**
 * Which addresses of the cluster's networks are taken? A hot core: told of every object that holds
 * addresses, asked for new ones. It keeps nothing that the objects do not say.
 */
import type { Network } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { type IpAddress, parseCidr } from "../../shared/ip.ts";
import { segmentsOf } from "../../shared/network/segments.ts";
import { AddressPool, bareAddress } from "./address-pool.ts";

export type WantedAddress = "free" | "taken" | "outside";

/** The pools of one segment: of each family that the network has, one. */
type Segment = readonly AddressPool[];

export class AddressBook {
  readonly #networks: Map<NetworkId, readonly Segment[]> = new Map();

  has(id: NetworkId): boolean {
    return this.#networks.has(id);
  }

  /** Networks never change what they were given. */
  putNetwork(network: Network): void {
    if (network.ipam === undefined || this.#networks.has(network.id)) return;
    const segments = segmentsOf(network.ipam.pools).map((pools) =>
      pools.flatMap(({ subnet, ipRange }): AddressPool[] => {
        const parsed = parseCidr(subnet);
        return parsed === undefined
          ? []
          : [new AddressPool(parsed, ipRange === undefined ? undefined : parseCidr(ipRange))];
      }),
    );
    this.#networks.set(network.id, segments);
    for (const { gateway } of network.ipam.pools) this.hold(network.id, gateway);
    for (const { AuxiliaryAddresses } of network.spec.IPAM?.Config ?? []) {
      for (const address of Object.values(AuxiliaryAddresses ?? {})) this.hold(network.id, address);
    }
  }

  removeNetwork(id: NetworkId): void {
    this.#networks.delete(id);
  }

  hold(id: NetworkId, text: string): void {
    const found = this.#find(id, text);
    found?.pool.hold(found.address);
  }

  /** True when it is free now. */
  release(id: NetworkId, text: string): boolean {
    const found = this.#find(id, text);
    return found?.pool.release(found.address) ?? false;
  }

  /**
   * The next address of each family that the network has, in CIDR form, all of one segment: the
   * first with room. Undefined when there is none. They are taken once they are held: `hold` must
   * follow before the next question.
   * @param spare addresses that are left over for others, of so many in a subnet
   */
  next(id: NetworkId, spare: (size: bigint) => bigint): readonly string[] | undefined {
    for (const segment of this.#networks.get(id) ?? []) {
      if (segment.length === 0 || segment.some(({ free, size }) => free <= spare(size))) continue;
      const found = segment.flatMap((pool) => {
        const address = pool.next();
        return address === undefined ? [] : [pool.cidr(address)];
      });
      if (found.length === segment.length) return found;
    }
    return undefined;
  }

  /**
   * What a node's bridges have: an address in every subnet. Those of `kept` stay.
   *
   * Of several segments, in each that has room, and in one at least, or it is `short`; where it has
   * none, the pool's gateway stands in. It keeps as many as it has: a bridge whose address changes
   * is another one. A bridge has addresses of its own in all families or in none, since peers know
   * its hardware address by them.
   */
  nextEach(
    id: NetworkId,
    kept: readonly string[],
  ): { readonly addresses: readonly string[]; readonly short: boolean } {
    const segments = this.#networks.get(id) ?? [];
    if (segments.length > 1) {
      const own = segments.flat().flatMap((pool) => ownIn(pool, kept) ?? []);
      if (own.length > 0) return { addresses: own, short: false };
      const roomy = segments.filter((segment) => segment.every(({ free }) => free > 0n));
      return { addresses: roomy.flat().flatMap(nextIn), short: roomy.length === 0 };
    }
    const addresses: string[] = [];
    let short = false;
    for (const pool of segments.flat()) {
      const known = ownIn(pool, kept);
      const found = known === undefined ? nextIn(pool) : [known];
      if (found.length === 0) short = true;
      addresses.push(...found);
    }
    return { addresses, short };
  }

  /** Whether addresses that were judged free are such as one container can have. */
  areOfOneSegment(id: NetworkId, texts: readonly string[]): boolean {
    const addresses = texts.flatMap((text) => bareAddress(text) ?? []);
    return (this.#networks.get(id) ?? []).some((segment) =>
      addresses.every((address) => segment.some((pool) => pool.contains(address))),
    );
  }

  /** An address that was asked for: of the network, and free? */
  judge(id: NetworkId, text: string): { readonly kind: WantedAddress; readonly cidr: string } {
    const found = this.#find(id, text);
    if (found === undefined) return { kind: "outside", cidr: text };
    const { pool, address } = found;
    return { kind: pool.isHeld(address) ? "taken" : "free", cidr: pool.cidr(address) };
  }

  /** Told in what order addresses were given, the last one last. */
  goOnAfter(id: NetworkId, text: string): void {
    const found = this.#find(id, text);
    found?.pool.goOnAfter(found.address);
  }

  #find(id: NetworkId, text: string): { pool: AddressPool; address: IpAddress } | undefined {
    const address = bareAddress(text);
    if (address === undefined) return undefined;
    const pool = (this.#networks.get(id) ?? [])
      .flat()
      .find((candidate) => candidate.contains(address));
    return pool === undefined ? undefined : { pool, address };
  }
}

function ownIn(pool: AddressPool, kept: readonly string[]): string | undefined {
  return kept.find((text) => {
    const address = bareAddress(text);
    return address !== undefined && pool.contains(address);
  });
}

function nextIn(pool: AddressPool): readonly string[] {
  const address = pool.next();
  return address === undefined ? [] : [pool.cidr(address)];
}
