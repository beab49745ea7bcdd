/**
 * Somebody who runs services: creates, scales, updates and removes them, drains nodes, all through
 * Control as the API does. Gives up a call after a while, without knowing what became of it.
 */

import { updateRequest } from "../../manager/control/requests.ts";
import type { Control } from "../../manager/control/service.ts";
import type { Service } from "../../shared/domain/objects.ts";
import type { NodeSpec, ServiceSpec } from "../../shared/domain/spec.ts";
import type { ManagerProcess } from "./manager-process.ts";
import type { Managers } from "./managers.ts";
import type { Network } from "./network.ts";
import type { World } from "./world.ts";

const PATIENCE_MS = 4_000;
const MAX_SERVICES = 6;
const IMAGES = ["fake/fast", "fake/fast", "fake/slow-start", "fake/slow-stop", "fake/hang"];
/**
 * One service whose two tasks fill most of a node, so that a node is over-committed where a task
 * is placed beside those that it replaces. When all other nodes are drained, the last one has just
 * room for them and all others, and tasks stay where they are: more, and a service could not.
 */
const LARGE = { name: "large", replicas: 2, nanoCpus: 1.5e9 };
const SMALL_NANO_CPUS = [0, 1e7, 2e7];

export interface OperatorPorts {
  readonly world: World;
  readonly network: Network;
  readonly managers: Managers;
  readonly nodes: readonly string[];
}

export class Operator {
  readonly #ports: OperatorPorts;
  #made = 0;
  #stopped = false;
  /** Calls that were answered. */
  done = 0;

  constructor(ports: OperatorPorts) {
    this.#ports = ports;
  }

  start(): void {
    const { world } = this.#ports;
    const next = (): void => {
      if (this.#stopped) return;
      const at = this.#ports.managers.leader?.process;
      if (at !== undefined) this.#act(at);
      world.after(world.between(50, 1_500), next);
    };
    next();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Every node may be used again, so that all services have room; managers are to be managers. */
  settle(at: ManagerProcess): void {
    for (const { id, spec } of at.store.view((tx) => [...tx.all("node")])) {
      const worker = this.#ports.nodes.includes(id);
      if (worker && spec.Availability !== "active") {
        this.#updateNode(at, id, { Availability: "active" });
      } else if (!worker && spec.Role !== "manager") {
        this.#updateNode(at, id, { Role: "manager" });
      }
    }
  }

  /** A manager becomes a worker, and after a while a manager again. */
  demote(name: string, forMs: number): void {
    const { world, managers } = this.#ports;
    const at = managers.leader?.process;
    if (at === undefined) return;
    this.#updateNode(at, name, { Role: "worker" });
    world.after(forMs, () => {
      const now = managers.leader?.process;
      if (now !== undefined) this.#updateNode(now, name, { Role: "manager" });
    });
  }

  #act(at: ManagerProcess): void {
    const { world, nodes } = this.#ports;
    const services = at.store.view((tx) => [...tx.all("service")]);
    const service = world.pick(services);
    const dice = world.rng.below(20);
    if (service === undefined || (dice < 4 && services.length < MAX_SERVICES)) this.#create(at);
    else if (dice < 10) this.#update(at, service, this.#scaled(service.spec));
    else if (dice < 15) this.#update(at, service, this.#changed(service.spec));
    else if (dice < 16) {
      this.#call(at, `remove ${service.spec.Name}`, ({ control }, signal) =>
        control.removeHere({ kind: "service", id: service.id, force: false }, signal),
      );
    } else {
      const availability = world.pick(["active", "active", "pause", "drain"] as const) ?? "active";
      this.#updateNode(at, world.pick(nodes) ?? "", { Availability: availability });
    }
  }

  #create(at: ManagerProcess): void {
    const { world } = this.#ports;
    // A second one of the name is refused.
    const large = world.rng.below(4) === 0;
    const name = large ? LARGE.name : `svc${++this.#made}`;
    const Mode: ServiceSpec["Mode"] = large
      ? { Replicated: { Replicas: LARGE.replicas } }
      : world.rng.below(4) === 0
        ? { Global: {} }
        : { Replicated: { Replicas: 1 + world.rng.below(6) } };
    const NanoCPUs = large ? LARGE.nanoCpus : (world.pick(SMALL_NANO_CPUS) ?? 0);
    const spec: ServiceSpec = {
      Name: name,
      Mode,
      TaskTemplate: {
        ContainerSpec: { Image: world.pick(IMAGES) ?? "fake/fast", StopGracePeriod: 2e9 },
        Resources: { Reservations: { NanoCPUs, MemoryBytes: 1e8 } },
        RestartPolicy: { Condition: "any", Delay: 5e8 },
      },
      UpdateConfig: {
        Parallelism: world.rng.below(3),
        Delay: 0,
        Monitor: 1e9,
        FailureAction: "continue",
        Order: world.chance(0.3) ? "start-first" : "stop-first",
      },
    };
    const specJson = encode(spec);
    this.#call(at, `create ${name}`, ({ control }, signal) =>
      control.createHere({ kind: "service", specJson, registryAuth: new Uint8Array(0) }, signal),
    );
  }

  #scaled(spec: ServiceSpec): ServiceSpec {
    const keeps = spec.Mode?.Replicated === undefined || spec.Name === LARGE.name;
    if (keeps) return this.#changed(spec);
    return { ...spec, Mode: { Replicated: { Replicas: this.#ports.world.rng.below(7) } } };
  }

  #changed(spec: ServiceSpec): ServiceSpec {
    const container = spec.TaskTemplate?.ContainerSpec;
    const Env = [`CHANGE=${++this.#made}`];
    return {
      ...spec,
      TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: { ...container, Env } },
    };
  }

  #update(at: ManagerProcess, service: Service, spec: ServiceSpec): void {
    const request = updateRequest({
      kind: "service",
      id: service.id,
      versionIndex: service.meta.versionIndex,
      specJson: encode(spec),
    });
    this.#call(at, `update ${spec.Name}`, ({ control }, signal) =>
      control.updateHere(request, signal),
    );
  }

  #updateNode(at: ManagerProcess, id: string, change: NodeSpec): void {
    const node = at.store.view((tx) => [...tx.all("node")].find((one) => one.id === id));
    if (node === undefined) return;
    const request = updateRequest({
      kind: "node",
      id,
      versionIndex: node.meta.versionIndex,
      specJson: encode({ ...node.spec, ...change }),
    });
    this.#call(at, `${Object.values(change).join()} ${id}`, ({ control }, signal) =>
      control.updateHere(request, signal),
    );
  }

  #call(
    at: ManagerProcess,
    what: string,
    work: (duties: { control: Control }, signal: AbortSignal) => Promise<unknown>,
  ): void {
    const { world, network } = this.#ports;
    const over = new AbortController();
    world.after(PATIENCE_MS, () => at.life.enter(() => over.abort(new Error("given up"))));
    network.send("operator", at.name, () => {
      at.life.enter(() => {
        if (at.duties === undefined) return;
        work(at.duties, over.signal).then(
          () => {
            this.done++;
            world.note(`operator: ${what}: done`);
          },
          (error: unknown) => world.note(`operator: ${what}: ${(error as Error).message}`),
        );
      });
    });
  }
}

function encode(document: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}
