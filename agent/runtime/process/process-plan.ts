/**
 * Can this task run as a process of the host, and how? What the runtime can't do is refused with
 * the field, its value and what was expected, instead of being dropped silently.
 */
import type { ContainerSpec, Labels, Mount } from "../../../shared/domain/spec.ts";
import { planHealth } from "../../health/health.ts";
import type { PlacedFile } from "../docker/container-plan.ts";
import { taskTemplate } from "../docker/container-plan.ts";
import { type RunnableTask, TaskRejected } from "../runtime.ts";
import { type Launch, type LaunchMount, type LaunchPort, TOOL_PATH } from "./launch.ts";

export interface ProcessContext {
  /** Root may mount, change users and set limits. */
  readonly isRoot: boolean;
  readonly cgroups: boolean;
  readonly files: readonly PlacedFile[];
  readonly volumeFolder: string;
  /** The host's /etc/passwd and /etc/group. */
  readonly passwd: string;
  readonly group: string;
}

export const HOST_IMAGE = "host";
const DEFAULT_LOG_BYTES = 10 * 2 ** 20;

export function processPlan(runnable: RunnableTask, context: ProcessContext): Launch {
  const { task } = runnable;
  const template = taskTemplate(runnable);
  const spec = template.ContainerSpec ?? {};
  refuseUnsupported(spec, context);
  const argv = [...(spec.Command ?? []), ...(spec.Args ?? [])];
  if (argv.length === 0) throw refused("Command", "", "a command: the image host has none");
  const user = planUser(spec, context);
  const mounts = planMounts(runnable, spec, context);
  const limits = template.Resources?.Limits;
  return {
    taskId: task.id,
    nodeId: task.nodeId,
    argv,
    env: planEnv(spec, user?.home ?? "/", runnable),
    dir: spec.Dir || "/",
    user: user === null ? null : { uid: user.uid, gid: user.gid, groups: user.groups },
    noNewPrivileges: (spec.Privileges as { NoNewPrivileges?: boolean })?.NoNewPrivileges === true,
    oomScoreAdj: spec.OomScoreAdj ?? (context.isRoot ? 0 : null),
    hostname: spec.Hostname ?? "",
    ulimits: planUlimits(spec),
    mounts,
    limits: context.cgroups
      ? {
          memoryBytes: limits?.MemoryBytes ?? 0,
          memoryReservationBytes: template.Resources?.Reservations?.MemoryBytes ?? 0,
          nanoCpus: limits?.NanoCPUs ?? 0,
          pids: limits?.Pids ?? 0,
        }
      : null,
    namespaces: context.isRoot,
    stopSignal: spec.StopSignal || "SIGTERM",
    ports: planPorts(runnable),
    logMaxBytes: parseSize(template.LogDriver?.Options?.["max-size"]) ?? DEFAULT_LOG_BYTES,
    health: planHealth(spec.Healthcheck),
    anonymousVolumes: mounts
      .filter(({ source }) => source.startsWith(`${context.volumeFolder}/${task.id}-`))
      .map(({ source }) => source),
  };
}

