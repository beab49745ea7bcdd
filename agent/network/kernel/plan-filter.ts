/**
 * The engine drops what is forwarded, but for what it knows of. Ours is let through by a chain of
 * our own in the engine's hands' reach: an accept in another table would not count.
 */
import {
  EGRESS_CHAIN,
  FILTER_CHAIN,
  MARK_FORWARDED,
  MARK_MASK,
  MARK_RETURN,
  SEGMENTS_CHAIN,
} from "./names.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { isIpv6 } from "./world.ts";

export type FilteredBridge = Pick<OverlayPlan, "bridge" | "internal" | "ways">;

/** For `iptables-restore --noflush` and `ip6tables-restore --noflush`. */
export function filterScript(bridges: readonly FilteredBridge[]): string {
  const hex = (mark: number): string => `0x${mark.toString(16)}`;
  const forward = [
    ...[MARK_FORWARDED, MARK_RETURN].map(
      (mark) => `-m connmark --mark ${hex(mark)}/${hex(MARK_MASK)} -j ACCEPT`,
    ),
    // Bridged packets come by here, too.
    ...bridges.flatMap(({ bridge, ways }) =>
      [bridge, ...ways.map((way) => way.bridge)].map((to) => `-i ${bridge} -o ${to} -j ACCEPT`),
    ),
  ];
  // What the engine's own rules let out, if they are still there.
  const egress = bridges
    .filter(({ internal }) => !internal)
    .flatMap(({ bridge }) => [
      `-o ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `-i ${bridge} ! -o sk+ -j ACCEPT`,
    ]);
  const lines = [
    ...forward.map((rule) => `-A ${FILTER_CHAIN} ${rule}`),
    ...egress.map((rule) => `-A ${EGRESS_CHAIN} ${rule}`),
  ];
  const chains = [FILTER_CHAIN, EGRESS_CHAIN].map((chain) => `:${chain} - [0:0]`);
  return ["*filter", ...chains, ...lines, "COMMIT", ""].join("\n");
}

/**
 * For the raw tables: an engine from 28 on drops there what comes to a container by another bridge
 * than its own. Empty: no network is of several segments.
 */
export function segmentsScript(
  bridges: readonly FilteredBridge[],
  family: "iptables" | "ip6tables",
): string {
  const lines = bridges.flatMap(({ bridge, ways }) =>
    ways
      .flatMap(({ subnets }) => subnets)
      .filter(({ subnet }) => isIpv6(subnet) === (family === "ip6tables"))
      .map(({ subnet }) => `-A ${SEGMENTS_CHAIN} -i ${bridge} -d ${subnet} -j ACCEPT`),
  );
  if (lines.length === 0) return "";
  return ["*raw", `:${SEGMENTS_CHAIN} - [0:0]`, ...lines, "COMMIT", ""].join("\n");
}

/** Does our chain come first, with all its rules? The engine appends its own. */
export function hasSegments(script: string, rules: string): boolean {
  const first = rules.split("\n").find((line) => line.startsWith("-A PREROUTING "));
  const leads = first === `-A PREROUTING -j ${SEGMENTS_CHAIN}`;
  return leads && countRules(rules, SEGMENTS_CHAIN) === countRules(script, SEGMENTS_CHAIN);
}

/** iptables prints rules in its own words: they are counted, not compared. */
function countRules(text: string, chain: string): number {
  return text.split("\n").filter((line) => line.startsWith(`-A ${chain} `)).length;
}

/**
 * Insertions that lead to our chains, as arguments of iptables; none when they are there.
 * What an administrator has in DOCKER-USER comes first: who is kept out there is kept out of
 * published ports. It ends in a RETURN of the engine's, which comes last.
 *
 * @param rules of `iptables -S`
 */
export function planJumps(rules: string): readonly (readonly string[])[] {
  const lines = rules.split("\n");
  const own = (chain: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`-A ${chain} `));
  const jump = (chain: string, target: string): boolean =>
    lines.includes(`-A ${chain} -j ${target}`);
  const jumps: string[][] = [];
  if (lines.includes("-N DOCKER-USER") && !jump("DOCKER-USER", FILTER_CHAIN)) {
    const end = own("DOCKER-USER").indexOf("-A DOCKER-USER -j RETURN");
    jumps.push(
      end === -1
        ? ["-A", "DOCKER-USER", "-j", FILTER_CHAIN]
        : ["-I", "DOCKER-USER", String(end + 1), "-j", FILTER_CHAIN],
    );
  }
  // Here too, for when somebody removes DOCKER-USER.
  if (!jump("FORWARD", FILTER_CHAIN)) {
    const user = own("FORWARD").indexOf("-A FORWARD -j DOCKER-USER");
    jumps.push(["-I", "FORWARD", String(user + 2), "-j", FILTER_CHAIN]);
  }
  if (!jump("FORWARD", EGRESS_CHAIN)) jumps.push(["-A", "FORWARD", "-j", EGRESS_CHAIN]);
  return jumps;
}

/** Are the chains as the script has them? */
export function hasChains(script: string, rules: string): boolean {
  return [FILTER_CHAIN, EGRESS_CHAIN].every(
    (chain) =>
      rules.split("\n").includes(`-N ${chain}`) &&
      countRules(script, chain) === countRules(rules, chain),
  );
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
    ]),
    ...(ingress === "" ? [] : [`net.ipv4.conf.${ingress}.route_localnet=1`]),
  ];
}
