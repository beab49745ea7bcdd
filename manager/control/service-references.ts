/** Does a service fit what the cluster holds: its secrets, configs, name and ports? */

import { refuse } from "../../shared/document.ts";
import type { Service } from "../../shared/domain/objects.ts";
import type { ConfigReference, SecretReference, ServiceSpec } from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ConfigId, SecretId, ServiceId } from "../../shared/ids.ts";
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
  for (const other of tx.all("service")) {
    if (other.id === self) continue;
    for (const port of wanted) {
      const modes = publishedModes(other, port.PublishedPort ?? 0, port.Protocol ?? "tcp");
      const ingress = (port.PublishMode ?? "ingress") === "ingress";
      if (modes.has("ingress")) conflict(port.PublishedPort ?? 0, other, "an ingress port");
      if (ingress && modes.has("host")) {
        conflict(port.PublishedPort ?? 0, other, "a host-published port");
      }
    }
  }
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