/** Fields that a process of the host can't have, with what would be accepted. */
function refuseUnsupported(spec: ContainerSpec, { isRoot }: ProcessContext): void {
  const image = (spec.Image ?? "").split("@")[0] ?? "";
  if (image !== HOST_IMAGE && image !== `${HOST_IMAGE}:latest`) {
    throw new TaskRejected(
      `ContainerSpec.Image: "${spec.Image ?? ""}" needs a container engine; this node runs ` +
        `processes of the host, expected image "${HOST_IMAGE}"`,
    );
  }
  const isolated = "nothing: a process of the host can't have it";
  if (spec.ReadOnly === true) throw refused("ReadOnly", "true", isolated);
  if (spec.TTY === true) throw refused("TTY", "true", isolated);
  if (Object.keys(spec.Sysctls ?? {}).length > 0) throw refused("Sysctls", "set", isolated);
  if ((spec.CapabilityAdd ?? []).length > 0) throw refused("CapabilityAdd", "set", isolated);
  if ((spec.CapabilityDrop ?? []).length > 0) throw refused("CapabilityDrop", "set", isolated);
  if ((spec.Hosts ?? []).length > 0) throw refused("Hosts", "set", isolated);
  if ((spec.DNSConfig?.Nameservers ?? []).length > 0) {
    throw refused("DNSConfig.Nameservers", "set", isolated);
  }
  if (isRoot) return;
  const root = "nothing: the agent is not root";
  if (spec.Hostname) throw refused("Hostname", spec.Hostname, root);
  if (spec.User) throw refused("User", spec.User, root);
  if ((spec.Mounts ?? []).length > 0) throw refused("Mounts", "set", root);
  if ((spec.Secrets ?? []).length > 0) throw refused("Secrets", "set", root);
  if ((spec.Configs ?? []).length > 0) throw refused("Configs", "set", root);
}

function refused(field: string, value: string, expected: string): TaskRejected {
  return new TaskRejected(`ContainerSpec.${field}: "${value}" is refused; expected ${expected}`);
}

