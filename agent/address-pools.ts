/** Can networks be cut from these address pools? Asked for `swarm init` and skepd's flags. Pure. */
import { type IpNetwork, overlap, parseCidr } from "../shared/ip.ts";

const DEFAULT_SUBNET_SIZE = 24;
/** 8 addresses: fewer leave no room for tasks beside a network's own (reference 4). */
const MAX_SUBNET_SIZE = 29;

export interface PoolProblem {
  /** Which pool; undefined: the size itself. */
  readonly at?: number;
  readonly expected: string;
}

/** @param size of each network, in bits; 0: the default */
export function findPoolProblem(pools: readonly string[], size: number): PoolProblem | undefined {
  const bits = size === 0 ? DEFAULT_SUBNET_SIZE : size;
  if (bits > MAX_SUBNET_SIZE) return { expected: `at most ${MAX_SUBNET_SIZE}` };
  const before: IpNetwork[] = [];
  for (const [at, pool] of pools.entries()) {
    const network = parseCidr(pool);
    if (network === undefined) return { at, expected: "a network, such as 10.0.0.0/8" };
    if (network.width !== 32) return { at, expected: "an IPv4 network, such as 10.0.0.0/8" };
    if (network.prefix > bits) {
      return { at, expected: `a pool that holds networks of size ${bits}, as /${bits} or larger` };
    }
    const same = before.findIndex((other) => overlap(other, network));
    if (same >= 0) return { at, expected: `a pool that does not overlap with ${pools[same]}` };
    before.push(network);
  }
  return undefined;
}
