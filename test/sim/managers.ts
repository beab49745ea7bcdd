/**
 * The managers of a cluster and who looks after them: each machine has a supervisor, as skepd is
 * one, that starts its manager again after a crash or a failure, and lets it join anew after it
 * was removed.
 */
import type { LogPolicy, StartMode, StopCause } from "../../manager/raft/options.ts";
import type { ChangeBatch } from "../../manager/store/types.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { RaftWitness } from "./checkers/raft.ts";
import { type Report, Violation } from "./checkers/violation.ts";
import { Machine } from "./disk.ts";
import { ManagerProcess } from "./manager-process.ts";
import type { RaftPorts } from "./raft-transport.ts";
import type { World } from "./world.ts";

const RETRY_MS = 500;
const BAD_START_MS = 30_000;

export interface ManagersOptions {
  readonly world: World;
  readonly ports: RaftPorts;
  readonly witness: RaftWitness;
  readonly policy: LogPolicy;
  readonly maxMessageBytes: number | undefined;
  readonly report: Report;
  readonly duties: boolean;
  /** Whether the node with this name is to be a manager, as far as anybody knows. */
  readonly wished: (name: string) => boolean;
  readonly onChanges: (process: ManagerProcess, batch: ChangeBatch) => void;
  readonly onElected: (host: ManagerHost) => void;
  readonly onCommitted: (host: ManagerHost) => void;
  readonly onStart?: (process: ManagerProcess) => void;
}

export class ManagerHost {
  readonly name: string;
  machine: Machine;
  readonly #options: ManagersOptions;
  readonly #peers: () => readonly string[];
  #mode: StartMode;
  #process: ManagerProcess | undefined;
  /** Counts lives, so that a supervisor's plan for an earlier one is dropped. */
  #generation = 0;
  /** Not started again by itself before this. */
  #heldUntil = 0;

  constructor(
    options: ManagersOptions,
    name: string,
    mode: StartMode,
    peers: () => readonly string[],
  ) {
    this.#options = options;
    this.name = name;
    this.machine = new Machine(options.world, name);
    this.#mode = mode;
    this.#peers = peers;
  }

  get process(): ManagerProcess | undefined {
    return this.#process?.life.alive === true ? this.#process : undefined;
  }

  get leads(): boolean {
    return this.process?.consensus.leadership() !== undefined;
  }

  /** A full member, by its own account. */
  get votes(): boolean {
    const status = this.process?.consensus.status();
    if (status === undefined || status.role === "stopped") return false;
    return status.members.some((one) => one.nodeId === this.name && !one.learner);
  }

  start(): void {
    if (this.process !== undefined) return;
    const { world, ports, witness, policy } = this.#options;
    if (this.#mode.kind === "join" && !this.#options.wished(this.name)) {
      // Demoted: its certificate lets it join when it is promoted, and not before.
      this.#again(RETRY_MS);
      return;
    }
    const generation = ++this.#generation;
    const known = this.#mode;
    const mode: StartMode =
      known.kind === "join" ? { kind: "join", remoteAddrs: this.#peers() } : known;
    world.note(`${this.name} starts: ${mode.kind}`);
    const process = new ManagerProcess({
      world,
      ports,
      witness,
      machine: this.machine,
      mode,
      policy,
      maxMessageBytes: this.#options.maxMessageBytes,
      isRemoved: () => false,
      duties: this.#options.duties,
      onChanges: this.#options.onChanges,
      onElected: () => this.#options.onElected(this),
      onCommitted: () => this.#options.onCommitted(this),
    });
    this.#process = process;
    const current = (): boolean => generation === this.#generation;
    process.start().then(
      () => {
        if (!current()) return;
        this.#mode = { kind: "restart", forceNewCluster: false };
        this.#options.onStart?.(process);
      },
      (error: unknown) => current() && this.#startFailed(process, error),
    );
    void process.consensus.stopped.then((cause) => current() && this.#ended(process, cause));
  }

  #startFailed(process: ManagerProcess, error: unknown): void {
    const { world, report } = this.#options;
    const message = error instanceof Error ? error.message : String(error);
    world.note(`${this.name} does not start: ${message}`);
    process.life.end();
    if (error instanceof ClusterError && error.code === "DATA_LOSS") {
      report(new Violation("what was synced stays", `${this.name} does not start: ${message}`));
      return;
    }
    // Half of a join or of a beginning may be on the disk already.
    if (this.#mode.kind === "bootstrap" && message.includes("already")) {
      this.#mode = { kind: "restart", forceNewCluster: false };
    }
    this.#again(RETRY_MS);
  }

  #ended(process: ManagerProcess, cause: StopCause): void {
    process.resetConnections();
    process.life.end();
    this.#options.ports.died(this.name);
    if (cause.kind === "removed") {
      this.wipe();
      this.#again(this.#options.world.between(200, 2_000));
    } else {
      const error = cause.kind === "failed" ? cause.error : undefined;
      const disk = /^(EIO|ENOSPC)/.test(error?.message ?? "");
      if (error instanceof ClusterError && error.code === "INTERNAL" && !disk) {
        this.#options.report(
          new Violation("no invariant breaks", `${this.name}: ${error.message}`),
        );
      }
      this.#again(RETRY_MS);
    }
  }

  #again(afterMs: number): void {
    const { world } = this.#options;
    const generation = this.#generation;
    const at = Math.max(world.now() + afterMs, this.#heldUntil);
    world.after(at - world.now(), () => {
      if (generation === this.#generation) this.start();
    });
  }

  /** kill -9: what was written is in the page cache and stays. */
  kill(downMs: number): void {
    const { world, ports } = this.#options;
    if (this.process === undefined) return;
    world.note(`${this.name} is killed for ${Math.round(downMs)} ms`);
    this.process.resetConnections();
    this.process.life.end();
    ports.died(this.name);
    this.#generation++;
    this.#heldUntil = world.now() + downMs;
    this.#again(downMs);
  }

  /** The power goes; nobody hears of it. */
  crash(downMs: number): void {
    const { world } = this.#options;
    world.note(`${this.name} crashes for ${Math.round(downMs)} ms`);
    this.process?.life.end();
    this.machine.crash();
    this.#generation++;
    this.#heldUntil = world.now() + downMs;
    this.#again(downMs);
  }

  /** A new disk: it will join as somebody new. */
  wipe(): void {
    const { world } = this.#options;
    const { clockOffsetMs, liesAboutSync } = this.machine;
    world.note(`${this.name} has a new disk`);
    this.machine = new Machine(world, this.name);
    this.machine.clockOffsetMs = clockOffsetMs;
    this.machine.liesAboutSync = liesAboutSync;
    this.#mode = { kind: "join", remoteAddrs: [] };
  }

  heal(): void {
    this.machine.failing = 0;
    this.machine.slowMs = 0;
    this.machine.clockOffsetMs = 0;
    this.machine.fill(false);
    this.#heldUntil = 0;
    if (this.process === undefined) this.start();
  }
}

