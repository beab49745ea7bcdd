/** A task as the API shows it. */
import type {
  GenericResource,
  Network,
  NetworkAttachment,
  Task,
} from "../../shared/domain/objects.ts";
import type { TaskSpec } from "../../shared/domain/spec.ts";
import { type ServiceId, specRevisionId } from "../../shared/ids.ts";
import type { ReadTx } from "../store/types.ts";
import { renderMeta, timestamp } from "./json.ts";
import { vniOptions } from "./render-network.ts";
import { renderPort, renderTaskSpec } from "./render-service.ts";

/** The spec that a task runs: its service's, as it was when the task was made. */
export function specOf(tx: ReadTx, task: Task): TaskSpec {
  if (task.ownSpec !== undefined) return task.ownSpec;
  const serviceId = task.serviceId as ServiceId;
  const revision = tx.get("specRevision", specRevisionId(serviceId, task.specVersion));
  if (revision !== undefined) return revision.spec.TaskTemplate ?? {};
  const service = tx.get("service", serviceId);
  return service?.specVersion === task.specVersion ? (service.spec.TaskTemplate ?? {}) : {};
}

export function renderTask(tx: ReadTx, task: Task): object {
  const { status } = task;
  return {
    ID: task.id,
    ...renderMeta(task.meta),
    Labels: {},
    Spec: renderTaskSpec(specOf(tx, task)),
    ...(task.serviceId !== "" && { ServiceID: task.serviceId }),
    ...(task.slot !== 0 && { Slot: task.slot }),
    ...(task.nodeId !== "" && { NodeID: task.nodeId }),
    Status: {
      Timestamp: timestamp(status.timestampMs),
      State: status.state,
      Message: status.message,
      ...(status.err !== undefined && status.err !== "" && { Err: status.err }),
      ...(status.container !== undefined && {
        ContainerStatus: {
          ContainerID: status.container.containerId,
          PID: status.container.pid,
          ExitCode: status.container.exitCode,
        },
      }),
      PortStatus:
        (status.ports ?? []).length > 0 ? { Ports: (status.ports ?? []).map(renderPort) } : {},
    },
    DesiredState: task.desiredState,
    ...(task.networks.length > 0 && {
      NetworksAttachments: task.networks.map((a) =>
        renderAttachment(a, tx.get("network", a.networkId)),
      ),
    }),
    ...(task.assignedGeneric.length > 0 && {
      GenericResources: renderGeneric(task.assignedGeneric),
    }),
    ...(task.jobIteration !== undefined && { JobIteration: { Index: task.jobIteration } }),
    Volumes: [],
  };
}

function renderAttachment(attachment: NetworkAttachment, network: Network | undefined): object {
  return {
    Network:
      network === undefined
        ? { ID: attachment.networkId, Spec: { Name: attachment.networkId, Scope: "swarm" } }
        : renderClusterNetwork(network),
    Addresses: attachment.addresses,
  };
}

/** A network as tasks show it: the swarm's own document, which is not the one of /networks. */
function renderClusterNetwork({ id, meta, spec, driverState, ipam }: Network): object {
  const driver = spec.Driver ?? "overlay";
  return {
    ID: id,
    ...renderMeta(meta),
    Spec: {
      Name: spec.Name ?? "",
      Labels: spec.Labels ?? {},
      DriverConfiguration: { Name: driver, Options: spec.Options ?? {} },
      ...(spec.EnableIPv6 === true && { IPv6Enabled: true }),
      ...(spec.Internal === true && { Internal: true }),
      ...(spec.Attachable === true && { Attachable: true }),
      ...(spec.Ingress === true && { Ingress: true }),
      IPAMOptions: { Driver: { Name: "default" } },
      Scope: "swarm",
    },
    DriverState: {
      Name: driver,
      Options: vniOptions(driverState),
    },
    IPAMOptions: {
      Driver: { Name: "default" },
      Configs: (ipam?.pools ?? []).map(({ subnet, gateway, ipRange }) => ({
        Subnet: subnet,
        ...(ipRange !== undefined && { Range: ipRange }),
        Gateway: gateway,
      })),
    },
  };
}

export function renderGeneric(resources: readonly GenericResource[]): readonly object[] {
  return resources.map((r) =>
    r.value !== undefined && r.value !== ""
      ? { NamedResourceSpec: { Kind: r.kind, Value: r.value } }
      : { DiscreteResourceSpec: { Kind: r.kind, Value: r.count } },
  );
}
