/** Passes a request on as it comes, body and answer streamed, the client's going away included. */
import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream/promises";
import type { Upstream } from "./upstream.ts";

/** Of one connection, not of the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export function endToEnd(headers: IncomingMessage["headers"]): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = value;
  }
  return kept;
}

function bodyHeaders(incoming: IncomingMessage, body: Uint8Array | undefined): OutgoingHttpHeaders {
  const headers = endToEnd(incoming.headers);
  if (body !== undefined) return { ...headers, "content-length": body.length };
  // Engines refuse `start` with a body, and take a chunked one of no bytes for a body.
  const hasBody =
    incoming.headers["content-length"] !== undefined ||
    incoming.headers["transfer-encoding"] !== undefined;
  if (!hasBody && incoming.method !== "GET" && incoming.method !== "HEAD") {
    return { ...headers, "content-length": 0 };
  }
  return headers;
}

/** Bodies of the API's documents; what is larger (an image, a build's context) is streamed. */
const MAX_WHOLE_BYTES = 1024 * 1024;

/**
 * The body of a request whose length is known and small, to be sent in one write with its head.
 *
 * Piped instead, Node ends it with a write of no bytes. A server that was given all it was promised
 * may have answered and closed by then: that write fails with EPIPE, and the answer is lost.
 */
async function wholeBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const length = Number(incoming.headers["content-length"] ?? Number.NaN);
  if (!(length > 0 && length <= MAX_WHOLE_BYTES)) return undefined;
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/**
 * Resolves when the whole answer has gone out. Rejects with UNAVAILABLE before anything was
 * answered, and with whatever broke the stream afterwards.
 *
 * @param body instead of the request's own, when that was read already
 */
export async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  upstream: Upstream,
  target: string,
  options: { readonly body?: Uint8Array; readonly signal: AbortSignal },
): Promise<void> {
  const body = options.body ?? (await wholeBody(incoming));
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({
      ...upstream.place,
      agent: upstream.agent,
      method: incoming.method ?? "GET",
      path: target,
      headers: bodyHeaders(incoming, body),
      signal: options.signal,
    });
    outgoing.once("response", resolve);
    // `on`: a connection can fail a second time, after its answer began.
    outgoing.on("error", (error) => reject(upstream.failure(error)));
    if (body !== undefined) outgoing.end(body);
    else incoming.pipe(outgoing);
  });
  await relay(answer, response);
}

/** The answer as it is, from its head on. */
export async function relay(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.headers));
  // `logs -f` and `events` say nothing for a while, but the client waits for their head.
  response.flushHeaders();
  await pipeline(answer, response);
}
