/** Which chains of others drop what they do not know, where packets for this host come in? */

interface Chain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly hook?: string;
  readonly policy?: string;
}

/** @param ruleset of `nft -j list chains` */
export function droppingChains(ruleset: string): readonly string[] {
  const { nftables = [] } = JSON.parse(ruleset) as {
    readonly nftables?: readonly { readonly chain?: Chain }[];
  };
  return nftables.flatMap(({ chain }) => {
    if (chain?.hook !== "input" || chain.policy !== "drop" || chain.table === "skep") return [];
    return [`chain ${chain.family} ${chain.table} ${chain.name} (policy drop)`];
  });
}
