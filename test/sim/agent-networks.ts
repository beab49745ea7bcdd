/**
 * A worker's networks: the real model and its copy on disk, and a kernel that takes its time. A
 * task is attached when its networks are there, and an address is one task's at a time.
 */
import { NetworkLoop } from "../../agent/network/loop.ts";
import { type NetworkChange, NetworkModel, type NetworkUpdate } from "../../agent/network/model.ts";
import type { NodeNetwork } from "../../agent/network/network.ts";
import { Withdrawals } from "../../agent/network/withdrawals-loop.ts";
import type { ContainerNetworking, RunnableTask } from "../../agent/runtime/runtime.ts";
import type { NodeDescription } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { type Report, Violation } from "./checkers/violation.ts";
import type { Life } from "./life.ts";
import type { World } from "./world.ts";

const SLOWEST_KERNEL_MS = 30;

/** The machine's part, which outlives the agent: the kernel's tables, and the disk. */
export class NetworkMachine {
  readonly name: string;
  readonly world: World;
  readonly report: Report;
  /** Who has an address in this machine's kernel. */
  readonly held: Map<string, TaskId> = new Map();
  #updates: NetworkUpdate[] = [];
  #boots = 0;

  constructor(world: World, name: string, report: Report) {
    this.world = world;
    this.name = name;
    this.report = report;
  }

  get stack(): string {
    return `${this.name}#${this.#boots}`;
  }

  /** The power goes: the kernel forgets, and the disk lacks what came last. */
  crash(): void {
    this.#boots++;
    this.held.clear();
    const lost = this.world.rng.below(3);
    this.#updates = this.#updates.slice(0, Math.max(0, this.#updates.length - lost));
  }

  load(): readonly NetworkUpdate[] {
    return this.#updates;
  }

  save(update: NetworkUpdate): void {
    if (update.complete) this.#updates = [];
    this.#updates.push(structuredClone(update));
  }
}

/** One life of the agent with them. */
export class AgentNetworks implements NodeNetwork {
  readonly model: NetworkModel = new NetworkModel();
  readonly loop: NetworkLoop;
  readonly #machine: NetworkMachine;
  readonly #life: Life;
  readonly #withdrawals: Withdrawals;
  readonly #stack: string;
  #waiting: (() => void)[] = [];

  constructor(machine: NetworkMachine, life: Life) {
    this.#machine = machine;
    this.#life = life;
    this.#stack = machine.stack;
    this.#withdrawals = new Withdrawals(life.steadyClock());
    this.loop = new NetworkLoop({
      model: this.model,
      network: this,
      db: {
        load: async () => machine.load(),
        save: (update) => {
          if (life.alive) machine.save(update);
        },
        flush: async () => {},
      },
      logger: silentLogger,
    });
  }

  describe(): Pick<NodeDescription, "networkStack"> {
    return { networkStack: this.#stack };
  }

  async apply(change: NetworkChange): Promise<void> {
    await new Promise<void>((done) => {
      this.#life.after(this.#machine.world.between(0, SLOWEST_KERNEL_MS), done);
    });
    this.#withdrawals.drained(change.drained);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }

  async attach(
    { task }: Pick<RunnableTask, "task">,
    signal: AbortSignal,
  ): Promise<ContainerNetworking> {
    const there = (): boolean =>
      task.networks.every(({ networkId }) => this.model.network(networkId) !== undefined);
    while (!there()) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const look = (): void => {
          signal.removeEventListener("abort", look);
          resolve();
        };
        this.#waiting.push(look);
        signal.addEventListener("abort", look, { once: true });
      });
    }
    return { networks: [], nameServers: [], env: [], hostPorts: [] };
  }

  async started(taskId: TaskId): Promise<void> {
    const { held, report, name } = this.#machine;
    for (const { networkId, addresses } of this.model.membersOf(taskId)) {
      for (const address of addresses) {
        const key = `${networkId} ${address}`;
        const other = held.get(key);
        if (other !== undefined && other !== taskId) {
          report(
            new Violation("an address is one task's", `${key} on ${name}: ${other}, ${taskId}`),
          );
        }
        held.set(key, taskId);
      }
    }
  }

  async withdraw(taskId: TaskId, signal: AbortSignal): Promise<void> {
    await this.#withdrawals.wait(taskId, signal);
  }

  async release(taskId: TaskId): Promise<void> {
    const { held } = this.#machine;
    for (const [key, holder] of held) if (holder === taskId) held.delete(key);
    this.#withdrawals.release(taskId);
  }

  async removeAll(): Promise<void> {}

  async close(): Promise<void> {}
}
