/** Requests to a skepd's Docker API, over its unix socket or TCP. */
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Readable } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import { LEAVE_WARNING, SWARM_TEXTS } from "../shared/swarm-errors.ts";
import { CliError, EXIT, type ExitCode } from "./exit.ts";

export interface ApiTarget {
  readonly request: (
    path: string,
    method: string,
    headers: Record<string, string>,
  ) => ClientRequest;
  /** As the user wrote it, for messages. */
  readonly name: string;
}

/** Reads unix:///PATH, tcp://HOST:PORT; with TLS material, TCP is spoken over TLS. */
export function targetFrom(host: string, tls?: ConnectionOptions): ApiTarget {
  const unix = /^unix:\/\/(\/.+)$/.exec(host);
  if (unix?.[1] !== undefined) {
    const options: RequestOptions = { socketPath: unix[1] };
    return {
      name: host,
      request: (path, method, headers) => httpRequest({ ...options, path, method, headers }),
    };
  }
  const tcp = /^tcp:\/\/(\[[^\]]+\]|[^:/]+):(\d+)$/.exec(host);
  if (tcp?.[1] === undefined) {
    throw new CliError(
      EXIT.usage,
      `host: invalid value "${host}": expected unix:///PATH or tcp://HOST:PORT`,
    );
  }
  const options: RequestOptions = { hostname: tcp[1].replace(/[[\]]/g, ""), port: Number(tcp[2]) };
  const send = tls === undefined ? httpRequest : httpsRequest;
  return {
    name: host,
    request: (path, method, headers) => send({ ...options, ...tls, path, method, headers }),
  };
}

export interface CallOptions {
  readonly method?: "GET" | "POST" | "DELETE" | "PUT";
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Silence after which a request that is not a stream is given up. */
const ANSWER_TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 180_000;

export class ApiClient {
  readonly #target: ApiTarget;

  constructor(target: ApiTarget) {
    this.#target = target;
  }

  /** A whole answer, parsed as JSON where it is JSON. Throws a CliError that says what went wrong. */
  async call<T>(path: string, options: CallOptions = {}): Promise<T> {
    const response = await this.#open(path, options, ANSWER_TIMEOUT_MS);
    const text = await readAll(response);
    return (isJson(response) && text !== "" ? JSON.parse(text) : text) as T;
  }

  /** An answer that goes on: logs, events. */
  stream(path: string, options: CallOptions = {}): Promise<IncomingMessage> {
    return this.#open(path, options, 0);
  }

  /** Sends bytes as they come; the answer, as JSON, may take as long as they are worked on. */
  async upload<T>(path: string, bytes: Readable, options: CallOptions = {}): Promise<T> {
    const response = await this.#open(path, options, UPLOAD_TIMEOUT_MS, bytes);
    return JSON.parse(await readAll(response)) as T;
  }

  async #open(
    path: string,
    options: CallOptions,
    timeoutMs: number,
    bytes?: Readable,
  ): Promise<IncomingMessage> {
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const method = options.method ?? "GET";
    // No Host of our own: over TLS, the certificate is held against it.
    const headers: Record<string, string> = { ...options.headers };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      headers["Content-Length"] = String(Buffer.byteLength(body));
    }
    if (options.signal?.aborted === true) throw new CliError(EXIT.interrupted, "interrupted");
    return new Promise((resolve, reject) => {
      const request = this.#target.request(`${path}${queryText(options.query)}`, method, headers);
      const abort = (): void => {
        request.destroy(new CliError(EXIT.interrupted, "interrupted"));
      };
      options.signal?.addEventListener("abort", abort, { once: true });
      request.setTimeout(timeoutMs, () =>
        request.destroy(
          new CliError(
            EXIT.unavailable,
            `${this.#target.name}: no answer for ${timeoutMs / 1000} s`,
          ),
        ),
      );
      request.on("error", (error) => reject(this.#unreachable(error)));
      request.on("response", (response) => {
        if ((response.statusCode ?? 500) < 400) return resolve(response);
        readAll(response).then((text) => reject(refusal(response, text)), reject);
      });
      if (bytes === undefined) request.end(body);
      else bytes.on("error", (error) => request.destroy(error)).pipe(request);
    });
  }

  #unreachable(error: Error): Error {
    if (error instanceof CliError) return error;
    return new CliError(
      EXIT.unavailable,
      `cannot reach skepd at ${this.#target.name}: ${error.message}. Is it running? ` +
        "Name another with -H or SKEP_HOST.",
    );
  }
}

function isJson(response: IncomingMessage): boolean {
  return (response.headers["content-type"] ?? "").startsWith("application/json");
}

function refusal(response: IncomingMessage, text: string): CliError {
  let message = text.trim() || `HTTP ${response.statusCode}`;
  if (isJson(response)) {
    const body = JSON.parse(text) as { message?: unknown };
    if (typeof body.message === "string") message = body.message;
  }
  return new CliError(exitCodeOf(response.statusCode ?? 500, message), message);
}

/** What 503 says of a node that will not say otherwise when it is asked again. */
const FINAL = [
  SWARM_TEXTS.alreadyInSwarm,
  SWARM_TEXTS.notInSwarm,
  SWARM_TEXTS.leaveLocked,
  LEAVE_WARNING,
];

export function exitCodeOf(status: number, message: string): ExitCode {
  if (status === 404) return EXIT.notFound;
  if (status !== 503 || FINAL.some((text) => message.startsWith(text))) return EXIT.failed;
  return message.startsWith(SWARM_TEXTS.joinTimeout) ? EXIT.notConverged : EXIT.unavailable;
}

function queryText(query: CallOptions["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
