/** What must hold of a ContainerSpec, whatever else the cluster holds. */

import { refuse, show } from "../../shared/document.ts";
import type {
  ConfigReference,
  ContainerSpec,
  HealthConfig,
  Mount,
  SecretReference,
} from "../../shared/domain/spec.ts";
import { checkLabels } from "./names.ts";

const AT = "TaskTemplate.ContainerSpec";
const MS = 1_000_000;

/** [host[:port]/]path[:tag][@digest], as registries take it. */
const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const HOST = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?";
const IMAGE = new RegExp(
  `^(?:${HOST}/)?${COMPONENT}(?:/${COMPONENT})*(?::[\\w][\\w.-]{0,127})?` +
    "(?:@[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$",
);
const MAX_IMAGE = 1024;

export function checkContainer(spec: ContainerSpec): void {
  checkImage(spec.Image);
  checkLabels(spec.Labels, `${AT}.Labels`);
  if ((spec.StopGracePeriod ?? 0) < 0) {
    refuse(`${AT}.StopGracePeriod`, `${spec.StopGracePeriod}: cannot be negative`);
  }
  checkHealth(spec.Healthcheck);
  checkMounts(spec.Mounts ?? []);
  checkFiles("secret", spec.Secrets ?? []);
  checkFiles("config", spec.Configs ?? []);
  for (const [i, env] of (spec.Env ?? []).entries()) {
    if (env === "" || env.startsWith("=") || env.includes("\0")) {
      refuse(`${AT}.Env[${i}]`, `${show(env)}: invalid environment variable: expected NAME=VALUE`);
    }
  }
  for (const [i, limit] of (spec.Ulimits ?? []).entries()) {
    if (limit.Name === undefined || limit.Name === "") {
      refuse(`${AT}.Ulimits[${i}].Name`, "expected a limit's name, such as nofile");
    }
  }
  const oom = spec.OomScoreAdj ?? 0;
  if (oom < -1000 || oom > 1000) {
    refuse(`${AT}.OomScoreAdj`, `${oom}: expected a value from -1000 to 1000`);
  }
}

function checkImage(image: string | undefined): void {
  if (image === undefined || image === "") {
    refuse("ContainerSpec", "image reference must be provided");
  }
  if (image.length > MAX_IMAGE || !IMAGE.test(image)) {
    refuse("ContainerSpec", `${show(image)} is not a valid repository/tag`);
  }
}

function checkHealth(health: HealthConfig | undefined): void {
  if (health === undefined) return;
  for (const field of ["Interval", "Timeout", "StartPeriod", "StartInterval"] as const) {
    const value = health[field] ?? 0;
    if (value !== 0 && value < MS) {
      refuse("ContainerSpec", `${field} in HealthConfig cannot be less than 1ms: ${value}ns`);
    }
  }
  if ((health.Retries ?? 0) < 0) {
    refuse("ContainerSpec", `Retries in HealthConfig cannot be negative: ${health.Retries}`);
  }
}

function checkMounts(mounts: readonly Mount[]): void {
  const targets = new Set<string>();
  for (const [i, mount] of mounts.entries()) {
    checkMount(mount, `${AT}.Mounts[${i}]`);
    const target = mount.Target ?? "";
    if (targets.has(target)) refuse("ContainerSpec", `duplicate mount point: ${target}`);
    targets.add(target);
  }
}

function checkMount(mount: Mount, at: string): void {
  const { Type: type, Source: source = "", Target: target = "" } = mount;
  if (type === undefined) refuse(`${at}.Type`, "expected bind, volume, tmpfs or image");
  if (type === "npipe" || type === "cluster") {
    refuse(`${at}.Type`, `${type}: not supported, expected bind, volume, tmpfs or image`);
  }
  // A template may stand for the whole path: the runtime looks again when it is expanded.
  const templated = (path: string): boolean => path.startsWith("{{");
  if (!target.startsWith("/") && !templated(target)) {
    refuse(`${at}.Target`, `invalid mount target, must be an absolute path: ${show(target)}`);
  }
  if (type === "bind" && !source.startsWith("/") && !templated(source)) {
    refuse(`${at}.Source`, `invalid bind mount source, must be an absolute path: ${show(source)}`);
  }
  if (type === "volume" && source.startsWith("/")) {
    refuse(
      `${at}.Source`,
      `invalid volume mount source, must not be an absolute path: ${show(source)}`,
    );
  }
  if (type === "tmpfs" && source !== "") {
    refuse(`${at}.Source`, `${show(source)}: invalid tmpfs source, source must be empty`);
  }
  if ((mount.TmpfsOptions?.SizeBytes ?? 0) < 0) {
    refuse(`${at}.TmpfsOptions.SizeBytes`, "cannot be negative");
  }
}

/** Both kinds of reference name an object by id and name, and most a file to put it in. */
function checkFiles(
  kind: "secret" | "config",
  references: readonly (SecretReference | ConfigReference)[],
): void {
  const byTarget = new Map<string, string>();
  for (const reference of references) {
    const { id, name } = namesOf(reference);
    if (id === "" || name === "") refuse("", `malformed ${kind} reference`);
    if (reference.File === undefined) {
      if ("Runtime" in reference && reference.Runtime !== undefined) continue;
      refuse("", `malformed ${kind} reference, no target provided`);
    }
    const target = reference.File.Name ?? "";
    if (target === "") refuse("", `malformed ${kind} reference, invalid target ""`);
    const other = byTarget.get(target);
    if (other !== undefined) {
      refuse(
        "",
        `${kind} references '${other}' and '${name}' have a conflicting target: '${target}'`,
      );
    }
    byTarget.set(target, name);
    checkOwner(reference.File.UID, `${AT}: ${kind} ${name}: File.UID`);
    checkOwner(reference.File.GID, `${AT}: ${kind} ${name}: File.GID`);
  }
}

function namesOf(reference: SecretReference | ConfigReference): { id: string; name: string } {
  return "SecretID" in reference || "SecretName" in reference
    ? { id: reference.SecretID ?? "", name: reference.SecretName ?? "" }
    : {
        id: (reference as ConfigReference).ConfigID ?? "",
        name: (reference as ConfigReference).ConfigName ?? "",
      };
}

function checkOwner(id: string | undefined, at: string): void {
  if (id !== undefined && id !== "" && !/^\d{1,10}$/.test(id)) {
    refuse(at, `${show(id)}: expected a number`);
  }
}
