/**
 * Thousands of tasks through a small network: services on a /24 are scaled up and down without a
 * pause while leaders change, agents and machines restart and hosts are cut off. On the way no
 * address is anybody else's; in the end no address, name or backend is left of what is gone.
 */
import { networkFor } from "../../manager/allocator/testing.ts";
import { updateRequest } from "../../manager/control/requests.ts";
import type { Service } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { holdsAddresses } from "../../shared/domain/task-networks.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { expected, objectsIn, ordered } from "../lib/network-world.ts";
import { NetworkMachine } from "./agent-networks.ts";
import { AddressChecker } from "./checkers/addresses.ts";
import { RaftWitness } from "./checkers/raft.ts";
import { type Report, Violation } from "./checkers/violation.ts";
import { loose } from "./faults.ts";
import type { ManagerProcess } from "./manager-process.ts";
import { Managers } from "./managers.ts";
import { Network } from "./network.ts";
import { RaftPorts } from "./raft-transport.ts";
import { Services, watchChanges } from "./services.ts";
import { World } from "./world.ts";

export interface ChurnOptions {
  readonly seed: number;
  /** Ends when so many have been made. */
  readonly tasks: number;
  readonly workers?: number;
  readonly faults?: readonly string[];
  readonly faultEveryMs?: number;
  readonly onTrace?: (line: string) => void;
}

export interface ChurnOutcome {
  readonly violation: Violation | undefined;
  readonly trace: readonly string[];
  readonly made: number;
  readonly virtualMs: number;
  readonly events: number;
}

export const CHURN_FAULTS = [
  "kill-leader",
  "transfer",
  "isolate",
  "agent-kill",
  "agent-crash",
  "agent-pause",
  "agent-cut",
  "container-exit",
] as const;

const NET = "net" as NetworkId;
const SERVICES = ["web", "api", "db", "jobs"];
/** All of them together leave room in a /24, as long as what was given back is free again. */
const MAX_REPLICAS = 30;
const PATIENCE_MS = 4_000;
const LONGEST_MS = 3_600_000;
const HEAL_MS = 120_000;

export class NetworkChurn {
  readonly world: World;
  readonly #options: ChurnOptions;
  readonly #network: Network;
  readonly #managers: Managers;
  readonly #services: Services;
  readonly #seen = new Set<string>();
  readonly #checkers = new WeakMap<ManagerProcess, AddressChecker>();
  #violation: Violation | undefined;
  #over = false;

