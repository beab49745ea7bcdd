import { describe, expect, test } from "vitest";
import { hostPort, node, service, task } from "../../test/lib/objects.ts";
import { Scheduling } from "../../test/lib/scheduling.ts";

const many = (count: number, of: string, options = {}, prefix = "t") =>
  Array.from({ length: count }, (_, at) =>
    task(`${prefix}${at}`, of, { slot: at + 1, ...options }),
  );

describe("filters", () => {
  const phrases: readonly [string, Parameters<typeof service>[1], readonly object[], string][] = [
    ["NoNodes", {}, [], "no suitable node"],
    [
      "NoReadyNodes",
      {},
      [{ state: "down" }, { availability: "pause" }],
      "no suitable node (2 nodes not available for new tasks)",
    ],
    [
      "constraints",
      { TaskTemplate: { Placement: { Constraints: ["node.labels.x==y"] } } },
      [{}, {}],
      "no suitable node (scheduling constraints not satisfied on 2 nodes)",
    ],
    [
      "CompatiblePlatform",
      { TaskTemplate: { Placement: { Platforms: [{ Architecture: "arm64", OS: "linux" }] } } },
      [{}],
      "no suitable node (unsupported platform on 1 node)",
    ],
    [
      "PluginConstraint: volume",
      {
        TaskTemplate: {
          ContainerSpec: {
            Image: "app",
            Mounts: [{ Type: "volume", VolumeOptions: { DriverConfig: { Name: "nfs" } } }],
          },
        },
      },
      [{}, { plugins: [{ type: "Volume", name: "local" }] }],
      "no suitable node (missing plugin on 2 nodes)",
    ],
    [
      "PluginConstraint: log",
      { TaskTemplate: { LogDriver: { Name: "splunk" } } },
      [{ plugins: [{ type: "Log", name: "json-file" }] }],
      "no suitable node (missing plugin on 1 node)",
    ],
    [
      "cluster volumes",
      { TaskTemplate: { ContainerSpec: { Image: "app", Mounts: [{ Type: "cluster" }] } } },
      [{}],
      "no suitable node (cannot fulfill requested CSI volume mounts on 1 node)",
    ],
    [
      "runtime",
      { TaskTemplate: { ContainerSpec: { Image: "host:1" } } },
      [{ runtime: "docker" }],
      "no suitable node (runtime cannot run this image on 1 node)",
    ],
    [
      "the most frequent reason first",
      { TaskTemplate: { Resources: { Reservations: { NanoCPUs: 9e9 } } } },
      [{ state: "down" }, {}, {}],
      "no suitable node (insufficient resources on 2 nodes; 1 node not available for new tasks)",
    ],
    [
      "a node fails at its first filter only",
      {
        TaskTemplate: {
          Resources: { Reservations: { NanoCPUs: 9e9 } },
          Placement: { Constraints: ["node.role==manager"] },
        },
      },
      [{}],
      "no suitable node (insufficient resources on 1 node)",
    ],
  ];
  test.each(phrases)("%s", (_name, spec, nodes, expected) => {
    const s = new Scheduling({
      nodes: nodes.map((options, at) => node(`n${at}`, options)),
      services: [service("web", spec)],
      tasks: [task("t", "web")],
    });
    s.run();
    expect(s.errOf("t")).toBe(expected);
  });

  const fits: readonly [string, Parameters<typeof service>[1], object][] = [
    [
      "a plugin listed with :latest",
      {
        TaskTemplate: {
          ContainerSpec: {
            Image: "app",
            Mounts: [{ Type: "volume", VolumeOptions: { DriverConfig: { Name: "nfs" } } }],
          },
        },
      },
      { plugins: [{ type: "Volume", name: "nfs:latest" }] },
    ],
    [
      "a log driver on an engine that lists none",
      { TaskTemplate: { LogDriver: { Name: "x" } } },
      {},
    ],
    [
      "x86_64 is amd64",
      { TaskTemplate: { Placement: { Platforms: [{ Architecture: "amd64", OS: "linux" }] } } },
      {},
    ],
    ["an image on an engine", {}, { runtime: "docker" }],
    [
      "host on a process node",
      { TaskTemplate: { ContainerSpec: { Image: "host@sha256:00" } } },
      { runtime: "process" },
    ],
    [
      "an image that only looks like host",
      { TaskTemplate: { ContainerSpec: { Image: "me/host" } } },
      { runtime: "docker" },
    ],
  ];
  test.each(fits)("fits: %s", (_name, spec, options) => {
    const s = new Scheduling({
      nodes: [node("n", options)],
      services: [service("web", spec)],
      tasks: [task("t", "web")],
    });
    s.run();
    expect(s.nodeOf("t")).toBe("n");
  });

  test("HostPort: one user a node, per protocol", () => {
    const ports = [hostPort(53), hostPort(53, "udp")];
    const s = new Scheduling({
      nodes: [node("n1"), node("n2")],
      services: [service("dns"), service("udp"), service("engine-chooses")],
      tasks: [
        ...many(3, "dns", { ports: [ports[0]] }),
        task("u", "udp", { ports: ports.slice(1) }),
        ...many(3, "engine-chooses", { ports: [hostPort(0)] }, "e"),
      ],
    });
    s.run();
    expect(s.spread("dns")).toEqual({ n1: 1, n2: 1 });
    expect(s.errOf("t2")).toBe("no suitable node (host-mode port already in use on 2 nodes)");
    expect(s.nodeOf("u")).not.toBe("");
    expect(s.nodeOf("e2")).not.toBe("");
  });

  test("MaxReplicas", () => {
    const limited = service("web", { TaskTemplate: { Placement: { MaxReplicas: 2 } } });
    const s = new Scheduling({
      nodes: [node("n1"), node("n2")],
      services: [limited],
      tasks: [task("r", "web", { state: "running", nodeId: "n1" }), ...many(4, "web")],
    });
    s.run();
    expect(s.spread()).toEqual({ n1: 2, n2: 2 });
    expect(s.errOf("t3")).toBe("no suitable node (max replicas per node limit exceed)");
  });
});
