/**
 * A network's segments on this node: what plans and drivers have as overlays, each with a bridge,
 * an engine network and a VXLAN device of its own. Of whom a network is, as for names and virtual
 * addresses, is told by the network's id; where packets go, by the overlay's.
 */
import { segmentHolding, segmentId, segmentsOf, vnisOf } from "../../shared/network/segments.ts";
import type { NetworkSubnet, OverlayNetwork } from "./model.ts";

/** One segment of a network, which most networks are of. */
export interface Overlay {
  /** The segment's. */
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly vni: number;
  readonly subnets: readonly { readonly subnet: string; readonly gateway: string }[];
  readonly internal: boolean;
  readonly ingress: boolean;
  readonly encrypted: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly dataPathPort: number;
}

type Cut = Pick<OverlayNetwork, "vni" | "furtherVnis" | "subnets">;

/** As many as there are numbers: managers gave one to each. */
function cut(network: Cut): readonly (readonly NetworkSubnet[])[] {
  const { furtherVnis = [] } = network;
  return furtherVnis.length === 0 ? [network.subnets] : segmentsOf(network.subnets);
}

export function overlaysOf(network: OverlayNetwork): readonly Overlay[] {
  const vnis = vnisOf(network);
  return cut(network).map((subnets, at) => ({
    ...network,
    id: segmentId(network.id, at),
    networkId: network.id,
    vni: vnis[at] ?? 0,
    subnets,
  }));
}

/** Finds the overlays that addresses are of. */
export class Places {
  /** Of networks of several segments: for all others there is nothing to look at. */
  readonly #cut: ReadonlyMap<string, readonly (readonly NetworkSubnet[])[]>;

  constructor(networks: Iterable<OverlayNetwork>) {
    this.#cut = new Map(
      [...networks]
        .map((network) => [network.id, cut(network)] as const)
        .filter(([, segments]) => segments.length > 1),
    );
  }

  /** The first where none is known. */
  overlayId(networkId: string, addresses: readonly string[]): string {
    const segments = this.#cut.get(networkId);
    if (segments === undefined) return networkId;
    return segmentId(networkId, segmentHolding(segments, addresses) ?? 0);
  }

  /** Addresses of one bridge each. */
  split(
    networkId: string,
    addresses: readonly string[],
  ): readonly { readonly overlayId: string; readonly addresses: readonly string[] }[] {
    if (!this.#cut.has(networkId)) return [{ overlayId: networkId, addresses }];
    const lists = new Map<string, string[]>();
    for (const address of addresses) {
      const overlayId = this.overlayId(networkId, [address]);
      const list = lists.get(overlayId);
      if (list === undefined) lists.set(overlayId, [address]);
      else list.push(address);
    }
    return [...lists].map(([overlayId, own]) => ({ overlayId, addresses: own }));
  }
}