  constructor(options: ChurnOptions) {
    this.#options = options;
    const world = new World({ seed: options.seed, onTrace: options.onTrace });
    this.world = world;
    const report: Report = (violation) => {
      world.note(`VIOLATION ${violation.message}`);
      this.#violation ??= violation;
    };
    const network = new Network(world);
    const witness = new RaftWitness(report);
    const policy = {
      snapshotInterval: 1_000,
      keepOldSnapshots: 0,
      logEntriesForSlowFollowers: 100,
    };
    const orchestration = watchChanges(report);
    this.#network = network;
    this.#managers = new Managers({
      world,
      ports: new RaftPorts(world, network, witness),
      policy,
      maxMessageBytes: 512 << 10,
      duties: true,
      witness,
      report,
      onChanges: (process, batch) => {
        orchestration(process, batch);
        const violation = this.#check(process, batch);
        if (violation !== undefined) report(violation);
      },
    });
    const networked = (name: string): NetworkMachine => new NetworkMachine(world, name, report);
    const ports = { world, network, managers: this.#managers, networked };
    this.#services = new Services(ports, options.workers ?? 5);
  }

  async run(): Promise<ChurnOutcome> {
    try {
      await this.#live();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#violation ??= error;
    }
    const { world } = this;
    return {
      violation: this.#violation,
      trace: world.lines,
      made: this.#seen.size,
      virtualMs: world.now(),
      events: world.events,
    };
  }

  #check(
    process: ManagerProcess,
    batch: Parameters<ReturnType<typeof watchChanges>>[1],
  ): Violation | undefined {
    for (const { table, kind, after } of batch.changes) {
      if (table === "task" && kind === "create" && after !== undefined) this.#seen.add(after.id);
    }
    const known = this.#checkers.get(process);
    const checker = known ?? new AddressChecker();
    this.#checkers.set(process, checker);
    return known === undefined || batch.reset
      ? process.store.view((tx) => checker.load(tx))
      : checker.note(batch.changes);
  }

  async #live(): Promise<void> {
    const { world } = this;
    const { tasks, faults = CHURN_FAULTS, faultEveryMs = 1_500 } = this.#options;
    const managers = this.#managers;
    await managers.form(3);
    await this.#pass(this.#prepare());
    for (const agent of this.#services.agents) agent.start();
    this.#churn();
    const agents = this.#services.agents;
    const clients = ["operator", ...agents.map(({ name }) => name)];
    const targets = { world, network: this.#network, managers, clients, agents };
    const ends = (): boolean => this.#violation !== undefined || this.#seen.size >= tasks;
    const active = [...faults];
    loose({ ...targets, operator: undefined }, active, LONGEST_MS, faultEveryMs);
    await world.run(LONGEST_MS, ends);
    active.length = 0;
    this.#over = true;
    if (this.#violation !== undefined) return;
    await this.#heal();
  }

  async #prepare(): Promise<void> {
    await this.#services.prepare();
    const leader = this.#managers.leader?.process;
    await leader?.store.update((tx) => {
      tx.create("network", networkFor(tx, "ingress", { Ingress: true }));
      tx.create("network", networkFor(tx, NET, { Driver: "overlay" }));
    });
    for (const [i, name] of SERVICES.entries()) {
      const spec: ServiceSpec = {
        Name: name,
        Mode: { Replicated: { Replicas: 1 } },
        TaskTemplate: {
          ContainerSpec: { Image: "fake/fast", StopGracePeriod: 1e9 },
          Networks: [{ Target: NET, Aliases: [`${name}-alias`] }],
          RestartPolicy: { Condition: "any", Delay: 1e8 },
        },
        EndpointSpec: i === 0 ? { Ports: [{ TargetPort: 80, PublishedPort: 8080 }] } : {},
      };
      const request = { kind: "service" as const, specJson: encode(spec) };
      const signal = new AbortController().signal;
      await leader?.duties?.control.createHere(
        { ...request, registryAuth: new Uint8Array() },
        signal,
      );
    }
  }

  #churn(): void {
    if (this.#over) return;
    const { world } = this;
    const at = this.#managers.leader?.process;
    const service = world.pick(at?.store.view((tx) => [...tx.all("service")]) ?? []);
    if (at !== undefined && service !== undefined) {
      this.#scale(at, service, world.rng.below(MAX_REPLICAS + 1));
    }
    world.after(world.between(20, 400), () => this.#churn());
  }

  #scale(at: ManagerProcess, service: Service, Replicas: number): void {
    const { world } = this;
    const request = updateRequest({
      kind: "service",
      id: service.id,
      versionIndex: service.meta.versionIndex,
      specJson: encode({ ...service.spec, Mode: { Replicated: { Replicas } } }),
    });
    const over = new AbortController();
    world.after(PATIENCE_MS, () => at.life.enter(() => over.abort(new Error("given up"))));
    this.#network.send("operator", at.name, () => {
      at.life.enter(() => {
        at.duties?.control.updateHere(request, over.signal).then(
          () => world.note(`${service.spec.Name} scaled to ${Replicas}`),
          (error: unknown) => world.note(`not scaled: ${(error as Error).message}`),
        );
      });
    });
  }

  async #heal(): Promise<void> {
    const { world } = this;
    world.note("--- all faults heal");
    let look = 0;
    const well = await world.run(world.now() + HEAL_MS, () => {
      if (this.#violation !== undefined) return true;
      if (world.now() < look) return false;
      look = world.now() + 100;
      for (const host of this.#managers.hosts) host.heal();
      this.#services.heal();
      return this.unrest() === undefined;
    });
    if (!well) throw new Violation("a healed cluster comes to rest", this.unrest() ?? "just now");
  }

  /** Undefined: services are as they should be, and so is each agent's model and kernel. */
  unrest(): string | undefined {
    if (!this.#managers.whole()) return "managers are not whole";
    const leader = this.#managers.leader?.process;
    if (leader === undefined) return "nobody leads";
    return this.#services.unrest() ?? this.#networkUnrest(leader);
  }

  #networkUnrest({ store }: ManagerProcess): string | undefined {
    return store.view((tx) => {
      const objects = objectsIn(tx);
      const holding = new Set<string>(objects.tasks.filter(holdsAddresses).map(({ id }) => id));
      const running = new Set<string>(
        this.#services.agents.flatMap(({ runtime }) => runtime.running()),
      );
      for (const { name, networks, networkMachine } of this.#services.agents) {
        const model = networks?.model;
        if (model === undefined) return `${name} has no networks`;
        const told = JSON.stringify(ordered(model.snapshot()));
        const wanted = JSON.stringify(ordered(expected(objects, name)));
        if (told !== wanted) return `${name} knows ${told}, should know ${wanted}`;
        for (const { taskId, ready } of model.members()) {
          if (ready && !running.has(taskId)) return `${name} sends to ${taskId}, which is gone`;
        }
        for (const [key, holder] of networkMachine?.held ?? []) {
          if (!holding.has(holder)) return `${name} holds ${key} of ${holder}, which has ended`;
        }
      }
      return undefined;
    });
  }

  async #pass(work: Promise<unknown>): Promise<void> {
    let over = false;
    const ended = (): void => {
      over = true;
    };
    work.then(ended, ended);
    if (!(await this.world.run(this.world.now() + HEAL_MS, () => over))) {
      throw new Violation("a healthy cluster answers", "no answer");
    }
    await work;
  }
}

function encode(document: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}