export class Managers {
  readonly hosts: ManagerHost[] = [];
  /** Members that were asked to be removed and perhaps are still to be, by their Raft id. */
  readonly removing: Set<number> = new Set();

  /** Whether somebody may still be on the way out. */
  get shrinking(): boolean {
    const members = this.hosts.flatMap(({ process }) => process?.consensus.status().members ?? []);
    for (const id of this.removing) {
      if (!members.some(({ raftId }) => raftId === id)) this.removing.delete(id);
    }
    return this.removing.size > 0;
  }
  readonly #options: ManagersOptions;
  /** Told of the next election that somebody wins, once. */
  #coup: ((host: ManagerHost) => void) | undefined;
  #harvest: { readonly host: ManagerHost; readonly strike: () => void } | undefined;

  constructor(options: Omit<ManagersOptions, "onElected" | "onCommitted" | "wished">) {
    this.#options = {
      ...options,
      wished: (name) => this.#wished(name),
      onElected: (host) => {
        const coup = this.#coup;
        this.#coup = undefined;
        coup?.(host);
      },
      onCommitted: (host) => {
        if (this.#harvest?.host !== host) return;
        const { strike } = this.#harvest;
        this.#harvest = undefined;
        strike();
      },
    };
  }

  #wished(name: string): boolean {
    const stores = this.running.map(({ store }) => store);
    const newest = stores.sort((a, b) => b.view((tx) => tx.index) - a.view((tx) => tx.index))[0];
    const node = newest?.view((tx) => [...tx.all("node")].find(({ id }) => id === name));
    return newest !== undefined && node?.spec.Role !== "worker";
  }

  onNextCommitted(host: ManagerHost, strike: () => void): void {
    this.#harvest = { host, strike };
  }

  onNextElected(coup: (host: ManagerHost) => void): void {
    this.#coup = coup;
  }

  /** The first founds the cluster, the others join it one after the other. */
  async form(count: number): Promise<void> {
    const { world } = this.#options;
    for (let i = 0; i < count; i++) {
      const mode: StartMode = i === 0 ? { kind: "bootstrap" } : { kind: "join", remoteAddrs: [] };
      const name = `m${i + 1}`;
      const others = (): string[] =>
        this.hosts.map((host) => host.name).filter((other) => other !== name);
      const host = new ManagerHost(this.#options, name, mode, others);
      this.hosts.push(host);
      host.start();
      const grown = await world.run(world.now() + BAD_START_MS, () => this.whole());
      if (!grown) throw new Violation("a healthy cluster grows", `${name} is not a voter`);
    }
  }

  /** Everybody is a voter, and all agree on who leads. */
  whole(): boolean {
    const leaders = this.hosts.map(
      (host) => host.process?.consensus.status().leader?.raftId ?? Number.NaN,
    );
    if (new Set(leaders).size !== 1 || Number.isNaN(leaders[0])) return false;
    const members = this.hosts.map((host) => host.process?.consensus.status().members.length);
    if (members.some((count) => count !== this.hosts.length)) return false;
    return this.hosts.every((host) => host.votes) && this.hosts.some((host) => host.leads);
  }

  get running(): readonly ManagerProcess[] {
    return this.hosts.map((host) => host.process).filter((one) => one !== undefined);
  }

  get leader(): ManagerHost | undefined {
    return this.hosts.find((host) => host.leads);
  }
}
