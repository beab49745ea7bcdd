import { describe, expect, test } from "vitest";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { compareSpecs } from "./dirty.ts";

const container = (fields: object): ServiceSpec => ({
  TaskTemplate: { ContainerSpec: { Image: "web:1", ...fields } },
});

describe("specs that clients send back are the same", () => {
  test.each<[string, ServiceSpec, ServiceSpec]>([
    ["nothing changed", container({}), container({})],
    ["empty lists and objects", container({ Args: [], DNSConfig: {} }), container({})],
    ["nested emptiness", container({}), container({ DNSConfig: { Search: [] } })],
    ["null and absent", container({ Init: null }), container({})],
    ["defaults written out", container({ Isolation: "default" }), container({})],
    [
      "a template's empty resources",
      { TaskTemplate: { Resources: { Limits: {}, Reservations: {} }, ForceUpdate: 0 } },
      { TaskTemplate: {} },
    ],
    ["the endpoint's default mode", { EndpointSpec: { Mode: "vip" } }, {}],
    [
      "a port's defaults",
      { EndpointSpec: { Ports: [{ TargetPort: 80, Protocol: "tcp", PublishMode: "ingress" }] } },
      { EndpointSpec: { Ports: [{ TargetPort: 80 }] } },
    ],
    ["the number of replicas", { Mode: { Replicated: { Replicas: 1 } } }, {}],
  ])("%s", (_name, before, after) => {
    expect(compareSpecs(before, after)).toBe("none");
  });
});

describe("specs that want another task", () => {
  test.each<[string, ServiceSpec, ServiceSpec]>([
    ["image", container({}), container({ Image: "web:2" })],
    ["a forced update", { TaskTemplate: { ForceUpdate: 1 } }, { TaskTemplate: { ForceUpdate: 2 } }],
    ["a further argument", container({ Args: ["a"] }), container({ Args: ["a", "b"] })],
    ["an argument that is empty", container({ Args: [] }), container({ Args: [""] })],
    ["no grace instead of the default", container({}), container({ StopGracePeriod: 0 })],
    ["a published port", {}, { EndpointSpec: { Ports: [{ TargetPort: 80 }] } }],
  ])("%s", (_name, before, after) => {
    expect(compareSpecs(before, after)).toBe("task");
  });
});

test("a change of placement alone is told apart", () => {
  const placed = { TaskTemplate: { Placement: { Constraints: ["node.role==worker"] } } };
  expect(compareSpecs({ TaskTemplate: {} }, placed)).toBe("placement");
});
