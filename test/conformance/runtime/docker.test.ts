import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Dockerode from "dockerode";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { EngineClient } from "../../../agent/runtime/docker/adapters/engine-client.ts";
import { DockerRuntime } from "../../../agent/runtime/docker/docker-driver.ts";
import { TaskFiles } from "../../../agent/runtime/files-driver.ts";
import {
  type RunnableTask,
  type RuntimeEvent,
  TaskRejected,
} from "../../../agent/runtime/runtime.ts";
import type { ContainerSpec, TaskSpec } from "../../../shared/domain/spec.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import {
  BUSYBOX_IMAGE,
  buildTestImages,
  type Engine,
  startEngine,
  WEB_IMAGE,
} from "../../lib/engine.ts";
import { unavailable } from "../../lib/machine.ts";
import { shellSpec } from "./shell.ts";
import {
  never,
  newNodeId,
  type RuntimeHarness,
  run,
  runnable,
  runtimeConformance,
  until,
} from "./suite.ts";

describe.skipIf(unavailable("dockerd", "docker", "busybox", "ip"))("DockerRuntime", () => {
  let engine: Engine;
  const runFolder = mkdtempSync(join(tmpdir(), "skep-run-"));
  beforeAll(async () => {
    engine = await startEngine();
    buildTestImages(engine.address);
  });
  afterAll(async () => {
    await engine?.stop();
    await new TaskFiles(runFolder).unmount();
    rmSync(runFolder, { recursive: true, force: true });
  });

  const openRuntime = (): DockerRuntime =>
    new DockerRuntime({
      engine: engine.address,
      files: new TaskFiles(runFolder),
      clock: systemClock,
      logger: silentLogger,
    });

  runtimeConformance(async (): Promise<RuntimeHarness> => {
    let runtime = openRuntime();
    return {
      get runtime() {
        return runtime;
      },
      async reopen() {
        runtime.close();
        runtime = openRuntime();
        return runtime;
      },
      specOf: (workload) => shellSpec(BUSYBOX_IMAGE, workload),
      missingImage: shellSpec("127.0.0.1:1/no-such:image", { kind: "idle" }),
      tick: () => new Promise((resolve) => void systemClock.after(50, () => resolve())),
      close: async () => runtime.close(),
    };
  });

  describe("on a real engine", () => {
    let runtime: DockerRuntime;
    const nodeId = newNodeId();
    const harness = { tick: () => new Promise<void>((done) => void systemClock.after(50, done)) };
    beforeAll(() => {
      runtime = openRuntime();
    });
    afterEach(async () => {
      for (const { taskId } of await runtime.list(nodeId, never)) {
        await runtime.remove(taskId, never);
      }
    });
    afterAll(() => runtime.close());

    const containerTask = (container: ContainerSpec, template: TaskSpec = {}): RunnableTask => {
      const spec = { Image: BUSYBOX_IMAGE, ...container };
      return runnable({ TaskTemplate: { ContainerSpec: spec, ...template } }, nodeId);
    };
    /** What a command in a container prints, and its exit code. */
    const outputOf = async (task: RunnableTask): Promise<{ code: number; text: string }> => {
      await run(runtime, task);
      const { id } = task.task;
      const observed = await until(harness, "it has exited", async () => {
        const now = await runtime.inspect(id, never);
        return now?.state === "exited" && now;
      });
      const request = { stdout: true, stderr: true, follow: false, tail: -1, sinceMs: 0 };
      let text = "";
      for await (const { data } of runtime.logs(id, request, never)) {
        text += Buffer.from(data).toString();
      }
      return { code: observed.exitCode, text };
    };

    test("the container is as its spec says", async () => {
      const script = [
        "id -u; id -G; pwd; hostname; echo $COLOR; ulimit -n; cat /proc/sys/net/core/somaxconn",
        "touch /x 2>/dev/null || echo read-only; grep -c /scratch /proc/mounts",
        "grep db /etc/hosts; cat /proc/self/oom_score_adj; grep NoNewPrivs /proc/self/status",
      ].join(";");
      const task = containerTask({
        Command: ["sh", "-c"],
        Args: [script],
        User: "user",
        Groups: ["2000"],
        Dir: "/tmp",
        Hostname: "named",
        Env: ["COLOR=blue"],
        Ulimits: [{ Name: "nofile", Soft: 321, Hard: 640 }],
        Sysctls: { "net.core.somaxconn": "99" },
        ReadOnly: true,
        Init: true,
        Mounts: [{ Type: "tmpfs", Target: "/scratch", TmpfsOptions: { SizeBytes: 2 ** 20 } }],
        Hosts: ["10.1.2.3 db database"],
        OomScoreAdj: 100,
        Privileges: { NoNewPrivileges: true, Seccomp: { Mode: "unconfined" } },
        CapabilityDrop: ["CAP_CHOWN"],
      });
      const { text } = await outputOf(task);
      expect(text.trim().split("\n")).toEqual([
        "1000",
        "1000 2000",
        "/tmp",
        "named",
        "blue",
        "321",
        "99",
        "read-only",
        "1",
        "10.1.2.3\tdb",
        "100",
        "NoNewPrivs:\t1",
      ]);
    });

    test("the docker CLI sees Swarm's names and labels", async () => {
      const task = containerTask({ Args: ["true"], Labels: { mine: "yes" } });
      const { containerId } = await runtime.prepare(task, never);
      const format = "{{.Name}} {{json .Config.Labels}} {{.HostConfig.RestartPolicy.Name}}";
      const [name, labels, policy] = engine
        .docker("inspect", "--format", format, containerId)
        .split(" ");
      const { id, serviceId } = task.task;
      expect([name, policy]).toEqual([`/conformance.1.${id}`, "no"]);
      expect(JSON.parse(labels ?? "")).toMatchObject({
        mine: "yes",
        "com.docker.swarm.task": "",
        "com.docker.swarm.task.id": id,
        "com.docker.swarm.task.name": `conformance.1.${id}`,
        "com.docker.swarm.node.id": nodeId,
        "com.docker.swarm.service.id": serviceId,
        "com.docker.swarm.service.name": "conformance",
      });
    });

    test("what the client says is what dockerode hears", async () => {
      await runtime.prepare(containerTask({ Args: ["true"] }), never);
      const oracle = new Dockerode({ socketPath: engine.address.slice("unix://".length) });
      const client = new EngineClient(engine.address);
      const query = { all: true };
      const ours = await client.call<unknown>("GET", "/containers/json", { query }, never);
      expect(ours).toEqual(await oracle.listContainers(query));
      client.close();
    });

    test("secrets and configs are files in memory, with their owner, and go with the task", async () => {
      const script = "stat -c '%u %g %a' /run/secrets/token; cat /run/secrets/token /app.conf";
      const base = containerTask({ Command: ["sh", "-c"], Args: [script] });
      const file = { id: "f", uid: 1000, gid: 2000, mode: 0o440 };
      const task: RunnableTask = {
        ...base,
        secrets: [{ ...file, target: "token", data: Buffer.from("hush\n") }],
        configs: [{ ...file, target: "/app.conf", data: Buffer.from("a=1\n") }],
      };
      expect((await outputOf(task)).text).toBe("1000 2000 440\nhush\na=1\n");
      const folder = join(runFolder, "files");
      expect((await statfs(folder)).type).toBe(0x01021994);
      expect(readdirSync(folder)).toEqual([base.task.id]);
      await runtime.remove(base.task.id, never);
      expect(readdirSync(folder)).toEqual([]);
    });

    test("memory beyond the limit ends it, and the kernel is named as the reason", async () => {
      const hungry = "x=aaaaaaaa; while :; do x=$x$x; done";
      const limits = { Limits: { MemoryBytes: 16 * 2 ** 20 } };
      const task = containerTask({ Command: ["sh", "-c"], Args: [hungry] }, { Resources: limits });
      await run(runtime, task);
      const ended = await until(harness, "it is killed", async () => {
        const now = await runtime.inspect(task.task.id, never);
        return now?.state === "exited" && now;
      });
      expect(ended).toMatchObject({ exitCode: 137, oomKilled: true });
    });

    test("a command that is not there fails the start in the engine's words", async () => {
      const task = containerTask({ Command: ["no-such-program"] });
      await runtime.prepare(task, never);
      const started = runtime.start(task.task.id, never);
      await expect(started).rejects.toThrow(/no-such-program.*not found/s);
      await expect(started).rejects.toBeInstanceOf(TaskRejected);
    });

    test("a mount that can't be is a rejection", async () => {
      const task = containerTask({
        Mounts: [{ Type: "bind", Source: "/no/such/folder", Target: "/data" }],
      });
      const prepared = runtime.prepare(task, never);
      await expect(prepared).rejects.toThrow(/bind source path does not exist/);
      await expect(prepared).rejects.toBeInstanceOf(TaskRejected);
    });

    test("host ports are bound, also one that the engine chooses; a taken one fails the start", async () => {
      const port = { name: "", protocol: "tcp", targetPort: 8080, publishMode: "host" } as const;
      const webTask = (publishedPort: number): RunnableTask =>
        runnable({ TaskTemplate: { ContainerSpec: { Image: WEB_IMAGE } } }, nodeId, {
          endpointPorts: [{ ...port, publishedPort }],
        });
      const { ports } = await run(runtime, webTask(0));
      const chosen = ports[0]?.publishedPort ?? 0;
      const body = await until(harness, "the server answers", async () => {
        const response = await fetch(`http://127.0.0.1:${chosen}/`).catch(() => undefined);
        return response?.text();
      });
      expect(body).toBe("skep\n");
      const second = webTask(chosen);
      await runtime.prepare(second, never);
      await expect(runtime.start(second.task.id, never)).rejects.toThrow(/port/i);
    });

    test("an engine's restart is survived: watchers look at everything again", async () => {
      const events: RuntimeEvent[] = [];
      const watching = runtime.watch((event) => events.push(event));
      const idle = runnable(shellSpec(BUSYBOX_IMAGE, { kind: "idle" }), nodeId);
      await run(runtime, idle);
      await until(harness, "the events are open", () => events.length > 0);
      events.length = 0;
      await engine.restart();
      await until(harness, "it asks for a resync", () =>
        events.some(({ kind }) => kind === "resync"),
      );
      expect((await runtime.inspect(idle.task.id, never))?.state).toBe("exited");
      watching.close();
    });
  });
});
