/**
 * NetworkStates from the wire. Fields always come in the same order and with sorted keys, so that
 * rows that mean the same are the same JSON.
 */
import type { skep } from "../../proto/messages.ts";
import { decodeAttachment, decodePort } from "../../shared/domain/codec.ts";
import type { Labels } from "../../shared/domain/spec.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import type {
  NetworkMember,
  NetworkPeer,
  NetworkService,
  NetworkUpdate,
  OverlayNetwork,
} from "./model.ts";

type NetworkState = skep.v1.NetworkState.$Properties;

/** The parts of one version, in the order in which they came. */
export function decodeNetworkState(parts: readonly NetworkState[]): NetworkUpdate {
  return {
    complete: parts[0]?.complete ?? false,
    networks: parts.flatMap((part) => (part.networks ?? []).map(decodeNetwork)),
    removedNetworks: parts.flatMap((part) => (part.removedNetworks ?? []) as NetworkId[]),
    peers: parts.flatMap((part) => (part.peers ?? []).map(decodePeer)),
    removedPeers: parts.flatMap((part) => (part.removedPeers ?? []) as NodeId[]),
    members: parts.flatMap((part) => (part.members ?? []).map(decodeMember)),
    removedMembers: parts.flatMap((part) => part.removedMembers ?? []),
    services: parts.flatMap((part) => (part.services ?? []).map(decodeService)),
    removedServices: parts.flatMap((part) => (part.removedServices ?? []) as ServiceId[]),
    drainedTasks: parts.flatMap((part) => (part.drainedTasks ?? []) as TaskId[]),
    knownKey: base64(parts.find(({ knownWireguardKey: key }) => key?.length)?.knownWireguardKey),
  };
}

function decodeNetwork(wire: skep.v1.OverlayNetwork.$Properties): OverlayNetwork {
  return {
    id: (wire.id ?? "") as NetworkId,
    name: wire.name ?? "",
    vni: wire.vni ?? 0,
    furtherVnis: wire.furtherVnis ?? [],
    subnets: (wire.subnets ?? []).map(({ subnet, gateway }) => ({
      subnet: subnet ?? "",
      gateway: gateway ?? "",
    })),
    internal: wire.internal ?? false,
    attachable: wire.attachable ?? false,
    ingress: wire.ingress ?? false,
    encrypted: wire.encrypted ?? false,
    options: sorted(wire.options),
    labels: sorted(wire.labels),
    dataPathPort: wire.dataPathPort ?? 0,
  };
}

function decodePeer(wire: skep.v1.NetworkPeer.$Properties): NetworkPeer {
  return {
    nodeId: (wire.nodeId ?? "") as NodeId,
    networkStack: wire.networkStack ?? "",
    addr: wire.addr ?? "",
    wireguardKey: base64(wire.wireguardPublicKey),
    wireguardPort: wire.wireguardPort ?? 0,
    wireguardNextKey: base64(wire.wireguardNextPublicKey),
    wireguardNextPort: wire.wireguardNextPort ?? 0,
    gateways: (wire.gateways ?? []).map(decodeAttachment),
  };
}

function decodeMember(wire: skep.v1.NetworkMember.$Properties): NetworkMember {
  return {
    id: wire.id ?? "",
    taskId: (wire.taskId ?? "") as TaskId,
    networkId: (wire.networkId ?? "") as NetworkId,
    serviceId: (wire.serviceId ?? "") as ServiceId,
    nodeId: (wire.nodeId ?? "") as NodeId,
    networkStack: wire.networkStack ?? "",
    addresses: wire.addresses ?? [],
    aliases: wire.aliases ?? [],
    taskName: wire.taskName ?? "",
    ready: wire.ready ?? false,
    hostAddr: wire.hostAddr ?? "",
    hostPorts: (wire.hostPorts ?? []).map(decodePort),
  };
}

function decodeService(wire: skep.v1.NetworkService.$Properties): NetworkService {
  return {
    id: (wire.id ?? "") as ServiceId,
    name: wire.name ?? "",
    virtualIps: (wire.virtualIps ?? []).map(({ networkId, addr }) => ({
      networkId: (networkId ?? "") as NetworkId,
      addr: addr ?? "",
    })),
    ports: (wire.ports ?? []).map(decodePort),
    aliases: (wire.aliases ?? []).map(({ networkId, names }) => ({
      networkId: (networkId ?? "") as NetworkId,
      names: names ?? [],
    })),
    labels: sorted(wire.labels),
    networkIds: (wire.networkIds ?? []) as NetworkId[],
  };
}

function sorted(labels: { [key: string]: string } | null | undefined): Labels {
  return Object.fromEntries(Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function base64(bytes: Uint8Array | null | undefined): string {
  return btoa(String.fromCharCode(...(bytes ?? [])));
}
