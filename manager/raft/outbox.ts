/**
 * Messages on their way to the transport. A leader tells its followers of every commit; one that
 * carries nothing else waits a moment, since the next entries say it as well. Under load that
 * halves the messages between managers, and a follower stores and applies in one go.
 */
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD, type Message, MessageType } from "raft-ts";
import type { Clock } from "../../shared/clock.ts";
import type { Transport } from "./transport.ts";

/** How much later a follower that nobody writes to any more applies the last entries. */
const HOLD_MS = 10;

interface Held {
  readonly message: Message;
  readonly dueMs: number;
}

export class Outbox {
  readonly #clock: Clock;
  readonly #transport: Pick<Transport, "send">;
  /** The newest notice for each follower. */
  readonly #held = new Map<number, Held>();
  #armed = false;

  constructor(clock: Clock, transport: Pick<Transport, "send">) {
    this.#clock = clock;
    this.#transport = transport;
  }

  /** All of a Ready's messages: those to the own threads, and snapshots, are left to others. */
  send(messages: readonly Message[]): void {
    const now: Message[] = [];
    for (const message of messages) {
      if (!isForPeer(message)) continue;
      if (isNotice(message)) {
        const dueMs = this.#held.get(message.to)?.dueMs ?? this.#clock.now() + HOLD_MS;
        this.#held.set(message.to, { message, dueMs });
        continue;
      }
      if (message.type === MessageType.App) this.#held.delete(message.to);
      now.push(message);
    }
    if (now.length > 0) this.#transport.send(now);
    if (this.#held.size > 0) this.#arm();
  }

  /** What is held is sent now: there may be no later. */
  flush(): void {
    const held = [...this.#held.values()].map((one) => one.message);
    this.#held.clear();
    if (held.length > 0) this.#transport.send(held);
  }

  #arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    this.#clock.after(HOLD_MS, () => {
      this.#armed = false;
      const now = this.#clock.now();
      const due = [...this.#held.values()].filter((one) => one.dueMs <= now);
      for (const { message } of due) this.#held.delete(message.to);
      if (due.length > 0) this.#transport.send(due.map((one) => one.message));
      if (this.#held.size > 0) this.#arm();
    });
  }
}

function isForPeer({ to, type }: Message): boolean {
  return to !== LOCAL_APPEND_THREAD && to !== LOCAL_APPLY_THREAD && type !== MessageType.Snap;
}

function isNotice(message: Message): boolean {
  return message.type === MessageType.App && message.entries.length === 0;
}
