/** Names of what this node has in the kernel and in the engine: all begin with `sk`. */

/** The kernel takes 15 characters. */
const ID_PART = 12;

/** Each by the id of a network's segment: that of the network itself for the first. */
export const engineNetworkName = (id: string): string => `skep-${id}`;
export const bridgeName = (id: string): string => `skb${deviceId(id)}`;
export const vxlanName = (id: string): string => `skx${deviceId(id)}`;

/** A dot would part names of settings: `net.ipv4.conf.DEVICE.rp_filter`. */
function deviceId(id: string): string {
  const [networkId = "", segment = ""] = id.split(".");
  if (segment === "") return networkId.slice(0, ID_PART);
  return `${networkId.slice(0, ID_PART - 1 - segment.length)}-${segment}`;
}

/** Of whichever segment. */
export function isEngineNetworkOf(name: string, networkId: string): boolean {
  const first = engineNetworkName(networkId);
  return name === first || name.startsWith(`${first}.`);
}

export const isVxlan = (device: string): boolean => device.startsWith("skx");
export const isOverlayDevice = (device: string): boolean =>
  isVxlan(device) || device.startsWith("skb");

/** On the host and in containers. */
export const TABLE = "inet skep";
/** On the host: replies on their way into the ingress network's bridge. */
export const RETURNS_TABLE = "bridge skep";
export const NETWORK_LABEL = "skep.network.id";

/**
 * Connection marks, told apart by the first byte: a connection that this node's mesh forwarded,
 * the same with this node's own address as its source, and one that came to a task of this node
 * through another node's mesh (with that node's number on the ingress network).
 */
export const MARK_MASK = 0xff000000;
export const MARK_FORWARDED = 0x5b000000;
export const MARK_MASQUERADED = 0x5b010000;
export const MARK_RETURN = 0x5c000000;

/** Chains of iptables' filter tables, in both families: before the engine's own, and after. */
export const FILTER_CHAIN = "SKEP-FORWARD";
export const EGRESS_CHAIN = "SKEP-EGRESS";
/** Of iptables' raw tables: what goes from one segment of a network to another. */
export const SEGMENTS_CHAIN = "SKEP-SEGMENTS";
