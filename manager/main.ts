/**
 * skep-manager: the process that skepd forks on a manager. It is told how to start over Node's
 * IPC channel and tells back how it goes; it ends when skepd does.
 */
import { messageOf } from "../shared/errors.ts";
import { formatUnlockKey } from "../shared/join-token.ts";
import type { Logger } from "../shared/logger.ts";
import type { FromManager, ManagerStart, ToManager } from "../shared/manager-ipc.ts";
import { systemClock, systemRng } from "../shared/node/clock.ts";
import { createLogger, type LogLevel } from "../shared/node/logger.ts";
import { raiseThreadPriority } from "../shared/node/thread-priority.ts";
import { LockedError } from "./identity-service.ts";
import { type RunningManager, startManager } from "./manager-service.ts";
import { startConsensus } from "./raft/consensus-driver.ts";
import { StateLockedError } from "./raft/keyring.ts";

const STOP_TIMEOUT_MS = 15_000;
/** A new manager may have to fetch a large snapshot first. */
const READABLE_TIMEOUT_MS = 120_000;

let running: RunningManager | undefined;
/** Told while it started: what it read from the disk first may be of before. */
let renewedMeanwhile = false;
let stopping = false;

function tell(message: FromManager): void {
  if (process.connected) process.send?.(message);
}

/** Messages that were sent are lost if the process ends before they are written out. */
function endAfter(message: FromManager, exitCode: number): void {
  if (!process.connected) process.exit(exitCode);
  process.send?.(message, () => process.exit(exitCode));
}

async function start(message: ManagerStart): Promise<void> {
  const logger = createLogger({
    name: "skep-manager",
    level: message.logLevel as LogLevel,
    format: message.logFormat,
  });
  process.on("uncaughtException", (error) => die(logger, error));
  process.on("unhandledRejection", (error) => die(logger, error));
  // Tasks of this node that want every processor must not hold up the whole cluster's decisions.
  const refusal = raiseThreadPriority("above-normal");
  if (refusal !== undefined)
    logger.info({ reason: refusal }, "the manager's priority stays normal");
  try {
    running = await startManager({
      start: message,
      onUnlockKey: (key) => tell({ kind: "unlock-key", unlockKey: formatUnlockKey(key) }),
      clock: systemClock,
      rng: systemRng(),
      logger,
      startConsensus,
    });
    // A replaced root makes peers refuse the certificate of before.
    if (renewedMeanwhile) void running.reloadCertificate();
    await running.whenReadable(AbortSignal.timeout(READABLE_TIMEOUT_MS));
  } catch (error) {
    logger.error({ err: messageOf(error) }, "the manager cannot start");
    endAfter(
      {
        kind: "failed",
        code: (error as { code?: string }).code ?? "INTERNAL",
        message: messageOf(error),
        locked: error instanceof LockedError || error instanceof StateLockedError,
      },
      1,
    );
    return;
  }
  running.onStatus((status) => tell({ kind: "status", ...status }));
  tell({ kind: "ready", nodeId: running.nodeId, clusterId: running.clusterId });
  const cause = await running.stopped;
  if (cause.kind === "removed") {
    await running.stop();
    endAfter({ kind: "removed" }, 0);
  } else if (cause.kind === "failed") {
    die(logger, cause.error);
  }
}

/** A broken invariant or disk: going on could spread it. skepd starts the process again. */
function die(logger: Logger, error: unknown): void {
  const stack = error instanceof Error ? error.stack : undefined;
  logger.error({ err: messageOf(error), stack }, "the manager ends");
  process.exit(1);
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  await running?.stop();
  process.exit(0);
}

process.on("message", (message: ToManager) => {
  switch (message.kind) {
    case "start":
      void start(message);
      break;
    case "certificate-renewed":
      if (running === undefined) renewedMeanwhile = true;
      else void running.reloadCertificate();
      break;
    case "sealed":
      running?.sealed(message.unlockKey);
      break;
    case "stop":
      void stop();
      break;
  }
});
// Without its agent a manager would go on unseen and hold the port against the next one.
process.on("disconnect", () => void stop());
process.on("SIGTERM", () => void stop());
// Ctrl-C at a terminal reaches the whole group; skepd decides in what order things end.
process.on("SIGINT", () => {});

if (process.send === undefined) {
  process.stderr.write("skep-manager is started by skepd, not by hand: see `skepd --help`\n");
  process.exit(2);
}
