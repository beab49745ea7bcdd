/**
 * A node without networks: its tasks are where their engine puts them. What needs a network of
 * the cluster is rejected, with the reason, unless nothing is real here (fake runtime).
 */
import { type ContainerNetworking, type RunnableTask, TaskRejected } from "../runtime/runtime.ts";
import type { NetworkDescription, NetworkDiagnosis, NodeNetwork } from "./network.ts";

const NOTHING: ContainerNetworking = { networks: [], nameServers: [], env: [], hostPorts: [] };

export class NoNetwork implements NodeNetwork {
  readonly #why: string | undefined;

  /** `why` this node has no networks; undefined: tasks may believe that it has. */
  constructor(why: string | undefined) {
    this.#why = why;
  }

  describe(): NetworkDescription {
    return {};
  }

  async apply(): Promise<void> {}

  async attach({ task }: Pick<RunnableTask, "task">): Promise<ContainerNetworking> {
    const { networks } = task;
    if (this.#why !== undefined && networks.some(({ addresses }) => addresses.length > 0)) {
      const ids = networks.map(({ networkId }) => networkId).join(", ");
      throw new TaskRejected(`networks of the cluster (${ids}) on this node: ${this.#why}`);
    }
    return NOTHING;
  }

  async started(): Promise<void> {}

  async withdraw(): Promise<void> {}

  async release(): Promise<void> {}

  async removeAll(): Promise<void> {}

  diagnose(): NetworkDiagnosis {
    return { lacking: this.#why ?? "nothing is real in its runtime" };
  }

  async close(): Promise<void> {}
}
