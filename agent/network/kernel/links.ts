/** What the kernel says of its devices and rules, as `ip -json` prints it. */
import type { OverlayPlan } from "./plan-overlay.ts";
import type { ReturnPath } from "./plan-returns.ts";

export interface LinkView {
  readonly ifname: string;
  readonly master?: string;
  readonly address?: string;
  readonly mtu?: number;
  readonly flags?: readonly string[];
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_slave_data?: { readonly hairpin?: boolean };
    readonly info_data?: {
      readonly id?: number;
      readonly port?: number;
      readonly local?: string;
      readonly local6?: string;
    };
  };
  readonly addr_info?: readonly { readonly local?: string }[];
}

export interface RuleView {
  readonly fwmark?: string;
  readonly iif?: string;
  readonly table?: string;
}

export function parseList<T>(text: string): readonly T[] {
  const parsed: unknown = JSON.parse(text.trim() || "[]");
  return Array.isArray(parsed) ? (parsed as readonly T[]) : [];
}

/** Is the device there, of this overlay, and in its bridge? */
export type DeviceState = "absent" | "other" | "astray" | "right";

export function vxlanState(plan: OverlayPlan, links: readonly LinkView[]): DeviceState {
  const link = links.find(({ ifname }) => ifname === plan.vxlan);
  if (link === undefined) return "absent";
  const seen = link.linkinfo?.info_data;
  const local = seen?.local ?? seen?.local6 ?? "";
  if (seen?.id !== plan.vni || seen.port !== plan.port || local !== plan.local) return "other";
  if (link.mtu !== plan.mtu) return "other";
  const up = link.flags?.includes("UP") === true;
  return link.master === plan.bridge && up ? "right" : "astray";
}

export function missingReturns(
  paths: readonly ReturnPath[],
  family: ReturnPath["family"],
  rules: readonly RuleView[],
): readonly ReturnPath[] {
  const there = new Set(rules.map(({ fwmark, iif }) => `${Number(fwmark ?? "0")} ${iif}`));
  return paths.filter(
    (path) => path.family === family && !there.has(`${path.mark} ${path.device}`),
  );
}

/**
 * Containers' ports of the ingress bridge that a packet can't leave by the way it came: that of a
 * container which asks for a published port and gets itself.
 */
export function straightPorts(bridge: string, links: readonly LinkView[]): readonly string[] {
  return links
    .filter(({ master, ifname }) => master === bridge && ifname.startsWith("veth"))
    .filter(({ linkinfo }) => linkinfo?.info_slave_data?.hairpin !== true)
    .map(({ ifname }) => ifname);
}
