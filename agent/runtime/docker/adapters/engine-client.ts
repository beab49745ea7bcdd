/**
 * A thin client of the Docker Engine API over HTTP. Calls share keep-alive connections; a stream
 * (events, logs, a pull) has a connection of its own, so that it can't starve calls. Dockerode
 * would do, but at 70 requests a second with a keep-alive agent and four packages that we don't
 * use otherwise; the tests hold this client against it.
 */
import { setMaxListeners } from "node:events";
import * as http from "node:http";
import { ClusterError, messageOf } from "../../../../shared/errors.ts";
import { type EngineAddress, negotiateApi, parseEngineAddress } from "../address.ts";

/** The engine answered, with a refusal. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface EngineRequest {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest silence, for streams; longest wait for the whole answer, for calls. */
  readonly timeoutMs?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const CALL_TIMEOUT_MS = 120_000;
const PING_TIMEOUT_MS = 10_000;
const MAX_ERROR_BYTES = 64 * 1024;

export class EngineClient {
  readonly #address: EngineAddress;
  readonly #agent: http.Agent = new http.Agent({ keepAlive: true, maxFreeSockets: 16 });
  #version: Promise<string> | null = null;

  constructor(address: string) {
    this.#address = parseEngineAddress(address);
  }

  /** The negotiated API version; asked anew after the engine was away. */
  async version(signal: AbortSignal): Promise<string> {
    this.#version ??= this.#negotiate(signal);
    try {
      return await this.#version;
    } catch (error) {
      this.#version = null;
      throw error;
    }
  }

  async #negotiate(signal: AbortSignal): Promise<string> {
    const request = { timeoutMs: PING_TIMEOUT_MS };
    const answer = await this.#exchange("GET", "/_ping", request, signal);
    if (answer.status !== 200) throw refusal(answer.status, answer.text);
    const offered = answer.headers["api-version"];
    return negotiateApi(typeof offered === "string" ? offered : undefined);
  }

  /** One call; the parsed JSON answer, or undefined for an empty one. */
  async call<T>(
    method: string,
    path: string,
    request: EngineRequest,
    signal: AbortSignal,
  ): Promise<T> {
    const prefix = `/v${await this.version(signal)}`;
    const answer = await this.#exchange(method, prefix + path, request, signal);
    if (answer.status >= 400) throw refusal(answer.status, answer.text);
    return (answer.text === "" ? undefined : JSON.parse(answer.text)) as T;
  }

  /** A call whose answer is read as it comes. The caller ends it through its signal. */
  async stream(
    method: string,
    path: string,
    request: EngineRequest,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage> {
    const prefix = `/v${await this.version(signal)}`;
    const response = await this.#send(method, prefix + path, request, signal, false);
    const status = response.statusCode ?? 0;
    if (status < 400) return response;
    throw refusal(status, await readText(response, MAX_ERROR_BYTES));
  }

  close(): void {
    this.#agent.destroy();
  }

  async #exchange(
    method: string,
    path: string,
    request: EngineRequest,
    signal: AbortSignal,
  ): Promise<Answer> {
    // Not AbortSignal.any: a long-lived signal would keep a reference for every call.
    const bound = new AbortController();
    const timer = setTimeout(() => {
      const message = `container engine: no answer to ${method} ${path}`;
      bound.abort(new ClusterError("DEADLINE_EXCEEDED", message));
    }, request.timeoutMs ?? CALL_TIMEOUT_MS);
    const forward = (): void => bound.abort(signal.reason);
    signal.throwIfAborted();
    // A hundred calls at a time may share a signal: that is no leak to be warned of.
    setMaxListeners(0, signal);
    signal.addEventListener("abort", forward, { once: true });
    try {
      const unbounded = { ...request, timeoutMs: 0 };
      const response = await this.#send(method, path, unbounded, bound.signal, true);
      const text = await readText(response, Number.POSITIVE_INFINITY);
      return { status: response.statusCode ?? 0, headers: response.headers, text };
    } catch (error) {
      throw this.#unreachable(error, bound.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", forward);
    }
  }

  #send(
    method: string,
    path: string,
    request: EngineRequest,
    signal: AbortSignal,
    shared: boolean,
  ): Promise<http.IncomingMessage> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const options: http.RequestOptions = {
      method,
      path: path + encodeQuery(request.query ?? {}),
      agent: shared ? this.#agent : false,
      signal,
      headers: {
        Host: "engine",
        ...(body !== undefined && { "Content-Type": "application/json" }),
        "Content-Length": Buffer.byteLength(body ?? ""),
        ...request.headers,
      },
      ...(this.#address.kind === "unix"
        ? { socketPath: this.#address.path }
        : { host: this.#address.host, port: this.#address.port }),
    };
    const attempt = (again: boolean): Promise<http.IncomingMessage> =>
      new Promise((resolve, reject) => {
        const outgoing = http.request(options, resolve);
        const silence = request.timeoutMs ?? CALL_TIMEOUT_MS;
        if (silence > 0) {
          outgoing.setTimeout(silence, () => {
            outgoing.destroy(new Error(`silent for ${silence / 1000} s`));
          });
        }
        outgoing.on("error", (error: NodeJS.ErrnoException) => {
          // The engine had closed the idle connection: nothing was read of this request.
          const stale = outgoing.reusedSocket && error.code === "ECONNRESET";
          if (stale && again && !signal.aborted) attempt(false).then(resolve, reject);
          else reject(this.#unreachable(error, signal));
        });
        outgoing.end(body);
      });
    return attempt(true);
  }

  #unreachable(error: unknown, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    if (error instanceof ClusterError) return error;
    this.#version = null;
    const message = `container engine: ${messageOf(error)}`;
    return new ClusterError("UNAVAILABLE", message, { cause: error });
  }
}

function encodeQuery(query: NonNullable<EngineRequest["query"]>): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** The engine's own words: `{"message": …}`, Podman's `{"cause", "message"}`, or plain text. */
function refusal(status: number, text: string): EngineError {
  try {
    const parsed = JSON.parse(text) as { message?: string; errorDetail?: { message?: string } };
    return new EngineError(status, parsed.message ?? parsed.errorDetail?.message ?? text);
  } catch {
    return new EngineError(status, text.trim() || `HTTP status ${status}`);
  }
}

function readText(response: http.IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    response.on("data", (part: Buffer) => {
      length += part.length;
      if (length <= maxBytes) parts.push(part);
    });
    response.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    response.on("error", reject);
    response.on("close", () => {
      if (!response.complete) reject(new Error("the connection broke in the middle of an answer"));
    });
  });
}

/** The JSON documents of a stream, one a line. Ends with the stream; throws when it breaks. */
export async function* jsonLines<T>(response: AsyncIterable<Uint8Array>): AsyncIterable<T> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of response) {
    rest += decoder.decode(part, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as T;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as T;
}
