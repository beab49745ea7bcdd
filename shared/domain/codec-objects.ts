/** Every object but the task between its domain form and the wire's. See codec.ts. */
import type { skep } from "../../proto/messages.ts";
import type {
  ClusterId,
  ConfigId,
  NetworkId,
  NodeId,
  SecretId,
  ServiceId,
  SpecRevisionId,
  VolumeId,
} from "../ids.ts";
import type { Draft } from "./codec.ts";
import {
  decodeAttachment,
  decodeGeneric,
  decodeList,
  decodeMeta,
  decodePort,
  encodeAttachment,
  encodeGeneric,
  encodeMeta,
  encodePort,
} from "./codec.ts";
import { jsonBytes, parseJsonBytes, utf8Bytes, utf8Text } from "./json-bytes.ts";
import type {
  Cluster,
  Config,
  Endpoint,
  Network,
  Node,
  NodeDescription,
  NodeRole,
  NodeState,
  Resources,
  RootCa,
  RuntimeName,
  Secret,
  Service,
  SpecRevision,
  UpdateState,
  UpdateStatus,
  Volume,
} from "./objects.ts";
import type { NodeSpec, ServiceSpec, SwarmSpec } from "./spec.ts";

const NO_BYTES: Uint8Array = new Uint8Array();

function text(bytes: Uint8Array | null | undefined): string {
  return bytes && bytes.length > 0 ? utf8Text(bytes) : "";
}

/** A copy: a decoded field is a view that would keep the whole message in memory. */
function bytesOf(bytes: Uint8Array | null | undefined): Uint8Array {
  return bytes && bytes.length > 0 ? new Uint8Array(bytes) : NO_BYTES;
}

function filled(bytes: Uint8Array | null | undefined): bytes is Uint8Array {
  return bytes !== null && bytes !== undefined && bytes.length > 0;
}

export function encodeResources(resources: Resources): skep.v1.Resources.$Properties {
  return { ...resources, generic: resources.generic.map(encodeGeneric) };
}

export function decodeResources(wire: skep.v1.Resources.$Properties | null | undefined): Resources {
  return {
    nanoCpus: wire?.nanoCpus ?? 0,
    memoryBytes: wire?.memoryBytes ?? 0,
    generic: decodeList(wire?.generic, decodeGeneric),
  };
}

export function encodeNodeDescription(
  description: NodeDescription,
): skep.v1.NodeDescription.$Properties {
  return {
    hostname: description.hostname,
    os: description.os,
    architecture: description.architecture,
    resources: encodeResources(description.resources),
    engineVersion: description.engineVersion,
    engineLabels: { ...description.engineLabels },
    plugins: description.plugins.map((plugin) => ({ ...plugin })),
    tlsTrustRootPem: utf8Bytes(description.tls.trustRootPem),
    tlsCertIssuerSubject: description.tls.certIssuerSubject,
    tlsCertIssuerPublicKey: description.tls.certIssuerPublicKey,
    runtime: description.runtime,
    skepVersion: description.skepVersion,
    engineId: description.engineId,
    ...(description.metricsAddr !== undefined && { metricsAddr: description.metricsAddr }),
    ...(description.networkStack !== undefined && { networkStack: description.networkStack }),
    ...(description.wireguardPublicKey !== undefined && {
      wireguardPublicKey: description.wireguardPublicKey,
    }),
    ...(description.wireguardPort !== undefined && { wireguardPort: description.wireguardPort }),
    ...(description.wireguardNextPublicKey !== undefined && {
      wireguardNextPublicKey: description.wireguardNextPublicKey,
    }),
    ...(description.wireguardNextPort !== undefined && {
      wireguardNextPort: description.wireguardNextPort,
    }),
  };
}

export function decodeNodeDescription(wire: skep.v1.NodeDescription.$Properties): NodeDescription {
  return {
    hostname: wire.hostname ?? "",
    os: wire.os ?? "",
    architecture: wire.architecture ?? "",
    resources: decodeResources(wire.resources),
    engineVersion: wire.engineVersion ?? "",
    engineLabels: { ...wire.engineLabels },
    plugins: decodeList(wire.plugins, (plugin) => ({
      type: plugin.type ?? "",
      name: plugin.name ?? "",
    })),
    tls: {
      trustRootPem: text(wire.tlsTrustRootPem),
      certIssuerSubject: bytesOf(wire.tlsCertIssuerSubject),
      certIssuerPublicKey: bytesOf(wire.tlsCertIssuerPublicKey),
    },
    runtime: (wire.runtime || "docker") as RuntimeName,
    skepVersion: wire.skepVersion ?? "",
    engineId: wire.engineId ?? "",
    ...(wire.metricsAddr ? { metricsAddr: wire.metricsAddr } : {}),
    ...(wire.networkStack ? { networkStack: wire.networkStack } : {}),
    ...(filled(wire.wireguardPublicKey)
      ? { wireguardPublicKey: bytesOf(wire.wireguardPublicKey) }
      : {}),
    ...(wire.wireguardPort ? { wireguardPort: wire.wireguardPort } : {}),
    ...(filled(wire.wireguardNextPublicKey)
      ? { wireguardNextPublicKey: bytesOf(wire.wireguardNextPublicKey) }
      : {}),
    ...(wire.wireguardNextPort ? { wireguardNextPort: wire.wireguardNextPort } : {}),
  };
}

