/**
 * Publishes the logs of this node's tasks to whoever subscribed at the leader. One stream a
 * subscription, so that a slow reader holds up only itself; all together stay below a rate, so
 * that reading logs never starves the work.
 */
import type { skep } from "../../proto/messages.ts";
import type { Clock } from "../../shared/clock.ts";
import { messageOf } from "../../shared/errors.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { LogChunk, LogRequest, Runtime } from "../runtime/runtime.ts";
import type {
  LogSource,
  LogSubscription,
  ManagerConnection,
  PublishStream,
} from "../session/loop.ts";
import { ByteRate } from "./rate.ts";

export interface LogPublisherOptions {
  readonly nodeId: NodeId;
  readonly runtime: Pick<Runtime, "logs">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default 10 MB/s, as Swarm's agents. */
  readonly bytesPerSecond?: number;
}

const DEFAULT_RATE = 10_000_000;
const BURST = 1_000_000;
const BATCH_BYTES = 64 << 10;
const BATCH_LINES = 500;
const STDOUT = 1;
const STDERR = 2;

interface Publishing {
  readonly stream: PublishStream;
  readonly abort: AbortController;
  readonly tasks: Set<TaskId>;
  readonly errors: string[];
  /** Readers of tasks that have not come to their end. */
  open: number;
  lines: skep.v1.LogLine.$Properties[];
  bytes: number;
  flush: { cancel(): void } | undefined;
}

export class LogPublisher implements LogSource {
  readonly #options: LogPublisherOptions;
  readonly #rate: ByteRate;
  readonly #publishing = new Map<string, Publishing>();

  constructor(options: LogPublisherOptions) {
    this.#options = options;
    const { bytesPerSecond = DEFAULT_RATE, clock } = options;
    this.#rate = new ByteRate(bytesPerSecond, BURST, clock.now());
  }

  subscribe(subscription: LogSubscription, connection: ManagerConnection): void {
    const id = subscription.id ?? "";
    if (subscription.close) {
      this.#close(id);
      return;
    }
    const publishing = this.#publishing.get(id) ?? this.#open(id, connection);
    const { options } = subscription;
    const request: LogRequest = {
      stdout: options?.stdout ?? false,
      stderr: options?.stderr ?? false,
      follow: options?.follow ?? false,
      tail: options?.tail ?? 0,
      sinceMs: options?.sinceMs ?? 0,
    };
    for (const taskId of (subscription.taskIds ?? []) as TaskId[]) {
      if (publishing.tasks.has(taskId)) continue;
      publishing.tasks.add(taskId);
      publishing.open++;
      this.#publishTask(id, publishing, taskId, request)
        .catch((error: unknown) => {
          // Its container may be gone already; the reader should know that lines are missing.
          if (!publishing.abort.signal.aborted) {
            publishing.errors.push(`task ${taskId}: ${messageOf(error)}`);
          }
        })
        .finally(() => {
          publishing.open--;
          this.#finishIfDone(id, publishing, request.follow);
        });
    }
    if ((subscription.taskIds ?? []).length === 0)
      this.#finishIfDone(id, publishing, request.follow);
  }

  reset(): void {
    for (const id of [...this.#publishing.keys()]) this.#close(id);
  }

  #open(id: string, connection: ManagerConnection): Publishing {
    const abort = new AbortController();
    const stream = connection.publishLogs(abort.signal);
    const publishing: Publishing = {
      stream,
      abort,
      tasks: new Set(),
      errors: [],
      open: 0,
      lines: [],
      bytes: 0,
      flush: undefined,
    };
    // Also starts the flow, so that the end of the call is noticed.
    stream.onMessage(() => {});
    stream.onClose((error) => {
      if (error !== undefined && error.code !== "CANCELLED") {
        this.#options.logger.debug({ err: error.message }, "log subscription ended");
      }
      if (this.#publishing.get(id) === publishing) this.#close(id);
    });
    this.#publishing.set(id, publishing);
    return publishing;
  }

  #close(id: string): void {
    const publishing = this.#publishing.get(id);
    if (publishing === undefined) return;
    this.#publishing.delete(id);
    publishing.flush?.cancel();
    publishing.abort.abort(new Error("the subscription was closed"));
  }

  async #publishTask(
    id: string,
    publishing: Publishing,
    taskId: TaskId,
    request: LogRequest,
  ): Promise<void> {
    const { signal } = publishing.abort;
    for await (const chunk of this.#options.runtime.logs(taskId, request, signal)) {
      if (signal.aborted) return;
      publishing.lines.push(this.#lineOf(taskId, chunk));
      publishing.bytes += chunk.data.length;
      const full = publishing.bytes >= BATCH_BYTES || publishing.lines.length >= BATCH_LINES;
      if (full) await this.#send(id, publishing);
      else {
        // A line on its own goes out as soon as nothing more is at hand.
        publishing.flush ??= this.#options.clock.after(0, () => {
          publishing.flush = undefined;
          this.#send(id, publishing).catch((error: unknown) => {
            publishing.errors.push(messageOf(error));
          });
        });
      }
    }
  }

  #lineOf(taskId: TaskId, chunk: LogChunk): skep.v1.LogLine.$Properties {
    return {
      taskId,
      nodeId: this.#options.nodeId,
      timestampMs: chunk.timestampMs,
      timestampNanos: chunk.timestampNanos,
      stream: chunk.stream === "stderr" ? STDERR : STDOUT,
      attributes: chunk.attributes ?? "",
      data: chunk.data,
    };
  }

  /** Sends what is gathered; resolves when more may be read. */
  async #send(subscriptionId: string, publishing: Publishing): Promise<void> {
    const { lines, bytes, stream } = publishing;
    publishing.flush?.cancel();
    publishing.flush = undefined;
    if (lines.length === 0) return;
    publishing.lines = [];
    publishing.bytes = 0;
    const room = stream.send({ subscriptionId, lines });
    const waitMs = this.#rate.take(bytes, this.#options.clock.now());
    if (waitMs > 0) {
      await new Promise<void>((resolve) => this.#options.clock.after(waitMs, resolve));
    }
    if (!room) await stream.drained();
  }

  #finishIfDone(subscriptionId: string, publishing: Publishing, follow: boolean): void {
    if (follow || publishing.open > 0 || publishing.abort.signal.aborted) return;
    const error = publishing.errors.join("; ");
    const { lines, stream } = publishing;
    publishing.flush?.cancel();
    publishing.lines = [];
    stream.send({ subscriptionId, lines, done: true, error });
    stream.end();
  }
}
