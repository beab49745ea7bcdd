/**
 * Hardware addresses on overlays follow from the address, so that a forwarding entry is known as
 * soon as the address is: the manager's task is enough, no agent has to tell.
 */

/** Docker's own scheme for IPv4: 02:42 and the four bytes. */
export function macOfIpv4(address: string): string {
  const bytes = address.split(".").map(Number);
  if (bytes.length !== 4 || bytes.some((byte) => !(byte >= 0 && byte <= 255))) {
    throw new RangeError(`address: ${address}: expected an IPv4 address`);
  }
  return ["02", "42", ...bytes.map(hex)].join(":");
}

/** For a member with an IPv6 address alone: 02:43 and the FNV-1a hash of the address as written. */
export function macOfIpv6(address: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < address.length; i++) {
    hash = Math.imul(hash ^ address.charCodeAt(i), 0x01000193) >>> 0;
  }
  return ["02", "43", ...[24, 16, 8, 0].map((shift) => hex((hash >>> shift) & 255))].join(":");
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
