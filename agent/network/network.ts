/**
 * What the rest of the agent asks of the node's networks. Implementations: KernelNetwork (bridges,
 * VXLAN and nftables beside a container engine), HostNetwork (process runtime: tasks are on the
 * host's network), NoNetwork (fake runtime, no root).
 */
import type { skep } from "../../proto/messages.ts";
import type { Port } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import type { RunnableTask } from "../runtime/runtime.ts";

/** One network that a container is connected to, as its engine knows it. */
export interface ContainerNetwork {
  /** The engine's name or id of it. */
  readonly engineNetwork: string;
  /** Bare; at most one of each family. */
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly macAddress: string;
}

/** What a container needs to be created with. */
export interface ContainerNetworking {
  /** The first one is the container's at creation; empty: the engine's default, or the host's. */
  readonly networks: readonly ContainerNetwork[];
  /** Name servers to be written into the container; empty: as the spec or the engine says. */
  readonly nameServers: readonly string[];
  /** Added to the container's environment: the ports of a process on the host's network. */
  readonly env: readonly string[];
  /** Host ports that were chosen for a task on the host's network; part of its status. */
  readonly hostPorts: readonly Port[];
}

export interface NodeNetwork {
  /**
   * From the manager. When the kernel is as this (or a later) state says, the agent answers with
   * a NetworkAck of its version.
   */
  apply(state: skep.v1.NetworkState.$Properties): void;
  /**
   * Where a task's container goes, once its networks are in force on this node. Rejects with
   * TaskRejected when that can never be, and when `signal` aborts.
   */
  attach(task: RunnableTask, signal: AbortSignal): Promise<ContainerNetworking>;
  /** The container runs: virtual addresses and routes are put into its namespace. Idempotent. */
  started(taskId: TaskId, pid: number, signal: AbortSignal): Promise<void>;
  /**
   * Before the stop signal: resolves when no node sends new connections to the task, or when
   * waiting for that has taken too long.
   */
  withdraw(taskId: TaskId, signal: AbortSignal): Promise<void>;
  /** The container is gone. Idempotent. */
  release(taskId: TaskId): Promise<void>;
  /** The node leaves its cluster: nothing of Skep's is left in the kernel or the engine. */
  removeAll(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
