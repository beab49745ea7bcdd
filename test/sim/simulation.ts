/**
 * One run: a cluster grows, lives through faults, is healed, and must then come to rest with
 * everything that it promised. First safety, checked at every step; then liveness.
 */
import type { RaftStore } from "../../manager/store/store.ts";
import { checkHistory } from "./checkers/linearizability.ts";
import { checkStore } from "./checkers/orchestration.ts";
import { RaftWitness } from "./checkers/raft.ts";
import { Violation } from "./checkers/violation.ts";
import { drawFaults, loose } from "./faults.ts";
import { History } from "./history.ts";
import { Managers } from "./managers.ts";
import { Network } from "./network.ts";
import { RaftPorts } from "./raft-transport.ts";
import { RegisterClients } from "./registers.ts";
import { Services, watchChanges } from "./services.ts";
import { World } from "./world.ts";

/** How long a healed cluster may take until all is well. */
const HEAL_MS = 60_000;
/** More are no rest: messages that go round and round. */
const MAX_HEAL_EVENTS = 1_000_000;
const CLIENTS = 4;

export interface SimulationOptions {
  readonly seed: number;
  /** Length of the time with faults, in virtual milliseconds. */
  readonly faultsMs?: number;
  /** These instead of those that the seed would draw. */
  readonly faults?: readonly string[];
  readonly faultEveryMs?: number;
  readonly managers?: number;
  /** 0: an entry a message. */
  readonly maxMessageBytes?: number;
  /** Workers that run services; none: only registers. */
  readonly workers?: number;
  readonly onTrace?: (line: string) => void;
  /** A bug planted on purpose, once the cluster stands. */
  readonly plant?: (simulation: Simulation) => void;
}

export interface Outcome {
  readonly seed: number;
  readonly violation: Violation | undefined;
  readonly faults: readonly string[];
  readonly managers: number;
  readonly workers: number;
  /** Calls of the operator that were answered. */
  readonly operated: number;
  readonly traceHash: string;
  /** The end of the trace. */
  readonly trace: readonly string[];
  readonly virtualMs: number;
  readonly events: number;
  readonly committed: number;
  readonly answered: number;
  /** The clients' history was too long to be judged: nothing is known of it. */
  readonly undecided: boolean;
}

export class Simulation {
  readonly world: World;
  readonly network: Network;
  readonly witness: RaftWitness;
  readonly managers: Managers;
  readonly history: History = new History();
  readonly clients: RegisterClients;
  readonly services: Services | undefined;
  readonly #options: SimulationOptions;
  readonly #faults: readonly string[];
  readonly #count: number;
  #violation: Violation | undefined;
  #undecided = false;

  constructor(options: SimulationOptions) {
    this.#options = options;
    const world = new World({ seed: options.seed, onTrace: options.onTrace });
    const report = (violation: Violation): void => {
      world.note(`VIOLATION ${violation.message}`);
      this.#violation ??= violation;
    };
    this.world = world;
    this.network = new Network(world);
    this.witness = new RaftWitness(report);
    this.#count = options.managers ?? world.pick([1, 3, 3, 3, 5]) ?? 3;
    this.#faults = options.faults ?? drawFaults(world);
    // Cut short, so that a follower has what a leader came with and not yet the leader's own.
    const maxMessageBytes = options.maxMessageBytes ?? world.pick([0, 1_000, 512 << 10]) ?? 0;
    const policy = {
      snapshotInterval: world.pick([30, 100, 1_000]) ?? 100,
      keepOldSnapshots: world.rng.below(2),
      logEntriesForSlowFollowers: world.pick([0, 10, 100]) ?? 10,
    };
    const { network, witness, history } = this;
    const workers = options.workers ?? world.pick([0, 0, 3, 5]) ?? 0;
    const ports = new RaftPorts(world, network, witness);
    const duties = workers > 0;
    const onChanges = watchChanges(report);
    const told = { witness, report, onChanges };
    this.managers = new Managers({ world, ports, policy, maxMessageBytes, duties, ...told });
    const { managers } = this;
    this.services = duties ? new Services({ world, network, managers }, workers) : undefined;
    this.clients = new RegisterClients({ world, network, managers: this.managers, history });
  }

  async run(): Promise<Outcome> {
    try {
      await this.#live();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.world.note(`VIOLATION ${error.message}`);
      this.#violation ??= error;
    }
    const { world } = this;
    return {
      seed: world.seed,
      violation: this.#violation,
      faults: this.#faults,
      managers: this.#count,
      workers: this.services?.agents.length ?? 0,
      operated: this.services?.operator.done ?? 0,
      traceHash: world.traceHash(),
      trace: world.lines,
      virtualMs: world.now(),
      events: world.events,
      committed: this.witness.lastCommitted,
      answered: this.history.answered,
      undecided: this.#undecided,
    };
  }

