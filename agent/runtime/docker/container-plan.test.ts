import { describe, expect, test } from "vitest";
import type { Port, Task } from "../../../shared/domain/objects.ts";
import type { ContainerSpec, TaskSpec } from "../../../shared/domain/spec.ts";
import type { NodeId, ServiceId, TaskId } from "../../../shared/ids.ts";
import { type ContainerNetworking, type RunnableTask, TaskRejected } from "../runtime.ts";
import { type ContainerContext, containerPlan } from "./container-plan.ts";

const task: Task = {
  id: "t1" as TaskId,
  meta: { versionIndex: 1, createdMs: 0, updatedMs: 0 },
  serviceId: "s1" as ServiceId,
  serviceName: "web",
  slot: 3,
  nodeId: "n1" as NodeId,
  specVersion: 1,
  desiredState: "running",
  status: { state: "assigned", timestampMs: 0, message: "" },
  networks: [],
  endpointPorts: [],
  assignedGeneric: [],
};
const context: ContainerContext = { apiVersion: "1.41", files: [] };

function planOf(
  container: ContainerSpec,
  more: {
    template?: TaskSpec;
    task?: Partial<Task>;
    context?: Partial<ContainerContext>;
    networking?: ContainerNetworking;
  } = {},
): ReturnType<typeof containerPlan> {
  const runnable: RunnableTask = {
    task: { ...task, ...more.task },
    spec: {
      TaskTemplate: { ...more.template, ContainerSpec: { Image: "nginx", ...container } },
    },
    secrets: [],
    configs: [],
    ...(more.networking !== undefined && { networking: more.networking }),
  };
  return containerPlan(runnable, { ...context, ...more.context });
}

const hostConfig = (plan: ReturnType<typeof containerPlan>): unknown => plan.body["HostConfig"];

