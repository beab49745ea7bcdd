/**
 * Connections that stop being HTTP: attach, exec, buildkit's session. After the engine's 101 bytes
 * go both ways, and either end may stop sending (the end of stdin) while the other goes on.
 *
 * Node does not read the body of a request that asks for an upgrade: the JSON of `exec start`
 * stands before stdin on the socket, and is sent as the body here, or it would become input.
 */
import { type IncomingMessage, type OutgoingHttpHeaders, request, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { ClusterError, messageOf } from "../../../shared/errors.ts";
import { endToEnd } from "./forward.ts";
import type { Upstream } from "./upstream.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const BODY_TIMEOUT_MS = 30_000;

/** Resolves when the connection has become a pipe, or was answered and ended. */
export async function forwardUpgrade(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  upstream: Upstream,
  target: string,
): Promise<void> {
  const { body, rest } = await readBody(incoming, socket, head);
  const headers: OutgoingHttpHeaders = {
    ...endToEnd(incoming.headers),
    connection: "Upgrade",
    upgrade: incoming.headers.upgrade ?? "tcp",
  };
  const outgoing = request({
    ...upstream.place,
    createConnection: () => upstream.connect(),
    method: incoming.method ?? "POST",
    path: target,
    headers,
  });
  socket.once("close", () => outgoing.destroy());
  await new Promise<void>((resolve, reject) => {
    outgoing.once("error", (error) => reject(upstream.failure(error)));
    outgoing.once("upgrade", (answer, engineSocket, engineHead) => {
      socket.write(headOf(answer));
      join(socket, engineSocket, rest, engineHead);
      resolve();
    });
    outgoing.once("response", (answer) => {
      refuseUpgrade(answer, socket).then(resolve, reject);
    });
    outgoing.end(body);
  });
}

/** The two sockets as one pipe. */
function join(client: Duplex, engine: Duplex, fromClient: Buffer, fromEngine: Buffer): void {
  if (fromEngine.length > 0) client.write(fromEngine);
  if (fromClient.length > 0) engine.write(fromClient);
  client.pipe(engine);
  engine.pipe(client);
  const drop = (): void => {
    client.destroy();
    engine.destroy();
  };
  client.once("error", drop);
  engine.once("error", drop);
  // Output is over: nobody listens to what the client may still say.
  engine.once("close", () => client.end());
  client.once("close", drop);
}

/** An error of the engine's (no such container): its answer, then the end. */
async function refuseUpgrade(answer: IncomingMessage, socket: Duplex): Promise<void> {
  socket.write(headOf(answer, ["Connection", "close"]));
  for await (const part of answer) socket.write(part);
  socket.end();
}

function headOf(answer: IncomingMessage, extra: readonly string[] = []): string {
  const status = answer.statusCode ?? 502;
  const lines = [`HTTP/1.1 ${status} ${answer.statusMessage || (STATUS_CODES[status] ?? "")}`];
  const raw = [...answer.rawHeaders, ...extra];
  const upgraded = status === 101;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? "";
    const lower = name.toLowerCase();
    // A refusal is sent without chunks and ends with the connection.
    if (!upgraded && lower === "transfer-encoding") continue;
    if (!upgraded && lower === "connection" && i < answer.rawHeaders.length) continue;
    lines.push(`${name}: ${raw[i + 1]}`);
  }
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** The body that the head announces, and what of the stream came behind it. */
function readBody(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<{ readonly body: Buffer; readonly rest: Buffer }> {
  const length = Number(incoming.headers["content-length"] ?? 0);
  if (!Number.isSafeInteger(length) || length < 0 || length > MAX_BODY_BYTES) {
    throw new ClusterError("INVALID_ARGUMENT", `body: expected at most ${MAX_BODY_BYTES} bytes`);
  }
  if (incoming.headers["transfer-encoding"] !== undefined) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      "Transfer-Encoding: expected Content-Length on a request that asks for an upgrade",
    );
  }
  return new Promise((resolve, reject) => {
    let got = head;
    const done = (): void => {
      clearTimeout(limit);
      socket.off("data", onData);
      socket.off("close", onClose);
      socket.pause();
      resolve({ body: got.subarray(0, length), rest: got.subarray(length) });
    };
    const onClose = (): void => {
      clearTimeout(limit);
      reject(new ClusterError("CANCELLED", "the client is gone"));
    };
    const onData = (part: Buffer): void => {
      got = Buffer.concat([got, part]);
      if (got.length >= length) done();
    };
    const limit = setTimeout(() => socket.destroy(), BODY_TIMEOUT_MS);
    if (got.length >= length) {
      done();
      return;
    }
    socket.on("data", onData);
    socket.once("close", onClose);
  });
}

/** An answer of our own on a connection that asked for an upgrade. */
export function answerUpgrade(socket: Duplex, status: number, message: string): void {
  const body = `${JSON.stringify({ message })}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

export function describeFailure(error: unknown): { status: number; message: string } {
  return {
    status: error instanceof ClusterError ? error.httpStatus : 500,
    message: messageOf(error),
  };
}
