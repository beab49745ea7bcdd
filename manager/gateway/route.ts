/** A route of the API as a value: handlers know requests and answers, nothing of sockets. */
import type { Instant } from "../../shared/clock.ts";
import type { ApiVersion } from "../../shared/docker-api.ts";
import { withTimeout } from "../../shared/node/with-timeout.ts";
import { REQUEST_TIMEOUT_MS } from "../control/service.ts";
import type { ReadTx } from "../store/types.ts";
import type { GatewayPorts } from "./ports.ts";
import { asRpcError } from "./refusal.ts";

export interface ApiRequest {
  /** The values of the path's `:name` parts, decoded. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
  readonly version: ApiVersion;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
  readonly now: Instant;
}

export type ApiAnswer =
  | { readonly kind: "json"; readonly status: number; readonly value: unknown }
  | { readonly kind: "empty"; readonly status: number }
  | { readonly kind: "text"; readonly status: number; readonly text: string }
  | {
      readonly kind: "stream";
      readonly contentType: string;
      readonly chunks: AsyncIterable<Uint8Array>;
    };

export type Handler = (request: ApiRequest, ports: GatewayPorts) => Promise<ApiAnswer>;

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly handler: Handler;
}

export function json(value: unknown, status = 200): ApiAnswer {
  return { kind: "json", status, value };
}

export function empty(status: number): ApiAnswer {
  return { kind: "empty", status };
}

/** Reads what was true, somewhere in the cluster, no earlier than when the request came. */
export async function read<R>(
  ports: GatewayPorts,
  signal: AbortSignal,
  look: (tx: ReadTx) => R,
): Promise<R> {
  try {
    await ports.consensus.readBarrier(withTimeout(signal, REQUEST_TIMEOUT_MS));
  } catch (error) {
    throw asRpcError(error);
  }
  return ports.store.view(look);
}

/** A write, its refusal worded as one of the control plane. */
export async function write<R>(call: Promise<R>): Promise<R> {
  try {
    return await call;
  } catch (error) {
    throw asRpcError(error);
  }
}

export function idOf(request: ApiRequest): string {
  return request.params["id"] ?? "";
}
