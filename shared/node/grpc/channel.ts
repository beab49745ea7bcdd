/** One peer's gRPC address and the calls to it. */
import type { ChannelCredentials, ClientDuplexStream, ClientOptions } from "@grpc/grpc-js";
import { Client, connectivityState } from "@grpc/grpc-js";
import type { Method } from "../../../proto/method.ts";
import type { ServerName } from "../../caller.ts";
import { ClusterError } from "../../errors.ts";
import { fromStatus, requestMetadata } from "./status.ts";
import { CallStream, type MessageStream } from "./stream.ts";

/** A store's snapshot goes in chunks; nothing else comes near this. */
export const MAX_MESSAGE_BYTES: number = 16 * 1024 * 1024;

const DEFAULT_TIMEOUT_MS = 20_000;

export interface ChannelOptions {
  /** host:port */
  readonly address: string;
  readonly credentials: ChannelCredentials;
  /** The name that the peer must prove; also tells port 2377's front door where to go. */
  readonly serverName: ServerName;
  /** A ping when nothing was heard for this long; the peer is given up after as long again. */
  readonly keepaliveMs?: number;
  readonly maxReconnectMs?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default 20 s, as Swarm gives its control calls. */
  readonly timeoutMs?: number;
}

export class GrpcChannel {
  readonly address: string;
  readonly #client: Client;

  constructor(options: ChannelOptions) {
    this.address = options.address;
    this.#client = new Client(options.address, options.credentials, clientOptions(options));
  }

  /** One request, one response; rejects with a ClusterError. */
  call<Request extends object, Response extends object>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions = {},
  ): Promise<Response> {
    if (options.signal?.aborted === true) return Promise.reject(cancelled(options.signal));
    return new Promise((resolve, reject) => {
      const { signal } = options;
      const call = this.#client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        requestMetadata(),
        { deadline: Date.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS) },
        (error, response) => {
          signal?.removeEventListener("abort", cancel);
          if (error !== null)
            reject(signal?.aborted === true ? cancelled(signal) : fromStatus(error));
          else if (response === undefined) reject(new ClusterError("INTERNAL", "empty response"));
          else resolve(response);
        },
      );
      const cancel = (): void => call.cancel();
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  /** Opens a stream of any kind; it lives until it is ended, fails or `signal` aborts. */
  open<Request extends object, Response extends object>(
    method: Method<Request, Response>,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): MessageStream<Response, Request> {
    const call = this.#client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      requestMetadata(),
    );
    return clientStream(call, this.address, options.signal);
  }

  /** Whether a connection stands now. */
  get connected(): boolean {
    return this.#client.getChannel().getConnectivityState(false) === connectivityState.READY;
  }

  /** Ends every call with CANCELLED and closes the connection. */
  close(): void {
    this.#client.close();
  }
}

function clientStream<Request extends object, Response extends object>(
  call: ClientDuplexStream<Request, Response>,
  address: string,
  signal: AbortSignal | undefined,
): MessageStream<Response, Request> {
  const stream = new CallStream<Response, Request>(call, {
    peer: address,
    fail: () => call.cancel(),
  });
  const cancel = (): void => stream.fail(cancelled(signal));
  call.on("status", (status) => {
    signal?.removeEventListener("abort", cancel);
    stream.close(status.code === 0 ? undefined : fromStatus(status));
  });
  // The status above says it all; without a listener the same error would crash the process.
  call.on("error", () => {});
  if (signal?.aborted === true) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });
  return stream;
}

function cancelled(signal: AbortSignal | undefined): ClusterError {
  return new ClusterError("CANCELLED", "the call was cancelled", { cause: signal?.reason });
}

function clientOptions(options: ChannelOptions): ClientOptions {
  const keepaliveMs = options.keepaliveMs ?? 10_000;
  return {
    "grpc.ssl_target_name_override": options.serverName,
    "grpc.default_authority": options.serverName,
    "grpc.keepalive_time_ms": keepaliveMs,
    "grpc.keepalive_timeout_ms": keepaliveMs,
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": options.maxReconnectMs ?? 2_000,
    // Control traffic goes to the peer itself, whatever http_proxy the machine has for images.
    "grpc.enable_http_proxy": 0,
    // A connection of its own: closing this channel closes it, and no other channel's burst
    // stands in front of this one's messages.
    "grpc.use_local_subchannel_pool": 1,
    // Callers decide what may be tried again; gRPC must not do it behind their backs.
    "grpc.enable_retries": 0,
    "grpc.service_config_disable_resolution": 1,
  };
}
