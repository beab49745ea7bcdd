/**
 * Which ports and addresses does a task get, and may it be scheduled? Nothing is scarce yet: a
 * published port is the one that the spec names, and networks are the host's. So a task that
 * needs nothing more is born PENDING, in Swarm's words for what its allocator writes, and costs
 * no commit of its own. Addresses on overlay networks and dynamic ports belong here.
 */
import type { Endpoint, Port, Service, Task } from "../../shared/domain/objects.ts";
import type { EndpointSpec, PortSpec } from "../../shared/domain/spec.ts";

export const PENDING_MESSAGE = "pending task scheduling";

export interface TaskAllocation {
  readonly state: "pending";
  readonly message: string;
  readonly networks: Task["networks"];
  readonly endpointPorts: readonly Port[];
}

const NONE: readonly never[] = Object.freeze([]);

export function planAllocation(service: Pick<Service, "endpoint" | "spec">): TaskAllocation {
  const endpoint = service.endpoint ?? endpointOf(service.spec.EndpointSpec);
  return {
    state: "pending",
    message: PENDING_MESSAGE,
    networks: NONE,
    endpointPorts: endpoint.ports,
  };
}

/** What a service's endpoint is as long as nothing of it must be chosen. */
export function endpointOf(spec: EndpointSpec | undefined): Endpoint {
  const ports = spec?.Ports ?? [];
  return {
    spec: spec ?? {},
    ports: ports.length === 0 ? NONE : ports.map(portOf),
    virtualIps: NONE,
  };
}

function portOf(spec: PortSpec): Port {
  return {
    name: spec.Name ?? "",
    protocol: spec.Protocol ?? "tcp",
    targetPort: spec.TargetPort ?? 0,
    publishedPort: spec.PublishedPort ?? 0,
    publishMode: spec.PublishMode ?? "ingress",
  };
}
