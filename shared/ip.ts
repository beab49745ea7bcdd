/** IP addresses and networks as numbers: one comparison for both families. */

export interface IpAddress {
  readonly bits: bigint;
  readonly width: 32 | 128;
}

export interface IpNetwork extends IpAddress {
  readonly prefix: number;
}

const DECIMAL_BYTE = /^(?:0|[1-9]\d{0,2})$/;
const HEX_GROUP = /^[0-9a-fA-F]{1,4}$/;
/** `::ffff:0:0/96`: an IPv4 address written as IPv6 equals the IPv4 address. */
const MAPPED_HIGH_BITS = 0xffffn;

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!DECIMAL_BYTE.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return { bits, width: 32 };
}

/** The 16-bit groups of one side of `::`, a dotted IPv4 tail as two of them. */
function parseGroups(text: string): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [at, part] of parts.entries()) {
    if (part.includes(".") && at === parts.length - 1) {
      const tail = parseIpv4(part);
      if (tail === undefined) return undefined;
      groups.push(tail.bits >> 16n, tail.bits & 0xffffn);
    } else if (HEX_GROUP.test(part)) {
      groups.push(BigInt(`0x${part}`));
    } else {
      return undefined;
    }
  }
  return groups;
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? "");
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? "") : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<bigint>(missing).fill(0n), ...tail];
  const bits = groups.reduce((sum, group) => (sum << 16n) | group, 0n);
  return bits >> 32n === MAPPED_HIGH_BITS
    ? { bits: bits & 0xffff_ffffn, width: 32 }
    : { bits, width: 128 };
}

/** An IPv4 or IPv6 address, or undefined. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

/** A network in CIDR form, host bits allowed and ignored, or undefined. */
export function parseCidr(text: string): IpNetwork | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const address = parseIp(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !DECIMAL_BYTE.test(length)) return undefined;
  const prefix = Number(length);
  return prefix <= address.width ? { ...address, prefix } : undefined;
}

export function sameIp(a: IpAddress, b: IpAddress): boolean {
  return a.width === b.width && a.bits === b.bits;
}

export function contains(network: IpNetwork, address: IpAddress): boolean {
  if (network.width !== address.width) return false;
  const shift = BigInt(network.width - network.prefix);
  return network.bits >> shift === address.bits >> shift;
}

/** The network without host bits. */
export function networkOf(network: IpNetwork): IpNetwork {
  const shift = BigInt(network.width - network.prefix);
  return { ...network, bits: (network.bits >> shift) << shift };
}

/** Its highest address. */
export function lastOf(network: IpNetwork): IpAddress {
  const size = 1n << BigInt(network.width - network.prefix);
  return { bits: networkOf(network).bits + size - 1n, width: network.width };
}

/** Whether one contains the other: networks can't overlap otherwise. */
export function overlap(a: IpNetwork, b: IpNetwork): boolean {
  return contains(a.prefix <= b.prefix ? a : b, a.prefix <= b.prefix ? b : a);
}

/** As everyone writes it: dotted, or for IPv6 as RFC 5952 has it. */
export function formatIp({ bits, width }: IpAddress): string {
  if (width === 32) {
    const value = Number(bits);
    return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
  }
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((bits >> BigInt(112 - 16 * at)) & 0xffffn).toString(16),
  );
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [at, group] of groups.entries()) {
    length = group === "0" ? length + 1 : 0;
    if (length > best.length) best = { start: at + 1 - length, length };
  }
  return best;
}

export function formatCidr(network: IpNetwork): string {
  return `${formatIp(network)}/${network.prefix}`;
}
