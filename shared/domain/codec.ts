/**
 * Tasks between their domain form and the wire's. The hot half of the codec: a task is decoded
 * with every field in one order, so that all tasks share a few hidden classes. A field that the
 * wire leaves out gets its empty value; an optional domain field that is empty is left out.
 */
import type { skep } from "../../proto/messages.ts";
import { ClusterError } from "../errors.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../ids.ts";
import { jsonBytes, parseJsonBytes } from "./json-bytes.ts";
import type {
  ContainerStatus,
  GenericResource,
  Meta,
  NetworkAttachment,
  Port,
  Task,
  TaskStatus,
} from "./objects.ts";
import type { TaskSpec } from "./spec.ts";
import type { DesiredState, TaskState } from "./task-state.ts";
import { DESIRED_STATES, taskStateFromNumber, taskStateNumber } from "./task-state.ts";

/** An object under construction. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

const NONE: readonly never[] = Object.freeze([]);

function decodeState(number: number | null | undefined): TaskState {
  const state = taskStateFromNumber(number ?? 0);
  if (state === undefined) throw new ClusterError("DATA_LOSS", `task state ${number}: unknown`);
  return state;
}

const desiredStates: ReadonlySet<string> = new Set(DESIRED_STATES);

export function decodeDesiredState(number: number | null | undefined): DesiredState {
  const state = decodeState(number);
  if (!desiredStates.has(state)) {
    throw new ClusterError("DATA_LOSS", `desired state ${state}: not one that may be desired`);
  }
  return state as DesiredState;
}

export function encodeMeta(meta: Meta): skep.v1.Meta.$Properties {
  return {
    versionIndex: meta.versionIndex,
    createdMs: meta.createdMs,
    updatedMs: meta.updatedMs,
  };
}

export function decodeMeta(meta: skep.v1.Meta.$Properties | null | undefined): Meta {
  return {
    versionIndex: meta?.versionIndex ?? 0,
    createdMs: meta?.createdMs ?? 0,
    updatedMs: meta?.updatedMs ?? 0,
  };
}

export function encodePort(port: Port): skep.v1.PortConfig.$Properties {
  return { ...port };
}

export function decodePort(port: skep.v1.PortConfig.$Properties): Port {
  return {
    name: port.name ?? "",
    protocol: (port.protocol || "tcp") as Port["protocol"],
    targetPort: port.targetPort ?? 0,
    publishedPort: port.publishedPort ?? 0,
    publishMode: (port.publishMode || "ingress") as Port["publishMode"],
  };
}

export function encodeGeneric(resource: GenericResource): skep.v1.GenericResource.$Properties {
  return { ...resource };
}

export function decodeGeneric(resource: skep.v1.GenericResource.$Properties): GenericResource {
  const kind = resource.kind ?? "";
  const count = resource.count ?? 0;
  return resource.value ? { kind, value: resource.value, count } : { kind, count };
}

/** Empty lists are one shared object: most tasks have three of them. */
export function decodeList<From, To>(
  list: readonly From[] | null | undefined,
  decode: (item: From) => To,
): readonly To[] {
  return list && list.length > 0 ? list.map(decode) : NONE;
}

function decodeContainer(container: skep.v1.ContainerStatus.$Properties): ContainerStatus {
  return {
    containerId: container.containerId ?? "",
    pid: container.pid ?? 0,
    exitCode: container.exitCode ?? 0,
  };
}

export function encodeTaskStatus(status: TaskStatus): skep.v1.TaskStatus.$Properties {
  const wire: skep.v1.TaskStatus.$Properties = {
    state: taskStateNumber(status.state),
    timestampMs: status.timestampMs,
    message: status.message,
  };
  if (status.err !== undefined) wire.err = status.err;
  if (status.container !== undefined) wire.container = { ...status.container };
  if (status.ports !== undefined) wire.ports = status.ports.map(encodePort);
  if (status.withdrawn === true) wire.withdrawn = true;
  return wire;
}

