/** Does a service fit what the cluster holds: its secrets, configs, name and ports? */

import { refuse } from "../../shared/document.ts";
import type { Network, Service } from "../../shared/domain/objects.ts";
import { portKey } from "../../shared/domain/published-ports.ts";
import type {
  ConfigReference,
  NetworkAttachmentConfig,
  SecretReference,
  ServiceSpec,
} from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ConfigId, NetworkId, SecretId, ServiceId } from "../../shared/ids.ts";
import { isPredefined, publishesIngress } from "../allocator/needs.ts";
import type { ReadTx } from "../store/types.ts";

/** INVALID_ARGUMENT unless everything that the spec refers to exists, by id and name. */
export function checkReferences(tx: ReadTx, spec: ServiceSpec): void {
  const container = spec.TaskTemplate?.ContainerSpec;
  const secrets = (container?.Secrets ?? []).filter((ref) => !secretExists(tx, ref));
  if (secrets.length > 0)
    refuse(
      "",
      missing(
        "secret",
        secrets.map((ref) => ref.SecretName ?? ""),
      ),
    );
  const configs = (container?.Configs ?? []).filter((ref) => !configExists(tx, ref));
  if (configs.length > 0)
    refuse(
      "",
      missing(
        "config",
        configs.map((ref) => ref.ConfigName ?? ""),
      ),
    );
}

function missing(kind: string, names: readonly string[]): string {
  return `${kind}${names.length > 1 ? "s" : ""} not found: ${names.join(", ")}`;
}

// A name that meanwhile belongs to another object must not lend it: id and name both count.
function secretExists(tx: ReadTx, reference: SecretReference): boolean {
  const secret = tx.get("secret", reference.SecretID as SecretId);
  return secret !== undefined && secret.spec.Name === reference.SecretName;
}

function configExists(tx: ReadTx, reference: ConfigReference): boolean {
  const config = tx.get("config", reference.ConfigID as ConfigId);
  return config !== undefined && config.spec.Name === reference.ConfigName;
}

export function checkNameIsFree(tx: ReadTx, name: string): void {
  for (const other of tx.by("service", "name", name)) {
    throw new ClusterError(
      "ALREADY_EXISTS",
      `name conflicts with an existing object: service ${other.spec.Name ?? name} already exists`,
    );
  }
}

/**
 * A port that one service publishes through the mesh is taken on every node, for the mesh and for
 * host mode alike. Two host-mode publishers may share a number: the scheduler keeps them apart.
 */
export function checkPorts(tx: ReadTx, spec: ServiceSpec, self: ServiceId | undefined): void {
  const wanted = (spec.EndpointSpec?.Ports ?? []).filter((port) => (port.PublishedPort ?? 0) !== 0);
  if (wanted.length === 0) return;
  for (const port of wanted) {
    const number = port.PublishedPort ?? 0;
    const protocol = port.Protocol ?? "tcp";
    const ingress = (port.PublishMode ?? "ingress") === "ingress";
    for (const other of tx.by("service", "port", portKey(number, protocol))) {
      if (other.id === self) continue;
      const modes = publishedModes(other, number, protocol);
      if (modes.has("ingress")) conflict(number, other, "an ingress port");
      if (ingress && modes.has("host")) conflict(number, other, "a host-published port");
    }
  }
}

/**
 * The spec with its networks named by id, whatever they were named by: names may change hands.
 * Refused unless every one is the cluster's own, and one that services may be attached to.
 */
export function resolveNetworks(tx: ReadTx, spec: ServiceSpec): ServiceSpec {
  if (publishesIngress(spec) && ![...tx.all("network")].some((n) => n.spec.Ingress === true)) {
    throw new ClusterError(
      "FAILED_PRECONDITION",
      "service needs ingress network, but no ingress network is present",
    );
  }
  const resolve = (
    networks: readonly NetworkAttachmentConfig[],
    field: string,
  ): readonly NetworkAttachmentConfig[] =>
    networks.map((network, i) => ({
      ...network,
      Target: networkId(tx, network.Target ?? "", `${field}[${i}].Target`),
    }));
  const task = spec.TaskTemplate;
  return {
    ...spec,
    ...(spec.Networks !== undefined && { Networks: resolve(spec.Networks, "Networks") }),
    ...(task?.Networks !== undefined && {
      TaskTemplate: { ...task, Networks: resolve(task.Networks, "TaskTemplate.Networks") },
    }),
  };
}

function networkId(tx: ReadTx, target: string, field: string): string {
  if (isPredefined(target)) return target;
  const network = findNetwork(tx, target);
  if (network === undefined) {
    throw new ClusterError("NOT_FOUND", `${field}: network ${target} not found`);
  }
  if (network.spec.Ingress === true) {
    refuse(
      field,
      "Service cannot be explicitly attached to the ingress network " +
        JSON.stringify(network.spec.Name),
    );
  }
  return network.id;
}

/** By its id, or by its name. */
export function findNetwork(tx: ReadTx, target: string): Network | undefined {
  return tx.get("network", target as NetworkId) ?? tx.by("network", "name", target)[0];
}

function publishedModes(service: Service, port: number, protocol: string): ReadonlySet<string> {
  const modes = new Set<string>();
  for (const p of service.spec.EndpointSpec?.Ports ?? []) {
    if (p.PublishedPort === port && (p.Protocol ?? "tcp") === protocol) {
      modes.add(p.PublishMode ?? "ingress");
    }
  }
  // Ports that the allocator chose are in the endpoint only.
  for (const p of service.endpoint?.ports ?? []) {
    if (p.publishedPort === port && p.protocol === protocol) modes.add(p.publishMode);
  }
  return modes;
}

function conflict(port: number, other: Service, as: string): never {
  return refuse(
    "",
    `port '${port}' is already in use by service '${other.spec.Name}' (${other.id}) as ${as}`,
  );
}
