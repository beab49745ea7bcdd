/** How this manager is: /_ping, /version, health and usage. */
import { formatApiVersion, MAX_API_VERSION, MIN_API_VERSION } from "../../shared/docker-api.ts";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import { withTimeout } from "../../shared/node/with-timeout.ts";
import type { UsageHistory } from "../telemetry/telemetry-store.ts";
import { TOP_KINDS, topOf } from "../telemetry/top.ts";
import { instantOf } from "./query.ts";
import { type Handler, json, type Route, read, write } from "./route.ts";

const READY_WITHIN_MS = 2_000;
const HOUR_MS = 3_600_000;

const ping: Handler = async () => ({ kind: "text", status: 200, text: "OK" });

const version: Handler = async () =>
  json({
    Platform: { Name: "Skep" },
    ApiVersion: formatApiVersion(MAX_API_VERSION),
    MinAPIVersion: formatApiVersion(MIN_API_VERSION),
    Os: "linux",
  });

/** The process answers. */
const healthz: Handler = async () => ({ kind: "text", status: 200, text: "ok" });

/** It has a quorum and everything that was acknowledged before now. */
const readyz: Handler = async (request, ports) => {
  const signal = withTimeout(request.signal, READY_WITHIN_MS);
  try {
    await ports.consensus.readBarrier(signal);
  } catch (error) {
    throw new ClusterError("UNAVAILABLE", `not ready: ${messageOf(error)}`, { cause: error });
  }
  return { kind: "text", status: 200, text: "ok" };
};

const usage: Handler = async (request, ports) => {
  const untilMs = instantOf(request.query, "until") ?? request.now;
  const sinceMs = instantOf(request.query, "since") ?? untilMs - HOUR_MS;
  const taskIds = request.query.getAll("task").slice(0, 10_000);
  const bytes = await write(ports.control.usage({ sinceMs, untilMs, taskIds }, request.signal));
  return json(JSON.parse(new TextDecoder().decode(bytes)));
};

/** Tasks report every ten seconds; what was silent for longer than this does not run. */
const TOP_WINDOW_MS = 60_000;

const top: Handler = async (request, ports) => {
  const wanted = request.query.get("by") ?? "service";
  const by = TOP_KINDS.find((kind) => kind === wanted);
  if (by === undefined) {
    const expected = TOP_KINDS.join(", ");
    throw new ClusterError("INVALID_ARGUMENT", `by: "${wanted}": expected one of ${expected}`);
  }
  const range = { sinceMs: request.now - TOP_WINDOW_MS, untilMs: request.now, taskIds: [] };
  const bytes = await write(ports.control.usage(range, request.signal));
  const history = JSON.parse(new TextDecoder().decode(bytes)) as UsageHistory;
  return read(ports, request.signal, (tx) => json(topOf(tx, history, by)));
};

const metrics: Handler = async (_request, ports) => {
  if (ports.metrics === undefined) throw new ClusterError("NOT_FOUND", "no metrics are kept");
  return { kind: "text", status: 200, text: await ports.metrics() };
};

export const SYSTEM_ROUTES: readonly Route[] = [
  { method: "GET", path: "/_ping", handler: ping },
  { method: "GET", path: "/version", handler: version },
  { method: "GET", path: "/healthz", handler: healthz },
  { method: "GET", path: "/readyz", handler: readyz },
  { method: "GET", path: "/metrics", handler: metrics },
  { method: "GET", path: "/skep/v1/usage", handler: usage },
  { method: "GET", path: "/skep/v1/top", handler: top },
];
