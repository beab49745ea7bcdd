/**
 * Which addresses of one subnet are taken, and which is next? Addresses are given in rotation, so
 * that one that was just given back is used last: what still remembers it (a neighbour table, a
 * client's cache) has the longest time to forget.
 *
 * INVARIANT: nothing but what objects hold is taken, besides the addresses that no member can have
 * (the network's, the broadcast address). An address may be held by several objects, as nodes of a
 * stack do, and is free again when the last has let go.
 */
import {
  contains,
  formatIp,
  type IpAddress,
  type IpNetwork,
  lastOf,
  networkOf,
  parseIp,
} from "../../shared/ip.ts";

export class AddressPool {
  readonly subnet: IpNetwork;
  /** How many addresses can be given in all. */
  readonly size: bigint;
  readonly #first: bigint;
  readonly #last: bigint;
  readonly #held: Map<bigint, number> = new Map();
  #free: bigint;
  #next: bigint;

  /** @param range part of the subnet that addresses are given from */
  constructor(subnet: IpNetwork, range: IpNetwork | undefined) {
    this.subnet = networkOf(subnet);
    const [low, high] = memberRange(this.subnet);
    const [first, last] = range === undefined ? [low, high] : [networkOf(range), lastOf(range)];
    this.#first = highest(first, low);
    this.#last = lowest(last, high);
    const size = this.#last - this.#first + 1n;
    this.size = size > 0n ? size : 0n;
    this.#free = this.size;
    this.#next = this.#first;
  }

  get free(): bigint {
    return this.#free;
  }

  contains(address: IpAddress): boolean {
    return contains(this.subnet, address);
  }

  isHeld(address: IpAddress): boolean {
    return this.#held.has(address.bits);
  }

  hold({ bits }: IpAddress): void {
    const count = this.#held.get(bits) ?? 0;
    this.#held.set(bits, count + 1);
    if (count === 0 && this.#inRange(bits)) this.#free -= 1n;
  }

  /** True when nobody holds it any more. */
  release({ bits }: IpAddress): boolean {
    const count = this.#held.get(bits) ?? 0;
    if (count > 1) {
      this.#held.set(bits, count - 1);
      return false;
    }
    if (count === 0) return false;
    this.#held.delete(bits);
    if (this.#inRange(bits)) this.#free += 1n;
    return true;
  }

  /** The next free address, not held yet; undefined when there is none. */
  next(): IpAddress | undefined {
    if (this.#free <= 0n) return undefined;
    let bits = this.#next;
    while (this.#held.has(bits)) bits = this.#after(bits);
    this.#next = this.#after(bits);
    return { bits, width: this.subnet.width };
  }

  /** Goes on behind this address: the one that was given last, as a new leader finds it. */
  goOnAfter({ bits }: IpAddress): void {
    if (this.#inRange(bits)) this.#next = this.#after(bits);
  }

  cidr(address: IpAddress): string {
    return `${formatIp(address)}/${this.subnet.prefix}`;
  }

  #after(bits: bigint): bigint {
    return bits >= this.#last ? this.#first : bits + 1n;
  }

  #inRange(bits: bigint): boolean {
    return bits >= this.#first && bits <= this.#last;
  }
}

// Math.min and Math.max do not take bigints.
function highest(a: IpAddress, b: IpAddress): bigint {
  if (a.bits > b.bits) return a.bits;
  return b.bits;
}

function lowest(a: IpAddress, b: IpAddress): bigint {
  if (a.bits < b.bits) return a.bits;
  return b.bits;
}

/** The lowest and the highest address that a member of the subnet may have. */
export function memberRange(subnet: IpNetwork): readonly [IpAddress, IpAddress] {
  const { width, prefix } = subnet;
  const low = networkOf(subnet).bits;
  const high = lastOf(subnet).bits;
  // Point-to-point subnets have no address of their own.
  if (width - prefix < 2)
    return [
      { bits: low, width },
      { bits: high, width },
    ];
  // IPv6 has no broadcast; its first address is every router's.
  return [
    { bits: low + 1n, width },
    { bits: width === 32 ? high - 1n : high, width },
  ];
}

/** Of an address as objects have it: CIDR or bare. */
export function bareAddress(text: string): IpAddress | undefined {
  const slash = text.indexOf("/");
  return parseIp(slash < 0 ? text : text.slice(0, slash));
}