  async #live(): Promise<void> {
    const { world, network, managers, clients, services } = this;
    const { faultsMs = 20_000, faultEveryMs = world.between(150, 1_500), plant } = this.#options;
    await managers.form(this.#count);
    await this.#pass(clients.prepare());
    if (services !== undefined) await this.#pass(services.prepare());
    plant?.(this);
    clients.start(CLIENTS);
    services?.start();
    const agents = services?.agents ?? [];
    const names = Array.from({ length: CLIENTS }, (_, i) => `c${i + 1}`);
    names.push("operator", ...agents.map((agent) => agent.name));
    const until = world.now() + faultsMs;
    const targets = { world, network, managers, clients: names, agents };
    loose({ ...targets, operator: services?.operator }, this.#faults, until, faultEveryMs);
    await world.run(until, () => this.#violation !== undefined);
    if (this.#violation !== undefined) return;
    await this.#heal();
    this.#checkHistory();
  }

  async #heal(): Promise<void> {
    const { world, network, managers, clients } = this;
    world.note("--- all faults heal");
    // What was under way to end by itself ends now, and anything still timed to begin is over.
    await world.run(world.now() + 6_500, () => this.#violation !== undefined);
    network.calm();
    for (const host of managers.hosts) host.heal();
    this.services?.heal();
    clients.stop();
    const failed = (): boolean => this.#violation !== undefined;
    let look = 0;
    const mostEvents = world.events + MAX_HEAL_EVENTS;
    const well = await world.run(world.now() + HEAL_MS, () => {
      if (failed() || world.events > mostEvents) return true;
      if (world.now() < look) return false;
      look = world.now() + 50;
      return this.#unrest() === undefined;
    });
    if (failed()) return;
    if (!well || world.events > mostEvents) {
      throw new Violation("a healed cluster comes to rest", this.#unrest() ?? "just now");
    }
    const answered = await this.#pass(clients.readAll());
    if (!answered) throw new Violation("a healed cluster answers", "a read was not answered");
    this.#checkAcknowledged();
  }

  #agreed(): boolean {
    const indexes = this.managers.running.map((one) => one.store.view((tx) => tx.index));
    return new Set(indexes).size === 1 && (indexes[0] ?? 0) >= this.witness.lastCommitted;
  }

  /** Undefined: all is well. */
  #unrest(): string | undefined {
    this.services?.settle();
    if (!this.managers.whole()) return `not whole: ${this.#describeManagers()}`;
    if (!this.clients.idle) return "a client still waits for its answer";
    if (!this.#agreed()) {
      const { lastCommitted } = this.witness;
      return `${lastCommitted} is committed, not yet everywhere: ${this.#describeManagers()}`;
    }
    return this.services?.unrest();
  }

  #describeManagers(): string {
    return this.managers.hosts
      .map(({ name, process }) => {
        if (process === undefined) return `${name} down`;
        const { role, term, applied, leader, members } = process.consensus.status();
        const lead = `follows ${leader?.nodeId} of ${members.length}`;
        return `${name} ${role} t${term} applied ${applied} ${lead}`;
      })
      .join(", ");
  }

  #checkAcknowledged(): void {
    for (const { name, store } of this.managers.running) {
      const known = new Set(store.view((tx) => [...tx.all("secret")].map((one) => one.id)));
      for (const id of this.history.created) {
        if (known.has(id as never)) continue;
        throw new Violation("no acknowledged write is lost", `${id} is not on ${name}`);
      }
      this.#checkStore(store);
      const hash = store.image();
      this.witness.state(name, hash.index, hash.chunks());
    }
  }

  #checkStore(store: RaftStore): void {
    const violation = store.view((tx) => checkStore(tx));
    if (violation !== undefined) throw violation;
  }

  #checkHistory(): void {
    if (this.#violation !== undefined) return;
    const verdict = checkHistory(this.history.operations());
    if (verdict.kind === "not-linearizable") {
      throw new Violation("linearizable registers", `${verdict.key}: ${verdict.why}`);
    }
    this.#undecided = verdict.kind === "undecided";
  }

  /** The outcome of `work`, with time passing until it is there. */
  async #pass<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const ended = (): void => {
      over = true;
    };
    work.then(ended, ended);
    const { world } = this;
    if (!(await world.run(world.now() + HEAL_MS, () => over))) {
      throw new Violation("a healthy cluster answers", "no answer");
    }
    return work;
  }
}

export function simulate(options: SimulationOptions): Promise<Outcome> {
  return new Simulation(options).run();
}
