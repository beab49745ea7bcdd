/**
 * Which addresses of the cluster's networks are taken? A hot core: told of every object that holds
 * addresses, asked for new ones. It keeps nothing that the objects do not say.
 */
import type { Network } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { type IpAddress, parseCidr } from "../../shared/ip.ts";
import { AddressPool, bareAddress } from "./address-pool.ts";

export type WantedAddress = "free" | "taken" | "outside";

export class AddressBook {
  readonly #networks: Map<NetworkId, readonly AddressPool[]> = new Map();

  has(id: NetworkId): boolean {
    return this.#networks.has(id);
  }

  /** Networks never change what they were given. */
  putNetwork(network: Network): void {
    if (network.ipam === undefined || this.#networks.has(network.id)) return;
    const pools = network.ipam.pools.flatMap(({ subnet, ipRange }): AddressPool[] => {
      const parsed = parseCidr(subnet);
      return parsed === undefined
        ? []
        : [new AddressPool(parsed, ipRange === undefined ? undefined : parseCidr(ipRange))];
    });
    this.#networks.set(network.id, pools);
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
   * The next address of each family that the network has, in CIDR form; undefined when one has
   * none to give. Of several subnets the first with room is used. They are taken once they are
   * held: `hold` must follow before the next question.
   * @param spare addresses that are left over for others, of so many in a subnet
   */
  next(id: NetworkId, spare: (size: bigint) => bigint): readonly string[] | undefined {
    const pools = this.#networks.get(id) ?? [];
    const found: string[] = [];
    for (const width of new Set(pools.map(({ subnet }) => subnet.width))) {
      const pool = pools.find(
        ({ subnet, free, size }) => subnet.width === width && free > spare(size),
      );
      const address = pool?.next();
      if (pool === undefined || address === undefined) return undefined;
      found.push(pool.cidr(address));
    }
    return found.length === 0 ? undefined : found;
  }

  /** What a node's bridge has: an address in every subnet. Those of `kept` stay. */
  nextEach(
    id: NetworkId,
    kept: readonly string[],
  ): { readonly addresses: readonly string[]; readonly short: boolean } {
    const addresses: string[] = [];
    let short = false;
    for (const pool of this.#networks.get(id) ?? []) {
      const own = kept.find((text) => {
        const address = bareAddress(text);
        return address !== undefined && pool.contains(address);
      });
      const next = own === undefined ? pool.next() : undefined;
      if (own !== undefined) addresses.push(own);
      else if (next !== undefined) addresses.push(pool.cidr(next));
      else short = true;
    }
    return { addresses, short };
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
    const pool = this.#networks.get(id)?.find((candidate) => candidate.contains(address));
    return pool === undefined ? undefined : { pool, address };
  }
}
