/**
 * The address of a WireGuard key inside the tunnels: `fd` and 120 bits of the key. Nobody has to
 * choose or to tell it, each key has its own, and nobody finds another key for an address.
 */
import { formatIp } from "../../../shared/ip.ts";

const BYTES = 15;
const PREFIX = 0xfdn;

/** @param publicKey base64; undefined when it is none */
export function tunnelAddress(publicKey: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(publicKey)) return undefined;
  let bits = PREFIX;
  for (const byte of atob(publicKey).slice(0, BYTES)) {
    bits = (bits << 8n) | BigInt(byte.charCodeAt(0));
  }
  return formatIp({ bits, width: 128 });
}
