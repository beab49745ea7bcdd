/** A real cluster whose nodes share one real engine: what most tests with containers need. */
import { clearNetworks } from "../../agent/network/kernel/clear-driver.ts";
import { silentLogger } from "../../shared/logger.ts";
import { systemClock } from "../../shared/node/clock.ts";
import { TestCluster, type TestNode } from "./cluster.ts";
import { BUSYBOX_IMAGE, buildTestImages, type Engine, startEngine } from "./engine.ts";
import { eventually } from "./wait.ts";

export interface ApiTask {
  readonly ID: string;
  readonly NodeID: string;
  readonly Slot: number;
  readonly DesiredState: string;
  readonly Status: {
    readonly State: string;
    readonly Err?: string;
    readonly ContainerStatus?: {
      readonly ContainerID: string;
      readonly PID: number;
      readonly ExitCode: number;
    };
  };
}

const CONVERGE_MS = 30_000;
const CLEAR_MS = 60_000;

export class ContainerCluster {
  readonly engine: Engine;
  readonly cluster: TestCluster;

  private constructor(engine: Engine, cluster: TestCluster) {
    this.engine = engine;
    this.cluster = cluster;
  }

  static async start(size: { managers: number; workers: number }): Promise<ContainerCluster> {
    const engine = await startEngine();
    try {
      buildTestImages(engine.address);
      const socket = engine.address.slice("unix://".length);
      const cluster = await TestCluster.start({ ...size, engine: socket });
      return new ContainerCluster(engine, cluster);
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    try {
      await this.cluster.stop();
      await this.#clear();
    } finally {
      await this.engine.stop();
    }
  }

  /** The agents were killed: what they leave on this machine's network is nobody's to remove. */
  async #clear(): Promise<void> {
    const ids = this.engine.docker("ps", "--all", "--quiet").split("\n").filter(Boolean);
    if (ids.length > 0) this.engine.docker("rm", "--force", ...ids);
    const engine = this.engine.address;
    const signal = AbortSignal.timeout(CLEAR_MS);
    await clearNetworks({ engine, clock: systemClock, logger: silentLogger }, signal);
  }

  get manager(): TestNode {
    return this.cluster.first;
  }

  docker(...args: readonly string[]): Promise<string> {
    return this.manager.dockerOk(...args);
  }

  /** Creates a service of the test's own image, without asking a registry for it. */
  create(name: string, flags: readonly string[], command: readonly string[]): Promise<string> {
    const quiet = flags.includes("--detach=false") ? [] : ["--detach", "--quiet"];
    const head = ["service", "create", "--name", name, "--no-resolve-image", ...quiet];
    return this.docker(...head, ...flags, BUSYBOX_IMAGE, ...command);
  }

  tasks(service: string, filters: Record<string, readonly string[]> = {}): Promise<ApiTask[]> {
    const query = { filters: JSON.stringify({ service: [service], ...filters }) };
    return this.manager.api<ApiTask[]>("/tasks", { query });
  }

  /** The tasks that run and should, as soon as there are as many. */
  running(service: string, count: number): Promise<ApiTask[]> {
    return eventually(`${count} tasks of ${service} run`, CONVERGE_MS, async () => {
      const tasks = await this.tasks(service, { "desired-state": ["running"] });
      const running = tasks.filter(({ Status }) => Status.State === "running");
      const all = running.length === count && tasks.length === count;
      if (!all) throw new Error(JSON.stringify(tasks.map(({ Status }) => Status)));
      return running;
    });
  }

  /** Ids of the service's containers on the engine, whatever state they are in. */
  containers(service: string): readonly string[] {
    const filter = `label=com.docker.swarm.service.name=${service}`;
    const ids = this.engine.docker("ps", "--all", "--quiet", "--no-trunc", "--filter", filter);
    return ids.split("\n").filter(Boolean);
  }

  /** One line a task, in the CLI's words. */
  async ps(service: string, format: string, ...flags: readonly string[]): Promise<string[]> {
    const out = await this.docker(
      "service",
      "ps",
      "--no-trunc",
      ...flags,
      "--format",
      format,
      service,
    );
    return out.split("\n").filter(Boolean);
  }

  /** Removes services and waits until their containers are gone. */
  async remove(...services: readonly string[]): Promise<void> {
    await this.docker("service", "rm", ...services);
    await eventually(`containers of ${services.join(", ")} are gone`, CONVERGE_MS, () =>
      services.every((service) => this.containers(service).length === 0),
    );
  }
}

export function containerOf(task: ApiTask | undefined): string {
  const id = task?.Status.ContainerStatus?.ContainerID ?? "";
  if (id === "") throw new Error(`task ${task?.ID} has no container`);
  return id;
}
