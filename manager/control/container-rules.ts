/** What must hold of a ContainerSpec, whatever else the cluster holds. */

import { checkLabels, refuse, show } from "../../shared/document.ts";
import type {
  ConfigReference,
  ContainerSpec,
  HealthConfig,
  Mount,
  SecretReference,
  Ulimit,
} from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import { parseIp } from "../../shared/ip.ts";

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
/** HOST_NAME_MAX of Linux: the kernel takes no longer one. */
const MAX_HOSTNAME = 64;

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
  checkUlimits(spec.Ulimits ?? []);
  checkNames(spec);
  // Windows' way to lend a container an account: no runtime here could honour it.
  if (Object.hasOwn(spec.Privileges ?? {}, "CredentialSpec")) {
    throw new ClusterError(
      "UNIMPLEMENTED",
      `${AT}.Privileges.CredentialSpec: not supported, it is for Windows containers`,
    );
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
  const [kind = ""] = health.Test ?? [];
  // Empty: the image's own check, with other times.
  if (!["", "NONE", "CMD", "CMD-SHELL"].includes(kind)) {
    refuse(`${AT}.Healthcheck.Test[0]`, `${show(kind)}: expected NONE, CMD or CMD-SHELL`);
  }
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

/** What setrlimit(2) knows, in the engine's words. */
const ULIMITS =
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
    " ",
  );

function checkUlimits(limits: readonly Ulimit[]): void {
  for (const [i, { Name: name = "", Soft: soft = 0, Hard: hard = 0 }] of limits.entries()) {
    const at = `${AT}.Ulimits[${i}]`;
    if (!ULIMITS.includes(name)) {
      refuse(`${at}.Name`, `${show(name)}: expected one of ${ULIMITS.join(", ")}`);
    }
    // -1 is "unlimited".
    if (hard !== -1 && (soft > hard || soft === -1)) {
      refuse(`${at}.Soft`, `${soft}: expected at most Hard (${hard})`);
    }
  }
}

/** What the container is called and whom it can call. */
function checkNames(spec: ContainerSpec): void {
  const { Hostname: hostname = "" } = spec;
  if (!hostname.includes("{{") && (hostname.length > MAX_HOSTNAME || /[\s\0/]/.test(hostname))) {
    refuse(
      `${AT}.Hostname`,
      `${show(hostname)}: expected a host name of at most ${MAX_HOSTNAME} characters`,
    );
  }
  for (const [i, host] of (spec.Hosts ?? []).entries()) {
    const [address = "", ...names] = host.trim().split(/\s+/);
    if (names.length === 0 || (parseIp(address) === undefined && address !== "host-gateway")) {
      refuse(`${AT}.Hosts[${i}]`, `${show(host)}: expected "ADDRESS NAME [ALIAS…]"`);
    }
  }
  for (const [i, server] of (spec.DNSConfig?.Nameservers ?? []).entries()) {
    if (parseIp(server) === undefined) {
      refuse(`${AT}.DNSConfig.Nameservers[${i}]`, `${show(server)}: expected an IP address`);
    }
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
    refuse(`${at}.TmpfsOptions.SizeBytes`, `${mount.TmpfsOptions?.SizeBytes}: cannot be negative`);
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
