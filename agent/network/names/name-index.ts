/**
 * Which names are there on this node's networks, and whose is an address? What managers pushed
 * (NetworkModel), kept by name and by address; a change costs what changed.
 */
import { parseCidr, parseIp } from "../../../shared/ip.ts";
import type {
  NetworkChange,
  NetworkMember,
  NetworkService,
  NetworkUpdate,
  OverlayNetwork,
} from "../model.ts";

export interface NamedNetwork {
  readonly id: string;
  /** Lower case, as all names here. */
  readonly name: string;
  readonly subnets: readonly { readonly subnet: string; readonly gateway: string }[];
  readonly internal: boolean;
  /** Published ports come over it; names are not for it. */
  readonly ingress: boolean;
}

export interface NamedMember {
  readonly id: string;
  readonly taskId: string;
  readonly networkId: string;
  readonly serviceId: string;
  readonly nodeId: string;
  /** Bare. */
  readonly addresses: readonly string[];
  /** A process on its host's network: the addresses are the host's, which others share. */
  readonly hosted: boolean;
  readonly names: readonly string[];
  readonly taskName: string;
  readonly ready: boolean;
}

export interface NamedService {
  readonly id: string;
  readonly name: string;
  readonly networkIds: readonly string[];
  /** Network id → bare addresses. */
  readonly virtualIps: ReadonlyMap<string, readonly string[]>;
  /** Network id → its names there, the service's own first. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

/** What of a NetworkUpdate names follow from. */
export type NameUpdate = Pick<
  NetworkUpdate,
  | "complete"
  | "networks"
  | "removedNetworks"
  | "members"
  | "removedMembers"
  | "services"
  | "removedServices"
>;

export function nameUpdateOf({ networks, members, services }: NetworkChange): NameUpdate {
  const after = <T>(rows: readonly { readonly after: T | undefined }[]): readonly T[] =>
    rows.flatMap((row) => row.after ?? []);
  const gone = <Id>(
    rows: readonly { readonly before: { readonly id: Id } | undefined; readonly after: unknown }[],
  ): readonly Id[] =>
    rows.flatMap(({ before, after: now }) =>
      now === undefined && before !== undefined ? [before.id] : [],
    );
  return {
    complete: false,
    networks: after(networks),
    removedNetworks: gone(networks),
    members: after(members),
    removedMembers: gone(members),
    services: after(services),
    removedServices: gone(services),
  };
}

/** One network's part: name → who has it. Insertion order is not used: see `sorted`. */
interface Scope {
  readonly services: Map<string, Set<string>>;
  readonly members: Map<string, Set<string>>;
  readonly membersOfService: Map<string, Set<string>>;
}

export class NameIndex {
  readonly #networks = new Map<string, NamedNetwork>();
  readonly #members = new Map<string, NamedMember>();
  readonly #services = new Map<string, NamedService>();
  readonly #scopes = new Map<string, Scope>();
  readonly #membersOfTask = new Map<string, Set<string>>();
  /** Address → member ids; the same address may be on two networks. */
  readonly #byAddress = new Map<string, Set<string>>();
  readonly #byVirtualIp = new Map<string, Set<string>>();

  apply(update: NameUpdate): void {
    if (update.complete) this.#clear();
    for (const id of update.removedMembers) this.#dropMember(id);
    for (const id of update.removedServices) this.#dropService(id);
    for (const id of update.removedNetworks) this.#networks.delete(id);
    for (const network of update.networks) this.#networks.set(network.id, namedNetwork(network));
    for (const service of update.services) this.#putService(namedService(service));
    for (const member of update.members) this.#putMember(namedMember(member));
  }

  networks(): Iterable<NamedNetwork> {
    return this.#networks.values();
  }

  network(id: string): NamedNetwork | undefined {
    return this.#networks.get(id);
  }

  service(id: string): NamedService | undefined {
    return this.#services.get(id);
  }

  /** The members that have this address, of any network. */
  membersAt(address: string): readonly NamedMember[] {
    return this.#membersOf(this.#byAddress.get(addressKey(address)));
  }

  /** A task's places, on all of its networks. */
  membersOfTask(taskId: string): readonly NamedMember[] {
    return this.#membersOf(this.#membersOfTask.get(taskId));
  }

  membersOfService(networkId: string, serviceId: string): readonly NamedMember[] {
    return this.#membersOf(this.#scopes.get(networkId)?.membersOfService.get(serviceId));
  }

  /** Those that have the name as a name of their own. */
  membersNamed(networkId: string, name: string): readonly NamedMember[] {
    return this.#membersOf(this.#scopes.get(networkId)?.members.get(name));
  }

  servicesNamed(networkId: string, name: string): readonly NamedService[] {
    return this.#servicesOf(this.#scopes.get(networkId)?.services.get(name));
  }

  servicesAt(virtualIp: string): readonly NamedService[] {
    return this.#servicesOf(this.#byVirtualIp.get(addressKey(virtualIp)));
  }

