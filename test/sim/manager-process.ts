/**
 * A manager's consensus and store, as in a real manager process: RaftLoop in "its thread",
 * HostConsensus and RaftStore in the other, and a message queue in between.
 */
import type { CommittedEntry, StateMachine } from "../../manager/raft/consensus.ts";
import { HostConsensus } from "../../manager/raft/host-consensus.ts";
import type { RaftLoop } from "../../manager/raft/loop.ts";
import { DEFAULT_TIMING, type LogPolicy, type StartMode } from "../../manager/raft/options.ts";
import type { FromLoop, ToLoop } from "../../manager/raft/protocol.ts";
import { startLoop } from "../../manager/raft/start.ts";
import { RaftStore } from "../../manager/store/store.ts";
import type { ChangeBatch } from "../../manager/store/types.ts";
import type { NodeId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import type { RaftWitness } from "./checkers/raft.ts";
import type { Machine } from "./disk.ts";
import { Life } from "./life.ts";
import { type Duties, takeUpDuties } from "./manager-duties.ts";
import { type RaftPorts, RaftTransport } from "./raft-transport.ts";
import type { World } from "./world.ts";

const SEGMENT_BYTES = 16 << 10;
/** Between the two threads of a process. */
const HOP_MS = 0.05;
/** States are compared at every index that this divides. */
const STATE_EVERY = 8;

export interface ManagerOptions {
  readonly world: World;
  readonly ports: RaftPorts;
  readonly witness: RaftWitness;
  readonly machine: Machine;
  readonly mode: StartMode;
  readonly policy: LogPolicy;
  readonly maxMessageBytes: number | undefined;
  readonly isRemoved: (store: RaftStore, nodeId: NodeId) => boolean;
  /** Whether it also orchestrates, schedules and dispatches. */
  readonly duties: boolean;
  readonly onChanges: (process: ManagerProcess, batch: ChangeBatch) => void;
  /** At the instant of its election, before anything that it does about it. */
  readonly onElected: () => void;
  /** At the instant when it takes entries for committed. */
  readonly onCommitted: () => void;
}

/** One life of one manager. */
export class ManagerProcess {
  readonly name: string;
  readonly life: Life;
  readonly store: RaftStore;
  readonly consensus: HostConsensus;
  /** Streams of agents that end here, to be reset when it dies. */
  readonly connections: Set<{ readonly other: { reset(): void } | undefined }> = new Set();
  duties: Duties | undefined;
  readonly #options: ManagerOptions;
  #loop: RaftLoop | undefined;
  #early: ToLoop[] = [];
  /** The newest term and the index of its first entry here. */
  #newest = { term: 0, first: 0 };
  #electedIn = 0;

  constructor(options: ManagerOptions) {
    const { world, machine } = options;
    this.#options = options;
    this.name = machine.name;
    this.life = new Life(world, machine.name);
    this.store = new RaftStore({ clock: this.life.wallClock(() => machine.clockOffsetMs) });
    this.consensus = new HostConsensus({
      machine: this.#watched(),
      link: { post: (message) => void this.life.after(HOP_MS, () => this.#toLoop(message)) },
      isRemoved: (nodeId) => options.isRemoved(this.store, nodeId),
      logger: silentLogger,
    });
    this.consensus.started.catch(() => {});
    this.store.attach(this.consensus);
    this.store.watch(
      () => undefined,
      (batch) => options.onChanges(this, batch),
    );
    if (options.duties) {
      const clock = this.life.wallClock(() => machine.clockOffsetMs);
      const { store, consensus } = this;
      this.duties = takeUpDuties({ store, consensus, clock, rng: world.fork() });
    }
  }

  /** Resolves when it takes part; rejects as startLoop does. */
  async start(): Promise<void> {
    const { world, ports, machine, mode, policy, maxMessageBytes } = this.#options;
    const addr = this.name;
    this.#loop = await startLoop({
      disk: machine.mount(this.life),
      clock: this.life.steadyClock(),
      rng: world.fork(),
      defer: (run) => void this.life.after(0.01, run),
      transport: new RaftTransport(ports, this.life, addr, this.name),
      emit: (message) => this.#fromLoop(message),
      logger: silentLogger,
      nodeId: this.name,
      clusterId: "sim",
      advertiseAddr: addr,
      mode,
      sealingKey: { kind: "local" },
      policy,
      timing: DEFAULT_TIMING,
      segmentBytes: SEGMENT_BYTES,
      ...(maxMessageBytes === undefined ? {} : { maxMessageBytes }),
    });
    for (const message of this.#early.splice(0)) this.#loop.handle(message);
  }

  /** Its kernel closes its connections. */
  resetConnections(): void {
    for (const { other } of this.connections) this.#options.world.after(1, () => other?.reset());
  }

  #toLoop(message: ToLoop): void {
    if (this.#loop === undefined) this.#early.push(message);
    else this.#loop.handle(message);
  }

  #fromLoop(message: FromLoop): void {
    const { world, witness } = this.#options;
    switch (message.kind) {
      case "lead": {
        const { term, first } = this.#newest;
        world.note(`${this.name} leads term ${message.term}`);
        witness.leads(this.name, this.consensus.raftId, message.term);
        if (term === message.term) witness.takesLead(this.name, term, first);
        break;
      }
      case "status": {
        const { role, term } = message.status;
        if (role === "leader" && term > this.#electedIn) {
          this.#electedIn = term;
          this.#options.onElected();
        }
        break;
      }
      case "lead-lost":
        world.note(`${this.name} leads no more`);
        break;
      case "stopped":
        world.note(`${this.name} stops: ${message.cause} ${message.error?.message ?? ""}`);
        break;
      case "restore":
        world.note(`${this.name} restores a snapshot at ${message.index}`);
        break;
      case "committed":
        this.#options.onCommitted();
        for (const [i, term] of message.terms.entries()) {
          if (term > this.#newest.term) this.#newest = { term, first: message.firstIndex + i };
        }
        break;
      default:
    }
    this.life.after(HOP_MS, () => this.consensus.receive(message));
  }

  /** The store as the state machine, with the witness looking on. */
  #watched(): StateMachine {
    const { witness } = this.#options;
    const apply = (entry: CommittedEntry): void => {
      witness.follows(
        this.name,
        this.store.view((tx) => tx.index),
        entry.index,
      );
      witness.applied(this.name, entry);
      this.store.apply([entry]);
      if (entry.index % STATE_EVERY === 0) this.#compare(entry.index);
    };
    return {
      apply: (entries) => {
        for (const entry of entries) apply(entry);
      },
      image: () => this.store.image(),
      restore: async (index, chunks) => {
        await this.store.restore(index, chunks);
        this.#compare(index);
      },
    };
  }

  #compare(index: number): void {
    this.#options.witness.state(this.name, index, this.store.image().chunks());
  }
}
