/** One HTTP server that requests are passed on to: the engine, or the local manager's gateway. */
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { type ApiVersion, parseApiVersion } from "../../../shared/docker-api.ts";
import { ClusterError, messageOf } from "../../../shared/errors.ts";

export type UpstreamAddress =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

export interface UpstreamRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
}

/** What an engine says of itself on /_ping. */
export interface EnginePing {
  readonly version: ApiVersion;
  readonly builderVersion: string;
  readonly experimental: string;
}

const PING_TIMEOUT_MS = 5_000;
/** An engine that was upgraded meanwhile is noticed this much later. */
const PING_LIFE_MS = 30_000;
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/**
 * A connection each: on a kept one a request can meet the end that its server has just sent. And it
 * is this end that closes it, after the answer: a server that was told `Connection: close` closes
 * it behind its answer, and a request whose last write then fails would lose the answer.
 */
class OneRequestAgent extends Agent {
  constructor() {
    super({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  }

  /** Asked by Node when an answer has ended. The types say void, Node reads a boolean. */
  override keepSocketAlive(): boolean {
    return false;
  }
}

export class Upstream {
  readonly #address: UpstreamAddress;
  readonly #what: string;
  readonly #agent: Agent = new OneRequestAgent();
  #ping: { readonly answer: Promise<EnginePing>; readonly at: number } | undefined;

  /** @param what names it in errors, such as "the container engine" */
  constructor(address: UpstreamAddress, what: string) {
    this.#address = address;
    this.#what = what;
  }

  /** A connection of its own; either end may stop sending first. */
  connect(): Socket {
    return this.#address.kind === "unix"
      ? connect({ path: this.#address.path, allowHalfOpen: true })
      : connect({ host: this.#address.host, port: this.#address.port, allowHalfOpen: true });
  }

  /** The socket's place, for http.request. */
  get place(): { socketPath: string } | { host: string; port: number } {
    return this.#address.kind === "unix"
      ? { socketPath: this.#address.path }
      : { host: this.#address.host, port: this.#address.port };
  }

  get agent(): Agent {
    return this.#agent;
  }

  /** UNAVAILABLE with the reason, for a connection that failed. */
  failure(error: unknown): ClusterError {
    if (error instanceof ClusterError) return error;
    this.#ping = undefined;
    return new ClusterError("UNAVAILABLE", `${this.#what} does not answer: ${messageOf(error)}`, {
      cause: error,
    });
  }

  /** Resolves with the response's head; the caller reads or destroys the rest. */
  ask(asked: UpstreamRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request({
        ...this.place,
        agent: this.#agent,
        method: asked.method,
        path: asked.target,
        headers: asked.headers,
        signal: asked.signal,
      });
      outgoing.once("response", resolve);
      outgoing.once("error", (error) => reject(this.failure(error)));
      outgoing.end(asked.body);
    });
  }

  /** A small document, whole, with the status that it came with. */
  async json(
    asked: Omit<UpstreamRequest, "headers"> & { readonly headers?: OutgoingHttpHeaders },
  ): Promise<{ readonly status: number; readonly value: unknown }> {
    const response = await this.ask({ headers: {}, ...asked });
    const parts: Buffer[] = [];
    let size = 0;
    try {
      for await (const part of response) {
        size += part.length;
        if (size > MAX_JSON_BYTES) throw new Error(`more than ${MAX_JSON_BYTES} bytes`);
        parts.push(part);
      }
      const text = Buffer.concat(parts).toString();
      return {
        status: response.statusCode ?? 500,
        value: text === "" ? undefined : JSON.parse(text),
      };
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** What the engine speaks; remembered for a while, forgotten when it fails. */
  ping(now: number): Promise<EnginePing> {
    if (this.#ping === undefined || now - this.#ping.at > PING_LIFE_MS) {
      const answer = this.#askPing();
      const remembered = { answer, at: now };
      this.#ping = remembered;
      answer.catch(() => {
        if (this.#ping === remembered) this.#ping = undefined;
      });
    }
    return this.#ping.answer;
  }

  async #askPing(): Promise<EnginePing> {
    const signal = AbortSignal.timeout(PING_TIMEOUT_MS);
    const response = await this.ask({ method: "GET", target: "/_ping", headers: {}, signal });
    response.resume();
    const header = (name: string): string => {
      const value = response.headers[name];
      return typeof value === "string" ? value : "";
    };
    const version = parseApiVersion(header("api-version"));
    if (version === undefined) {
      throw new ClusterError("UNAVAILABLE", `${this.#what} did not tell its API version`);
    }
    return {
      version,
      builderVersion: header("builder-version"),
      experimental: header("docker-experimental") || "false",
    };
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** unix://PATH or tcp://HOST:PORT; undefined for "none" and "". */
export function parseUpstreamAddress(text: string): UpstreamAddress | undefined {
  if (text === "" || text === "none") return undefined;
  if (text.startsWith("unix://")) return { kind: "unix", path: text.slice("unix://".length) };
  const tcp = /^tcp:\/\/(.+):(\d{1,5})$/.exec(text);
  if (tcp === null) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `engine: ${text}: expected unix://PATH, tcp://HOST:PORT or none`,
    );
  }
  return { kind: "tcp", host: (tcp[1] ?? "").replace(/^\[|\]$/g, ""), port: Number(tcp[2]) };
}
