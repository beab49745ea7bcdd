/**
 * Which way do replies leave that belong to another node's mesh? Back to that node, which alone can
 * rewrite them. Each peer has a connection mark; a reply that carries it gets the peer's hardware
 * address on its way into the ingress network's bridge, which takes it there.
 *
 * A routing rule for each mark would do as well, but the kernel tries such rules one by one for
 * every packet of the host; it would send tasks redirects past the node that was asked; and a
 * reply to this host's own address would be delivered here.
 */
import { parseIp } from "../../../shared/ip.ts";
import { MARK_RETURN, RETURNS_TABLE } from "./names.ts";
import { emptyTable, type NftTable } from "./nft-table.ts";
import { macOf, type OverlayPlan } from "./plan-overlay.ts";
import { isIpv6, type World } from "./world.ts";

const NUMBERS = 0x00ffffff;

export interface Returns {
  /** Peers' hardware addresses on the ingress network → marks of connections that come from them. */
  readonly marks: ReadonlyMap<string, string>;
  /** What sends the replies back. */
  readonly table: NftTable;
}

export const NO_RETURNS: Returns = { marks: new Map(), table: emptyTable(RETURNS_TABLE) };

/** The low bits of the peer's own address there: unlike a counter, the same after a restart. */
function returnMark(gateways: readonly string[]): string {
  const address = gateways.find((one) => !isIpv6(one)) ?? gateways[0] ?? "";
  const mark = MARK_RETURN + Number((parseIp(address)?.bits ?? 0n) & BigInt(NUMBERS));
  return `0x${mark.toString(16)}`;
}

/** @param stack this node's: its other agents are no peers */
export function planReturns(
  ingress: OverlayPlan | undefined,
  { peers }: World,
  stack: string,
): Returns {
  if (ingress === undefined) return NO_RETURNS;
  const marks = new Map<string, string>();
  for (const peer of peers) {
    const gateway = peer.gateways.find(({ overlayId }) => overlayId === ingress.id);
    if (gateway === undefined || gateway.addresses.length === 0 || peer.stack === stack) continue;
    marks.set(macOf(gateway.addresses), returnMark(gateway.addresses));
  }
  const ways = new Map([...marks].map(([mac, mark]) => [mark, mac]));
  return {
    marks,
    table: {
      name: RETURNS_TABLE,
      sets: new Map([["ways", { kind: "map", type: "type mark : ether_addr", elements: ways }]]),
      chains: new Map([
        [
          "returning",
          {
            // After br_netfilter, at 0, has had the inet table mark the packet.
            hook: "type filter hook prerouting priority 10; policy accept;",
            // Which bridge need not be asked for: the inet table marks on that of ingress alone.
            rules: ["ether daddr set meta mark map @ways meta mark set 0"],
          },
        ],
      ]),
    },
  };
}
