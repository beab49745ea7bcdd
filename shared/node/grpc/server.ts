/** A gRPC server for connections that it accepts itself and for ones handed to it. */
import type { Socket } from "node:net";
import type { Writable } from "node:stream";
import type { PeerCertificate } from "node:tls";
import type {
  handleUnaryCall,
  ServerDuplexStream,
  ServerOptions,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from "@grpc/grpc-js";
import { Metadata, Server } from "@grpc/grpc-js";
import type { Method } from "../../../proto/method.ts";
import type { Caller } from "../../caller.ts";
import { ClusterError, invariant, messageOf } from "../../errors.ts";
import type { Logger } from "../../logger.ts";
import { systemClock } from "../clock.ts";
import { callerOfPeer, type TlsIdentity } from "../tls.ts";
import { MAX_MESSAGE_BYTES } from "./channel.ts";
import { HandshakeGate } from "./handshake-gate.ts";
import { type PeerVersion, parsePeerVersion, toStatus } from "./status.ts";
import { CallStream, type MessageStream } from "./stream.ts";

export interface CallContext {
  readonly caller: Caller;
  /** host:port of the peer, or "unknown". */
  readonly peer: string;
  readonly version: PeerVersion;
  /** Aborts when the caller is gone or no longer waits. */
  readonly signal: AbortSignal;
}

/** Decides before any handler runs: a refusal, or undefined when the caller may. */
export type Authorize = (path: string, caller: Caller) => ClusterError | undefined;

export interface GrpcServerOptions {
  readonly identity: TlsIdentity;
  readonly authorize: Authorize;
  readonly log: Logger;
  readonly keepaliveMs?: number;
  /** Told of every unary call that has been answered, for metrics. */
  readonly onCall?: (path: string, status: number, elapsedMs: number) => void;
}

/** What the four kinds of call have in common here. */
interface AnyCall {
  readonly metadata: Metadata;
  getAuthContext(): { readonly sslPeerCertificate?: PeerCertificate };
  getPeer(): string;
}

interface AnyStreamCall extends AnyCall, Writable {
  sendMetadata(metadata: Metadata): void;
}

type Done = (error: ReturnType<typeof toStatus> | null, response?: object) => void;

export class GrpcServer {
  readonly #options: GrpcServerOptions;
  readonly #server: Server;
  readonly #injector: ReturnType<Server["createConnectionInjector"]>;
  readonly #gate: HandshakeGate;
  #bound: string | undefined;

  constructor(options: GrpcServerOptions) {
    this.#options = options;
    this.#server = new Server(serverOptions(options));
    this.#injector = this.#server.createConnectionInjector(options.identity.serverCredentials());
    const begin = (socket: Socket): void => this.#injector.injectConnection(socket);
    this.#gate = new HandshakeGate({ clock: systemClock, begin });
  }

  unary<Request extends object, Response extends object>(
    method: Method<Request, Response>,
    handler: (request: Request, context: CallContext) => Promise<Response> | Response,
  ): void {
    invariant(!method.requestStream && !method.responseStream, `${method.path} is not unary`);
    const serve = async (call: ServerUnaryCall<Request, Response>): Promise<Response> => {
      const over = new AbortController();
      call.on("cancelled", () => over.abort(new ClusterError("CANCELLED", "the caller is gone")));
      return await handler(call.request, {
        ...this.#admit(method.path, call),
        signal: over.signal,
      });
    };
    const { onCall } = this.#options;
    this.#register(method, "unary", (call: ServerUnaryCall<Request, Response>, done: Done) => {
      const startedAt = performance.now();
      const answered = (status: number): void =>
        onCall?.(method.path, status, performance.now() - startedAt);
      serve(call).then(
        (response) => {
          done(null, response);
          answered(0);
        },
        (error: unknown) => {
          const refusal = this.#refusal(method.path, error);
          done(refusal);
          answered(refusal.code ?? 2);
        },
      );
    });
  }

  /**
   * A call with a stream on either side or both. The handler keeps the stream and returns; on a
   * call with one request, that request is its first message; on one with one response, the first
   * message sent is the response.
   */
  stream<Request extends object, Response extends object>(
    method: Method<Request, Response>,
    handler: (stream: MessageStream<Request, Response>, context: CallContext) => void,
  ): void {
    invariant(method.requestStream, `${method.path} has one request: use serverStream or unary`);
    invariant(method.responseStream, `${method.path} has one response: use clientStream`);
    this.#register(method, "bidi", (call: ServerDuplexStream<Request, Response>) => {
      this.#open<Request, Response>(method.path, call, (stream, context) =>
        handler(stream, context),
      );
    });
  }

  /** One request, a stream of responses. */
  serverStream<Request extends object, Response extends object>(
    method: Method<Request, Response>,
    handler: (
      request: Request,
      stream: MessageStream<never, Response>,
      context: CallContext,
    ) => void,
  ): void {
    invariant(!method.requestStream && method.responseStream, `${method.path}: not this shape`);
    this.#register(method, "serverStream", (call: ServerWritableStream<Request, Response>) => {
      this.#open<never, Response>(method.path, call, (stream, context) =>
        handler(call.request, stream, context),
      );
    });
  }

  /** A stream of requests, one response: the promise that the handler returns. */
  clientStream<Request extends object, Response extends object>(
    method: Method<Request, Response>,
    handler: (stream: MessageStream<Request, never>, context: CallContext) => Promise<Response>,
  ): void {
    invariant(method.requestStream && !method.responseStream, `${method.path}: not this shape`);
    this.#register(
      method,
      "clientStream",
      (call: ServerReadableStream<Request, Response>, done: Done) => {
        const serve = async (): Promise<Response> => {
          const admitted = this.#admit(method.path, call);
          const stream = new CallStream<Request, never>(call, {
            peer: admitted.peer,
            fail: (error) => done(toStatus(error)),
          });
          call.on("cancelled", () => stream.close(new ClusterError("CANCELLED", "cancelled")));
          const response = await handler(stream, { ...admitted, signal: stream.signal });
          stream.close(undefined);
          return response;
        };
        serve().then(
          (response) => done(null, response),
          (error: unknown) => done(this.#refusal(method.path, error)),
        );
      },
    );
  }

  /** Listens on host:port itself; resolves with the port. Tests and the raft thread. */
  async listen(address: string): Promise<number> {
    const credentials = this.#options.identity.serverCredentials();
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(address, credentials, (error, bound) => {
        if (error === null) resolve(bound);
        else reject(new ClusterError("UNAVAILABLE", `listen on ${address}: ${error.message}`));
      });
    });
    this.#bound = address.replace(/:\d+$/, `:${port}`);
    return port;
  }

  /**
   * Serves a connection that someone else accepted; TLS starts with its next byte. A line that
   * was read off in front is no harm if what came after it was put back with `unshift`.
   * @param from the peer's address, which a unix socket cannot tell
   */
  inject(socket: Socket, from?: { readonly host: string; readonly port: number }): void {
    if (from !== undefined) tellPeerName(socket, from);
    socket.on("error", (error) =>
      this.#options.log.debug({ error: error.message, from }, "injected connection failed"),
    );
    if (from === undefined) this.#injector.injectConnection(socket);
    else this.#gate.enter(socket, `${from.host}:${from.port}`);
  }

  /** Makes every peer connect anew, with today's certificates; running calls get `graceMs`. */
  reconnectPeers(graceMs: number): void {
    this.#injector.drain(graceMs);
    if (this.#bound !== undefined) this.#server.drain(this.#bound, graceMs);
  }

  /** Ends gracefully, and after `graceMs` all the same. */
  async stop(graceMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#server.forceShutdown();
        resolve();
      }, graceMs);
      this.#server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #register<Request extends object, Response extends object, Call>(
    method: Method<Request, Response>,
    type: "unary" | "bidi" | "serverStream" | "clientStream",
    handler: (call: Call, done: Done) => void,
  ): void {
    const added = this.#server.register<Request, Response>(
      method.path,
      // grpc-js types the four kinds of handler as one union that no generic function satisfies;
      // `type` says which one this is.
      handler as unknown as handleUnaryCall<Request, Response>,
      method.responseSerialize,
      method.requestDeserialize,
      type,
    );
    invariant(added, `${method.path} is registered twice`);
  }

  #admit(path: string, call: AnyCall): Omit<CallContext, "signal"> {
    const peer = call.getPeer();
    this.#gate.passed(peer);
    const version = parsePeerVersion(call.metadata);
    const caller = callerOfPeer(call.getAuthContext().sslPeerCertificate);
    const refusal = this.#options.authorize(path, caller);
    if (refusal !== undefined) throw refusal;
    return { caller, peer, version };
  }

  #open<In, Out>(
    path: string,
    call: AnyStreamCall,
    handler: (stream: MessageStream<In, Out>, context: CallContext) => void,
  ): void {
    try {
      const admitted = this.#admit(path, call);
      const stream = new CallStream<In, Out>(call, {
        peer: admitted.peer,
        fail: (error) => call.emit("error", toStatus(error)),
      });
      // grpc-js says "cancelled" for a caller that is gone, "finish" when our side has ended.
      call.on("cancelled", () =>
        stream.close(new ClusterError("CANCELLED", "the peer ended the call")),
      );
      call.on("finish", () => stream.close(undefined));
      // Sent at once: a caller that only listens learns that it was let in.
      call.sendMetadata(new Metadata());
      handler(stream, { ...admitted, signal: stream.signal });
    } catch (error) {
      call.emit("error", this.#refusal(path, error));
    }
  }

  #refusal(path: string, error: unknown): ReturnType<typeof toStatus> {
    if (!(error instanceof ClusterError)) {
      this.#options.log.error({ path, error: messageOf(error), cause: error }, "call failed");
    }
    return toStatus(error);
  }
}

function serverOptions(options: GrpcServerOptions): ServerOptions {
  const keepaliveMs = options.keepaliveMs ?? 10_000;
  return {
    "grpc.keepalive_time_ms": keepaliveMs,
    "grpc.keepalive_timeout_ms": keepaliveMs,
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    "grpc.enable_channelz": 0,
  };
}

/**
 * Makes a unix socket say that its peer is `from`. TLS asks the handle below the socket for it, so
 * that is where the answer must be; Node has no public way to set it. If a later Node asks in
 * another way, callers merely see "unknown".
 */
function tellPeerName(
  socket: Socket,
  from: { readonly host: string; readonly port: number },
): void {
  const handle = (socket as { _handle?: { getpeername?: (out: object) => number } })._handle;
  if (handle === undefined || handle === null) return;
  const family = from.host.includes(":") ? "IPv6" : "IPv4";
  handle.getpeername = (out) => {
    Object.assign(out, { address: from.host, port: from.port, family });
    return 0;
  };
}
