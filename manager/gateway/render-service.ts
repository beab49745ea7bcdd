/** A service as the API shows it. Fields that Go's encoder never leaves out are never left out. */
import type { Endpoint, Port, Service, UpdateStatus } from "../../shared/domain/objects.ts";
import type { ServiceSpec, TaskSpec, UpdateConfig } from "../../shared/domain/spec.ts";
import { renderMeta, timestamp } from "./json.ts";

export interface ServiceStatus {
  readonly RunningTasks: number;
  readonly DesiredTasks: number;
  readonly CompletedTasks: number;
}

const SECOND_NS = 1_000_000_000;

export function renderService(
  service: Service,
  options: { readonly insertDefaults: boolean; readonly status?: ServiceStatus },
): object {
  const spec = (s: ServiceSpec): object =>
    renderServiceSpec(options.insertDefaults ? withDefaults(s) : s);
  return {
    ID: service.id,
    ...renderMeta(service.meta),
    Spec: spec(service.spec),
    ...(service.previousSpec !== undefined && { PreviousSpec: spec(service.previousSpec) }),
    Endpoint: renderEndpoint(service.endpoint),
    ...(service.updateStatus !== undefined && {
      UpdateStatus: renderUpdateStatus(service.updateStatus),
    }),
    ...(options.status !== undefined && { ServiceStatus: options.status }),
    ...(service.jobIteration !== undefined && {
      JobStatus: {
        JobIteration: { Index: service.jobIteration },
        LastExecution: timestamp(service.jobLastExecutionMs),
      },
    }),
  };
}

export function renderServiceSpec(spec: ServiceSpec): object {
  return {
    ...spec,
    Name: spec.Name ?? "",
    Labels: spec.Labels ?? {},
    TaskTemplate: renderTaskSpec(spec.TaskTemplate ?? {}),
    Mode: renderMode(spec.Mode),
    ...(spec.UpdateConfig !== undefined && { UpdateConfig: renderUpdate(spec.UpdateConfig) }),
    ...(spec.RollbackConfig !== undefined && { RollbackConfig: renderUpdate(spec.RollbackConfig) }),
    ...(spec.EndpointSpec !== undefined && {
      EndpointSpec: { ...spec.EndpointSpec, Mode: spec.EndpointSpec.Mode ?? "vip" },
    }),
  };
}

/** Clients read through ContainerSpec without looking whether it is there. */
export function renderTaskSpec(task: TaskSpec): object {
  const container = task.ContainerSpec ?? {};
  return {
    ...task,
    ContainerSpec: { Image: "", Isolation: "default", ...container },
    ...(task.Placement !== undefined && { Placement: task.Placement }),
    ForceUpdate: task.ForceUpdate ?? 0,
    Runtime: task.Runtime ?? "container",
  };
}

function renderMode(mode: ServiceSpec["Mode"]): object {
  if (mode?.Global !== undefined) return { Global: {} };
  if (mode?.GlobalJob !== undefined) return { GlobalJob: {} };
  if (mode?.ReplicatedJob !== undefined) {
    const concurrent = mode.ReplicatedJob.MaxConcurrent ?? 1;
    const total = mode.ReplicatedJob.TotalCompletions ?? concurrent;
    return { ReplicatedJob: { MaxConcurrent: concurrent, TotalCompletions: total } };
  }
  return { Replicated: { Replicas: mode?.Replicated?.Replicas ?? 1 } };
}

function renderUpdate(config: UpdateConfig): UpdateConfig {
  return {
    ...config,
    Parallelism: config.Parallelism ?? 0,
    FailureAction: config.FailureAction ?? "pause",
    MaxFailureRatio: config.MaxFailureRatio ?? 0,
    Order: config.Order ?? "stop-first",
  };
}

export function renderPort(port: Port): object {
  return {
    ...(port.name !== "" && { Name: port.name }),
    Protocol: port.protocol,
    TargetPort: port.targetPort,
    ...(port.publishedPort !== 0 && { PublishedPort: port.publishedPort }),
    PublishMode: port.publishMode,
  };
}

function renderEndpoint(endpoint: Endpoint | undefined): object {
  if (endpoint === undefined) return { Spec: {} };
  return {
    Spec: endpoint.spec,
    ...(endpoint.ports.length > 0 && { Ports: endpoint.ports.map(renderPort) }),
    ...(endpoint.virtualIps.length > 0 && {
      VirtualIPs: endpoint.virtualIps.map((vip) => ({ NetworkID: vip.networkId, Addr: vip.addr })),
    }),
  };
}

function renderUpdateStatus(status: UpdateStatus): object {
  return {
    State: status.state,
    StartedAt: timestamp(status.startedMs),
    ...(status.completedMs !== undefined && { CompletedAt: timestamp(status.completedMs) }),
    Message: status.message,
  };
}

/** Swarm's defaults (reference 4), for `?insertDefaults=true`. */
export function withDefaults(spec: ServiceSpec): ServiceSpec {
  const task = spec.TaskTemplate ?? {};
  const job = spec.Mode?.ReplicatedJob !== undefined || spec.Mode?.GlobalJob !== undefined;
  const update: UpdateConfig = {
    Parallelism: 1,
    FailureAction: "pause",
    Monitor: 5 * SECOND_NS,
    MaxFailureRatio: 0,
    Order: "stop-first",
  };
  return {
    ...spec,
    TaskTemplate: {
      ...task,
      ContainerSpec: { StopGracePeriod: 10 * SECOND_NS, DNSConfig: {}, ...task.ContainerSpec },
      Resources: { Limits: {}, Reservations: {}, ...task.Resources },
      RestartPolicy: {
        Condition: "any",
        Delay: 5 * SECOND_NS,
        MaxAttempts: 0,
        ...task.RestartPolicy,
      },
      Placement: { ...task.Placement },
    },
    // A job has none: showing one would make its next update invalid.
    ...(!job && {
      UpdateConfig: { ...update, ...spec.UpdateConfig },
      RollbackConfig: { ...update, ...spec.RollbackConfig },
    }),
    EndpointSpec: { Mode: "vip", ...spec.EndpointSpec },
  };
}
