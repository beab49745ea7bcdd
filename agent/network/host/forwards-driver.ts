/** Published ports as listening sockets, each passing its connections on to a backend. */
import type { Clock, Timer } from "../../../shared/clock.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { Choose, Listener } from "./listener.ts";
import { type Backend, type Forward, forwardKey } from "./plan-forwards.ts";
import { listenTcp } from "./tcp-driver.ts";
import { listenUdp } from "./udp-driver.ts";

interface Entry {
  forward: Forward;
  turn: number;
  listener: Listener | undefined;
  opening: boolean;
  problem: string;
}

export interface ForwardsOptions {
  /** Addresses to listen on; of several, those that the machine does not have are passed over. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

const RETRY_MS = 1_000;

export class Forwards {
  readonly #options: ForwardsOptions;
  readonly #entries = new Map<string, Entry>();
  #retry: Timer | undefined;

  constructor(options: ForwardsOptions) {
    this.#options = options;
  }

  /** Resolves when each port listens, or is known not to. */
  async set(forwards: readonly Forward[]): Promise<void> {
    const wanted = new Map(forwards.map((forward) => [forwardKey(forward), forward]));
    for (const [key, entry] of this.#entries) {
      if (wanted.has(key)) continue;
      // Connections that are under way go on.
      entry.listener?.close();
      this.#entries.delete(key);
    }
    for (const [key, forward] of wanted) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) entry.forward = forward;
      else {
        // Nodes begin with different ones, or each would send its first clients to the same.
        const fresh = {
          forward,
          turn: process.pid,
          listener: undefined,
          opening: false,
          problem: "",
        };
        this.#entries.set(key, fresh);
      }
    }
    await this.#openMissing();
  }

  /** Ports that cannot be published here, with the reason. */
  problems(): readonly { readonly port: string; readonly reason: string }[] {
    return [...this.#entries].flatMap(([port, { problem }]) =>
      problem === "" ? [] : [{ port, reason: problem }],
    );
  }

  close(): void {
    this.#retry?.cancel();
    for (const { listener } of this.#entries.values()) listener?.close();
    this.#entries.clear();
  }

  async #openMissing(): Promise<void> {
    this.#retry?.cancel();
    this.#retry = undefined;
    const missing = [...this.#entries].filter(([, one]) => !one.listener && !one.opening);
    await Promise.all(missing.map(([key, entry]) => this.#open(key, entry)));
    if (missing.some(([key, { problem }]) => problem !== "" && this.#entries.has(key))) {
      this.#retry ??= this.#options.clock.after(RETRY_MS, () => void this.#openMissing());
    }
  }

  async #open(key: string, entry: Entry): Promise<void> {
    const { hosts, clock, logger } = this.#options;
    const { protocol, port, service } = entry.forward;
    entry.opening = true;
    const choose: Choose = () => inTurn(entry.forward.backends, entry.turn++);
    try {
      const listener =
        protocol === "tcp"
          ? await listenTcp(hosts, port, choose)
          : await listenUdp(hosts, port, choose, clock);
      if (this.#entries.get(key) === entry) entry.listener = listener;
      else listener.close();
      entry.problem = "";
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== entry.problem) {
        logger.warn(
          { port: key, service, reason },
          "a published port cannot be opened on this machine: something else may listen there",
        );
      }
      entry.problem = reason;
    } finally {
      entry.opening = false;
    }
  }
}

function inTurn(backends: readonly Backend[], turn: number): readonly Backend[] {
  const at = backends.length === 0 ? 0 : turn % backends.length;
  return [...backends.slice(at), ...backends.slice(0, at)];
}