  #membersOf(ids: ReadonlySet<string> | undefined): readonly NamedMember[] {
    return sorted(ids).flatMap((id) => this.#members.get(id) ?? []);
  }

  #servicesOf(ids: ReadonlySet<string> | undefined): readonly NamedService[] {
    return sorted(ids).flatMap((id) => this.#services.get(id) ?? []);
  }

  #clear(): void {
    for (const map of [
      this.#networks,
      this.#members,
      this.#services,
      this.#scopes,
      this.#membersOfTask,
      this.#byAddress,
      this.#byVirtualIp,
    ]) {
      map.clear();
    }
  }

  #scope(networkId: string): Scope {
    let scope = this.#scopes.get(networkId);
    if (scope === undefined) {
      scope = { services: new Map(), members: new Map(), membersOfService: new Map() };
      this.#scopes.set(networkId, scope);
    }
    return scope;
  }

  #putMember(member: NamedMember): void {
    this.#dropMember(member.id);
    this.#members.set(member.id, member);
    for (const [map, key] of this.#placesOf(member)) add(map, key, member.id);
  }

  #dropMember(id: string): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    this.#members.delete(id);
    for (const [map, key] of this.#placesOf(member)) drop(map, key, id);
  }

  #placesOf(member: NamedMember): readonly Place[] {
    const { members, membersOfService } = this.#scope(member.networkId);
    return [
      [this.#membersOfTask, member.taskId],
      ...(member.hosted ? [] : member.addresses).map(
        (address) => [this.#byAddress, addressKey(address)] as Place,
      ),
      ...member.names.map((name) => [members, name] as Place),
      ...(member.serviceId === "" ? [] : [[membersOfService, member.serviceId] as Place]),
    ];
  }

  #putService(service: NamedService): void {
    this.#dropService(service.id);
    this.#services.set(service.id, service);
    for (const [map, key] of this.#placesOfService(service)) add(map, key, service.id);
  }

  #dropService(id: string): void {
    const service = this.#services.get(id);
    if (service === undefined) return;
    this.#services.delete(id);
    for (const [map, key] of this.#placesOfService(service)) drop(map, key, id);
  }

  #placesOfService(service: NamedService): readonly Place[] {
    const places: Place[] = [];
    for (const [networkId, names] of service.names) {
      const { services } = this.#scope(networkId);
      for (const name of names) places.push([services, name]);
    }
    for (const addresses of service.virtualIps.values()) {
      for (const address of addresses) places.push([this.#byVirtualIp, addressKey(address)]);
    }
    return places;
  }
}

type Place = [Map<string, Set<string>>, string];

function add(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  if (ids === undefined) map.set(key, new Set([id]));
  else ids.add(id);
}

function drop(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  ids?.delete(id);
  if (ids?.size === 0) map.delete(key);
}

function sorted(ids: ReadonlySet<string> | undefined): readonly string[] {
  return ids === undefined ? [] : [...ids].sort();
}

/** Equal for the ways to write an address. */
export function addressKey(address: string): string {
  const ip = parseIp(address);
  return ip === undefined ? address : `${ip.width}/${ip.bits.toString(16)}`;
}

/** Names are compared without regard to case; a trailing dot says only that it is whole. */
export function plainName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

export function bareAddress(address: string): string {
  return address.split("/")[0] ?? "";
}

function namedNetwork({ id, name, subnets, internal, ingress }: OverlayNetwork): NamedNetwork {
  const readable = subnets.filter(({ subnet }) => parseCidr(subnet) !== undefined);
  return { id, name: plainName(name), subnets: readable, internal, ingress };
}

function namedMember(member: NetworkMember): NamedMember {
  const { id, taskId, networkId, serviceId, nodeId, ready, hostAddr } = member;
  const taskName = plainName(member.taskName);
  const names = new Set([taskName, ...member.aliases.map(plainName)].filter((name) => name !== ""));
  const hosted = member.addresses.length === 0 && hostAddr !== "";
  // A process of a host is found at its host.
  const addresses = hosted ? [hostAddr] : member.addresses.map(bareAddress);
  const place = { id, taskId, networkId, serviceId, nodeId };
  return { ...place, addresses, hosted, names: [...names], taskName, ready };
}

function namedService(service: NetworkService): NamedService {
  const { id, networkIds } = service;
  const name = plainName(service.name);
  const aliases = new Map(
    service.aliases.map(({ networkId, names }) => [networkId, names.map(plainName)]),
  );
  const virtualIps = new Map<string, readonly string[]>();
  for (const { networkId, addr } of service.virtualIps) {
    virtualIps.set(networkId, [...(virtualIps.get(networkId) ?? []), bareAddress(addr)]);
  }
  const names = new Map(
    networkIds.map((one) => [one, [...new Set([name, ...(aliases.get(one) ?? [])])]] as const),
  );
  return { id, name, networkIds, virtualIps, names };
}
