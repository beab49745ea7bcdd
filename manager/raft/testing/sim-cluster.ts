/**
 * Managers' consensus in one process on virtual time: real loops, real logs on disks that crash,
 * a network that loses.
 */
import type { Clock } from "../../../shared/clock.ts";
import type { NodeId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { type Rng, seededRng } from "../../../shared/rng.ts";
import { HostConsensus } from "../host-consensus.ts";
import type { RaftLoop } from "../loop.ts";
import { MemoryDisk } from "../memory-disk.ts";
import { DEFAULT_TIMING, type LogPolicy, type StartMode } from "../options.ts";
import type { FromLoop, ToLoop } from "../protocol.ts";
import { startLoop } from "../start.ts";
import { Recorder } from "./recorder.ts";
import { SimNetwork, SimTransport } from "./sim-transport.ts";
import { VirtualClock } from "./virtual-clock.ts";

export class SimManager {
  readonly nodeId: NodeId;
  readonly addr: string;
  readonly disk: MemoryDisk = new MemoryDisk();
  readonly #cluster: SimCluster;
  machine: Recorder = new Recorder();
  #consensus: HostConsensus | undefined;
  #alive: { up: boolean } = { up: false };

  constructor(cluster: SimCluster, name: string) {
    this.#cluster = cluster;
    this.nodeId = name as NodeId;
    this.addr = `${name}:2377`;
  }

  get consensus(): HostConsensus {
    if (this.#consensus === undefined) throw new Error(`${this.nodeId} does not run`);
    return this.#consensus;
  }

  get up(): boolean {
    return this.#alive.up;
  }

  get leads(): boolean {
    return this.up && this.consensus.leadership() !== undefined;
  }

  async start(mode: StartMode): Promise<void> {
    const { clock: time, rng, network, policy } = this.#cluster;
    const alive = { up: true };
    const clock = mortal(time, alive);
    this.#alive = alive;
    this.machine = new Recorder();
    let loop: RaftLoop | undefined;
    const early: ToLoop[] = [];
    const consensus = new HostConsensus({
      machine: this.machine,
      link: {
        post: (message) => {
          clock.after(0.05, () => {
            if (loop === undefined) early.push(message);
            else loop.handle(message);
          });
        },
      },
      isRemoved: () => false,
      logger: silentLogger,
    });
    this.#consensus = consensus;
    loop = await startLoop({
      disk: this.disk,
      clock,
      rng: seededRng(rng.next()),
      defer: (run) => void clock.after(0.01, run),
      transport: new SimTransport(network, this.addr, this.nodeId),
      emit: (message: FromLoop) => void clock.after(0.05, () => consensus.receive(message)),
      logger: silentLogger,
      nodeId: this.nodeId,
      clusterId: "c1",
      advertiseAddr: this.addr,
      mode,
      sealingKey: { kind: "local" },
      policy,
      timing: DEFAULT_TIMING,
      segmentBytes: 16 << 10,
    });
    for (const message of early) loop.handle(message);
  }

  /** The power goes: what was not synced may be lost. */
  crash(): void {
    this.#alive.up = false;
    this.#cluster.network.endpoints.delete(this.addr);
    this.disk.crash(this.#cluster.rng);
  }
}

export class SimCluster {
  readonly clock: VirtualClock = new VirtualClock();
  readonly rng: Rng;
  readonly network: SimNetwork;
  readonly managers: SimManager[] = [];
  #made = 0;
  policy: LogPolicy = {
    snapshotInterval: 10_000,
    keepOldSnapshots: 0,
    logEntriesForSlowFollowers: 500,
  };

  constructor(seed: number) {
    this.rng = seededRng(seed);
    this.network = new SimNetwork(this.clock, this.rng);
  }

  /** The first founds the cluster, the others join it and are waited for until they vote. */
  async grow(count: number): Promise<void> {
    for (let i = this.managers.length; i < count; i++) {
      const manager = new SimManager(this, `m${++this.#made}`);
      this.managers.push(manager);
      const remoteAddrs = this.managers.slice(0, i).map((one) => one.addr);
      const mode: StartMode = i === 0 ? { kind: "bootstrap" } : { kind: "join", remoteAddrs };
      await this.clock.settle(manager.start(mode), 20_000, `${manager.nodeId} starts`);
      const votes = (): boolean => {
        const { members, leader } = manager.consensus.status();
        return members.length === i + 1 && members.every((one) => !one.learner) && !!leader;
      };
      await this.clock.until(votes, 20_000, `${manager.nodeId} votes`);
    }
  }

  async leader(): Promise<SimManager> {
    const leading = (): SimManager | undefined => this.managers.find((one) => one.leads);
    await this.clock.until(() => leading() !== undefined, 20_000, "somebody leads");
    const leader = leading();
    if (leader === undefined) throw new Error("nobody leads");
    return leader;
  }

  async restart(manager: SimManager, forceNewCluster = false): Promise<void> {
    const started = manager.start({ kind: "restart", forceNewCluster });
    await this.clock.settle(started, 20_000, `${manager.nodeId} starts again`);
  }

  propose(manager: SimManager, text: string): Promise<number> {
    return manager.consensus.propose(new TextEncoder().encode(text));
  }

  /** Waits until all that run have applied the same. */
  async converged(): Promise<void> {
    const running = (): SimManager[] => this.managers.filter((one) => one.up);
    const same = (): boolean => new Set(running().map((one) => one.machine.index)).size === 1;
    await this.clock.until(same, 30_000, "all have applied the same");
  }
}

/** A clock whose timers die with the machine. */
function mortal(clock: Clock, alive: { readonly up: boolean }): Clock {
  return {
    now: () => clock.now(),
    after: (delayMs, fire) =>
      clock.after(delayMs, () => {
        if (alive.up) fire();
      }),
  };
}
