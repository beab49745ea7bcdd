/** Takes the networks off a network stack whose agents have ended without leaving their cluster. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../shared/clock.ts";
import type { Logger } from "../../../shared/logger.ts";
import { findCommand } from "../installed-driver.ts";
import { endNameServers } from "../names/name-server-driver.ts";
import { networkStackOf } from "../stack-driver.ts";
import { removeSharedKeys } from "../tunnel/key-store-driver.ts";
import { TunnelSpace } from "../tunnel/space-driver.ts";
import { Tunnel } from "../tunnel/tunnel-driver.ts";
import { NetCommands } from "./commands-driver.ts";
import { EngineNetworks } from "./engine-networks-driver.ts";
import { HostPlane } from "./host-plane-driver.ts";
import { Ownership } from "./owner-driver.ts";

/** As long as a free lock takes to be had, on a busy machine. */
const OWN_BOUND_MS = 2_000;
const POLL_MS = 20;

export interface ClearOptions {
  /** The engine's address. */
  readonly engine: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Leaves alone what an agent that runs keeps, and engine networks that containers are on. Throws
 * where a command fails; does nothing on a machine that cannot have networks of a cluster.
 */
export async function clearNetworks(options: ClearOptions, signal: AbortSignal): Promise<void> {
  const { engine, clock, logger } = options;
  const tools = ["ip", "bridge", "nft", "nsenter", "flock"];
  if (process.getuid?.() !== 0 || tools.some((tool) => findCommand(tool) === undefined)) return;
  const stack = networkStackOf(engine);
  const owner = new Ownership({
    ...{ stack: stack.id, clock, logger },
    ...{ onOwned: () => {}, onLost: () => {} },
  });
  try {
    for (let waitedMs = 0; !owner.owned && waitedMs < OWN_BOUND_MS; waitedMs += POLL_MS) {
      await sleep(POLL_MS);
    }
    if (!owner.owned) return;
    await endNameServers(stack);
    const enter = stack.pid === undefined ? [] : ["nsenter", `--net=/proc/${stack.pid}/ns/net`];
    const commands = new NetCommands(enter);
    const portsOf = async (): Promise<readonly string[]> => [];
    const tunnels = new TunnelSpace(stack.id, commands);
    const host = new HostPlane({ commands, stack: stack.id, tunnels, portsOf, logger });
    await host.removeAll(signal);
    await new Tunnel(tunnels, commands, clock).removeAll(signal);
    await removeSharedKeys(stack.id);
    const networks = new EngineNetworks(engine, logger);
    try {
      for (const [, id] of await networks.list(signal)) await networks.remove(id, signal);
    } finally {
      networks.close();
    }
  } finally {
    owner.leave();
  }
}
