/**
 * The flags of `skep service create` and `update`, with the docker CLI's names: each says where
 * its value goes in the ServiceSpec. Single values are set; lists are given whole on create and
 * changed by NAME-add and NAME-rm on update.
 */
import {
  parseCount,
  parseCpus,
  parseDuration,
  parseMemory,
  parsePairs,
  parseRatio,
  usageError,
} from "./units.ts";

export interface SingleFlag {
  readonly name: string;
  readonly short?: string;
  readonly placeholder: string;
  readonly help: string;
  readonly path: string;
  readonly parse: (text: string, flag: string) => unknown;
}

export interface ListFlag extends SingleFlag {
  /** What identifies an entry to NAME-rm. */
  readonly keyOf: (entry: unknown) => string;
  /** The list is an object by key (labels). */
  readonly asMap?: true;
}

const CONTAINER = "TaskTemplate.ContainerSpec";
const text = (value: string): string => value;
const number = (value: string, flag: string): number => {
  if (!/^-?\d{1,9}$/.test(value)) throw usageError(flag, value, "a whole number");
  return Number(value);
};
const oneOf =
  (...choices: readonly string[]) =>
  (value: string, flag: string): string => {
    if (!choices.includes(value)) throw usageError(flag, value, `one of ${choices.join(", ")}`);
    return value;
  };
const words = (value: string): string[] => value.split(/\s+/).filter((word) => word !== "");
const yes = (): boolean => true;

function single(
  name: string,
  placeholder: string,
  path: string,
  help: string,
  parse: SingleFlag["parse"] = text,
): SingleFlag {
  return { name, placeholder, path, help, parse };
}

function policy(kind: "update" | "rollback"): SingleFlag[] {
  const at = kind === "update" ? "UpdateConfig" : "RollbackConfig";
  const actions = kind === "update" ? ["pause", "continue", "rollback"] : ["pause", "continue"];
  const of = kind === "update" ? "an update" : "a rollback";
  return [
    single(
      `${kind}-parallelism`,
      "n",
      `${at}.Parallelism`,
      `Tasks at once in ${of}; 0: all`,
      parseCount,
    ),
    single(
      `${kind}-delay`,
      "duration",
      `${at}.Delay`,
      `Pause between tasks in ${of}`,
      parseDuration,
    ),
    single(
      `${kind}-monitor`,
      "duration",
      `${at}.Monitor`,
      "Watch each new task this long",
      parseDuration,
    ),
    single(
      `${kind}-failure-action`,
      "action",
      `${at}.FailureAction`,
      `On failure (${actions.join("|")})`,
      oneOf(...actions),
    ),
    single(
      `${kind}-max-failure-ratio`,
      "ratio",
      `${at}.MaxFailureRatio`,
      "Failures to tolerate",
      parseRatio,
    ),
    single(
      `${kind}-order`,
      "order",
      `${at}.Order`,
      "stop-first or start-first",
      oneOf("stop-first", "start-first"),
    ),
  ];
}

