/** Objects of a cluster for tests: whole, valid, and as plain as can be. */
import type {
  GenericResource,
  Meta,
  Node,
  NodeDescription,
  Port,
  RuntimeName,
  Service,
  SpecRevision,
  Task,
} from "../../shared/domain/objects.ts";
import type { Labels, ServiceSpec } from "../../shared/domain/spec.ts";
import type { DesiredState, TaskState } from "../../shared/domain/task-state.ts";
import type { NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { specRevisionId } from "../../shared/ids.ts";

export const META: Meta = { versionIndex: 0, createdMs: 0, updatedMs: 0 };

export interface NodeOptions {
  readonly state?: Node["status"]["state"];
  readonly availability?: "active" | "pause" | "drain";
  readonly labels?: Labels;
  readonly engineLabels?: Labels;
  readonly nanoCpus?: number;
  readonly memoryBytes?: number;
  readonly generic?: readonly GenericResource[];
  readonly plugins?: NodeDescription["plugins"];
  readonly os?: string;
  readonly architecture?: string;
  readonly runtime?: RuntimeName;
  readonly addr?: string;
}

export function node(id: string, options: NodeOptions = {}): Node {
  return {
    id: id as NodeId,
    meta: META,
    spec: {
      Role: "worker",
      Availability: options.availability ?? "active",
      Labels: options.labels ?? {},
    },
    description: {
      hostname: `host-${id}`,
      os: options.os ?? "linux",
      architecture: options.architecture ?? "x86_64",
      resources: {
        nanoCpus: options.nanoCpus ?? 4e9,
        memoryBytes: options.memoryBytes ?? 8 * 2 ** 30,
        generic: options.generic ?? [],
      },
      engineVersion: "1",
      engineLabels: options.engineLabels ?? {},
      plugins: options.plugins ?? [],
      tls: {
        trustRootPem: "",
        certIssuerSubject: new Uint8Array(),
        certIssuerPublicKey: new Uint8Array(),
      },
      runtime: options.runtime ?? "fake",
      skepVersion: "test",
      engineId: id,
    },
    status: { state: options.state ?? "ready", message: "", addr: options.addr ?? "127.0.0.1" },
    role: "worker",
    membership: "accepted",
  };
}

export function service(id: string, spec: ServiceSpec = {}, specVersion = 1): Service {
  const TaskTemplate = { ContainerSpec: { Image: "app" }, ...spec.TaskTemplate };
  return {
    id: id as ServiceId,
    meta: META,
    spec: { Name: id, Mode: { Replicated: { Replicas: 1 } }, ...spec, TaskTemplate },
    specVersion,
  };
}

export function revision(of: Service): SpecRevision {
  const { id, spec, specVersion, meta } = of;
  return { id: specRevisionId(id, specVersion), meta, serviceId: id, specVersion, spec };
}

export interface TaskOptions {
  readonly nodeId?: string;
  readonly slot?: number;
  readonly state?: TaskState;
  readonly desired?: DesiredState;
  readonly specVersion?: number;
  readonly ports?: readonly Port[];
  readonly generic?: readonly GenericResource[];
  readonly timestampMs?: number;
  readonly err?: string;
}

export function task(id: string, serviceId: string, options: TaskOptions = {}): Task {
  return {
    id: id as TaskId,
    meta: META,
    serviceId: serviceId as ServiceId,
    serviceName: serviceId,
    slot: options.slot ?? 1,
    nodeId: (options.nodeId ?? "") as NodeId,
    specVersion: options.specVersion ?? 1,
    desiredState: options.desired ?? "running",
    status: {
      state: options.state ?? "pending",
      timestampMs: options.timestampMs ?? 0,
      message: "pending task scheduling",
      ...(options.err === undefined ? {} : { err: options.err }),
    },
    networks: [],
    endpointPorts: options.ports ?? [],
    assignedGeneric: options.generic ?? [],
  };
}

export function hostPort(publishedPort: number, protocol: Port["protocol"] = "tcp"): Port {
  return { name: "", protocol, targetPort: 80, publishedPort, publishMode: "host" };
}
