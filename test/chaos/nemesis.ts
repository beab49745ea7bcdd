/** What goes wrong and when: drawn from a seed, each fault lasts a while and heals. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Rng } from "../../shared/rng.ts";
import type { ChaosNetwork } from "./network-driver.ts";
import type { ChaosNode } from "./node-driver.ts";

export interface NemesisPorts {
  readonly nodes: readonly ChaosNode[];
  readonly network: ChaosNetwork;
  readonly rng: Rng;
  readonly note: (what: string) => void;
}

/** A fault begins and gives back what heals it. */
type Fault = (ports: NemesisPorts, node: ChaosNode) => () => void;

const FAULTS: Readonly<Record<string, Fault>> = {
  kill: (_ports, node) => {
    node.kill();
    return () => node.start();
  },
  "kill-all": ({ nodes }) => {
    for (const one of nodes) one.kill();
    return () => {
      for (const one of nodes) one.start();
    };
  },
  "kill-manager": (_ports, node) => {
    node.killManager();
    return () => {};
  },
  pause: (_ports, node) => {
    node.pause();
    return () => node.resume();
  },
  cut: ({ network }, node) => {
    network.cut(node.machine, true);
    return () => network.cut(node.machine, false);
  },
  split: ({ nodes, network, rng }, node) => {
    const others = nodes.filter((one) => one !== node);
    const other = others[rng.below(others.length)] ?? node;
    network.split(node.machine, other.machine, true);
    return () => network.split(node.machine, other.machine, false);
  },
  "fill-disk": (_ports, node) => {
    node.fill();
    return () => node.makeRoom();
  },
};

/** Every kind comes before one comes again, in an order that the seed draws. */
export async function unleash(ports: NemesisPorts, forMs: number): Promise<void> {
  const { nodes, rng, note } = ports;
  const end = performance.now() + forMs;
  const busy = new Set<ChaosNode>();
  const under: Promise<void>[] = [];
  let bag: string[] = [];
  while (performance.now() < end) {
    if (bag.length === 0) bag = shuffled(Object.keys(FAULTS), rng);
    await sleep(300 + rng.below(1_500));
    const node = nodes[rng.below(nodes.length)];
    const lastsMs = 300 + rng.below(3_500);
    // Mostly a quorum is left; at times it is not, and nothing may be promised then.
    const several = busy.size > 0 && rng.below(2) > 0;
    if (node === undefined || busy.has(node) || several) continue;
    const name = bag.pop() ?? "kill";
    note(`${name} ${node.name} for ${lastsMs} ms`);
    busy.add(node);
    const heal = FAULTS[name]?.(ports, node);
    under.push(
      sleep(lastsMs).then(() => {
        heal?.();
        busy.delete(node);
      }),
    );
  }
  await Promise.all(under);
  note("all healed");
}

function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const left = [...items];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(rng.below(left.length), 1));
  return order;
}
