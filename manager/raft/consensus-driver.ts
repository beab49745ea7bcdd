/** Consensus for a manager: starts the raft thread and speaks for it in the main thread. */
import { Worker } from "node:worker_threads";
import { ClusterError } from "../../shared/errors.ts";
import { HostConsensus } from "./host-consensus.ts";
import { StateLockedError } from "./keyring.ts";
import type { RaftLoop } from "./loop.ts";
import type { ConsensusOptions, RunningConsensus } from "./options.ts";
import type { ToLoop } from "./protocol.ts";
import { type RaftThreadOptions, runRaft } from "./raft-thread.ts";
import { type FromThread, ownBuffers } from "./thread-protocol.ts";

const THREAD_END_MS = 2_000;
/** Most of what the raft thread makes is short-lived: rare collections, and little to copy. */
const YOUNG_GENERATION_MB = 48;
/** How long the raft thread may learn later what was applied, if nothing else wakes it. */
const APPLIED_LATER_MS = 5;

/**
 * Resolves when this manager takes part and its state is that of its last snapshot; the log
 * behind it is applied as the others confirm it (or at once, alone). Rejects with
 * StateLockedError, DATA_LOSS, FAILED_PRECONDITION, UNAVAILABLE or what a join was refused with.
 */
export async function startConsensus(options: ConsensusOptions): Promise<RunningConsensus> {
  options.signal?.throwIfAborted();
  // Sources run as they are have no compiled worker beside them (unit tests, tsx).
  if (import.meta.url.endsWith(".ts")) return startConsensusInline(options);
  const url = new URL("./worker-main.js", import.meta.url);
  const worker = new Worker(url, {
    workerData: threadOptions(options),
    name: "raft",
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const post = (message: ToLoop): void => worker.postMessage(message, ownBuffers(message));
  const host = newHost(options, lazyApplied(post));
  const { logger } = options;
  const refused = new Promise<never>((_, reject) => {
    worker.on("message", (message: FromThread) => {
      if (message.kind === "log") logger[message.level](message.fields, message.message);
      else if (message.kind === "start-failed") reject(startError(message));
      else host.receive(message);
    });
    worker.on("error", (error: Error) => {
      logger.error({ error }, "the raft thread died");
      host.end({ kind: "failed", error });
      reject(error);
    });
    worker.on("exit", () => {
      const error = new ClusterError("INTERNAL", "the raft thread ended");
      host.end({ kind: "failed", error });
      reject(error);
    });
    options.signal?.addEventListener("abort", () => {
      reject(new ClusterError("CANCELLED", "the start was given up"));
    });
  });
  refused.catch(() => {});
  try {
    await Promise.race([host.started, refused]);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  void host.stopped.then(() => {
    const timer = setTimeout(() => void worker.terminate(), THREAD_END_MS);
    worker.once("exit", () => clearTimeout(timer));
  });
  return host;
}

/** The same in this thread: everything real but the thread. */
export async function startConsensusInline(options: ConsensusOptions): Promise<RunningConsensus> {
  let loop: RaftLoop | undefined;
  const early: ToLoop[] = [];
  const host = newHost(options, (message) => {
    setImmediate(() => {
      if (loop === undefined) early.push(message);
      else loop.handle(message);
    });
  });
  const emit = (message: Parameters<HostConsensus["receive"]>[0]): void => {
    setImmediate(() => host.receive(message));
  };
  loop = await runRaft(threadOptions(options), emit, options.logger);
  for (const message of early) loop.handle(message);
  await host.started;
  return host;
}

/**
 * Waking the other thread costs more than what it is told: that entries were applied goes with the
 * next message, or after a moment.
 */
function lazyApplied(post: (message: ToLoop) => void): (message: ToLoop) => void {
  let held: ToLoop | undefined;
  let armed = false;
  const flush = (): void => {
    if (held !== undefined) post(held);
    held = undefined;
  };
  return (message) => {
    if (message.kind !== "applied") {
      flush();
      post(message);
      return;
    }
    held = message;
    if (armed) return;
    armed = true;
    setTimeout(() => {
      armed = false;
      flush();
    }, APPLIED_LATER_MS);
  };
}

function newHost(options: ConsensusOptions, post: (message: ToLoop) => void): HostConsensus {
  const { machine, isRemoved, logger } = options;
  return new HostConsensus({ machine, isRemoved, logger, link: { post } });
}

function threadOptions(options: ConsensusOptions): RaftThreadOptions {
  const { machine: _m, isRemoved: _i, logger: _l, signal: _s, ...rest } = options;
  return rest;
}

function startError(message: FromThread & { kind: "start-failed" }): Error {
  if (message.locked) return new StateLockedError(message.error.message);
  return new ClusterError(message.error.code, message.error.message);
}
