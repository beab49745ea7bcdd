/**
 * How are the cluster's objects told to agents as networks? A row is built once for all sessions
 * that hear of it, and holds nothing that depends on who hears (a peer's gateways and a network's
 * own gateway do: those are filled in for each stack).
 */
import type { skep } from "../../proto/messages.ts";
import { encodeAttachment, encodePort } from "../../shared/domain/codec.ts";
import { isEncrypted } from "../../shared/domain/encrypted.ts";
import type {
  Network,
  NetworkAttachment,
  Node,
  Service,
  Task,
} from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { taskName } from "../../shared/domain/task-name.ts";
import { compareTaskStates } from "../../shared/domain/task-state.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { isWithin } from "../../shared/network/segments.ts";

export type MemberRow = skep.v1.NetworkMember.$Properties;
export type ServiceRow = skep.v1.NetworkService.$Properties;
export type NetworkRow = skep.v1.OverlayNetwork.$Properties;
export type PeerRow = skep.v1.NetworkPeer.$Properties;

const DEFAULT_DATA_PATH_PORT = 4789;
const LABEL_PREFIX = "skep.";
const NONE: readonly never[] = [];
/** Every node's own; nothing of the cluster is on them. */
const PREDEFINED: readonly string[] = ["bridge", "host", "none"];

export function memberIdOf(task: Pick<Task, "id">, networkId: NetworkId): string {
  return `${task.id}/${networkId}`;
}

/** On an agent, and holding its addresses: ASSIGNED to RUNNING. */
export function isPlaced(task: Task): boolean {
  const { state } = task.status;
  return (
    task.nodeId !== "" &&
    compareTaskStates(state, "assigned") >= 0 &&
    compareTaskStates(state, "running") <= 0
  );
}

/** It runs, and is to be stopped. */
export function isLeaving({ status, desiredState }: Task): boolean {
  const unwanted = desiredState === "shutdown" || desiredState === "remove";
  return status.state === "running" && (unwanted || status.withdrawn === true);
}

/** New connections lead to it: healthy (or RUNNING would not be told), wanted, and there. */
export function isReady(task: Task, node: Node): boolean {
  return task.status.state === "running" && !isLeaving(task) && node.status.state !== "down";
}

export function memberRow(task: Task, attachment: NetworkAttachment, node: Node): MemberRow {
  const { networkId, addresses, aliases } = attachment;
  const onHost = node.description?.runtime === "process";
  return {
    id: memberIdOf(task, networkId),
    taskId: task.id,
    networkId,
    serviceId: task.serviceId,
    nodeId: task.nodeId,
    networkStack: node.description?.networkStack ?? "",
    addresses: onHost ? [] : [...addresses],
    // A service's aliases are the service's: they lead to its virtual address.
    aliases: task.serviceId === "" ? [...aliases] : [],
    taskName: taskName(task),
    ready: isReady(task, node),
    hostAddr: onHost ? node.status.addr : "",
    hostPorts: onHost ? (task.status.ports ?? NONE).map(encodePort) : [],
  };
}

/** A task's status moves often and its place seldom: most new rows are the old one. */
export function sameMember(a: MemberRow, b: MemberRow): boolean {
  return (
    a.ready === b.ready &&
    a.nodeId === b.nodeId &&
    a.networkStack === b.networkStack &&
    a.hostAddr === b.hostAddr &&
    sameTexts(a.addresses, b.addresses) &&
    sameTexts(a.aliases, b.aliases) &&
    samePorts(a.hostPorts, b.hostPorts)
  );
}

function sameTexts(
  a: readonly string[] | null | undefined,
  b: readonly string[] | null | undefined,
): boolean {
  const other = b ?? NONE;
  return (a ?? NONE).length === other.length && (a ?? NONE).every((text, i) => text === other[i]);
}

function samePorts(a: MemberRow["hostPorts"], b: MemberRow["hostPorts"]): boolean {
  return JSON.stringify(a ?? NONE) === JSON.stringify(b ?? NONE);
}

