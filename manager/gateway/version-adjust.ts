/**
 * What an older client cannot have meant: fields of a service's spec that are younger than the
 * version it speaks are dropped, as the reference drops them, or an old client that echoes a
 * document that it does not understand would set them by accident.
 */
import { type ApiVersion, isBefore } from "../../shared/docker-api.ts";

/** Path of a field (`[]`: each item of a list) and the version that brought it. */
const YOUNGER_FIELDS: readonly (readonly [since: string, path: string])[] = [
  ["1.40", "TaskTemplate.ContainerSpec.Sysctls"],
  ["1.40", "TaskTemplate.ContainerSpec.Privileges.CredentialSpec.Config"],
  ["1.40", "TaskTemplate.ContainerSpec.Configs.[].Runtime"],
  ["1.40", "TaskTemplate.Placement.MaxReplicas"],
  ["1.41", "TaskTemplate.ContainerSpec.CapabilityAdd"],
  ["1.41", "TaskTemplate.ContainerSpec.CapabilityDrop"],
  ["1.41", "TaskTemplate.ContainerSpec.Ulimits"],
  ["1.41", "TaskTemplate.Resources.Limits.Pids"],
  ["1.41", "Mode.ReplicatedJob"],
  ["1.41", "Mode.GlobalJob"],
  ["1.44", "TaskTemplate.ContainerSpec.Healthcheck.StartInterval"],
  ["1.44", "TaskTemplate.ContainerSpec.Mounts.[].BindOptions.ReadOnlyNonRecursive"],
  ["1.44", "TaskTemplate.ContainerSpec.Mounts.[].BindOptions.ReadOnlyForceRecursive"],
  ["1.46", "TaskTemplate.ContainerSpec.Mounts.[].TmpfsOptions.Options"],
  ["1.46", "TaskTemplate.ContainerSpec.OomScoreAdj"],
  ["1.46", "TaskTemplate.ContainerSpec.Privileges.Seccomp"],
  ["1.46", "TaskTemplate.ContainerSpec.Privileges.AppArmor"],
  ["1.46", "TaskTemplate.ContainerSpec.Privileges.NoNewPrivileges"],
];

/** The body without the fields that the version does not know; other bodies as they are. */
export function adjustServiceDocument(body: Uint8Array, version: ApiVersion): Uint8Array {
  const younger = YOUNGER_FIELDS.filter(([since]) => isBefore(version, since));
  if (younger.length === 0) return body;
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(body));
    for (const [, path] of younger) drop(document, path.split("."));
    return new TextEncoder().encode(JSON.stringify(document));
  } catch {
    // No JSON, or nested deeper than can be written again: control says what is wrong with it.
    return body;
  }
}

function drop(value: unknown, path: readonly string[]): void {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== "object" || value === null) return;
  if (first === "[]") {
    if (Array.isArray(value)) for (const item of value) drop(item, rest);
    return;
  }
  const fields = value as Record<string, unknown>;
  for (const name of Object.keys(fields)) {
    if (name.toLowerCase() !== first.toLowerCase()) continue;
    if (rest.length === 0) delete fields[name];
    else drop(fields[name], rest);
  }
}
