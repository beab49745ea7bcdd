/** What runs in the raft thread: disk, front door, transport and loop, put together. */
import { performance } from "node:perf_hooks";
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import { systemClock, systemRng } from "../../shared/node/clock.ts";
import { GrpcTransport } from "./adapters/grpc-transport.ts";
import { NodeDisk } from "./adapters/node-disk.ts";
import { openFrontDoor } from "./front-door-driver.ts";
import type { RaftLoop } from "./loop.ts";
import { type ConsensusOptions, DEFAULT_LOG_POLICY, DEFAULT_TIMING } from "./options.ts";
import type { FromLoop } from "./protocol.ts";
import { startLoop } from "./start.ts";

/** The part of ConsensusOptions that can be sent to another thread. */
export type RaftThreadOptions = Omit<
  ConsensusOptions,
  "machine" | "isRemoved" | "logger" | "signal"
>;

/** The wall's clock jumps; this one only goes on. */
const steadyClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (delayMs, fire) => systemClock.after(delayMs, fire),
};

/** Resolves when the loop runs: for a joiner, when it was let in. */
export async function runRaft(
  options: RaftThreadOptions,
  emit: (message: FromLoop) => void,
  logger: Logger,
): Promise<RaftLoop> {
  const { nodeId, clusterId, advertiseAddr, tls, innerSocketPath } = options;
  const rng = systemRng();
  const clock = steadyClock;
  const transport = new GrpcTransport({
    clusterId,
    nodeId,
    advertiseAddr,
    tls,
    clock,
    rng,
    logger,
  });
  // Open before this node asks to join: the leader checks that it can be reached.
  const door = await openFrontDoor({
    ...splitAddress(options.listenAddr),
    innerSocketPath,
    onRaft: (socket, from, serverName) => transport.inject(socket, from, serverName),
    logger,
  });
  transport.attach(door);
  try {
    return await startLoop({
      disk: new NodeDisk(options.stateDir),
      clock,
      rng,
      defer: (run) => void setImmediate(run),
      transport,
      emit,
      logger,
      nodeId,
      clusterId,
      advertiseAddr,
      mode: options.mode,
      sealingKey: options.sealingKey,
      policy: options.logPolicy ?? DEFAULT_LOG_POLICY,
      timing: options.timing ?? DEFAULT_TIMING,
    });
  } catch (error) {
    await transport.stop();
    throw error;
  }
}

/** host:port or [host]:port. */
function splitAddress(address: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(address);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `listenAddr is ${JSON.stringify(address)}, expected host:port`,
    );
  }
  return { host: match[1] ?? match[2] ?? "", port };
}
