/** What the kernel says of its devices, as `ip -json` prints it. */
import type { OverlayEntries, OverlayPlan } from "./plan-overlay.ts";

export interface LinkView {
  readonly ifindex?: number;
  readonly ifname: string;
  /** A veth's other end, in whichever namespace that is. */
  readonly link_index?: number;
  /** The namespace that its packets leave by, where that is another than its own. */
  readonly link_netnsid?: number;
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
      readonly remote6?: string;
    };
  };
  readonly addr_info?: readonly { readonly local?: string }[];
}

export interface RouteView {
  readonly dst?: string;
  readonly dev?: string;
  readonly gateway?: string;
  readonly protocol?: string;
}

/** An entry of a device (`dst`), or of the bridge that the device is in (`master`). */
export interface ForwardView {
  readonly mac: string;
  readonly ifname: string;
  readonly dst?: string;
  readonly master?: string;
  readonly state?: string;
}

export interface NeighbourView {
  readonly dst: string;
  readonly dev: string;
  readonly lladdr?: string;
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
  // Never in the clear: a device whose packets leave by the host is none for an encrypted overlay.
  if ((link.link_netnsid !== undefined) !== plan.encrypted) return "other";
  const up = link.flags?.includes("UP") === true;
  return link.master === plan.bridge && up ? "right" : "astray";
}

/** The engine makes it; whoever removes it takes the containers' ports out of it. */
export function bridgeState(
  { bridge, mac, subnets }: OverlayPlan,
  links: readonly LinkView[],
): Exclude<DeviceState, "other"> {
  const link = links.find(({ ifname }) => ifname === bridge);
  if (link === undefined) return "absent";
  const own = new Set(link.addr_info?.map(({ local }) => local));
  const whole = subnets.every(({ gateway }) => own.has(gateway));
  const up = link.flags?.includes("UP") === true;
  return whole && up && link.address === mac ? "right" : "astray";
}

/** Devices → their entries, of all that the kernel has. */
export interface SeenEntries {
  readonly forwards: ReadonlyMap<string, readonly ForwardView[]>;
  readonly neighbours: ReadonlyMap<string, readonly NeighbourView[]>;
}

export function groupEntries(
  forwards: readonly ForwardView[],
  neighbours: readonly NeighbourView[],
): SeenEntries {
  return {
    forwards: byDevice(forwards, ({ ifname }) => ifname),
    neighbours: byDevice(neighbours, ({ dev }) => dev),
  };
}

function byDevice<T>(
  rows: readonly T[],
  deviceOf: (row: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const lists = new Map<string, T[]>();
  for (const row of rows) {
    const list = lists.get(deviceOf(row));
    if (list === undefined) lists.set(deviceOf(row), [row]);
    else list.push(row);
  }
  return lists;
}

/** What one overlay has there. Half of a forwarding entry has an empty destination. */
export function entriesThere(
  { bridge, vxlan }: OverlayPlan,
  { forwards, neighbours }: SeenEntries,
): OverlayEntries {
  const own = forwards.get(vxlan) ?? [];
  const inBridge = new Set(
    own.flatMap(({ mac, master, state }) => (master === bridge && state === "static" ? [mac] : [])),
  );
  const there = new Map([...inBridge].map((mac) => [mac, ""]));
  for (const { mac, dst, master } of own) {
    if (master === undefined && dst !== undefined) there.set(mac, inBridge.has(mac) ? dst : "");
  }
  return {
    forwards: there,
    neighbours: new Map(
      (neighbours.get(bridge) ?? []).map(({ dst, lladdr = "" }) => [dst, lladdr]),
    ),
  };
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
