import { describe, expect, test } from "vitest";
import { ANONYMOUS, type Caller } from "../../shared/caller.ts";
import type { Cluster, Node, NodeRole } from "../../shared/domain/objects.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import {
  constantTimeEqual,
  decideIssuance,
  dropExpired,
  type IssuanceRequest,
} from "./issuance.ts";

const DEFAULT_LIFE_MS = 1_000;
const CLUSTER = "c" as ClusterId;
const FRESH = "fresh" as NodeId;
const META = { versionIndex: 1, createdMs: 0, updatedMs: 0 };

const cluster: Cluster = {
  id: CLUSTER,
  meta: META,
  spec: { CAConfig: { NodeCertExpiry: 7_200_000_000_000 } },
  rootCa: {
    certPem: "",
    keyPem: "",
    certDigest: "",
    joinTokenWorker: "token-w",
    joinTokenManager: "token-m",
    lastForcedRotation: 0,
  },
  defaultAddressPool: [],
  subnetSize: 24,
  dataPathPort: 4789,
  unlockKey: new Uint8Array(),
  unlockKeyVersion: 0,
  removedNodes: [{ nodeId: "gone" as NodeId, expiresMs: 50 }],
  networkKeys: [],
  encryptionKeyLamport: 0,
};

function node(id: string, wish: NodeRole, role: NodeRole): Node {
  return {
    id: id as NodeId,
    meta: META,
    spec: { Role: wish },
    status: { state: "ready", message: "", addr: "" },
    role,
    membership: "accepted",
  };
}

const nodes = [
  node("w", "worker", "worker"),
  node("m", "manager", "manager"),
  node("rising", "manager", "worker"),
  node("falling", "worker", "manager"),
  node("gone", "worker", "worker"),
];
const tx = {
  get: (_table: string, id: string) => nodes.find((one) => one.id === id),
  all: () => [cluster],
} as unknown as Parameters<typeof decideIssuance>[1];

const certified = (nodeId: string, role: NodeRole): Caller => ({
  kind: "node",
  nodeId: nodeId as NodeId,
  role,
  clusterId: CLUSTER,
});

function decide(change: Partial<IssuanceRequest>): ReturnType<typeof decideIssuance> {
  const request = { caller: ANONYMOUS, token: "", availability: "", addr: "10.0.0.9" };
  return decideIssuance({ ...request, freshId: FRESH, ...change }, tx, DEFAULT_LIFE_MS);
}

describe("with a join token", () => {
  test.each([
    ["token-w", "worker"],
    ["token-m", "manager"],
  ] as const)("%s makes a %s", (token, role) => {
    expect(decide({ token, availability: "drain" })).toMatchObject({
      kind: "new",
      clusterId: CLUSTER,
      lifeMs: 7_200_000,
      node: {
        id: FRESH,
        role,
        spec: { Role: role, Availability: "drain" },
        status: { state: "unknown", addr: "10.0.0.9" },
        membership: "accepted",
      },
    });
  });

  test.each([
    ["a wrong one", { token: "token-x" }, "INVALID_ARGUMENT"],
    ["a part of one", { token: "token-" }, "INVALID_ARGUMENT"],
    ["an endless one", { token: "t".repeat(100_000) }, "INVALID_ARGUMENT"],
    ["a wrong availability", { token: "token-w", availability: "busy" }, "INVALID_ARGUMENT"],
    ["none, and no certificate", {}, "UNAUTHENTICATED"],
  ] as const)("%s is refused", (_name, change, code) => {
    expect(decide(change)).toMatchObject({ kind: "refused", error: { code } });
  });
});

describe("with a certificate", () => {
  test.each([
    ["w", "worker", "worker"],
    ["m", "manager", "manager"],
    ["rising", "worker", "manager"],
    ["falling", "manager", "manager"],
    // Its certificate says more than the cluster does: the cluster counts.
    ["w", "manager", "worker"],
  ] as const)("%s, certified as %s, becomes a %s", (id, now, role) => {
    const decided = decide({ caller: certified(id, now) });
    expect(decided).toMatchObject({ kind: "renewal", nodeId: id, role });
  });

  test.each(["gone", "unknown"])("%s is refused", (id) => {
    expect(decide({ caller: certified(id, "manager") })).toMatchObject({
      kind: "refused",
      error: { code: "PERMISSION_DENIED", message: `node ${id} was removed from the swarm` },
    });
  });
});

test("nothing equals an empty token, not even nothing", () => {
  expect(constantTimeEqual("", "")).toBe(false);
  expect(constantTimeEqual("a", "")).toBe(false);
  expect(constantTimeEqual("ab", "ab")).toBe(true);
  expect(constantTimeEqual("abab", "ab")).toBe(false);
});

test("removed nodes are forgotten when their certificates have expired", () => {
  expect(dropExpired(cluster.removedNodes, 49)).toBe(cluster.removedNodes);
  expect(dropExpired(cluster.removedNodes, 50)).toEqual([]);
});