export function encodeNode(node: Node): skep.v1.Node.$Properties {
  const wire: skep.v1.Node.$Properties = {
    id: node.id,
    meta: encodeMeta(node.meta),
    specJson: jsonBytes(node.spec),
    status: { ...node.status },
    role: node.role,
    membership: node.membership,
  };
  if (node.description !== undefined) wire.description = encodeNodeDescription(node.description);
  if (node.manager !== undefined) wire.manager = { ...node.manager };
  if (node.certificatePem !== undefined) wire.certificatePem = utf8Bytes(node.certificatePem);
  if (node.downSinceMs !== undefined) wire.downSinceMs = node.downSinceMs;
  if (node.attachments !== undefined) wire.attachments = node.attachments.map(encodeAttachment);
  if (node.specSince !== undefined) wire.specSince = node.specSince;
  return wire;
}

export function decodeNode(wire: skep.v1.Node.$Properties): Node {
  const node: Draft<Node> = {
    id: (wire.id ?? "") as NodeId,
    meta: decodeMeta(wire.meta),
    spec: parseJsonBytes<NodeSpec>(wire.specJson, "node spec"),
    status: {
      state: (wire.status?.state || "unknown") as NodeState,
      message: wire.status?.message ?? "",
      addr: wire.status?.addr ?? "",
    },
    role: (wire.role || "worker") as NodeRole,
    membership: (wire.membership || "accepted") as Node["membership"],
  };
  if (wire.description) node.description = decodeNodeDescription(wire.description);
  if (wire.manager) {
    node.manager = { raftId: wire.manager.raftId ?? 0, addr: wire.manager.addr ?? "" };
  }
  if (filled(wire.certificatePem)) node.certificatePem = utf8Text(wire.certificatePem);
  if (wire.downSinceMs) node.downSinceMs = wire.downSinceMs;
  if (wire.attachments && wire.attachments.length > 0) {
    node.attachments = wire.attachments.map(decodeAttachment);
  }
  if (typeof wire.specSince === "number") node.specSince = wire.specSince;
  return node;
}

function decodeUpdateStatus(wire: skep.v1.UpdateStatus.$Properties): UpdateStatus {
  const status: Draft<UpdateStatus> = {
    state: (wire.state || "updating") as UpdateState,
    startedMs: wire.startedMs ?? 0,
    message: wire.message ?? "",
  };
  if (wire.completedMs) status.completedMs = wire.completedMs;
  return status;
}

function encodeEndpoint(endpoint: Endpoint): skep.v1.Endpoint.$Properties {
  return {
    specJson: jsonBytes(endpoint.spec),
    ports: endpoint.ports.map(encodePort),
    virtualIps: endpoint.virtualIps.map((ip) => ({ ...ip })),
  };
}

function decodeEndpoint(wire: skep.v1.Endpoint.$Properties): Endpoint {
  return {
    spec: parseJsonBytes(wire.specJson, "endpoint spec"),
    ports: decodeList(wire.ports, decodePort),
    virtualIps: decodeList(wire.virtualIps, (ip) => ({
      networkId: (ip.networkId ?? "") as NetworkId,
      addr: ip.addr ?? "",
    })),
  };
}

