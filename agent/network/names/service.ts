/** From a question's bytes to an answer's: the index, the asker, and whoever else must be asked. */
import type { Clock } from "../../../shared/clock.ts";
import type { Resolver, Transport } from "./forward-driver.ts";
import { type Query, readQuery, writeReply } from "./message.ts";
import { addressKey, NameIndex, type NameUpdate } from "./name-index.ts";
import { type Asker, askerOf, resolve, taskAsker } from "./resolve.ts";

export interface NameServiceOptions {
  readonly nodeId: string;
  readonly clock: Clock;
  /**
   * Which of equal answers comes first, any whole number. Chance and no counter: clients ask in
   * patterns (A, then AAAA, for one name after the other), and would meet the same one for ever.
   */
  readonly turn: () => number;
  /** The host's resolvers, as they are now. */
  readonly hostResolvers: () => readonly string[];
  readonly forward: (
    question: Buffer,
    resolvers: readonly Resolver[],
    transport: Transport,
  ) => Promise<Buffer | undefined>;
}

/** Where a question came from, and where to. */
export interface Place {
  readonly source: string;
  readonly askedAt: string;
  readonly transport: Transport;
}

/** A container that has just started asks at once, its addresses follow some 50 ms later. */
const PROGRAMMING_BOUND_MS = 1_500;
/**
 * For one whose agent is another on the same network stack (a cluster on one machine) and does not
 * tell this process: most likely in place by then, and too late is a connection that hangs for 3 s.
 */
const UNTOLD_BOUND_MS = 500;
/** Each holds a socket; beyond it, to say so at once serves better than to wait. */
const MAX_FORWARDED = 1_000;
const DNS_PORT = 53;

export class NameService {
  readonly index: NameIndex = new NameIndex();
  readonly #options: NameServiceOptions;
  readonly #programmed = new Set<string>();
  /** Tasks of other agents on this network stack, which have had their time. */
  readonly #untold = new Set<string>();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #resolvers = new Map<string, readonly string[]>();
  /** Our own loopback address → the process that asks there. */
  readonly #loopbacks = new Map<string, string>();
  #forwarded = 0;

  constructor(options: NameServiceOptions) {
    this.#options = options;
  }

  apply(update: NameUpdate): void {
    this.index.apply(update);
    for (const taskId of this.#untold) {
      if (this.index.membersOfTask(taskId).length === 0) this.#untold.delete(taskId);
    }
  }

  programmed(taskId: string): void {
    this.#letGo(taskId, this.#programmed);
  }

  #letGo(taskId: string, known: Set<string>): void {
    known.add(taskId);
    for (const go of this.#waiting.get(taskId) ?? []) go();
  }

  setResolvers(taskId: string, servers: readonly string[]): void {
    if (servers.length === 0) this.#resolvers.delete(taskId);
    else this.#resolvers.set(taskId, servers);
  }

  setLoopback(taskId: string, address: string): void {
    for (const [known, owner] of this.#loopbacks) {
      if (owner === taskId) this.#loopbacks.delete(known);
    }
    if (address !== "") this.#loopbacks.set(address, taskId);
  }

  gone(taskId: string): void {
    this.programmed(taskId);
    this.#programmed.delete(taskId);
    this.#resolvers.delete(taskId);
    this.setLoopback(taskId, "");
  }

  /** All that should be listened on: our own address in each subnet, and processes' own. */
  addresses(): readonly string[] {
    const gateways = [...this.index.networks()].flatMap(({ subnets, ingress }) =>
      ingress ? [] : subnets.map(({ gateway }) => gateway),
    );
    return [...new Set([...gateways, ...this.#loopbacks.keys()])].filter((one) => one !== "");
  }

  /** Undefined: no answer at all. Never rejects on account of the question. */
  async answer(bytes: Buffer, place: Place): Promise<Buffer | undefined> {
    const query = readQuery(bytes);
    if (query.kind === "ignored") return undefined;
    if (query.kind === "refused") return query.reply;
    const asker = this.#askerAt(place);
    const limit = place.transport === "udp" ? query.udpSize : undefined;
    const verdict = resolve(this.index, asker, query, 0);
    switch (verdict.kind) {
      case "answer":
        await this.#untilProgrammed(asker);
        // Not what was found before the wait: tasks may have come or gone.
        return this.#answerNow(query, asker, limit);
      case "no-data":
        return writeReply(query, "NOERROR", []);
      case "no-name":
        return writeReply(query, "NXDOMAIN", []);
      case "forward":
        return this.#forward(query, bytes, asker, place.transport);
    }
  }

  #answerNow(query: Query, asker: Asker, limit: number | undefined): Buffer {
    const verdict = resolve(this.index, asker, query, this.#options.turn());
    const records = verdict.kind === "answer" ? verdict.records : [];
    return writeReply(query, "NOERROR", records, limit);
  }

  #askerAt({ source, askedAt }: Place): Asker {
    const taskId = this.#loopbacks.get(askedAt);
    return taskId === undefined
      ? askerOf(this.index, source, askedAt)
      : taskAsker(this.index, taskId, this.#options.nodeId);
  }

  #untilProgrammed({ taskId, nodeId }: Asker): Promise<void> {
    const ours = nodeId === this.#options.nodeId;
    const known = ours ? this.#programmed : this.#untold;
    if (taskId === "" || known.has(taskId)) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(taskId) ?? new Set();
      this.#waiting.set(taskId, waiting);
      const go = (): void => {
        timer.cancel();
        waiting.delete(go);
        if (waiting.size === 0) this.#waiting.delete(taskId);
        resolve();
      };
      waiting.add(go);
      // Once is enough: a task that is never programmed must not be slow for ever.
      const boundMs = ours ? PROGRAMMING_BOUND_MS : UNTOLD_BOUND_MS;
      const timer = this.#options.clock.after(boundMs, () => this.#letGo(taskId, known));
    });
  }

  async #forward(
    query: Query,
    bytes: Buffer,
    asker: Asker,
    transport: Transport,
  ): Promise<Buffer | undefined> {
    const resolvers = this.#resolversOf(asker);
    if (resolvers.length === 0 || this.#forwarded >= MAX_FORWARDED) {
      return writeReply(query, "SERVFAIL", []);
    }
    this.#forwarded++;
    try {
      const answer = await this.#options.forward(bytes, resolvers, transport);
      return answer ?? writeReply(query, "SERVFAIL", []);
    } finally {
      this.#forwarded--;
    }
  }

  #resolversOf({ taskId }: Asker): readonly Resolver[] {
    const own = new Set(this.addresses().map(addressKey));
    const servers = this.#resolvers.get(taskId) ?? this.#options.hostResolvers();
    // To ask ourselves would go round in circles.
    return servers
      .filter((host) => !own.has(addressKey(host)))
      .map((host) => ({ host, port: DNS_PORT }));
  }
}