export const SINGLE_FLAGS: readonly SingleFlag[] = [
  {
    ...single(
      "entrypoint",
      "command",
      `${CONTAINER}.Command`,
      "Instead of the image's entrypoint",
      words,
    ),
  },
  { ...single("workdir", "dir", `${CONTAINER}.Dir`, "Working directory"), short: "w" },
  { ...single("user", "user[:group]", `${CONTAINER}.User`, "User of the process"), short: "u" },
  single(
    "hostname",
    "name",
    `${CONTAINER}.Hostname`,
    "Hostname of the container; may be a template",
  ),
  { ...single("tty", "", `${CONTAINER}.TTY`, "Give it a terminal", yes), short: "t" },
  single("init", "", `${CONTAINER}.Init`, "Run an init inside that reaps processes", yes),
  single("read-only", "", `${CONTAINER}.ReadOnly`, "Mount the root file system read-only", yes),
  single("stop-signal", "signal", `${CONTAINER}.StopSignal`, "Signal that asks it to stop"),
  single(
    "stop-grace-period",
    "duration",
    `${CONTAINER}.StopGracePeriod`,
    "Time before it is killed",
    parseDuration,
  ),
  single(
    "oom-score-adj",
    "n",
    `${CONTAINER}.OomScoreAdj`,
    "The kernel's preference to kill it",
    number,
  ),
  single(
    "replicas-max-per-node",
    "n",
    "TaskTemplate.Placement.MaxReplicas",
    "Most replicas on a node",
    parseCount,
  ),
  single(
    "limit-cpu",
    "cores",
    "TaskTemplate.Resources.Limits.NanoCPUs",
    "Most CPU it gets",
    parseCpus,
  ),
  single(
    "limit-memory",
    "bytes",
    "TaskTemplate.Resources.Limits.MemoryBytes",
    "Most memory",
    parseMemory,
  ),
  single("limit-pids", "n", "TaskTemplate.Resources.Limits.Pids", "Most processes", parseCount),
  single(
    "reserve-cpu",
    "cores",
    "TaskTemplate.Resources.Reservations.NanoCPUs",
    "CPU kept free for it",
    parseCpus,
  ),
  single(
    "reserve-memory",
    "bytes",
    "TaskTemplate.Resources.Reservations.MemoryBytes",
    "Memory kept free for it",
    parseMemory,
  ),
  single("endpoint-mode", "mode", "EndpointSpec.Mode", "vip or dnsrr", oneOf("vip", "dnsrr")),
  single(
    "restart-condition",
    "when",
    "TaskTemplate.RestartPolicy.Condition",
    "none, on-failure or any",
    oneOf("none", "on-failure", "any"),
  ),
  single(
    "restart-delay",
    "duration",
    "TaskTemplate.RestartPolicy.Delay",
    "Wait before a restart",
    parseDuration,
  ),
  single(
    "restart-max-attempts",
    "n",
    "TaskTemplate.RestartPolicy.MaxAttempts",
    "Restarts before giving up",
    parseCount,
  ),
  single(
    "restart-window",
    "duration",
    "TaskTemplate.RestartPolicy.Window",
    "Count restarts within this time",
    parseDuration,
  ),
  single(
    "health-cmd",
    "command",
    `${CONTAINER}.Healthcheck.Test`,
    "Command that checks health",
    (value) => ["CMD-SHELL", value],
  ),
  single(
    "no-healthcheck",
    "",
    `${CONTAINER}.Healthcheck.Test`,
    "No health check, whatever the image says",
    () => ["NONE"],
  ),
  single(
    "health-interval",
    "duration",
    `${CONTAINER}.Healthcheck.Interval`,
    "Time between checks",
    parseDuration,
  ),
  single(
    "health-timeout",
    "duration",
    `${CONTAINER}.Healthcheck.Timeout`,
    "Most time that a check takes",
    parseDuration,
  ),
  single(
    "health-start-period",
    "duration",
    `${CONTAINER}.Healthcheck.StartPeriod`,
    "Failures don't count this long",
    parseDuration,
  ),
  single(
    "health-start-interval",
    "duration",
    `${CONTAINER}.Healthcheck.StartInterval`,
    "Time between checks meanwhile",
    parseDuration,
  ),
  single(
    "health-retries",
    "n",
    `${CONTAINER}.Healthcheck.Retries`,
    "Failures in a row to be unhealthy",
    parseCount,
  ),
  single("log-driver", "driver", "TaskTemplate.LogDriver.Name", "Log driver of the engine"),
  ...policy("update"),
  ...policy("rollback"),
];

const itself = (entry: unknown): string => String(entry);
const field =
  (...names: readonly string[]) =>
  (entry: unknown): string => {
    let value = entry;
    for (const name of names) value = (value as Record<string, unknown> | undefined)?.[name];
    return String(value);
  };
const beforeEquals = (entry: unknown): string => String(entry).split("=", 1)[0] ?? "";

