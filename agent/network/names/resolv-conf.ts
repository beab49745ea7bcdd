/** The host's own resolvers, as resolv.conf(5) names them. */

/** Bare addresses, in order; link-local ones keep their zone. */
export function nameServersOf(resolvConf: string): readonly string[] {
  return resolvConf.split("\n").flatMap((line) => {
    const match = /^\s*nameserver\s+(\S+)/.exec(line);
    return match?.[1] === undefined ? [] : [match[1]];
  });
}
