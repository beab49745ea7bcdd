/** Bodies in, answers out. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { parseJson } from "../../../shared/document.ts";
import { ClusterError, messageOf } from "../../../shared/errors.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const LINGER_MS = 2_000;

/** A small JSON document, as bytes and as a value; an empty body is undefined. */
export async function readDocument(
  incoming: IncomingMessage,
): Promise<{ readonly bytes: Uint8Array; readonly document: unknown }> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of incoming.iterator({ destroyOnReturn: false })) {
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
    throw new ClusterError("INVALID_ARGUMENT", `body: broke off: ${messageOf(error)}`);
  }
  const bytes = Buffer.concat(parts);
  return { bytes, document: bytes.length === 0 ? undefined : parseJson(bytes) };
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const text = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

export function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

export function sendEmpty(response: ServerResponse, status = 200): void {
  response.writeHead(status, { "Content-Length": 0 }).end();
}

/**
 * Refuses, perhaps before the whole request has come. The connection ends with that, though not at
 * once: a client that is still sending would hear of a broken pipe, and never read the reason.
 */
export async function sendRefusal(
  incoming: IncomingMessage,
  response: ServerResponse,
  { status, message }: { readonly status: number; readonly message: string },
): Promise<void> {
  if (incoming.complete) return sendJson(response, { message }, status);
  const text = `${JSON.stringify({ message })}\n`;
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    Connection: "close",
  });
  response.write(text);
  incoming.resume();
  const bound = AbortSignal.timeout(LINGER_MS);
  // Sent whole, broken off or too long: the refusal stands.
  await finished(incoming, { writable: false, signal: bound }).catch(() => {});
  response.end();
}