function map(name: string, path: string, help: string): ListFlag {
  return {
    ...single(name, "key=value", path, help, (value, flag) => parsePairs([value], flag)),
    keyOf: itself,
    asMap: true,
  };
}

function list(
  name: string,
  placeholder: string,
  path: string,
  help: string,
  parse: SingleFlag["parse"] = text,
  keyOf: (entry: unknown) => string = itself,
): ListFlag {
  return { ...single(name, placeholder, path, help, parse), keyOf };
}

export const LIST_FLAGS: readonly ListFlag[] = [
  { ...map("label", "Labels", "Label of the service"), short: "l" },
  map("container-label", `${CONTAINER}.Labels`, "Label of its containers"),
  {
    ...list("env", "KEY=value", `${CONTAINER}.Env`, "Environment variable", text, beforeEquals),
    short: "e",
  },
  list("group", "group", `${CONTAINER}.Groups`, "Further group of the process"),
  list("cap-add", "capability", `${CONTAINER}.CapabilityAdd`, "Give a Linux capability"),
  list("cap-drop", "capability", `${CONTAINER}.CapabilityDrop`, "Take a Linux capability"),
  map("sysctl", `${CONTAINER}.Sysctls`, "Kernel parameter"),
  map("log-opt", "TaskTemplate.LogDriver.Options", "Option of the log driver"),
  list(
    "ulimit",
    "name=soft[:hard]",
    `${CONTAINER}.Ulimits`,
    "Resource limit",
    parseUlimit,
    field("Name"),
  ),
  list(
    "mount",
    "type=…,source=…,target=…",
    `${CONTAINER}.Mounts`,
    "Mount",
    parseMount,
    field("Target"),
  ),
  list("host", "name:ip", `${CONTAINER}.Hosts`, "Line of /etc/hosts", parseHost),
  list("dns", "ip", `${CONTAINER}.DNSConfig.Nameservers`, "Name server"),
  list("dns-option", "option", `${CONTAINER}.DNSConfig.Options`, "Resolver option"),
  list("dns-search", "domain", `${CONTAINER}.DNSConfig.Search`, "Search domain"),
  list(
    "constraint",
    "expression",
    "TaskTemplate.Placement.Constraints",
    "node.labels.zone==a and the like",
  ),
  list(
    "placement-pref",
    "spread=label",
    "TaskTemplate.Placement.Preferences",
    "Spread over a label's values",
    parsePreference,
    field("Spread", "SpreadDescriptor"),
  ),
  list(
    "generic-resource",
    "kind=count",
    "TaskTemplate.Resources.Reservations.GenericResources",
    "User-defined resource",
    parseGeneric,
    field("DiscreteResourceSpec", "Kind"),
  ),
  list(
    "network",
    "name",
    "TaskTemplate.Networks",
    "Network to join",
    parseNetwork,
    field("Target"),
  ),
  {
    ...list(
      "publish",
      "[published:]target[/protocol]",
      "EndpointSpec.Ports",
      "Publish a port (mode=host|ingress in the long form)",
      parsePort,
      field("TargetPort"),
    ),
    short: "p",
  },
];

/** type=bind,source=/a,target=/b,readonly and the other keys of docker's long form. */
export function parseMount(value: string, flag: string): object {
  const mount: Record<string, unknown> = { Type: "volume" };
  const pick = (name: string): Record<string, unknown> => {
    mount[name] ??= {};
    return mount[name] as Record<string, unknown>;
  };
  for (const part of value.split(",")) {
    const at = part.indexOf("=");
    const key = (at < 0 ? part : part.slice(0, at)).toLowerCase();
    const given = at < 0 ? "true" : part.slice(at + 1);
    if (key === "type") mount["Type"] = oneOf("bind", "volume", "tmpfs")(given, flag);
    else if (key === "source" || key === "src") mount["Source"] = given;
    else if (key === "target" || key === "dst" || key === "destination") mount["Target"] = given;
    else if (key === "readonly" || key === "ro") mount["ReadOnly"] = given !== "false";
    else if (key === "bind-propagation") pick("BindOptions")["Propagation"] = given;
    else if (key === "volume-nocopy") pick("VolumeOptions")["NoCopy"] = given !== "false";
    else if (key === "volume-driver") pick("VolumeOptions")["DriverConfig"] = { Name: given };
    else if (key === "tmpfs-size") pick("TmpfsOptions")["SizeBytes"] = parseMemory(given, flag);
    else if (key === "tmpfs-mode") pick("TmpfsOptions")["Mode"] = Number.parseInt(given, 8);
    else throw usageError(flag, part, "a key like type, source, target, readonly, tmpfs-size");
  }
  if (mount["Target"] === undefined) throw usageError(flag, value, "target=PATH in it");
  return mount;
}

