/**
 * Virtual addresses in the namespace of one container: its own connections to a service's address
 * go to one of the service's ready tasks. What is still addressed to a virtual address after that
 * has no task to go to and is refused at once, rather than waited for.
 */
import { assignSlots, STICKY_SLOTS, stickySlots, zoneOf } from "./balancer.ts";
import { TABLE } from "./names.ts";
import type { NftChain, NftSet, NftTable } from "./nft-table.ts";
import { isIpv6, type Member, type World, type WorldService } from "./world.ts";

export const STICKY_LABEL = "skep.lb.sticky";

/** What stays the same between two plans of one namespace. */
export interface VirtualPlan {
  readonly table: NftTable;
  /** Map's name → its slots. */
  readonly slots: ReadonlyMap<string, readonly string[]>;
}

export interface VirtualWish {
  readonly world: World;
  /** Networks that the container is on. */
  readonly networkIds: ReadonlySet<string>;
  /** Orders backends; another one on each container. */
  readonly salt: string;
}

export const NO_VIRTUAL: VirtualPlan = {
  table: { name: TABLE, sets: new Map(), chains: new Map() },
  slots: new Map(),
};

export function planVirtual(wish: VirtualWish, before: VirtualPlan): VirtualPlan {
  const build = new TableBuilder(before, wish.salt);
  const verdicts = { v4: new Map<string, string>(), v6: new Map<string, string>() };
  const all = { v4: new Map<string, string>(), v6: new Map<string, string>() };
  const byService = backendsOf(wish);
  for (const service of wish.world.services) {
    for (const { networkId, addr } of service.virtualIps) {
      if (addr === "" || !wish.networkIds.has(networkId)) continue;
      const family = isIpv6(addr) ? "v6" : "v4";
      const backends = byService.get(`${service.id}/${networkId}`) ?? [];
      all[family].set(addr, "");
      const chain = build.addService(service, networkId, family, addr, backends);
      if (chain !== "") verdicts[family].set(addr, `goto ${chain}`);
    }
  }
  return build.finish(verdicts, all);
}

function backendsOf({ world, networkIds }: VirtualWish): ReadonlyMap<string, readonly Member[]> {
  const lists = new Map<string, Member[]>();
  for (const member of world.members) {
    if (!member.ready || !networkIds.has(member.networkId)) continue;
    const key = `${member.serviceId}/${member.networkId}`;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [member]);
    else list.push(member);
  }
  return lists;
}

type Family = "v4" | "v6";
type ByFamily<T> = Readonly<Record<Family, T>>;
const WORDS = {
  v4: { nft: "ip", type: "ipv4_addr" },
  v6: { nft: "ip6", type: "ipv6_addr" },
} as const;

export const isSticky = (service: WorldService): boolean =>
  !["", "false", "0", "off", "no"].includes(service.labels[STICKY_LABEL] ?? "");

/** Names of nftables take letters, digits and underscores. */
const short = (id: string): string => id.slice(0, 25);

class TableBuilder {
  readonly #before: VirtualPlan;
  readonly #salt: string;
  readonly #sets = new Map<string, NftSet>();
  readonly #chains = new Map<string, NftChain>();
  readonly #slots = new Map<string, readonly string[]>();
  readonly #zones = new Map<string, number>();

  constructor(before: VirtualPlan, salt: string) {
    this.#before = before;
    this.#salt = salt;
  }

  /** The chain that leads to the backends; empty when there are none of this family. */
  addService(
    service: WorldService,
    networkId: string,
    family: Family,
    addr: string,
    backends: readonly Member[],
  ): string {
    const { nft } = WORDS[family];
    const wanted = (address: string): boolean => isIpv6(address) === (family === "v6");
    const own = backends.flatMap(({ addresses }) => addresses.filter(wanted));
    const key = `${family}_${short(service.id)}_${networkId.slice(0, 8)}`;
    const rules = this.#hostRules(service, key, family, backends, own);
    if (own.length > 0) {
      const pick = this.#balance(`b_${key}`, `${nft} daddr`, own, isSticky(service), nft);
      rules.push(`dnat ${nft} to ${pick}`);
    }
    if (rules.length === 0) return "";
    // Conntrack remembers where datagrams went for as long as they keep coming. In a zone that is
    // known by the backends, nothing is remembered of any other, not even by an earlier agent.
    this.#zones.set(addr, zoneOf([...own, ...hostKeys(backends)].toSorted().join()));
    this.#chains.set(`s_${key}`, { hook: "", rules });
    return `s_${key}`;
  }

