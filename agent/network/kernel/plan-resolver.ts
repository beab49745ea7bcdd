/**
 * A container's questions go to our name server, past the engine's own: that one keeps single
 * labels to itself when the container sets `ndots`, names addresses in words of its own, and does
 * not ask on for containers of internal networks. Its address stays in the container's files.
 */
import type { NftChain } from "./nft-table.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { isIpv6 } from "./world.ts";

/** Where every engine has its name server, in each container's namespace. */
const ENGINE_RESOLVER = "127.0.0.11";

/**
 * Our name server as a container on these overlays reaches it; empty: nobody answers names there.
 * Networks without IPv4 have none: the engine's address is of that family.
 */
export function resolverOf(
  overlays: readonly OverlayPlan[],
  overlayIds: ReadonlySet<string>,
): string {
  const named = overlays.filter(({ id, ingress }) => !ingress && overlayIds.has(id));
  const gateways = named.flatMap(({ subnets }) => subnets.map(({ gateway }) => gateway));
  return gateways.find((gateway) => gateway !== "" && !isIpv6(gateway)) ?? "";
}

export function resolverChains(server: string): ReadonlyMap<string, NftChain> {
  if (server === "") return new Map();
  const asks = `ip daddr ${ENGINE_RESOLVER}`;
  return new Map([
    [
      "ask",
      {
        // Before the engine's rules for its own, which are at -100.
        hook: "type nat hook output priority -110; policy accept;",
        rules: ["udp", "tcp"].map((one) => `${asks} ${one} dport 53 dnat ip to ${server}:53`),
      },
    ],
    [
      "ask_as_itself",
      {
        hook: "type nat hook postrouting priority 90; policy accept;",
        rules: [`ip saddr 127.0.0.0/8 ip daddr ${server} masquerade`],
      },
    ],
    [
      "keep_out",
      {
        // Questions leave from a loopback address; what comes to one from outside stays out.
        hook: "type filter hook prerouting priority -300; policy accept;",
        rules: ['iifname != "lo" ip daddr 127.0.0.0/8 drop'],
      },
    ],
  ]);
}

/** Lets packets from loopback addresses leave; on all interfaces, as networks come and go. */
export const ROUTE_LOOPBACK = "/proc/sys/net/ipv4/conf/all/route_localnet";
