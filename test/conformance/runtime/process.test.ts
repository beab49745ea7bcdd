import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { TaskFiles } from "../../../agent/runtime/files-driver.ts";
import type { StartedRecord } from "../../../agent/runtime/process/launch.ts";
import { ProcessRuntime } from "../../../agent/runtime/process/process-driver.ts";
import { startTicks } from "../../../agent/runtime/process/task-folder-driver.ts";
import type { Observed, RunnableTask, RuntimeEvent } from "../../../agent/runtime/runtime.ts";
import type { Task } from "../../../shared/domain/objects.ts";
import type { ContainerSpec, TaskSpec } from "../../../shared/domain/spec.ts";
import type { TaskId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
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

/** Compiled: the keeper runs without the tests' loader, as it does when installed. */
const KEEPER = fileURLToPath(
  new URL("../../../dist/agent/runtime/process/keeper/main.js", import.meta.url),
);

describe("ProcessRuntime", () => {
  const folder = mkdtempSync(join(tmpdir(), "skep-process-"));
  afterAll(async () => {
    await new TaskFiles(join(folder, "run")).unmount();
    rmSync(folder, { recursive: true, force: true });
  });

  const openRuntime = (): ProcessRuntime =>
    new ProcessRuntime({
      dataRoot: folder,
      files: new TaskFiles(join(folder, "run")),
      clock: systemClock,
      logger: silentLogger,
      keeper: KEEPER,
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
      specOf: (workload) => shellSpec("host", workload),
      missingImage: shellSpec("nginx:alpine", { kind: "idle" }),
      tick: () => new Promise((resolve) => void systemClock.after(50, () => resolve())),
      close: async () => runtime.close(),
    };
  });

  describe("on this host", () => {
    let runtime: ProcessRuntime;
    const nodeId = newNodeId();
    const tick = () => new Promise<void>((done) => void systemClock.after(50, done));
    beforeEach(() => {
      runtime = openRuntime();
    });
    afterEach(async () => {
      for (const { taskId } of await runtime.list(nodeId)) await runtime.remove(taskId, never);
      runtime.close();
    });

    const hostTask = (
      script: string,
      container: ContainerSpec = {},
      template: TaskSpec = {},
      more: Partial<Task> = {},
    ): RunnableTask => {
      const spec = { Image: "host", Command: ["sh", "-c"], Args: [script], ...container };
      return runnable({ TaskTemplate: { ContainerSpec: spec, ...template } }, nodeId, more);
    };
    const untilEnded = (id: TaskId): Promise<Observed> =>
      until({ tick }, "it has exited", async () => {
        const now = await runtime.inspect(id);
        return now?.state === "exited" && now;
      });
    const textOf = async (id: TaskId): Promise<string> => {
      const request = { stdout: true, stderr: true, follow: false, tail: -1, sinceMs: 0 };
      let text = "";
      for await (const { data } of runtime.logs(id, request, never)) {
        text += Buffer.from(data).toString();
      }
      return text;
    };
    const outputOf = async (task: RunnableTask): Promise<string> => {
      await run(runtime, task);
      const { exitCode, error } = await untilEnded(task.task.id);
      expect([exitCode, error]).toEqual([0, ""]);
      return textOf(task.task.id);
    };

    /** As an agent that dies before it is answered. */
    const startAndDie = (taskId: TaskId): Promise<void> =>
      new Promise((resolve, reject) => {
        const socket = createConnection(join(folder, "process", "keeper.sock"));
        socket.on("error", reject).on("close", () => resolve());
        const request = {
          op: "start",
          taskId,
          id: 1,
          ports: [],
          env: { PATH: process.env["PATH"] },
        };
        socket.end(`${JSON.stringify(request)}\n`);
      });
    const pids = (marker: string): string => spawnSync("pgrep", ["-f", marker]).stdout.toString();

    test("a start whose agent died is heard of by the next one", async () => {
      // So that there is a keeper.
      await run(runtime, hostTask("sleep 1000"));
      const changed = new Set<string>();
      runtime.watch((event) => event.kind === "changed" && changed.add(event.taskId));
      const task = hostTask("sleep 1001");
      await runtime.prepare(task, never);
      await startAndDie(task.task.id);
      await until({ tick }, "it is told", async () => changed.has(task.task.id));
      expect(await runtime.inspect(task.task.id)).toMatchObject({ state: "running" });
    });

    test("a task that is removed while a dead agent's start is under way leaves nothing", async () => {
      await run(runtime, hostTask("sleep 1000"));
      for (let i = 0; i < 5; i++) {
        const task = hostTask(`sleep 1002.${process.pid}${i} & wait`);
        await runtime.prepare(task, never);
        await startAndDie(task.task.id);
        await runtime.remove(task.task.id, never);
        expect(await runtime.inspect(task.task.id)).toBeUndefined();
      }
      await until({ tick }, "all are gone", async () => pids(`sleep 1002.${process.pid}`) === "");
    });

    test("the keeper's death ends its tasks, and they are said to have failed", async () => {
      const task = hostTask("sleep 1000 & wait");
      const { pid } = await run(runtime, task);
      const state = join(folder, "process", task.task.id, "state.json");
      const record = JSON.parse(readFileSync(state, "utf8")) as StartedRecord;
      const events: RuntimeEvent[] = [];
      const watching = runtime.watch((event) => events.push(event));
      process.kill(record.keeper.pid, "SIGKILL");
      await until({ tick }, "it asks for a resync", () => events.length > 0);
      expect(await runtime.inspect(task.task.id)).toMatchObject({
        state: "exited",
        exitCode: 137,
        error: expect.stringMatching(/keeper/),
      });
      await until({ tick }, "the process is gone", () => startTicks(pid) === null);
      watching.close();
      // And a new keeper takes the next task.
      expect(await outputOf(hostTask("echo again"))).toBe("again\n");
    });

    test("what a task leaves in the background ends with it", async () => {
      const mark = `8${Date.now() % 1e6}`;
      await outputOf(hostTask(`sleep ${mark} & echo done`));
      const left = spawnSync("pgrep", ["-fx", `sleep ${mark}`], { encoding: "utf8" });
      expect(left.stdout).toBe("");
    });

    test("a program may open its output by name", async () => {
      const text = await outputOf(hostTask("echo one > /dev/stdout; echo two > /dev/stderr"));
      expect(text.split("\n").toSorted()).toEqual(["", "one", "two"]);
    });

    test("the log is bounded, and its end is kept", async () => {
      const script = "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done";
      const task = hostTask(script, {}, { LogDriver: { Options: { "max-size": "8k" } } });
      await run(runtime, task);
      await untilEnded(task.task.id);
      const own = join(folder, "process", task.task.id);
      for (const name of ["log", "log.1"])
        expect(statSync(join(own, name)).size).toBeLessThan(80e3);
      expect((await textOf(task.task.id)).trimEnd().split("\n").at(-1)).toBe("line 2999");
    });

    test("a free port is chosen and told; a taken one is refused by its number", async () => {
      const port = { name: "", protocol: "tcp", targetPort: 80, publishMode: "host" } as const;
      const dynamic = hostTask(
        "echo $PORT $SKEP_PORT_80; sleep 0.3",
        {},
        {},
        {
          endpointPorts: [{ ...port, publishedPort: 0 }],
        },
      );
      const { ports } = await run(runtime, dynamic);
      const chosen = ports[0]?.publishedPort ?? 0;
      expect(chosen).toBeGreaterThan(0);
      await untilEnded(dynamic.task.id);
      expect(await textOf(dynamic.task.id)).toBe(`${chosen} ${chosen}\n`);
      const taken = createServer();
      await new Promise<void>((done) => taken.listen(chosen, done));
      const fixed = hostTask(
        "true",
        {},
        {},
        { endpointPorts: [{ ...port, publishedPort: chosen }] },
      );
      await runtime.prepare(fixed, never);
      const started = runtime.start(fixed.task.id, never);
      await expect(started).rejects.toThrow(`host port ${chosen}/tcp is not free`);
      await new Promise((done) => taken.close(done));
    });

    describe.skipIf(process.getuid?.() !== 0)("as root", () => {
      test("user, groups, folder, names, limits and mounts are as its spec says", async () => {
        const script = [
          "id -u; id -G; pwd; hostname; echo $COLOR; ulimit -n; stat -f -c %T /mnt",
          "grep NoNewPrivs /proc/self/status; cat /proc/self/oom_score_adj",
          "ls /proc | grep -c '^[0-9]*$' | { read n; [ $n -lt 10 ] && echo alone; }",
        ].join("; ");
        const spec: ContainerSpec = {
          User: "nobody",
          Groups: ["1234"],
          Dir: "/tmp",
          Hostname: "named",
          Env: ["COLOR=blue"],
          Ulimits: [{ Name: "nofile", Soft: 321, Hard: 640 }],
          Mounts: [{ Type: "tmpfs", Target: "/mnt", TmpfsOptions: { SizeBytes: 2 ** 20 } }],
          Privileges: { NoNewPrivileges: true },
          OomScoreAdj: 100,
        };
        const lines = (await outputOf(hostTask(script, spec))).trim().split("\n");
        const nobody = spawnSync("id", ["-u", "nobody"], { encoding: "utf8" }).stdout.trim();
        const group = spawnSync("id", ["-g", "nobody"], { encoding: "utf8" }).stdout.trim();
        expect(lines).toEqual([
          nobody,
          `${group} 1234`,
          "/tmp",
          "named",
          "blue",
          "321",
          "tmpfs",
          "NoNewPrivs:\t1",
          "100",
          "alone",
        ]);
      });

      test("secrets lie where an engine would put them, for it alone", async () => {
        const script = "stat -c '%u %a' /run/secrets/token; cat /run/secrets/token";
        const data = Buffer.from("hush\n");
        const secret = { id: "s", target: "token", uid: 65534, gid: 0, mode: 0o400, data };
        const task = { ...hostTask(script), secrets: [secret] };
        expect(await outputOf(task)).toBe("65534 400\nhush\n");
        expect(existsSync("/run/secrets/token")).toBe(false);
      });

      test("memory beyond the limit ends it, and the kernel is named as the reason", async () => {
        const limits = { Resources: { Limits: { MemoryBytes: 16 * 2 ** 20 } } };
        const task = hostTask("x=aaaaaaaa; while :; do x=$x$x; done", {}, limits);
        await run(runtime, task);
        expect(await untilEnded(task.task.id)).toMatchObject({ exitCode: 137, oomKilled: true });
      });

      test("a mount that can't be is a rejection, and so is an unknown user", async () => {
        const absent = { Type: "bind", Source: "/no/such", Target: "/mnt" } as const;
        const mount = runtime.prepare(hostTask("true", { Mounts: [absent] }), never);
        await expect(mount).rejects.toThrow(/bind source path does not exist: \/no\/such/);
        const user = runtime.prepare(hostTask("true", { User: "no-such-user" }), never);
        await expect(user).rejects.toThrow(/ContainerSpec.User: "no-such-user"/);
      });
    });
  });
});
