/**
 * The workers of a cluster: on each machine a fake engine, whose containers outlive the agent,
 * and the real agent: session, tasks, and what it keeps of them on its disk.
 */
import { FakeRuntime } from "../../agent/runtime/fake/fake-runtime.ts";
import type { Runtime } from "../../agent/runtime/runtime.ts";
import { AgentSession, type ManagerConnection } from "../../agent/session/loop.ts";
import { replay, type SavedTasks, type TaskDb, type TaskRecord } from "../../agent/task/task-db.ts";
import { TaskWorker } from "../../agent/task/worker-loop.ts";
import { skep } from "../../proto/messages.ts";
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { node } from "../lib/objects.ts";
import { AgentNetworks, type NetworkMachine } from "./agent-networks.ts";
import { Life } from "./life.ts";
import type { ManagerProcess } from "./manager-process.ts";
import type { Managers } from "./managers.ts";
import type { Network } from "./network.ts";
import { StreamEnd } from "./streams.ts";
import type { World } from "./world.ts";

type AgentMessage = skep.v1.AgentMessage.$Properties;
type ManagerMessage = skep.v1.ManagerMessage.$Properties;

export const NODE_CPUS = 4e9;
export const NODE_MEMORY = 8 * 2 ** 30;
/** Records that were not in the operating system yet when the power went. */
const UNSYNCED_RECORDS = 3;

export interface AgentPorts {
  readonly world: World;
  readonly network: Network;
  readonly managers: Managers;
  /** Makes a worker's networks; absent: workers have none. */
  readonly networked?: (name: string) => NetworkMachine;
}

export class AgentHost {
  readonly name: string;
  readonly runtime: FakeRuntime;
  readonly #ports: AgentPorts;
  #records: TaskRecord[] = [];
  #life: Life;
  #generation = 0;
  #streams = new Set<StreamEnd<ManagerMessage, AgentMessage>>();
  #managers: readonly string[];
  clockOffsetMs = 0;
  /** Of this life of the agent. */
  networks: AgentNetworks | undefined;
  readonly networkMachine: NetworkMachine | undefined;

  constructor(ports: AgentPorts, name: string, managers: readonly string[]) {
    const { world } = ports;
    this.#ports = ports;
    this.name = name;
    this.#managers = managers;
    this.networkMachine = ports.networked?.(name);
    // The engine: not of the agent's process.
    const engine: Clock = new Life(world, name).wallClock(() => this.clockOffsetMs);
    this.runtime = new FakeRuntime({
      clock: engine,
      rng: world.fork(),
      hostname: name,
      jitter: 0.3,
    });
    this.#life = new Life(world, name);
    this.#life.end();
  }

  get life(): Life {
    return this.#life;
  }

