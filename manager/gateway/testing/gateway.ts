/** A gateway for tests: the real store and control on a consensus of one, streams from lists. */
import type { RequestListener } from "node:http";
import type { Cluster, Node, RootRotation } from "../../../shared/domain/objects.ts";
import type { ClusterId, NodeId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { seededRng } from "../../../shared/rng.ts";
import { rotationBasis } from "../../ca/next-root.ts";
import { newMeta } from "../../control/new-meta.ts";
import { Control, type LeaderControl } from "../../control/service.ts";
import { NO_DETAILS } from "../../raft/host-consensus.ts";
import type { LoopbackConsensus } from "../../raft/loopback-consensus.ts";
import type { RaftStore } from "../../store/store.ts";
import { storeForTest } from "../../store/testing.ts";
import type { LogLine, SwarmEvent } from "../ports.ts";
import { createGateway } from "../service.ts";

export const NODE_ID: NodeId = "node0000000000000000000m1" as NodeId;
export const CLUSTER_ID: ClusterId = "cluster000000000000000001" as ClusterId;
const START_MS = 1_700_000_000_000;

export interface GatewayForTest {
  readonly listener: RequestListener;
  readonly store: RaftStore;
  readonly consensus: LoopbackConsensus;
  readonly control: Control;
  /** What the logs and events calls will answer. */
  readonly lines: LogLine[];
  readonly events: SwarmEvent[];
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const NEXT_ROOT: RootRotation = {
  certPem: "NEXT",
  keyPem: "NEXT PRIVATE",
  crossSignedPem: "CROSS",
  issuerSubject: "",
  issuerPublicKey: "",
  askedUpTo: "",
  askedMs: 0,
};

export function clusterForTest(): Cluster {
  return {
    id: CLUSTER_ID,
    meta: newMeta(),
    spec: { Name: "default" },
    rootCa: {
      certPem: "PEM",
      keyPem: "KEY",
      certDigest: "00",
      joinTokenWorker: "SWMTKN-1-digest-workersecret",
      joinTokenManager: "SWMTKN-1-digest-managersecret",
      lastForcedRotation: 0,
    },
    defaultAddressPool: ["10.0.0.0/8"],
    subnetSize: 24,
    dataPathPort: 4789,
    unlockKey: new Uint8Array(0),
    unlockKeyVersion: 0,
    removedNodes: [],
    networkKeys: [],
    encryptionKeyLamport: 0,
  };
}

export function nodeForTest(id: NodeId, given: Partial<Node> = {}): Node {
  return {
    id,
    meta: newMeta(),
    spec: { Role: "worker", Availability: "active", Labels: {} },
    description: {
      hostname: `host-${id}`,
      os: "linux",
      architecture: "x86_64",
      resources: { nanoCpus: 2e9, memoryBytes: 4e9, generic: [] },
      engineVersion: "20.10.24",
      engineLabels: { disk: "ssd" },
      plugins: [{ type: "Volume", name: "local" }],
      tls: {
        trustRootPem: "PEM",
        certIssuerSubject: new Uint8Array([1]),
        certIssuerPublicKey: new Uint8Array([2]),
      },
      runtime: "docker",
      skepVersion: "0.1.0",
      engineId: "engine",
      metricsAddr: "",
    },
    status: { state: "ready", message: "", addr: "192.0.2.1:2377" },
    role: "worker",
    membership: "accepted",
    ...given,
  };
}

/** A follower's way to the leader, where there is none. */
const nowhere: LeaderControl = {
  create: () => Promise.reject(new Error("no leader")),
  update: () => Promise.reject(new Error("no leader")),
  remove: () => Promise.reject(new Error("no leader")),
  usage: () => Promise.reject(new Error("no leader")),
  leave: () => Promise.reject(new Error("no leader")),
};

export async function gatewayForTest(): Promise<GatewayForTest> {
  let time = START_MS;
  const now = (): number => time++;
  const { store, consensus } = storeForTest({
    clock: { now, after: () => ({ cancel: () => {} }) },
    keepEntries: false,
  });
  const lines: LogLine[] = [];
  const events: SwarmEvent[] = [];
  const control = new Control({
    store,
    consensus,
    leader: nowhere,
    rng: seededRng(1),
    hostNetworks: () => [],
    freshSecrets: () => ({
      workerSecret: "w".repeat(25),
      managerSecret: "m".repeat(25),
      unlockKey: new Uint8Array(32).fill(7),
    }),
    prepareRotation: async (ca) => ({ basis: rotationBasis(ca), rotation: NEXT_ROOT }),
    usage: async () => new TextEncoder().encode('{"tasks":[]}'),
    now,
    logger: silentLogger,
  });
  const listener = createGateway({
    store,
    consensus,
    control,
    logs: { read: () => each([{ lines }]) },
    events: { events: () => each(events) },
    details: () => NO_DETAILS,
    image: () => store.image(),
    issuerOf: (rootPem) => ({
      certIssuerSubject: new Uint8Array([rootPem === "PEM" ? 1 : 3]),
      certIssuerPublicKey: new Uint8Array([2]),
    }),
    logger: silentLogger,
    now,
  });
  await store.update((tx) => {
    tx.create("cluster", clusterForTest());
    tx.create(
      "node",
      nodeForTest(NODE_ID, {
        spec: { Role: "manager", Availability: "active" },
        role: "manager",
        manager: { raftId: 1, addr: "192.0.2.1:2377" },
      }),
    );
  });
  return { listener, store, consensus, control, lines, events };
}