export function decodeTaskStatus(
  wire: skep.v1.TaskStatus.$Properties | null | undefined,
): TaskStatus {
  const status: Draft<TaskStatus> = {
    state: decodeState(wire?.state),
    timestampMs: wire?.timestampMs ?? 0,
    message: intern(wire?.message ?? ""),
  };
  if (wire?.err) status.err = intern(wire.err);
  if (wire?.container) status.container = decodeContainer(wire.container);
  if (wire?.ports && wire.ports.length > 0) status.ports = wire.ports.map(decodePort);
  if (wire?.withdrawn === true) status.withdrawn = true;
  return status;
}

export function encodeAttachment(
  attachment: NetworkAttachment,
): skep.v1.NetworkAttachment.$Properties {
  return {
    networkId: attachment.networkId,
    addresses: [...attachment.addresses],
    aliases: [...attachment.aliases],
  };
}

export function decodeAttachment(wire: skep.v1.NetworkAttachment.$Properties): NetworkAttachment {
  return {
    networkId: (wire.networkId ?? "") as NetworkId,
    addresses: wire.addresses ?? [],
    aliases: wire.aliases ?? [],
  };
}

export function encodeTask(task: Task): skep.v1.Task.$Properties {
  const wire: skep.v1.Task.$Properties = {
    id: task.id,
    meta: encodeMeta(task.meta),
    serviceId: task.serviceId,
    serviceName: task.serviceName,
    slot: task.slot,
    nodeId: task.nodeId,
    specVersion: task.specVersion,
    desiredState: taskStateNumber(task.desiredState),
    status: encodeTaskStatus(task.status),
  };
  if (task.networks.length > 0) wire.networks = task.networks.map(encodeAttachment);
  if (task.endpointPorts.length > 0) wire.endpointPorts = task.endpointPorts.map(encodePort);
  if (task.assignedGeneric.length > 0) {
    wire.assignedGeneric = task.assignedGeneric.map(encodeGeneric);
  }
  if (task.jobIteration !== undefined) {
    wire.jobIteration = task.jobIteration;
    wire.hasJobIteration = true;
  }
  if (task.ownSpec !== undefined) wire.specJson = jsonBytes(task.ownSpec);
  if (task.startAfterMs !== undefined) wire.startAfterMs = task.startAfterMs;
  return wire;
}

export function decodeTask(wire: skep.v1.Task.$Properties): Task {
  const task: Draft<Task> = {
    id: (wire.id ?? "") as TaskId,
    meta: decodeMeta(wire.meta),
    serviceId: intern(wire.serviceId ?? "") as ServiceId,
    serviceName: intern(wire.serviceName ?? ""),
    slot: wire.slot ?? 0,
    nodeId: intern(wire.nodeId ?? "") as NodeId,
    specVersion: wire.specVersion ?? 0,
    desiredState: decodeDesiredState(wire.desiredState),
    status: decodeTaskStatus(wire.status),
    networks: decodeList(wire.networks, decodeAttachment),
    endpointPorts: decodeList(wire.endpointPorts, decodePort),
    assignedGeneric: decodeList(wire.assignedGeneric, decodeGeneric),
  };
  if (wire.hasJobIteration) task.jobIteration = wire.jobIteration ?? 0;
  if (wire.specJson && wire.specJson.length > 0) {
    task.ownSpec = parseJsonBytes<TaskSpec>(wire.specJson, "task spec");
  }
  if (wire.startAfterMs) task.startAfterMs = wire.startAfterMs;
  return task;
}

/**
 * One string object for equal strings: a million tasks name a few services, nodes and messages,
 * and each decoded message would bring copies of its own. Bounded by starting anew.
 */
const POOL_LIMIT = 65_536;
const POOLED_LENGTH = 128;
const pool = new Map<string, string>();

export function intern(text: string): string {
  if (text.length > POOLED_LENGTH) return text;
  const pooled = pool.get(text);
  if (pooled !== undefined) return pooled;
  if (pool.size >= POOL_LIMIT) pool.clear();
  pool.set(text, text);
  return text;
}