export function encodeService(service: Service): skep.v1.Service.$Properties {
  const wire: skep.v1.Service.$Properties = {
    id: service.id,
    meta: encodeMeta(service.meta),
    specJson: jsonBytes(service.spec),
    specVersion: service.specVersion,
  };
  if (service.previousSpec !== undefined) wire.previousSpecJson = jsonBytes(service.previousSpec);
  if (service.previousSpecVersion !== undefined) {
    wire.previousSpecVersion = service.previousSpecVersion;
  }
  if (service.endpoint !== undefined) wire.endpoint = encodeEndpoint(service.endpoint);
  if (service.updateStatus !== undefined) wire.updateStatus = { ...service.updateStatus };
  if (service.jobIteration !== undefined) wire.jobIteration = service.jobIteration;
  if (service.jobLastExecutionMs !== undefined) {
    wire.jobLastExecutionMs = service.jobLastExecutionMs;
  }
  if (service.registryAuth !== undefined) wire.registryAuth = service.registryAuth;
  if (service.previousRegistryAuth !== undefined) {
    wire.previousRegistryAuth = service.previousRegistryAuth;
  }
  if (service.specSince !== undefined) wire.specSince = service.specSince;
  return wire;
}

export function decodeService(wire: skep.v1.Service.$Properties): Service {
  const service: Draft<Service> = {
    id: (wire.id ?? "") as ServiceId,
    meta: decodeMeta(wire.meta),
    spec: parseJsonBytes<ServiceSpec>(wire.specJson, "service spec"),
    specVersion: wire.specVersion ?? 0,
  };
  if (filled(wire.previousSpecJson)) {
    service.previousSpec = parseJsonBytes(wire.previousSpecJson, "previous service spec");
  }
  if (wire.previousSpecVersion) service.previousSpecVersion = wire.previousSpecVersion;
  if (wire.endpoint) service.endpoint = decodeEndpoint(wire.endpoint);
  if (wire.updateStatus) service.updateStatus = decodeUpdateStatus(wire.updateStatus);
  if (wire.jobIteration !== null && wire.jobIteration !== undefined) {
    service.jobIteration = wire.jobIteration;
  }
  if (wire.jobLastExecutionMs) service.jobLastExecutionMs = wire.jobLastExecutionMs;
  if (filled(wire.registryAuth)) service.registryAuth = bytesOf(wire.registryAuth);
  if (filled(wire.previousRegistryAuth)) {
    service.previousRegistryAuth = bytesOf(wire.previousRegistryAuth);
  }
  if (typeof wire.specSince === "number") service.specSince = wire.specSince;
  return service;
}

export function encodeSpecRevision(revision: SpecRevision): skep.v1.SpecRevision.$Properties {
  return {
    id: revision.id,
    meta: encodeMeta(revision.meta),
    serviceId: revision.serviceId,
    specVersion: revision.specVersion,
    specJson: jsonBytes(revision.spec),
  };
}

export function decodeSpecRevision(wire: skep.v1.SpecRevision.$Properties): SpecRevision {
  return {
    id: (wire.id ?? "") as SpecRevisionId,
    meta: decodeMeta(wire.meta),
    serviceId: (wire.serviceId ?? "") as ServiceId,
    specVersion: wire.specVersion ?? 0,
    spec: parseJsonBytes<ServiceSpec>(wire.specJson, "service spec"),
  };
}

export function encodeNetwork(network: Network): skep.v1.Network.$Properties {
  const wire: skep.v1.Network.$Properties = {
    id: network.id,
    meta: encodeMeta(network.meta),
    specJson: jsonBytes(network.spec),
    pendingDelete: network.pendingDelete,
  };
  if (network.driverState !== undefined) wire.driverStateJson = jsonBytes(network.driverState);
  if (network.ipam !== undefined) wire.ipamJson = jsonBytes(network.ipam);
  return wire;
}

export function decodeNetwork(wire: skep.v1.Network.$Properties): Network {
  const network: Draft<Network> = {
    id: (wire.id ?? "") as NetworkId,
    meta: decodeMeta(wire.meta),
    spec: parseJsonBytes(wire.specJson, "network spec"),
    pendingDelete: wire.pendingDelete ?? false,
  };
  if (filled(wire.driverStateJson)) {
    network.driverState = parseJsonBytes(wire.driverStateJson, "network driver state");
  }
  if (filled(wire.ipamJson)) network.ipam = parseJsonBytes(wire.ipamJson, "network ipam");
  return network;
}

export function encodeSecret(secret: Secret): skep.v1.Secret.$Properties {
  return {
    id: secret.id,
    meta: encodeMeta(secret.meta),
    specJson: jsonBytes(secret.spec),
    data: secret.data,
  };
}

export function decodeSecret(wire: skep.v1.Secret.$Properties): Secret {
  return {
    id: (wire.id ?? "") as SecretId,
    meta: decodeMeta(wire.meta),
    spec: parseJsonBytes(wire.specJson, "secret spec"),
    data: bytesOf(wire.data),
  };
}

