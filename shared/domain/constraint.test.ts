import { describe, expect, test } from "vitest";
import type { NodeId } from "../ids.ts";
import type { ConstrainedNode } from "./constraint.ts";
import { nodeMeets, parseConstraints, spreadValue } from "./constraint.ts";
import { platformFits } from "./platform.ts";

const node: ConstrainedNode = {
  id: "n1" as NodeId,
  role: "worker",
  spec: { Labels: { Zone: "Eu-1", disk: "ssd" } },
  status: { state: "ready", message: "", addr: "10.20.30.40" },
  description: {
    hostname: "Alpha",
    os: "linux",
    architecture: "x86_64",
    resources: { nanoCpus: 0, memoryBytes: 0, generic: [] },
    engineVersion: "",
    engineLabels: { storage: "fast" },
    plugins: [],
    tls: {
      trustRootPem: "",
      certIssuerSubject: new Uint8Array(),
      certIssuerPublicKey: new Uint8Array(),
    },
    runtime: "fake",
    skepVersion: "",
    engineId: "",
  },
};

describe("a constraint holds or not", () => {
  const rows: readonly [string, boolean][] = [
    ["node.id==n1", true],
    ["node.id==N1", true],
    ["node.id!=n1", false],
    ["node.hostname == alpha", true],
    ["node.role==manager", false],
    ["NODE.ROLE==worker", true],
    ["node.platform.os==LINUX", true],
    ["node.platform.arch==x86_64", true],
    ["node.platform.arch==amd64", false],
    ["node.labels.Zone==eu-1", true],
    ["node.labels.zone==eu-1", false],
    ["node.labels.zone!=eu-1", true],
    ["Node.Labels.disk==ssd", true],
    ["engine.labels.storage!=fast", false],
    ["engine.labels.absent!=x", true],
    ["node.labels.constructor==x", false],
    ["engine.labels.constructor!=x", true],
    ["node.ip==10.20.30.40", true],
    ["node.ip!=10.20.30.40", false],
    ["node.ip==::ffff:10.20.30.40", true],
    ["node.ip==10.20.0.0/16", true],
    ["node.ip!=10.20.0.0/16", false],
    ["node.ip==10.21.0.0/16", false],
    ["node.ip!=2001:db8::/32", true],
    ["node.ip!=not-an-address", false],
    ["node.unknown==x", false],
    ["node.unknown!=x", false],
  ];
  test.each(rows)("%s: %s", (expression, holds) => {
    expect(nodeMeets([expression], node)).toBe(holds);
  });

  test("all of them must hold", () => {
    expect(nodeMeets(["node.labels.disk==ssd", "node.role==manager"], node)).toBe(false);
  });
});

describe("an expression that is refused", () => {
  test.each([
    ["node.id", "constraint expected one operator from ==, !="],
    ["no de==x", "key 'no de' is invalid"],
    ["==x", "key '' is invalid"],
    ["node.id==", "value '' is invalid"],
    ["node.id==a;b", "value 'a;b' is invalid"],
  ])("%s", (expression, reason) => {
    expect(parseConstraints([expression])).toEqual({ kind: "invalid", expression, reason });
  });
});

test("spread looks at labels only, an absent label is the empty branch", () => {
  expect(spreadValue("node.labels.Zone", node)).toBe("Eu-1");
  expect(spreadValue("node.labels.none", node)).toBe("");
  expect(spreadValue("engine.labels.storage", node)).toBe("fast");
  expect(spreadValue("node.id", node)).toBeUndefined();
  expect(spreadValue("node.labels.", node)).toBeUndefined();
});

test("the platform filter knows the kernel's names of architectures", () => {
  const linux = { os: "linux", architecture: "x86_64" };
  expect(platformFits([{ Architecture: "amd64", OS: "linux" }], linux)).toBe(true);
  expect(platformFits([{ Architecture: "arm64", OS: "linux" }], linux)).toBe(false);
  expect(platformFits([{ Architecture: "", OS: "linux" }], linux)).toBe(true);
  expect(platformFits([{ OS: "windows" }, { Architecture: "x86_64" }], linux)).toBe(true);
  expect(platformFits([], undefined)).toBe(true);
  expect(platformFits([{ OS: "linux" }], undefined)).toBe(false);
});
