/**
 * What are this node's networks, as the managers last said? Takes NetworkStates one after the
 * other and answers with what each changed, so that a driver's work is what changed and not what
 * there is. Pure; the drivers read it, NetworkLoop alone writes it.
 */
import type { NetworkAttachment, Port } from "../../shared/domain/objects.ts";
import type { Labels } from "../../shared/domain/spec.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";

export interface OverlayNetwork {
  readonly id: NetworkId;
  readonly name: string;
  readonly vni: number;
  /** Of its segments after the first; absent in what an earlier release wrote to disk. */
  readonly furtherVnis?: readonly number[];
  readonly subnets: readonly NetworkSubnet[];
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly encrypted: boolean;
  readonly options: Labels;
  readonly labels: Labels;
  readonly dataPathPort: number;
}

export interface NetworkSubnet {
  /** CIDR. */
  readonly subnet: string;
  /** This network stack's own address in it, bare; empty until the managers have chosen it. */
  readonly gateway: string;
}

/** A node on another network stack that is on a network of ours. */
export interface NetworkPeer {
  readonly nodeId: NodeId;
  readonly networkStack: string;
  /** Where its VXLAN packets go, bare. */
  readonly addr: string;
  /** Base64, as WireGuard's tools take it; empty when it has none. */
  readonly wireguardKey: string;
  readonly wireguardPort: number;
  /** Announced, while the key is being rotated; else empty. */
  readonly wireguardNextKey: string;
  readonly wireguardNextPort: number;
  /** Its bridges' addresses (CIDR) on the networks that we share with it. */
  readonly gateways: readonly NetworkAttachment[];
}

/** A task's (or an attached container's) place on one network. */
export interface NetworkMember {
  /** TASK_ID/NETWORK_ID */
  readonly id: string;
  readonly taskId: TaskId;
  readonly networkId: NetworkId;
  /** Empty for an attached container. */
  readonly serviceId: ServiceId;
  readonly nodeId: NodeId;
  readonly networkStack: string;
  /** CIDR; empty for a task on its host's network. */
  readonly addresses: readonly string[];
  /** Names of this member alone. */
  readonly aliases: readonly string[];
  /** SERVICE.SLOT.TASK_ID */
  readonly taskName: string;
  /** Runs, healthy, and is not about to stop: names and virtual addresses lead here. */
  readonly ready: boolean;
  /** For a task on its host's network: the node's address, else empty. */
  readonly hostAddr: string;
  /** For a task on its host's network: where its target ports are published. */
  readonly hostPorts: readonly Port[];
}

export interface NetworkService {
  readonly id: ServiceId;
  readonly name: string;
  /** CIDR each; none when the service is dnsrr. */
  readonly virtualIps: readonly { readonly networkId: NetworkId; readonly addr: string }[];
  readonly ports: readonly Port[];
  readonly aliases: readonly ServiceAliases[];
  /** Those that begin with `skep.`. */
  readonly labels: Labels;
  /** All that the service is on, the ingress network included. */
  readonly networkIds: readonly NetworkId[];
}

export interface ServiceAliases {
  readonly networkId: NetworkId;
  readonly names: readonly string[];
}

/** One NetworkState, whole, in the domain's types. */
export interface NetworkUpdate {
  /** Everything that is not named is gone. */
  readonly complete: boolean;
  readonly networks: readonly OverlayNetwork[];
  readonly removedNetworks: readonly NetworkId[];
  readonly peers: readonly NetworkPeer[];
  readonly removedPeers: readonly NodeId[];
  readonly members: readonly NetworkMember[];
  readonly removedMembers: readonly string[];
  readonly services: readonly NetworkService[];
  readonly removedServices: readonly ServiceId[];
  readonly drainedTasks: readonly TaskId[];
  /** This node's next WireGuard key (base64), once its peers have it; empty: nothing new. */
  readonly knownKey: string;
}

/** `before` undefined: new. `after` undefined: gone. Never equal. */
export interface Changed<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

export interface NetworkChange {
  readonly networks: readonly Changed<OverlayNetwork>[];
  readonly peers: readonly Changed<NetworkPeer>[];
  readonly members: readonly Changed<NetworkMember>[];
  readonly services: readonly Changed<NetworkService>[];
  /** Tasks of this node that may be stopped now. */
  readonly drained: readonly TaskId[];
  /** As in NetworkUpdate. */
  readonly knownKey: string;
}

