import { expect, test } from "vitest";
import { skep } from "../../proto/messages.ts";
import { decodeTask, encodeTask } from "./codec.ts";
import {
  decodeCluster,
  decodeNode,
  decodeSecret,
  decodeService,
  encodeCluster,
  encodeNode,
  encodeSecret,
  encodeService,
} from "./codec-objects.ts";
import type { Cluster, Node, Secret, Service, Task } from "./objects.ts";

const meta = { versionIndex: 2 ** 40, createdMs: 1_763_900_000_000, updatedMs: 1_763_900_000_001 };
const port = {
  name: "web",
  protocol: "udp",
  targetPort: 80,
  publishedPort: 8080,
  publishMode: "host",
} as const;

const bareTask = {
  id: "t",
  meta,
  serviceId: "s",
  serviceName: "web",
  slot: 1,
  nodeId: "",
  specVersion: 1,
  desiredState: "ready",
  status: { state: "new", timestampMs: 1, message: "" },
  networks: [],
  endpointPorts: [],
  assignedGeneric: [],
} as unknown as Task;

const fullTask = {
  ...bareTask,
  slot: 0,
  nodeId: "n",
  status: {
    state: "failed",
    timestampMs: 9,
    message: "finished",
    err: "task: non-zero exit (137)",
    container: { containerId: "c", pid: 4711, exitCode: -1 },
    ports: [port],
    withdrawn: true,
  },
  networks: [{ networkId: "net", addresses: ["10.0.0.2/24"], aliases: ["web"] }],
  endpointPorts: [port],
  assignedGeneric: [
    { kind: "gpu", value: "uuid-1", count: 0 },
    { kind: "ssd", count: 2 },
  ],
  jobIteration: 0,
  ownSpec: { NetworkAttachmentSpec: { ContainerID: "c" } },
  startAfterMs: 12,
} as unknown as Task;

test.each([
  ["with nothing optional", bareTask],
  ["with everything", fullTask],
])("a task %s comes back as it was", (_, task) => {
  const bytes = skep.v1.Task.encode(encodeTask(task)).finish();
  expect(decodeTask(skep.v1.Task.decode(bytes))).toEqual(task);
});

test("a state that this version does not know is refused", () => {
  const wire = { ...encodeTask(bareTask), status: { state: 513 } };
  expect(() => decodeTask(wire)).toThrow("task state 513: unknown");
});

test("a service keeps fields of its spec that nobody knows, and iteration 0", () => {
  const service = {
    id: "s",
    meta,
    spec: { Name: "wéb", TaskTemplate: { Future: { x: [1, null] } } },
    specVersion: 3,
    previousSpec: {},
    previousSpecVersion: 2,
    endpoint: { spec: { Mode: "vip" }, ports: [port], virtualIps: [{ networkId: "n", addr: "a" }] },
    updateStatus: { state: "paused", startedMs: 5, message: "m" },
    jobIteration: 0,
    jobLastExecutionMs: 7,
    registryAuth: Uint8Array.of(1, 2),
  } as unknown as Service;
  const bytes = skep.v1.Service.encode(encodeService(service)).finish();
  expect(decodeService(skep.v1.Service.decode(bytes))).toEqual(service);
});

test("a node, a secret and a cluster come back as they were", () => {
  const node = {
    id: "n",
    meta,
    spec: { Role: "manager", Labels: { a: "b" } },
    description: {
      hostname: "h",
      os: "linux",
      architecture: "x86_64",
      resources: { nanoCpus: 2e9, memoryBytes: 2 ** 35, generic: [] },
      engineVersion: "1",
      engineLabels: { l: "v" },
      plugins: [{ type: "Volume", name: "local" }],
      tls: {
        trustRootPem: "PEM",
        certIssuerSubject: Uint8Array.of(1),
        certIssuerPublicKey: Uint8Array.of(2),
      },
      runtime: "fake",
      skepVersion: "0",
      engineId: "e",
      networkStack: "boot/4026531840",
      wireguardPublicKey: Uint8Array.of(7),
      wireguardPort: 7946,
      wireguardNextPublicKey: Uint8Array.of(8),
      wireguardNextPort: 7947,
    },
    attachments: [{ networkId: "n1", addresses: ["10.0.1.2/24"], aliases: [] }],
    status: { state: "down", message: "heartbeat failure", addr: "10.0.0.1" },
    role: "manager",
    membership: "accepted",
    manager: { raftId: 3, addr: "10.0.0.1:2377" },
    certificatePem: "CERT",
    downSinceMs: 8,
  } as unknown as Node;
  expect(decodeNode(skep.v1.Node.decode(skep.v1.Node.encode(encodeNode(node)).finish()))).toEqual(
    node,
  );
  const secret = { id: "x", meta, spec: { Name: "p" }, data: Uint8Array.of(0, 255) } as Secret;
  expect(
    decodeSecret(skep.v1.Secret.decode(skep.v1.Secret.encode(encodeSecret(secret)).finish())),
  ).toEqual(secret);
  const cluster = {
    id: "c",
    meta,
    spec: { Name: "default" },
    rootCa: {
      certPem: "C",
      keyPem: "K",
      certDigest: "d",
      joinTokenWorker: "w",
      joinTokenManager: "m",
      rotation: { certPem: "N", askedUpTo: "n", askedMs: 3 },
      lastForcedRotation: 2,
    },
    defaultAddressPool: ["10.0.0.0/8"],
    subnetSize: 24,
    dataPathPort: 4789,
    unlockKey: new Uint8Array(),
    unlockKeyVersion: 0,
    removedNodes: [{ nodeId: "n", expiresMs: 1 }],
    networkKeys: [{ subsystem: "gossip", key: Uint8Array.of(9), lamportTime: 4 }],
    encryptionKeyLamport: 4,
  } as unknown as Cluster;
  const bytes = skep.v1.Cluster.encode(encodeCluster(cluster)).finish();
  expect(decodeCluster(skep.v1.Cluster.decode(bytes))).toEqual(cluster);
});
