/** Which networks can this machine have? The kernel's, the host's, or none. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "../../shared/clock.ts";
import { messageOf } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { Config } from "../config-schema.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { HostNetwork } from "./host/host-network-driver.ts";
import { KernelNetwork } from "./kernel/kernel-network-driver.ts";
import type { NetworkModel } from "./model.ts";
import { WithNames } from "./names/with-names-driver.ts";
import type { NodeNetwork } from "./network.ts";
import { NoNetwork } from "./no-network.ts";
import { networkStackOf } from "./stack-driver.ts";

const run = promisify(execFile);
const TOOL_TIMEOUT_MS = 5_000;
const OPEN_TIMEOUT_MS = 10_000;
const TOOLS: readonly (readonly [string, ...string[]])[] = [
  ["ip", "-V"],
  ["bridge", "-V"],
  ["nsenter", "--version"],
  ["flock", "--version"],
  ["nft", "list", "tables"],
];

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
export async function chooseNetwork(choice: NetworkChoice): Promise<NodeNetwork> {
  const { runtime, config, logger, nodeAddr, model, clock } = choice;
  if (runtime.name === "process") return new HostNetwork({ nodeAddr, model, clock, logger });
  if (runtime.name !== "docker") return new NoNetwork(undefined);
  const lacking = await lackingForKernelNetwork();
  if (lacking !== undefined) {
    logger.warn({ reason: lacking }, "this node cannot have networks of the cluster");
    return new NoNetwork(lacking);
  }
  return kernelNetwork(choice, config.engine);
}

async function kernelNetwork(choice: NetworkChoice, engine: string): Promise<NodeNetwork> {
  const { nodeId, nodeAddr, config, model, clock, logger } = choice;
  const kernel = new KernelNetwork({
    engine,
    nodeAddr,
    model,
    clock,
    logger,
    onOwned: (owned) => network.own(owned),
    wireguard: {
      folder: join(config.dataRoot, "swarm", "certificates"),
      port: Number(config.wireguardPort),
      keyPeriodMs: config.wireguardKeyPeriod,
    },
  });
  await kernel.open(AbortSignal.timeout(OPEN_TIMEOUT_MS));
  const stack = networkStackOf(engine);
  const network: WithNames = new WithNames({ nodeId, stack, model, clock, logger }, kernel);
  return network;
}

/** What this machine lacks, in words; undefined when it can. */
async function lackingForKernelNetwork(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "skepd does not run as root";
  for (const [tool, ...args] of TOOLS) {
    try {
      await run(tool, args, { timeout: TOOL_TIMEOUT_MS });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        return `${tool} is not installed`;
      }
      return `${tool} does not work: ${messageOf(error)}`;
    }
  }
  return undefined;
}
