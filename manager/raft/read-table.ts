/**
 * Reads that wait for the leader's confirmation. Those that come while one is asked for share the
 * next question; a question may be lost on the way and is then asked again, at the latest after a
 * while, and at once when there is another leader.
 */
import type { WireError } from "./protocol.ts";

const RETRY_MS = 300;
const EXPIRE_MS = 5_000;

/** What reads that have expired are refused with. */
export const NO_QUORUM: WireError = {
  code: "UNAVAILABLE",
  message: "no quorum of managers answered: reads cannot be served",
};

interface Question {
  readonly ids: number[];
  readonly sinceMs: number;
  askedMs: number;
}

export interface ReadsDue {
  /** Contexts to ask (again). */
  readonly ask: readonly Uint8Array[];
  /** Reads that have waited for too long. */
  readonly expired: readonly number[];
}

export class ReadTable {
  readonly #questions = new Map<number, Question>();
  #waiting: number[] = [];
  #next: number;

  /** `first` is random, so that answers to an earlier life's questions are not taken. */
  constructor(first: number) {
    this.#next = first;
  }

  add(id: number): void {
    this.#waiting.push(id);
  }

  /** One question for all that came since the last. */
  question(nowMs: number): Uint8Array | undefined {
    if (this.#waiting.length === 0) return undefined;
    const key = this.#next++;
    this.#questions.set(key, { ids: this.#waiting, sinceMs: nowMs, askedMs: nowMs });
    this.#waiting = [];
    return encodeKey(key);
  }

  answer(context: Uint8Array): readonly number[] {
    const key = decodeKey(context);
    const ids = this.#questions.get(key)?.ids ?? [];
    this.#questions.delete(key);
    return ids;
  }

  /** Every question, to be asked again now: who was asked before may not lead any more. */
  askAgain(nowMs: number): readonly Uint8Array[] {
    for (const question of this.#questions.values()) question.askedMs = nowMs;
    return [...this.#questions.keys()].map(encodeKey);
  }

  due(nowMs: number): ReadsDue {
    const ask: Uint8Array[] = [];
    const expired: number[] = [];
    for (const [key, question] of this.#questions) {
      if (nowMs - question.sinceMs >= EXPIRE_MS) {
        expired.push(...question.ids);
        this.#questions.delete(key);
      } else if (nowMs - question.askedMs >= RETRY_MS) {
        question.askedMs = nowMs;
        ask.push(encodeKey(key));
      }
    }
    return { ask, expired };
  }

  /** Every read that waits: nobody will answer any more. */
  clear(): number[] {
    const ids = [...this.#questions.values()].flatMap((question) => question.ids);
    const all = [...ids, ...this.#waiting];
    this.#questions.clear();
    this.#waiting = [];
    return all;
  }
}

function encodeKey(key: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, key);
  return bytes;
}

function decodeKey(context: Uint8Array): number {
  if (context.length !== 8) return Number.NaN;
  return new DataView(context.buffer, context.byteOffset, 8).getFloat64(0);
}
