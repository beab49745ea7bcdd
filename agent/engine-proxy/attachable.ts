/**
 * Containers on the cluster's networks, in the client's words and in the engine's: the client names
 * an overlay, the engine has a network of its own for it, and the address is the managers'. Pure.
 */
import type { ContainerNetwork } from "../runtime/runtime.ts";

export interface Placement {
  readonly place: ContainerNetwork;
  readonly nameServers: readonly string[];
}

/** What the engine has on every machine. */
const PREDEFINED: ReadonlySet<string> = new Set(["", "default", "bridge", "host", "none"]);

type Json = Readonly<Record<string, unknown>>;

/** Networks that a POST /containers/create names, the predefined ones left out. */
export function networksAsked(create: unknown): readonly string[] {
  const mode = field(create, "HostConfig")["NetworkMode"];
  const names = [mode, ...Object.keys(endpointsOf(create))];
  return [...new Set(names)].filter(
    (name): name is string =>
      typeof name === "string" && !PREDEFINED.has(name) && !name.startsWith("container:"),
  );
}

export function endpointAsked(create: unknown, network: string): unknown {
  return endpointsOf(create)[network];
}

/** Addresses that the client wants there, bare. */
export function addressesAsked(endpoint: unknown): readonly string[] {
  const { IPv4Address: v4, IPv6Address: v6 } = field(endpoint, "IPAMConfig");
  return [v4, v6].filter((one): one is string => typeof one === "string" && one !== "");
}

export function aliasesAsked(endpoint: unknown): readonly string[] {
  return texts(object(endpoint)["Aliases"]);
}

export function resolversAsked(create: unknown): readonly string[] {
  return texts(field(create, "HostConfig")["Dns"]);
}

/** @param placements by the network's name as the client wrote it */
export function placedCreate(create: unknown, placements: ReadonlyMap<string, Placement>): Json {
  const document = object(create);
  const host = field(create, "HostConfig");
  const mode = host["NetworkMode"];
  const endpoints = endpointsOf(create);
  // A mode without an endpoint of its own means one without wishes.
  const named = { ...(typeof mode === "string" && placements.has(mode) && { [mode]: {} }) };
  const placed = Object.entries({ ...named, ...endpoints }).map(([name, endpoint]) => {
    const placement = placements.get(name);
    if (placement === undefined) return [name, endpoint] as const;
    return [placement.place.engineNetwork, placedEndpoint(endpoint, placement.place)] as const;
  });
  const placedMode = typeof mode === "string" ? placements.get(mode)?.place.engineNetwork : mode;
  const nameServers = [...placements.values()].flatMap((one) => one.nameServers).slice(0, 2);
  return {
    ...document,
    HostConfig: {
      ...host,
      ...(placedMode !== undefined && { NetworkMode: placedMode }),
      // The client's own resolvers are asked by ours, of what is not ours.
      Dns: nameServers,
    },
    NetworkingConfig: {
      ...field(create, "NetworkingConfig"),
      EndpointsConfig: Object.fromEntries(placed),
    },
  };
}

export function placedEndpoint(endpoint: unknown, place: ContainerNetwork): Json {
  const { ipv4, ipv6, macAddress } = place;
  return {
    ...object(endpoint),
    IPAMConfig: {
      ...field(endpoint, "IPAMConfig"),
      ...(ipv4 !== undefined && { IPv4Address: ipv4 }),
      ...(ipv6 !== undefined && { IPv6Address: ipv6 }),
    },
    // Other nodes know it by this one: forwarding follows from addresses.
    ...(macAddress !== "" && { MacAddress: macAddress }),
  };
}

/**
 * A container as the engine describes it (inspected or listed), with the overlays' own names.
 * @param overlayOf the overlay's name for an engine's network
 */
export function withOverlayNames(
  container: unknown,
  overlayOf: (engineNetwork: string) => { readonly name: string; readonly id: string } | undefined,
): unknown {
  const document = object(container);
  const settings = document["NetworkSettings"];
  const networks = field(settings, "Networks");
  const host = field(container, "HostConfig");
  const mode = host["NetworkMode"];
  const overlay = typeof mode === "string" ? overlayOf(mode) : undefined;
  const renamed = Object.entries(networks).map(([name, endpoint]) => {
    const known = overlayOf(name);
    if (known === undefined) return [name, endpoint] as const;
    return [known.name, { ...object(endpoint), NetworkID: known.id }] as const;
  });
  return {
    ...document,
    ...(overlay !== undefined && { HostConfig: { ...host, NetworkMode: overlay.name } }),
    ...("NetworkSettings" in document && {
      NetworkSettings: { ...object(settings), Networks: Object.fromEntries(renamed) },
    }),
  };
}

function endpointsOf(create: unknown): Json {
  return field(field(create, "NetworkingConfig"), "EndpointsConfig");
}

function field(value: unknown, name: string): Json {
  return object(object(value)[name]);
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