  start(): void {
    if (this.#life.alive) return;
    const { world } = this.#ports;
    world.note(`${this.name} agent starts`);
    this.#generation++;
    const life = new Life(world, this.name);
    this.#life = life;
    const clock = life.wallClock(() => this.clockOffsetMs);
    const rng = world.fork();
    const nodeId = this.name as NodeId;
    const { networkMachine: machine } = this;
    const networks = machine === undefined ? undefined : new AgentNetworks(machine, life);
    this.networks = networks;
    const worker = new TaskWorker({
      nodeId,
      ...(networks !== undefined && { network: networks }),
      node: { hostname: this.name, os: "linux", architecture: "x86_64" },
      runtime: mortalRuntime(this.runtime, life),
      clock,
      rng,
      logger: silentLogger,
      db: this.#db(life),
    });
    const description = node(this.name, {
      nanoCpus: NODE_CPUS,
      memoryBytes: NODE_MEMORY,
    }).description;
    const session = new AgentSession({
      membership: {
        nodeAddr: this.name,
        managers: () => this.#managers.map((addr) => ({ nodeId: addr as NodeId, addr })),
        learn: ({ managers }) => {
          if (managers !== undefined && managers.length > 0) {
            this.#managers = managers.map(({ addr }) => addr);
          }
        },
        refused: (reason) => world.note(`${this.name} is refused: ${reason}`),
      },
      connect: (addr) => this.#connect(life, addr),
      worker,
      ...(networks !== undefined && { networks: networks.loop }),
      describe: async () => {
        if (description === undefined) throw new Error("no description");
        return { ...description, ...networks?.describe() };
      },
      metricsAddr: "",
      clock,
      rng,
      logger: silentLogger,
    });
    const { signal } = new AbortController();
    const failed = (error: unknown): void => world.note(`${this.name} agent fails: ${error}`);
    networks?.loop.start().catch(failed);
    worker.start(signal).catch(failed);
    session.run(signal).catch(failed);
  }

  #connect(life: Life, addr: string): ManagerConnection {
    const { world, network } = this.#ports;
    const process = this.#ports.managers.hosts.find((host) => host.name === addr)?.process;
    const here = { name: this.name, life };
    const nowhere = new Life(world, addr);
    const there = { name: addr, life: process?.life ?? nowhere };
    const client = new StreamEnd<ManagerMessage, AgentMessage>(world, network, here, there, copyUp);
    const server = new StreamEnd<AgentMessage, ManagerMessage>(
      world,
      network,
      there,
      here,
      copyDown,
    );
    client.other = server;
    server.other = client;
    this.#streams.add(client);
    client.onClose(() => void this.#streams.delete(client));
    if (process === undefined) {
      nowhere.end();
      life.after(network.delayMs(), () => {
        if (network.openBothWays(this.name, addr)) client.reset();
      });
    } else {
      process.connections.add(server);
      server.onClose(() => void process.connections.delete(server));
      life.after(network.delayMs(), () => this.#accept(process, server));
    }
    return {
      session: client,
      publishLogs: () => {
        throw new ClusterError("UNAVAILABLE", "nobody reads logs here");
      },
      close: () => client.fail(new ClusterError("CANCELLED", "closed")),
    };
  }

  #accept(process: ManagerProcess, server: StreamEnd<AgentMessage, ManagerMessage>): void {
    const nodeId = this.name as NodeId;
    const clusterId = "sim" as ClusterId;
    process.life.enter(() => {
      const caller = { kind: "node", nodeId, role: "worker", clusterId } as const;
      process.duties?.dispatcher.session(server, { caller, peer: server.peer });
    });
  }

  #db(life: Life): TaskDb {
    return {
      load: async (): Promise<SavedTasks> => replay(this.#records),
      save: (record) => {
        if (life.alive) this.#records.push(structuredClone(record));
      },
      flush: async () => {},
    };
  }

  /** The agent dies, the containers run on. */
  kill(downMs: number): void {
    if (!this.#life.alive) return;
    this.#ports.world.note(`${this.name} agent is killed for ${Math.round(downMs)} ms`);
    this.#die(true);
    this.#again(downMs);
  }

  /** The machine loses its power. */
  crash(downMs: number): void {
    const { world } = this.#ports;
    world.note(`${this.name} machine crashes for ${Math.round(downMs)} ms`);
    this.#die(false);
    const lost = world.rng.below(UNSYNCED_RECORDS + 1);
    this.#records = this.#records.slice(0, Math.max(0, this.#records.length - lost));
    this.runtime.reboot();
    this.networkMachine?.crash();
    this.#again(downMs);
  }

  #die(told: boolean): void {
    this.#life.end();
    for (const stream of this.#streams) {
      const { other } = stream;
      if (told && other !== undefined) this.#ports.world.after(1, () => other.reset());
    }
    this.#streams = new Set();
  }

  #again(afterMs: number): void {
    const generation = ++this.#generation;
    this.#ports.world.after(afterMs, () => {
      if (generation === this.#generation) this.start();
    });
  }
}

const copyUp = (message: AgentMessage): AgentMessage =>
  skep.v1.AgentMessage.decode(skep.v1.AgentMessage.encode(message).finish());
const copyDown = (message: ManagerMessage): ManagerMessage =>
  skep.v1.ManagerMessage.decode(skep.v1.ManagerMessage.encode(message).finish());

/** The engine as one life of an agent sees it: a dead one hears no more of it. */
function mortalRuntime(runtime: FakeRuntime, life: Life): Runtime {
  const heard = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      work.then(
        (value) => life.enter(() => resolve(value)),
        (error: unknown) => life.enter(() => reject(error)),
      );
    });
  return {
    name: runtime.name,
    describe: () => heard(runtime.describe()),
    prepare: (task, signal) => heard(runtime.prepare(task, signal)),
    start: (id, signal) => heard(runtime.start(id, signal)),
    inspect: (id) => heard(runtime.inspect(id)),
    stop: (id, stopSignal, graceMs, signal) => heard(runtime.stop(id, stopSignal, graceMs, signal)),
    remove: (id) => heard(runtime.remove(id)),
    list: (nodeId) => heard(runtime.list(nodeId)),
    watch: (onEvent) => runtime.watch((event) => life.enter(() => onEvent(event))),
    usage: (ids) => heard(runtime.usage(ids)),
    logs: (id, request, signal) => runtime.logs(id, request, signal),
  };
}
