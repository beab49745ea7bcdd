/**
 * What the rest of the agent asks of the node's networks. Implementations: KernelNetwork (bridges,
 * VXLAN and nftables beside a container engine), HostNetwork (process runtime: tasks are on the
 * host's network), NoNetwork (fake runtime, no root). choose-driver.ts makes the machine's.
 */
import type { NodeDescription } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import type { ContainerNetworking, RunnableTask } from "../runtime/runtime.ts";
import type { NetworkChange } from "./model.ts";

/** What a node's networks say of themselves. */
export interface NetworkDiagnosis {
  /** Why there are none. */
  readonly lacking?: string;
  /** What keeps the managers' last word from being in force. */
  readonly failing?: string;
  /** Absent: there is none here, or another agent of the stack has it. */
  readonly names?: NameServerStatus;
  readonly closedPorts?: readonly { readonly port: string; readonly reason: string }[];
  /** Absent: no network could be encrypted here, nor any other be had. */
  readonly encryption?: EncryptionStatus;
}

export interface EncryptionStatus {
  /** Why this machine can have no encrypted networks; empty: it can. */
  readonly lacking: string;
  /** Why its tunnels are not in force; empty: they are, or are not needed. */
  readonly failing: string;
  /** In words: whose WireGuard it is. */
  readonly kind: string;
  /** Of the key in use. */
  readonly device: string;
  /** The file of the tunnels' network namespace. */
  readonly namespace: string;
  /** UDP: one is in use, both are while a key is being rotated. */
  readonly ports: readonly number[];
}

export interface NameServerStatus {
  readonly running: boolean;
  readonly addresses: readonly string[];
  readonly failed: readonly { readonly address: string; readonly reason: string }[];
}

export type NetworkDescription = Pick<
  NodeDescription,
  | "networkStack"
  | "wireguardPublicKey"
  | "wireguardPort"
  | "wireguardNextPublicKey"
  | "wireguardNextPort"
>;

export interface NodeNetwork {
  /** What the managers must know of it: part of the node's description. */
  describe(): NetworkDescription;
  /**
   * The model (NetworkModel, given at construction) has changed like this. Resolves when the
   * kernel is as the model says, or as a later one says: then the managers hear so. Never waits
   * for an earlier call to resolve; calls may be brought into force together. What fails is tried
   * again inside; rejects only once closed.
   */
  apply(change: NetworkChange): Promise<void>;
  /**
   * Where a task's container goes, once its networks are in force on this node. Rejects with
   * TaskRejected when that can never be, and when `signal` aborts. Asked again after a restart of
   * the agent, for a task that was prepared before: same answer, whether managers are there or not.
   */
  attach(
    task: Pick<RunnableTask, "task" | "spec">,
    signal: AbortSignal,
  ): Promise<ContainerNetworking>;
  /**
   * The container runs: virtual addresses and routes are put into its namespace. Idempotent;
   * called before the task is RUNNING, and again after a restart of the agent.
   */
  started(taskId: TaskId, pid: number, signal: AbortSignal): Promise<void>;
  /**
   * Before the stop signal: resolves when no node sends new connections to the task, or when
   * waiting for that has taken too long (Withdrawals has the wait).
   */
  withdraw(taskId: TaskId, signal: AbortSignal): Promise<void>;
  /** The container has ended or is gone, if there was one. Idempotent. */
  release(taskId: TaskId): Promise<void>;
  /** The node leaves its cluster: nothing of Skep's is left in the kernel or the engine. */
  removeAll(signal: AbortSignal): Promise<void>;
  /** For `skep network doctor`. */
  diagnose?(): NetworkDiagnosis;
  /** The agent ends; tasks and their networks stay. */
  close(): Promise<void>;
}
