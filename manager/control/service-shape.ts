/** The shape of a ServiceSpec (Docker Engine API 1.51) as data, for document.ts. */
import {
  anything,
  boolean,
  choice,
  int64,
  list,
  map,
  number,
  object,
  type Shape,
  string,
  uint32,
  uint64,
} from "../../shared/document.ts";

const labels = map(string);
const driver = object({ Name: string, Options: labels });

const mount = object({
  Type: choice("bind", "volume", "tmpfs", "npipe", "cluster", "image"),
  Source: string,
  Target: string,
  ReadOnly: boolean,
  Consistency: string,
  BindOptions: object({
    Propagation: choice("private", "rprivate", "shared", "rshared", "slave", "rslave"),
    NonRecursive: boolean,
    CreateMountpoint: boolean,
    ReadOnlyNonRecursive: boolean,
    ReadOnlyForceRecursive: boolean,
  }),
  VolumeOptions: object({ NoCopy: boolean, Labels: labels, Subpath: string, DriverConfig: driver }),
  ImageOptions: object({ Subpath: string }),
  TmpfsOptions: object({ SizeBytes: int64, Mode: uint32, Options: list(list(string)) }),
  ClusterOptions: object({}),
});

const file = object({ Name: string, UID: string, GID: string, Mode: uint32 });

const privileges = object({
  CredentialSpec: object({ Config: string, File: string, Registry: string }),
  SELinuxContext: object({
    Disable: boolean,
    User: string,
    Role: string,
    Type: string,
    Level: string,
  }),
  Seccomp: object({ Mode: choice("default", "unconfined", "custom"), Profile: string }),
  AppArmor: object({ Mode: choice("default", "disabled") }),
  NoNewPrivileges: boolean,
});

const container = object({
  Image: string,
  Labels: labels,
  Command: list(string),
  Args: list(string),
  Hostname: string,
  Env: list(string),
  Dir: string,
  User: string,
  Groups: list(string),
  Privileges: privileges,
  Init: boolean,
  StopSignal: string,
  TTY: boolean,
  OpenStdin: boolean,
  ReadOnly: boolean,
  Mounts: list(mount),
  StopGracePeriod: int64,
  Healthcheck: object({
    Test: list(string),
    Interval: int64,
    Timeout: int64,
    Retries: int64,
    StartPeriod: int64,
    StartInterval: int64,
  }),
  Hosts: list(string),
  DNSConfig: object({ Nameservers: list(string), Search: list(string), Options: list(string) }),
  Secrets: list(object({ File: file, SecretID: string, SecretName: string })),
  Configs: list(object({ File: file, Runtime: object({}), ConfigID: string, ConfigName: string })),
  Isolation: choice("default", "process", "hyperv"),
  Sysctls: labels,
  CapabilityAdd: list(string),
  CapabilityDrop: list(string),
  Ulimits: list(object({ Name: string, Hard: int64, Soft: int64 })),
  OomScoreAdj: int64,
});

const generic = object({
  NamedResourceSpec: object({ Kind: string, Value: string }),
  DiscreteResourceSpec: object({ Kind: string, Value: int64 }),
});

const resources = object({
  Limits: object({ NanoCPUs: int64, MemoryBytes: int64, Pids: int64 }),
  // Of later versions: they are kept, and must not be of a type that later clients cannot read.
  SwapBytes: int64,
  MemorySwappiness: int64,
  Reservations: object({ NanoCPUs: int64, MemoryBytes: int64, GenericResources: list(generic) }),
});

const network = object({ Target: string, Aliases: list(string), DriverOpts: labels });

const update = object({
  Parallelism: uint64,
  Delay: int64,
  FailureAction: choice("pause", "continue", "rollback"),
  Monitor: int64,
  MaxFailureRatio: number,
  Order: choice("stop-first", "start-first"),
});

const task = object({
  ContainerSpec: container,
  PluginSpec: anything,
  NetworkAttachmentSpec: object({ ContainerID: string }),
  Resources: resources,
  RestartPolicy: object({
    Condition: choice("none", "on-failure", "any"),
    Delay: int64,
    MaxAttempts: uint64,
    Window: int64,
  }),
  Placement: object({
    Constraints: list(string),
    Preferences: list(object({ Spread: object({ SpreadDescriptor: string }) })),
    MaxReplicas: uint64,
    Platforms: list(object({ Architecture: string, OS: string })),
  }),
  ForceUpdate: uint64,
  Runtime: choice("container", "plugin", "attachment"),
  Networks: list(network),
  LogDriver: driver,
});

export const SERVICE_SPEC: Shape = object({
  Name: string,
  Labels: labels,
  TaskTemplate: task,
  Mode: object({
    Replicated: object({ Replicas: uint64 }),
    Global: object({}),
    ReplicatedJob: object({ MaxConcurrent: uint64, TotalCompletions: uint64 }),
    GlobalJob: object({}),
  }),
  UpdateConfig: update,
  RollbackConfig: update,
  Networks: list(network),
  EndpointSpec: object({
    Mode: choice("vip", "dnsrr"),
    Ports: list(
      object({
        Name: string,
        Protocol: choice("tcp", "udp", "sctp"),
        TargetPort: uint32,
        PublishedPort: uint32,
        PublishMode: choice("ingress", "host"),
      }),
    ),
  }),
});
