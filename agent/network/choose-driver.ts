/** Which networks can this machine have? The kernel's, the host's, or none. */
import type { Clock } from "../../shared/clock.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { Config } from "../config-schema.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { NetworkModel } from "./model.ts";
import type { NodeNetwork } from "./network.ts";
import { NoNetwork } from "./no-network.ts";

export interface NetworkChoice {
  readonly nodeId: NodeId;
  /** This node's own address, as the managers and its peers reach it. */
  readonly nodeAddr: string;
  readonly config: Config;
  readonly runtime: Runtime;
  /** What the managers say; written by NetworkLoop, told by `apply`. */
  readonly model: NetworkModel;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
}

/** Made when the node is in a cluster, before its tasks are looked for. */
export async function chooseNetwork({ runtime }: NetworkChoice): Promise<NodeNetwork> {
  switch (runtime.name) {
    case "docker":
    case "process":
    case "fake":
      return new NoNetwork(undefined);
  }
}
