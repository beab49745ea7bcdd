/**
 * The engine drops what is forwarded, but for what it knows of. Ours is let through by a chain of
 * our own in the engine's hands' reach: an accept in another table would not count.
 */
import { FILTER_CHAIN, MARK_FORWARDED, MARK_MASK, MARK_RETURN } from "./names.ts";

/** For `iptables-restore --noflush` and `ip6tables-restore --noflush`. */
export function filterScript(bridges: readonly string[]): string {
  const hex = (mark: number): string => `0x${mark.toString(16)}`;
  const rules = [
    ...[MARK_FORWARDED, MARK_RETURN].map(
      (mark) => `-m connmark --mark ${hex(mark)}/${hex(MARK_MASK)} -j ACCEPT`,
    ),
    // Bridged packets come by here, too.
    ...bridges.map((bridge) => `-i ${bridge} -o ${bridge} -j ACCEPT`),
  ];
  const lines = rules.map((rule) => `-A ${FILTER_CHAIN} ${rule}`);
  return ["*filter", `:${FILTER_CHAIN} - [0:0]`, ...lines, "COMMIT", ""].join("\n");
}

/** Settings of the host that the mesh needs; all but the first two go with the bridge. */
export function hostSettings(bridges: readonly string[], ingress: string): readonly string[] {
  return [
    "net.ipv4.ip_forward=1",
    "net.bridge.bridge-nf-call-iptables=1",
    "net.bridge.bridge-nf-call-ip6tables=1",
    ...bridges.flatMap((bridge) => [
      // Loose: off would count for nothing on a host that is strict on all.
      `net.ipv4.conf.${bridge}.rp_filter=2`,
      // Replies leave by the interface that they came from; that is no mistake.
      `net.ipv4.conf.${bridge}.send_redirects=0`,
    ]),
    ...(ingress === "" ? [] : [`net.ipv4.conf.${ingress}.route_localnet=1`]),
  ];
}
