/** What does a spec need of the cluster's networks? Told from the spec alone. */
import type { NetworkAttachmentConfig, ServiceSpec } from "../../shared/domain/spec.ts";

/** The networks that every node has; their ids are their names. Nothing on them is allocated. */
export const PREDEFINED_NETWORKS = ["bridge", "host", "none"] as const;

export function isPredefined(target: string): boolean {
  return PREDEFINED_NETWORKS.some((name) => name === target);
}

/** Where a template names no networks the service's own are meant. */
export function networksOf(spec: ServiceSpec): readonly NetworkAttachmentConfig[] {
  return spec.TaskTemplate?.Networks ?? spec.Networks ?? [];
}

/** Ids of the cluster's networks that it is attached to, each once. */
export function overlaysOf(networks: readonly NetworkAttachmentConfig[]): readonly string[] {
  const targets = networks.map(({ Target }) => Target ?? "").filter((id) => !isPredefined(id));
  return targets.length < 2 ? targets : [...new Set(targets)];
}

export function publishesIngress(spec: ServiceSpec): boolean {
  return (spec.EndpointSpec?.Ports ?? []).some(
    (port) => (port.PublishMode ?? "ingress") === "ingress",
  );
}

export function needsAllocation(spec: ServiceSpec): boolean {
  return publishesIngress(spec) || overlaysOf(networksOf(spec)).length > 0;
}

export function hasVirtualIp(spec: ServiceSpec): boolean {
  return spec.EndpointSpec?.Mode !== "dnsrr";
}
