import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DockerRuntime } from "../../../agent/runtime/docker/docker-driver.ts";
import { TaskFiles } from "../../../agent/runtime/files-driver.ts";
import { type RunnableTask, TaskRejected } from "../../../agent/runtime/runtime.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { BUSYBOX_IMAGE, buildTestImages, type Engine, startEngine } from "../../lib/engine.ts";
import { unavailable } from "../../lib/machine.ts";
import { type Registry, startRegistry } from "../../lib/registry.ts";
import { never, newNodeId, runnable } from "./suite.ts";

const reason = unavailable("dockerd", "docker", "busybox", "ip", "registry", "htpasswd");
describe.skipIf(reason)("images of a registry with a password", () => {
  const folder = mkdtempSync(join(tmpdir(), "skep-registry-"));
  let engine: Engine;
  let registry: Registry;
  let runtime: DockerRuntime;
  let image: string;
  let digest: string;

  beforeAll(async () => {
    [engine, registry] = await Promise.all([startEngine(), startRegistry()]);
    buildTestImages(engine.address);
    image = `${registry.address}/private/busybox:1`;
    const { user, password } = registry;
    engine.docker("login", "--username", user, "--password", password, registry.address);
    engine.docker("tag", BUSYBOX_IMAGE, image);
    engine.docker("push", image);
    engine.docker("logout", registry.address);
    const format = "{{index .RepoDigests 0}}";
    digest = engine.docker("inspect", "--format", format, image).split("@")[1] ?? "";
    runtime = new DockerRuntime({
      engine: engine.address,
      files: new TaskFiles(join(folder, "run")),
      clock: systemClock,
      logger: silentLogger,
    });
  });
  afterAll(async () => {
    runtime?.close();
    registry?.stop();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const taskOf = (Image: string, password?: string): RunnableTask => {
    const spec = { TaskTemplate: { ContainerSpec: { Image, Args: ["true"] } } };
    const task = runnable(spec, newNodeId());
    if (password === undefined) return task;
    const auth = { username: registry.user, password, serveraddress: registry.address };
    return { ...task, registryAuth: Buffer.from(JSON.stringify(auth)) };
  };
  const forgetImage = (): void => {
    const ids = engine.docker("ps", "-aq").split("\n").filter(Boolean);
    if (ids.length > 0) engine.docker("rm", "-f", ...ids);
    engine.docker("rmi", "-f", engine.docker("images", "-q", BUSYBOX_IMAGE));
    expect(engine.docker("images", "-q", image)).toBe("");
  };

  test("without the password the task is rejected, and the reason told", async () => {
    forgetImage();
    const refused = runtime.prepare(taskOf(image), never);
    await expect(refused).rejects.toBeInstanceOf(TaskRejected);
    await expect(refused).rejects.toThrow(/^No such image: .*busybox:1 \(.*(auth|denied)/s);
    await expect(runtime.prepare(taskOf(image, "wrong"), never)).rejects.toThrow(/unauthorized/);
  });

  test("with it, tasks that want the image at once all get it", async () => {
    const tasks = Array.from({ length: 6 }, () => taskOf(image, registry.password));
    const prepared = await Promise.all(tasks.map((task) => runtime.prepare(task, never)));
    expect(prepared.map(({ state }) => state)).toEqual(tasks.map(() => "created"));
  });

  test("an image that is here is used when the registry says no", async () => {
    expect((await runtime.prepare(taskOf(image), never)).state).toBe("created");
  });

  test("a digest is pulled as such, and not asked for again once it is here", async () => {
    const ids = engine.docker("ps", "-aq").split("\n").filter(Boolean);
    engine.docker("rm", "-f", ...ids);
    engine.docker("rmi", "-f", engine.docker("images", "-q", image));
    const pinned = `${image}@${digest}`;
    await expect(runtime.prepare(taskOf(pinned), never)).rejects.toThrow(/No such image/);
    const prepared = await runtime.prepare(taskOf(pinned, registry.password), never);
    expect(prepared.state).toBe("created");
    registry.kill();
    expect((await runtime.prepare(taskOf(pinned), never)).state).toBe("created");
  });
});