describe("containerPlan", () => {
  test("names and labels are Swarm's, and win over the user's", () => {
    const { name, body } = planOf({ Labels: { a: "b", "com.docker.swarm.task.id": "forged" } });
    expect(name).toBe("web.3.t1");
    expect(body["Labels"]).toEqual({
      a: "b",
      "com.docker.swarm.task": "",
      "com.docker.swarm.task.id": "t1",
      "com.docker.swarm.task.name": "web.3.t1",
      "com.docker.swarm.node.id": "n1",
      "com.docker.swarm.service.id": "s1",
      "com.docker.swarm.service.name": "web",
      "skep.task.id": "t1",
    });
  });

  test("a task without a slot carries its node's id", () => {
    expect(planOf({}, { task: { slot: 0 } }).name).toBe("web.n1.t1");
  });

  const bodies: readonly [string, ContainerSpec, object][] = [
    [
      "a command replaces the entrypoint",
      { Command: ["a"], Args: ["b"] },
      { Entrypoint: ["a"], Cmd: ["b"] },
    ],
    ["arguments alone leave the entrypoint", { Args: ["b"] }, { Cmd: ["b"] }],
    ["folder and user", { Dir: "/d", User: "1:2" }, { WorkingDir: "/d", User: "1:2" }],
    ["terminal and input", { TTY: true, OpenStdin: true }, { Tty: true, OpenStdin: true }],
    [
      "stop signal and grace, rounded up to seconds",
      { StopSignal: "SIGQUIT", StopGracePeriod: 1_500_000_000 },
      { StopSignal: "SIGQUIT", StopTimeout: 2 },
    ],
    [
      "a health check switched off",
      { Healthcheck: { Test: ["NONE"] } },
      { Healthcheck: { Test: ["NONE"] } },
    ],
    [
      "a start interval is left out for an engine that has none",
      { Healthcheck: { Test: ["CMD", "x"], StartInterval: 5 } },
      { Healthcheck: { Test: ["CMD", "x"] } },
    ],
  ];
  test.each(bodies)("%s", (_name, spec, expected) => {
    const { body } = planOf(spec);
    for (const [key, value] of Object.entries(expected)) expect(body[key]).toEqual(value);
    expect("Entrypoint" in body).toBe("Entrypoint" in expected);
  });

  test("a start interval reaches an engine that knows it", () => {
    const Healthcheck = { Test: ["CMD", "x"], StartInterval: 5 };
    expect(planOf({ Healthcheck }, { context: { apiVersion: "1.44" } }).body).toMatchObject({
      Healthcheck,
    });
  });

  const hosts: readonly [string, ContainerSpec, object][] = [
    ["groups", { Groups: ["1", "2"] }, { GroupAdd: ["1", "2"] }],
    ["init, and read-only", { Init: true, ReadOnly: true }, { Init: true, ReadonlyRootfs: true }],
    [
      "capabilities",
      { CapabilityAdd: ["A"], CapabilityDrop: ["B"] },
      { CapAdd: ["A"], CapDrop: ["B"] },
    ],
    [
      "limits of the shell",
      { Ulimits: [{ Name: "nofile", Soft: 1, Hard: 2 }] },
      { Ulimits: [{ Name: "nofile", Soft: 1, Hard: 2 }] },
    ],
    ["kernel parameters", { Sysctls: { a: "1" } }, { Sysctls: { a: "1" } }],
    ["oom score", { OomScoreAdj: -5 }, { OomScoreAdj: -5 }],
    [
      "DNS",
      { DNSConfig: { Nameservers: ["1.1.1.1"], Search: ["x"], Options: ["ndots:1"] } },
      { Dns: ["1.1.1.1"], DnsSearch: ["x"], DnsOptions: ["ndots:1"] },
    ],
    [
      "hosts, with aliases, in their order",
      { Hosts: ["10.0.0.1 b c", "10.0.0.2 a"] },
      { ExtraHosts: ["b:10.0.0.1", "c:10.0.0.1", "a:10.0.0.2"] },
    ],
    [
      "privileges",
      {
        Privileges: {
          NoNewPrivileges: true,
          AppArmor: { Mode: "disabled" },
          Seccomp: { Mode: "custom", Profile: Buffer.from('{"a":1}').toString("base64") },
          SELinuxContext: { User: "u", Level: "s0" },
        },
      },
      {
        SecurityOpt: [
          "label=user:u",
          "label=level:s0",
          'seccomp={"a":1}',
          "apparmor=unconfined",
          "no-new-privileges=true",
        ],
      },
    ],
    ["isolation has no meaning here", { Isolation: "hyperv" }, {}],
  ];
  test.each(hosts)("%s", (_name, spec, expected) => {
    expect(hostConfig(planOf(spec))).toMatchObject(expected);
    expect(JSON.stringify(planOf(spec))).not.toContain("hyperv");
  });

  test("resources", () => {
    const template: TaskSpec = {
      Resources: {
        Limits: { NanoCPUs: 5e8, MemoryBytes: 100, Pids: 7 },
        Reservations: { MemoryBytes: 50, NanoCPUs: 1e8 },
        SwapBytes: 20,
        MemorySwappiness: 0,
      },
    };
    expect(hostConfig(planOf({}, { template }))).toMatchObject({
      NanoCpus: 5e8,
      Memory: 100,
      PidsLimit: 7,
      MemoryReservation: 50,
      MemorySwap: 120,
      MemorySwappiness: 0,
    });
  });

  test("the task's log driver wins over the cluster's", () => {
    const logDriver = { Name: "syslog" };
    expect(hostConfig(planOf({}, { context: { logDriver } }))).toMatchObject({
      LogConfig: { Type: "syslog", Config: {} },
    });
    const template = { LogDriver: { Name: "json-file", Options: { "max-size": "1m" } } };
    expect(hostConfig(planOf({}, { template, context: { logDriver } }))).toMatchObject({
      LogConfig: { Type: "json-file", Config: { "max-size": "1m" } },
    });
  });

  test("generic resources become variables", () => {
    const assignedGeneric = [
      { kind: "gpu", value: "a", count: 1 },
      { kind: "gpu", value: "b", count: 1 },
      { kind: "ssd", count: 2 },
    ];
    expect(planOf({ Env: ["X=1"] }, { task: { assignedGeneric } }).body["Env"]).toEqual([
      "X=1",
      "DOCKER_RESOURCE_GPU=a,b",
      "DOCKER_RESOURCE_SSD=2",
    ]);
  });

  const port = (target: number, published: number, mode: Port["publishMode"]): Port => ({
    name: "",
    protocol: "tcp",
    targetPort: target,
    publishedPort: published,
    publishMode: mode,
  });
  test("only host-mode ports are bound; 0 lets the engine choose", () => {
    const endpointPorts = [port(80, 8080, "host"), port(81, 0, "host"), port(82, 90, "ingress")];
    const plan = planOf({}, { task: { endpointPorts } });
    expect(plan.body["ExposedPorts"]).toEqual({ "80/tcp": {}, "81/tcp": {}, "82/tcp": {} });
    expect(hostConfig(plan)).toMatchObject({
      PortBindings: { "80/tcp": [{ HostPort: "8080" }], "81/tcp": [{ HostPort: "" }] },
    });
  });

  const macAddress = "02:42:0a:00:01:05";
  const networking: ContainerNetworking = {
    networks: [
      { engineNetwork: "skep-front", ipv4: "10.0.1.5", ipv6: "fd00::5", macAddress },
      { engineNetwork: "skep-back", ipv4: "10.0.2.5", macAddress: "02:42:0a:00:02:05" },
    ],
    nameServers: ["10.0.1.2"],
    env: ["PORT=4711"],
    hostPorts: [],
  };

  test("the first network is in the request, others are connected after it", () => {
    const template = { Networks: [{ Target: "front", Aliases: ["web"] }] };
    const context = { apiVersion: "1.44" };
    const plan = planOf({ Env: ["A=1"] }, { networking, template, context });
    expect(plan.body).toMatchObject({
      Env: ["A=1", "PORT=4711"],
      HostConfig: { NetworkMode: "skep-front", Dns: ["10.0.1.2"] },
    });
    expect(plan.body["NetworkingConfig"]).toEqual({
      EndpointsConfig: {
        "skep-front": {
          IPAMConfig: { IPv4Address: "10.0.1.5", IPv6Address: "fd00::5" },
          MacAddress: macAddress,
        },
      },
    });
    expect(plan.body).not.toHaveProperty("MacAddress");
    expect(plan.connect).toEqual([
      {
        network: "skep-back",
        endpoint: { IPAMConfig: { IPv4Address: "10.0.2.5" }, MacAddress: "02:42:0a:00:02:05" },
      },
    ]);
  });

  test("an engine before API 1.44 takes one hardware address, the container's", () => {
    const plan = planOf({}, { networking });
    expect(plan.body["MacAddress"]).toBe(macAddress);
    expect(JSON.stringify([plan.body["NetworkingConfig"], plan.connect])).not.toContain("Mac");
  });

  const nowhere = { ...networking, networks: [], nameServers: [] };
  test.each<[string, ContainerNetworking | undefined, readonly string[], string]>([
    ["no networking: as the spec names", undefined, ["front", "back"], "front"],
    ["the engine's own", nowhere, ["host"], "host"],
    ["not a cluster's that the node is not on", nowhere, ["front"], "default"],
    ["none wanted", nowhere, [], "default"],
  ])("network mode, %s", (_, given, targets, mode) => {
    const template = { Networks: targets.map((Target) => ({ Target })) };
    const plan = planOf({}, { template, ...(given !== undefined && { networking: given }) });
    expect(hostConfig(plan)).toMatchObject({ NetworkMode: mode });
  });

  test("files are bound read-only, after the user's mounts", () => {
    const volume = {
      Type: "volume",
      Source: "v",
      Target: "/v",
      VolumeOptions: { NoCopy: true, Labels: { l: "1" }, DriverConfig: { Name: "local" } },
    } as const;
    const files = [{ hostPath: "/h/0", target: "/run/secrets/s" }];
    expect(hostConfig(planOf({ Mounts: [volume] }, { context: { files } }))).toMatchObject({
      Mounts: [volume, { Type: "bind", Source: "/h/0", Target: "/run/secrets/s", ReadOnly: true }],
    });
  });

  const refusals: readonly [string, ContainerSpec, RegExp][] = [
    ["no image", { Image: "" }, /ContainerSpec.Image/],
    ["a Windows mount", { Mounts: [{ Type: "npipe", Target: "x" }] }, /Mounts\[0\].Type: "npipe"/],
    ["a cluster volume", { Mounts: [{ Type: "cluster", Target: "/x" }] }, /not published/],
    [
      "a subpath on an old engine",
      { Mounts: [{ Type: "volume", Target: "/x", VolumeOptions: { Subpath: "y" } }] },
      /Subpath: "y" needs an engine with API 1.45; this one speaks 1.41/,
    ],
    [
      "an unknown seccomp mode",
      { Privileges: { Seccomp: { Mode: "loose" } } },
      /Seccomp.Mode: "loose"/,
    ],
    [
      "a seccomp profile that is no JSON",
      { Privileges: { Seccomp: { Mode: "custom", Profile: "!!" } } },
      /Seccomp.Profile/,
    ],
    ["an unknown AppArmor mode", { Privileges: { AppArmor: { Mode: "x" } } }, /AppArmor.Mode: "x"/],
  ];
  test.each(refusals)("%s is refused by its field", (_name, spec, words) => {
    expect(() => planOf(spec)).toThrow(TaskRejected);
    expect(() => planOf(spec)).toThrow(words);
  });
});
