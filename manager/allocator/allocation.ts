/**
 * What is a task, and what is a service's endpoint, as they are born? A task that needs nothing
 * scarce is born PENDING, in Swarm's words for what its allocator writes, and costs no commit of
 * its own. One that needs addresses, or a port that is yet to be chosen, is born NEW and waits for
 * the allocator.
 */
import type { Endpoint, Port, Service, Task } from "../../shared/domain/objects.ts";
import type { EndpointSpec, PortSpec } from "../../shared/domain/spec.ts";
import { needsAllocation } from "./needs.ts";

export const PENDING_MESSAGE = "pending task scheduling";
const NEW_MESSAGE = "created";

export interface TaskAllocation {
  readonly state: "new" | "pending";
  readonly message: string;
  readonly networks: Task["networks"];
  readonly endpointPorts: readonly Port[];
}

const NONE: readonly never[] = Object.freeze([]);

export function planAllocation(service: Pick<Service, "endpoint" | "spec">): TaskAllocation {
  if (needsAllocation(service.spec)) {
    return { state: "new", message: NEW_MESSAGE, networks: NONE, endpointPorts: NONE };
  }
  const endpoint = service.endpoint ?? endpointOf(service.spec.EndpointSpec, undefined);
  return {
    state: "pending",
    message: PENDING_MESSAGE,
    networks: NONE,
    endpointPorts: endpoint.ports,
  };
}

/**
 * A service's endpoint under a spec: what was chosen before and still fits is kept, so that clients
 * find the service where it was; the rest is 0 or absent, for the allocator to choose.
 */
export function endpointOf(spec: EndpointSpec | undefined, before: Endpoint | undefined): Endpoint {
  const ports = spec?.Ports ?? [];
  const chosen = [...(before?.ports ?? [])];
  return {
    spec: spec ?? {},
    ports: ports.length === 0 ? NONE : ports.map((port) => keepPort(portOf(port), chosen)),
    // Those of networks that it has left are given back by the allocator, which knows them all.
    virtualIps: spec?.Mode === "dnsrr" ? NONE : (before?.virtualIps ?? NONE),
  };
}

function keepPort(port: Port, chosen: Port[]): Port {
  if (port.publishMode !== "ingress" || port.publishedPort !== 0) return port;
  const at = chosen.findIndex(
    (other) =>
      other.publishMode === "ingress" &&
      other.protocol === port.protocol &&
      other.targetPort === port.targetPort &&
      other.publishedPort !== 0,
  );
  const [kept] = at < 0 ? [] : chosen.splice(at, 1);
  return kept === undefined ? port : { ...port, publishedPort: kept.publishedPort };
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
