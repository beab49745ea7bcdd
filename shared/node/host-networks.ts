/** Which networks is this machine in by itself? */
import { networkInterfaces } from "node:os";

/** Networks of the cluster are bridges here, of such names (agent/network/kernel/names.ts). */
const OVERLAY = /^skb/;

/** In CIDR form, with the machine's own address in each; those of devices that are up. */
export function hostNetworks(): readonly string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    OVERLAY.test(name) ? [] : addresses.flatMap(({ cidr }) => cidr ?? []),
  );
}
