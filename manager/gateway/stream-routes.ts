/** Calls that answer with a stream: logs and events. */
import { isBefore } from "../../shared/docker-api.ts";
import { encodeEvent, eventMatches } from "./event-filter.ts";
import { encodeLine, encodeWarning, type LineFormat } from "./log-frame.ts";
import { lookUp, lookUpTask } from "./lookup.ts";
import type { GatewayPorts, LogOptions, LogSelector } from "./ports.ts";
import { booleanOf, filtersOf, instantOf, refuse, tailOf } from "./query.ts";
import { specOf } from "./render-task.ts";
import { type ApiAnswer, type ApiRequest, type Handler, idOf, type Route, read } from "./route.ts";

function logOptions(request: ApiRequest): LogOptions {
  const { query } = request;
  const stdout = booleanOf(query, "stdout");
  const stderr = booleanOf(query, "stderr");
  if (!stdout && !stderr) {
    refuse("stdout, stderr", "Bad parameters: you must choose at least one stream");
  }
  return {
    stdout,
    stderr,
    follow: booleanOf(query, "follow"),
    tail: tailOf(query),
    sinceMs: instantOf(query, "since") ?? 0,
  };
}

function streamLogs(
  request: ApiRequest,
  ports: GatewayPorts,
  source: { readonly selector: LogSelector; readonly tty: boolean },
  options: LogOptions,
): ApiAnswer {
  const format: LineFormat = {
    multiplexed: !source.tty,
    timestamps: booleanOf(request.query, "timestamps"),
    details: booleanOf(request.query, "details"),
  };
  const told = format.multiplexed && !isBefore(request.version, "1.42");
  return {
    kind: "stream",
    contentType: `application/vnd.docker.${told ? "multiplexed" : "raw"}-stream`,
    chunks: logChunks(ports, source.selector, options, format, request.signal),
  };
}

async function* logChunks(
  ports: GatewayPorts,
  selector: LogSelector,
  options: LogOptions,
  format: LineFormat,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const warnings: string[] = [];
  for await (const batch of ports.logs.read(selector, options, signal)) {
    if (batch.lines.length > 0) {
      yield Buffer.concat(batch.lines.map((line) => encodeLine(line, format)));
    }
    if (batch.warning !== undefined && batch.warning !== "") warnings.push(batch.warning);
  }
  if (warnings.length > 0) yield encodeWarning(warnings.join("; "), format);
}

const serviceLogs: Handler = async (request, ports) => {
  const options = logOptions(request);
  const source = await read(ports, request.signal, (tx) => {
    const service = lookUp(tx, "service", idOf(request));
    return {
      selector: { serviceIds: [service.id as string], taskIds: [] },
      tty: service.spec.TaskTemplate?.ContainerSpec?.TTY ?? false,
    };
  });
  return streamLogs(request, ports, source, options);
};

const taskLogs: Handler = async (request, ports) => {
  const options = logOptions(request);
  const source = await read(ports, request.signal, (tx) => {
    const task = lookUpTask(tx, idOf(request));
    return {
      selector: { serviceIds: [], taskIds: [task.id as string] },
      tty: specOf(tx, task).ContainerSpec?.TTY ?? false,
    };
  });
  return streamLogs(request, ports, source, options);
};

const events: Handler = async (request, ports) => {
  const filters = filtersOf(request.query, undefined);
  const range = {
    sinceMs: instantOf(request.query, "since"),
    untilMs: instantOf(request.query, "until"),
  };
  const found = ports.events.events(range, request.signal);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const event of found) {
      if (eventMatches(filters, event)) yield encodeEvent(event);
    }
  }
  return { kind: "stream", contentType: "application/json", chunks: chunks() };
};

export const STREAM_ROUTES: readonly Route[] = [
  { method: "GET", path: "/services/:id/logs", handler: serviceLogs },
  { method: "GET", path: "/tasks/:id/logs", handler: taskLogs },
  { method: "GET", path: "/events", handler: events },
];