  /** Tasks that are processes of a host have their ports there: one rule for each target port. */
  #hostRules(
    service: WorldService,
    key: string,
    family: Family,
    backends: readonly Member[],
    own: readonly string[],
  ): string[] {
    const { nft } = WORDS[family];
    const wanted = backends.filter(
      ({ hostAddr }) => hostAddr !== "" && isIpv6(hostAddr) === (family === "v6"),
    );
    const ports = new Set(
      wanted.flatMap(({ hostPorts }) =>
        hostPorts.map((one) => `${one.protocol} ${one.targetPort}`),
      ),
    );
    return [...ports].toSorted().map((port) => {
      const [protocol = "", target = ""] = port.split(" ");
      const there = wanted.flatMap(({ hostAddr, hostPorts }) =>
        hostPorts
          .filter((one) => one.protocol === protocol && one.targetPort === Number(target))
          .map((one) => `${hostAddr} . ${one.publishedPort}`),
      );
      const targets = [...own.map((address) => `${address} . ${target}`), ...there];
      const name = `h_${key}_${protocol}_${target}`;
      const type = `${nft} daddr . ${protocol} dport`;
      const pick = this.#balance(name, type, targets, isSticky(service), nft);
      return `${protocol} dport ${target} dnat ${nft} to ${pick}`;
    });
  }

  #balance(
    name: string,
    type: string,
    targets: readonly string[],
    sticky: boolean,
    nft: string,
  ): string {
    const balanced = balance(name, type, targets, {
      before: this.#before.slots.get(name) ?? [],
      stick: sticky ? `${nft} saddr` : "",
      salt: this.#salt,
    });
    this.#sets.set(name, balanced.set);
    this.#slots.set(name, balanced.slots);
    return balanced.pick;
  }

  finish(
    verdicts: ByFamily<ReadonlyMap<string, string>>,
    all: ByFamily<ReadonlyMap<string, string>>,
  ): VirtualPlan {
    for (const family of ["v4", "v6"] as const) {
      const { type } = WORDS[family];
      const zones = new Map(
        [...this.#zones]
          .filter(([addr]) => isIpv6(addr) === (family === "v6"))
          .map(([addr, zone]) => [addr, String(zone)]),
      );
      const { nft } = WORDS[family];
      const zoneType = `typeof ${nft} daddr : ct zone`;
      this.#sets.set(`zones_${family}`, { kind: "map", type: zoneType, elements: zones });
      const verdictType = `type ${type} : verdict`;
      const elements = verdicts[family];
      this.#sets.set(`virtual_${family}`, { kind: "map", type: verdictType, elements });
      const set = { kind: "set", type: `type ${type}`, elements: all[family] } as const;
      this.#sets.set(`all_${family}`, set);
    }
    const families = ["v4", "v6"] as const;
    this.#chains.set("datagrams", {
      hook: "type filter hook output priority -300; policy accept;",
      rules: families.map(
        (family) =>
          `meta l4proto udp ct original zone set ${WORDS[family].nft} daddr map @zones_${family}`,
      ),
    });
    this.#chains.set("balance", {
      // Before the engine's rules for its own name server, which are at -100.
      hook: "type nat hook output priority -110; policy accept;",
      rules: families.map((family) => `${WORDS[family].nft} daddr vmap @virtual_${family}`),
    });
    this.#chains.set("refuse", {
      hook: "",
      rules: ["meta l4proto tcp reject with tcp reset", "reject"],
    });
    this.#chains.set("nobody", {
      hook: "type filter hook output priority 0; policy accept;",
      rules: families.map((family) => `${WORDS[family].nft} daddr @all_${family} goto refuse`),
    });
    return {
      table: { name: TABLE, sets: this.#sets, chains: this.#chains },
      slots: this.#slots,
    };
  }
}

function hostKeys(backends: readonly Member[]): readonly string[] {
  return backends.flatMap(({ hostAddr, hostPorts }) =>
    hostPorts.map((port) => `${hostAddr} . ${port.publishedPort}`),
  );
}

export interface Balanced {
  readonly set: NftSet;
  readonly slots: readonly string[];
  /** The expressions that yield a slot, and its target. */
  readonly by: string;
  readonly pick: string;
}

/** A map from slots to targets, and the expression that picks from it. */
export function balance(
  name: string,
  type: string,
  targets: readonly string[],
  how: {
    readonly before: readonly string[];
    /** Fields of a packet that decide; empty: one target after the other. */
    readonly stick: string;
    readonly salt: string;
  },
): Balanced {
  const stuck = how.stick !== "";
  const slots = stuck
    ? stickySlots(targets.toSorted(), how.before)
    : assignSlots(how.before, targets, how.salt);
  const by = stuck
    ? `jhash ${how.stick} mod ${STICKY_SLOTS} seed 0x5bee`
    : `numgen inc mod ${slots.length}`;
  const elements = new Map(slots.map((target, slot) => [String(slot), target]));
  // The size only bounds the key's type.
  const declared = `typeof numgen inc mod 65536 : ${type}`;
  return { set: { kind: "map", type: declared, elements }, slots, by, pick: `${by} map @${name}` };
}
