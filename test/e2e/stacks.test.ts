/** The stacks that deploy/ ships, through the stock docker CLI. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ContainerCluster } from "../lib/container-cluster.ts";
import { WEB_IMAGE } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const deployed = (path: string): string =>
  fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url));

describe.skipIf(unavailable("docker", "dockerd", "busybox"))("stacks", () => {
  let world: ContainerCluster;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "skep-stacks-"));
    world = await ContainerCluster.start({ managers: 1, workers: 1 });
  });
  afterAll(async () => {
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const deploy = (name: string, file: string): Promise<string> =>
    world.docker("stack", "deploy", "--detach", "--resolve-image", "never", "-c", file, name);

  test("web: it comes up, is left alone when deployed again, and goes without a trace", async () => {
    const file = join(folder, "web.yml");
    // The machine's own image in place of those of a registry.
    const text = readFileSync(deployed("stacks/web.yml"), "utf8")
      .replace("nginx:alpine", WEB_IMAGE)
      .replace("redis:7-alpine", WEB_IMAGE)
      .replace("target: 80", "target: 8080")
      .replace("127.0.0.1:80/", "127.0.0.1:8080/");
    writeFileSync(file, text);
    await world.docker("node", "update", "--label-add", "store=yes", "worker-1");
    await deploy("hello", file);
    const tasks = await world.running("hello_web", 3);
    const [store] = await world.running("hello_store", 1);
    const rows = await world.docker(
      "stack",
      "services",
      "--format",
      "{{.Name}} {{.Replicas}}",
      "hello",
    );
    expect(rows.split("\n").sort()).toEqual(["hello_store 1/1", "hello_web 3/3 (max 3 per node)"]);
    expect(await world.docker("stack", "ls", "--format", "{{.Name}} {{.Services}}")).toBe(
      "hello 2",
    );
    const ps = await world.docker("stack", "ps", "--format", "{{.Name}} {{.Node}}", "hello");
    expect(ps).toContain("hello_store.1 worker-1");

    await deploy("hello", file);
    const ids = [...tasks, store].map((task) => task?.ID).sort();
    const again = [...(await world.tasks("hello_web")), ...(await world.tasks("hello_store"))];
    expect(again.map(({ ID }) => ID).sort()).toEqual(ids);

    await world.docker("stack", "rm", "hello");
    await eventually("its containers are gone", 30_000, () =>
      ["hello_web", "hello_store"].every((service) => world.containers(service).length === 0),
    );
    expect(await world.docker("network", "ls", "--quiet", "--filter", "name=hello_")).toBe("");
  });

  test("monitoring: its files are where the programs look for them", async () => {
    await deploy("watch", deployed("stacks/monitoring.yml"));
    const targets = "{{range .Spec.TaskTemplate.ContainerSpec.Configs}}{{.File.Name}} {{end}}";
    const inspect = ["service", "inspect", "--format", targets];
    expect((await world.docker(...inspect, "watch_prometheus")).split(" ").sort()).toEqual([
      "/etc/prometheus/prometheus.yml",
      "/etc/prometheus/rules/skep.yml",
    ]);
    for (const [config, path] of [
      ["watch_rules", "prometheus/rules/skep.yml"],
      ["watch_dashboard", "grafana/dashboards/skep.json"],
    ] as const) {
      const kept = await world.manager.api<{ Spec: { Data: string } }>(`/configs/${config}`);
      const text = Buffer.from(kept.Spec.Data, "base64").toString();
      expect(text).toBe(readFileSync(deployed(path), "utf8"));
    }
    await world.docker("stack", "rm", "watch");
    expect(await world.docker("config", "ls", "--quiet")).toBe("");
  });
});