/** Every network that the service is on; the ingress network when it publishes a port there. */
export function networksOfService(
  { spec, endpoint }: Service,
  ingress: NetworkId | undefined,
): readonly NetworkId[] {
  const ids = new Set<NetworkId>();
  for (const { networkId } of endpoint?.virtualIps ?? NONE) ids.add(networkId);
  for (const { Target = "" } of attachmentsOf(spec)) {
    if (Target !== "" && !PREDEFINED.includes(Target)) ids.add(Target as NetworkId);
  }
  const publishes = (endpoint?.ports ?? NONE).some(({ publishMode }) => publishMode === "ingress");
  if (publishes && ingress !== undefined) ids.add(ingress);
  return [...ids].sort();
}

export function serviceRow(service: Service, networkIds: readonly NetworkId[]): ServiceRow {
  const { spec, endpoint } = service;
  const labels = Object.entries(spec.Labels ?? {}).filter(([key]) => key.startsWith(LABEL_PREFIX));
  return {
    id: service.id,
    name: spec.Name ?? "",
    virtualIps: (endpoint?.virtualIps ?? NONE).map((one) => ({ ...one })),
    ports: (endpoint?.ports ?? NONE).map(encodePort),
    aliases: attachmentsOf(spec)
      .filter(({ Aliases }) => (Aliases ?? NONE).length > 0)
      .map(({ Target, Aliases }) => ({ networkId: Target ?? "", names: [...(Aliases ?? NONE)] })),
    labels: Object.fromEntries(labels),
    networkIds: [...networkIds],
  };
}

/** Where the task template names no networks, the service's own are meant. */
function attachmentsOf(spec: ServiceSpec): NonNullable<ServiceSpec["Networks"]> {
  return spec.TaskTemplate?.Networks ?? spec.Networks ?? NONE;
}

/** `own`: the stack's attachment to it. */
export function networkRow(
  network: Network,
  own: NetworkAttachment | undefined,
  dataPathPort: number,
): NetworkRow {
  const { spec } = network;
  const { vni = 0, furtherVnis = NONE } = network.driverState ?? {};
  const addresses = own?.addresses ?? NONE;
  // A stack that is on a network has a bridge in all of its segments: see AddressBook.nextEach.
  const standIn = furtherVnis.length > 0 && addresses.length > 0;
  return {
    id: network.id,
    name: spec.Name ?? "",
    vni,
    furtherVnis: [...furtherVnis],
    subnets: (network.ipam?.pools ?? NONE).map((pool) => ({
      subnet: pool.subnet,
      gateway: addressWithin(pool, addresses) || (standIn ? pool.gateway : ""),
    })),
    internal: spec.Internal ?? false,
    attachable: spec.Attachable ?? false,
    ingress: spec.Ingress ?? false,
    encrypted: isEncrypted(spec),
    options: { ...spec.Options },
    labels: { ...spec.Labels },
    dataPathPort: dataPathPort || DEFAULT_DATA_PATH_PORT,
  };
}

/** The bare address among CIDRs that lies within the subnet; empty when none does. */
function addressWithin(pool: { readonly subnet: string }, addresses: readonly string[]): string {
  const found = addresses.find((cidr) => isWithin(pool, cidr)) ?? "";
  return found.split("/")[0] ?? found;
}

export function peerRow(node: Node, shared: readonly NetworkAttachment[]): PeerRow {
  const { wireguardPublicKey, wireguardPort, wireguardNextPublicKey, wireguardNextPort } =
    node.description ?? {};
  return {
    nodeId: node.id,
    networkStack: node.description?.networkStack ?? "",
    addr: node.status.addr,
    ...(wireguardPublicKey !== undefined && { wireguardPublicKey }),
    ...(wireguardNextPublicKey !== undefined && { wireguardNextPublicKey }),
    ...(wireguardPort !== undefined && { wireguardPort }),
    ...(wireguardNextPort !== undefined && { wireguardNextPort }),
    gateways: shared.map(encodeAttachment),
  };
}
