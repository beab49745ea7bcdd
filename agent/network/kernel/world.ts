/**
 * The networks that this node's stack is on, as values with nothing optional: what the plans are
 * made from. Sorted by id, so that equal worlds give equal plans.
 */

export interface World {
  readonly networks: readonly Overlay[];
  readonly peers: readonly Peer[];
  readonly members: readonly Member[];
  readonly services: readonly WorldService[];
}

export interface Overlay {
  readonly id: string;
  readonly name: string;
  readonly vni: number;
  readonly subnets: readonly { readonly subnet: string; readonly gateway: string }[];
  readonly internal: boolean;
  readonly ingress: boolean;
  readonly encrypted: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly dataPathPort: number;
}

export interface Peer {
  readonly nodeId: string;
  readonly stack: string;
  readonly addr: string;
  readonly wireguardPublicKey: Uint8Array;
  readonly gateways: readonly {
    readonly networkId: string;
    readonly addresses: readonly string[];
  }[];
}

export interface Member {
  readonly id: string;
  readonly taskId: string;
  readonly networkId: string;
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

export const EMPTY_WORLD: World = { networks: [], peers: [], members: [], services: [] };

export const isIpv6 = (address: string): boolean => address.includes(":");
export const bare = (address: string): string => address.split("/")[0] ?? address;
