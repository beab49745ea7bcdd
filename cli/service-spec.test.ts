import { describe, expect, test } from "vitest";
import type { ServiceSpec } from "../shared/domain/spec.ts";
import {
  changedServiceSpec,
  newServiceSpec,
  scaledServiceSpec,
  taggedImage,
} from "./service-spec.ts";

const create = (flags: Record<string, string | string[] | boolean>, args: string[] = []) =>
  newServiceSpec({ image: "web:1", args, flags });

describe("create", () => {
  test("an image alone is one replica", () => {
    expect(create({})).toEqual({
      TaskTemplate: { ContainerSpec: { Image: "web:1" } },
      Mode: { Replicated: { Replicas: 1 } },
    });
  });

  test.each<[string, Record<string, string | string[] | boolean>, object]>([
    [
      "name and replicas",
      { name: "web", replicas: "3" },
      { Name: "web", Mode: { Replicated: { Replicas: 3 } } },
    ],
    ["global", { mode: "global" }, { Mode: { Global: {} } }],
    [
      "job",
      { mode: "replicated-job", replicas: "4", "max-concurrent": "2" },
      { Mode: { ReplicatedJob: { TotalCompletions: 4, MaxConcurrent: 2 } } },
    ],
    [
      "limits",
      { "limit-cpu": "0.5", "limit-memory": "64m", "limit-pids": "10" },
      {
        TaskTemplate: { Resources: { Limits: { NanoCPUs: 5e8, MemoryBytes: 2 ** 26, Pids: 10 } } },
      },
    ],
    ["labels", { label: ["a=1", "b"] }, { Labels: { a: "1", b: "" } }],
    [
      "mount",
      { mount: ["type=bind,source=/a,target=/b,readonly"] },
      {
        TaskTemplate: {
          ContainerSpec: { Mounts: [{ Type: "bind", Source: "/a", Target: "/b", ReadOnly: true }] },
        },
      },
    ],
    [
      "published ports",
      { publish: ["8080:80/udp", "published=81,target=80,mode=host"] },
      {
        EndpointSpec: {
          Ports: [
            { Protocol: "udp", TargetPort: 80, PublishedPort: 8080, PublishMode: "ingress" },
            { Protocol: "tcp", TargetPort: 80, PublishedPort: 81, PublishMode: "host" },
          ],
        },
      },
    ],
    [
      "update policy",
      { "update-delay": "1m30s", "update-order": "start-first" },
      { UpdateConfig: { Delay: 90e9, Order: "start-first" } },
    ],
    [
      "hosts",
      { host: ["db:10.0.0.1"] },
      { TaskTemplate: { ContainerSpec: { Hosts: ["10.0.0.1 db"] } } },
    ],
  ])("%s", (_name, flags, expected) => {
    expect(create(flags)).toMatchObject(expected);
  });

  test.each<[string, Record<string, string | string[]>, RegExp]>([
    ["mode", { mode: "many" }, /--mode: invalid value "many"/],
    ["replicas", { replicas: "-1" }, /--replicas: invalid value "-1"/],
    [
      "replicas of a global service",
      { mode: "global", replicas: "2" },
      /--replicas: a global service/,
    ],
    ["memory", { "limit-memory": "much" }, /--limit-memory: invalid value "much"/],
    ["duration", { "update-delay": "5" }, /--update-delay: invalid value "5".*duration/],
    ["port", { publish: ["99999"] }, /--publish: invalid value "99999"/],
    ["port key", { publish: ["target=80,hosty=1"] }, /invalid value "hosty"/],
    ["mount without target", { mount: ["type=bind,source=/a"] }, /target=PATH/],
    ["ulimit", { ulimit: ["nofile"] }, /--ulimit: invalid value "nofile"/],
  ])("refuses a bad %s", (_name, flags, message) => {
    expect(() => create(flags)).toThrow(message);
  });
});

describe("update", () => {
  const present: ServiceSpec = {
    Name: "web",
    Labels: { keep: "1", drop: "2" },
    TaskTemplate: { ContainerSpec: { Image: "web:1", Env: ["A=1", "B=2"] }, ForceUpdate: 3 },
    Mode: { Replicated: { Replicas: 2 } },
  };

  test("lists change by key, the rest stays", () => {
    const changed = changedServiceSpec(present, {
      image: "web:2",
      "env-add": ["B=3"],
      "env-rm": ["A"],
      "label-rm": ["drop"],
      force: true,
    });
    expect(changed).toEqual({
      Name: "web",
      Labels: { keep: "1" },
      TaskTemplate: { ContainerSpec: { Image: "web:2", Env: ["B=3"] }, ForceUpdate: 4 },
      Mode: { Replicated: { Replicas: 2 } },
    });
    expect(present.Labels).toEqual({ keep: "1", drop: "2" });
  });

  test("scaling keeps all but the number", () => {
    expect(scaledServiceSpec(present, 9)).toEqual({
      ...present,
      Mode: { Replicated: { Replicas: 9 } },
    });
  });

  test("a global service cannot be scaled", () => {
    expect(() => scaledServiceSpec({ Name: "g", Mode: { Global: {} } }, 2)).toThrow(
      "g: scale can only be used with replicated",
    );
  });
});

test.each([
  ["host", "host:latest"],
  ["nginx:1.27", "nginx:1.27"],
  ["docker.io/library/nginx", "nginx:latest"],
  ["docker.io/team/app", "team/app:latest"],
  ["registry.example:5000/app", "registry.example:5000/app:latest"],
  [`app@sha256:${"0".repeat(64)}`, `app@sha256:${"0".repeat(64)}`],
  [`sha256:${"0".repeat(64)}`, `sha256:${"0".repeat(64)}`],
])("image %s is written as %s", (given, written) => {
  expect(taggedImage(given)).toBe(written);
});
