/** The `Swarm` part of GET /info, /_ping's header, and what a node that is no manager says. Pure. */
import { SWARM_REFUSALS } from "../../shared/docker-api.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { LocalNodeStatus } from "../node/lifecycle.ts";

/** The refusal of a swarm route on a node that cannot answer it; undefined where it can. */
export function refusalOfSwarmRoute(status: LocalNodeStatus): ClusterError | undefined {
  if (status.controlAvailable) return undefined;
  return new ClusterError("UNAVAILABLE", refusalText(status));
}

function refusalText(status: LocalNodeStatus): string {
  switch (status.state) {
    case "inactive":
      return SWARM_REFUSALS.inactive;
    case "locked":
      return SWARM_REFUSALS.locked;
    case "pending":
      return SWARM_REFUSALS.pending;
    case "error":
      return SWARM_REFUSALS.error;
    case "active":
      // A manager whose process is not up yet (a restart, a promotion) is one in a moment.
      return status.isManager ? SWARM_REFUSALS.pending : SWARM_REFUSALS.worker;
  }
}

/** @param cluster what the local manager says of the whole: Nodes, Managers, Cluster, Warnings */
export function renderSwarmInfo(status: LocalNodeStatus, cluster: object | undefined): object {
  const managers = status.remoteManagers.map(({ nodeId, addr }) => ({
    NodeID: nodeId,
    Addr: addr,
  }));
  return {
    NodeID: status.nodeId,
    NodeAddr: status.nodeAddr,
    LocalNodeState: status.state,
    ControlAvailable: status.controlAvailable,
    Error: status.error,
    RemoteManagers: managers.length === 0 ? null : managers,
    ...cluster,
  };
}

export interface HostFacts {
  readonly hostname: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly operatingSystem: string;
  /** As the kernel names it. */
  readonly architecture: string;
  readonly dataRoot: string;
}

/** GET /info where there is no engine: what the docker CLI shows of a host. */
export function hostInfo(
  host: HostFacts,
  version: string,
  nodeId: string,
): Record<string, unknown> {
  return {
    ID: nodeId,
    Name: host.hostname,
    ServerVersion: version,
    Containers: 0,
    ContainersRunning: 0,
    ContainersPaused: 0,
    ContainersStopped: 0,
    Images: 0,
    Driver: "",
    DriverStatus: [],
    Plugins: { Volume: [], Network: [], Authorization: null, Log: [] },
    MemoryLimit: true,
    SwapLimit: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    Debug: false,
    NEventsListener: 0,
    KernelVersion: host.kernel,
    OperatingSystem: host.operatingSystem,
    OSType: "linux",
    Architecture: host.architecture,
    NCPU: host.cpus,
    MemTotal: host.memoryBytes,
    IndexServerAddress: "",
    RegistryConfig: null,
    GenericResources: null,
    DockerRootDir: host.dataRoot,
    HttpProxy: "",
    HttpsProxy: "",
    NoProxy: "",
    Labels: [],
    ExperimentalBuild: false,
    Runtimes: {},
    DefaultRuntime: "process",
    LiveRestoreEnabled: false,
    Isolation: "",
    InitBinary: "",
    SecurityOptions: [],
    Warnings: null,
  };
}
