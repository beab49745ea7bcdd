/** Which chains of others drop what they do not know, where packets for this host, or through it, come by? */

interface Chain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly hook?: string;
  readonly policy?: string;
}

/**
 * iptables' own FORWARD chains are not among them: there the engine, and we, have let ours through.
 *
 * @param ruleset of `nft -j list chains`
 */
export function droppingChains(ruleset: string, hook: "input" | "forward"): readonly string[] {
  const { nftables = [] } = JSON.parse(ruleset) as {
    readonly nftables?: readonly { readonly chain?: Chain }[];
  };
  return nftables.flatMap(({ chain }) => {
    if (chain?.hook !== hook || chain.policy !== "drop" || chain.table === "skep") return [];
    const { family, table, name } = chain;
    const ours = name === "FORWARD" && table === "filter" && family.startsWith("ip");
    return ours ? [] : [`chain ${family} ${table} ${name} (policy drop)`];
  });
}
