/**
 * Would a network of the cluster cut its own host off? A bridge's subnet becomes a route of the
 * host, a better one than that of the network that the host is in: an overlay with the subnet of
 * the machines' own network would swallow its router, its managers and its peers.
 */
import { contains, parseCidr, parseIp } from "../../../shared/ip.ts";
import type { LinkView, RouteView } from "./links.ts";
import { isOverlayDevice } from "./names.ts";
import type { OverlayPlan } from "./plan-overlay.ts";

/** Addresses that the host cannot do without, and what each is to it. */
export type OwnWays = ReadonlyMap<string, string>;

export function ownWays(
  links: readonly LinkView[],
  routes: readonly RouteView[],
  peers: readonly { readonly addr: string }[],
): OwnWays {
  const ways = new Map<string, string>();
  for (const { addr } of peers) ways.set(addr, "another node");
  // Routes of overlays lead through nodes' addresses on them.
  for (const { gateway, dev = "" } of routes) {
    if (gateway !== undefined && !isOverlayDevice(dev)) ways.set(gateway, "a router");
  }
  for (const { ifname, addr_info } of links) {
    if (isOverlayDevice(ifname)) continue;
    for (const { local = "" } of addr_info ?? []) ways.set(local, `this host's own, of ${ifname}`);
  }
  return ways;
}

/**
 * Devices whose routers are known from their advertisements. A kernel that forwards IPv6, as it
 * does from the first bridge on that has it, forgets those unless it is told otherwise.
 */
export function advertisedDevices(routes: readonly RouteView[]): readonly string[] {
  const heard = routes.filter(({ dst, protocol }) => dst === "default" && protocol === "ra");
  return [...new Set(heard.flatMap(({ dev }) => dev ?? []))];
}

/** Why this overlay must not be on this host; undefined: nothing speaks against it. */
export function blockedBy({ subnets }: OverlayPlan, ways: OwnWays): string | undefined {
  for (const { subnet } of subnets) {
    const cidr = parseCidr(subnet);
    for (const [text, what] of ways) {
      const address = parseIp(text);
      if (cidr === undefined || address === undefined || !contains(cidr, address)) continue;
      return `its subnet ${subnet} would take ${text} (${what}) away from this host`;
    }
  }
  return undefined;
}
