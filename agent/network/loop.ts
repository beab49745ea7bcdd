/**
 * From the managers' stream into force: decodes states, keeps the model and its copy on disk, has
 * the node's networks brought into line, and says which version is in force.
 */
import type { skep } from "../../proto/messages.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import { decodeNetworkState } from "./decode-state.ts";
import type { NetworkModel, NetworkUpdate } from "./model.ts";
import type { NodeNetwork } from "./network.ts";

type NetworkState = skep.v1.NetworkState.$Properties;

/** Where updates outlive the agent and the machine. */
export interface NetworkDb {
  /** In order; applied one after the other they are the model as it was. */
  load(): Promise<readonly NetworkUpdate[]>;
  /** Only queues. `whole` is asked when it is time to begin anew. */
  save(update: NetworkUpdate, whole: () => NetworkUpdate): void;
  flush(): Promise<void>;
}

export interface NetworkLoopOptions {
  readonly model: NetworkModel;
  readonly network: Pick<NodeNetwork, "apply">;
  readonly db?: NetworkDb;
  readonly logger: Logger;
}

export class NetworkLoop {
  readonly #options: NetworkLoopOptions;
  /** Of one version that is not whole yet. */
  #parts: NetworkState[] = [];

  constructor(options: NetworkLoopOptions) {
    this.#options = options;
  }

  /** The networks as they were before the agent (or the machine) went; managers may be away. */
  async start(): Promise<void> {
    const saved = (await this.#options.db?.load()) ?? [];
    for (const update of saved) this.#force(update, () => {});
  }

  /** A message of the session; `inForce` is told its version when the kernel is so. */
  receive(state: NetworkState, inForce: (version: number) => void): void {
    this.#parts.push(state);
    if (state.more === true) return;
    const update = decodeNetworkState(this.#parts);
    this.#parts = [];
    this.#options.db?.save(update, () => this.#options.model.snapshot());
    this.#force(update, () => inForce(state.version ?? 0));
  }

  /** The session is over; the next one begins with a complete state. */
  reset(): void {
    this.#parts = [];
  }

  #force(update: NetworkUpdate, done: () => void): void {
    const { model, network, logger } = this.#options;
    network.apply(model.apply(update)).then(done, (error: unknown) => {
      logger.warn({ err: messageOf(error) }, "networks: a state is not in force");
    });
  }
}
