/** Images from a registry with a password: the service brings the credentials to every node. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, runCommand } from "../lib/cluster.ts";
import { ContainerCluster, containerOf } from "../lib/container-cluster.ts";
import { BUSYBOX_IMAGE } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";
import { type Registry, startRegistry } from "../lib/registry.ts";
import { eventually } from "../lib/wait.ts";

const FAST = ["--stop-signal", "SIGKILL", "--restart-delay", "100ms"];
const SLEEP = ["sleep", "100000"];

const reason = unavailable("dockerd", "docker", "busybox", "registry", "htpasswd");
describe.skipIf(reason)("images of a registry with a password", () => {
  const folder = mkdtempSync(join(tmpdir(), "skep-login-"));
  let world: ContainerCluster;
  let registry: Registry;
  let image: string;
  let digest: string;

  /** The docker CLI of somebody who has logged in. */
  const asUser = async (...args: readonly string[]): Promise<string> => {
    const host = ["--config", folder, "-H", world.manager.host];
    const result: CommandResult = await runCommand("docker", [...host, ...args]);
    if (result.code !== 0) throw new Error(`docker ${args.join(" ")}: ${result.stderr}`);
    return result.stdout.trim();
  };
  const forgetImage = (): void => {
    const isHere = (name: string): boolean => world.engine.docker("images", "-q", name) !== "";
    const names = [image, image.replace(/:1$/, `@${digest}`)];
    for (const name of names.filter(isHere)) world.engine.docker("rmi", "-f", name);
    expect(names.filter(isHere)).toEqual([]);
  };
  const pulls = (sinceSeconds: number): number => {
    const range = ["--since", String(sinceSeconds), "--until", String(Date.now() / 1000)];
    const events = world.engine.docker("events", ...range, "--filter", "event=pull");
    return events.split("\n").filter((line) => line.includes(registry.address)).length;
  };

  beforeAll(async () => {
    [world, registry] = await Promise.all([
      ContainerCluster.start({ managers: 1, workers: 0 }),
      startRegistry(),
    ]);
    image = `${registry.address}/private/busybox:1`;
    // Everything here goes through skepd: login, tag and push too.
    const { user, password } = registry;
    await asUser("login", "--username", user, "--password", password, registry.address);
    await asUser("tag", BUSYBOX_IMAGE, image);
    await asUser("push", "--quiet", image);
    digest = (await asUser("inspect", "-f", "{{index .RepoDigests 0}}", image)).split("@")[1] ?? "";
    forgetImage();
  });
  afterAll(async () => {
    registry?.stop();
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("without the password tasks are rejected, and ps says so", async () => {
    await world.docker("service", "create", "-d", "-q", "--name", "poor", ...FAST, image, ...SLEEP);
    const [row] = await eventually("it is rejected", 20_000, async () => {
      const rows = await world.ps("poor", "{{.CurrentState}} {{.Error}}");
      return rows.some((line) => line.startsWith("Rejected")) ? rows.slice(-1) : undefined;
    });
    expect(row).toMatch(/"No such image: .*private\/busybox:1.*no basic auth credentials/);
    await world.remove("poor");
  });

  test("with it, the CLI pins the digest, and tasks that come at once share one pull", async () => {
    const sinceSeconds = Date.now() / 1000;
    const flags = ["--with-registry-auth", "--replicas", "5", ...FAST];
    await asUser("service", "create", "-d", "-q", "--name", "rich", ...flags, image, ...SLEEP);
    const tasks = await world.running("rich", 5);
    const format = "{{.Spec.TaskTemplate.ContainerSpec.Image}}";
    expect(await world.docker("service", "inspect", "-f", format, "rich")).toBe(
      `${image}@${digest}`,
    );
    expect(world.engine.docker("inspect", "-f", "{{.Config.Image}}", containerOf(tasks[0]))).toBe(
      `${image}@${digest}`,
    );
    expect(pulls(sinceSeconds)).toBe(1);
  });

  test("replacements use the stored credentials, and scaling keeps them", async () => {
    await world.docker("service", "scale", "-d", "rich=0");
    await eventually("no container is left", 20_000, () => world.containers("rich").length === 0);
    forgetImage();
    await world.docker("service", "scale", "-d", "rich=2");
    await world.running("rich", 2);
    // Without the flag the credentials of the service's spec stay.
    await world.docker("service", "update", "-d", "-q", "--env-add", "A=1", "rich");
    await eventually("both are new", 20_000, async () => {
      const tasks = await world.running("rich", 2);
      const env = tasks.map((task) =>
        world.engine.docker("inspect", "-f", "{{.Config.Env}}", containerOf(task)),
      );
      return env.every((list) => list.includes("A=1"));
    });
  });

  test("an image that is here runs although the registry is away", async () => {
    registry.kill();
    await world.docker("service", "scale", "-d", "rich=3");
    await world.running("rich", 3);
    await world.remove("rich");
  });
});
