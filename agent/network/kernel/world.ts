/**
 * The networks that this node's stack is on, bare of what the plans don't need. Sorted by id, so
 * that equal models give equal plans.
 */
import type { Port } from "../../../shared/domain/objects.ts";
import type { NetworkModel, NetworkPeer } from "../model.ts";
import { type Overlay, overlaysOf, Places } from "../segments.ts";

export interface World {
  readonly networks: readonly Overlay[];
  readonly peers: readonly Peer[];
  readonly members: readonly Member[];
  readonly services: readonly WorldService[];
}

export interface Peer {
  readonly nodeId: string;
  readonly stack: string;
  readonly addr: string;
  /** WireGuard keys and their ports: that in use, and after it one that is announced. */
  readonly keys: readonly { readonly key: string; readonly port: number }[];
  readonly gateways: readonly {
    readonly overlayId: string;
    readonly addresses: readonly string[];
  }[];
}

export interface Member {
  readonly id: string;
  readonly taskId: string;
  readonly networkId: string;
  /** The segment of its addresses. */
  readonly overlayId: string;
  readonly serviceId: string;
  readonly nodeId: string;
  readonly stack: string;
  /** Bare. */
  readonly addresses: readonly string[];
  readonly ready: boolean;
  readonly hostAddr: string;
  readonly hostPorts: readonly PublishedPort[];
}

export interface PublishedPort {
  readonly protocol: string;
  readonly targetPort: number;
  readonly publishedPort: number;
  readonly ingress: boolean;
}

export interface WorldService {
  readonly id: string;
  readonly name: string;
  /** Bare. */
  readonly virtualIps: readonly { readonly networkId: string; readonly addr: string }[];
  readonly ports: readonly PublishedPort[];
  readonly labels: Readonly<Record<string, string>>;
}

export const isIpv6 = (address: string): boolean => address.includes(":");
export const bare = (address: string): string => address.split("/")[0] ?? address;

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : 1;

export function worldOf(model: NetworkModel): World {
  const places = new Places(model.networks());
  return {
    networks: [...model.networks()].flatMap(overlaysOf).sort(byId),
    peers: [...model.peers()]
      .map(({ nodeId, networkStack, addr, gateways, ...keys }) => ({
        nodeId,
        stack: networkStack,
        addr,
        keys: keysOf(keys),
        gateways: gateways.flatMap(({ networkId, addresses }) =>
          places.split(networkId, addresses.map(bare)),
        ),
      }))
      .sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1)),
    members: [...model.members()]
      .map((member) => ({
        id: member.id,
        taskId: member.taskId,
        networkId: member.networkId,
        overlayId: places.overlayId(member.networkId, member.addresses),
        serviceId: member.serviceId,
        nodeId: member.nodeId,
        stack: member.networkStack,
        addresses: member.addresses.map(bare),
        ready: member.ready,
        hostAddr: member.hostAddr,
        hostPorts: member.hostPorts.map(portOf),
      }))
      .sort(byId),
    services: [...model.services()]
      .map(({ id, name, virtualIps, ports, labels }) => ({
        id,
        name,
        virtualIps: virtualIps.map(({ networkId, addr }) => ({ networkId, addr: bare(addr) })),
        ports: ports.map(portOf),
        labels,
      }))
      .sort(byId),
  };
}

type Keys = Pick<
  NetworkPeer,
  "wireguardKey" | "wireguardPort" | "wireguardNextKey" | "wireguardNextPort"
>;

function keysOf(keys: Keys): Peer["keys"] {
  const all = [
    { key: keys.wireguardKey, port: keys.wireguardPort },
    { key: keys.wireguardNextKey, port: keys.wireguardNextPort },
  ];
  // What an earlier release wrote to disk has no ports.
  return keys.wireguardKey === "" ? [] : all.filter(({ key, port }) => key !== "" && port > 0);
}

const portOf = (port: Port): PublishedPort => ({
  protocol: port.protocol,
  targetPort: port.targetPort,
  publishedPort: port.publishedPort,
  ingress: port.publishMode === "ingress",
});
