/**
 * Which way do replies leave that belong to another node's mesh? Each peer has a connection mark, a
 * rule for packets that carry it and come from the ingress network's bridge, and a routing table
 * whose only route leads through the peer's address on the ingress network.
 */
import { parseIp } from "../../../shared/ip.ts";
import { MARK_RETURN, RETURN_PRIORITY, RETURN_TABLE } from "./names.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { isIpv6, type World } from "./world.ts";

const NUMBERS = 0x00ffffff;

/** The low bits of the peer's own address there: unlike a counter, the same after a restart. */
export function returnMark(gateways: readonly string[]): number {
  const address = gateways.find((one) => !isIpv6(one)) ?? gateways[0] ?? "";
  return MARK_RETURN + Number((parseIp(address)?.bits ?? 0n) & BigInt(NUMBERS));
}

export const returnTable = (mark: number): number => RETURN_TABLE + (mark - MARK_RETURN);

export interface ReturnPath {
  readonly family: "v4" | "v6";
  readonly mark: number;
  readonly table: number;
  readonly via: string;
  readonly device: string;
}

export function planReturns(ingress: OverlayPlan | undefined, world: World): readonly ReturnPath[] {
  if (ingress === undefined) return [];
  return world.peers.flatMap(({ gateways }) =>
    gateways
      .filter(({ overlayId }) => overlayId === ingress.id)
      .flatMap(({ addresses }) => {
        const mark = returnMark(addresses);
        const table = returnTable(mark);
        return addresses.map((via) => {
          const family = isIpv6(via) ? ("v6" as const) : ("v4" as const);
          return { family, mark, table, via, device: ingress.bridge };
        });
      }),
  );
}

export const returnKey = (path: ReturnPath): string =>
  `${path.family} ${path.mark} ${path.via} ${path.device}`;

/**
 * For `ip -batch -`. Only what comes from the bridge follows the mark: it also rides on the VXLAN
 * packets around a marked packet, which would go in circles.
 */
export function addReturn(path: ReturnPath): readonly string[] {
  const family = path.family === "v6" ? "-6 " : "";
  return [
    `${family}route replace default via ${path.via} dev ${path.device} onlink table ${path.table}`,
    `${family}${ruleWords("add", path)}`,
  ];
}

export function deleteReturn(path: ReturnPath): readonly string[] {
  const family = path.family === "v6" ? "-6 " : "";
  return [
    `${family}${ruleWords("del", path)}`,
    `${family}route del default dev ${path.device} table ${path.table}`,
  ];
}

function ruleWords(verb: "add" | "del", { mark, table, device }: ReturnPath): string {
  return `rule ${verb} fwmark ${mark} iif ${device} lookup ${table} pref ${RETURN_PRIORITY}`;
}
