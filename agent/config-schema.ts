/**
 * skepd's options: one table from which flags, environment variables, the configuration file's
 * keys and the help are derived. Names are dockerd's wherever they mean the same.
 */

export interface Config {
  readonly configFile: string;
  readonly hosts: readonly string[];
  readonly engine: string;
  readonly runtime: string;
  readonly dataRoot: string;
  readonly execRoot: string;
  readonly pidfile: string;
  readonly group: string;
  readonly hostname: string;
  readonly metricsAddr: string;
  readonly redis: string;
  /** Milliseconds. */
  readonly usageInterval: number;
  readonly wireguardPort: string;
  /** Milliseconds. */
  readonly wireguardKeyPeriod: number;
  readonly labels: readonly string[];
  readonly genericResources: readonly string[];
  readonly defaultAddressPools: readonly string[];
  readonly defaultAdvertiseAddr: string;
  readonly tls: boolean;
  readonly tlsVerify: boolean;
  readonly tlsCaCert: string;
  readonly tlsCert: string;
  readonly tlsKey: string;
  readonly debug: boolean;
  readonly logLevel: string;
  readonly logFormat: string;
}

export type OptionKey = keyof Config;
export type OptionValue = Config[OptionKey];

export interface OptionSchema {
  /** The flag without dashes; also the environment variable as SKEPD_NAME_IN_CAPITALS. */
  readonly name: string;
  readonly short?: string;
  /** Key of the configuration file: dockerd uses the plural for flags that repeat. */
  readonly key: string;
  /** A duration is written like 1m30s and kept in milliseconds. */
  readonly kind: "string" | "strings" | "boolean" | "duration";
  /** How the value is named in the help. */
  readonly placeholder?: string;
  readonly default: OptionValue;
  /** The longest duration, in hours; 1 by default. */
  readonly mostHours?: number;
  readonly choices?: readonly string[];
  readonly help: string;
}

const flag = (name: string, help: string, more: Partial<OptionSchema> = {}): OptionSchema => ({
  name,
  key: name,
  kind: "string",
  placeholder: "string",
  default: "",
  help,
  ...more,
});

const list = (name: string, key: string, placeholder: string, help: string): OptionSchema =>
  flag(name, help, { kind: "strings", key, placeholder, default: [] });

const toggle = (name: string, help: string, short?: string): OptionSchema => ({
  name,
  key: name,
  kind: "boolean",
  default: false,
  help,
  ...(short === undefined ? {} : { short }),
});

export const OPTIONS: { readonly [K in OptionKey]: OptionSchema } = {
  configFile: flag("config-file", "Configuration file (JSON, the flags' long names as keys)", {
    default: "/etc/skep/skepd.json",
    placeholder: "file",
  }),
  hosts: {
    ...list(
      "host",
      "hosts",
      "address",
      "Docker API socket to listen on: unix://PATH or tcp://IP:PORT",
    ),
    short: "H",
    default: ["unix:///run/skep/skep.sock"],
  },
  engine: flag("engine", "Container engine to drive: unix://PATH, tcp://HOST:PORT or none", {
    default: "unix:///var/run/docker.sock",
    placeholder: "address",
  }),
  runtime: flag("runtime", "What runs tasks; auto: the engine where it answers, else processes", {
    default: "auto",
    choices: ["auto", "docker", "process", "fake"],
  }),
  dataRoot: flag("data-root", "Directory of what must survive a reboot", {
    default: "/var/lib/skep",
    placeholder: "directory",
  }),
  execRoot: flag("exec-root", "Directory of what need not survive a reboot", {
    default: "/run/skep",
    placeholder: "directory",
  }),
  pidfile: flag("pidfile", "File for the process id", { short: "p", placeholder: "file" }),
  group: flag("group", "Group that may use the unix sockets", { short: "G", placeholder: "name" }),
  hostname: flag("hostname", "This node's name in the cluster (default: the machine's)"),
  metricsAddr: flag("metrics-addr", "Address of /metrics and of health checks; empty: off", {
    default: "127.0.0.1:9323",
    placeholder: "ip:port",
  }),
  redis: flag("redis", "Telemetry store that managers share: redis://[:PASSWORD@]HOST:PORT[/DB]", {
    placeholder: "url",
  }),
  usageInterval: {
    ...flag("usage-interval", "Time between two samples of the tasks' usage"),
    kind: "duration",
    placeholder: "duration",
    default: 5000,
  },
  wireguardPort: flag(
    "wireguard-port",
    "UDP port of encrypted networks; each key has one, so the next one is in use, too",
    { placeholder: "port", default: "7946" },
  ),
  wireguardKeyPeriod: {
    ...flag("wireguard-key-period", "Time after which this node's WireGuard key is replaced"),
    kind: "duration",
    placeholder: "duration",
    default: 12 * 3_600_000,
    mostHours: 720,
  },
  labels: list("label", "labels", "key=value", "Engine label of this node"),
  genericResources: list(
    "node-generic-resource",
    "node-generic-resources",
    "kind=value",
    "User-defined resource of this node: gpu=2, or gpu=UUID1 for a named one",
  ),
  defaultAddressPools: list(
    "default-address-pool",
    "default-address-pools",
    "pool",
    "Address pool for the networks of a cluster founded here: base=CIDR,size=BITS",
  ),
  defaultAdvertiseAddr: flag(
    "swarm-default-advertise-addr",
    "Address or interface that other nodes reach this one at, where none is given",
    { placeholder: "address" },
  ),
  tls: toggle("tls", "Use TLS on tcp:// sockets; implied by --tlsverify"),
  tlsVerify: toggle("tlsverify", "Use TLS on tcp:// sockets and demand a client certificate"),
  tlsCaCert: flag("tlscacert", "Trust client certificates signed by this CA", {
    placeholder: "file",
  }),
  tlsCert: flag("tlscert", "TLS certificate file", { placeholder: "file" }),
  tlsKey: flag("tlskey", "TLS key file", { placeholder: "file" }),
  debug: toggle("debug", "Log at level debug", "D"),
  logLevel: flag("log-level", "Least level that is logged", {
    short: "l",
    default: "info",
    choices: ["debug", "info", "warn", "error", "fatal"],
  }),
  logFormat: flag("log-format", "Form of the log; auto: text on a terminal, else json", {
    default: "auto",
    choices: ["auto", "text", "json"],
  }),
};
