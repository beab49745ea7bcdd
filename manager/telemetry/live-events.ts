/** Hands events on to readers as they come; a reader that lags is cut off rather than piled up. */
import { ClusterError } from "../../shared/errors.ts";
import { withTimeout } from "../../shared/node/with-timeout.ts";
import type { SwarmEvent } from "./swarm-event.ts";

const MAX_BEHIND = 20_000;

interface Reader {
  readonly queue: SwarmEvent[];
  wake: () => void;
  lagged: boolean;
}

export class LiveEvents {
  readonly #readers = new Set<Reader>();

  publish(events: readonly SwarmEvent[]): void {
    for (const reader of this.#readers) {
      if (reader.queue.length + events.length > MAX_BEHIND) reader.lagged = true;
      else reader.queue.push(...events);
      reader.wake();
    }
  }

  /** Starts to keep events at once, to be read later: nothing is missed while history is read. */
  subscribe(): LiveSubscription {
    const reader: Reader = { queue: [], wake: () => {}, lagged: false };
    this.#readers.add(reader);
    const close = (): void => {
      this.#readers.delete(reader);
      reader.wake();
    };
    return { close, read: (signal) => readLive(reader, signal) };
  }
}

export interface LiveSubscription {
  /** Ends when the signal aborts. */
  read(signal: AbortSignal): AsyncIterable<SwarmEvent>;
  close(): void;
}

async function* readLive(reader: Reader, signal: AbortSignal): AsyncIterable<SwarmEvent> {
  const onAbort = (): void => reader.wake();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal.aborted) {
      for (const event of reader.queue.splice(0)) yield event;
      if (reader.lagged) {
        throw new ClusterError("RESOURCE_EXHAUSTED", "the reader of events is too slow");
      }
      if (reader.queue.length > 0 || signal.aborted) continue;
      await new Promise<void>((resolve) => {
        reader.wake = resolve;
      });
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/**
 * Identifies an event among those of history and those that came live meanwhile. Not by its time:
 * another manager's clock may have written history.
 */
export function eventKey(event: SwarmEvent): string {
  return `${event.timeNanos} ${event.type} ${event.action} ${event.id}`;
}

/**
 * History, then live events, each once, until `untilMs` or the signal. `history` is read after the
 * subscription has begun.
 */
export async function* historyThenLive(
  live: LiveEvents,
  history: () => Promise<readonly SwarmEvent[]>,
  untilMs: number | undefined,
  now: number,
  signal: AbortSignal,
): AsyncIterable<SwarmEvent> {
  const subscription = live.subscribe();
  // Node's timers hold 2^31 ms: a client that reads for a month may ask again.
  const leftMs = untilMs === undefined ? undefined : Math.max(0, untilMs - now);
  const ends = leftMs === undefined ? signal : withTimeout(signal, Math.min(leftMs, 2 ** 31 - 1));
  try {
    const past = await history();
    const told = new Set(past.map(eventKey));
    for (const event of past) {
      if (signal.aborted) return;
      if (untilMs === undefined || event.timeMs <= untilMs) yield event;
    }
    if (leftMs === 0) return;
    for await (const event of subscription.read(ends)) {
      if (told.has(eventKey(event))) continue;
      if (untilMs === undefined || event.timeMs <= untilMs) yield event;
    }
  } finally {
    subscription.close();
  }
}
