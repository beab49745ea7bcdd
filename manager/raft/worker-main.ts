/** Entry of the raft thread. */
import { parentPort, workerData } from "node:worker_threads";
import { ClusterError } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import { raiseThreadPriority } from "../../shared/node/thread-priority.ts";
import { StateLockedError } from "./keyring.ts";
import type { RaftLoop } from "./loop.ts";
import type { ToLoop } from "./protocol.ts";
import { type RaftThreadOptions, runRaft } from "./raft-thread.ts";
import { type FromThread, type LogLevel, ownBuffers } from "./thread-protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is the entry of a worker thread");

function post(message: FromThread): void {
  port?.postMessage(message, ownBuffers(message));
  if (message.kind === "stopped") port?.close();
}

function threadLogger(context: object): Logger {
  const log =
    (level: LogLevel) =>
    (fields: object, message: string): void => {
      post({ kind: "log", level, fields: cloneable({ ...context, ...fields }), message });
    };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    child: (fields) => threadLogger({ ...context, ...fields }),
  };
}

/** Errors lose their own properties when cloned, and functions cannot be: keep what people read. */
function cloneable(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  );
}

// A heartbeat that is late because of a busy neighbour costs an election. Where it may not be
// raised, the main thread has said so.
raiseThreadPriority("high");

let loop: RaftLoop | undefined;
const early: ToLoop[] = [];
port.on("message", (message: ToLoop) => {
  if (loop === undefined) early.push(message);
  else loop.handle(message);
});

runRaft(workerData as RaftThreadOptions, post, threadLogger({})).then(
  (started) => {
    loop = started;
    for (const message of early) loop.handle(message);
  },
  (error: unknown) => {
    const code = error instanceof ClusterError ? error.code : "UNAVAILABLE";
    const message = error instanceof Error ? error.message : String(error);
    const locked = error instanceof StateLockedError;
    post({ kind: "start-failed", error: { code, message }, locked });
    port.close();
  },
);