/** 8080:80/udp, or published=8080,target=80,protocol=tcp,mode=host. */
export function parsePort(value: string, flag: string): object {
  const port = (digits: string | undefined): number => {
    if (digits === undefined || !/^\d{1,5}$/.test(digits) || Number(digits) > 65_535) {
      throw usageError(flag, value, "ports of 1 to 65535");
    }
    return Number(digits);
  };
  if (!value.includes("=")) {
    const match = /^(?:(\d+):)?(\d+)(?:\/(tcp|udp|sctp))?$/.exec(value);
    if (match === null) throw usageError(flag, value, "[published:]target[/protocol]");
    const published = match[1] === undefined ? {} : { PublishedPort: port(match[1]) };
    return {
      Protocol: match[3] ?? "tcp",
      TargetPort: port(match[2]),
      ...published,
      PublishMode: "ingress",
    };
  }
  const long: Record<string, unknown> = { Protocol: "tcp", PublishMode: "ingress" };
  for (const [key, given] of Object.entries(parsePairs(value.split(","), flag))) {
    if (key === "published") long["PublishedPort"] = port(given);
    else if (key === "target") long["TargetPort"] = port(given);
    else if (key === "protocol") long["Protocol"] = oneOf("tcp", "udp", "sctp")(given, flag);
    else if (key === "mode") long["PublishMode"] = oneOf("ingress", "host")(given, flag);
    else throw usageError(flag, key, "published, target, protocol or mode");
  }
  if (long["TargetPort"] === undefined) throw usageError(flag, value, "target=PORT in it");
  return long;
}

function parseUlimit(value: string, flag: string): object {
  const match = /^([a-z]+)=(-?\d+)(?::(-?\d+))?$/.exec(value);
  if (match === null) throw usageError(flag, value, "name=soft or name=soft:hard");
  return { Name: match[1], Soft: Number(match[2]), Hard: Number(match[3] ?? match[2]) };
}

/** The API wants the hosts(5) order: address, then name. */
function parseHost(value: string, flag: string): string {
  const at = value.indexOf(":");
  if (at < 1 || at === value.length - 1) throw usageError(flag, value, "name:ip");
  return `${value.slice(at + 1)} ${value.slice(0, at)}`;
}

function parsePreference(value: string, flag: string): object {
  const match = /^spread=(.+)$/.exec(value);
  if (match === null) throw usageError(flag, value, "spread=node.labels.NAME");
  return { Spread: { SpreadDescriptor: match[1] } };
}

function parseGeneric(value: string, flag: string): object {
  const match = /^([^=]+)=(\d+)$/.exec(value);
  if (match === null) throw usageError(flag, value, "kind=count");
  return { DiscreteResourceSpec: { Kind: match[1], Value: Number(match[2]) } };
}

function parseNetwork(value: string, flag: string): object {
  if (!value.includes("=")) return { Target: value };
  const pairs = value.split(",").map((part) => Object.entries(parsePairs([part], flag))[0]);
  const aliases = pairs.filter((pair) => pair?.[0] === "alias").map((pair) => pair?.[1]);
  const name = pairs.find((pair) => pair?.[0] === "name")?.[1];
  if (name === undefined) throw usageError(flag, value, "name=NETWORK in it");
  return { Target: name, ...(aliases.length > 0 ? { Aliases: aliases } : {}) };
}