function planEnv(spec: ContainerSpec, home: string, { task }: RunnableTask): Labels {
  const env: Record<string, string> = { PATH: TOOL_PATH, HOME: home };
  if (spec.Hostname) env["HOSTNAME"] = spec.Hostname;
  for (const { kind, value, count } of task.assignedGeneric) {
    const key = `DOCKER_RESOURCE_${kind.toUpperCase()}`;
    const before = env[key];
    env[key] = before === undefined ? (value ?? String(count)) : `${before},${value ?? count}`;
  }
  for (const pair of spec.Env ?? []) {
    const equals = pair.indexOf("=");
    if (equals > 0) env[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return env;
}

/**
 * Where the process listens: a port that the service names, for one that is published on its host,
 * else one that is chosen as it starts: the routing mesh, or whoever finds it by name, is told.
 */
function planPorts({ task }: RunnableTask): readonly LaunchPort[] {
  const ports = task.endpointPorts.map(
    ({ publishMode, protocol, targetPort, publishedPort }): LaunchPort => ({
      protocol,
      targetPort,
      publishedPort: publishMode === "host" ? publishedPort : 0,
    }),
  );
  // On networks, with nothing published: it needs one port all the same, and knows of none.
  if (ports.length > 0 || task.networks.length === 0) return ports;
  return [{ protocol: "tcp", targetPort: 0, publishedPort: 0 }];
}

/** A process has no port mapping: it is told where to listen. */
export function portEnv(ports: readonly LaunchPort[]): Labels {
  const env: Record<string, string> = {};
  for (const { targetPort, publishedPort } of ports) {
    env["PORT"] ??= String(publishedPort);
    if (targetPort !== 0) env[`SKEP_PORT_${targetPort}`] = String(publishedPort);
  }
  return env;
}

interface PlannedUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
}

/** `name`, `uid`, `name:group` or `uid:gid`, looked up in the host's files. */
function planUser(spec: ContainerSpec, context: ProcessContext): PlannedUser | null {
  const groups = (spec.Groups ?? []).map((name) => groupId(name, context, "Groups"));
  if (!spec.User) {
    if (groups.length === 0) return null;
    if (!context.isRoot) throw refused("Groups", "set", "nothing: the agent is not root");
    return { uid: 0, gid: 0, groups, home: "/root" };
  }
  const [name = "", group] = spec.User.split(":");
  const rows = context.passwd.split("\n").map((line) => line.split(":"));
  const row = rows.find((fields) => fields[0] === name || fields[2] === name);
  if (row === undefined && !/^\d+$/.test(name)) {
    throw refused("User", spec.User, "a user of this host or a numeric id");
  }
  const gid = group === undefined ? Number(row?.[3] ?? 0) : groupId(group, context, "User");
  return { uid: Number(row?.[2] ?? name), gid, groups, home: row?.[5] || "/" };
}

function groupId(name: string, { group }: ProcessContext, field: string): number {
  if (/^\d+$/.test(name)) return Number(name);
  const rows = group.split("\n").map((line) => line.split(":"));
  const row = rows.find((fields) => fields[0] === name);
  if (row?.[2] === undefined) throw refused(field, name, "a group of this host or a numeric id");
  return Number(row[2]);
}

function planUlimits(spec: ContainerSpec): readonly string[] {
  const known =
    /^(as|core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|sigpending|stack)$/;
  return (spec.Ulimits ?? []).map(({ Name = "", Soft = -1, Hard = -1 }) => {
    if (!known.test(Name)) throw refused("Ulimits", Name, "a limit that prlimit(1) knows");
    const bound = (value: number): string => (value < 0 ? "unlimited" : String(value));
    return `${Name}=${bound(Soft)}:${bound(Hard)}`;
  });
}

const SECRETS_FOLDER = "/run/secrets";

function planMounts(
  { task }: RunnableTask,
  spec: ContainerSpec,
  context: ProcessContext,
): readonly LaunchMount[] {
  const mounts = (spec.Mounts ?? []).map((mount, index) =>
    planMount(mount, index, `${context.volumeFolder}/${task.id}-${index}`, context),
  );
  const files = context.files.map(
    ({ hostPath, target }): LaunchMount => bind(hostPath, target, true),
  );
  const folder = files.some(({ target }) => target.startsWith(`${SECRETS_FOLDER}/`));
  return [
    ...mounts,
    ...(folder ? [tmpfs(SECRETS_FOLDER, "mode=0755,size=1m", false)] : []),
    ...files,
  ];
}

function planMount(
  mount: Mount,
  index: number,
  anonymous: string,
  { volumeFolder }: ProcessContext,
): LaunchMount {
  const field = `Mounts[${index}]`;
  const target = mount.Target ?? "";
  if (!target.startsWith("/")) throw refused(`${field}.Target`, target, "an absolute path");
  const readOnly = mount.ReadOnly === true;
  const source = mount.Source ?? "";
  switch (mount.Type ?? "bind") {
    case "bind":
      if (source.startsWith("/")) return bind(source, target, readOnly);
      throw refused(`${field}.Source`, source, "an absolute path");
    case "volume": {
      const driver = mount.VolumeOptions?.DriverConfig?.Name ?? "local";
      if (driver !== "local") {
        throw refused(`${field}.VolumeOptions.DriverConfig.Name`, driver, "local");
      }
      if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$|^$/.test(source)) {
        throw refused(`${field}.Source`, source, "a volume's name");
      }
      return bind(source === "" ? anonymous : `${volumeFolder}/${source}`, target, readOnly);
    }
    case "tmpfs": {
      const { SizeBytes, Mode } = mount.TmpfsOptions ?? {};
      const options = [
        ...(SizeBytes === undefined || SizeBytes <= 0 ? [] : [`size=${SizeBytes}`]),
        ...(Mode === undefined || Mode === 0 ? [] : [`mode=${Mode.toString(8)}`]),
      ];
      return tmpfs(target, options.join(","), readOnly);
    }
    default:
      throw refused(`${field}.Type`, mount.Type ?? "", "bind, volume or tmpfs");
  }
}

function bind(source: string, target: string, readOnly: boolean): LaunchMount {
  return { kind: "bind", source, target, readOnly, options: "" };
}

function tmpfs(target: string, options: string, readOnly: boolean): LaunchMount {
  return { kind: "tmpfs", source: "", target, readOnly, options };
}

/** A log driver's `max-size`: `10m`. */
function parseSize(text: string | undefined): number | null {
  const match = /^(\d+)([kmg]?)b?$/i.exec(text ?? "");
  if (match === null) return null;
  const powers: Readonly<Record<string, number>> = { "": 0, k: 10, m: 20, g: 30 };
  return Number(match[1]) * 2 ** (powers[(match[2] ?? "").toLowerCase()] ?? 0);
}
