/** Clients that use configs as registers through all managers, and write down what happened. */
import { setTimeout as sleep } from "node:timers/promises";
import { CliError, EXIT } from "../../cli/exit.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Rng } from "../../shared/rng.ts";
import type { Operation } from "../sim/checkers/linearizability.ts";
import type { ChaosNode } from "./node-driver.ts";

const REGISTERS = 3;
/** Registers are left for new ones: a checker's work grows with the history of one. */
const OPERATIONS_AN_ERA = 400;
const CALL_TIMEOUT_MS = 4_000;
const LABEL = "value";
const BALLAST: string = Buffer.alloc(300_000, 7).toString("base64");

interface ApiConfig {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: { readonly Name: string; readonly Labels?: Readonly<Record<string, string>> };
}

type Call = Pick<Operation, "client" | "key" | "kind" | "value" | "expected">;

export class Recorder {
  readonly #operations: Operation[] = [];
  readonly created: Set<string> = new Set();
  readonly refusals: Map<string, number> = new Map();
  #order = 0;
  answered = 0;
  unknown = 0;

  /** Resolves with what it saw; `undefined`: refused without an effect. A failure may have one. */
  async record(call: Call, work: () => Promise<string | undefined>): Promise<string | undefined> {
    const called = ++this.#order;
    try {
      const seen = await work();
      if (seen === undefined) return undefined;
      this.#operations.push({ ...call, seen, called, answered: ++this.#order });
      this.answered++;
      return seen;
    } catch (error) {
      this.noteUnknown(error);
      // A read without an answer says nothing.
      const answered = Number.POSITIVE_INFINITY;
      if (call.kind !== "read") this.#operations.push({ ...call, called, answered });
      return undefined;
    }
  }

  noteUnknown(error: unknown): void {
    this.unknown++;
    const why = messageOf(error)
      .replace(/\d+|[0-9a-z]{25}|unix:\S+/g, "…")
      .slice(0, 90);
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
  }

  operations(): readonly Operation[] {
    return this.#operations;
  }
}

export class Clients {
  readonly #nodes: readonly ChaosNode[];
  readonly #rng: Rng;
  readonly recorder: Recorder = new Recorder();
  readonly #stop = new AbortController();
  #made = 0;
  #era = 0;
  #inEra = 0;
  #ids: readonly string[] = [];
  #work: Promise<unknown> = Promise.resolve();

  constructor(nodes: readonly ChaosNode[], rng: Rng) {
    this.#nodes = nodes;
    this.#rng = rng;
  }

  async prepare(): Promise<void> {
    const node = this.#nodes[0];
    if (node !== undefined) this.#ids = await this.#newRegisters(node);
  }

  start(count: number): void {
    const all = Array.from({ length: count }, (_, i) => this.#live(`c${i + 1}`));
    this.#work = Promise.all(all);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #newRegisters(node: ChaosNode): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let n = 0; n < REGISTERS; n++) {
      const Name = `r${this.#era}-${n}-${++this.#made}`;
      const body = { Name, Labels: { [LABEL]: "" }, Data: "eA==" };
      const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const { ID } = await node.api<{ ID: string }>("/configs/create", {
        method: "POST",
        body,
        signal,
      });
      ids.push(ID);
    }
    return ids;
  }

  async #live(client: string): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await sleep(10 + this.#rng.below(60));
      const node = this.#nodes[this.#rng.below(this.#nodes.length)];
      const id = this.#ids[this.#rng.below(this.#ids.length)];
      if (node === undefined || id === undefined) continue;
      const dice = this.#rng.below(10);
      if (dice < 4) await this.read(client, node, id);
      else if (dice < 8) await this.#swap(client, node, id);
      else if (dice < 9) await this.#ballast(node);
      else await this.#create(node);
      if (++this.#inEra >= OPERATIONS_AN_ERA) await this.#nextEra(node);
    }
  }

  async #nextEra(node: ChaosNode): Promise<void> {
    this.#inEra = 0;
    this.#era++;
    try {
      this.#ids = await this.#newRegisters(node);
    } catch (error) {
      this.recorder.noteUnknown(error); // the old ones go on being used
    }
  }

  async read(client: string, node: ChaosNode, id: string): Promise<ApiConfig | undefined> {
    let config: ApiConfig | undefined;
    await this.recorder.record({ client, key: id, kind: "read" }, async () => {
      const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
      config = await node.api<ApiConfig>(`/configs/${id}`, { signal });
      return registerOf(config);
    });
    return config;
  }

  /** Writes what must replace the value that this client saw, through any manager. */
  async #swap(client: string, node: ChaosNode, id: string): Promise<void> {
    const config = await this.read(client, node, id);
    if (config === undefined) return;
    const expected = registerOf(config);
    const value = `${client}-${++this.#made}`;
    const at = this.#nodes[this.#rng.below(this.#nodes.length)] ?? node;
    await this.recorder.record({ client, key: id, kind: "swap", expected, value }, async () => {
      try {
        await at.api(`/configs/${id}/update`, {
          method: "POST",
          query: { version: config.Version.Index },
          body: { ...config.Spec, Labels: { [LABEL]: value } },
          signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
        });
        return expected;
      } catch (error) {
        if (error instanceof CliError && error.message.includes("out of sequence")) {
          return undefined;
        }
        throw error;
      }
    });
  }

  async #create(node: ChaosNode): Promise<void> {
    const Name = `s${++this.#made}`;
    try {
      const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const body = { Name, Data: "eA==" };
      await node.api("/secrets/create", { method: "POST", body, signal });
      this.recorder.created.add(Name);
      this.recorder.answered++;
    } catch (error) {
      this.recorder.noteUnknown(error);
    }
  }

  /** Many bytes for the log, so that a full disk is felt; a few names, so that few are left. */
  async #ballast(node: ChaosNode): Promise<void> {
    const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
    const Name = `ballast-${this.#rng.below(4)}`;
    const body = { Name, Data: BALLAST };
    try {
      await node.api(`/configs/${Name}`, { method: "DELETE", signal }).catch((error: unknown) => {
        if (!(error instanceof CliError) || error.exitCode !== EXIT.notFound) throw error;
      });
      await node.api("/configs/create", { method: "POST", body, signal });
    } catch (error) {
      this.recorder.noteUnknown(error);
    }
  }

  /** Every register from every manager: now all must answer. */
  async readAll(): Promise<void> {
    const ids = new Set(this.recorder.operations().map(({ key }) => key));
    for (const id of ids) {
      const seen = await Promise.all(this.#nodes.map((node) => this.read("end", node, id)));
      const values = new Set(seen.map((config) => config && registerOf(config)));
      if (values.size !== 1 || values.has(undefined)) {
        throw new Error(`at the end managers disagree on ${id}: ${[...values].join(", ")}`);
      }
    }
  }

  /** Names of acknowledged secrets that some manager does not have. */
  async lost(): Promise<readonly string[]> {
    const lost: string[] = [];
    for (const node of this.#nodes) {
      const secrets = await node.api<{ Spec: { Name: string } }[]>("/secrets");
      const names = new Set(secrets.map(({ Spec }) => Spec.Name));
      for (const name of this.recorder.created) {
        if (!names.has(name)) lost.push(`${node.name} lacks ${name}`);
      }
    }
    return lost;
  }
}

function registerOf(config: ApiConfig): string {
  return config.Spec.Labels?.[LABEL] ?? "";
}
