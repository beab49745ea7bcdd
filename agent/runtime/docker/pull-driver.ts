/**
 * Gets images. Tasks that want one image at the same time share one pull. As in Swarm a tag is
 * pulled every time, for it may have moved; what is named by digest or id and is here is not; and
 * a failed pull does not matter when the image is here.
 */
import { ClusterError, messageOf } from "../../../shared/errors.ts";
import { TaskRejected } from "../runtime.ts";
import { type EngineClient, EngineError, jsonLines } from "./adapters/engine-client.ts";
import type { EnginePullLine } from "./engine-types.ts";
import { isImageId, localNames, parseImageReference, pullQuery } from "./image-reference.ts";

/** A pull without a word for this long is given up. */
const PULL_SILENCE_MS = 5 * 60_000;
/** With the image here already, an unreachable registry may not hold up the task for longer. */
const FIRST_WORD_MS = 15_000;
/** How long a failed pull of an image that is here is not tried again. */
const FAILURE_MEMORY_MS = 30_000;

interface Underway {
  readonly result: Promise<void>;
  readonly abort: AbortController;
  waiting: number;
}

export class ImagePuller {
  readonly #client: EngineClient;
  readonly #now: () => number;
  readonly #underway = new Map<string, Underway>();
  readonly #failedMs = new Map<string, number>();

  constructor(client: EngineClient, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  async ensure(
    image: string,
    registryAuth: Uint8Array | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const present = await this.#isPresent(image, signal);
    const pinned = isImageId(image) || parseImageReference(image).digest !== null;
    if (present && (pinned || this.#failedLately(image))) return;
    if (isImageId(image)) throw new TaskRejected(`No such image: ${image}`);
    try {
      await this.#join(image, registryAuth, present, signal);
      this.#failedMs.delete(image);
    } catch (error) {
      signal.throwIfAborted();
      if (await this.#isPresent(image, signal)) {
        this.#failedMs.set(image, this.#now());
        return;
      }
      if (isEngineAway(error)) throw error;
      throw new TaskRejected(`No such image: ${image} (${messageOf(error)})`, { cause: error });
    }
  }

  #failedLately(image: string): boolean {
    const failedMs = this.#failedMs.get(image);
    return failedMs !== undefined && this.#now() - failedMs < FAILURE_MEMORY_MS;
  }

  async #isPresent(image: string, signal: AbortSignal): Promise<boolean> {
    for (const name of localNames(image)) {
      try {
        await this.#client.call("GET", `/images/${encodePath(name)}/json`, {}, signal);
        return true;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        // 400: the name is no reference at all; the pull will say so in better words.
        if (error.status !== 404 && error.status !== 400) throw error;
      }
    }
    return false;
  }

  /** The pull goes on while anybody waits for it. */
  async #join(
    image: string,
    registryAuth: Uint8Array | undefined,
    present: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    // Other credentials may see another image under the same name: they don't share.
    const key = `${image} ${Buffer.from(registryAuth ?? []).toString("base64")}`;
    let pull = this.#underway.get(key);
    if (pull === undefined) {
      const abort = new AbortController();
      const result = this.#pull(image, registryAuth, present, abort.signal);
      pull = { result, abort, waiting: 0 };
      this.#underway.set(key, pull);
      const forget = (): void => void this.#underway.delete(key);
      result.then(forget, forget);
    }
    const joined = pull;
    joined.waiting++;
    try {
      await untilAborted(joined.result, signal);
    } finally {
      joined.waiting--;
      if (joined.waiting === 0) {
        joined.abort.abort(new Error("nobody waits for the pull any more"));
        if (this.#underway.get(key) === joined) this.#underway.delete(key);
      }
    }
  }

  async #pull(
    image: string,
    registryAuth: Uint8Array | undefined,
    present: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const response = await this.#client.stream(
      "POST",
      "/images/create",
      {
        query: pullQuery(parseImageReference(image)),
        headers: registryAuth === undefined ? {} : { "X-Registry-Auth": encodeAuth(registryAuth) },
        timeoutMs: present ? FIRST_WORD_MS : PULL_SILENCE_MS,
      },
      signal,
    );
    response.socket.setTimeout(PULL_SILENCE_MS);
    for await (const line of jsonLines<EnginePullLine>(response)) {
      const error = line.errorDetail?.message ?? line.error;
      if (error !== undefined) throw new EngineError(500, error);
    }
  }
}

/** The engine decodes padded base64 with the URL alphabet. */
function encodeAuth(auth: Uint8Array): string {
  return Buffer.from(auth).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

/** Slashes of an image's name stay: the engine's routes take them. */
export function encodePath(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

export function isEngineAway(error: unknown): boolean {
  return error instanceof ClusterError && error.code === "UNAVAILABLE";
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason);
    if (signal.aborted) aborted();
    signal.addEventListener("abort", aborted, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", aborted));
  });
}
