/** The Docker API's swarm routes over HTTP, for skepd (and whoever may open its socket). */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import findMyWay, { type HTTPMethod } from "find-my-way";
import {
  formatApiVersion,
  MAX_API_VERSION,
  requireSupported,
  splitTarget,
} from "../../shared/docker-api.ts";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import { FILE_ROUTES } from "./file-routes.ts";
import { NETWORK_ROUTES } from "./network-routes.ts";
import { OPERATIONS_ROUTES } from "./operations-routes.ts";
import type { GatewayPorts } from "./ports.ts";
import { refusalOf } from "./refusal.ts";
import type { ApiAnswer, ApiRequest, Handler, Route } from "./route.ts";
import { SERVICE_ROUTES } from "./service-routes.ts";
import { STREAM_ROUTES } from "./stream-routes.ts";
import { SWARM_ROUTES } from "./swarm-routes.ts";
import { SYSTEM_ROUTES } from "./system-routes.ts";

/** A config of 1000 KiB in base64, and room for its labels. */
export const MAX_BODY_BYTES: number = 4 * 1024 * 1024;
const BODY_TIMEOUT_MS = 30_000;

export const ROUTES: readonly Route[] = [
  ...SWARM_ROUTES,
  ...SERVICE_ROUTES,
  ...STREAM_ROUTES,
  ...FILE_ROUTES,
  ...NETWORK_ROUTES,
  ...SYSTEM_ROUTES,
  ...OPERATIONS_ROUTES,
];

type Found = { readonly handler: Handler; readonly params: ApiRequest["params"] };

export function createGateway(ports: GatewayPorts): RequestListener {
  const find = createRouter();
  return (request, response) => {
    serve(find, ports, request, response).catch((error: unknown) => {
      // The answer was under way: all that is left is to end the connection.
      ports.logger.warn({ error: messageOf(error), url: request.url }, "an answer broke off");
      response.destroy();
    });
  };
}

function createRouter(): (method: string, path: string) => Found {
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 512 });
  const handlers = new Map<unknown, Handler>();
  for (const route of ROUTES) {
    // find-my-way wants a function of its own; ours is looked up by it.
    const mark = (): void => {};
    handlers.set(mark, route.handler);
    router.on(route.method, route.path, mark);
  }
  return (method, path) => {
    const found = router.find((method === "HEAD" ? "GET" : method) as HTTPMethod, path);
    const handler = handlers.get(found?.handler);
    if (found === null || handler === undefined) {
      throw new ClusterError("NOT_FOUND", "page not found");
    }
    return { handler, params: found.params };
  };
}

async function serve(
  find: (method: string, path: string) => Found,
  ports: GatewayPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort(new ClusterError("CANCELLED", "the client is gone")));
  response.setHeader("Api-Version", formatApiVersion(MAX_API_VERSION));
  response.setHeader("Server", "Skep (linux)");
  response.setHeader("Ostype", "linux");
  response.setHeader("Docker-Experimental", "false");
  let answer: ApiAnswer;
  try {
    answer = await answerTo(find, ports, request, gone.signal);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.fault) {
      ports.logger.error({ error: messageOf(error), url: request.url }, "a request failed");
    }
    answer = { kind: "json", status: refusal.status, value: { message: refusal.message } };
    // What the client still sends of a refused body is not read: the connection ends here.
    if (!request.complete) response.setHeader("Connection", "close");
  }
  await send(answer, request, response, gone.signal);
}

async function answerTo(
  find: (method: string, path: string) => Found,
  ports: GatewayPorts,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const target = splitTarget(request.url ?? "/");
  if (target.version !== undefined) requireSupported(target.version);
  const { handler, params } = find(request.method ?? "GET", target.path);
  const body = await readBody(request);
  if (body.length > 0) requireJson(request.headers["content-type"]);
  return handler(
    {
      params,
      query: new URLSearchParams(target.query),
      header: (name) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      body,
      version: target.version ?? MAX_API_VERSION,
      signal,
      now: ports.now(),
    },
    ports,
  );
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const limit = setTimeout(() => request.destroy(), BODY_TIMEOUT_MS);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      size += part.length;
      if (size > MAX_BODY_BYTES) {
        throw new ClusterError(
          "INVALID_ARGUMENT",
          `body: expected at most ${MAX_BODY_BYTES} bytes`,
        );
      }
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof ClusterError) throw error;
    throw new ClusterError("INVALID_ARGUMENT", `body: broke off: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(limit);
  }
  return Buffer.concat(parts);
}

/** As in Docker: it also keeps a web page in some browser from posting here. */
function requireJson(contentType: string | undefined): void {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `Content-Type specified (${(contentType ?? "").slice(0, 80)}) must be 'application/json'`,
    );
  }
}

async function send(
  answer: ApiAnswer,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  if (response.destroyed) return;
  switch (answer.kind) {
    case "empty":
      response.writeHead(answer.status).end();
      return;
    case "text":
    case "json": {
      const text = answer.kind === "text" ? answer.text : `${JSON.stringify(answer.value)}\n`;
      const type = answer.kind === "text" ? "text/plain; charset=utf-8" : "application/json";
      response.writeHead(answer.status, {
        "Content-Type": type,
        "Content-Length": Buffer.byteLength(text),
      });
      response.end(request.method === "HEAD" ? undefined : text);
      return;
    }
    case "stream":
      response.writeHead(200, { "Content-Type": answer.contentType });
      // The client waits for the header before it believes that it is subscribed.
      response.flushHeaders();
      await pipeline(Readable.from(answer.chunks, { objectMode: true }), response).catch(
        (error: unknown) => {
          if (!signal.aborted) throw error;
        },
      );
  }
}
