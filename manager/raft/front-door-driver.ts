/**
 * Port 2377: one listener for all control traffic. Connections to `raft.skep` are served here, in
 * the raft thread; any other goes as it is to the main thread, through a unix socket and behind
 * one line that tells the peer's address: `SKEP1 203.0.113.9 51234\n`.
 */
import { connect, createServer, type Server, type Socket } from "node:net";
import { SERVER_NAMES } from "../../shared/caller.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import { peekServerName } from "./client-hello.ts";

/** More than any real hello, post-quantum key shares included. */
const MAX_HELLO_BYTES = 32 << 10;
const HELLO_TIMEOUT_MS = 5_000;
const LINE_TIMEOUT_MS = 5_000;
const MAX_LINE_BYTES = 128;

export interface PeerAddress {
  readonly host: string;
  readonly port: number;
}

export interface FrontDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly innerSocketPath: string;
  /** `serverName`: SERVER_NAMES.raft or a name below it. */
  readonly onRaft: (socket: Socket, from: PeerAddress, serverName: string) => void;
  readonly logger: Logger;
}

export interface FrontDoor {
  readonly port: number;
  /** Listens no more and ends what it carries. */
  close(): Promise<void>;
}

export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    welcome(socket, options);
  });
  await listen(server, options);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return { port, close: () => closeAll(server, sockets) };
}

function listen(server: Server, { host, port }: FrontDoorOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void => {
      const message = `cannot listen on ${host}:${port}: ${cause.message}`;
      reject(new ClusterError("UNAVAILABLE", message, { cause }));
    };
    server.once("error", failed);
    server.listen({ host, port }, () => {
      server.off("error", failed);
      resolve();
    });
  });
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/** Looks at the first bytes, within bounds, then sends the connection its way. */
function welcome(socket: Socket, options: FrontDoorOptions): void {
  const from = { host: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 };
  let seen: Buffer = Buffer.alloc(0);
  const drop = (reason: string): void => {
    options.logger.debug({ from, reason }, "a connection was dropped at the front door");
    leave();
    socket.destroy();
  };
  const timer = setTimeout(() => drop("no TLS hello in time"), HELLO_TIMEOUT_MS);
  const onError = (error: Error): void => drop(error.message);
  const onEnd = (): void => drop("closed before its TLS hello");
  const onData = (chunk: Buffer): void => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const peek = peekServerName(seen);
    if (peek.kind === "not-tls") drop("not TLS");
    else if (peek.kind === "incomplete") {
      if (seen.length > MAX_HELLO_BYTES) drop("its TLS hello has no end");
    } else {
      leave();
      socket.pause();
      socket.unshift(seen);
      if (isRaft(peek.serverName)) options.onRaft(socket, from, peek.serverName);
      else carry(socket, from, options);
    }
  };
  const leave = (): void => {
    clearTimeout(timer);
    socket.off("data", onData);
    socket.off("end", onEnd);
    socket.off("error", onError);
  };
  socket.on("data", onData);
  socket.on("end", onEnd);
  socket.on("error", onError);
}

function isRaft(name: string | undefined): name is string {
  return name === SERVER_NAMES.raft || name?.endsWith(`.${SERVER_NAMES.raft}`) === true;
}

/** Both ways, with each side's back-pressure and half-close carried over to the other. */
function carry(socket: Socket, from: PeerAddress, options: FrontDoorOptions): void {
  const inner = connect({ path: options.innerSocketPath, allowHalfOpen: true });
  const destroy = (error?: Error): void => {
    if (error !== undefined) {
      options.logger.debug({ from, error: error.message }, "a carried connection broke");
    }
    socket.destroy();
    inner.destroy();
  };
  socket.on("error", destroy);
  inner.on("error", destroy);
  socket.on("close", () => inner.destroy());
  inner.on("close", () => socket.destroy());
  inner.once("connect", () => {
    inner.write(`SKEP1 ${from.host} ${from.port}\n`);
    socket.pipe(inner);
    inner.pipe(socket);
  });
}

/**
 * The main thread's end: hands over each connection that was carried, positioned at its first TLS
 * byte, with the address that it came from.
 */
export async function acceptFrontDoor(
  socketPath: string,
  onConnection: (socket: Socket, from: PeerAddress) => void,
): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    readLine(socket, onConnection);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  return { close: () => closeAll(server, sockets) };
}

function readLine(socket: Socket, onConnection: (socket: Socket, from: PeerAddress) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const leave = (): void => {
    clearTimeout(timer);
    socket.off("data", onData);
    socket.off("error", drop);
  };
  const drop = (): void => {
    leave();
    socket.destroy();
  };
  const timer = setTimeout(drop, LINE_TIMEOUT_MS);
  const onData = (chunk: Buffer): void => {
    seen = Buffer.concat([seen, chunk]);
    const end = seen.indexOf("\n");
    if (end < 0 && seen.length <= MAX_LINE_BYTES) return;
    const line = /^SKEP1 (\S*) (\d+)$/.exec(seen.subarray(0, Math.max(0, end)).toString("latin1"));
    if (line === null) {
      drop();
      return;
    }
    leave();
    socket.pause();
    const rest = seen.subarray(end + 1);
    if (rest.length > 0) socket.unshift(rest);
    onConnection(socket, { host: line[1] ?? "", port: Number(line[2]) });
  };
  socket.on("data", onData);
  socket.on("error", drop);
}