export class NetworkModel {
  readonly #networks = new Table<OverlayNetwork>(({ id }) => id);
  readonly #peers = new Table<NetworkPeer>(({ nodeId }) => nodeId);
  readonly #members = new Table<NetworkMember>(({ id }) => id);
  readonly #services = new Table<NetworkService>(({ id }) => id);
  readonly #membersByNetwork = new Index<NetworkMember>(({ networkId }) => [networkId]);
  readonly #membersByTask = new Index<NetworkMember>(({ taskId }) => [taskId]);
  readonly #membersByService = new Index<NetworkMember>(({ serviceId, networkId }) =>
    serviceId === "" ? [] : [`${serviceId}/${networkId}`],
  );
  readonly #servicesByNetwork = new Index<NetworkService>(({ networkIds }) => networkIds);

  /** Later entries of the update win over its removals: what is removed and named, is named. */
  apply(update: NetworkUpdate): NetworkChange {
    if (update.complete) {
      for (const table of [this.#networks, this.#peers, this.#members, this.#services]) {
        table.removeAll();
      }
    }
    for (const id of update.removedNetworks) this.#removeNetwork(id);
    for (const id of update.removedPeers) this.#peers.remove(id);
    for (const id of update.removedMembers) this.#members.remove(id);
    for (const id of update.removedServices) this.#services.remove(id);
    for (const network of update.networks) this.#networks.put(network);
    for (const peer of update.peers) this.#peers.put(peer);
    for (const member of update.members) this.#members.put(member);
    for (const service of update.services) this.#services.put(service);
    const members = this.#members.commit();
    const services = this.#services.commit();
    for (const index of [this.#membersByNetwork, this.#membersByTask, this.#membersByService]) {
      index.note(members);
    }
    this.#servicesByNetwork.note(services);
    const networks = this.#networks.commit();
    return {
      networks,
      peers: this.#peers.commit(),
      members,
      services,
      drained: update.drainedTasks,
      knownKey: update.knownKey,
    };
  }

  /** A network is left with all that is on it. */
  #removeNetwork(id: NetworkId): void {
    this.#networks.remove(id);
    for (const member of this.#membersByNetwork.get(id)) this.#members.remove(member.id);
  }

  /** The update that makes an empty model this one. */
  snapshot(): NetworkUpdate {
    return {
      complete: true,
      networks: [...this.#networks.values()],
      removedNetworks: [],
      peers: [...this.#peers.values()],
      removedPeers: [],
      members: [...this.#members.values()],
      removedMembers: [],
      services: [...this.#services.values()],
      removedServices: [],
      drainedTasks: [],
      knownKey: "",
    };
  }

  networks(): Iterable<OverlayNetwork> {
    return this.#networks.values();
  }

  network(id: NetworkId): OverlayNetwork | undefined {
    return this.#networks.get(id);
  }

  /** The network that published ports lead into. */
  ingress(): OverlayNetwork | undefined {
    for (const network of this.#networks.values()) if (network.ingress) return network;
    return undefined;
  }

  peers(): Iterable<NetworkPeer> {
    return this.#peers.values();
  }

  peer(nodeId: NodeId): NetworkPeer | undefined {
    return this.#peers.get(nodeId);
  }

  members(): Iterable<NetworkMember> {
    return this.#members.values();
  }

  member(taskId: TaskId, networkId: NetworkId): NetworkMember | undefined {
    return this.#members.get(memberId(taskId, networkId));
  }

  membersOn(networkId: NetworkId): Iterable<NetworkMember> {
    return this.#membersByNetwork.get(networkId);
  }

  membersOf(taskId: TaskId): Iterable<NetworkMember> {
    return this.#membersByTask.get(taskId);
  }

  /** The service's members on the network, ready or not. */
  membersOfService(serviceId: ServiceId, networkId: NetworkId): Iterable<NetworkMember> {
    return this.#membersByService.get(`${serviceId}/${networkId}`);
  }

  /** Where new connections to the service on the network go. */
  backends(serviceId: ServiceId, networkId: NetworkId): readonly NetworkMember[] {
    return [...this.membersOfService(serviceId, networkId)].filter(({ ready }) => ready);
  }

  services(): Iterable<NetworkService> {
    return this.#services.values();
  }

  service(id: ServiceId): NetworkService | undefined {
    return this.#services.get(id);
  }

  servicesOn(networkId: NetworkId): Iterable<NetworkService> {
    return this.#servicesByNetwork.get(networkId);
  }
}

export function memberId(taskId: TaskId, networkId: NetworkId): string {
  return `${taskId}/${networkId}`;
}

/** Rows by id that know what became of them since the last commit. */
class Table<T> {
  readonly #rows = new Map<string, T>();
  /** As they were at the last commit. */
  readonly #touched = new Map<string, T | undefined>();
  readonly #idOf: (row: T) => string;

  constructor(idOf: (row: T) => string) {
    this.#idOf = idOf;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  values(): Iterable<T> {
    return this.#rows.values();
  }

  put(row: T): void {
    const id = this.#idOf(row);
    this.#touch(id);
    this.#rows.set(id, row);
  }

  remove(id: string): void {
    this.#touch(id);
    this.#rows.delete(id);
  }

  removeAll(): void {
    for (const id of this.#rows.keys()) this.#touch(id);
    this.#rows.clear();
  }

  #touch(id: string): void {
    if (!this.#touched.has(id)) this.#touched.set(id, this.#rows.get(id));
  }

  commit(): readonly Changed<T>[] {
    const changes: Changed<T>[] = [];
    for (const [id, before] of this.#touched) {
      const after = this.#rows.get(id);
      if (before !== undefined && after !== undefined && sameRow(before, after)) {
        // The same object as before: whoever holds it need not look again.
        this.#rows.set(id, before);
      } else if (before !== after) changes.push({ before, after });
    }
    this.#touched.clear();
    return changes;
  }
}

/** By value. Rows are JSON with their fields in one order (decode-state.ts sees to it). */
function sameRow(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

class Index<T> {
  readonly #rows = new Map<string, Set<T>>();
  readonly #keysOf: (row: T) => readonly string[];

  constructor(keysOf: (row: T) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  get(key: string): Iterable<T> {
    return this.#rows.get(key) ?? [];
  }

  note(changes: readonly Changed<T>[]): void {
    for (const { before, after } of changes) {
      if (before !== undefined) for (const key of this.#keysOf(before)) this.#drop(key, before);
      if (after !== undefined) for (const key of this.#keysOf(after)) this.#add(key, after);
    }
  }

  #add(key: string, row: T): void {
    const rows = this.#rows.get(key);
    if (rows === undefined) this.#rows.set(key, new Set([row]));
    else rows.add(row);
  }

  #drop(key: string, row: T): void {
    const rows = this.#rows.get(key);
    if (rows === undefined) return;
    rows.delete(row);
    if (rows.size === 0) this.#rows.delete(key);
  }
}