export function encodeConfig(config: Config): skep.v1.Config.$Properties {
  return {
    id: config.id,
    meta: encodeMeta(config.meta),
    specJson: jsonBytes(config.spec),
    data: config.data,
  };
}

export function decodeConfig(wire: skep.v1.Config.$Properties): Config {
  return {
    id: (wire.id ?? "") as ConfigId,
    meta: decodeMeta(wire.meta),
    spec: parseJsonBytes(wire.specJson, "config spec"),
    data: bytesOf(wire.data),
  };
}

export function encodeVolume(volume: Volume): skep.v1.Volume.$Properties {
  const wire: skep.v1.Volume.$Properties = {
    id: volume.id,
    meta: encodeMeta(volume.meta),
    specJson: jsonBytes(volume.spec),
  };
  if (volume.state !== undefined) wire.stateJson = jsonBytes(volume.state);
  return wire;
}

export function decodeVolume(wire: skep.v1.Volume.$Properties): Volume {
  const volume: Draft<Volume> = {
    id: (wire.id ?? "") as VolumeId,
    meta: decodeMeta(wire.meta),
    spec: parseJsonBytes(wire.specJson, "volume spec"),
  };
  if (filled(wire.stateJson)) volume.state = parseJsonBytes(wire.stateJson, "volume state");
  return volume;
}

function encodeRootCa(root: RootCa): skep.v1.RootCa.$Properties {
  const wire: skep.v1.RootCa.$Properties = {
    certPem: utf8Bytes(root.certPem),
    keyPem: utf8Bytes(root.keyPem),
    certDigest: root.certDigest,
    joinTokenWorker: root.joinTokenWorker,
    joinTokenManager: root.joinTokenManager,
    lastForcedRotation: root.lastForcedRotation,
  };
  if (root.rotation !== undefined) wire.rotationJson = jsonBytes(root.rotation);
  return wire;
}

function decodeRootCa(wire: skep.v1.RootCa.$Properties | null | undefined): RootCa {
  const root: Draft<RootCa> = {
    certPem: text(wire?.certPem),
    keyPem: text(wire?.keyPem),
    certDigest: wire?.certDigest ?? "",
    joinTokenWorker: wire?.joinTokenWorker ?? "",
    joinTokenManager: wire?.joinTokenManager ?? "",
    lastForcedRotation: wire?.lastForcedRotation ?? 0,
  };
  if (filled(wire?.rotationJson)) {
    root.rotation = parseJsonBytes(wire.rotationJson, "root rotation");
  }
  return root;
}

export function encodeCluster(cluster: Cluster): skep.v1.Cluster.$Properties {
  return {
    id: cluster.id,
    meta: encodeMeta(cluster.meta),
    specJson: jsonBytes(cluster.spec),
    rootCa: encodeRootCa(cluster.rootCa),
    defaultAddressPool: [...cluster.defaultAddressPool],
    subnetSize: cluster.subnetSize,
    dataPathPort: cluster.dataPathPort,
    unlockKey: cluster.unlockKey,
    unlockKeyVersion: cluster.unlockKeyVersion,
    removedNodes: cluster.removedNodes.map((node) => ({ ...node })),
    networkKeys: cluster.networkKeys.map((key) => ({ ...key })),
    encryptionKeyLamport: cluster.encryptionKeyLamport,
    ...(cluster.specSince !== undefined && { specSince: cluster.specSince }),
  };
}

export function decodeCluster(wire: skep.v1.Cluster.$Properties): Cluster {
  return {
    id: (wire.id ?? "") as ClusterId,
    meta: decodeMeta(wire.meta),
    spec: parseJsonBytes<SwarmSpec>(wire.specJson, "cluster spec"),
    rootCa: decodeRootCa(wire.rootCa),
    defaultAddressPool: wire.defaultAddressPool ?? [],
    subnetSize: wire.subnetSize ?? 0,
    dataPathPort: wire.dataPathPort ?? 0,
    unlockKey: bytesOf(wire.unlockKey),
    unlockKeyVersion: wire.unlockKeyVersion ?? 0,
    removedNodes: decodeList(wire.removedNodes, (node) => ({
      nodeId: (node.nodeId ?? "") as NodeId,
      expiresMs: node.expiresMs ?? 0,
    })),
    networkKeys: decodeList(wire.networkKeys, (key) => ({
      subsystem: key.subsystem ?? "",
      key: bytesOf(key.key),
      lamportTime: key.lamportTime ?? 0,
    })),
    encryptionKeyLamport: wire.encryptionKeyLamport ?? 0,
    ...(typeof wire.specSince === "number" && { specSince: wire.specSince }),
  };
}
