/**
 * One machine: its own network, its own stock engine with docker0 and iptables, its own skepd. The
 * disks outlive its reboots.
 */
import type { ChildProcess } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CONTROL_PORT, type LocalNode, METRICS_PORT } from "../../../cli/local/plan.ts";
import { type CommandResult, runCommand, TestNode } from "../cluster.ts";
import { launchDaemon, terminate } from "../engine.ts";
import { type Lan, Station } from "./lan.ts";
import { powerOff, type Sandbox } from "./sandbox.ts";

export interface HostOptions {
  /** From 1: the last byte of its addresses. */
  readonly number: number;
  readonly role: "manager" | "worker";
  /** Without an engine its tasks are processes. */
  readonly engine: boolean;
  /** More flags of skepd's. */
  readonly flags: readonly string[];
}

export type Direction = "both" | "in" | "out";

export class Host extends TestNode {
  readonly station: Station;
  readonly folder: string;
  readonly #lan: Lan;
  readonly #hasEngine: boolean;
  #daemon: ChildProcess | undefined;

  constructor(sandbox: Sandbox, lan: Lan, options: HostOptions) {
    const name = `host-${options.number}`;
    const station = new Station(sandbox, name, options.number);
    const folder = join(sandbox.folder, name);
    super(planHost(folder, station, options), station.enter);
    this.station = station;
    this.folder = folder;
    this.#lan = lan;
    this.#hasEngine = options.engine;
  }

  get address(): string {
    return this.station.address;
  }

  get address6(): string {
    return this.station.address6;
  }

  /** The namespace's name; its file is below /run/netns. */
  get namespace(): string {
    return this.station.namespace;
  }

  get #engineFolder(): string {
    return join(this.folder, "engine");
  }

  /** `unix://…`: the engine itself, past skepd. */
  get engineAddress(): string {
    return `unix://${engineSocket(this.folder)}`;
  }

  /** Plugs it in and starts its engine and its skepd. */
  async powerOn(): Promise<void> {
    this.#lan.attach(this.station);
    await this.startEngine();
    await this.start();
  }

  /** Everything that runs dies, what is in memory is lost: devices, rules, /run. */
  powerOff(): void {
    this.#lan.detach(this.station);
    powerOff(this.folder, [this.namespace]);
    this.#daemon = undefined;
    for (const path of ["exec", "dockerd.pid"]) {
      rmSync(join(this.#engineFolder, path), { recursive: true, force: true });
    }
    for (const path of [this.plan.execRoot, engineSocket(this.folder), this.plan.socket]) {
      rmSync(path, { recursive: true, force: true });
    }
  }

  async reboot(): Promise<void> {
    this.powerOff();
    await this.powerOn();
  }

  async startEngine(): Promise<void> {
    if (!this.#hasEngine) return;
    mkdirSync(this.#engineFolder, { recursive: true });
    const socket = engineSocket(this.folder);
    this.#daemon = await launchDaemon({
      folder: this.#engineFolder,
      socket,
      enter: this.station.enter,
      args: [`--host=unix://${socket}`],
    });
  }

  /** Its containers stop with it, as an engine's do that is not live-restoring. */
  async stopEngine(): Promise<void> {
    if (this.#daemon !== undefined) await terminate(this.#daemon);
    this.#daemon = undefined;
  }

  /** -9, the daemon alone; its containers live on. */
  async killEngine(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined) return;
    const exited = new Promise((resolve) => daemon.once("exit", resolve));
    daemon.kill("SIGKILL");
    await exited;
    this.#daemon = undefined;
  }

  /** The docker CLI at the engine itself, which must succeed: its output, trimmed. */
  async engine(...args: readonly string[]): Promise<string> {
    const result = await runCommand("docker", ["-H", this.engineAddress, ...args]);
    if (result.code === 0) return result.stdout.trim();
    throw new Error(`${this.name}: docker ${args.join(" ")}: ${result.stderr.trim()}`);
  }

  /** A command in the host's network. */
  run(command: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.station.run(command, ...args);
  }

  /** The same, which must succeed: its standard output, trimmed. */
  runOk(command: string, ...args: readonly string[]): Promise<string> {
    return this.station.runOk(command, ...args);
  }

  curl(url: string, ...flags: readonly string[]): Promise<string> {
    return this.station.curl(url, ...flags);
  }

  /** Its packets are lost, silently: all, or those in one direction. */
  cut(direction: Direction = "both"): void {
    const { station } = this;
    if (direction !== "in") this.#lan.block({ from: station });
    if (direction !== "out") this.#lan.block({ to: station });
  }

  /** Packets between the two are lost; one way: those from this one to the other. */
  cutFrom(other: Host, oneWay = false): void {
    this.#lan.block({ from: this.station, to: other.station });
    if (!oneWay) this.#lan.block({ from: other.station, to: this.station });
  }

  /** Ends its cuts; with `other`, those between the two. */
  heal(other?: Host): void {
    this.#lan.unblock(this.station, other?.station);
  }

  /** Pulls the cable, which the host can see, or puts it back. */
  plug(plugged: boolean): void {
    this.#lan.plug(this.station, plugged);
  }
}

/** Short and not below the data root: a socket's path has at most 107 bytes. */
function engineSocket(folder: string): string {
  return join(folder, "docker.sock");
}

function planHost(folder: string, station: Station, options: HostOptions): LocalNode {
  const { name, address } = station;
  const socket = join(folder, "skep.sock");
  const dataRoot = join(folder, "data");
  const execRoot = join(folder, "run");
  const metricsAddr = `${address}:${METRICS_PORT}`;
  const flags = [
    ["--host", `unix://${socket}`],
    ["--data-root", dataRoot],
    ["--exec-root", execRoot],
    ["--hostname", name],
    ["--metrics-addr", metricsAddr],
    ["--engine", options.engine ? `unix://${engineSocket(folder)}` : "none"],
    ["--runtime", options.engine ? "docker" : "process"],
    ["--swarm-default-advertise-addr", `${address}:${CONTROL_PORT}`],
    ["--usage-interval", "2s"],
    ["--log-format", "text"],
    // Nothing of the machine's own skepd may leak in.
    ["--config-file", join(folder, "skepd.json")],
    options.flags,
  ].flat();
  const logFile = join(folder, "skepd.log");
  const { role } = options;
  return { name, role, address, socket, dataRoot, execRoot, logFile, metricsAddr, flags };
}
