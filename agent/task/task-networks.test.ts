/** A task on networks: what the node's networks are asked, and when, as its container lives. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Task, TaskStatus } from "../../shared/domain/objects.ts";
import type { DesiredState } from "../../shared/domain/task-state.ts";
import type { NetworkId, NodeId, TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { systemClock } from "../../shared/node/clock.ts";
import { seededRng } from "../../shared/rng.ts";
import { task as plainTask } from "../../test/lib/objects.ts";
import { eventually } from "../../test/lib/wait.ts";
import type { NodeNetwork } from "../network/network.ts";
import { FakeRuntime } from "../runtime/fake/fake-runtime.ts";
import { TaskRejected } from "../runtime/runtime.ts";
import type { AssignmentChange } from "./assignment.ts";
import { FileTaskDb } from "./task-db-driver.ts";
import { TaskWorker } from "./worker-loop.ts";

const nodeId = "n1" as NodeId;
const ID = "t1" as TaskId;
const BOUND_MS = 10_000;
const port = { name: "", protocol: "tcp", publishMode: "ingress" } as const;
const hostPorts = [{ ...port, targetPort: 80, publishedPort: 31_000 }];

function task(desiredState: DesiredState = "running"): Task {
  const networks = [{ networkId: "net" as NetworkId, addresses: ["10.0.1.5/24"], aliases: [] }];
  const status = { state: "assigned", timestampMs: 0, message: "" } as const;
  return { ...plainTask(ID, "web"), nodeId, desiredState, networks, status };
}

function change(tasks: readonly Task[], removedTasks: readonly TaskId[] = []): AssignmentChange {
  const Healthcheck = { Test: ["CMD", "x"], Interval: 2e7, Retries: 1 };
  const ContainerSpec = { Image: "fake/fast", Healthcheck };
  return {
    complete: false,
    specs: [{ id: "s@1", spec: { Name: "web", TaskTemplate: { ContainerSpec } } }],
    tasks: tasks.map((one) => ({ task: one, specRevision: "s@1" })),
    removedTasks,
    secrets: [],
    configs: [],
    removedSpecs: [],
    removedSecrets: [],
    removedConfigs: [],
  };
}

/** Notes what it is asked; a withdrawal waits until the test lets it go. */
class NotedNetwork implements NodeNetwork {
  readonly log: string[];
  refuses = false;
  drain: () => void = () => {};

  constructor(log: string[]) {
    this.log = log;
  }

  describe(): object {
    return {};
  }

  async apply(): Promise<void> {}

  async attach({ task: { id } }: { readonly task: Task }) {
    this.log.push(`attach ${id}`);
    if (this.refuses) throw new TaskRejected("no such network");
    return { networks: [], nameServers: [], env: [], hostPorts };
  }

  async started(id: TaskId, pid: number): Promise<void> {
    this.log.push(`started ${id} ${pid > 0 ? "with a pid" : "without a pid"}`);
  }

  async withdraw(id: TaskId): Promise<void> {
    this.log.push(`withdraw ${id}`);
    await new Promise<void>((resolve) => {
      this.drain = resolve;
    });
  }

  async release(id: TaskId): Promise<void> {
    this.log.push(`release ${id}`);
  }

  async removeAll(): Promise<void> {}

  async close(): Promise<void> {}
}

const WAY_UP = ["accepted", "preparing", "attach t1", "ready", "starting"];
const CONNECTED = "started t1 with a pid";

async function bench() {
  const log: string[] = [];
  const statuses: TaskStatus[] = [];
  const rng = seededRng(1);
  const runtime = new FakeRuntime({ clock: systemClock, rng });
  const dir = await mkdtemp(join(tmpdir(), "skep-task-networks-"));
  const start = async () => {
    const life = new AbortController();
    const network = new NotedNetwork(log);
    const db = new FileTaskDb(dir, silentLogger);
    const worker = new TaskWorker({
      nodeId,
      node: { hostname: "alpha", os: "linux", architecture: "x86_64" },
      runtime,
      network,
      clock: systemClock,
      rng,
      logger: silentLogger,
      db,
    });
    worker.onStatus((_, status) => {
      statuses.push(status);
      log.push(status.withdrawn === true ? `${status.state}, withdrawn` : status.state);
    });
    await worker.start(life.signal);
    const kill = async (): Promise<void> => {
      life.abort(new Error("killed"));
      await db.flush();
    };
    return { worker, network, kill };
  };
  const says = async (expected: readonly string[]): Promise<void> => {
    await eventually("all is done", BOUND_MS, () => log.length >= expected.length).catch(() => {});
    expect(log).toEqual(expected);
  };
  return { log, statuses, runtime, start, says, remove: () => rm(dir, { recursive: true }) };
}

test("is attached before its container is made, and connected before it is RUNNING", async () => {
  const { start, says, statuses, remove } = await bench();
  const { worker, kill } = await start();
  worker.apply(change([task()]));
  await says([...WAY_UP, CONNECTED, "running"]);
  expect(statuses.at(-1)?.ports).toEqual(hostPorts);
  await kill();
  await remove();
});

test("is stopped when nobody sends to it any more, then released, and so once more", async () => {
  const { log, start, says, runtime, remove } = await bench();
  const { worker, network, kill } = await start();
  worker.apply(change([task()]));
  await says([...WAY_UP, CONNECTED, "running"]);
  log.length = 0;
  worker.apply(change([task("shutdown")]));
  await says(["withdraw t1"]);
  expect(runtime.running()).toEqual([ID]);
  network.drain();
  await says(["withdraw t1", "shutdown", "release t1"]);
  expect(runtime.running()).toEqual([]);
  worker.apply(change([], [ID]));
  await eventually("it is gone", BOUND_MS, async () => (await runtime.list(nodeId)).length === 0);
  await kill();
  await remove();
});

test("that turns unhealthy is told to the managers before it is stopped", async () => {
  const { log, start, says, runtime, remove } = await bench();
  const { worker, network, kill } = await start();
  worker.apply(change([task()]));
  await says([...WAY_UP, CONNECTED, "running"]);
  log.length = 0;
  runtime.setHealth(ID, "unhealthy");
  await says(["running, withdrawn", "withdraw t1"]);
  runtime.setHealth(ID, "healthy");
  network.drain();
  await says(["running, withdrawn", "withdraw t1", "failed", "release t1"]);
  await kill();
  await remove();
});

test("that no network takes is rejected, and gives back what it may have got", async () => {
  const { start, says, statuses, remove } = await bench();
  const { worker, network, kill } = await start();
  network.refuses = true;
  worker.apply(change([task()]));
  await says(["accepted", "preparing", "attach t1", "rejected", "release t1"]);
  expect(statuses.at(-1)?.err).toBe("no such network");
  await kill();
  await remove();
});

test("is connected again after a restart of the agent, without a manager", async () => {
  const { log, start, says, remove } = await bench();
  const first = await start();
  first.worker.apply(change([task()]));
  await says([...WAY_UP, CONNECTED, "running"]);
  await first.kill();
  log.length = 0;
  const second = await start();
  await says(["attach t1", CONNECTED]);
  await second.kill();
  await remove();
});
